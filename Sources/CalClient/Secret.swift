/// An API key or token (CONTRACT 3.1). It goes out in one header and prints nowhere: not described, dumped or mirrored.
public struct Secret: Hashable, Sendable {
  private let text: String

  /// Spaces and line ends around it are cut, as a command or a file leaves them. `nil` when nothing is left, or when
  /// it holds anything but visible ASCII: a line end inside would add a header of its own.
  public init?(_ text: String) {
    let trimmed = text.utf8.drop(while: Secret.isSpace)
    let count = trimmed.reversed().drop(while: Secret.isSpace).count
    let bytes = Array(trimmed.prefix(count))
    guard !bytes.isEmpty, bytes.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return nil }
    self.text = String(decoding: bytes, as: UTF8.self)
  }

  /// The bare text. Every caller is a place where the key may leak: there are two, the header and the key's own file.
  public func reveal() -> String { text }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  public var description: String { "<secret>" }
  public var debugDescription: String { "<secret>" }
  public var customMirror: Mirror { Mirror(self, children: []) }
}
