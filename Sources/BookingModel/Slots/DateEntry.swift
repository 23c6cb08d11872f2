/// Reads what a clerk types for a date: `thu`, `+3`, `12/3`, `next fri 2p`, `tomorrow`, `2026-12-03`, `14:30`.
public struct DateEntry: Equatable, Sendable {
  public var day: CalendarDay
  /// Minute of the day, where a time was given.
  public var minute: Int?

  public init(day: CalendarDay, minute: Int? = nil) {
    self.day = day
    self.minute = minute
  }

  /// Which of day and month a shop writes first.
  public enum Order: String, Equatable, Sendable, Codable { case monthFirst, dayFirst }

  /// `nil` when the text names no date.
  /// - Parameters:
  ///   - today: the shop's day.
  ///   - shown: the day that `[`-like relative words without a date (`2p` alone) mean.
  ///   - isUpcoming: a date without its year is never one gone by: what is to be booked lies ahead.
  public static func parse(
    _ text: String, today: CalendarDay, shown: CalendarDay, order: Order, isUpcoming: Bool = false
  ) -> DateEntry? {
    let longestPast = isUpcoming ? 0 : DateEntry.halfAYear
    let words = text.lowercased().split(whereSeparator: { $0.isWhitespace || $0 == "," }).map(String.init)
    guard !words.isEmpty else { return nil }
    var day: CalendarDay?
    var minute: Int?
    var isNext = false
    var index = 0
    while index < words.count {
      let word = words[index]
      index += 1
      if word == "next" {
        isNext = true
      } else if day == nil, let weekday = weekday(word) {
        var ahead = (weekday.fromMonday - today.weekday.fromMonday + 7) % 7
        // "next friday" is the one of the coming week, never this week's.
        if isNext { ahead = 7 - today.weekday.fromMonday + weekday.fromMonday }
        day = today.advanced(by: ahead)
      } else if day == nil,
        let found = relative(word, today: today, isNext: isNext) ?? date(word, today, order, longestPast)
      {
        day = found
      } else if day == nil, let month = month(word), index < words.count || index >= 2 {
        // "3 dec" was taken as a bare number before; "dec 3" has its number behind.
        guard index < words.count, let number = Int(words[index]) else { return nil }
        index += 1
        guard let found = upcoming(month: month, day: number, today: today, longestPast) else { return nil }
        day = found
      } else if day == nil, let number = Int(word), index < words.count, let month = month(words[index]) {
        index += 1
        guard let found = upcoming(month: month, day: number, today: today, longestPast) else { return nil }
        day = found
      } else if minute == nil, let time = timeOfDay(word) {
        minute = time
      } else if day == nil, let number = Int(word), let found = dayOfMonth(number, today: today) {
        day = found
      } else {
        return nil
      }
    }
    guard day != nil || minute != nil else { return nil }
    return DateEntry(day: day ?? shown, minute: minute)
  }

  private static func weekday(_ word: String) -> Weekday? {
    guard word.count >= 2 else { return nil }
    let matches = Weekday.allCases.filter { $0.rawValue.lowercased().hasPrefix(word) }
    if matches.count == 1 { return matches[0] }
    return word == "thurs" ? .thursday : word == "tues" ? .tuesday : nil
  }

  private static func relative(_ word: String, today: CalendarDay, isNext: Bool) -> CalendarDay? {
    switch word {
    case "today", "tod": return today
    case "tomorrow", "tom", "tmr": return today.advanced(by: 1)
    case "yesterday": return today.advanced(by: -1)
    case "week" where isNext: return today.advanced(by: 7)
    case "month" where isNext: return today.addingMonths(1)
    default: break
    }
    guard let sign = word.first, sign == "+" || sign == "-", word.count >= 2 else { return nil }
    var digits = word.dropFirst()
    var unit = 1
    var months = false
    switch digits.last {
    case "d": digits.removeLast()
    case "w":
      unit = 7
      digits.removeLast()
    case "m":
      months = true
      digits.removeLast()
    default: break
    }
    guard let count = Int(digits), (0...3660).contains(count) else { return nil }
    let signed = sign == "-" ? -count : count
    return months ? today.addingMonths(signed) : today.advanced(by: signed * unit)
  }

  private static func date(
    _ word: String, _ today: CalendarDay, _ order: Order, _ longestPast: Int
  ) -> CalendarDay? {
    if let iso = CalendarDay(word) { return iso }
    let parts = word.split(whereSeparator: { $0 == "/" || $0 == "." || $0 == "-" }).map { Int($0) }
    guard parts.count == 2 || parts.count == 3, let first = parts[0], let second = parts[1] else { return nil }
    // Dots are written day first everywhere they are written.
    let dayFirst = order == .dayFirst || word.contains(".")
    let (month, day) = dayFirst ? (second, first) : (first, second)
    if parts.count == 3 {
      guard let year = parts[2] else { return nil }
      return CalendarDay(year: year < 100 ? 2000 + year : year, month: month, day: day)
    }
    return upcoming(month: month, day: day, today: today, longestPast)
  }

  private static let halfAYear = 183

  /// The date in this year, or in the next when it lies more than so many days back.
  private static func upcoming(month: Int, day: Int, today: CalendarDay, _ longestPast: Int) -> CalendarDay? {
    // The 29th of February waits for the next leap year.
    (0...8).lazy.compactMap { CalendarDay(year: today.year + $0, month: month, day: day) }
      .first { today.daysSince1970 - $0.daysSince1970 <= longestPast }
  }

  /// `15`: the next fifteenth, today included.
  private static func dayOfMonth(_ number: Int, today: CalendarDay) -> CalendarDay? {
    guard (1...31).contains(number) else { return nil }
    return (0...2).lazy.compactMap { offset -> CalendarDay? in
      let month = today.firstOfMonth.addingMonths(offset)
      return CalendarDay(year: month.year, month: month.month, day: number)
    }.first { $0 >= today }
  }

  private static func month(_ word: String) -> Int? {
    guard word.count >= 3 else { return nil }
    return monthNames.firstIndex { $0.lowercased().hasPrefix(word) }.map { $0 + 1 }
  }

  /// `14:30`, `2p`, `230p`, `2:30pm`, `9am`, `noon`; a bare number is no time.
  public static func timeOfDay(_ word: String) -> Int? {
    if word == "noon" { return 720 }
    var digits = word[...]
    var afternoon: Bool?
    for suffix in ["pm", "am", "p", "a"] where digits.hasSuffix(suffix) {
      afternoon = suffix.hasPrefix("p")
      digits = digits.dropLast(suffix.count)
      break
    }
    let parts = digits.split(whereSeparator: { $0 == ":" || $0 == "." }).map { Int($0) }
    guard let head = parts.first, let first = head, !digits.isEmpty, first >= 0 else { return nil }
    var hour = first
    var minute = 0
    if parts.count == 2 {
      guard let second = parts[1], digits.contains(":") || afternoon != nil else { return nil }
      minute = second
    } else if parts.count == 1 {
      guard afternoon != nil else { return nil }
      if first >= 100 {
        hour = first / 100
        minute = first % 100
      }
    } else {
      return nil
    }
    if let afternoon {
      guard (1...12).contains(hour) else { return nil }
      hour = hour % 12 + (afternoon ? 12 : 0)
    }
    guard hour < 24, (0..<60).contains(minute) else { return nil }
    return hour * 60 + minute
  }
}
