import BookingModel
import TestDesk
import Testing

/// What a clerk types for a date, on Wednesday 25 November 2026.
@Suite struct DateEntryTests {
  private static let today = TestShop.day("2026-11-25")
  private static let shown = TestShop.day("2026-12-10")

  static let either: [(String, String)] = [
    ("today", "2026-11-25"), ("tomorrow", "2026-11-26"), ("tom", "2026-11-26"), ("yesterday", "2026-11-24"),
    ("thu", "2026-11-26"), ("wed", "2026-11-25"), ("TUESDAY", "2026-12-01"), ("tues", "2026-12-01"),
    ("fr", "2026-11-27"), ("next fri", "2026-12-04"), ("next wed", "2026-12-02"), ("next week", "2026-12-02"),
    ("next month", "2026-12-25"), ("+3", "2026-11-28"), ("-1", "2026-11-24"), ("+2w", "2026-12-09"),
    ("+1m", "2026-12-25"), ("+0", "2026-11-25"), ("2026-12-03", "2026-12-03"), ("3 dec", "2026-12-03"),
    ("dec 3", "2026-12-03"), ("december 3", "2026-12-03"), ("1 mar", "2027-03-01"), ("15", "2026-12-15"),
    ("25", "2026-11-25"), ("31", "2026-12-31"), ("3.12.", "2026-12-03"), ("3.12.27", "2027-12-03"),
    ("12/12/2027", "2027-12-12"), ("feb 29", "2028-02-29"),
  ]

  @Test(arguments: either) func `a date is read`(text: String, day: String) {
    for order in [DateEntry.Order.dayFirst, .monthFirst] {
      #expect(read(text, order) == DateEntry(day: TestShop.day(day)), "\(text)")
    }
  }

  @Test(arguments: [
    ("12/3", "2027-03-12", "2026-12-03"), ("3/12", "2026-12-03", "2027-03-12"), ("1/2/27", "2027-02-01", "2027-01-02"),
    ("11-25", "none", "2026-11-25"), ("25/11", "2026-11-25", "none"),
  ])
  func `the shop's order decides`(text: String, dayFirst: String, monthFirst: String) {
    #expect(read(text, .dayFirst) == (dayFirst == "none" ? nil : DateEntry(day: TestShop.day(dayFirst))))
    #expect(read(text, .monthFirst) == (monthFirst == "none" ? nil : DateEntry(day: TestShop.day(monthFirst))))
  }

  @Test(arguments: [
    ("next fri 2p", "2026-12-04", 840), ("tomorrow 9am", "2026-11-26", 540), ("thu 14:30", "2026-11-26", 870),
    ("230p", "2026-12-10", 870), ("2p", "2026-12-10", 840), ("noon", "2026-12-10", 720), ("12a", "2026-12-10", 0),
    ("12p", "2026-12-10", 720), ("2:05 pm", "none", 0), ("9:05", "2026-12-10", 545), ("2p thu", "2026-11-26", 840),
    ("12/3 1015a", "2026-12-03", 615), ("fri, 2.30pm", "2026-11-27", 870),
  ])
  func `a time may stand beside it, or alone for the day on screen`(text: String, day: String, minute: Int) {
    let expected = day == "none" ? nil : DateEntry(day: TestShop.day(day), minute: minute)
    #expect(read(text, .monthFirst) == expected, "\(text)")
  }

  @Test(arguments: [
    "", "  ", "x", "next", "13/13", "32", "0", "2026-13-01", "2026-02-30", "feb 30", "fri fri", "fri 2", "25:00",
    "9:60",
    "13p", "0p", "+", "+x", "+99999", "99999999999999999999", "1/1/99999999999", "dec", "noon noon", "12/", "//", "田",
  ])
  func `nonsense is refused`(text: String) { #expect(read(text, .monthFirst) == nil, "\(text)") }

  private func read(_ text: String, _ order: DateEntry.Order) -> DateEntry? {
    DateEntry.parse(text, today: Self.today, shown: Self.shown, order: order)
  }
}
