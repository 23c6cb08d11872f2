import BookingModel

/// The same question answered slowly and obviously: every minute is looked at by itself, nothing is sorted, joined or skipped.
struct AvailabilityOracle {
  var problem: AvailabilityProblem
  var now: Instant

  /// Which span of which date the wall clock reads at one minute; `nil` when closed.
  private struct Open: Equatable {
    var day: CalendarDay
    var span: Int
  }

  func slots(_ range: Range<Instant>) -> [Slot] {
    var result = candidates(range)
    if let last = lastWindowDay {
      result.removeAll { day(of: $0.start) > last }
    }
    if case .range(let first, _) = problem.rules.window {
      result.removeAll { day(of: $0.start) < first }
    }
    guard problem.rules.onlyFirstSlotOfDay else { return result }
    // Nothing earlier on that date, whether asked for or not.
    var everyStart = self
    everyStart.problem.rules.onlyFirstSlotOfDay = false
    let all = everyStart.slots(range.lowerBound.adding(minutes: -1560)..<range.upperBound)
    return result.filter { slot in
      !all.contains { $0.start < slot.start && day(of: $0.start) == day(of: slot.start) }
    }
  }

  private func day(of instant: Instant) -> CalendarDay { problem.zone.local(instant).day }

  private var lastWindowDay: CalendarDay? {
    let today = day(of: now)
    func weekday(_ day: CalendarDay) -> Bool { ![.saturday, .sunday].contains(day.weekday) }
    switch problem.rules.window {
    case nil: return nil
    case .range(_, let last): return last
    case .calendarDays(let count, rolling: false): return today.advanced(by: count)
    case .businessDays(let count, rolling: false):
      return (1...).lazy.map { today.advanced(by: $0) }.filter(weekday).prefix(count).reduce(today) { max($0, $1) }
    case .calendarDays(let count, rolling: true): return rolling(count) { _ in true }
    case .businessDays(let count, rolling: true): return rolling(count, among: weekday)
    }
  }

  private func rolling(_ count: Int, among: (CalendarDay) -> Bool) -> CalendarDay {
    let today = day(of: now)
    var found = 0
    for step in 0..<(count + 61) {
      let candidate = today.advanced(by: step)
      guard among(candidate) else { continue }
      // A date lies within 26 hours either side of the same date in UTC.
      let middle = Instant(seconds: Int64(candidate.daysSince1970) * 86_400)
      let around = middle.adding(minutes: -1560)..<middle.adding(minutes: 3000)
      if candidates(around).contains(where: { day(of: $0.start) == candidate }) { found += 1 }
      if found == count { return candidate }
    }
    return today.advanced(by: count + 60)
  }

  /// Everything but the window and the first-of-day rule.
  private func candidates(_ range: Range<Instant>) -> [Slot] {
    let origin = (range.lowerBound.milliseconds / 60_000) - 1600
    let count = Int(range.upperBound.milliseconds / 60_000 - origin) + problem.minutes + 1
    let opens = problem.calendars.map { self.opens($0, from: origin, count: count) }
    var result: [Slot] = []
    for index in 1600..<count {
      let start = Instant(milliseconds: (origin + Int64(index)) * 60_000)
      guard range.contains(start), start >= now.adding(minutes: problem.rules.minimumNotice) else { continue }
      guard opens.contains(where: { isOnGrid(index, $0) }) else { continue }
      let end = start.adding(minutes: problem.minutes)
      let free = problem.calendars.indices.map { host in
        opens[host][index..<index + problem.minutes].allSatisfy { $0 != nil }
          && problem.calendars[host].busy.allSatisfy { admits($0, start, end) }
          && seatsLeft(problem.calendars[host], start, end) != 0
      }
      guard problem.needsEveryHost ? free.allSatisfy({ $0 }) : free.contains(true) else { continue }
      let joins =
        problem.rules.seats != nil
        && problem.calendars.contains { $0.busy.contains { isSame($0, start, end) && isBooking($0) } }
      guard joins || withinLimits(start) else { continue }
      let seats = problem.rules.seats.map { seats in
        problem.calendars.compactMap { seatsLeft($0, start, end) }.first { $0 > 0 } ?? seats.perSlot
      }
      result.append(Slot(start: start, end: end, seatsRemaining: seats))
    }
    return result
  }

  private func opens(_ calendar: HostCalendar, from origin: Int64, count: Int) -> [Open?] {
    var spans: [CalendarDay: [MinuteSpan]] = [:]
    return (0..<count).map { index in
      let local = calendar.zone.local(Instant(milliseconds: (origin + Int64(index)) * 60_000))
      let today = spans[local.day] ?? calendar.schedule.spans(on: local.day)
      spans[local.day] = today
      for (number, span) in today.enumerated() where span.start <= local.minute && local.minute < span.end {
        return Open(day: local.day, span: number)
      }
      return nil
    }
  }

  private func isOnGrid(_ index: Int, _ opens: [Open?]) -> Bool {
    guard let here = opens[index] else { return false }
    var first = index
    while first > 0, opens[first - 1] == here { first -= 1 }
    let distance = index - first - problem.rules.offsetStart
    return distance >= 0 && distance % (problem.rules.slotInterval ?? problem.minutes) == 0
  }

  private func isBooking(_ busy: BusyTime) -> Bool {
    if case .booking(let uid) = busy.holder { uid != problem.moving } else { false }
  }

  private func isSame(_ busy: BusyTime, _ start: Instant, _ end: Instant) -> Bool {
    problem.rules.seats != nil && busy.service == problem.service && busy.start == start && busy.end == end
  }

  private func admits(_ busy: BusyTime, _ start: Instant, _ end: Instant) -> Bool {
    if let moving = problem.moving, busy.holder == .booking(moving) { return true }
    if isSame(busy, start, end) { return true }
    let mine =
      start.adding(minutes: -problem.rules.bufferBefore)..<end.adding(minutes: problem.rules.bufferAfter)
    let theirs = busy.start.adding(minutes: -busy.bufferBefore)..<busy.end.adding(minutes: busy.bufferAfter)
    return !mine.overlaps(theirs)
  }

  private func seatsLeft(_ calendar: HostCalendar, _ start: Instant, _ end: Instant) -> Int? {
    let same = calendar.busy.filter {
      isSame($0, start, end) && $0.holder != problem.moving.map { .booking($0) }
    }
    guard let seats = problem.rules.seats, !same.isEmpty else { return nil }
    return max(0, seats.perSlot - same.reduce(0) { $0 + $1.seatsTaken })
  }

  private func withinLimits(_ start: Instant) -> Bool {
    let today = day(of: start)
    func check(_ count: Int?, _ minutes: Int?, _ inPeriod: (CalendarDay) -> Bool) -> Bool {
      let inside = problem.counted.filter { inPeriod(day(of: $0.start)) }
      if let count, inside.count >= count { return false }
      if let minutes, inside.reduce(0, { $0 + $1.minutes }) + problem.minutes > minutes { return false }
      return true
    }
    let counts = problem.rules.countLimits
    let minutes = problem.rules.minuteLimits
    let monday = today.advanced(by: -((today.weekday.fromMonday - problem.weekStart.fromMonday + 7) % 7))
    return check(counts.day, minutes.day) { $0 == today }
      && check(counts.week, minutes.week) { (0..<7).contains(monday.distance(to: $0)) }
      && check(counts.month, minutes.month) { ($0.year, $0.month) == (today.year, today.month) }
      && check(counts.year, minutes.year) { $0.year == today.year }
  }
}

/// SplitMix64: the same numbers on every machine for the same seed.
struct SeededNumbers: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
  mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &self) < percent }
  mutating func pick<T>(_ choices: [T]) -> T { choices[Int.random(in: 0..<choices.count, using: &self)] }
}
