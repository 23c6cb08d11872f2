public import BookingModel

/// What a write came to. Some actions answer with the booking, a series with several, some with nothing but an acknowledgement.
public struct WriteAnswer: Hashable, Sendable {
  public var bookings: [Booking]
  public init(bookings: [Booking] = []) { self.bookings = bookings }
}

extension Calls {
  /// The request of a write (CONTRACT 12). `ref` goes into the metadata of a create, where a lost answer is looked up by it (CONTRACT 14).
  ///
  /// Bodies are strict: a key too many is a 400. Overrides go out under the one version that honours them, and only where asked for.
  public static func write(_ write: Write, ref: DeskRef) -> Call<WriteAnswer> {
    switch write {
    case .create(let booking):
      return bookingsCall(
        request(.createBooking, version: version(booking.overrides), body: body(booking, ref: ref)), makesBooking: true)
    case .move(let uid, let start, let reason, let seat, let overrides):
      // The body for seats has no place for a reason.
      var members = jsonObject([
        "start": .string(start.iso8601Seconds), "seatUid": seat.map { .string($0) },
        "reschedulingReason": seat == nil ? reason.map { .string($0) } : nil,
      ])
      members.merge(flags(overrides)) { _, new in new }
      return bookingsCall(
        request(.reschedule(uid), version: version(overrides), body: .object(members)), makesBooking: true)
    case .cancel(let uid, let reason, let seat, let subsequent):
      // A host must give a reason (CONTRACT 12.9), so there is always one.
      var members: [String: JSONValue] = [
        "cancellationReason": .string(reason.isEmpty ? "Cancelled at the desk" : reason)
      ]
      if let seat {
        members["seatUid"] = .string(seat)
      } else if subsequent {
        members["cancelSubsequentBookings"] = true
      }
      return bookingsCall(request(.cancel(uid), body: .object(members)))
    case .confirm(let uid):
      return bookingsCall(request(.confirm(uid), body: [:]))
    case .decline(let uid, let reason):
      return bookingsCall(
        request(.decline(uid), body: .object(jsonObject(["reason": reason.map { .string($0) }]))))
    case .markAbsent(let uid, let host, let attendees):
      let rows = attendees.map { JSONValue.object(["email": .string($0.email), "absent": .bool($0.absent)]) }
      let members = jsonObject(["host": host.map { .bool($0) }, "attendees": rows.isEmpty ? nil : .array(rows)])
      return bookingsCall(request(.markAbsent(uid), body: .object(members)))
    case .addGuests(let uid, let emails):
      let guests = emails.map { JSONValue.object(["email": .string($0)]) }
      return bookingsCall(request(.addGuests(uid), body: .object(["guests": .array(guests)])))
    case .setLocation(let uid, let choice):
      return bookingsCall(request(.setLocation(uid), body: .object(["location": LocationWire.json(choice)])))
    case .reassign(let uid):
      return bookingsCall(request(.reassign(uid)))
    }
  }

  private static func version(_ overrides: HostOverrides) -> APIVersion {
    overrides == .none ? .bookings : .bookingsWithOverrides
  }

  private static func flags(_ overrides: HostOverrides) -> [String: JSONValue] {
    var flags: [String: JSONValue] = [:]
    if overrides.allowConflicts { flags["allowConflicts"] = true }
    if overrides.allowOutOfBounds { flags["allowBookingOutOfBounds"] = true }
    if overrides.skipLimits { flags["skipBookingLimits"] = true }
    return flags
  }

  private static func body(_ booking: NewBooking, ref: DeskRef) -> JSONValue {
    var metadata = booking.metadata
    metadata["deskRef"] = ref.rawValue
    var members = jsonObject([
      "start": .string(booking.start.iso8601Seconds), "eventTypeId": .number(booking.service.rawValue),
      "attendee": .object(
        jsonObject([
          "name": .string(booking.attendee.name), "timeZone": .string(booking.attendee.zone),
          "email": booking.attendee.email.map { .string($0) },
          "phoneNumber": booking.attendee.phone.map { .string($0) },
          "language": booking.attendee.language.map { .string($0) },
        ])),
      "lengthInMinutes": booking.minutes.map { .number($0) },
      "guests": booking.guests.isEmpty ? nil : .strings(booking.guests),
      "location": booking.location.map { LocationWire.json($0) },
      "bookingFieldsResponses": booking.answers.isEmpty ? nil : .object(booking.answers),
      "metadata": .object(metadata.mapValues { .string($0) }),
      "recurrenceCount": booking.recurrenceCount.map { .number($0) },
    ])
    members.merge(flags(booking.overrides)) { _, new in new }
    return .object(members)
  }

  /// Where a booking is made, an answer without one says nothing of the outcome; elsewhere it is an acknowledgement.
  private static func bookingsCall(_ request: WireRequest, makesBooking: Bool = false) -> Call<WriteAnswer> {
    Call(request, isWrite: true) { (response) throws(CalError) -> WriteAnswer in
      let data = Envelope.data(of: try response.json())
      if case .null = data, !makesBooking { return WriteAnswer() }
      if let bookings = BookingWire.readAll(data), !(makesBooking && bookings.isEmpty) {
        return WriteAnswer(bookings: bookings)
      }
      // Reassigning answers with the new host only (CONTRACT 12.10).
      if !makesBooking, JSONFields(data)?.text("bookingUid") != nil { return WriteAnswer() }
      throw response.unreadable("not a booking")
    }
  }

  // MARK: - Set-up: services, schedules, webhooks

  /// The service's id is the server's to give and is not sent.
  public static func createService(_ service: Service) -> Call<Service> {
    one(
      request(.createEventType, body: EventTypeWire.input(service)), isWrite: true, what: "a service",
      EventTypeWire.read)
  }

  /// `changes` are keys of the create's body (CONTRACT 8.2).
  public static func updateService(_ id: Service.ID, _ changes: [String: JSONValue]) -> Call<Service> {
    one(request(.updateEventType(id), body: .object(changes)), isWrite: true, what: "a service", EventTypeWire.read)
  }

  public static func deleteService(_ id: Service.ID) -> Call<Void> {
    Call(request(.deleteEventType(id)), isWrite: true) { _ in }
  }

  public static func createSchedule(_ schedule: Schedule) -> Call<Schedule> {
    one(
      request(.createSchedule, body: ScheduleWire.input(schedule)), isWrite: true, what: "a schedule", ScheduleWire.read
    )
  }

  public static func updateSchedule(_ schedule: Schedule) -> Call<Schedule> {
    one(
      request(.updateSchedule(schedule.id), body: ScheduleWire.input(schedule)), isWrite: true, what: "a schedule",
      ScheduleWire.read)
  }

  public static func deleteSchedule(_ id: Schedule.ID) -> Call<Void> {
    Call(request(.deleteSchedule(id)), isWrite: true) { _ in }
  }

  public static func webhooks() -> Call<Rows<WebhookWire>> {
    list(request(.webhooks), what: "webhooks") { WebhookWire($0) }
  }

  /// The webhook's id is the server's to give and is not sent.
  public static func createWebhook(_ webhook: WebhookWire) -> Call<WebhookWire> {
    one(request(.createWebhook, body: webhook.input), isWrite: true, what: "a webhook") { WebhookWire($0) }
  }

  public static func updateWebhook(_ webhook: WebhookWire) -> Call<WebhookWire> {
    one(request(.updateWebhook(webhook.id), body: webhook.input), isWrite: true, what: "a webhook") { WebhookWire($0) }
  }

  public static func deleteWebhook(_ id: String) -> Call<Void> {
    Call(request(.deleteWebhook(id)), isWrite: true) { _ in }
  }
}
