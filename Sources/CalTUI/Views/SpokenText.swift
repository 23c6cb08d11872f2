import BookingModel

/// Words to say to a customer: times and dates as people speak them.
struct SpokenText {
  private static let small = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
  ]
  private static let tens = ["", "", "twenty", "thirty", "forty", "fifty"]

  /// 0 to 59.
  static func number(_ value: Int) -> String {
    guard (0..<60).contains(value) else { return String(value) }
    if value < 20 { return small[value] }
    return tens[value / 10] + (value % 10 == 0 ? "" : "-" + small[value % 10])
  }

  /// `nine in the morning`, `half past two in the afternoon`, `nine fifteen in the morning`, `noon`.
  static func time(minute: Int) -> String {
    let hour = minute / 60 % 24
    let rest = minute % 60
    if rest == 0, hour == 12 { return "noon" }
    if rest == 0, hour == 0 { return "midnight" }
    let part = hour < 12 ? "in the morning" : hour < 18 ? "in the afternoon" : "in the evening"
    let name = number(hour % 12 == 0 ? 12 : hour % 12)
    switch rest {
    case 0: return "\(name) \(part)"
    case 30: return "half past \(name) \(part)"
    case 1..<10: return "\(name) oh \(number(rest)) \(part)"
    default: return "\(name) \(number(rest)) \(part)"
    }
  }

  /// `Kilo seven, Foxtrot Alfa`
  static func code(_ code: ConfirmationCode) -> String {
    let words = code.words
    return words.prefix(2).joined(separator: " ") + ", " + words.dropFirst(2).joined(separator: " ")
  }

  /// `Monday the 23rd of November`; the near days by name.
  static func day(_ day: CalendarDay, today: CalendarDay) -> String {
    let name = "\(day.weekday.rawValue) the \(ordinal(day.day)) of \(monthNames[day.month - 1])"
    switch day.daysSince1970 - today.daysSince1970 {
    case 0: return "today, " + name
    case 1: return "tomorrow, " + name
    default: return day.year == today.year ? name : name + " \(day.year)"
    }
  }

  static func ordinal(_ number: Int) -> String {
    switch (number % 10, number % 100) {
    case (1, let n) where n != 11: "\(number)st"
    case (2, let n) where n != 12: "\(number)nd"
    case (3, let n) where n != 13: "\(number)rd"
    default: "\(number)th"
    }
  }

  /// `forty-five minutes`, `two hours`, `an hour and thirty minutes`.
  static func length(_ minutes: Int) -> String {
    let (hours, rest) = (minutes / 60, minutes % 60)
    let restText = rest == 1 ? "one minute" : "\(number(rest)) minutes"
    guard hours > 0 else { return restText }
    let hourText = hours == 1 ? "an hour" : "\(number(hours)) hours"
    return rest == 0 ? hourText : "\(hourText) and \(restText)"
  }

  /// The sentence with which a clerk reads a booking back before confirming it.
  static func readBack(
    name: String, service: Service, minutes: Int, start: Instant, shop: Shop, today: CalendarDay
  ) -> String {
    let local = shop.zone.local(start)
    let who = name.isEmpty ? "" : " for \(name)"
    let price = service.price.minorUnits == 0 ? "" : ", \(service.price.text)"
    let doubled = shop.zone.isDoubled(start) ? " (\(shop.zone.abbreviation(at: start)))" : ""
    return "\(service.title)\(who), \(day(local.day, today: today)), at \(time(minute: local.minute))\(doubled), "
      + "\(length(minutes))\(price)."
  }
}
