import BookingModel
import Testing
import ZoneData

/// Random problems around chosen dates, answered by the fast function and by the slow one.
/// One place at a time: these are the longest tests, and would keep every thread from the tests that wait for a server.
@Suite(.serialized) struct AvailabilityOracleTests {
  struct Place: Sendable, CustomTestStringConvertible {
    var zone: String
    /// The middle of what is asked: both clock changes where there are any.
    var date: String
    var testDescription: String { "\(zone) \(date)" }
  }

  static let places = [
    Place(zone: "Europe/Berlin", date: "2026-03-29"), Place(zone: "Europe/Berlin", date: "2026-10-25"),
    Place(zone: "America/New_York", date: "2026-03-08"), Place(zone: "America/New_York", date: "2026-11-01"),
    Place(zone: "Asia/Kathmandu", date: "2026-09-02"), Place(zone: "Pacific/Apia", date: "2011-12-30"),
    Place(zone: "Pacific/Apia", date: "2021-04-04"), Place(zone: "America/Bogota", date: "2026-12-31"),
    Place(zone: "America/Sao_Paulo", date: "2018-02-17"), Place(zone: "America/Sao_Paulo", date: "2018-11-04"),
    Place(zone: "Australia/Lord_Howe", date: "2026-04-05"), Place(zone: "UTC", date: "2028-02-29"),
  ]

  static let problemsPerPlace = 85

  @Test(arguments: places)
  func theFastAnswerIsTheSlowOne(_ place: Place) throws {
    let zone = try #require(ZoneLoader().zone(place.zone))
    let date = try #require(CalendarDay(place.date))
    var numbers = SeededNumbers(
      state: UInt64(bitPattern: Int64(place.testDescription.utf8.reduce(7) { $0 * 31 % 1_000_003 + Int($1) })))
    var offered = 0
    for round in 0..<Self.problemsPerPlace {
      var maker = ProblemMaker(numbers: numbers, zone: zone, date: date)
      let (problem, range, now) = maker.make()
      numbers = maker.numbers
      let fast = Availability.slots(problem: problem, range: range, now: now)
      let slow = AvailabilityOracle(problem: problem, now: now).slots(range)
      offered += slow.count
      if fast != slow {
        let missing = slow.filter { !fast.contains($0) }.prefix(3).map { $0.start.iso8601(in: zone) }
        let extra = fast.filter { !slow.contains($0) }.prefix(3).map { $0.start.iso8601(in: zone) }
        Issue.record("round \(round): missing \(missing), extra \(extra), now \(now.iso8601), problem \(problem)")
        return
      }
      checkWhyNot(problem, range, now, slow, &numbers)
    }
    // A comparison of nothing with nothing proves nothing.
    #expect(offered > Self.problemsPerPlace * 5)
  }

  /// Whatever is offered can be booked, and what is not offered has a reason.
  private func checkWhyNot(
    _ problem: AvailabilityProblem, _ range: Range<Instant>, _ now: Instant, _ slots: [Slot],
    _ numbers: inout SeededNumbers
  ) {
    if let slot = slots.randomElement(using: &numbers) {
      #expect(Availability.whyNot(slot.start, problem: problem, now: now) == nil)
      #expect(Availability.isBookable(slot.start, problem: problem, now: now))
    }
    let minutes = Int.random(in: 0..<max(1, range.upperBound.minutes(since: range.lowerBound)), using: &numbers)
    let start = range.lowerBound.adding(minutes: minutes)
    let isOffered = slots.contains { $0.start == start }
    #expect((Availability.whyNot(start, problem: problem, now: now) == nil) == isOffered)
  }
}

/// Makes one random problem around a date.
struct ProblemMaker {
  var numbers: SeededNumbers
  let zone: Zone
  let date: CalendarDay

  mutating func make() -> (AvailabilityProblem, Range<Instant>, Instant) {
    let noon = Instant(seconds: Int64(date.daysSince1970) * 86_400 + 43_200)
    let from = noon.adding(minutes: -numbers.pick([720, 1440, 2000, 2880]))
    let range = from..<noon.adding(minutes: numbers.pick([720, 1440, 2011, 2880]))
    let now = from.adding(minutes: numbers.pick([-100_000, -3000, -3000, -600, 0, 7, 700, 1500]))
    let minutes = numbers.pick([5, 10, 20, 30, 30, 45, 60, 120])
    let isSeated = numbers.chance(15)
    var rules = BookingRules()
    if numbers.chance(30) { rules.minimumNotice = numbers.pick([0, 60, 720, 1440]) }
    if numbers.chance(30) { rules.bufferBefore = numbers.pick([5, 15, 30]) }
    if numbers.chance(30) { rules.bufferAfter = numbers.pick([5, 10, 60]) }
    if numbers.chance(60) { rules.slotInterval = numbers.pick([5, 15, 15, 20, 25, 60]) }
    if numbers.chance(20) { rules.offsetStart = numbers.pick([5, 10, 35]) }
    if numbers.chance(20) { rules.onlyFirstSlotOfDay = true }
    if isSeated { rules.seats = .init(perSlot: numbers.pick([1, 2, 4])) }
    if numbers.chance(20) {
      rules.countLimits = .init(
        day: numbers.pick([nil, 1, 2]), week: numbers.pick([nil, 2, 5]), month: numbers.pick([nil, 4]),
        year: numbers.pick([nil, 3, 9]))
    }
    if numbers.chance(20) {
      rules.minuteLimits = .init(day: numbers.pick([nil, 60, 150]), week: numbers.pick([nil, 200]))
    }
    if numbers.chance(25) {
      rules.window = numbers.pick([
        .calendarDays(1, rolling: false), .calendarDays(3, rolling: false), .businessDays(1, rolling: false),
        .businessDays(2, rolling: false), .calendarDays(2, rolling: true), .businessDays(2, rolling: true),
        .range(date, date.advanced(by: 1)), .range(date.advanced(by: -3), date),
      ])
    }
    var problem = AvailabilityProblem(
      service: Service.ID(1), minutes: minutes, rules: rules, calendars: [],
      needsEveryHost: numbers.chance(10), weekStart: numbers.pick([.monday, .sunday]))
    for host in 0..<numbers.pick([1, 1, 1, 2]) {
      problem.calendars.append(
        HostCalendar(
          host: String(host), schedule: schedule(), zone: zone,
          busy: busy(around: noon, minutes: minutes, isSeated: isSeated)))
    }
    problem.counted = (0..<numbers.pick([0, 2, 6])).map { _ in
      CountedBooking(
        start: noon.adding(minutes: Int.random(in: -15_000..<15_000, using: &numbers)), minutes: minutes)
    }
    if numbers.chance(20), case .booking(let uid)? = problem.calendars[0].busy.first?.holder { problem.moving = uid }
    return (problem, range, now)
  }

  private mutating func schedule() -> Schedule {
    var schedule = Schedule(id: Schedule.ID(1), name: "Hours", zone: zone.identifier)
    for day in Weekday.allCases where numbers.chance(90) {
      schedule.hours.append(.init(days: [day], span: span()))
      if numbers.chance(40) { schedule.hours.append(.init(days: [day], span: span())) }
    }
    if numbers.chance(30) {
      schedule.overrides.append(.init(day: date.advanced(by: numbers.pick([-1, 0, 1])), span: span()))
    }
    if numbers.chance(15) { schedule.overrides.append(.init(day: date, span: MinuteSpan(start: 0, end: 0))) }
    return schedule
  }

  private mutating func span() -> MinuteSpan {
    numbers.pick([
      MinuteSpan(start: 540, end: 1020), MinuteSpan(start: 0, end: 1440), MinuteSpan(start: 0, end: 300),
      MinuteSpan(start: 90, end: 150), MinuteSpan(start: 150, end: 400), MinuteSpan(start: 1320, end: 1440),
      MinuteSpan(start: 0, end: 120), MinuteSpan(start: 1080, end: 1425), MinuteSpan(start: 137, end: 911),
    ])
  }

  private mutating func busy(around noon: Instant, minutes: Int, isSeated: Bool) -> [BusyTime] {
    (0..<numbers.pick([0, 3, 8, 25])).map { index in
      let start = noon.adding(minutes: Int.random(in: -700..<700, using: &numbers) * 5)
      let isSame = isSeated && numbers.chance(60)
      let length = isSame ? minutes : numbers.pick([15, 30, 47, 120])
      return BusyTime(
        holder: numbers.chance(25) ? .hold(until: noon) : .booking(Booking.UID("b\(index)")),
        service: Service.ID(isSame ? 1 : 2), start: start, end: start.adding(minutes: length),
        bufferBefore: numbers.pick([0, 0, 10]), bufferAfter: numbers.pick([0, 0, 15]),
        seatsTaken: numbers.pick([1, 1, 2]))
    }
  }
}
