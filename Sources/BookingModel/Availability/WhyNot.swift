/// Why a time cannot be booked: the text behind a grey cell, and the refusal inside the server's write transaction.
public enum WhyNot: Hashable, Sendable {
  case past
  /// Outside the opening hours, or the length does not fit into what is left of them.
  case closed
  case booked(Booking.UID)
  /// Free itself, but too near that booking.
  case buffer(Booking.UID)
  case held(until: Instant)
  /// Too soon; from then on it could be booked.
  case notice(earliest: Instant)
  /// Too far ahead, or before the first day on offer.
  case window(first: CalendarDay?, last: CalendarDay?)
  case limit(Limit)
  case noSeatLeft
  /// Free, but not one of the starts on offer. A booking would be accepted (CONTRACT 12.5).
  case offGrid
  /// Free, but only the first slot of a day is on offer.
  case notFirstOfDay

  public struct Limit: Hashable, Sendable {
    public enum Counted: Hashable, Sendable { case bookings, minutes }
    public var period: LimitPeriod
    public var counts: Counted
    public var maximum: Int
    public init(period: LimitPeriod, counts: Counted, maximum: Int) {
      self.period = period
      self.counts = counts
      self.maximum = maximum
    }
  }
}

extension Availability {
  /// Why `start` is not among the slots; `nil` when it is one.
  public static func whyNot(_ start: Instant, problem: AvailabilityProblem, now: Instant) -> WhyNot? {
    if case .refused(let reason) = verdict(start, problem: problem, now: now) { return reason }
    let day = problem.zone.interval(of: problem.zone.day(of: start))
    var everyStart = problem
    everyStart.rules.onlyFirstSlotOfDay = false
    guard slots(problem: everyStart, range: day, now: now).contains(where: { $0.start == start }) else {
      return .offGrid
    }
    guard problem.rules.onlyFirstSlotOfDay else { return nil }
    return slots(problem: problem, range: day, now: now).contains { $0.start == start } ? nil : .notFirstOfDay
  }

  /// What the server decides on inside its write transaction.
  public enum Verdict: Hashable, Sendable {
    /// The hosts that could take it, in the order of the problem's calendars.
    case bookable(hosts: [String])
    case refused(WhyNot)
  }

  /// Whether a booking may start there: hours, busy times, notice, window and limits, but not the grid (CONTRACT 12.5).
  public static func verdict(
    _ start: Instant, problem: AvailabilityProblem, overrides: HostOverrides = .none, now: Instant
  ) -> Verdict {
    if start < now { return .refused(.past) }
    let from = start.milliseconds
    let until = from + problem.length
    var free: [String] = []
    var reason: WhyNot?
    if overrides.allowConflicts {
      free = problem.calendars.map(\.host)
    } else {
      let range = start..<Instant(milliseconds: until)
      for calendar in problem.calendars {
        if let obstacle = obstacle(range, calendar: calendar, problem: problem) {
          // With several hosts the one who is at work tells more than the one who is not.
          if reason == nil || reason == .closed { reason = obstacle }
        } else {
          free.append(calendar.host)
        }
      }
      let enough = problem.needsEveryHost ? free.count == problem.calendars.count && !free.isEmpty : !free.isEmpty
      if !enough { return .refused(reason ?? .closed) }
    }
    let day = problem.zone.day(of: start)
    if !overrides.allowOutOfBounds {
      let bounds = bounds(problem, now: now)
      if start < bounds.earliest { return .refused(.notice(earliest: bounds.earliest)) }
      if !bounds.admits(day: day) { return .refused(.window(first: bounds.firstDay, last: bounds.lastDay)) }
    }
    if !overrides.skipLimits, let limit = LimitUse(problem).broken(on: day),
      !joinsSeatedBooking(from, until, problem: problem)
    {
      return .refused(.limit(limit))
    }
    return .bookable(hosts: free)
  }

  /// Whether a booking may start there.
  public static func isBookable(
    _ start: Instant, problem: AvailabilityProblem, overrides: HostOverrides = .none, now: Instant
  ) -> Bool {
    if case .bookable = verdict(start, problem: problem, overrides: overrides, now: now) { true } else { false }
  }

  private static func obstacle(
    _ range: Range<Instant>, calendar: HostCalendar, problem: AvailabilityProblem
  ) -> WhyNot? {
    let from = range.lowerBound.milliseconds
    let until = range.upperBound.milliseconds
    let open = OpenTime(calendar.schedule, zone: calendar.zone, range: range)
    guard open.covers(from, until) else { return .closed }
    let sweep = BusySweep(calendar, problem: problem)
    guard !sweep.isFree(from, until) else { return nil }
    guard let time = sweep.obstacle(from, until, problem: problem) else { return .closed }
    let isSameSeatedSlot =
      problem.rules.seats != nil && time.service == problem.service && time.start == range.lowerBound
      && time.end == range.upperBound
    if isSameSeatedSlot { return .noSeatLeft }
    switch time.holder {
    case .hold(let until): return .held(until: until)
    case .booking(let uid):
      return time.start < range.upperBound && time.end > range.lowerBound ? .booked(uid) : .buffer(uid)
    }
  }
}
