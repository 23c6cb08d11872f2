/// When a service can be booked: one pure function, used by the local server and by the board's "why not".
///
/// Starts lie on a grid: the start of an open span, plus `offsetStart`, plus whole intervals. A later `now` removes starts and moves none. A slot
/// is offered when all of it fits into open time, when a host (or every host, for collective services) has nothing else then, buffers
/// included, and when notice, window and limits admit its start.
public enum Availability {
  /// The free slots of those days, days and their keys in `dayZone`.
  public static func slots(
    problem: AvailabilityProblem, days: ClosedRange<CalendarDay>, dayZone: Zone? = nil, now: Instant
  ) -> DaySlots {
    let zone = dayZone ?? problem.zone
    let range = zone.start(of: days.lowerBound)..<zone.start(of: days.upperBound.advanced(by: 1))
    var result: DaySlots = [:]
    for slot in slots(problem: problem, range: range, now: now) {
      result[zone.day(of: slot.start), default: []].append(slot)
    }
    return result
  }

  /// The free slots that start within `range`, in order.
  public static func slots(problem: AvailabilityProblem, range: Range<Instant>, now: Instant) -> [Slot] {
    let bounds = bounds(problem, now: now)
    guard problem.rules.onlyFirstSlotOfDay else {
      return candidates(problem, range: range, bounds: bounds)
    }
    guard !range.isEmpty else { return [] }
    // "First" is that of the shop's day, so a question that begins at noon must not promote the afternoon's first.
    let zone = problem.zone
    let wide =
      zone.start(of: zone.day(of: range.lowerBound))..<zone.start(of: zone.day(of: range.upperBound).advanced(by: 1))
    var result: [Slot] = []
    var day: CalendarDay?
    for slot in candidates(problem, range: wide, bounds: bounds) where zone.day(of: slot.start) != day {
      day = zone.day(of: slot.start)
      if range.contains(slot.start) { result.append(slot) }
    }
    return result
  }

  /// Where bookings and holds can matter to slots that start within `range`: what the caller must load into ``HostCalendar/busy``.
  ///
  /// A rolling window counts days with free time from today on, so it looks further than the question.
  public static func busyReach(
    rules: BookingRules, minutes: Int, range: Range<Instant>, zone: Zone, now: Instant
  ) -> Range<Instant> {
    // One day covers the buffers of any other service; they are at most a few hours.
    var from = range.lowerBound.adding(minutes: -1440 - rules.bufferBefore)
    var until = range.upperBound.adding(minutes: 1440 + minutes + rules.bufferAfter)
    switch rules.window {
    case .calendarDays(let count, rolling: true), .businessDays(let count, rolling: true):
      from = min(from, now.adding(minutes: -2880))
      let last = zone.day(of: now).advanced(by: max(0, count) + BookingBounds.rollingSearchDays + 2)
      until = max(until, zone.start(of: last))
    default: break
    }
    if rules.onlyFirstSlotOfDay {
      from = from.adding(minutes: -1560)
      until = until.adding(minutes: 1560)
    }
    return from..<max(from, until)
  }

  /// Where bookings of the service count against its limits for slots that start within `reach`; `nil` when it has no limits.
  public static func limitReach(
    rules: BookingRules, reach: Range<Instant>, zone: Zone, weekStart: Weekday
  ) -> Range<Instant>? {
    let periods = LimitPeriod.allCases.filter { rules.countLimits[$0] != nil || rules.minuteLimits[$0] != nil }
    guard !periods.isEmpty, !reach.isEmpty else { return nil }
    let first = zone.day(of: reach.lowerBound)
    let last = zone.day(of: reach.upperBound)
    let from = periods.map { $0.start(of: first, weekStart: weekStart) }.min() ?? first
    let until = periods.map { $0.end(of: $0.start(of: last, weekStart: weekStart)) }.max() ?? last
    return zone.start(of: from)..<zone.start(of: until)
  }

  static func bounds(_ problem: AvailabilityProblem, now: Instant) -> BookingBounds {
    let zone = problem.zone
    // Only a rolling window asks, and preparing the search costs as much as the question itself.
    var prepared: Search?
    return BookingBounds(problem.rules, zone: zone, now: now) { day in
      let search = prepared ?? Search(problem)
      prepared = search
      var open = BookingBounds(BookingRules(minimumNotice: problem.rules.minimumNotice), zone: zone, now: now) { _ in
        true
      }
      open.firstDay = day
      open.lastDay = day
      return !search.slots(range: zone.interval(of: day), bounds: open).isEmpty
    }
  }

  /// A seat in a booking that exists already does not make one more booking.
  static func joinsSeatedBooking(_ start: Int64, _ end: Int64, problem: AvailabilityProblem) -> Bool {
    guard problem.rules.seats != nil else { return false }
    return problem.calendars.contains { calendar in
      calendar.busy.contains { time in
        guard case .booking(let uid) = time.holder, uid != problem.moving else { return false }
        return time.service == problem.service && time.start.milliseconds == start && time.end.milliseconds == end
      }
    }
  }

  private static func candidates(
    _ problem: AvailabilityProblem, range: Range<Instant>, bounds: BookingBounds
  ) -> [Slot] { Search(problem).slots(range: range, bounds: bounds) }
}

/// The search itself, prepared once for a problem: busy times sorted and joined, limits counted.
private struct Search {
  let problem: AvailabilityProblem
  let sweeps: [BusySweep]
  let limits: LimitUse

  init(_ problem: AvailabilityProblem) {
    self.problem = problem
    sweeps = problem.calendars.map { BusySweep($0, problem: problem) }
    limits = LimitUse(problem)
  }

  func slots(range: Range<Instant>, bounds: BookingBounds) -> [Slot] {
    let from = max(range.lowerBound, bounds.earliest).milliseconds
    let until = range.upperBound.milliseconds
    guard from < until else { return [] }
    let window = Instant(milliseconds: from)..<range.upperBound
    let length = problem.length
    let opens = problem.calendars.map { OpenTime($0.schedule, zone: $0.zone, range: window) }
    var result: [Slot] = []
    // Days repeat from slot to slot: the last answer is kept.
    var day = CalendarDay(daysSince1970: .min)
    var dayEnd = Int64.min
    var admitted = false
    var limited = false

    for start in starts(opens, from: from, until: until) {
      if start >= dayEnd {
        day = problem.zone.day(of: Instant(milliseconds: start))
        dayEnd = problem.zone.start(of: day.advanced(by: 1)).milliseconds
        if dayEnd <= start { dayEnd = start + 1 }
        admitted = bounds.admits(day: day)
        limited = limits.broken(on: day) != nil
      }
      guard admitted else { continue }
      let end = start + length
      if limited && !Availability.joinsSeatedBooking(start, end, problem: problem) { continue }
      guard hasHost(opens, start, end) else { continue }
      result.append(
        Slot(
          start: Instant(milliseconds: start), end: Instant(milliseconds: end), seatsRemaining: seatsLeft(start, end)))
    }
    return result
  }

  /// The grid: every start that some host's hours give, in order, once.
  private func starts(_ opens: [OpenTime], from: Int64, until: Int64) -> [Int64] {
    let step = Int64(max(1, problem.rules.slotInterval ?? problem.minutes)) * 60_000
    let offset = Int64(max(0, problem.rules.offsetStart)) * 60_000
    var result: [Int64] = []
    for open in opens {
      for piece in open.pieces where piece.end > from && piece.start < until {
        var start = piece.start + offset
        if start < from { start += (from - start + step - 1) / step * step }
        while start < min(piece.end, until) {
          result.append(start)
          start += step
        }
      }
    }
    if !zip(result, result.dropFirst()).allSatisfy({ $0 < $1 }) { result = Set(result).sorted() }
    return result
  }

  private func hasHost(_ opens: [OpenTime], _ start: Int64, _ end: Int64) -> Bool {
    guard !sweeps.isEmpty else { return false }
    for index in sweeps.indices {
      let free = opens[index].covers(start, end) && sweeps[index].isFree(start, end)
      if free != problem.needsEveryHost { return free }
    }
    return problem.needsEveryHost
  }

  private func seatsLeft(_ start: Int64, _ end: Int64) -> Int? {
    guard let seats = problem.rules.seats?.perSlot else { return nil }
    for sweep in sweeps {
      if case .left(let count) = sweep.seat(start, end) { return count }
    }
    return seats
  }
}
