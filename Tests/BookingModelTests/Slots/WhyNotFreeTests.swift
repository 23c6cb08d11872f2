import BookingModel
import TestDesk
import Testing

/// Every grey cell of the week grid says why it is grey.
@Suite struct WhyNotFreeTests {
  private static let tuesday = TestShop.day("2026-11-24")

  /// The grid of the first service, the cursor on a minute of Tuesday 24 November, which has `bookings`.
  private func grid(
    _ rules: BookingRules = BookingRules(slotInterval: 15), _ bookings: [Booking] = [], minute: Int,
    day: CalendarDay = WhyNotFreeTests.tuesday, change: (inout TestShop) -> Void = { _ in }
  ) -> TestDesk {
    var shop = TestShop()
    shop.services[0].rules = rules
    shop.bookings = bookings
    change(&shop)
    var desk = TestDesk.open(shop)
    desk.press("b 1")
    // The server's word counts, not ours: it offers nothing at all.
    let key = desk.model.slotKey
    let query = key?.query(TestShop.day("2026-11-23")...TestShop.day("2026-12-31"))
    if let query { desk.send(.slotsLoaded(query, .success([:]))) }
    desk.model.grid.day = day
    desk.model.grid.minute = minute
    return desk
  }

  private func reason(_ desk: TestDesk) -> SlotReason {
    desk.model.reasonNotFree(
      desk.model.shop.zone.instant(of: LocalTime(day: desk.model.grid.day, minute: desk.model.grid.minute)))
  }

  private static let noon = TestShop.booking("n", 1, "Ida Noon", "2026-11-24T17:00:00Z", minutes: 30)
  private static let noonRange = noon.start..<noon.end

  @Test func `booked by whom and when`() {
    for minute in [705, 720, 735] {
      #expect(
        reason(grid(BookingRules(slotInterval: 15), [Self.noon], minute: minute))
          == .booked(name: "Ida Noon", Self.noonRange))
    }
  }

  @Test func `the buffer of which booking`() {
    let rules = BookingRules(bufferBefore: 30, slotInterval: 15)
    #expect(reason(grid(rules, [Self.noon], minute: 750)) == .buffer(name: "Ida Noon", Self.noonRange))
  }

  @Test func `notice, and from when on`() {
    let rules = BookingRules(minimumNotice: 48 * 60, slotInterval: 15)
    #expect(
      reason(grid(rules, minute: 600)) == .notice(earliest: TestShop.monday10.adding(minutes: 48 * 60)))
  }

  @Test func `the window, and which days it holds`() {
    let first = TestShop.day("2026-12-01")
    let last = TestShop.day("2026-12-20")
    let rules = BookingRules(slotInterval: 15, window: .range(first, last))
    #expect(reason(grid(rules, minute: 600)) == .window(first: first, last: nil))
    let late = grid(rules, minute: 600, day: TestShop.day("2026-12-21"))
    #expect(reason(late) == .window(first: nil, last: last))
  }

  @Test func `closed, or open for less than it takes`() {
    #expect(reason(grid(minute: 1080)) == .closed)
    #expect(reason(grid(minute: 1005)) == .tooLong(until: TestShop.instant("2026-11-24T22:00:00Z")))
  }

  @Test func `a limit that what is known reaches, whatever else is booked`() {
    var rules = BookingRules(slotInterval: 15)
    rules.countLimits.day = 1
    let limit = WhyNot.Limit(period: .day, counts: .bookings, maximum: 1)
    #expect(reason(grid(rules, [Self.noon], minute: 600)) == .limit(limit))
    // A year is not read: its limit is claimed where one known booking reaches it, and not where it takes two.
    rules.countLimits = .init(year: 1)
    let year = WhyNot.Limit(period: .year, counts: .bookings, maximum: 1)
    #expect(reason(grid(rules, [Self.noon], minute: 600)) == .limit(year))
    rules.countLimits = .init(year: 2)
    #expect(reason(grid(rules, [Self.noon], minute: 600)) == .notOffered)
  }

  /// Two bookings, one of them before today and each with another host: no day alone reaches the limit, and the earlier one is read for it.
  @Test(arguments: [nil, "roundRobin", "collective"])
  func `a limit of a week or month with five hosts, counted over all of them`(kind: String?) {
    func hosts(_ shop: inout TestShop) {
      shop.facts.weekStart = .sunday
      shop.services[0].hosts = (1...5).map { Host(id: String($0), name: "Host \($0)") }
      shop.services[0].schedulingType = kind
    }
    for (period, limits, day) in [
      (LimitPeriod.week, BookingRules.PeriodLimits(week: 2), "2026-11-22"), (.month, .init(month: 2), "2026-11-03"),
    ] {
      var earlier = TestShop.booking("e", 1, "Early", day + "T17:00:00Z", minutes: 30)
      earlier.hosts = [Host(id: "2", name: "Host 2")]
      let rules = BookingRules(slotInterval: 15, countLimits: limits)
      var desk = grid(rules, [earlier, Self.noon], minute: 585, day: TestShop.day("2026-11-26"), change: hosts)
      desk.press("Down")
      let limit = WhyNot.Limit(period: period, counts: .bookings, maximum: 2)
      #expect(reason(desk) == .limit(limit), "\(period)")
      desk.effects = []
      desk.press("Down Right Left")
      #expect(!desk.effects.contains { if case .loadBookings = $0 { true } else { false } })
    }
  }

  @Test func `no seat left`() {
    var full = Self.noon
    full.attendees += [Attendee(name: "Second")]
    let rules = BookingRules(slotInterval: 30, seats: .init(perSlot: 2))
    #expect(reason(grid(rules, [full], minute: 720)) == .noSeatLeft)
  }

  @Test func `between two times on offer, and not the first of the day`() {
    #expect(reason(grid(BookingRules(slotInterval: 30), minute: 615)) == .offGrid)
    let first = BookingRules(slotInterval: 30, onlyFirstSlotOfDay: true)
    #expect(reason(grid(first, minute: 630)) == .notFirstOfDay)
  }

  @Test func `with several hosts a time is taken only when each of them is`() {
    func hosts(_ shop: inout TestShop) {
      shop.services[0].hosts = [Host(id: "1", name: "Peter"), Host(id: "2", name: "Max")]
    }
    #expect(
      reason(grid(BookingRules(slotInterval: 15), [Self.noon], minute: 720, change: hosts)) == .notOffered)
    var other = TestShop.booking("o", 1, "Other One", "2026-11-24T17:00:00Z", minutes: 30)
    other.hosts = [Host(id: "2", name: "Max")]
    #expect(
      reason(grid(BookingRules(slotInterval: 15), [Self.noon, other], minute: 720, change: hosts))
        == .booked(name: "Ida Noon", Self.noonRange))
  }

  @Test func `what only the server knows is said to be so, with fresh bookings`() {
    #expect(reason(grid(minute: 600)) == .notOffered)
    // Hours that this desk has not read: nothing is claimed of them.
    #expect(reason(grid(minute: 1080) { $0.services[0].scheduleID = Schedule.ID(99) }) == .notOffered)
  }

  @Test func `old bookings explain nothing any more`() {
    var desk = grid(minute: 600)
    desk.isAnswering = false
    desk.tick(seconds: 3600)
    desk.model.days[Self.tuesday] = .loaded([], at: TestShop.monday10)
    #expect(reason(desk) == .notKnownSince(TestShop.monday10))
    desk.model.days[Self.tuesday] = nil
    #expect(reason(desk) == .notKnownSince(nil))
  }

  @Test func `the first grey cell of a week not read asks for that week once`() {
    var desk = grid(minute: 600, day: TestShop.day("2026-11-27"))
    desk.model.slotBooks = desk.model.slotBooks.mapValues { _ in SlotBook() }
    if let query = desk.model.slotKey?.query(TestShop.day("2026-11-23")...TestShop.day("2026-12-31")) {
      desk.send(.slotsLoaded(query, .success([:])))
    }
    desk.effects = []
    desk.press("Down")
    let asked = desk.effects.filter { if case .loadBookings = $0 { true } else { false } }
    #expect(asked == [.loadBookings(TestShop.day("2026-11-25")...TestShop.day("2026-11-29"))])
    desk.effects = []
    desk.press("Down Down Right Enter")
    #expect(!desk.effects.contains { if case .loadBookings = $0 { true } else { false } })
  }
}
