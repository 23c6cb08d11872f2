import BookingModel
import Foundation
import Testing
import ZoneData

/// Foundation reads the same rules by another way (ICU), which makes it a witness.
@Suite struct ZoneAgainstFoundationTests {
  static let names = [
    "Europe/Berlin", "America/New_York", "America/Los_Angeles", "America/Chicago", "Asia/Kathmandu", "Asia/Kolkata",
    "Pacific/Apia", "America/Bogota", "Australia/Lord_Howe", "Australia/Sydney", "America/Sao_Paulo",
    "Africa/Casablanca", "Europe/Dublin", "Europe/London", "Pacific/Auckland", "Pacific/Chatham", "UTC",
    "Asia/Tehran", "America/St_Johns", "Asia/Tokyo", "Pacific/Kiritimati", "America/Santiago", "Asia/Gaza",
    "Africa/Cairo", "Europe/Moscow", "America/Caracas", "Etc/GMT+5", "America/Argentina/Buenos_Aires",
    "America/Port-au-Prince", "Antarctica/Troll",
  ]

  @Test(arguments: names)
  func `offsets agree with Foundation from 2000 to 2037`(name: String) throws {
    let zone = try #require(ZoneLoader().zone(name))
    let witness = try #require(TimeZone(identifier: name))
    // Every 5 hours and 7 minutes, so that all hours of the day and both sides of each change are met.
    var second: Int64 = 946_684_800
    var differences: [Int64] = []
    while second < 2_145_916_800 {
      let expected = witness.secondsFromGMT(for: Date(timeIntervalSince1970: Double(second)))
      if zone.offsetSeconds(at: Instant(seconds: second)) != expected { differences.append(second) }
      second += 18_420
    }
    #expect(differences.isEmpty, "\(differences.count) differ, first at \(differences.first ?? 0)")
  }

  @Test(arguments: ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Europe/Dublin", "Pacific/Auckland"])
  func `the rule at the end of the file holds to the last year`(name: String) throws {
    let zone = try #require(ZoneLoader().zone(name))
    let witness = try #require(TimeZone(identifier: name))
    for year in [2038, 2044, 2059, Zone.lastYear] {
      for month in 1...12 {
        let day = try #require(CalendarDay(year: year, month: month, day: 15))
        let second = Int64(day.daysSince1970) * 86_400
        let expected = witness.secondsFromGMT(for: Date(timeIntervalSince1970: Double(second)))
        #expect(zone.offsetSeconds(at: Instant(seconds: second)) == expected, "\(day)")
      }
    }
    let last = try #require(zone.transitions.last)
    #expect(zone.day(of: last.at).year == Zone.lastYear)
  }

  @Test(arguments: names)
  func `every instant near a change comes back from its wall clock`(name: String) throws {
    let zone = try #require(ZoneLoader().zone(name))
    for change in zone.transitions where change.at < Instant(seconds: 2_145_916_800) {
      for minutes in stride(from: -1500, through: 1500, by: 15) {
        let instant = change.at.adding(minutes: minutes)
        let local = zone.local(instant)
        #expect(zone.instants(of: local).contains(instant), "\(instant.iso8601)")
        #expect(zone.instant(of: local) <= instant)
      }
    }
  }
}
