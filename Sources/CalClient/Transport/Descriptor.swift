/// A file descriptor that the one wait watches besides the transfers: the keyboard, signals, the terminal's output.
public struct Descriptor: Hashable, Sendable {
  public struct Events: OptionSet, Hashable, Sendable {
    public var rawValue: UInt8
    public init(rawValue: UInt8) { self.rawValue = rawValue }
    public static let readable = Events(rawValue: 1)
    public static let writable = Events(rawValue: 2)
    /// The other end is gone, or the descriptor is broken. Reported without being asked for.
    public static let hungUp = Events(rawValue: 4)
  }

  public var fd: Int32
  public var events: Events

  public init(_ fd: Int32, _ events: Events = .readable) {
    self.fd = fd
    self.events = events
  }
}
