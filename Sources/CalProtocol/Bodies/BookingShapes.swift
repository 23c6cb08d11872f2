extension BodyShape {
  /// The codes a server accepts for `language` (CONTRACT 12.2).
  public static let languages = [
    "ar", "ca", "de", "es", "eu", "he", "id", "ja", "lv", "pl", "ro", "sr", "th", "vi", "az", "cs", "el", "es-419",
    "fi", "hr", "it", "km", "nl", "pt", "ru", "sv", "tr", "zh-CN", "bg", "da", "en", "et", "fr", "hu", "iw", "ko",
    "no", "pt-BR", "sk", "ta", "uk", "zh-TW", "bn",
  ]

  private static let flags = [
    Property("allowConflicts", .boolean), Property("allowBookingOutOfBounds", .boolean),
    Property("skipBookingLimits", .boolean),
  ]

  private static let attendee = BodyShape(
    strict: true,
    [
      Property("name", .string, required: true), Property("timeZone", .string, required: true),
      Property("email", .string), Property("phoneNumber", .string), Property("language", .oneOf(languages)),
    ])

  /// `POST /v2/bookings` (CONTRACT 12.2).
  public static let createBooking = BodyShape(
    strict: true,
    [
      Property("start", .date, required: true), Property("attendee", .object(attendee), required: true),
      Property("eventTypeId", .integer(min: 0, max: Int.max)), Property("eventTypeSlug", .string),
      Property("username", .string), Property("teamSlug", .string), Property("organizationSlug", .string),
      Property("guests", .list(.email, min: 0, max: 100)), Property("location", .either(.map, .string)),
      Property("meetingUrl", .string), Property("metadata", .map),
      Property("lengthInMinutes", .integer(min: 1, max: 100_000)), Property("bookingFieldsResponses", .map),
      Property("emailVerificationCode", .string), Property("instant", .boolean),
      Property("recurrenceCount", .integer(min: 1, max: 1000)), Property("routing", .map),
      Property("rrHostSubsetIds", .list(.integer(min: 0, max: Int.max), min: 0, max: 1000)),
    ] + flags)

  /// `POST …/reschedule` (CONTRACT 12.8).
  public static let reschedule = BodyShape(
    strict: true,
    [
      Property("start", .date, required: true), Property("reschedulingReason", .string),
      Property("rescheduledBy", .email), Property("emailVerificationCode", .string), Property("seatUid", .string),
    ] + flags)

  /// `POST …/cancel` (CONTRACT 12.9).
  public static let cancel = BodyShape(
    strict: true,
    [
      Property("cancellationReason", .string), Property("cancelSubsequentBookings", .boolean),
      Property("seatUid", .string),
    ])

  /// `POST …/decline` (CONTRACT 12.10).
  public static let decline = BodyShape(strict: false, [Property("reason", .string)])

  /// `POST …/mark-absent` (CONTRACT 12.10).
  public static let markAbsent = BodyShape(
    strict: false,
    [
      Property("host", .boolean),
      Property(
        "attendees",
        .list(
          .object(
            BodyShape(
              strict: false,
              [Property("email", .email, required: true), Property("absent", .boolean, required: true)])),
          min: 1, max: 1000)),
    ])

  /// `POST …/attendees` (CONTRACT 12.10).
  public static let addAttendee = BodyShape(
    strict: false,
    [
      Property("name", .string, required: true), Property("email", .email, required: true),
      Property("timeZone", .string, required: true), Property("phoneNumber", .string),
      Property("language", .oneOf(languages)),
    ])

  /// `POST …/guests`, ten at most (CONTRACT 12.10).
  public static let addGuests = BodyShape(
    strict: false,
    [
      Property(
        "guests",
        .list(
          .object(
            BodyShape(
              strict: false,
              [
                Property("email", .email, required: true), Property("name", .string), Property("timeZone", .string),
                Property("phoneNumber", .string), Property("language", .oneOf(languages)),
              ])), min: 1, max: 10), required: true)
    ])

  /// `PATCH …/location` (CONTRACT 12.10).
  public static let setLocation = BodyShape(
    strict: false,
    [
      Property(
        "location",
        .object(
          BodyShape(
            strict: false,
            [
              Property(
                "type",
                .oneOf([
                  "address", "attendeeAddress", "attendeePhone", "attendeeDefined", "link", "phone", "integration",
                ]),
                required: true), Property("address", .string), Property("phone", .string), Property("link", .string),
              Property("location", .string), Property("integration", .string),
            ])), required: true)
    ])

  /// `POST …/request-reschedule` (CONTRACT 12.10).
  public static let requestReschedule = BodyShape(strict: false, [Property("rescheduleReason", .string)])

  /// `POST` and `PATCH /v2/slots/reservations` (CONTRACT 11).
  public static let reservation = BodyShape(
    strict: false,
    [
      Property("eventTypeId", .integer(min: 0, max: Int.max), required: true),
      Property("slotStart", .date, required: true),
      Property("slotDuration", .integer(min: 1, max: 100_000)),
      Property("reservationDuration", .integer(min: 1, max: 100_000)),
    ])
}
