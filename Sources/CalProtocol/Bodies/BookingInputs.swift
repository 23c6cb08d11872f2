public import BookingModel

/// How a request names a service (CONTRACT 10.1, 12.2).
public enum ServiceReference: Hashable, Sendable {
  case id(Service.ID)
  case ofUser(slug: String, username: String, organization: String?)
  case ofTeam(slug: String, team: String, organization: String?)
  /// A dynamic group of users (slots only).
  case ofGroup(usernames: [String], organization: String)
}

/// The body of `POST /v2/bookings` as the server reads it.
public struct CreateBookingInput: Hashable, Sendable {
  public var service: ServiceReference
  public var start: Instant
  public var minutes: Int?
  public var attendee: Attendee
  public var guests: [String]
  public var location: LocationChoice?
  /// The deprecated plain string, taken unchecked.
  public var locationText: String?
  public var answers: [String: JSONValue]
  public var metadata: [String: JSONValue]
  public var recurrenceCount: Int?
  public var overrides: HostOverrides

  /// `now` is not needed: a start in the past is a rule of the service, not of the body. Overrides are read under every version; the
  /// caller honours them where ``APIVersion/honoursOverrides`` says so.
  public static func read(_ body: JSONValue?) throws(WireFault) -> CreateBookingInput {
    try BodyShape.createBooking.check(body)
    guard let fields = JSONFields(body), let person = fields.object("attendee") else { throw .bodyNotObject }
    let start = try UTCReading.instant(fields, "start")
    guard let service = reference(fields) else { throw .noEventReference }
    let email = person.text("email").flatMap { $0.isEmpty ? nil : $0 }
    let phone = person.text("phoneNumber").flatMap { $0.isEmpty ? nil : $0 }
    guard email != nil || phone != nil else { throw .noContact }
    let metadata = fields.object("metadata")?.members ?? [:]
    guard fits(metadata) else { throw .metadataTooBig }
    var location: LocationChoice?
    if let object = fields.object("location") {
      location = LocationWire.choice(.object(object.members))
      guard location != nil else {
        throw .strict([
          PropertyFault(
            "location", constraints: [PropertyFault.Constraint("validateLocation", "location type is not known")])
        ])
      }
    }
    return CreateBookingInput(
      service: service, start: start, minutes: fields.int("lengthInMinutes"),
      attendee: Attendee(
        name: person.text("name") ?? "", email: email, phone: phone, zone: person.text("timeZone") ?? "UTC",
        language: person.text("language") ?? "en"),
      guests: fields.texts("guests") ?? [], location: location,
      locationText: fields.text("location") ?? fields.text("meetingUrl"),
      answers: fields.object("bookingFieldsResponses")?.members ?? [:], metadata: metadata,
      recurrenceCount: fields.int("recurrenceCount"), overrides: HostOverrides(fields))
  }

  private static func reference(_ fields: JSONFields) -> ServiceReference? {
    if let id = fields.int("eventTypeId") { return .id(Service.ID(id)) }
    guard let slug = fields.text("eventTypeSlug") else { return nil }
    let organization = fields.text("organizationSlug")
    if let username = fields.text("username") {
      return .ofUser(slug: slug, username: username, organization: organization)
    }
    return fields.text("teamSlug").map { .ofTeam(slug: slug, team: $0, organization: organization) }
  }

  private static func fits(_ metadata: [String: JSONValue]) -> Bool {
    metadata.count <= 50
      && metadata.allSatisfy { $0.key.utf16.count <= 40 && ($0.value.string?.utf16.count ?? 0) <= 500 }
  }
}

extension HostOverrides {
  init(_ fields: JSONFields) {
    self.init(
      allowConflicts: fields.bool("allowConflicts") ?? false,
      allowOutOfBounds: fields.bool("allowBookingOutOfBounds") ?? false,
      skipLimits: fields.bool("skipBookingLimits") ?? false)
  }
}

/// The body of `POST …/reschedule`.
public struct RescheduleInput: Hashable, Sendable {
  public var start: Instant
  public var reason: String?
  public var by: String?
  public var seatUID: String?
  public var overrides: HostOverrides

  public static func read(_ body: JSONValue?) throws(WireFault) -> RescheduleInput {
    try BodyShape.reschedule.check(body)
    guard let fields = JSONFields(body) else { throw .bodyNotObject }
    return RescheduleInput(
      start: try UTCReading.instant(fields, "start"), reason: fields.text("reschedulingReason"),
      by: fields.text("rescheduledBy"), seatUID: fields.text("seatUid"), overrides: HostOverrides(fields))
  }
}

/// The body of `POST …/cancel`.
public struct CancelInput: Hashable, Sendable {
  /// `nil` when absent or empty: a host must give one.
  public var reason: String?
  public var subsequent: Bool
  public var seatUID: String?

  public static func read(_ body: JSONValue?) throws(WireFault) -> CancelInput {
    try BodyShape.cancel.check(body)
    guard let fields = JSONFields(body) else { throw .bodyNotObject }
    let reason = fields.text("cancellationReason") ?? ""
    return CancelInput(
      reason: reason.isEmpty ? nil : reason, subsequent: fields.bool("cancelSubsequentBookings") ?? false,
      seatUID: fields.text("seatUid"))
  }
}

/// The body of `POST …/mark-absent`.
public struct MarkAbsentInput: Hashable, Sendable {
  public var host: Bool?
  public var attendees: [Write.Absence]

  public static func read(_ body: JSONValue?) throws(WireFault) -> MarkAbsentInput {
    try BodyShape.markAbsent.check(body)
    guard let fields = JSONFields(body) else { throw .bodyNotObject }
    let rows = (fields.list("attendees") ?? []).compactMap { JSONFields($0) }
    return MarkAbsentInput(
      host: fields.bool("host"),
      attendees: rows.map { Write.Absence(email: $0.text("email") ?? "", absent: $0.bool("absent") ?? false) })
  }
}

/// The body of `POST …/guests` and `POST …/attendees`: people to add.
public enum PeopleInput {
  /// Guests without a name are called by their address.
  public static func guests(_ body: JSONValue?) throws(WireFault) -> [Attendee] {
    try BodyShape.addGuests.check(body)
    return (JSONFields(body)?.list("guests") ?? []).compactMap { JSONFields($0).map(person) }
  }

  public static func attendee(_ body: JSONValue?) throws(WireFault) -> Attendee {
    try BodyShape.addAttendee.check(body)
    guard let fields = JSONFields(body) else { throw .bodyNotObject }
    return person(fields)
  }

  private static func person(_ fields: JSONFields) -> Attendee {
    Attendee(
      name: fields.text("name") ?? fields.text("email") ?? "", email: fields.text("email"),
      phone: fields.text("phoneNumber"), zone: fields.text("timeZone") ?? "UTC",
      language: fields.text("language") ?? "en")
  }
}

/// The body of `PATCH …/location`: its kind, and the text that becomes the booking's location (`integrations:daily` style for integrations).
public struct LocationInput: Hashable, Sendable {
  public var type: String
  public var text: String

  public static func read(_ body: JSONValue?) throws(WireFault) -> LocationInput {
    try BodyShape.setLocation.check(body)
    guard let fields = JSONFields(body)?.object("location"), let type = fields.text("type") else {
      throw .bodyNotObject
    }
    let key: String
    switch type {
    case "address", "attendeeAddress": key = "address"
    case "attendeePhone", "phone": key = "phone"
    case "link": key = "link"
    case "attendeeDefined": key = "location"
    default: return LocationInput(type: type, text: "integrations:" + (fields.text("integration") ?? ""))
    }
    guard let text = fields.text(key), !text.isEmpty else {
      let child = PropertyFault(key, constraints: [PropertyFault.Constraint("isString", "\(key) must be a string")])
      throw .lax([PropertyFault("location", constraints: [], children: [child])])
    }
    return LocationInput(type: type, text: text)
  }
}

/// The body of `POST` and `PATCH /v2/slots/reservations`.
public struct ReservationInput: Hashable, Sendable {
  public var service: Service.ID
  public var start: Instant
  public var slotMinutes: Int?
  /// Minutes to hold; only for who is signed in.
  public var holdMinutes: Int?

  public static func read(_ body: JSONValue?) throws(WireFault) -> ReservationInput {
    try BodyShape.reservation.check(body)
    guard let fields = JSONFields(body), let id = fields.int("eventTypeId") else { throw .bodyNotObject }
    return ReservationInput(
      service: Service.ID(id), start: try UTCReading.instant(fields, "slotStart"),
      slotMinutes: fields.int("slotDuration"), holdMinutes: fields.int("reservationDuration"))
  }
}

/// Times without an offset are read as UTC (CONTRACT 10.2, 12.2).
enum UTCReading {
  static func instant(_ text: String) -> Instant? {
    if let reading = ISODateTime(text) { return reading.instant(offsetSeconds: reading.offsetSeconds ?? 0) }
    return CalendarDay(text).map { Instant(seconds: Int64($0.daysSince1970) * 86_400) }
  }

  static func instant(_ fields: JSONFields, _ key: String) throws(WireFault) -> Instant {
    guard let value = fields.text(key).flatMap({ instant($0) }) else {
      throw .strict([PropertyFault(key, constraints: [BodyShape.Kind.date.constraint(key)])])
    }
    return value
  }
}
