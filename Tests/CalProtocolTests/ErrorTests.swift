import BookingModel
import CalProtocol
import Testing

private let now = Instant(seconds: 1_788_332_400)

private func kind(_ fault: WireFault) -> CalError.Kind { error(fault).kind }
private func error(_ fault: WireFault) -> CalError {
  CalError.read(from: fault.response(path: "/v2/bookings", now: now), now: now)
}

/// CONTRACT 4.3 row by row: what the server says, and what the desk understands.
@Suite struct MessageCatalogueTests {
  static let uid = Booking.UID("X1")
  static let rows: [(WireFault, Int, CalError.Kind)] = [
    (.slotTaken, 400, .slotTaken), (.teamSlotTaken, 400, .slotTaken), (.raceLost, 409, .slotTaken),
    (.outOfBounds, 400, .outOfBounds), (.inThePast, 400, .outOfBounds), (.countLimitReached, 401, .limitReached),
    (.durationLimitReached, 401, .limitReached), (.tooManyActiveBookings(), 400, .limitReached),
    (.tooManyActiveBookings(reschedule: uid), 400, .limitReached),
    (.singleLength, 400, .invalidField(slug: "lengthInMinutes")),
    (.lengthNotOffered([15, 30]), 400, .invalidField(slug: "lengthInMinutes")),
    (.serviceToBookNotFound(Service.ID(7)), 404, .notFound),
    (.serviceNotFound(slug: "x", username: "y"), 404, .notFound),
    (.userNotFound("y"), 404, .notFound), (.teamNotFound("t"), 404, .notFound),
    (.noContact, 400, .invalidField(slug: "email")), (.noEventReference, 400, .refused),
    (.metadataTooBig, 400, .invalidField(slug: "metadata")), (.emailMissing, 400, .invalidField(slug: "email")),
    (.emailBad, 400, .invalidField(slug: "email")), (.phoneBad, 400, .invalidField(slug: "attendeePhoneNumber")),
    (.duplicateGuest, 400, .invalidField(slug: "guests")),
    (.phoneMissing, 400, .invalidField(slug: "attendeePhoneNumber")),
    (.answerMissing("room", service: Service.ID(7)), 400, .invalidField(slug: "room")),
    (.badOption("x", slug: "car-size", allowed: ["a"]), 400, .invalidField(slug: "car-size")),
    (.badOptions(slug: "room", allowed: ["a"]), 400, .invalidField(slug: "room")),
    (
      .badAnswerType(slug: "room", expected: "string", field: "text", received: "number"), 400,
      .invalidField(slug: "room")
    ),
    (.locationNotOffered("phone", service: Service.ID(7), offered: ["address"]), 400, .invalidField(slug: "location")),
    (.noSeatsLeft, 409, .slotTaken), (.alreadySeated, 409, .refused),
    (.recurrenceTooLong, 400, .invalidField(slug: "recurrenceCount")), (.badKey, 401, .notSignedIn),
    (.badToken, 401, .notSignedIn), (.noCredentials, 401, .notSignedIn), (.bookingNotFound(uid), 404, .notFound),
    (.bookingToCancelNotFound(uid), 404, .notFound), (.noRoute("GET", "/v2/slots"), 404, .notFound),
    (.throttled, 429, .rateLimited(seconds: 60)), (.serverFailure, 500, .serverFailure),
    (.moveOfCancelled(uid), 400, .refused),
    (.moveOfMoved(uid, to: Booking.UID("Y2")), 400, .alreadyDone(movedTo: Booking.UID("Y2"))),
    (.cancelOfCancelled(uid), 400, .alreadyDone(movedTo: nil)),
    (.cancelReasonMissing, 400, .invalidField(slug: "cancellationReason")), (.cancelOfPast, 400, .refused),
    (.seatMissing, 401, .refused), (.notPending, 400, .refused), (.conflict, 409, .refused),
    (.slotHeld, 422, .slotTaken), (.slotBooked, 422, .slotTaken),
    (.noSeatsToHold(booking: 1, start: now), 422, .slotTaken), (.scheduleNotFound(Schedule.ID(3)), 404, .notFound),
    (.scheduleNotOwned(Schedule.ID(3), user: 1), 403, .forbidden), (.slugExists, 400, .refused),
    (.webhookExists, 409, .refused), (.invalidTimeRange, 400, .refused), (.noOtherHost, 400, .refused),
    (.tooManyGuests(adding: 3, present: 29), 400, .refused),
    (.holdLengthNeedsKey, 401, .notSignedIn),
  ]

  @Test(arguments: rows) func everyRowIsSaidWithItsStatusAndUnderstood(
    fault: WireFault, status: Int, expected: CalError.Kind
  ) {
    #expect(fault.status == status)
    let read = error(fault)
    #expect(read.kind == expected)
    #expect(read.status == status)
    #expect(read.message == fault.message)
    #expect(read.leavesOutcomeUnknown == (expected == .serverFailure))
  }

  @Test(arguments: rows) func caseDoesNotMatter(fault: WireFault, status: Int, expected: CalError.Kind) {
    var loud = fault
    loud.message = fault.message.uppercased()
    switch expected {
    case .invalidField, .alreadyDone(movedTo: .some): break  // Their slugs and uids are shouted too.
    default: #expect(kind(loud) == expected)
    }
  }

  /// Core codes are known refusals under any status and in both bare and coded shape (DESIGN 6.2).
  @Test(
    arguments: [
      ("fixed_hosts_unavailable_for_booking", CalError.Kind.slotTaken),
      ("round_robin_host_unavailable_for_booking", .slotTaken), ("no_available_users_found_error", .slotTaken),
      ("not_enough_available_seats_error", .slotTaken), ("booking_seats_full_error", .slotTaken),
      ("booking_time_out_of_bounds_error", .outOfBounds), ("availability_not_found_in_schedule_error", .outOfBounds),
      ("booking_not_allowed_by_restriction_schedule_error", .outOfBounds), ("payment_not_created_error", .refused),
      ("booking_conflict_error", .slotTaken), ("booking_limit_reached", .limitReached),
      ("already_signed_up_for_this_booking_error", .refused), ("email_verification_required", .refused),
    ], [400, 401, 409, 500])
  func coreCodesAreRefusalsWhateverTheirStatus(code: (String, CalError.Kind), status: Int) {
    for fault in [
      WireFault(status, code.0, .bare), WireFault(status, code.0, .coded(code.0)),
      WireFault(status, "Something happened", .coded(code.0)),
    ] {
      #expect(kind(fault) == code.1)
      #expect(!error(fault).leavesOutcomeUnknown)
    }
  }

  @Test(arguments: [
    (401, "ApiAuthStrategy - api key - Your api key is expired", CalError.Kind.notSignedIn),
    (401, "CustomThrottlerGuard - Invalid API Key", .notSignedIn),
    (401, "ApiAuthStrategy - api key - No user tied to this apiKey", .notSignedIn),
    (401, "ApiAuthStrategy - Invalid Bearer token", .notSignedIn),
    (401, "You are not authorized to access this resource", .refused),
    (403, "PermissionsGuard - no authentication provided. Provide an API key", .notSignedIn),
    (403, "You do not have permission to reassign this booking", .forbidden),
    (403, "Rescheduling is not allowed within the minimum notice period before the event", .outOfBounds),
    (403, "checkBookingRequiresAuthentication - user is not authorized to access this event type.", .forbidden),
    (401, "checkBookingRequiresAuthentication - request must be authenticated by passing credentials", .forbidden),
    (400, "This booking has already been cancelled.", .alreadyDone(movedTo: nil)),
    (409, "Someone else reserved this booking time slot before you. ", .slotTaken),
    (422, "Can't book this team event type because it has no hosts. Please, add at least 1 host", .refused),
    (404, "Event Type not found", .notFound), (503, "busy", .serverFailure), (410, "gone", .refused),
    (302, "", .noAnswer(.redirected)),
  ])
  func otherSentencesAreReadByTheirParts(status: Int, message: String, expected: CalError.Kind) {
    #expect(kind(WireFault(status, message)) == expected)
    #expect(kind(WireFault(status, message, .bare)) == expected)
  }
}

@Suite struct ErrorShapeTests {
  @Test func theNormalEnvelopeIsWrittenLiterally() {
    #expect(
      WireFault.slotTaken.json(path: "/v2/bookings?x=1", now: now) == [
        "status": "error", "timestamp": "2026-09-02T07:00:00.000Z", "path": "/v2/bookings?x=1",
        "error": [
          "code": "BadRequestException",
          "message": "User either already has booking at this time or is not available",
          "details": [
            "message": "User either already has booking at this time or is not available", "error": "Bad Request",
            "statusCode": 400,
          ],
        ],
      ])
  }

  @Test func theBareShapeHasNoEnvelope() {
    #expect(
      WireFault.raceLost.json(path: "/v2/bookings", now: now) == [
        "statusCode": 409, "message": "booking_conflict_error",
      ])
  }

  @Test(arguments: [
    (
      WireFault(409, "Invalid Input: Trying to create a record that already exists.", .database("CONFLICT")), "CONFLICT"
    ),
    (.emailMissing, "BAD_REQUEST"), (.notPending, "TRPCError"), (.throttled, "ThrottlerException"),
    (.badKey, "UnauthorizedException"), (.noRoute("GET", "/v2/x"), "NotFoundException"),
    (WireFault(422, "x"), "UnprocessableEntityException"), (WireFault(409, "x", .coded("core_code")), "core_code"),
  ])
  func codesAreReadBack(fault: WireFault, code: String) {
    #expect(error(fault).code == code)
    #expect(error(fault).message == fault.message)
  }

  /// The decoder's order of CONTRACT 4.2.
  @Test(arguments: [
    (
      #"{"error":{"code":"C","message":"m","details":{"errors":[{"property":"take","constraints":{"max":"too much"}}]}}}"#,
      "too much"
    ), (#"{"error":{"code":"C","message":"m","details":"d"},"message":"t"}"#, "m"),
    (#"{"error":{"code":"C","details":"d"}}"#, "d"), (#"{"error":{"code":"C"},"message":"t"}"#, "C"),
    (
      #"{"error":"invalid_grant","error_description":"code_invalid_or_expired"}"#,
      "invalid_grant: code_invalid_or_expired"
    ),
    (#"{"statusCode":400,"message":["a","b"]}"#, "a; b"),
    (#"{"statusCode":404,"message":"t","error":"Not Found"}"#, "t"),
    ("<html>502 Bad Gateway</html>", "HTTP 418"), ("", "HTTP 418"), ("[1]", "HTTP 418"), ("{}", "HTTP 418"),
    (#"{"error":{"message":{"deep":1}}}"#, "HTTP 418"),
  ])
  func theSentenceIsChosenInOrder(body: String, message: String) {
    let read = CalError.read(from: WireResponse(status: 418, body: Array(body.utf8)), now: now)
    #expect(read.message == message)
  }

  @Test func aProxysPageIsAFailureOfTheServer() {
    let read = CalError.read(from: WireResponse(status: 502, body: Array("<html>".utf8)), now: now)
    #expect(read.kind == .serverFailure)
    #expect(read.leavesOutcomeUnknown)
  }

  @Test func validationNamesItsField() {
    let nested = WireFault.lax([
      PropertyFault(
        "attendee", constraints: [],
        children: [PropertyFault("phoneNumber", constraints: [.init("isString", "phoneNumber must be a string")])])
    ])
    #expect(error(nested).kind == .invalidField(slug: "attendeePhoneNumber"))
    #expect(error(nested).message == "phoneNumber must be a string")
  }
}

@Suite struct RateBudgetTests {
  func budget(_ headers: KeyValuePairs<String, String>) -> RateBudget {
    RateBudget(WireResponse(status: 429, headers: headers.map { .init($0.key, $0.value) }), now: now)
  }

  @Test func namedLimitersAreReadWhateverTheirCase() {
    let budget = budget([
      "X-RateLimit-Limit-Default": "120", "x-ratelimit-remaining-default": "0", "X-RATELIMIT-RESET-DEFAULT": "17",
      "X-RateLimit-Remaining-Booking_attendees_add": "4", "X-RateLimit-Reset-Booking_attendees_add": "31",
      "X-RateLimit-Oddity": "1", "Retry-After": "999",
    ])
    #expect(budget.limits["default"] == .init(limit: 120, remaining: 0, resetSeconds: 17))
    #expect(budget.wait == 31)
    #expect(budget.remaining == 4)
  }

  @Test func anEpochIsTurnedIntoAWait() {
    #expect(budget(["X-RateLimit-Reset": "\(now.seconds + 40)"]).wait == 40)
    #expect(budget(["X-RateLimit-Reset": "\(now.seconds - 40)"]).wait == 0)
  }

  @Test func withoutHeadersTheWaitIsAMinute() {
    #expect(budget([:]).wait == 60)
    #expect(budget(["X-RateLimit-Reset-Default": "soon"]).wait == 60)
    #expect(budget([:]).remaining == nil)
  }

  @Test func aThrottledAnswerSaysHowLong() {
    let headers = RateBudget.headers(limit: 120, remaining: 0, resetSeconds: 12)
    let response = WireFault.throttled.response(path: "/v2/me", now: now, headers: headers)
    #expect(CalError.read(from: response, now: now).kind == .rateLimited(seconds: 12))
  }
}
