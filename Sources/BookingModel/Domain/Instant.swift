/// A point on the time line, in whole milliseconds since 1970-01-01T00:00:00Z.
///
/// It has no wall clock of its own: only a ``Zone`` makes one of it (``Zone/local(_:)``).
public struct Instant: Hashable, Comparable, Sendable, Codable {
  public var milliseconds: Int64

  public init(milliseconds: Int64) { self.milliseconds = milliseconds }
  public init(seconds: Int64) { self.milliseconds = seconds * 1000 }

  /// Whole seconds, rounded towards the past.
  public var seconds: Int64 { milliseconds.flooredQuotient(by: 1000) }

  public static func < (a: Instant, b: Instant) -> Bool { a.milliseconds < b.milliseconds }

  public func adding(milliseconds count: Int64) -> Instant { Instant(milliseconds: milliseconds + count) }
  public func adding(seconds count: Int64) -> Instant { adding(milliseconds: count * 1000) }
  public func adding(minutes count: Int) -> Instant { adding(milliseconds: Int64(count) * 60_000) }

  /// Whole minutes from `earlier` to here, rounded towards the past.
  public func minutes(since earlier: Instant) -> Int {
    Int((milliseconds - earlier.milliseconds).flooredQuotient(by: 60_000))
  }
}

extension FixedWidthInteger where Self: SignedInteger {
  /// Division that rounds towards minus infinity, as calendars need for dates before 1970.
  func flooredQuotient(by divisor: Self) -> Self {
    let quotient = self / divisor
    return self % divisor < 0 ? quotient - 1 : quotient
  }
  func flooredRemainder(by divisor: Self) -> Self { self - flooredQuotient(by: divisor) * divisor }
}

// MARK: - ISO 8601

extension Instant {
  /// Reads `2026-09-02T07:00:00.000Z`, with or without seconds and fraction, with `Z` or `±HH:MM`.
  ///
  /// A time without an offset is refused: it names no instant. So is an impossible one (`13:60`).
  public init?(iso8601 text: some StringProtocol) {
    guard let reading = ISODateTime(text), let offset = reading.offsetSeconds else { return nil }
    self = reading.instant(offsetSeconds: offset)
  }

  /// `2026-09-02T07:00:00.000Z`, as Cal.com prints bookings (CONTRACT 6).
  public var iso8601: String { iso8601(offsetSeconds: 0, zulu: true) }

  /// `2026-09-02T07:00:00Z`: the form requests carry.
  public var iso8601Seconds: String {
    let text = iso8601
    return String(text.dropLast(5)) + "Z"
  }

  /// `2026-09-02T09:00:00.000+02:00`, as Cal.com prints slots.
  public func iso8601(in zone: Zone) -> String {
    iso8601(offsetSeconds: zone.offsetSeconds(at: self), zulu: zone.isUTC)
  }

  private func iso8601(offsetSeconds: Int, zulu: Bool) -> String {
    let shifted = milliseconds + Int64(offsetSeconds) * 1000
    let day = CalendarDay(daysSince1970: Int(shifted.flooredQuotient(by: 86_400_000)))
    let rest = Int(shifted.flooredRemainder(by: 86_400_000))
    var text = day.description + "T"
    text += twoDigits(rest / 3_600_000) + ":" + twoDigits(rest / 60_000 % 60) + ":" + twoDigits(rest / 1000 % 60)
    let thousandths = rest % 1000
    text += "." + (thousandths < 100 ? "0" : "") + twoDigits(thousandths)
    if zulu { return text + "Z" }
    let minutes = abs(offsetSeconds) / 60
    return text + (offsetSeconds < 0 ? "-" : "+") + twoDigits(minutes / 60) + ":" + twoDigits(minutes % 60)
  }
}

/// Two digits at least: `7` becomes `07`. Frames are full of these, so no formatter is involved.
@inlinable public func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

/// The parts of an ISO 8601 date-time as written; the offset may be missing (then the reader says which zone is meant).
public struct ISODateTime: Equatable, Sendable {
  public var day: CalendarDay
  public var millisecondOfDay: Int
  /// `nil` when the text has neither `Z` nor an offset.
  public var offsetSeconds: Int?

  /// Accepts `YYYY-MM-DDTHH:MM[:SS[.fraction]][Z|±HH[:]MM]`; a space may stand for `T`.
  public init?(_ text: some StringProtocol) {
    let bytes = Array(text.utf8)
    guard bytes.count >= 16, bytes[10] == UInt8(ascii: "T") || bytes[10] == UInt8(ascii: " "),
      let day = CalendarDay(bytes[0..<10]), bytes[13] == UInt8(ascii: ":"),
      let hour = decimal(bytes[11..<13]), let minute = decimal(bytes[14..<16]), hour < 24, minute < 60
    else { return nil }
    var index = 16
    var milliseconds = (hour * 60 + minute) * 60_000
    if index < bytes.count, bytes[index] == UInt8(ascii: ":") {
      guard bytes.count >= index + 3, let second = decimal(bytes[index + 1..<index + 3]), second < 60 else {
        return nil
      }
      milliseconds += second * 1000
      index += 3
      if index < bytes.count, bytes[index] == UInt8(ascii: ".") {
        let digits = bytes[(index + 1)...].prefix { $0 >= 0x30 && $0 <= 0x39 }
        guard !digits.isEmpty else { return nil }
        let padded = (Array(digits) + [0x30, 0x30, 0x30]).prefix(3)
        milliseconds += decimal(padded[...]) ?? 0
        index = digits.endIndex
      }
    }
    self.day = day
    self.millisecondOfDay = milliseconds
    switch bytes[index...] {
    case []: self.offsetSeconds = nil
    case [UInt8(ascii: "Z")], [UInt8(ascii: "z")]: self.offsetSeconds = 0
    case let rest:
      let sign = rest[index]
      var digits = Array(rest.dropFirst())
      if digits.count == 5, digits[2] == UInt8(ascii: ":") { digits.remove(at: 2) }
      guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"), digits.count == 4,
        let hours = decimal(digits[0..<2]), let minutes = decimal(digits[2..<4]), hours < 24, minutes < 60
      else { return nil }
      self.offsetSeconds = (hours * 60 + minutes) * (sign == UInt8(ascii: "-") ? -60 : 60)
    }
  }

  public func instant(offsetSeconds: Int) -> Instant {
    Instant(
      milliseconds: Int64(day.daysSince1970) * 86_400_000 + Int64(millisecondOfDay) - Int64(offsetSeconds) * 1000)
  }
}

/// The number that ASCII digits spell, or `nil` when there is none or anything else among them.
func decimal(_ digits: some Collection<UInt8>) -> Int? {
  guard !digits.isEmpty, digits.count < 18 else { return nil }
  var value = 0
  for digit in digits {
    guard digit >= 0x30, digit <= 0x39 else { return nil }
    value = value * 10 + Int(digit - 0x30)
  }
  return value
}
