public import BookingModel

/// A schedule (CONTRACT 9), both directions. Its times are `HH:MM` in its own zone.
public enum ScheduleWire {
  /// `nil` without an id. Hours that cannot be read are left out.
  public static func read(_ json: JSONValue) -> Schedule? {
    guard let fields = JSONFields(json), let id = fields.int("id") else { return nil }
    return merge(fields, into: Schedule(id: Schedule.ID(id), name: "", zone: "UTC", isDefault: false))
  }

  /// The body of a create or patch over what was there: keys that are absent keep their value.
  public static func merge(_ body: JSONValue, into schedule: Schedule) -> Schedule {
    JSONFields(body).map { merge($0, into: schedule) } ?? schedule
  }

  private static func merge(_ fields: JSONFields, into schedule: Schedule) -> Schedule {
    var result = schedule
    if let name = fields.text("name") { result.name = name }
    if let zone = fields.text("timeZone") { result.zone = zone }
    if let isDefault = fields.bool("isDefault") { result.isDefault = isDefault }
    if let rows = fields.list("availability") { result.hours = rows.compactMap(hours) }
    if let rows = fields.list("overrides") { result.overrides = rows.compactMap(override) }
    return result
  }

  public static func json(_ schedule: Schedule, owner: Int) -> JSONValue {
    guard case .object(var members) = input(schedule) else { return .null }
    members["id"] = .number(schedule.id.rawValue)
    members["ownerId"] = .number(owner)
    return .object(members)
  }

  /// The body of a create, or of a patch of everything.
  public static func input(_ schedule: Schedule) -> JSONValue {
    .object([
      "name": .string(schedule.name), "timeZone": .string(schedule.zone), "isDefault": .bool(schedule.isDefault),
      "availability": .array(
        schedule.hours.map { hours in
          .object([
            "days": .strings(hours.days.map(\.rawValue)), "startTime": .string(clock(hours.span.start)),
            "endTime": .string(clock(hours.span.end)),
          ])
        }),
      "overrides": .array(
        schedule.overrides.map { override in
          .object([
            "date": .string(override.day.description), "startTime": .string(clock(override.span.start)),
            "endTime": .string(clock(override.span.end)),
          ])
        }),
    ])
  }

  private static func hours(_ json: JSONValue) -> Schedule.Hours? {
    guard let fields = JSONFields(json), let span = span(fields) else { return nil }
    let days = (fields.texts("days") ?? []).compactMap(Weekday.init(rawValue:))
    return days.isEmpty ? nil : Schedule.Hours(days: days, span: span)
  }

  private static func override(_ json: JSONValue) -> Schedule.Override? {
    guard let fields = JSONFields(json), let span = span(fields),
      // Some servers print the date as an instant: its first ten letters are the date.
      let day = fields.text("date").flatMap({ CalendarDay(String($0.prefix(10))) })
    else { return nil }
    return Schedule.Override(day: day, span: span)
  }

  /// An end of 23:59, or of 00:00 after a later start, is the end of the day.
  private static func span(_ fields: JSONFields) -> MinuteSpan? {
    guard let start = fields.text("startTime").flatMap(minute), var end = fields.text("endTime").flatMap(minute) else {
      return nil
    }
    if end == 1439 || (end == 0 && start > 0) { end = 1440 }
    return MinuteSpan(start: start, end: end)
  }

  /// The minute of the day that `HH:MM` names; seconds are ignored.
  public static func minute(_ text: String) -> Int? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count >= 2, let hour = Int(parts[0]), let minute = Int(parts[1]), (0...24).contains(hour),
      (0...59).contains(minute), hour < 24 || minute == 0
    else { return nil }
    return hour * 60 + minute
  }

  private static func clock(_ minute: Int) -> String {
    minute >= 1440 ? "23:59" : twoDigits(minute / 60) + ":" + twoDigits(minute % 60)
  }
}
