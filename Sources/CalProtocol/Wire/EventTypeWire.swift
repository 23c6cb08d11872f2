public import BookingModel

/// A service as the wire's event type (CONTRACT 8.2), both directions.
public enum EventTypeWire {
  // MARK: - Reading

  /// `nil` without an id. Everything else has a default.
  public static func read(_ json: JSONValue) -> Service? {
    guard let fields = JSONFields(json), let id = fields.int("id") else { return nil }
    return merge(fields, into: Service(id: Service.ID(id), slug: "", title: "", minutes: 0))
  }

  /// A row of a list: `nil` as well for what nobody could choose, without a name or without a length.
  static func readRow(_ json: JSONValue) -> Service? {
    guard let service = read(json), !(service.title.isEmpty && service.slug.isEmpty),
      service.minutes > 0 || !service.lengthOptions.isEmpty
    else { return nil }
    return service
  }

  /// The body of a create or patch over what was there: keys that are absent keep their value.
  public static func merge(_ body: JSONValue, into service: Service) -> Service {
    JSONFields(body).map { merge($0, into: service) } ?? service
  }

  private static func merge(_ fields: JSONFields, into service: Service) -> Service {
    var result = service
    if let slug = fields.text("slug") { result.slug = slug }
    if let title = fields.text("title") { result.title = title }
    if fields.has("description") { result.summary = fields.text("description") }
    if let minutes = fields.count("lengthInMinutes") ?? fields.count("length") { result.minutes = minutes }
    if let lengths = fields.list("lengthInMinutesOptions") {
      result.lengthOptions = lengths.compactMap {
        ($0.int ?? $0.string.flatMap { Int($0) }).map { min(max($0, 0), 1_000_000) }
      }
    }
    result.price = price(fields) ?? result.price
    if let rows = fields.list("bookingFields") { result.fields = rows.compactMap(BookingFieldWire.read) }
    if let rows = fields.list("locations") {
      result.locations = rows.compactMap(LocationWire.read)
    } else if let row = fields["location"] {
      result.locations = [row].compactMap(LocationWire.read)
    }
    if fields.has("scheduleId") { result.scheduleID = fields.int("scheduleId").map(Schedule.ID.init(rawValue:)) }
    if fields.has("confirmationPolicy") {
      result.needsConfirmation = fields.enabledObject("confirmationPolicy") != nil
    }
    if fields.has("recurrence") { result.recurrence = recurrence(fields) }
    if let hidden = fields.bool("hidden") { result.isHidden = hidden }
    if let rows = fields.list("hosts") ?? fields.list("users") { result.hosts = rows.compactMap(HostWire.read) }
    if let team = fields.int("teamId") { result.teamID = team }
    if let type = fields.text("schedulingType") { result.schedulingType = type }
    mergeRules(fields, into: &result.rules)
    mergeObstacles(fields, into: &result.obstacles)
    if result.schedulingType == "managed", !result.obstacles.contains(.managedParent) {
      result.obstacles.append(.managedParent)
    }
    return result
  }

  /// The live amount of paid services is under `metadata.apps.stripe`; the columns are legacy (CONTRACT 8.2).
  private static func price(_ fields: JSONFields) -> Money? {
    let stripe = fields.object("metadata")?.object("apps")?.object("stripe")
    let currency = stripe?.text("currency") ?? fields.text("currency") ?? "usd"
    if let stripe, stripe.bool("enabled") != false, let amount = amount(stripe) {
      return Money(minorUnits: amount, currency: currency)
    }
    return amount(fields).map { Money(minorUnits: $0, currency: fields.text("currency") ?? "usd") }
  }

  private static func amount(_ fields: JSONFields) -> Int? {
    let limit = 1_000_000_000_000
    if let whole = fields.int("price") { return min(max(whole, -limit), limit) }
    guard case .double(let value) = fields["price"], abs(value) < 1e12 else { return nil }
    return Int(value.rounded())
  }

  private static func recurrence(_ fields: JSONFields) -> Service.Recurrence? {
    guard let object = fields.enabledObject("recurrence"), let occurrences = object.count("occurrences") else {
      return nil
    }
    // Cut to what can be made: each occurrence is a booking, and an interval of years must stay within the calendar.
    return Service.Recurrence(
      interval: min(max(object.count("interval") ?? 1, 1), 100), occurrences: min(occurrences, 366),
      frequency: object.text("frequency") ?? "weekly")
  }

  private static func mergeRules(_ fields: JSONFields, into rules: inout BookingRules) {
    if let notice = fields.count("minimumBookingNotice") { rules.minimumNotice = notice }
    if let buffer = fields.count("beforeEventBuffer") { rules.bufferBefore = buffer }
    if let buffer = fields.count("afterEventBuffer") { rules.bufferAfter = buffer }
    if fields.has("slotInterval") { rules.slotInterval = fields.count("slotInterval") }
    if let offset = fields.count("offsetStart") { rules.offsetStart = offset }
    if fields.has("bookingWindow") { rules.window = window(fields) }
    if fields.has("bookingLimitsCount") { rules.countLimits = limits(fields.enabledObject("bookingLimitsCount")) }
    if fields.has("bookingLimitsDuration") {
      rules.minuteLimits = limits(fields.enabledObject("bookingLimitsDuration"))
    }
    if let first = fields.bool("onlyShowFirstAvailableSlot") { rules.onlyFirstSlotOfDay = first }
    if fields.has("bookerActiveBookingsLimit") {
      rules.activeBookingsPerAttendee =
        fields.enabledObject("bookerActiveBookingsLimit")?.count("maximumActiveBookings")
    }
    if fields.has("seats") {
      rules.seats = fields.enabledObject("seats").flatMap { seats in
        seats.count("seatsPerTimeSlot").map {
          BookingRules.Seats(
            perSlot: $0, showsAttendees: seats.bool("showAttendeeInfo") ?? false,
            showsCount: seats.bool("showAvailabilityCount") ?? true)
        }
      }
    } else if let perSlot = fields.count("seatsPerTimeSlot") {
      rules.seats = BookingRules.Seats(
        perSlot: perSlot, showsCount: fields.bool("seatsShowAvailabilityCount") ?? true)
    }
  }

  /// An object, or a list with one of them: the published schema and the server differ (CONTRACT 8.2).
  private static func window(_ fields: JSONFields) -> BookingRules.Window? {
    guard let object = fields.enabledObject("bookingWindow") ?? JSONFields(fields.list("bookingWindow")?.first),
      object.bool("disabled") != true
    else { return nil }
    let rolling = object.bool("rolling") ?? false
    // Windows are walked day by day: ten years are as good as no limit.
    let days = object.count("value").map { min($0, 3660) }
    switch object.text("type") {
    case "calendarDays": return days.map { .calendarDays($0, rolling: rolling) }
    case "businessDays": return days.map { .businessDays($0, rolling: rolling) }
    case "range":
      let ends = (object.texts("value") ?? []).compactMap { CalendarDay(String($0.prefix(10))) }
      return ends.count == 2 ? .range(ends[0], ends[1]) : nil
    default: return nil
    }
  }

  private static func limits(_ object: JSONFields?) -> BookingRules.PeriodLimits {
    BookingRules.PeriodLimits(
      day: object?.count("day"), week: object?.count("week"), month: object?.count("month"), year: object?.count("year")
    )
  }

  private static func mergeObstacles(_ fields: JSONFields, into obstacles: inout [Service.Obstacle]) {
    let flags: KeyValuePairs<String, Service.Obstacle> = [
      "requiresBookerEmailVerification": .emailVerification, "isInstantEvent": .instantMeeting,
    ]
    for (key, obstacle) in flags {
      guard let isSet = fields.bool(key) else { continue }
      obstacles.removeAll { $0 == obstacle }
      if isSet { obstacles.append(obstacle) }
    }
  }
}
