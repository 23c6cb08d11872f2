import BookingModel

/// The rule that holds after the last transition of a zone file: a POSIX `TZ` text such as `CET-1CEST,M3.5.0,M10.5.0/3`
/// (RFC 8536 3.3, with the hours of -167 to 167 that version 3 allows).
struct RecurringRule: Equatable {
  var standard: ZoneFile.LocalType
  /// `nil` when the clock never changes.
  var summer: Summer?

  struct Summer: Equatable {
    var type: ZoneFile.LocalType
    var start: Moment
    var end: Moment
  }

  /// A day of each year and a time of its wall clock.
  struct Moment: Equatable {
    enum Day: Equatable {
      /// Week 1 to 5 (5: the last) of a month; weekday 0 is Sunday.
      case weekday(month: Int, week: Int, weekday: Int)
      /// 1 to 365; 29 February is never counted.
      case julian(Int)
      /// 0 to 365; 29 February is counted.
      case ordinal(Int)
    }
    var day: Day
    /// Seconds after midnight, which may lie on another day.
    var seconds: Int

    func date(in year: Int) -> CalendarDay? {
      guard let newYear = CalendarDay(year: year, month: 1, day: 1) else { return nil }
      switch day {
      case .ordinal(let days): return newYear.advanced(by: days)
      case .julian(let number):
        let isLeap = CalendarDay(year: year, month: 2, day: 29) != nil
        return newYear.advanced(by: isLeap && number >= 60 ? number : number - 1)
      case .weekday(let month, let week, let weekday):
        guard let first = CalendarDay(year: year, month: month, day: 1) else { return nil }
        let firstWeekday = (first.weekday.fromMonday + 1) % 7
        var dayOfMonth = (weekday - firstWeekday + 7) % 7 + (week - 1) * 7
        if dayOfMonth >= first.monthLength { dayOfMonth -= 7 }
        return first.advanced(by: dayOfMonth)
      }
    }
  }

  /// The changes it makes in those years, in order of time.
  func changes(years: ClosedRange<Int>) -> [(at: Int64, type: ZoneFile.LocalType)] {
    guard let summer else { return [] }
    var result: [(at: Int64, type: ZoneFile.LocalType)] = []
    for year in years {
      guard let start = summer.start.date(in: year), let end = summer.end.date(in: year) else { continue }
      // Each moment is read on the wall clock that it ends.
      let begin = start.daysSince1970 * 86_400 + summer.start.seconds - standard.offsetSeconds
      let finish = end.daysSince1970 * 86_400 + summer.end.seconds - summer.type.offsetSeconds
      result.append((Int64(begin), summer.type))
      result.append((Int64(finish), standard))
    }
    return result.sorted { $0.at < $1.at }
  }
}

extension RecurringRule {
  /// `nil` for a text that is not such a rule, from first to last character.
  init?(_ text: String) {
    var reader = RuleReader(text)
    guard let name = reader.name(), let offset = reader.time(hours: 0...24) else { return nil }
    standard = ZoneFile.LocalType(offsetSeconds: -offset, abbreviation: ZoneFile.plainAbbreviation(name))
    if reader.isAtEnd { return }
    guard let summerName = reader.name() else { return nil }
    var summerOffset = standard.offsetSeconds + 3600
    if !reader.isAtEnd, !reader.isNext(",") {
      guard let given = reader.time(hours: 0...24) else { return nil }
      summerOffset = -given
    }
    guard reader.take(","), let start = reader.moment(), reader.take(","), let end = reader.moment(), reader.isAtEnd
    else { return nil }
    summer = Summer(
      type: ZoneFile.LocalType(
        offsetSeconds: summerOffset, abbreviation: ZoneFile.plainAbbreviation(summerName)),
      start: start, end: end)
  }
}

private struct RuleReader {
  private var rest: Substring.UTF8View

  init(_ text: String) { rest = Substring(text).utf8 }

  var isAtEnd: Bool { rest.isEmpty }

  func isNext(_ character: Unicode.Scalar) -> Bool { rest.first == UInt8(ascii: character) }

  mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard isNext(character) else { return false }
    rest = rest.dropFirst()
    return true
  }

  /// `CET`, or in angle brackets `<+0330>`.
  mutating func name() -> String? {
    let isQuoted = take("<")
    let word = rest.prefix { byte in
      let isLetter = (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
      let isSignOrDigit = (0x30...0x39).contains(byte) || byte == 0x2B || byte == 0x2D
      return isLetter || (isQuoted && isSignOrDigit)
    }
    rest = rest.dropFirst(word.count)
    guard word.count >= 3, !isQuoted || take(">") else { return nil }
    return String(Substring(word))
  }

  mutating func number(_ range: ClosedRange<Int>) -> Int? {
    let digits = rest.prefix { (0x30...0x39).contains($0) }
    guard (1...3).contains(digits.count), let value = Int(String(Substring(digits))), range.contains(value) else {
      return nil
    }
    rest = rest.dropFirst(digits.count)
    return value
  }

  /// `[+-]H[:MM[:SS]]` in seconds.
  mutating func time(hours: ClosedRange<Int>) -> Int? {
    let isNegative = take("-")
    if !isNegative { _ = take("+") }
    guard let hour = number(hours) else { return nil }
    var seconds = hour * 3600
    if take(":") {
      guard let minute = number(0...59) else { return nil }
      seconds += minute * 60
      if take(":") {
        guard let second = number(0...59) else { return nil }
        seconds += second
      }
    }
    return isNegative ? -seconds : seconds
  }

  mutating func moment() -> RecurringRule.Moment? {
    var day: RecurringRule.Moment.Day?
    if take("M") {
      if let month = number(1...12), take("."), let week = number(1...5), take("."), let weekday = number(0...6) {
        day = .weekday(month: month, week: week, weekday: weekday)
      }
    } else if take("J") {
      day = number(1...365).map { .julian($0) }
    } else {
      day = number(0...365).map { .ordinal($0) }
    }
    guard let day else { return nil }
    // Without a time the change is at 02:00.
    guard take("/") else { return RecurringRule.Moment(day: day, seconds: 7200) }
    return time(hours: 0...167).map { RecurringRule.Moment(day: day, seconds: $0) }
  }
}
