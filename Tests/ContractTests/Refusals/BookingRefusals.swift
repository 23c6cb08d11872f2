import BookingModel
import CalProtocol

extension PreparedShop {
  private func new(
    _ service: Service.ID, at start: Instant = PreparedShop.freeAt, _ change: (inout NewBooking) -> Void = { _ in }
  ) -> Write {
    var booking = NewBooking(service: service, start: start, attendee: ContractShop.person())
    change(&booking)
    return .create(booking)
  }

  /// A create that answers every question of `consult`, changed.
  private func asked(_ change: (inout NewBooking) -> Void) -> Write {
    new(consult.id) { booking in
      for (field, answer) in ContractShop.questions { booking.answers[field.slug] = answer }
      change(&booking)
    }
  }

  private func body(_ more: [String: JSONValue?]) -> JSONValue {
    var members: [String: JSONValue] = [
      "start": "2026-09-07T07:00:00Z", "eventTypeId": 1,
      "attendee": ["name": "Ada Ray", "timeZone": "Europe/Berlin", "phoneNumber": "+4930123456"],
    ]
    for (key, value) in more { members[key] = value }
    return .object(members)
  }

  private func move(_ booking: Booking, to start: Instant = PreparedShop.freeAt, seat: String? = nil) -> Write {
    .move(booking.uid, start: start, reason: nil, seat: seat, overrides: .none)
  }

  private func cancel(_ uid: Booking.UID, seat: String? = nil, subsequent: Bool = false) -> Write {
    .cancel(uid, reason: "ill", seat: seat, subsequent: subsequent)
  }

  static let busy = "User either already has booking at this time or is not available"
  static let unbookable =
    "The event type can't be booked at the \"start\" time provided. This could be because it's"
    + " too soon (violating the minimum booking notice) or too far in the future"
  private static let generic = "Bad request: Please check your request data and try again"

  /// `POST /v2/bookings`: time, rules and places.
  var createRefusals: [Refusal] {
    let conflict = HostOverrides(allowConflicts: true)
    return [
      Refusal(new(wash, at: PreparedShop.takenAt), 400, .e1, .whole(PreparedShop.busy), .slotTaken),
      Refusal(
        new(wash, at: PreparedShop.takenAt.adding(minutes: 15)), as: .guest, 400, .e1, .whole(PreparedShop.busy),
        .slotTaken),
      // Closed: Sunday.
      Refusal(new(wash, at: .at("2026-09-06T07:00:00Z")), 400, .e1, .whole(PreparedShop.busy), .slotTaken),
      Refusal(
        new(turns.id, at: .at("2026-09-02T13:15:00Z")), 400, .e1,
        .whole("One of the hosts either already has booking at this time or is not available"), .slotTaken),
      // Not even the owner can have the same host, start and end twice (CONTRACT 12.5).
      Refusal(
        new(wash, at: PreparedShop.takenAt) { $0.overrides = conflict }, 409, .e7, .whole("booking_conflict_error"),
        .slotTaken),
      Refusal(
        new(wash, at: .at("2026-09-01T11:45:00Z")), 400, .e1, .whole("Attempting to book a meeting in the past."),
        .outOfBounds),
      Refusal(
        new(soon.id, at: .at("2026-09-01T13:00:00Z")), 400, .e1, .part(PreparedShop.unbookable), .outOfBounds),
      Refusal(
        asked { $0.start = .at("2026-11-02T09:00:00Z") }, 400, .e1, .part(PreparedShop.unbookable), .outOfBounds),
      // Flags of a guest, and flags under the older version, are ignored without a word (CONTRACT 2.2, 12.5).
      Refusal(
        new(soon.id, at: .at("2026-09-01T13:00:00Z")) { $0.overrides.allowOutOfBounds = true }, as: .guest, 400, .e1,
        .part(PreparedShop.unbookable), .outOfBounds),
      Refusal(
        .createBooking,
        body: body([
          "eventTypeId": .int(Int64(soon.id.rawValue)), "start": "2026-09-01T13:00:00Z",
          "allowBookingOutOfBounds": true,
        ]), 400, .e1, .part(PreparedShop.unbookable), .outOfBounds),
      Refusal(
        new(capped.id, at: .at("2026-09-04T08:00:00Z")), 401, .e7, .whole("booking_limit_reached"), .limitReached),
      Refusal(
        new(timed.id, at: .at("2026-09-05T09:00:00Z")), 401, .e7, .whole("duration_limit_reached"), .limitReached),
      Refusal(
        new(loyal.id), 400, .e1,
        .part("Attendee with this email can't book because the maximum number of active bookings has been reached."),
        .limitReached),
      Refusal(
        new(group.id, at: .at("2026-09-03T08:00:00Z")) { $0.attendee = ContractShop.person("Cy", "cy@moor.example") },
        409, .e1, .whole("No more seats left at this seated booking."), .slotTaken),
      Refusal(
        new(group.id, at: .at("2026-09-03T07:00:00Z")), 409, .e7, .whole("already_signed_up_for_this_booking_error"),
        .refused),
      Refusal(
        new(weekly.id) { $0.recurrenceCount = 5 }, 400, .e1,
        .whole("Provided recurrence count is higher than the event type's recurring event count."),
        .invalidField(slug: "recurrenceCount")),
      Refusal(
        new(wash) { $0.minutes = 30 }, 400, .e1,
        .whole(
          "Can't specify 'lengthInMinutes' because event type does not have multiple possible lengths."
            + " Please, remove the 'lengthInMinutes' field from the request."), .invalidField(slug: "lengthInMinutes")),
      Refusal(
        asked { $0.minutes = 45 }, 400, .e1,
        .whole(
          "Provided 'lengthInMinutes' is not one of the possible lengths for the event type."
            + " The possible lengths are: 15, 30"), .invalidField(slug: "lengthInMinutes")),
      Refusal(
        asked { $0.location = .link }, 400, .e1,
        .whole(
          "Booking location with type link not valid for event type with id=\(consult.id.rawValue). The event type has"
            + " following location types: address, attendeePhone, and only these types are allowed for booking location."
        ), .invalidField(slug: "location")),
      Refusal(new(Service.ID(999)), 404, .e1, .whole("Event type with id 999 not found."), .notFound),
      Refusal(
        .createBooking, body: body(["eventTypeId": nil, "eventTypeSlug": "x", "username": "lakeside"]), 404, .e1,
        .whole("Event type with slug x belonging to user lakeside not found."), .notFound),
      Refusal(
        .createBooking, body: body(["eventTypeId": nil, "eventTypeSlug": "express-wash", "username": "nobody"]), 404,
        .e1, .whole("User with username nobody not found"), .notFound),
      Refusal(
        .createBooking, body: body(["eventTypeId": nil, "eventTypeSlug": "express-wash", "teamSlug": "t"]), 404, .e1,
        .whole("Team with slug t not found"), .notFound),
    ]
  }

  /// `POST /v2/bookings`: the form (CONTRACT 8.3, 12.2, 12.3).
  var formRefusals: [Refusal] {
    [
      Refusal(
        .createBooking, body: nil, 400, .e3, .whole("Body is required"), .refused),
      Refusal(.createBooking, body: [1], 400, .e3, .whole("Body should be an object"), .refused),
      Refusal(
        .createBooking, body: body(["plate": "B-XY 1"]), 400, .e3, .part("property plate should not exist"),
        .invalidField(slug: "plate")),
      Refusal(
        .createBooking, body: body(["start": nil]), 400, .e3, .part("start property is wrong,"),
        .invalidField(slug: "start")),
      Refusal(
        .createBooking,
        body: body([
          "attendee": ["name": "Ada", "timeZone": "Europe/Berlin", "email": "a@ray.example", "language": "xx"]
        ]), 400, .e3, .part("attendee property is wrong,"), .invalidField(slug: "language")),
      Refusal(
        .createBooking, body: body(["attendee": ["name": "Ada", "timeZone": "Mars/Base", "email": "a@ray.example"]]),
        400, .e3, .part("timeZone"), .invalidField(slug: "timeZone")),
      Refusal(
        new(wash) { $0.attendee = Attendee(name: "Ada", zone: "UTC") }, 400, .e3,
        .whole("Attendee must have at least one contact method (email or phone number)"), .invalidField(slug: "email")),
      Refusal(
        .createBooking, body: body(["eventTypeId": nil]), 400, .e3,
        .whole("Either eventTypeId or eventTypeSlug + username or eventTypeSlug + teamSlug must be provided"), .refused
      ),
      Refusal(
        new(wash) { $0.metadata["plate"] = String(repeating: "x", count: 501) }, 400, .e3,
        .whole(
          "Metadata must have at most 50 keys, each key up to 40 characters, and string values up to 500 characters."),
        .invalidField(slug: "metadata")),
      Refusal(
        asked { $0.attendee.email = nil }, 400, .e4, .whole("responses - {email}error_required_field, "),
        .invalidField(slug: "email")),
      Refusal(
        asked { $0.attendee.email = "ada at ray" }, 400, .e4, .whole("responses - {email}email_validation_error, "),
        .invalidField(slug: "email")),
      Refusal(
        new(wash) { $0.attendee.phone = "+1-555-0123" }, 400, .e4,
        .whole("responses - {attendeePhoneNumber}invalid_number, "), .invalidField(slug: "attendeePhoneNumber")),
      Refusal(
        asked { $0.answers["custom-phone"] = "030 123" }, 400, .e4,
        .whole("responses - {custom-phone}invalid_number, "),
        .invalidField(slug: "custom-phone")),
      Refusal(
        asked { $0.answers["custom-email"] = "ada at ray" }, 400, .e4,
        .whole("responses - {custom-email}email_validation_error, "), .invalidField(slug: "custom-email")),
      Refusal(
        new(wash) { $0.attendee.phone = nil }, 400, .e1,
        .whole(
          "Missing attendee phone number - it is required by the event type."
            + " Pass it as \"attendee.phoneNumber\" string in the request."), .invalidField(slug: "attendeePhoneNumber")
      ),
      Refusal(
        new(wash) { $0.guests = ["a@ray.example", "A@ray.example"] }, 400, .e4,
        .whole("responses - {guests}duplicate_email, "), .invalidField(slug: "guests")),
      Refusal(
        asked { $0.answers["custom-text"] = nil }, 400, .e1,
        .whole(
          "Missing required booking field response: custom-text - it is required by the event type booking fields, but"
            + " missing in the bookingFieldsResponses. You can fetch the event type with ID \(consult.id.rawValue) to"
            + " see the required fields."), .invalidField(slug: "custom-text")),
      Refusal(
        asked { $0.answers["custom-select"] = "C" }, 400, .e1,
        .whole("Invalid option 'C' for booking field 'custom-select'. Allowed options are: A, B."),
        .invalidField(slug: "custom-select")),
      Refusal(
        asked { $0.answers["custom-checkbox"] = ["A", "C"] }, 400, .e1,
        .whole("One or more invalid options for booking field 'custom-checkbox'. Allowed options are: A, B."),
        .invalidField(slug: "custom-checkbox")),
      Refusal(
        asked { $0.answers["custom-text"] = 5 }, 400, .e1,
        .whole(
          "Invalid type for booking field 'custom-text'. Expected type string (compatible with field type 'text'), but"
            + " received number."), .invalidField(slug: "custom-text")),
    ]
  }

  /// Move, cancel and everything else that is done with a booking.
  var actionRefusals: [Refusal] {
    let nobody = Booking.UID("nobody")
    let unknown = "Booking with uid=nobody was not found in the database"
    let lost: [(Route, JSONValue?)] = [
      (.attendees(nobody), nil), (.attendee(nobody, 1), nil), (.deleteAttendee(nobody, 1), nil),
      (.calendarLinks(nobody), nil), (.references(nobody), nil), (.confirm(nobody), [:]), (.decline(nobody), [:]),
      (.reassign(nobody), nil), (.reassignTo(nobody, user: 1), [:]), (.requestReschedule(nobody), [:]),
      (.addGuests(nobody), ["guests": [["email": "a@ray.example"]]]),
      (.addAttendee(nobody), ["name": "A", "email": "a@ray.example", "timeZone": "UTC"]),
      (.setLocation(nobody), ["location": ["type": "attendeeDefined", "location": "here"]]),
    ]
    return lost.map { Refusal($0.0, body: $0.1, 404, .e1, .whole(unknown), .notFound) } + [
      Refusal(Calls.booking(nobody), 404, .e1, .whole(unknown), .notFound),
      Refusal(
        .bookingBySeat("none"), 404, .e1, .whole("Booking with seatUid=none was not found in the database"), .notFound),
      Refusal(
        .move(nobody, start: PreparedShop.freeAt, reason: nil, seat: nil, overrides: .none), 404, .e1, .whole(unknown),
        .notFound),
      Refusal(
        move(cancelled), 400, .e1,
        .whole(
          "Can't reschedule booking with uid=\(cancelled.uid.rawValue) because it has been cancelled."
            + " Please provide uid of a booking that is not cancelled."), .refused),
      Refusal(
        move(moved), 400, .e1,
        .part(
          "Can't reschedule booking with uid=\(moved.uid.rawValue) because it has been cancelled and rescheduled already"
            + " to booking with uid=\(movedTo.uid.rawValue)."), .alreadyDone(movedTo: movedTo.uid)),
      Refusal(move(rejected), 400, .e1, .part("Can't reschedule booking with uid="), .refused),
      Refusal(move(seat), 400, .e1, .part("Can't reschedule booking with uid="), .refused),
      Refusal(move(seat, seat: "none"), 400, .e1, .part("Invalid seatUid: this seat does not exist"), .refused),
      Refusal(move(taken, to: movedTo.start), 400, .e1, .whole(PreparedShop.busy), .slotTaken),
      Refusal(
        move(taken, to: .at("2026-09-01T11:00:00Z")), 400, .e1, .whole("Attempting to book a meeting in the past."),
        .outOfBounds),
      Refusal(
        .reschedule(taken.uid), body: ["start": "2026-09-07T07:00:00Z", "reason": "x"], 400, .e3,
        .part("property reason should not exist"), .invalidField(slug: "reason")),
      Refusal(.reschedule(taken.uid), body: nil, 400, .e3, .whole("Body is required"), .refused),

      Refusal(cancel(nobody), 404, .e1, .whole("Booking with uid=nobody not found"), .notFound),
      Refusal(.cancel(taken.uid), body: nil, 400, .e3, .whole("Body is required"), .refused),
      Refusal(
        .cancel(taken.uid), body: [:], 400, .e7, .whole("Cancellation reason is required when you are the host"),
        .invalidField(slug: "cancellationReason")),
      Refusal(
        .cancel(taken.uid), body: ["reason": "ill"], 400, .e3, .part("property reason should not exist"),
        .invalidField(slug: "reason")),
      Refusal(
        cancel(cancelled.uid), 400, .e1,
        .whole(
          "Can't cancel booking with uid=\(cancelled.uid.rawValue) because it has been cancelled already."
            + " Please provide uid of a booking that is not cancelled."), .alreadyDone(movedTo: nil)),
      Refusal(cancel(past.uid), 400, .e7, .whole("Cannot cancel a booking that has already ended"), .refused),
      Refusal(
        cancel(full.uid, seat: "none"), 400, .e1,
        .whole("Invalid seatUid: this seat does not exist or has already been cancelled."), .refused),
      Refusal(
        cancel(full.uid, seat: seat.seatUID), 400, .e1,
        .whole("Invalid seatUid: this seat does not belong to this booking."), .refused),
      Refusal(cancel(full.uid), as: .guest, 401, .e7, .whole("User not a host of this event"), .refused),
      Refusal(
        cancel(series[0].seriesUID ?? nobody, subsequent: true), 400, .e1,
        .whole(
          "Cannot cancel subsequent bookings for recurring event - you have to provide uid of one of the individual"
            + " bookings of a recurring booking."), .refused),

      Refusal(.confirm(taken.uid), 400, .e6, .whole(PreparedShop.generic), .refused),
      Refusal(.decline(taken.uid, reason: "full"), 400, .e6, .whole(PreparedShop.generic), .refused),
      Refusal(
        .markAbsent(taken.uid, host: true, attendees: []), 400, .e1,
        .whole(
          "Bookings can only be marked as absent after their scheduled start time. Current time in UTC+0:"
            + " 2026-09-01T12:00:00.000Z, Booking start time in UTC+0: 2026-09-02T07:00:00.000Z"), .refused),
      Refusal(
        .markAbsent(nobody, host: true, attendees: []), 404, .e1, .whole("Booking with uid=nobody not found."),
        .notFound),
      Refusal(
        .markAbsent(past.uid), body: ["attendees": []], 400, .e2, .part("attendees must contain at least 1 elements"),
        .invalidField(slug: "attendees")),
      Refusal(
        .reassign(shared.uid), 400, .e1,
        .whole("Can't reassign the booking because no other host is available at that time."), .refused),
      Refusal(
        .reassignTo(shared.uid, user: 99), body: [:], 400, .e1,
        .part("User with id=99 is not a valid Round Robin host - "), .refused),
      Refusal(
        .addGuests(crowd.uid, emails: (0..<10).map { "more\($0)@ray.example" }), 400, .e1,
        .whole(
          "Cannot add 10 guests. This booking already has 21 attendees. Maximum total guests allowed is 30."
            + " You can add up to 9 more guests."), .refused),
      Refusal(
        .addGuests(taken.uid, emails: (0..<11).map { "more\($0)@ray.example" }), 400, .e2,
        .part("guests must contain no more than 10 elements"), .invalidField(slug: "guests")),
      Refusal(
        .addAttendee(taken.uid), body: ["name": "Bo"], 400, .e2, .whole("email must be an email"),
        .invalidField(slug: "email")),
      Refusal(
        .setLocation(taken.uid), body: ["location": ["type": "moon"]], 400, .e2, .part("type must be one of"),
        .invalidField(slug: "type")),
    ]
  }
}
