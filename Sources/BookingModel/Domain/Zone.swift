/// A time zone as a value: its IANA name, and when its offset from UTC changes.
///
/// Loaded at the edge (`ZoneLoader` in `ZoneData`), because rules of zones are files; computing with it is pure, and fast enough for every
/// cell of a frame. Transitions are known from ``Zone/firstYear`` to ``Zone/lastYear``; before and after, the nearest offset holds.
public struct Zone: Hashable, Sendable, Codable {
  public static let firstYear = 2000
  public static let lastYear = 2060

  public struct Transition: Hashable, Sendable, Codable {
    public var at: Instant
    /// Offset from UTC that holds from `at` on.
    public var offsetSeconds: Int
    /// Letters such as `CEST`; empty when the zone has none.
    public var abbreviation: String

    public init(at: Instant, offsetSeconds: Int, abbreviation: String = "") {
      self.at = at
      self.offsetSeconds = offsetSeconds
      self.abbreviation = abbreviation
    }
  }

  /// IANA name, as it goes over the wire: `Europe/Berlin`.
  public var identifier: String
  public var initialOffsetSeconds: Int
  public var initialAbbreviation: String
  /// In order of time.
  public var transitions: [Transition]

  public init(
    identifier: String, initialOffsetSeconds: Int, initialAbbreviation: String = "", transitions: [Transition] = []
  ) {
    self.identifier = identifier
    self.initialOffsetSeconds = initialOffsetSeconds
    self.initialAbbreviation = initialAbbreviation
    self.transitions = transitions
  }

  public static let utc = Zone(identifier: "UTC", initialOffsetSeconds: 0, initialAbbreviation: "UTC")

  public var isUTC: Bool { transitions.isEmpty && initialOffsetSeconds == 0 }

  public func offsetSeconds(at instant: Instant) -> Int {
    governing(instant).map { transitions[$0].offsetSeconds } ?? initialOffsetSeconds
  }

  public func abbreviation(at instant: Instant) -> String {
    governing(instant).map { transitions[$0].abbreviation } ?? initialAbbreviation
  }

  /// The place of the transition that holds; not itself, whose letters would be counted at every call.
  private func governing(_ instant: Instant) -> Int? {
    var low = 0
    var high = transitions.count
    while low < high {
      let middle = (low + high) / 2
      if transitions[middle].at <= instant { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? nil : low - 1
  }

  /// The wall clock in this zone.
  public func local(_ instant: Instant) -> LocalTime {
    let shifted = instant.milliseconds + Int64(offsetSeconds(at: instant)) * 1000
    return LocalTime(
      day: CalendarDay(daysSince1970: Int(shifted.flooredQuotient(by: 86_400_000))),
      minute: Int(shifted.flooredRemainder(by: 86_400_000) / 60_000))
  }

  public func day(of instant: Instant) -> CalendarDay { local(instant).day }

  /// Where a wall-clock time lies on the time line: none in the skipped hour, two in the doubled one.
  public func instants(of time: LocalTime) -> [Instant] {
    let naive = Instant(milliseconds: time.millisecondsSince1970AsIfUTC)
    // An offset lies within ±26 h, so the two offsets in force a day either side are the only candidates.
    let before = offsetSeconds(at: naive.adding(seconds: -93_600))
    let after = offsetSeconds(at: naive.adding(seconds: 93_600))
    let wanted = time.normalized
    if before == after {
      // Nearly every day of the year. The clock may still have gone there and back in between.
      let only = naive.adding(seconds: -Int64(before))
      return local(only) == wanted ? [only] : []
    }
    return [max(before, after), min(before, after)]
      .map { naive.adding(seconds: -Int64($0)) }
      .filter { local($0) == wanted }
  }

  /// The first instant with that wall clock; in a skipped hour the instant at which the clock jumps past it.
  public func instant(of time: LocalTime) -> Instant {
    let naive = Instant(milliseconds: time.millisecondsSince1970AsIfUTC)
    let before = offsetSeconds(at: naive.adding(seconds: -93_600))
    let usual = naive.adding(seconds: -Int64(before))
    // As ``instants(of:)`` finds it on nearly every day of the year.
    if before == offsetSeconds(at: naive.adding(seconds: 93_600)), offsetSeconds(at: usual) == before { return usual }
    if let exact = instants(of: time).first { return exact }
    let guess = naive.adding(seconds: -Int64(before))
    return governing(guess).map { transitions[$0].at } ?? guess
  }

  /// The first instant of a day: not always midnight, where the clock skips it.
  public func start(of day: CalendarDay) -> Instant { instant(of: LocalTime(day: day, minute: 0)) }

  /// The instants of a day, from its first to the first of the next. 23 or 25 hours long when the clock changes.
  public func interval(of day: CalendarDay) -> Range<Instant> { start(of: day)..<start(of: day.advanced(by: 1)) }

  /// The wall clock, and which of the two when the hour is doubled.
  public func isDoubled(_ instant: Instant) -> Bool { instants(of: local(instant)).count > 1 }

  /// Whether it lies in the second pass of an hour that the clock goes through twice.
  public func isSecondPass(_ instant: Instant) -> Bool {
    let both = instants(of: local(instant))
    return both.count > 1 && both.last == instant
  }

  /// The wall-clock minutes that a day goes through twice; `nil` on all days but those on which the clock is put back.
  public func repeatedMinutes(of day: CalendarDay) -> Range<Int>? {
    let whole = interval(of: day)
    guard whole.upperBound > whole.lowerBound.adding(minutes: 1440) else { return nil }
    let twice = (0..<1440).filter { instants(of: LocalTime(day: day, minute: $0)).count > 1 }
    guard let first = twice.first, let last = twice.last else { return nil }
    return first..<last + 1
  }

  /// `+02:00`
  public func offsetText(at instant: Instant) -> String {
    let minutes = offsetSeconds(at: instant) / 60
    return (minutes < 0 ? "-" : "+") + twoDigits(abs(minutes) / 60) + ":" + twoDigits(abs(minutes) % 60)
  }
}

/// A wall-clock reading: a date and a minute of it. Meaningless without the zone it was read in.
public struct LocalTime: Hashable, Comparable, Sendable, Codable {
  public var day: CalendarDay
  /// 0 to 1439; other values are minutes before or after that midnight, see ``normalized``.
  public var minute: Int

  public init(day: CalendarDay, minute: Int) {
    self.day = day
    self.minute = minute
  }

  public var hour: Int { minute / 60 }

  public var normalized: LocalTime {
    LocalTime(
      day: day.advanced(by: minute.flooredQuotient(by: 1440)), minute: minute.flooredRemainder(by: 1440))
  }

  public static func < (a: LocalTime, b: LocalTime) -> Bool { (a.day, a.minute) < (b.day, b.minute) }

  var millisecondsSince1970AsIfUTC: Int64 { Int64(day.daysSince1970) * 86_400_000 + Int64(minute) * 60_000 }
}
