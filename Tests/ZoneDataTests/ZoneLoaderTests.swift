import BookingModel
import Foundation
import Testing

@testable import ZoneData

@Suite struct ZoneLoaderTests {
  @Test(arguments: [
    "", "../etc/passwd", "/etc/localtime", "Europe/../Europe/Berlin", "Europe//Berlin", "Europe/", "/Europe",
    "posix/Europe/Berlin", "right/Europe/Berlin", "localtime", "posixrules", "tzdata.zi", "Europe", "Europe/Berlin\0",
    "Europe/Berlin ", "Europe/Bérlin", "Mars/Olympus", "zone1970.tab", String(repeating: "A", count: 65),
    "Europe/.Berlin", "europe/berlin",
  ])
  func `what is no zone name loads nothing`(text: String) { #expect(ZoneLoader().zone(text) == nil) }

  @Test(arguments: ["Etc/UTC", "Etc/GMT+5", "US/Eastern", "EST5EDT", "America/Argentina/Buenos_Aires", "W-SU", "GMT0"])
  func `odd but real names load`(name: String) { #expect(ZoneLoader().zone(name)?.identifier == name) }

  @Test func `UTC needs no files`() {
    #expect(ZoneLoader(folder: "/nonexistent").zone("UTC") == .utc)
    #expect(ZoneLoader().zone("Etc/UTC")?.isUTC == true)
  }

  @Test func `abbreviations are words or nothing`() throws {
    let winter = try #require(Instant(iso8601: "2026-01-15T12:00:00Z"))
    #expect(ZoneLoader().zone("Europe/Berlin")?.abbreviation(at: winter) == "CET")
    #expect(ZoneLoader().zone("Asia/Kathmandu")?.abbreviation(at: winter) == "")
  }

  @Test func `a file cut anywhere, or with a byte changed, never crashes and never loads cut`() throws {
    let whole = try #require(readSmallFile("/usr/share/zoneinfo/Europe/Berlin", limit: 65_536))
    #expect(ZoneFile(whole) != nil)
    for length in 0..<whole.count { #expect(ZoneFile(Array(whole.prefix(length))) == nil, "\(length) bytes") }
    for index in whole.indices {
      for value in [UInt8(0), 0x7F, 0xFF, whole[index] ^ 1] {
        var damaged = whole
        damaged[index] = value
        if let file = ZoneFile(damaged) { _ = Zone(identifier: "X", file: file) }
      }
    }
  }

  @Test func `a file larger than any zone is not read`() throws {
    let folder = try TemporaryFolder()
    try folder.write([UInt8](repeating: 0x54, count: 70_000), to: "Huge")
    #expect(ZoneLoader(folder: folder.path).zone("Huge") == nil)
  }

  @Test func `a slim file is one change and a rule`() throws {
    let file = try #require(ZoneFile(slimFile(version: 0x32, rule: "EST5EDT,M3.2.0,M11.1.0")))
    let zone = try #require(Zone(identifier: "Test/Slim", file: file))
    let newYork = try #require(ZoneLoader().zone("America/New_York"))
    #expect(
      zone.transitions.filter { $0.at.seconds > 1_200_000_000 }
        == newYork.transitions.filter { $0.at.seconds > 1_200_000_000 })
  }

  @Test(arguments: [UInt8(0x32), 0x33, 0x34]) func `versions 2 to 4 are read`(version: UInt8) {
    #expect(ZoneFile(slimFile(version: version, rule: "EST5EDT,M3.2.0,M11.1.0")) != nil)
  }

  @Test func `version 1 is its 32-bit block alone`() throws {
    let file = try #require(ZoneFile(block(version: 0, timeSize: 4)))
    #expect(file.rule == nil)
    let zone = try #require(Zone(identifier: "Test/Old", file: file))
    #expect(zone.offsetSeconds(at: Instant(seconds: 4_000_000_000)) == -18_000)
  }

  @Test(arguments: [
    ("CET-1CEST,M3.5.0,M10.5.0/3", 3600, 7200, "2026-03-29", "2026-10-25"),
    ("IST-1GMT0,M10.5.0,M3.5.0/1", 3600, 0, "2026-10-25", "2026-03-29"),
    ("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", 37_800, 39_600, "2026-10-04", "2026-04-05"),
    ("AAA3BBB,J60,J365", -10_800, -7200, "2026-03-01", "2026-12-31"),
    ("AAA3BBB,59/-1,364/167", -10_800, -7200, "2026-03-01", "2026-12-31"),
  ])
  func `rules are read`(text: String, standard: Int, summer: Int, start: String, end: String) throws {
    let rule = try #require(RecurringRule(text))
    #expect(rule.standard.offsetSeconds == standard)
    #expect(rule.summer?.type.offsetSeconds == summer)
    #expect(rule.summer?.start.date(in: 2026)?.description == start)
    #expect(rule.summer?.end.date(in: 2026)?.description == end)
  }

  @Test func `29 February counts in one way of numbering days and not in the other`() {
    #expect(RecurringRule.Moment(day: .julian(60), seconds: 0).date(in: 2028)?.description == "2028-03-01")
    #expect(RecurringRule.Moment(day: .ordinal(59), seconds: 0).date(in: 2028)?.description == "2028-02-29")
  }

  @Test(arguments: [
    "", "CET", "C-1", "CET-1CEST", "CET-1CEST,M3.5.0", "CET-25", "CET-1CEST,M13.5.0,M10.5.0",
    "CET-1CEST,M3.6.0,M10.5.0",
    "CET-1CEST,M3.5.7,M10.5.0", "CET-1CEST,M3.5.0,M10.5.0x", "<CET-1", "CET-1CEST,M3.5.0/168,M10.5.0", "CET--1",
  ])
  func `what is no rule is refused`(text: String) { #expect(RecurringRule(text) == nil) }

  @Test func `the machine's zone comes from TZ, then the word, then the link`() throws {
    let system = try TemporaryFolder()
    let loader = ZoneLoader()
    func found(_ tz: String?) -> String { loader.machineZoneIdentifier(tz: tz, systemFolder: system.path) }
    #expect(found(nil) == "UTC")
    try FileManager.default.createSymbolicLink(
      atPath: system.path + "/localtime", withDestinationPath: "/usr/share/zoneinfo/Asia/Kathmandu")
    #expect(found(nil) == "Asia/Kathmandu")
    try system.write(Array("America/Bogota\n".utf8), to: "timezone")
    #expect(found(nil) == "America/Bogota")
    #expect(found("Europe/Berlin") == "Europe/Berlin")
    #expect(found(":Europe/Berlin") == "Europe/Berlin")
    #expect(found("/usr/share/zoneinfo/Europe/Berlin") == "Europe/Berlin")
    #expect(found("") == "UTC")
    #expect(found("CET-1CEST") == "America/Bogota")
    try system.write(Array("../../etc/passwd\n".utf8), to: "timezone")
    #expect(found(nil) == "Asia/Kathmandu")
  }

  @Test(arguments: [
    ("europe/berlin", "Europe/Berlin"), ("Berlin", "Europe/Berlin"), ("America/New York", "America/New_York"),
    ("Europe/Berln", "Europe/Berlin"), ("Asia/Katmandu", "Asia/Katmandu"), ("los angeles", "America/Los_Angeles"),
  ])
  func `a mistyped name finds what was meant`(text: String, name: String) {
    #expect(ZoneLoader().suggestions(for: text).first == name)
  }

  @Test(arguments: [
    ("Europe/Berlin", "DE"), ("America/New_York", "US"), ("Asia/Kathmandu", "NP"), ("Europe/Oslo", "NO"), ("UTC", nil),
    ("Mars/Olympus", nil), ("", nil),
  ])
  func `a zone suggests its country`(zone: String, country: String?) {
    #expect(ZoneLoader().countryCode(ofZone: zone) == country)
  }

  @Test func `nonsense finds nothing, and known names load`() throws {
    let loader = ZoneLoader()
    #expect(loader.suggestions(for: "qqqqqqqqqqqq") == [])
    let names = loader.knownIdentifiers()
    #expect(names.count > 400)
    #expect(names.filter { loader.zone($0) == nil } == [])
  }

  // MARK: - Files made by hand

  /// Header and data of one type (-5 h, `EST`) with one change to itself in 1883 or 1901.
  private func block(version: UInt8, timeSize: Int) -> [UInt8] {
    func big(_ value: Int, _ size: Int) -> [UInt8] {
      (0..<size).reversed().map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    }
    var bytes = Array("TZif".utf8) + [version] + [UInt8](repeating: 0, count: 15)
    for count in [0, 0, 0, 1, 1, 4] { bytes += big(count, 4) }
    bytes += big(-2_147_483_647, timeSize) + [0]
    bytes += big(-18_000, 4) + [0, 0]
    return bytes + Array("EST\0".utf8)
  }

  private func slimFile(version: UInt8, rule: String) -> [UInt8] {
    block(version: version, timeSize: 4) + block(version: version, timeSize: 8) + Array("\n\(rule)\n".utf8)
  }
}

/// A folder of its own that goes when the test does.
final class TemporaryFolder {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "caltui-zones-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  func write(_ bytes: [UInt8], to name: String) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: path + "/" + name))
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}
