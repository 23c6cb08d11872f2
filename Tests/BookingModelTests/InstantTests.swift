import BookingModel
import Testing

@Suite struct InstantTests {
  @Test(arguments: [
    ("1970-01-01T00:00:00Z", 0), ("2026-09-02T07:00:00.000Z", 1_788_332_400_000),
    ("2026-09-02T07:00:00Z", 1_788_332_400_000), ("2026-09-02T07:00Z", 1_788_332_400_000),
    ("2026-09-02 07:00Z", 1_788_332_400_000), ("2026-09-02T07:00:00z", 1_788_332_400_000),
    ("2026-09-02T09:00:00+02:00", 1_788_332_400_000), ("2026-09-02T09:00:00+0200", 1_788_332_400_000),
    ("2026-09-02T09:00:00.000+02:00", 1_788_332_400_000), ("2026-09-02T03:30:00-03:30", 1_788_332_400_000),
    ("2026-09-02T07:00:00.5Z", 1_788_332_400_500), ("2026-09-02T07:00:00.123456Z", 1_788_332_400_123),
    ("1969-12-31T23:59:59.999Z", -1), ("0001-01-01T00:00:00Z", -62_135_596_800_000),
    ("9999-12-31T23:59:59.999Z", 253_402_300_799_999), ("2028-02-29T00:00:00Z", 1_835_395_200_000),
    ("2026-09-02T23:30:00-23:59", 1_788_478_140_000),
  ])
  func `an ISO 8601 text with an offset is an instant`(text: String, milliseconds: Int64) {
    #expect(Instant(iso8601: text)?.milliseconds == milliseconds)
  }

  @Test(arguments: [
    "", "2026-09-02", "2026-09-02T07:00:00", "2026-09-02T07:00", "2026-09-02T24:00:00Z", "2026-09-02T13:60:00Z",
    "2026-09-02T13:00:60Z", "2026-02-29T07:00:00Z", "2026-04-31T07:00:00Z", "2026-13-01T07:00:00Z",
    "2026-00-01T07:00:00Z", "2026-01-00T07:00:00Z", "0000-01-01T00:00:00Z", "2026-9-2T07:00:00Z",
    "2026-09-02T7:00:00Z", "2026-09-02T07:00:00.Z", "2026-09-02T07:00:00.000", "2026-09-02T07:00:00+2",
    "2026-09-02T07:00:00+02", "2026-09-02T07:00:00+02:60", "2026-09-02T07:00:00+24:00", "2026-09-02T07:00:00+2:000",
    "2026-09-02T07:00:00+:0200", "2026-09-02T07:00:00+02::00", "2026-09-02T07:00:00+02:00x",
    "2026-09-02T07:00:00Zx", " 2026-09-02T07:00:00Z", "2026-09-02T07:00:00 Z", "2026-09-02x07:00:00Z",
    "2026/09/02T07:00:00Z", "-026-09-02T07:00:00Z", "+026-09-02T07:00:00Z", "2026-09-02T+7:00:00Z",
    "２０２６-09-02T07:00:00Z", "now",
  ])
  func `what names no instant is refused`(text: String) { #expect(Instant(iso8601: text) == nil) }

  @Test func `printing and reading agree, to the millisecond`() {
    // A step that shares no factor with the length of a day meets all hours, minutes, seconds and milliseconds.
    for milliseconds in stride(from: Int64(-62_135_596_800_000), to: 253_402_300_799_999, by: 987_654_321_123) {
      let instant = Instant(milliseconds: milliseconds)
      #expect(Instant(iso8601: instant.iso8601) == instant, "\(instant.iso8601)")
    }
  }

  @Test(arguments: [
    (0, "1970-01-01T00:00:00.000Z", "1970-01-01T00:00:00Z"), (7, "1970-01-01T00:00:00.007Z", "1970-01-01T00:00:00Z"),
    (1_788_332_400_050, "2026-09-02T07:00:00.050Z", "2026-09-02T07:00:00Z"),
    (-1, "1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59Z"),
  ])
  func `instants are printed as Cal.com prints them`(milliseconds: Int64, long: String, short: String) {
    let instant = Instant(milliseconds: milliseconds)
    #expect(instant.iso8601 == long)
    #expect(instant.iso8601Seconds == short)
  }

  @Test func `in a zone the offset is printed, and Z only for UTC`() {
    let instant = Instant(milliseconds: 1_788_332_400_000)
    let west = Zone(identifier: "Test/West", initialOffsetSeconds: -12_600)
    #expect(instant.iso8601(in: west) == "2026-09-02T03:30:00.000-03:30")
    #expect(instant.iso8601(in: .utc) == "2026-09-02T07:00:00.000Z")
  }

  @Test func `minutes between instants are rounded towards the past`() {
    let noon = Instant(seconds: 43_200)
    #expect(noon.adding(seconds: 59).minutes(since: noon) == 0)
    #expect(noon.adding(seconds: 60).minutes(since: noon) == 1)
    #expect(noon.adding(seconds: -1).minutes(since: noon) == -1)
    #expect(noon.adding(seconds: -60).minutes(since: noon) == -1)
  }

  @Test func `a date-time without an offset says so`() throws {
    let reading = try #require(ISODateTime("2026-09-02T07:15"))
    #expect(reading.offsetSeconds == nil)
    #expect(reading.day.description == "2026-09-02")
    #expect(reading.millisecondOfDay == 435 * 60_000)
  }
}
