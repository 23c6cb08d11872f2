import BookingModel
import Testing
import ZoneData

/// Single rules, each on a day that can be checked by hand. The oracle checks how they go together.
@Suite struct AvailabilityTests {
  /// Wednesday 2 September 2026, nine to twelve in Berlin, half an hour each; asked the day before.
  private func problem(_ change: (inout AvailabilityProblem) -> Void = { _ in }) throws -> AvailabilityProblem {
    let zone = try #require(ZoneLoader().zone("Europe/Berlin"))
    var schedule = Schedule(id: Schedule.ID(1), name: "Hours", zone: zone.identifier)
    schedule.hours = [Schedule.Hours(days: [.wednesday], span: MinuteSpan(start: 540, end: 720))]
    var problem = AvailabilityProblem(
      service: Service.ID(1), minutes: 30, calendars: [HostCalendar(host: "1", schedule: schedule, zone: zone)])
    change(&problem)
    return problem
  }

  private let day = CalendarDay(year: 2026, month: 9, day: 2) ?? CalendarDay(daysSince1970: 0)
  private let now = Instant(iso8601: "2026-09-01T10:00:00Z") ?? Instant(milliseconds: 0)

  private func at(_ text: String) -> Instant { Instant(iso8601: "2026-09-02T\(text):00+02:00") ?? now }

  private func booking(_ uid: String, _ from: String, _ until: String) -> BusyTime {
    BusyTime(holder: .booking(Booking.UID(uid)), start: at(from), end: at(until))
  }

  /// Starts as wall clock of Berlin.
  private func starts(_ problem: AvailabilityProblem, now: Instant? = nil) -> [String] {
    let slots = Availability.slots(problem: problem, days: day...day, now: now ?? self.now)
    return (slots[day] ?? []).map { slot in
      let minute = problem.zone.local(slot.start).minute
      return twoDigits(minute / 60) + ":" + twoDigits(minute % 60)
    }
  }

  @Test func theGridBeginsWithTheHours() throws {
    #expect(starts(try problem()) == ["09:00", "09:30", "10:00", "10:30", "11:00", "11:30"])
    #expect(
      starts(
        try problem {
          $0.minutes = 50; $0.rules.slotInterval = 60
        }) == ["09:00", "10:00", "11:00"])
    #expect(
      starts(
        try problem {
          $0.minutes = 90; $0.rules.offsetStart = 20
        }) == ["09:20"])
  }

  @Test func aLaterNowMovesNoSlot() throws {
    #expect(starts(try problem(), now: at("09:50")) == ["10:00", "10:30", "11:00", "11:30"])
    #expect(starts(try problem { $0.rules.minimumNotice = 60 }, now: at("09:50")) == ["11:00", "11:30"])
  }

  @Test func daysMayBeReadInAnotherZone() throws {
    let apia = try #require(ZoneLoader().zone("Pacific/Apia"))
    let slots = Availability.slots(problem: try problem(), days: day...day, dayZone: apia, now: now)
    // Noon in Berlin is eleven at night in Apia: everything lies on the one day.
    #expect(slots[day]?.count == 6)
    let before = day.advanced(by: -1)
    #expect(Availability.slots(problem: try problem(), days: before...before, dayZone: apia, now: now) == [:])
  }

  @Test func aFreeHostIsEnoughUnlessAllAreNeeded() throws {
    let two = try problem { problem in
      problem.calendars.append(problem.calendars[0])
      problem.calendars[1].host = "2"
      problem.calendars[0].busy = [booking("a", "09:00", "11:00")]
      problem.calendars[1].busy = [booking("b", "09:00", "10:00")]
    }
    #expect(starts(two) == ["10:00", "10:30", "11:00", "11:30"])
    #expect(Availability.verdict(at("10:00"), problem: two, now: now) == .bookable(hosts: ["2"]))
    #expect(Availability.verdict(at("11:00"), problem: two, now: now) == .bookable(hosts: ["1", "2"]))
    var all = two
    all.needsEveryHost = true
    #expect(starts(all) == ["11:00", "11:30"])
    #expect(Availability.verdict(at("10:00"), problem: all, now: now) == .refused(.booked(Booking.UID("a"))))
  }

  @Test func everyGreyCellSaysWhy() throws {
    let hold = at("09:05")
    let problem = try problem { problem in
      problem.rules.bufferAfter = 10
      problem.rules.slotInterval = 10
      problem.calendars[0].busy = [
        booking("a", "09:30", "10:00"),
        BusyTime(holder: .hold(until: hold), start: at("11:00"), end: at("11:30")),
      ]
    }
    func why(_ time: String, _ now: Instant) -> WhyNot? {
      Availability.whyNot(at(time), problem: problem, now: now)
    }
    #expect(why("09:30", now) == .booked(Booking.UID("a")))
    #expect(why("09:00", now) == .buffer(Booking.UID("a")))
    #expect(why("11:10", now) == .held(until: hold))
    #expect(why("08:00", now) == .closed)
    #expect(why("11:40", now) == .closed)
    #expect(why("10:00", now) == nil)
    #expect(why("10:05", now) == .offGrid)
    #expect(why("10:00", at("10:01")) == .past)
  }

  @Test func boundsAndLimitsAreNamed() throws {
    var problem = try problem()
    func why(_ change: (inout BookingRules) -> Void) -> WhyNot? {
      var changed = problem
      change(&changed.rules)
      return Availability.whyNot(at("10:00"), problem: changed, now: now)
    }
    #expect(why { $0.minimumNotice = 1440 } == .notice(earliest: now.adding(minutes: 1440)))
    #expect(why { $0.window = .calendarDays(0, rolling: false) } == .window(first: nil, last: day.advanced(by: -1)))
    #expect(
      why { $0.window = .range(day.advanced(by: 1), day.advanced(by: 2)) }
        == .window(first: day.advanced(by: 1), last: day.advanced(by: 2)))
    #expect(why { $0.onlyFirstSlotOfDay = true } == .notFirstOfDay)
    problem.counted = [CountedBooking(start: at("11:00"), minutes: 30)]
    #expect(
      why { $0.countLimits.week = 1 } == .limit(WhyNot.Limit(period: .week, counts: .bookings, maximum: 1)))
    #expect(
      why { $0.minuteLimits.month = 59 } == .limit(WhyNot.Limit(period: .month, counts: .minutes, maximum: 59)))
    #expect(why { $0.minuteLimits.month = 60 } == nil)
  }

  @Test func theHostMayBreakRulesOneByOne() throws {
    let problem = try problem { problem in
      problem.calendars[0].busy = [booking("a", "10:00", "10:30")]
      problem.rules.minimumNotice = 10_000
      problem.rules.countLimits.day = 1
      problem.counted = [CountedBooking(start: at("10:00"), minutes: 30)]
    }
    var flags = HostOverrides()
    func verdict() -> Availability.Verdict {
      Availability.verdict(at("10:00"), problem: problem, overrides: flags, now: now)
    }
    #expect(verdict() == .refused(.booked(Booking.UID("a"))))
    flags.allowConflicts = true
    #expect(verdict() == .refused(.notice(earliest: now.adding(minutes: 10_000))))
    flags.allowOutOfBounds = true
    #expect(verdict() == .refused(.limit(WhyNot.Limit(period: .day, counts: .bookings, maximum: 1))))
    flags.skipLimits = true
    #expect(verdict() == .bookable(hosts: ["1"]))
    // Nothing opens the past.
    #expect(Availability.verdict(at("10:00"), problem: problem, overrides: flags, now: at("10:01")) == .refused(.past))
  }

  @Test func aSeatedBookingIsJoinedUntilItIsFull() throws {
    var busy = booking("a", "10:00", "10:30")
    busy.service = Service.ID(1)
    busy.seatsTaken = 2
    func problem(seats: Int) throws -> AvailabilityProblem {
      try self.problem { problem in
        problem.rules.seats = BookingRules.Seats(perSlot: seats)
        problem.calendars[0].busy = [busy]
      }
    }
    let open = Availability.slots(problem: try problem(seats: 3), days: day...day, now: now)[day] ?? []
    #expect(open.map(\.seatsRemaining) == [3, 3, 1, 3, 3, 3])
    #expect(starts(try problem(seats: 2)).contains("10:00") == false)
    #expect(Availability.whyNot(at("10:00"), problem: try problem(seats: 2), now: now) == .noSeatLeft)
    #expect(Availability.whyNot(at("10:15"), problem: try problem(seats: 3), now: now) == .booked(Booking.UID("a")))
  }

  @Test func aNightShiftRunsOverMidnight() throws {
    let night = try problem { problem in
      problem.minutes = 120
      problem.rules.slotInterval = 60
      problem.calendars[0].schedule.hours = [
        Schedule.Hours(days: [.wednesday], span: MinuteSpan(start: 1320, end: 1440)),
        Schedule.Hours(days: [.thursday], span: MinuteSpan(start: 0, end: 120)),
      ]
    }
    #expect(starts(night) == ["22:00", "23:00"])
  }
}
