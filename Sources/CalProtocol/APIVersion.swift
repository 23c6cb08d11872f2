/// A value of the header `cal-api-version` (CONTRACT 2.1).
public struct APIVersion: Hashable, Sendable, RawRepresentable {
  public var rawValue: String
  public init(rawValue: String) { self.rawValue = rawValue }

  /// What a server takes when the header is missing or unknown.
  public static let legacy = APIVersion(rawValue: "2024-04-15")
}
