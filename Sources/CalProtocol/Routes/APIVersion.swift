/// A value of the header `cal-api-version` (CONTRACT 2.1).
public struct APIVersion: Hashable, Sendable, RawRepresentable {
  public var rawValue: String
  public init(rawValue: String) { self.rawValue = rawValue }

  /// What a server takes when the header is missing or unknown.
  public static let legacy = APIVersion(rawValue: "2024-04-15")
  public static let schedules = APIVersion(rawValue: "2024-06-11")
  public static let eventTypes = APIVersion(rawValue: "2024-06-14")
  /// Understood by every server that has bookings of API v2 (CONTRACT 2.3).
  public static let bookings = APIVersion(rawValue: "2024-08-13")
  public static let slots = APIVersion(rawValue: "2024-09-04")
  /// Honours the flags with which a host books against the rules (CONTRACT 12.5).
  public static let bookingsWithOverrides = APIVersion(rawValue: "2026-02-25")
  /// The list of bookings with cursors instead of `take` and `skip` (CONTRACT 12.6).
  public static let bookingsCursor = APIVersion(rawValue: "2026-05-01")

  public static let known: [APIVersion] = [
    legacy, schedules, eventTypes, bookings, slots, bookingsWithOverrides, bookingsCursor,
  ]

  /// The version a server works with: the header's if it knows it, else silently ``legacy``.
  public init(header value: String?) {
    let asked = APIVersion(rawValue: value ?? "")
    self = APIVersion.known.contains(asked) ? asked : .legacy
  }

  /// Whether host overrides take effect under this version (CONTRACT 2.2).
  public var honoursOverrides: Bool { self == .bookingsWithOverrides || self == .bookingsCursor }
}

/// Routes that share a version (CONTRACT 2.1).
public enum RouteFamily: Hashable, Sendable, CaseIterable {
  case account, eventTypes, schedules, slots, bookings, teams, webhooks

  /// The version a client sends; `nil` where the family needs none.
  public var sent: APIVersion? {
    switch self {
    case .eventTypes: .eventTypes
    case .schedules: .schedules
    case .slots: .slots
    case .bookings: .bookings
    case .account, .teams, .webhooks: nil
    }
  }

  /// Whether the routes exist under `version`; where they do not, the server answers `Cannot GET /v2/…` with 404.
  public func isServed(under version: APIVersion) -> Bool {
    switch self {
    case .eventTypes: version == .eventTypes
    case .schedules: version == .schedules || version == .eventTypes
    case .slots: version == .slots
    case .bookings: version == .bookings || version == .bookingsWithOverrides || version == .bookingsCursor
    case .account, .teams, .webhooks: true
    }
  }
}
