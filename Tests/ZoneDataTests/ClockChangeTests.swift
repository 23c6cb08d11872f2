import BookingModel
import Testing
import ZoneData

/// Days on which the wall clock jumps.
@Suite struct ClockChangeTests {
  private func zone(_ name: String) throws -> Zone { try #require(ZoneLoader().zone(name)) }
  private func day(_ text: String) throws -> CalendarDay { try #require(CalendarDay(text)) }
  private func instant(_ text: String) throws -> Instant { try #require(Instant(iso8601: text)) }

  @Test func `the skipped hour of Berlin has no instant, and starts at the jump when asked for one`() throws {
    let berlin = try zone("Europe/Berlin")
    let spring = try day("2026-03-29")
    #expect(berlin.instants(of: LocalTime(day: spring, minute: 150)) == [])
    #expect(berlin.instant(of: LocalTime(day: spring, minute: 150)) == (try instant("2026-03-29T01:00:00Z")))
    #expect(berlin.instants(of: LocalTime(day: spring, minute: 119)) == [try instant("2026-03-29T00:59:00Z")])
    #expect(berlin.instants(of: LocalTime(day: spring, minute: 180)) == [try instant("2026-03-29T01:00:00Z")])
  }

  @Test func `the doubled hour of Berlin has two instants, one hour apart`() throws {
    let berlin = try zone("Europe/Berlin")
    let autumn = try day("2026-10-25")
    let both = [try instant("2026-10-25T00:30:00Z"), try instant("2026-10-25T01:30:00Z")]
    #expect(berlin.instants(of: LocalTime(day: autumn, minute: 150)) == both)
    #expect(both.map(berlin.isDoubled) == [true, true])
    #expect(both.map(berlin.abbreviation) == ["CEST", "CET"])
    #expect(!berlin.isDoubled(try instant("2026-10-25T02:30:00Z")))
  }

  @Test(arguments: [
    ("Europe/Berlin", "2026-03-29", 23 * 60), ("Europe/Berlin", "2026-10-25", 25 * 60),
    ("Europe/Berlin", "2026-06-01", 24 * 60), ("Australia/Lord_Howe", "2026-10-04", 23 * 60 + 30),
    ("Australia/Lord_Howe", "2026-04-05", 24 * 60 + 30), ("America/New_York", "2026-11-01", 25 * 60),
    ("America/Sao_Paulo", "2018-11-04", 23 * 60), ("Pacific/Apia", "2011-12-30", 0),
    ("Asia/Kathmandu", "2026-03-29", 24 * 60),
  ])
  func `a day is as long as its clock makes it`(name: String, text: String, minutes: Int) throws {
    let interval = try zone(name).interval(of: try day(text))
    #expect(interval.upperBound.minutes(since: interval.lowerBound) == minutes)
  }

  @Test func `a day whose midnight is skipped starts at the jump`() throws {
    let saoPaulo = try zone("America/Sao_Paulo")
    let start = saoPaulo.start(of: try day("2018-11-04"))
    #expect(start == (try instant("2018-11-04T03:00:00Z")))
    #expect(saoPaulo.local(start) == LocalTime(day: try day("2018-11-04"), minute: 60))
  }

  @Test func `Apia has no 30 December 2011`() throws {
    let apia = try zone("Pacific/Apia")
    #expect(apia.instants(of: LocalTime(day: try day("2011-12-30"), minute: 720)) == [])
    #expect(apia.day(of: try instant("2011-12-30T09:59:00Z")) == (try day("2011-12-29")))
    #expect(apia.day(of: try instant("2011-12-30T10:00:00Z")) == (try day("2011-12-31")))
  }

  @Test(arguments: [
    ("Asia/Kathmandu", "+05:45"), ("Europe/Berlin", "+01:00"), ("America/New_York", "-05:00"),
    ("America/St_Johns", "-03:30"), ("Pacific/Chatham", "+13:45"), ("UTC", "+00:00"), ("America/Bogota", "-05:00"),
  ])
  func `offsets are written with sign, hours and minutes`(name: String, text: String) throws {
    #expect(try zone(name).offsetText(at: try instant("2026-12-01T12:00:00Z")) == text)
  }
}
