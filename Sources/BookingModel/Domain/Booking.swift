/// An appointment as the server keeps it (CONTRACT 12.1).
public struct Booking: Hashable, Sendable, Codable {
  /// Opaque. A move makes a new booking with a new one (CONTRACT 12.8).
  public struct UID: Hashable, Sendable, Codable, RawRepresentable {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public init(_ rawValue: String) { self.rawValue = rawValue }
  }

  public enum Status: Hashable, Sendable {
    case accepted, pending, cancelled, rejected
    /// A word this program does not know, `awaiting_host` among them.
    case other(String)

    public var takesTime: Bool { self == .accepted || self == .pending }
  }

  public var uid: UID
  /// For display only.
  public var id: Int?
  public var status: Status
  public var start: Instant
  public var end: Instant
  public var service: Service.ID?
  public var serviceSlug: String?
  public var title: String
  /// The booker's notes (wire: `description`).
  public var notes: String?
  public var hosts: [Host]
  public var attendees: [Attendee]
  public var guests: [String]
  /// An address, a link, a phone number or the name of an integration.
  public var location: String?
  /// The host did not show up.
  public var hostAbsent: Bool
  public var createdAt: Instant?
  public var updatedAt: Instant?
  public var metadata: [String: JSONValue]
  /// Answers to the service's own fields, by slug.
  public var answers: [String: JSONValue]
  public var cancellationReason: String?
  public var reschedulingReason: String?
  public var movedFrom: UID?
  public var movedTo: UID?
  /// The series it belongs to.
  public var seriesUID: UID?
  /// On the answer to a seated create: the seat taken.
  public var seatUID: String?

  public init(
    uid: UID, id: Int? = nil, status: Status = .accepted, start: Instant, end: Instant, service: Service.ID? = nil,
    serviceSlug: String? = nil, title: String = "", notes: String? = nil, hosts: [Host] = [],
    attendees: [Attendee] = [], guests: [String] = [], location: String? = nil, hostAbsent: Bool = false,
    createdAt: Instant? = nil, updatedAt: Instant? = nil, metadata: [String: JSONValue] = [:],
    answers: [String: JSONValue] = [:], cancellationReason: String? = nil, reschedulingReason: String? = nil,
    movedFrom: UID? = nil, movedTo: UID? = nil, seriesUID: UID? = nil, seatUID: String? = nil
  ) {
    self.uid = uid
    self.id = id
    self.status = status
    self.start = start
    self.end = end
    self.service = service
    self.serviceSlug = serviceSlug
    self.title = title
    self.notes = notes
    self.hosts = hosts
    self.attendees = attendees
    self.guests = guests
    self.location = location
    self.hostAbsent = hostAbsent
    self.createdAt = createdAt
    self.updatedAt = updatedAt
    self.metadata = metadata
    self.answers = answers
    self.cancellationReason = cancellationReason
    self.reschedulingReason = reschedulingReason
    self.movedFrom = movedFrom
    self.movedTo = movedTo
    self.seriesUID = seriesUID
    self.seatUID = seatUID
  }

  public var minutes: Int { end.minutes(since: start) }

  /// The reference of the write that made it (DESIGN 6), carried in `metadata`.
  public var deskRef: DeskRef? { metadata["deskRef"]?.string.map(DeskRef.init(rawValue:)) }

  /// The references of all writes that made it: those of its seats were taken by one write each (CONTRACT 12.1 "seated").
  public var deskRefs: [DeskRef] {
    let seats = attendees.compactMap(\.deskRef)
    return (deskRef.map { [$0] } ?? []) + seats.filter { $0 != deskRef }
  }

  /// Whom it is for: who sits on its seat, where it says which one, else the first.
  public var attendee: Attendee? {
    seatUID.flatMap { seat in attendees.first { $0.seatUID == seat } } ?? attendees.first
  }

  /// The booking as a write of that reference left it, with the seat that the write took; `nil` where it is another's.
  func made(by ref: DeskRef) -> Booking? {
    guard deskRefs.contains(ref) else { return nil }
    var made = self
    if let seat = attendees.first(where: { $0.deskRef == ref })?.seatUID { made.seatUID = seat }
    return made
  }
}

extension Booking.Status: RawRepresentable, Codable {
  public init(rawValue: String) {
    switch rawValue {
    case "accepted": self = .accepted
    case "pending": self = .pending
    case "cancelled": self = .cancelled
    case "rejected": self = .rejected
    default: self = .other(rawValue)
    }
  }
  public var rawValue: String {
    switch self {
    case .accepted: "accepted"
    case .pending: "pending"
    case .cancelled: "cancelled"
    case .rejected: "rejected"
    case .other(let word): word
    }
  }
}

/// Who does the work.
public struct Host: Hashable, Sendable, Codable {
  /// Text, because a booking without a host says `"unknown"` (CONTRACT 12.1).
  public var id: String
  public var name: String
  public var email: String
  public var username: String?
  /// IANA name.
  public var zone: String

  public init(id: String, name: String, email: String = "", username: String? = nil, zone: String = "UTC") {
    self.id = id
    self.name = name
    self.email = email
    self.username = username
    self.zone = zone
  }
}

/// Who the booking is for.
public struct Attendee: Hashable, Sendable, Codable {
  public var name: String
  /// What may be shown: `displayEmail` where given, and never an address that stands for a phone (`@sms.cal.com`).
  public var email: String?
  /// E.164.
  public var phone: String?
  /// IANA name.
  public var zone: String
  public var language: String?
  public var isAbsent: Bool
  /// Seated bookings only.
  public var seatUID: String?
  /// The reference of the write that took the seat, and when that was. The booking's own metadata are of its first seat, or of none.
  public var deskRef: DeskRef?
  public var createdAt: Instant?

  public init(
    name: String, email: String? = nil, phone: String? = nil, zone: String = "UTC", language: String? = nil,
    isAbsent: Bool = false, seatUID: String? = nil, deskRef: DeskRef? = nil, createdAt: Instant? = nil
  ) {
    self.name = name
    self.email = email
    self.phone = phone
    self.zone = zone
    self.language = language
    self.isAbsent = isAbsent
    self.seatUID = seatUID
    self.deskRef = deskRef
    self.createdAt = createdAt
  }
}

extension Attendee {
  /// Cal.com's domain for addresses that stand for a phone number (CONTRACT 12.3).
  public static let standInDomain = "@sms.cal.com"

  /// The address by which the server knows an attendee: their own, or the one that stands for their phone
  /// (`4930123456@sms.cal.com`); `nil` when there is neither.
  public var serverAddress: String? {
    if let email { return email }
    let digits = (phone ?? "").filter(\.isNumber)
    return digits.isEmpty ? nil : digits + Attendee.standInDomain
  }
}

/// The signed-in account (CONTRACT 7).
public struct Account: Hashable, Sendable, Codable {
  public var id: Int
  public var username: String
  public var name: String
  public var email: String
  /// IANA name.
  public var zone: String
  public var uses24Hours: Bool
  public var weekStart: Weekday
  public var defaultScheduleID: Schedule.ID?

  public init(
    id: Int, username: String = "", name: String = "", email: String = "", zone: String = "UTC",
    uses24Hours: Bool = true, weekStart: Weekday = .monday, defaultScheduleID: Schedule.ID? = nil
  ) {
    self.id = id
    self.username = username
    self.name = name
    self.email = email
    self.zone = zone
    self.uses24Hours = uses24Hours
    self.weekStart = weekStart
    self.defaultScheduleID = defaultScheduleID
  }
}
