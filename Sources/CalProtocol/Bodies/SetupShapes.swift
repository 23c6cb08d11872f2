import BookingModel

// Shapes of what a shop is set up with (CONTRACT 8, 9, 15). These routes strip unknown keys without a word.

extension BodyShape {
  private static let minutes = Kind.integer(min: 0, max: 1_000_000)

  /// `POST /v2/event-types`; a patch has the same keys, none required.
  public static let createEventType = eventType(isPatch: false)
  public static let updateEventType = eventType(isPatch: true)

  private static func eventType(isPatch: Bool) -> BodyShape {
    BodyShape(
      strict: false,
      [
        Property("lengthInMinutes", .integer(min: 1, max: 1_000_000), required: !isPatch),
        Property("title", .string, required: !isPatch), Property("slug", .string, required: !isPatch),
        Property("lengthInMinutesOptions", .list(.integer(min: 1, max: 1_000_000), min: 0, max: 100)),
        Property("description", .string),
        Property(
          "bookingFields",
          .list(
            .object(
              BodyShape(
                strict: false,
                [
                  Property("type", .string), Property("slug", .string), Property("label", .string),
                  Property("required", .boolean), Property("hidden", .boolean), Property("placeholder", .string),
                  Property("options", .list(.string, min: 0, max: 1000)),
                ])), min: 0, max: 200)),
        Property(
          "locations",
          .list(.object(BodyShape(strict: false, [Property("type", .string, required: true)])), min: 0, max: 50)),
        Property("disableGuests", .boolean), Property("slotInterval", .integer(min: 1, max: 1440)),
        Property("minimumBookingNotice", minutes), Property("beforeEventBuffer", minutes),
        Property("afterEventBuffer", minutes), Property("scheduleId", .integer(min: 0, max: Int.max)),
        Property("offsetStart", minutes), Property("hidden", .boolean),
        Property("onlyShowFirstAvailableSlot", .boolean),
        Property("bookingLimitsCount", .map), Property("bookingLimitsDuration", .map),
        Property("bookerActiveBookingsLimit", .map), Property("bookingWindow", .map),
        Property("confirmationPolicy", .map), Property("recurrence", .map), Property("seats", .map),
        Property("requiresBookerEmailVerification", .boolean), Property("customName", .string),
      ])
  }

  /// `POST /v2/schedules`; a patch has the same keys, none required.
  public static let createSchedule = schedule(isPatch: false)
  public static let updateSchedule = schedule(isPatch: true)

  private static func schedule(isPatch: Bool) -> BodyShape {
    let clocks = [Property("startTime", .clock, required: true), Property("endTime", .clock, required: true)]
    return BodyShape(
      strict: false,
      [
        Property("name", .string, required: !isPatch), Property("timeZone", .string, required: !isPatch),
        Property("isDefault", .boolean, required: !isPatch),
        Property(
          "availability",
          .list(
            .object(
              BodyShape(
                strict: false,
                [Property("days", .list(.oneOf(Weekday.allCases.map(\.rawValue)), min: 0, max: 7), required: true)]
                  + clocks)), min: 0, max: 100)),
        Property(
          "overrides",
          .list(
            .object(BodyShape(strict: false, [Property("date", .date, required: true)] + clocks)), min: 0, max: 1000)),
      ])
  }

  /// `POST /v2/webhooks`; a patch has the same keys, none required.
  public static let createWebhook = webhook(isPatch: false)
  public static let updateWebhook = webhook(isPatch: true)

  private static func webhook(isPatch: Bool) -> BodyShape {
    BodyShape(
      strict: false,
      [
        Property("active", .boolean, required: !isPatch), Property("subscriberUrl", .string, required: !isPatch),
        Property("triggers", .list(.oneOf(WebhookWire.knownTriggers), min: 0, max: 100), required: !isPatch),
        Property("payloadTemplate", .string), Property("secret", .string), Property("version", .string),
      ])
  }
}
