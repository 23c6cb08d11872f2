import BookingModel
import CalProtocol

extension PreparedShop {
  /// Who asks (CONTRACT 3.3, 4.3).
  var callerRefusals: [Refusal] {
    let badKey = Refusal.Words.whole("ApiAuthStrategy - api key - Your api key is not valid")
    let noKey = Refusal.Words.whole(
      "ApiAuthStrategy - No authentication method provided. Either pass an API key as 'Bearer' header or OAuth client"
        + " credentials as 'x-cal-secret-key' and 'x-cal-client-id' headers")
    var refusals = [
      Refusal(Calls.account(), as: .stranger, 401, .e1, badKey, .notSignedIn),
      // A wrong key is refused where none is needed, too.
      Refusal(Calls.services(), as: .stranger, 401, .e1, badKey, .notSignedIn),
      Refusal(
        Calls.reserve(service: wash, start: PreparedShop.freeAt, minutes: 10), as: .guest, 401, .e1,
        .whole(
          "reservationDuration can only be used for authenticated requests - use access token, api key or OAuth"
            + " credentials"), .notSignedIn),
    ]
    let guarded: [Route] = [
      .account, .teams, .schedules, .defaultSchedule, .webhooks, .bookings, .eventType(wash), .attendees(taken.uid),
      .calendarLinks(taken.uid), .references(taken.uid), .confirm(pending.uid), .decline(pending.uid),
      .markAbsent(taken.uid), .reassign(taken.uid), .addGuests(taken.uid), .addAttendee(taken.uid),
      .setLocation(taken.uid), .createSchedule, .createEventType, .updateEventType(wash), .deleteEventType(wash),
      .createWebhook, .requestReschedule(taken.uid),
    ]
    refusals += guarded.map {
      Refusal($0, body: $0.method == .get ? nil : [:], as: .guest, 401, .e1, noKey, .notSignedIn)
    }
    return refusals
  }

  /// Slots and holds (CONTRACT 10, 11).
  var slotRefusals: [Refusal] {
    func slots(_ items: KeyValuePairs<String, String>) -> WireRequest {
      WireRequest(.get, "/slots", query: items.map { .init($0.key, $0.value) }, version: .slots)
    }
    let day: KeyValuePairs<String, String> = ["eventTypeId": "1", "start": "2026-09-07", "end": "2026-09-07"]
    func wash(_ name: String, _ value: String) -> WireRequest {
      var request = slots(day)
      request.query.append(.init(name, value))
      return request
    }
    func should(_ key: String) -> Refusal.Words { .part("property \(key) should not exist") }
    return [
      Refusal(wash("startTime", "x"), 400, .e3, should("startTime"), .invalidField(slug: "startTime")),
      Refusal(wash("username", "lakeside"), 400, .e3, should("username"), .invalidField(slug: "username")),
      Refusal(
        wash("format", "weeks"), 400, .e3, .part("slotFormat must be either 'range' or 'time'"),
        .invalidField(slug: "format")),
      Refusal(wash("timeZone", "Mars/Base"), 400, .e3, .part("timeZone"), .invalidField(slug: "timeZone")),
      Refusal(
        slots(["eventTypeId": "1", "end": "2026-09-07"]), 400, .e3, .part("start property is wrong,"),
        .invalidField(slug: "start")),
      Refusal(
        slots(["eventTypeId": "1", "start": "2026-09-08", "end": "2026-09-07"]), 400, .e1,
        .whole("Invalid time range given - check the 'start' and 'end' query parameters."), .refused),
      Refusal(
        slots(["usernames": "lakeside", "organizationSlug": "o", "start": "2026-09-07", "end": "2026-09-07"]), 400,
        .e3, .part("The array must contain at least 2 elements."), .invalidField(slug: "usernames")),
      Refusal(
        slots(["eventTypeId": "999", "start": "2026-09-07", "end": "2026-09-07"]), 404, .e1,
        .whole("Event Type not found"), .notFound),
      Refusal(
        slots(["eventTypeSlug": "x", "username": "nobody", "start": "2026-09-07", "end": "2026-09-07"]), 404, .e1,
        .whole("User with username nobody not found"), .notFound),
      Refusal(
        slots(["eventTypeSlug": "x", "teamSlug": "t", "start": "2026-09-07", "end": "2026-09-07"]), 404, .e1,
        .whole("Team with slug t not found"), .notFound),
      Refusal(
        slots(["usernames": "a,b", "organizationSlug": "o", "start": "2026-09-07", "end": "2026-09-07"]), 404, .e1,
        .whole("slots-input.service.ts: Organization with slug o not found"), .notFound),

      Refusal(
        Calls.reserve(service: Service.ID(999), start: PreparedShop.freeAt), 404, .e1,
        .whole("Event Type with ID=999 not found"), .notFound),
      Refusal(
        Calls.reserve(service: self.wash, start: PreparedShop.takenAt), 422, .e1,
        .whole("Can't reserve a slot if the event is already booked."), .slotTaken),
      Refusal(
        Calls.reserve(service: self.wash, start: PreparedShop.heldAt), 422, .e1,
        .whole("This time slot is already reserved by another user. Please choose a different time."), .slotTaken),
      Refusal(
        Calls.reserve(service: group.id, start: full.start), 422, .e1,
        .whole("Booking with id=\(full.id ?? 0) at 2026-09-03T08:00:00.000Z has no more seats left."), .slotTaken),
      Refusal(
        Calls.reserve(service: self.wash, start: PreparedShop.freeAt, slotMinutes: 30), 400, .e1,
        .whole("You passed 'slotDuration' but this event type is not a variable length event type."), .refused),
      Refusal(
        .updateReservation("none"), body: ["eventTypeId": 1, "slotStart": "2026-09-07T07:00:00Z"], 404, .e1,
        .whole("Slot with uid=none not found"), .notFound),
      Refusal(
        .createReservation, body: ["eventTypeId": 1], 400, .e2,
        .whole("slotStart must be a valid ISO 8601 date string"), .invalidField(slug: "slotStart")),
    ]
  }

  /// Lists (CONTRACT 12.6): lax about keys, not about values.
  var listRefusals: [Refusal] {
    func list(_ name: String, _ value: String, _ dialect: BookingQuery.Dialect = .pages) -> WireRequest {
      WireRequest(.get, "/bookings", query: [.init(name, value)], version: dialect.version)
    }
    let status = Refusal.Words.whole("Invalid status. Allowed are upcoming, recurring, past, cancelled, unconfirmed")
    return [
      Refusal(list("take", "251"), 400, .e2, .whole("take must not be greater than 250"), .invalidField(slug: "take")),
      Refusal(list("take", "0"), 400, .e2, .whole("take must not be less than 1"), .invalidField(slug: "take")),
      Refusal(list("skip", "-1"), 400, .e2, .whole("skip must not be less than 0"), .invalidField(slug: "skip")),
      Refusal(list("status", "soon"), 400, .e2, status, .invalidField(slug: "status")),
      Refusal(
        list("afterCreatedAt", "today"), 400, .e2, .whole("fromDate must be a valid ISO 8601 date."),
        .invalidField(slug: "afterCreatedAt")),
      Refusal(
        list("beforeUpdatedAt", "today"), 400, .e2, .whole("toDate must be a valid ISO 8601 date."),
        .invalidField(slug: "beforeUpdatedAt")),
      Refusal(
        list("sortStart", "up"), 400, .e2, .part("sortStart must be either"), .invalidField(slug: "sortStart")),
      Refusal(list("eventTypeId", "999"), 400, .e6, .whole(PreparedShop.trpc), .refused),
      Refusal(
        list("limit", "101", .cursor), 400, .e2, .whole("limit must not be greater than 100"),
        .invalidField(slug: "limit")),
      Refusal(
        list("status", "past,upcoming", .cursor), 400, .e2, .part("status must be one of"),
        .invalidField(slug: "status")),
      Refusal(list("cursor", "x", .cursor), 400, .e2, .part("cursor"), .invalidField(slug: "cursor")),
    ]
  }

  private static let trpc = "Bad request: Please check your request data and try again"

  /// Event types, schedules, webhooks (CONTRACT 8, 9, 15).
  var setupRefusals: [Refusal] {
    let none = Schedule.ID(999)
    let owner = schedule.id == foreignSchedule ? 0 : 1
    var double = ContractShop.service("consult")
    double.title = "Double"
    var closed = ContractShop.service("closed")
    closed.scheduleID = none
    return [
      Refusal(Calls.service(Service.ID(999)), 404, .e1, .part("Event type with id 999 not found"), .notFound),
      Refusal(Calls.deleteService(Service.ID(999)), 404, .e1, .part("Event type with id 999 not found"), .notFound),
      Refusal(
        Calls.createService(double), 400, .e1, .whole("User already has an event type with this slug."), .refused),
      Refusal(Calls.createService(closed), 404, .e1, .whole("Schedule with ID=999 does not exist."), .notFound),
      Refusal(
        .createEventType, body: ["title": "x", "slug": "x"], 400, .e2, .part("lengthInMinutes must be"),
        .invalidField(slug: "lengthInMinutes")),
      Refusal(Calls.schedule(none), 404, .e1, .whole("Schedule with ID=999 does not exist."), .notFound),
      Refusal(Calls.deleteSchedule(none), 404, .e1, .whole("Schedule with ID=999 does not exist."), .notFound),
      Refusal(
        Calls.schedule(foreignSchedule), 403, .e1,
        .whole("User with ID=\(owner) does not own schedule with ID=\(foreignSchedule.rawValue)"), .forbidden),
      Refusal(
        .createSchedule, body: ["name": "x", "timeZone": "UTC"], 400, .e2,
        .whole("isDefault must be a boolean value"), .invalidField(slug: "isDefault")),
      Refusal(
        .createSchedule, body: ["name": "x", "timeZone": "Mars/Base", "isDefault": false], 400, .e2,
        .part("timeZone"), .invalidField(slug: "timeZone")),
      Refusal(
        .webhook("999"), 404, .e1, .whole("Webhook (999) not found"), .notFound),
      Refusal(
        Calls.createWebhook(webhook), 409, .e1,
        .whole("Webhook with this subscriber url already exists for this user"), .refused),
      Refusal(
        .createWebhook,
        body: ["active": true, "subscriberUrl": "https://x.example", "triggers": ["BOOKING_CONFIRMED"]], 400, .e2,
        .part("each value in triggers must be one of"), .invalidField(slug: "triggers")),
      Refusal(
        .createWebhook, body: ["subscriberUrl": "https://x.example", "triggers": []], 400, .e2,
        .whole("active must be a boolean value"), .invalidField(slug: "active")),
    ]
  }
}
