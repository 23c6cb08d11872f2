/// How near and how far ahead a service can be booked: notice and window (CONTRACT 8.2).
struct BookingBounds {
  /// Starts before it are too soon: now plus the minimum notice.
  var earliest: Instant
  /// Inclusive days, of the schedule's zone; open where `nil`.
  var firstDay: CalendarDay?
  var lastDay: CalendarDay?

  /// How many days beyond its own count a rolling window looks for days with free time before it gives up.
  static let rollingSearchDays = 61

  /// A rolling window counts only days that have a free slot, so it asks `hasFreeSlot`, the window itself left aside.
  init(
    _ rules: BookingRules, zone: Zone, now: Instant, hasFreeSlot: (CalendarDay) -> Bool
  ) {
    earliest = now.adding(minutes: max(0, rules.minimumNotice))
    let today = zone.day(of: now)
    switch rules.window {
    case nil: break
    case .range(let from, let through):
      firstDay = from
      lastDay = through
    case .calendarDays(let count, rolling: false): lastDay = today.advanced(by: max(0, count))
    case .businessDays(let count, rolling: false):
      var day = today
      var left = count
      while left > 0 {
        day = day.advanced(by: 1)
        if !day.isWeekend { left -= 1 }
      }
      lastDay = day
    case .calendarDays(let count, rolling: true):
      lastDay = BookingBounds.rolling(count, from: today) { hasFreeSlot($0) }
    case .businessDays(let count, rolling: true):
      lastDay = BookingBounds.rolling(count, from: today) { !$0.isWeekend && hasFreeSlot($0) }
    }
  }

  func admits(day: CalendarDay) -> Bool {
    if let firstDay, day < firstDay { return false }
    if let lastDay, day > lastDay { return false }
    return true
  }

  /// The day on which the `count`-th matching day is met, from `today` on.
  private static func rolling(_ count: Int, from today: CalendarDay, matches: (CalendarDay) -> Bool) -> CalendarDay {
    var day = today.advanced(by: -1)
    var left = count
    let end = today.advanced(by: max(0, count) + rollingSearchDays)
    while left > 0 && day < end {
      day = day.advanced(by: 1)
      if matches(day) { left -= 1 }
    }
    return day
  }
}

/// The periods that limits count over.
public enum LimitPeriod: String, Hashable, Sendable, Codable, CaseIterable {
  case day, week, month, year

  /// The first day of the period that holds `day`.
  public func start(of day: CalendarDay, weekStart: Weekday) -> CalendarDay {
    switch self {
    case .day: day
    case .week: day.startOfWeek(weekStart)
    case .month: day.firstOfMonth
    case .year: CalendarDay(year: day.year, month: 1, day: 1) ?? day
    }
  }

  /// The first day after the period that begins at `start`.
  func end(of start: CalendarDay) -> CalendarDay {
    switch self {
    case .day: start.advanced(by: 1)
    case .week: start.advanced(by: 7)
    case .month: start.addingMonths(1)
    case .year: start.addingMonths(12)
    }
  }
}

extension BookingRules.PeriodLimits {
  public subscript(period: LimitPeriod) -> Int? {
    switch period {
    case .day: day
    case .week: week
    case .month: month
    case .year: year
    }
  }

  public var isEmpty: Bool { self == .none }
}

/// How much of each limit is used, by period.
struct LimitUse {
  private struct Key: Hashable {
    var period: LimitPeriod
    var start: CalendarDay
  }

  private let problem: AvailabilityProblem
  private var counts: [Key: Int] = [:]
  private var minutes: [Key: Int] = [:]
  let isUnlimited: Bool

  init(_ problem: AvailabilityProblem) {
    self.problem = problem
    let rules = problem.rules
    isUnlimited = rules.countLimits.isEmpty && rules.minuteLimits.isEmpty
    guard !isUnlimited else { return }
    for booking in problem.counted {
      let day = problem.zone.day(of: booking.start)
      for period in LimitPeriod.allCases where rules.countLimits[period] != nil || rules.minuteLimits[period] != nil {
        let key = Key(period: period, start: period.start(of: day, weekStart: problem.weekStart))
        counts[key, default: 0] += 1
        minutes[key, default: 0] += booking.minutes
      }
    }
  }

  /// The limit that one more booking on that day would break.
  func broken(on day: CalendarDay) -> WhyNot.Limit? {
    guard !isUnlimited else { return nil }
    for period in LimitPeriod.allCases {
      let key = Key(period: period, start: period.start(of: day, weekStart: problem.weekStart))
      if let limit = problem.rules.countLimits[period], counts[key, default: 0] + 1 > limit {
        return WhyNot.Limit(period: period, counts: .bookings, maximum: limit)
      }
      if let limit = problem.rules.minuteLimits[period], minutes[key, default: 0] + problem.minutes > limit {
        return WhyNot.Limit(period: period, counts: .minutes, maximum: limit)
      }
    }
    return nil
  }
}

extension CalendarDay {
  fileprivate var isWeekend: Bool { weekday == .saturday || weekday == .sunday }
}
