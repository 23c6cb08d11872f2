public import BookingModel

/// The booking object of CONTRACT 12.1, both directions.
public enum BookingWire {
  // MARK: - Reading

  /// `nil` when `uid`, `start` or `status` is missing, or a time given cannot be read: the row is then skipped and counted.
  public static func read(_ json: JSONValue) -> Booking? {
    guard let fields = JSONFields(json), let uid = fields.text("uid"), !uid.isEmpty,
      let start = fields.instant("start") ?? fields.instant("startTime"),
      let word = fields.text("status"),
      !fields.hasUnreadableInstant("end"), !fields.hasUnreadableInstant("endTime")
    else { return nil }
    let length = fields.count("duration") ?? 0
    let end =
      fields.instant("end") ?? fields.instant("endTime") ?? start.adding(minutes: length)
    let eventType = fields.object("eventType")
    let attendeeRows = fields.list("attendees") ?? []
    let answers = fields.object("bookingFieldsResponses") ?? soleAnswers(attendeeRows)
    var attendees = attendeeRows.compactMap(AttendeeWire.read)
    if attendees.count == 1, attendees[0].phone == nil {
      attendees[0].phone = answers?.text("attendeePhoneNumber")
    }
    return Booking(
      uid: Booking.UID(uid), id: fields.int("id"), status: Booking.Status(rawValue: word.lowercased()), start: start,
      end: end, service: (fields.int("eventTypeId") ?? eventType?.int("id")).map(Service.ID.init(rawValue:)),
      serviceSlug: eventType?.text("slug"), title: fields.text("title") ?? "", notes: fields.text("description"),
      hosts: (fields.list("hosts") ?? []).compactMap(HostWire.read), attendees: attendees,
      guests: fields.texts("guests") ?? [], location: fields.text("location") ?? fields.text("meetingUrl"),
      hostAbsent: fields.bool("absentHost") ?? false, createdAt: fields.instant("createdAt"),
      updatedAt: fields.instant("updatedAt"), metadata: fields.object("metadata")?.members ?? [:],
      answers: (answers?.members ?? [:]).filter { !placedFields.contains($0.key) },
      cancellationReason: fields.text("cancellationReason"), reschedulingReason: fields.text("reschedulingReason"),
      movedFrom: fields.text("rescheduledFromUid").map(Booking.UID.init(rawValue:)),
      movedTo: fields.text("rescheduledToUid").map(Booking.UID.init(rawValue:)),
      seriesUID: fields.text("recurringBookingUid").map(Booking.UID.init(rawValue:)), seatUID: fields.text("seatUid"))
  }

  /// One booking, or the bookings of a series (CONTRACT 12.7). `nil` when there is not one readable.
  public static func readAll(_ data: JSONValue) -> [Booking]? {
    if case .array(let values) = data {
      let rows = Rows(values, read: read)
      return rows.skipped == 0 || !rows.rows.isEmpty ? rows.rows : nil
    }
    return read(data).map { [$0] }
  }

  /// Answers that have places of their own in a booking.
  private static let placedFields: Set<String> = [
    "name", "email", "displayEmail", "attendeePhoneNumber", "guests", "displayGuests", "location",
  ]

  /// A seated booking keeps its answers with each attendee.
  private static func soleAnswers(_ attendees: [JSONValue]) -> JSONFields? {
    guard attendees.count == 1 else { return nil }
    return JSONFields(attendees[0])?.object("bookingFieldsResponses")
  }

  // MARK: - Writing

  /// What a server knows of a booking beyond ``Booking``.
  public struct Extras: Hashable, Sendable {
    public var cancelledByEmail: String?
    public var rescheduledByEmail: String?
    /// Each attendee has a seat; the shape then differs (CONTRACT 12.1 "seated").
    public var isSeated: Bool
    /// Answers and metadata by seat, for seated bookings.
    public var seats: [String: Seat]

    public struct Seat: Hashable, Sendable {
      public var answers: [String: JSONValue]
      public var metadata: [String: JSONValue]
      public var createdAt: Instant?
      public init(answers: [String: JSONValue] = [:], metadata: [String: JSONValue] = [:], createdAt: Instant? = nil) {
        self.answers = answers
        self.metadata = metadata
        self.createdAt = createdAt
      }
    }

    public init(
      cancelledByEmail: String? = nil, rescheduledByEmail: String? = nil, isSeated: Bool = false,
      seats: [String: Seat] = [:]
    ) {
      self.cancelledByEmail = cancelledByEmail
      self.rescheduledByEmail = rescheduledByEmail
      self.isSeated = isSeated
      self.seats = seats
    }
  }

  /// Times are UTC with milliseconds (`.000Z`), as the cloud prints them.
  public static func json(_ booking: Booking, extras: Extras = Extras()) -> JSONValue {
    var members: [String: JSONValue] = [
      "id": .number(booking.id ?? 0), "uid": .string(booking.uid.rawValue), "title": .string(booking.title),
      "description": extras.isSeated ? .null : .orNull(booking.notes),
      "status": .string(booking.status.rawValue), "hosts": .array(booking.hosts.map(HostWire.json)),
      "start": .string(booking.start.iso8601), "end": .string(booking.end.iso8601),
      "duration": .number(booking.minutes), "eventTypeId": .orNull(booking.service?.rawValue),
      "eventType": .object([
        "id": .orNull(booking.service?.rawValue), "slug": .string(booking.serviceSlug ?? ""),
      ]),
      "location": .string(booking.location ?? ""), "meetingUrl": .string(booking.location ?? ""),
      "absentHost": .bool(booking.hostAbsent), "createdAt": .orNull(booking.createdAt?.iso8601),
      "updatedAt": .orNull(booking.updatedAt?.iso8601), "metadata": .object(booking.metadata), "rating": .null,
      "icsUid": .string(booking.uid.rawValue + "@Cal.com"),
    ]
    if extras.isSeated {
      members["attendees"] = .array(booking.attendees.map { seat($0, extras: extras) })
    } else {
      members["attendees"] = .array(booking.attendees.map(AttendeeWire.json))
      members["guests"] = .strings(booking.guests)
      members["bookingFieldsResponses"] = .object(answers(of: booking))
    }
    let optional: KeyValuePairs<String, String?> = [
      "seatUid": booking.seatUID, "recurringBookingUid": booking.seriesUID?.rawValue,
      "cancellationReason": booking.cancellationReason, "cancelledByEmail": extras.cancelledByEmail,
      "reschedulingReason": booking.reschedulingReason, "rescheduledByEmail": extras.rescheduledByEmail,
      "rescheduledFromUid": booking.movedFrom?.rawValue, "rescheduledToUid": booking.movedTo?.rawValue,
    ]
    for (key, value) in optional { if let value { members[key] = .string(value) } }
    return .object(members)
  }

  private static func answers(of booking: Booking) -> [String: JSONValue] {
    var answers = booking.answers
    guard let booker = booking.attendees.first else { return answers }
    let email = JSONValue.string(AttendeeWire.wireEmail(of: booker))
    answers["name"] = .string(booker.name)
    answers["email"] = email
    answers["displayEmail"] = email
    if let phone = booker.phone { answers["attendeePhoneNumber"] = .string(phone) }
    if !booking.guests.isEmpty { answers["guests"] = .strings(booking.guests) }
    return answers
  }

  private static func seat(_ attendee: Attendee, extras: Extras) -> JSONValue {
    guard case .object(var members) = AttendeeWire.json(attendee) else { return .null }
    let seat = attendee.seatUID.flatMap { extras.seats[$0] } ?? Extras.Seat()
    members["seatUid"] = .string(attendee.seatUID ?? "")
    members["bookingFieldsResponses"] = .object(
      seat.answers.merging(["name": .string(attendee.name)]) { old, _ in old })
    members["metadata"] = .object(seat.metadata)
    if let createdAt = seat.createdAt { members["createdAt"] = .string(createdAt.iso8601) }
    return .object(members)
  }
}
