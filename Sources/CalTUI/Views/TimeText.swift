import BookingModel

/// Makes text of times, in the shop's zone and habits. From integers: a frame needs dozens of them.
struct TimeText {
  let zone: Zone
  let clock: Shop.Clock
  let order: DateEntry.Order

  init(_ shop: Shop) {
    zone = shop.zone
    clock = shop.clock
    order = shop.dateOrder
  }

  /// `09:15`, or `9:15a` where a day has twice twelve hours.
  func time(_ instant: Instant) -> String {
    let text = time(minute: zone.local(instant).minute)
    // The hour that the clock goes through twice is told apart by the letters of its zone.
    return zone.isDoubled(instant) ? text + " " + zone.abbreviation(at: instant) : text
  }

  func time(minute: Int) -> String {
    let hour = minute / 60 % 24
    switch clock {
    case .twentyFourHours: return twoDigits(hour) + ":" + twoDigits(minute % 60)
    case .twelveHours:
      return "\(hour % 12 == 0 ? 12 : hour % 12):" + twoDigits(minute % 60) + (hour < 12 ? "a" : "p")
    }
  }

  /// Only the hour, for the labels of the grid where rows are hours: `09`, `9a`.
  func hour(minute: Int) -> String {
    let hour = minute / 60 % 24
    switch clock {
    case .twentyFourHours: return twoDigits(hour)
    case .twelveHours: return "\(hour % 12 == 0 ? 12 : hour % 12)" + (hour < 12 ? "a" : "p")
    }
  }

  /// Columns of a time: the widest of the day.
  var columns: Int { clock == .twentyFourHours ? 5 : 6 }

  /// `09:00–09:30`, each time right-aligned so that rows line up.
  func alignedSpan(_ start: Instant, _ end: Instant) -> String {
    [start, end].map { instant in
      let text = time(minute: zone.local(instant).minute)
      return String(repeating: " ", count: max(0, columns - text.count)) + text
    }.joined(separator: "–")
  }

  /// `09:00–09:30`
  func span(_ start: Instant, _ end: Instant, joint: String = "–") -> String { time(start) + joint + time(end) }

  /// `Mon 23 Nov`, or `Mon Nov 23` where the month comes first.
  func day(_ day: CalendarDay) -> String {
    day.weekday.short + " " + dayAndMonth(day, month: String(monthNames[day.month - 1].prefix(3)))
  }

  /// `23 Nov`, or `Nov 23` where the month comes first.
  func shortDay(_ day: CalendarDay) -> String { dayAndMonth(day, month: String(monthNames[day.month - 1].prefix(3))) }

  /// `Nov 2025`
  func shortMonth(_ day: CalendarDay) -> String { monthNames[day.month - 1].prefix(3) + " \(day.year)" }

  /// `Monday 23 November 2026`
  func longDay(_ day: CalendarDay) -> String {
    day.weekday.rawValue + " " + dayAndMonth(day, month: monthNames[day.month - 1]) + " \(day.year)"
  }

  /// `November 2026`
  func month(_ day: CalendarDay) -> String { monthNames[day.month - 1] + " \(day.year)" }

  /// `today`, `tomorrow`, else the short date.
  func near(_ day: CalendarDay, today: CalendarDay) -> String {
    switch day.daysSince1970 - today.daysSince1970 {
    case 0: "today"
    case 1: "tomorrow"
    default: self.day(day)
    }
  }

  /// The same with the year, where that is not the running one.
  func nearWithYear(_ day: CalendarDay, today: CalendarDay) -> String {
    near(day, today: today) + (day.year == today.year || day == today.advanced(by: 1) ? "" : " \(day.year)")
  }

  private func dayAndMonth(_ day: CalendarDay, month: String) -> String {
    order == .monthFirst ? "\(month) \(day.day)" : "\(day.day) \(month)"
  }

  /// `EST UTC-05:00`
  func zoneName(at instant: Instant) -> String {
    let letters = zone.abbreviation(at: instant)
    let offset = "UTC" + zone.offsetText(at: instant)
    if zone.isUTC { return "UTC" }
    // Zones without letters call themselves `+03`: saying it twice helps nobody.
    return letters.isEmpty || letters.hasPrefix("+") || letters.hasPrefix("-") ? offset : letters + " " + offset
  }

  /// `45 min`, `2 h`, `1 h 30 min`
  static func length(_ minutes: Int) -> String {
    if minutes < 60 { return "\(minutes) min" }
    return minutes % 60 == 0 ? "\(minutes / 60) h" : "\(minutes / 60) h \(minutes % 60) min"
  }

  /// Short form for tables: `45m`, `2h`, `1h30`.
  static func shortLength(_ minutes: Int) -> String {
    if minutes < 60 { return "\(minutes)m" }
    return minutes % 60 == 0 ? "\(minutes / 60)h" : "\(minutes / 60)h\(twoDigits(minutes % 60))"
  }
}
