import BookingModel
import Testing

@Suite struct CalendarDayTests {
  private func day(_ text: String) throws -> CalendarDay { try #require(CalendarDay(text)) }

  @Test func `every day from 1900 to 2100 is what counting one by one gives`() throws {
    var current = try #require(CalendarDay(year: 1900, month: 1, day: 1))
    #expect(current.weekday == .monday)
    #expect(current.daysSince1970 == -25_567)
    var weekday = 0
    for year in 1900...2100 {
      let isLeap = year == 2000 || (year % 4 == 0 && year % 100 != 0)
      for (index, length) in [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31].enumerated() {
        for number in 1...length {
          let built = CalendarDay(year: year, month: index + 1, day: number)
          #expect(built == current && current.year == year && current.month == index + 1 && current.day == number)
          #expect(current.weekday.fromMonday == weekday % 7 && current.monthLength == length)
          #expect(CalendarDay(current.description) == current)
          weekday += 1
          current = current.advanced(by: 1)
        }
        #expect(CalendarDay(year: year, month: index + 1, day: length + 1) == nil)
      }
    }
  }

  @Test(arguments: [
    "", "2026-9-2", "2026-09-2", "20260902", "2026-02-29", "1900-02-29", "2026-04-31", "2026-13-01", "2026-00-10",
    "2026-01-00", "0000-01-01", "-001-01-01", "2026-09-02 ", "2026-09-02T", "2026/09/02", "２０２６-09-02", "abcd-ef-gh",
  ])
  func `an impossible or loose date is refused`(text: String) { #expect(CalendarDay(text) == nil) }

  @Test(arguments: [
    ("2026-01-31", 1, "2026-02-28"), ("2028-01-31", 1, "2028-02-29"), ("2026-03-31", -1, "2026-02-28"),
    ("2026-12-15", 1, "2027-01-15"), ("2026-01-15", -1, "2025-12-15"), ("2026-01-31", 12, "2027-01-31"),
    ("2028-02-29", 12, "2029-02-28"), ("2028-02-29", 48, "2032-02-29"), ("2026-05-31", 0, "2026-05-31"),
    ("2026-01-31", -25, "2023-12-31"),
  ])
  func `months are added by the calendar`(from: String, months: Int, to: String) throws {
    #expect(try day(from).addingMonths(months) == (try day(to)))
  }

  @Test func `a week starts where the shop's week starts`() throws {
    for offset in 0..<14 {
      let any = try day("2026-11-16").advanced(by: offset)
      for first in Weekday.allCases {
        let start = any.startOfWeek(first)
        #expect(start.weekday == first && start <= any && any < start.advanced(by: 7))
      }
    }
  }

  @Test func `the first of the month is the first`() throws {
    #expect(try day("2028-02-29").firstOfMonth == (try day("2028-02-01")))
  }

  @Test func `years before 1000 keep four digits`() throws {
    #expect(try day("0042-01-02").description == "0042-01-02")
  }
}
