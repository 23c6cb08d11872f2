/// A date of the (proleptic Gregorian) calendar, without a zone: the key of a day of slots, or a column of the grid.
public struct CalendarDay: Hashable, Comparable, Sendable, Codable, CustomStringConvertible, Strideable {
  /// Days since 1970-01-01.
  public var daysSince1970: Int

  public init(daysSince1970: Int) { self.daysSince1970 = daysSince1970 }

  /// `nil` when the calendar has no such date (31 April).
  public init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month), day >= 1 else { return nil }
    guard day <= CalendarDay.length(ofMonth: month, year: year) else { return nil }
    self.init(daysSince1970: CalendarDay.days(year: year, month: month, day: day))
  }

  /// Reads `2026-09-02`, and nothing looser.
  public init?(_ text: some StringProtocol) { self.init(Array(text.utf8)[...]) }

  init?(_ bytes: ArraySlice<UInt8>) {
    let first = bytes.startIndex
    guard bytes.count == 10, bytes[first + 4] == UInt8(ascii: "-"), bytes[first + 7] == UInt8(ascii: "-"),
      let year = decimal(bytes[first..<first + 4]), let month = decimal(bytes[first + 5..<first + 7]),
      let day = decimal(bytes[first + 8..<first + 10])
    else { return nil }
    self.init(year: year, month: month, day: day)
  }

  public var description: String {
    let parts = civil
    let year = String(parts.year)
    return String(repeating: "0", count: max(0, 4 - year.count)) + year + "-" + twoDigits(parts.month) + "-"
      + twoDigits(parts.day)
  }

  public var year: Int { civil.year }
  /// 1 to 12.
  public var month: Int { civil.month }
  /// Day of the month, from 1.
  public var day: Int { civil.day }

  public var weekday: Weekday { Weekday(fromMonday: (daysSince1970 + 3).flooredRemainder(by: 7)) }

  public func advanced(by days: Int) -> CalendarDay { CalendarDay(daysSince1970: daysSince1970 + days) }
  public func distance(to other: CalendarDay) -> Int { other.daysSince1970 - daysSince1970 }
  public static func < (a: CalendarDay, b: CalendarDay) -> Bool { a.daysSince1970 < b.daysSince1970 }

  /// The same day of the month `count` months on; the last day where that month is shorter.
  public func addingMonths(_ count: Int) -> CalendarDay {
    let parts = civil
    let months = parts.year * 12 + parts.month - 1 + count
    let year = months.flooredQuotient(by: 12)
    let month = months.flooredRemainder(by: 12) + 1
    let day = min(parts.day, CalendarDay.length(ofMonth: month, year: year))
    return CalendarDay(daysSince1970: CalendarDay.days(year: year, month: month, day: day))
  }

  public var firstOfMonth: CalendarDay { advanced(by: 1 - day) }
  /// Days in this day's month.
  public var monthLength: Int { CalendarDay.length(ofMonth: month, year: year) }

  /// The first day of the week that holds this day.
  public func startOfWeek(_ first: Weekday) -> CalendarDay {
    advanced(by: -((weekday.fromMonday - first.fromMonday + 7) % 7))
  }

  static func length(ofMonth month: Int, year: Int) -> Int {
    switch month {
    case 2: return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: return 30
    default: return 31
    }
  }

  // Years are counted from March, so that the leap day ends its year and month lengths follow one formula.
  private static func days(year: Int, month: Int, day: Int) -> Int {
    let y = month <= 2 ? year - 1 : year
    let m = month <= 2 ? month + 9 : month - 3
    return y * 365 + y.flooredQuotient(by: 4) - y.flooredQuotient(by: 100) + y.flooredQuotient(by: 400)
      + (153 * m + 2) / 5 + day - 1 - 719_468
  }

  private var civil: (year: Int, month: Int, day: Int) {
    let shifted = daysSince1970 + 719_468
    let era = shifted.flooredQuotient(by: 146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
  }
}

/// A day of the week. Raw values are Cal.com's names (CONTRACT 9).
public enum Weekday: String, Hashable, Sendable, Codable, CaseIterable {
  case monday = "Monday"
  case tuesday = "Tuesday"
  case wednesday = "Wednesday"
  case thursday = "Thursday"
  case friday = "Friday"
  case saturday = "Saturday"
  case sunday = "Sunday"

  /// 0 for Monday to 6 for Sunday.
  public var fromMonday: Int { Weekday.allCases.firstIndex(of: self) ?? 0 }
  public init(fromMonday index: Int) { self = Weekday.allCases[index.flooredRemainder(by: 7)] }

  /// `Mon`
  public var short: String { String(rawValue.prefix(3)) }
}

/// English month names; index 0 is January.
public let monthNames = [
  "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
  "December",
]
