/// The name of one write, made by the desk, unique for ever: the journal's key, and `metadata.deskRef` of a create (DESIGN 6).
public struct DeskRef: Hashable, Sendable, Codable, RawRepresentable {
  public var rawValue: String
  public init(rawValue: String) { self.rawValue = rawValue }
  public init(_ rawValue: String) { self.rawValue = rawValue }
}

/// What changes something on the server, as a value: journalled before it is sent, and never sent twice.
public enum Write: Hashable, Sendable, Codable {
  case create(NewBooking)
  case move(Booking.UID, start: Instant, reason: String?, seat: String?, overrides: HostOverrides)
  case cancel(Booking.UID, reason: String, seat: String?, subsequent: Bool)
  case confirm(Booking.UID)
  case decline(Booking.UID, reason: String?)
  case markAbsent(Booking.UID, host: Bool?, attendees: [Absence])
  case addGuests(Booking.UID, emails: [String])
  case setLocation(Booking.UID, LocationChoice)
  case reassign(Booking.UID)

  /// The booking it changes; `nil` for a create.
  public var booking: Booking.UID? {
    switch self {
    case .create: nil
    case .move(let uid, _, _, _, _), .cancel(let uid, _, _, _), .confirm(let uid), .decline(let uid, _),
      .markAbsent(let uid, _, _), .addGuests(let uid, _), .setLocation(let uid, _), .reassign(let uid):
      uid
    }
  }

  public struct Absence: Hashable, Sendable, Codable {
    public var email: String
    public var absent: Bool
    public init(email: String, absent: Bool) {
      self.email = email
      self.absent = absent
    }
  }
}

/// Whose booking a write changes: a person who has to decide about it must know (DESIGN 6.3).
public struct WriteSubject: Hashable, Sendable, Codable {
  public var name: String
  public var service: Service.ID?
  public var start: Instant

  public init(name: String, service: Service.ID?, start: Instant) {
    self.name = name
    self.service = service
    self.start = start
  }

  public init(_ booking: Booking) {
    self.init(name: booking.attendeeName, service: booking.service, start: booking.start)
  }
}

/// The flags with which a host books against the rules (CONTRACT 12.5). They go out under version 2026-02-25 only.
public struct HostOverrides: Hashable, Sendable, Codable {
  public var allowConflicts: Bool
  public var allowOutOfBounds: Bool
  public var skipLimits: Bool
  public init(allowConflicts: Bool = false, allowOutOfBounds: Bool = false, skipLimits: Bool = false) {
    self.allowConflicts = allowConflicts
    self.allowOutOfBounds = allowOutOfBounds
    self.skipLimits = skipLimits
  }
  public static let none = HostOverrides()
}

/// What `POST /v2/bookings` needs (CONTRACT 12.2).
public struct NewBooking: Hashable, Sendable, Codable {
  public var service: Service.ID
  public var start: Instant
  /// Whole minutes; set only when the service offers several lengths (CONTRACT 12.2).
  public var minutes: Int?
  public var attendee: Attendee
  public var guests: [String]
  public var location: LocationChoice?
  /// Answers by slug, `notes` among them (CONTRACT 8.3).
  public var answers: [String: JSONValue]
  /// At most 50 keys of 40 characters, values of 500. `deskRef` is added by the protocol layer.
  public var metadata: [String: String]
  public var recurrenceCount: Int?
  public var overrides: HostOverrides

  public init(
    service: Service.ID, start: Instant, minutes: Int? = nil, attendee: Attendee, guests: [String] = [],
    location: LocationChoice? = nil, answers: [String: JSONValue] = [:], metadata: [String: String] = [:],
    recurrenceCount: Int? = nil, overrides: HostOverrides = .none
  ) {
    self.service = service
    self.start = start
    self.minutes = minutes
    self.attendee = attendee
    self.guests = guests
    self.location = location
    self.answers = answers
    self.metadata = metadata
    self.recurrenceCount = recurrenceCount
    self.overrides = overrides
  }
}
