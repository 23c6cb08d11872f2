public import BookingModel

// The catalogue of CONTRACT 4.3 and of the error columns beside the routes, word for word: clients match on them.

// MARK: - Slots and rules

extension WireFault {
  public static let slotTaken = WireFault(
    400, "User either already has booking at this time or is not available")
  public static let teamSlotTaken = WireFault(
    400, "One of the hosts either already has booking at this time or is not available")
  /// The very same host, start and end, at the same moment: bare (CONTRACT 14).
  public static let raceLost = WireFault(409, "booking_conflict_error", .bare)
  public static let outOfBounds = WireFault(
    400,
    "The event type can't be booked at the \"start\" time provided. This could be because it's too soon (violating the"
      + " minimum booking notice) or too far in the future (outside the event's scheduling window). Try fetching"
      + " available slots first using the GET /v2/slots endpoint and then make a booking with \"start\" time equal to"
      + " one of the available slots.")
  public static let inThePast = WireFault(400, "Attempting to book a meeting in the past.")
  public static let countLimitReached = WireFault(401, "booking_limit_reached", .bare)
  public static let durationLimitReached = WireFault(401, "duration_limit_reached", .bare)
  public static func tooManyActiveBookings(reschedule uid: Booking.UID? = nil) -> WireFault {
    let text =
      "Attendee with this email can't book because the maximum number of active bookings has been reached."
    let advice = uid.map { " You can reschedule your existing booking (\($0.rawValue)) to a new timeslot instead." }
    return WireFault(400, text + (advice ?? ""))
  }
  public static let noSeatsLeft = WireFault(409, "No more seats left at this seated booking.")
  public static let alreadySeated = WireFault(409, "already_signed_up_for_this_booking_error", .bare)
  public static let recurrenceTooLong = WireFault(
    400, "Provided recurrence count is higher than the event type's recurring event count.")
  public static let invalidTimeRange = WireFault(
    400, "Invalid time range given - check the 'start' and 'end' query parameters.")
}

// MARK: - What a booking is made of

extension WireFault {
  public static let singleLength = WireFault(
    400,
    "Can't specify 'lengthInMinutes' because event type does not have multiple possible lengths."
      + " Please, remove the 'lengthInMinutes' field from the request.")
  public static func lengthNotOffered(_ lengths: [Int]) -> WireFault {
    let list = lengths.map(String.init).joined(separator: ", ")
    return WireFault(
      400,
      "Provided 'lengthInMinutes' is not one of the possible lengths for the event type. The possible lengths are: "
        + list)
  }
  public static let noContact = WireFault(
    400, "Attendee must have at least one contact method (email or phone number)")
  public static let noEventReference = WireFault(
    400, "Either eventTypeId or eventTypeSlug + username or eventTypeSlug + teamSlug must be provided")
  public static let metadataTooBig = WireFault(
    400,
    "Metadata must have at most 50 keys, each key up to 40 characters, and string values up to 500 characters.")
  /// The form's own rules name the field and the rule.
  public static func badForm(_ slug: String, _ rule: String) -> WireFault {
    WireFault(400, "responses - {\(slug)}\(rule), ", .form)
  }
  public static let emailMissing = badForm("email", "error_required_field")
  public static let emailBad = badForm("email", "email_validation_error")
  public static let phoneBad = badForm("attendeePhoneNumber", "invalid_number")
  public static let phoneMissing = WireFault(
    400,
    "Missing attendee phone number - it is required by the event type."
      + " Pass it as \"attendee.phoneNumber\" string in the request.")
  public static let duplicateGuest = badForm("guests", "duplicate_email")
  public static func answerMissing(_ slug: String, service: Service.ID) -> WireFault {
    WireFault(
      400,
      "Missing required booking field response: \(slug) - it is required by the event type booking fields, but missing"
        + " in the bookingFieldsResponses. You can fetch the event type with ID \(service.rawValue) to see the required"
        + " fields.")
  }
  public static func badOption(_ option: String, slug: String, allowed: [String]) -> WireFault {
    let list = allowed.joined(separator: ", ")
    return WireFault(400, "Invalid option '\(option)' for booking field '\(slug)'. Allowed options are: \(list).")
  }
  public static func badOptions(slug: String, allowed: [String]) -> WireFault {
    let list = allowed.joined(separator: ", ")
    return WireFault(
      400, "One or more invalid options for booking field '\(slug)'. Allowed options are: \(list).")
  }
  public static func badAnswerType(slug: String, expected: String, field: String, received: String) -> WireFault {
    WireFault(
      400,
      "Invalid type for booking field '\(slug)'. Expected type \(expected) (compatible with field type '\(field)'),"
        + " but received \(received).")
  }
  public static func locationNotOffered(_ type: String, service: Service.ID, offered: [String]) -> WireFault {
    let list = offered.joined(separator: ", ")
    return WireFault(
      400,
      "Booking location with type \(type) not valid for event type with id=\(service.rawValue). The event type has"
        + " following location types: \(list), and only these types are allowed for booking location.")
  }
}

// MARK: - What is not there

extension WireFault {
  /// `method` and `path` as asked, `/v2` included.
  public static func noRoute(_ method: String, _ path: String) -> WireFault {
    WireFault(404, "Cannot \(method) \(path)")
  }
  /// On `POST /v2/bookings`.
  public static func serviceToBookNotFound(_ id: Service.ID) -> WireFault {
    WireFault(404, "Event type with id \(id.rawValue) not found.")
  }
  /// On `GET /v2/event-types/{id}`.
  public static func serviceNotFound(_ id: Service.ID) -> WireFault {
    WireFault(404, "Event type with id \(id.rawValue) not found")
  }
  public static func serviceNotFound(slug: String, username: String) -> WireFault {
    WireFault(404, "Event type with slug \(slug) belonging to user \(username) not found.")
  }
  public static func userNotFound(_ username: String) -> WireFault {
    WireFault(404, "User with username \(username) not found")
  }
  public static func teamNotFound(_ slug: String) -> WireFault { WireFault(404, "Team with slug \(slug) not found") }
  /// On `GET /v2/slots`.
  public static let slotsServiceNotFound = WireFault(404, "Event Type not found")
  /// On reservations.
  public static func reservedServiceNotFound(_ id: Service.ID) -> WireFault {
    WireFault(404, "Event Type with ID=\(id.rawValue) not found")
  }
  public static func bookingNotFound(_ uid: Booking.UID) -> WireFault {
    WireFault(404, "Booking with uid=\(uid.rawValue) was not found in the database")
  }
  /// On cancel.
  public static func bookingToCancelNotFound(_ uid: Booking.UID) -> WireFault {
    WireFault(404, "Booking with uid=\(uid.rawValue) not found")
  }
  /// On mark-absent.
  public static func bookingToMarkNotFound(_ uid: Booking.UID) -> WireFault {
    WireFault(404, "Booking with uid=\(uid.rawValue) not found.")
  }
  public static func seatNotFound(_ seat: String) -> WireFault {
    WireFault(404, "Booking with seatUid=\(seat) was not found in the database")
  }
  public static func scheduleNotFound(_ id: Schedule.ID) -> WireFault {
    WireFault(404, "Schedule with ID=\(id.rawValue) does not exist.")
  }
  public static func scheduleNotOwned(_ id: Schedule.ID, user: Int) -> WireFault {
    WireFault(403, "User with ID=\(user) does not own schedule with ID=\(id.rawValue)")
  }
  public static func reservationNotFound(_ uid: String) -> WireFault {
    WireFault(404, "Slot with uid=\(uid) not found")
  }
  public static func webhookNotFound(_ id: String) -> WireFault { WireFault(404, "Webhook (\(id)) not found") }
  public static let webhookExists = WireFault(
    409, "Webhook with this subscriber url already exists for this user")
  public static let slugExists = WireFault(400, "User already has an event type with this slug.")
}

// MARK: - Who asks

extension WireFault {
  public static let badKey = WireFault(401, "ApiAuthStrategy - api key - Your api key is not valid")
  public static let badToken = WireFault(401, "ApiAuthStrategy - access token - Invalid Access Token.")
  public static let noCredentials = WireFault(
    401,
    "ApiAuthStrategy - No authentication method provided. Either pass an API key as 'Bearer' header or OAuth client"
      + " credentials as 'x-cal-secret-key' and 'x-cal-client-id' headers")
  public static let throttled = WireFault(
    429, "CustomThrottlerGuard - Too many requests. Please try again later.")
  public static let holdLengthNeedsKey = WireFault(
    401,
    "reservationDuration can only be used for authenticated requests - use access token, api key or OAuth credentials")
}

// MARK: - Reservations

extension WireFault {
  public static let slotBooked = WireFault(422, "Can't reserve a slot if the event is already booked.")
  public static let slotHeld = WireFault(
    422, "This time slot is already reserved by another user. Please choose a different time.")
  public static func noSeatsToHold(booking id: Int, start: Instant) -> WireFault {
    WireFault(422, "Booking with id=\(id) at \(start.iso8601) has no more seats left.")
  }
  public static let slotDurationNotVariable = WireFault(
    400, "You passed 'slotDuration' but this event type is not a variable length event type.")
}

// MARK: - Bookings that exist

extension WireFault {
  public static func moveOfCancelled(_ uid: Booking.UID) -> WireFault {
    WireFault(
      400,
      "Can't reschedule booking with uid=\(uid.rawValue) because it has been cancelled."
        + " Please provide uid of a booking that is not cancelled.")
  }
  public static func moveOfMoved(_ uid: Booking.UID, to next: Booking.UID) -> WireFault {
    WireFault(
      400,
      "Can't reschedule booking with uid=\(uid.rawValue) because it has been cancelled and rescheduled already to"
        + " booking with uid=\(next.rawValue). You probably want to reschedule \(next.rawValue) instead by passing it"
        + " within the request URL.")
  }
  public static func moveOfRejected(_ uid: Booking.UID) -> WireFault {
    WireFault(
      400, "Can't reschedule booking with uid=\(uid.rawValue) because it has been rejected.")
  }
  public static let cancelReasonMissing = WireFault(
    400, "Cancellation reason is required when you are the host", .bare)
  public static func cancelOfCancelled(_ uid: Booking.UID) -> WireFault {
    WireFault(
      400,
      "Can't cancel booking with uid=\(uid.rawValue) because it has been cancelled already."
        + " Please provide uid of a booking that is not cancelled.")
  }
  public static let cancelOfPast = WireFault(400, "Cannot cancel a booking that has already ended", .bare)
  public static let badSeat = WireFault(
    400, "Invalid seatUid: this seat does not exist or has already been cancelled.")
  public static let seatOfAnother = WireFault(400, "Invalid seatUid: this seat does not belong to this booking.")
  public static let seatMissing = WireFault(401, "User not a host of this event", .bare)
  public static let cancelSubsequentOfSeries = WireFault(
    400,
    "Cannot cancel subsequent bookings for recurring event - you have to provide uid of one of the individual bookings"
      + " of a recurring booking.")
  /// Confirm or decline of what is not pending.
  public static let notPending = WireFault(
    400, "Bad request: Please check your request data and try again", .trpc)
  public static let conflict = WireFault(
    409, "Could not process the request due to a resource conflict with the current state", .trpc)
  public static func absentTooEarly(now: Instant, start: Instant) -> WireFault {
    WireFault(
      400,
      "Bookings can only be marked as absent after their scheduled start time."
        + " Current time in UTC+0: \(now.iso8601), Booking start time in UTC+0: \(start.iso8601)")
  }
  public static let noOtherHost = WireFault(
    400, "Can't reassign the booking because no other host is available at that time.")
  public static func notRoundRobinHost(_ user: Int) -> WireFault {
    WireFault(400, "User with id=\(user) is not a valid Round Robin host - please provide another user id.")
  }
  public static func tooManyGuests(adding: Int, present: Int) -> WireFault {
    WireFault(
      400,
      "Cannot add \(adding) guests. This booking already has \(present) attendees."
        + " Maximum total guests allowed is 30. You can add up to \(max(30 - present, 0)) more guests.")
  }
}

// MARK: - Requests that make no sense

extension WireFault {
  public static let bodyMissing = WireFault(400, "Body is required")
  public static let bodyNotObject = WireFault(400, "Body should be an object")
  /// The framework's own words for a body that is not JSON.
  public static let bodyNotJSON = WireFault(400, "Unexpected token in JSON")
  public static let bodyTooLarge = WireFault(413, "request entity too large")
  /// Of the local server alone. Not a 5xx: nothing was done, for sure.
  public static let diskFull = WireFault(
    400, "The disk of the local server is full or cannot be written: nothing was done.", .bare)
  public static let serverFailure = WireFault(500, "Internal server error", .bare)
  /// Of a local server that was told to refuse every change.
  public static let readOnly = WireFault(403, "The server is read-only: nothing is changed on it.")
}
