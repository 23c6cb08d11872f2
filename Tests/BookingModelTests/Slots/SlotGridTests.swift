import BookingModel
import TestDesk
import Testing

/// The cursor on the grid of free times.
@Suite struct SlotGridTests {
  private let day = TestShop.day

  private func cursor(_ desk: TestDesk) -> String {
    let minute = desk.model.grid.minute
    return "\(desk.model.grid.day) \(twoDigits(minute / 60)):\(twoDigits(minute % 60))"
  }

  private func grid(_ shop: TestShop = TestShop(), now: Instant = TestShop.monday10) -> TestDesk {
    var desk = TestDesk.open(shop, now: now)
    desk.press("b 1")
    return desk
  }

  @Test func `it starts on the first free time, and arrows move by rows and places`() {
    var desk = grid()
    #expect(cursor(desk) == "2026-11-23 10:45")
    for (key, expected) in [
      ("Down", "2026-11-23 11:15"), ("Right", "2026-11-24 11:00"), ("Left", "2026-11-23 11:15"),
      ("Home", "2026-11-23 09:15"), ("Up", "2026-11-23 09:15"), ("Left", "2026-11-23 09:00"),
      ("Left", "2026-11-23 09:00"), ("End", "2026-11-23 16:30"), ("Down", "2026-11-23 16:30"),
      ("k", "2026-11-23 16:00"),
      ("l", "2026-11-23 16:15"), ("j", "2026-11-23 16:45"), ("h", "2026-11-23 16:30"),
    ] {
      desk.press(key)
      #expect(cursor(desk) == expected, "\(key)")
    }
  }

  @Test func `to the right of the last day comes the next week`() {
    var desk = grid()
    for _ in 0..<14 { desk.press("l") }
    #expect(desk.model.grid.first == day("2026-11-30"))
    #expect(desk.model.grid.day == day("2026-11-30"))
    for _ in 0..<14 { desk.press("h") }
    #expect(desk.model.grid.first == day("2026-11-23"))
  }

  @Test func `weeks and months move, never before today, t comes back`() {
    var desk = grid()
    desk.press("]")
    #expect(desk.model.grid.week == day("2026-11-30")...day("2026-12-06"))
    desk.press("> [ [ [ <")
    #expect(desk.model.grid.first == day("2026-11-23"))
    desk.press("PgDn")
    #expect(desk.model.grid.day == day("2026-12-23"))
    desk.press("PgUp PgUp")
    #expect(desk.model.grid.day == day("2026-11-23"))
    desk.press("] ] t")
    #expect(cursor(desk) == "2026-11-23 10:45")
  }

  @Test func `moving a week shows at once: its neighbour was asked for before`() {
    var desk = grid()
    for _ in 0..<5 {
      desk.isAnswering = false
      desk.press("]")
      #expect(desk.model.slotBook.isKnown(desk.model.grid.week))
      #expect(!desk.model.slotBook.isLoading(desk.model.grid.week))
      desk.answerAll()
    }
  }

  @Test func `go-to takes a date and a time`() {
    var desk = grid()
    desk.press("g")
    desk.type("12/3 2p")
    desk.press("Enter")
    #expect(cursor(desk) == "2026-12-03 14:00")
    #expect(desk.model.slotAtCursor != nil)
    desk.press("v g")
    desk.type("fri 9am")
    desk.press("Enter")
    #expect(desk.model.grid.view == .week)
    #expect(cursor(desk) == "2026-11-27 09:00")
  }

  @Test func `digits take the soonest of the shown days, never before now`() {
    var desk = grid()
    #expect(desk.model.soonest.count == 9)
    #expect(desk.model.soonest.allSatisfy { $0.start >= desk.model.now })
    desk.press("]")
    #expect(desk.model.soonest.first?.start == TestShop.instant("2026-11-30T14:00:00Z"))
    desk.press("0")
    #expect(desk.model.notice == .noSuchNumber(0))
    desk.press("2")
    #expect(desk.model.draft?.slot?.start == TestShop.instant("2026-11-30T14:15:00Z"))
  }

  @Test func `Enter on what is not free says why`() {
    var desk = grid()
    let taken = TestShop.instant("2026-11-23T16:30:00Z")..<TestShop.instant("2026-11-23T17:00:00Z")
    for (minute, reason) in [
      (540, SlotReason.past), (690, .booked(name: "Cy Young-Fernández", taken)), (1080, .closed),
      (675, .booked(name: "Cy Young-Fernández", taken)),
    ] {
      desk.model.grid.minute = minute
      desk.press("Enter")
      let start = desk.model.shop.zone.instant(of: LocalTime(day: day("2026-11-23"), minute: minute))
      #expect(desk.model.notice == .notFree(start, reason))
      #expect(desk.model.page == .slots)
    }
    desk.model.grid.day = day("2026-11-24")
    desk.model.grid.minute = 1005
    desk.press("Enter")
    let end = TestShop.instant("2026-11-24T22:00:00Z")
    #expect(desk.model.notice == .notFree(TestShop.instant("2026-11-24T21:45:00Z"), .tooLong(until: end)))
  }

  @Test func `a grid that could not be read is read again by Enter`() {
    var desk = TestDesk.open()
    desk.press("b")
    desk.model.slotBooks = [:]
    desk.shop.trouble = CalError(kind: .noAnswer(.unreachable))
    desk.press("1")
    #expect(desk.model.slotBook.error(in: desk.model.grid.week) != nil)
    desk.shop.trouble = nil
    desk.press("Enter")
    #expect(desk.model.soonest.count == 9)
    #expect(desk.model.page == .slots)
  }

  @Test func `the month counts, moves by days and weeks, and opens a week at its day`() {
    var desk = grid()
    desk.press("v")
    #expect(desk.model.grid.view == .month)
    #expect(desk.model.slotBook.isKnown(day("2026-11-23")...desk.model.monthRange.upperBound))
    desk.press("Right Down")
    #expect(desk.model.grid.day == day("2026-12-01"))
    desk.press("Home")
    #expect(desk.model.grid.day == day("2026-12-01"))
    desk.press("End Enter")
    #expect(desk.model.grid.view == .week)
    #expect(cursor(desk) == "2026-12-31 09:00")
  }

  @Test func `a day of the month before the chosen slot is opened where the clerk is, not at the slot`() {
    var desk = grid()
    desk.press("] 9 Esc v t Right Enter")
    #expect(cursor(desk) == "2026-11-24 09:00")
  }

  // MARK: - Odd starts and clock changes

  @Test func `starts off the lattice, and closer together than the interval, are all reached`() {
    var desk = grid()
    let starts = ["14:07", "14:27", "14:52", "15:07"].map { TestShop.instant("2026-11-24T\($0):00Z") }
    let slots = starts.map { Slot(start: $0, end: $0.adding(minutes: 30)) }
    var sixty = TestShop.threeServices[0]
    sixty.rules.slotInterval = 60
    desk.send(.serviceLoaded(sixty.id, .success(sixty)))
    let query = SlotQuery(service: Service.ID(1), from: day("2026-11-24"), through: day("2026-11-24"))
    desk.send(.slotsLoaded(query, .success([day("2026-11-24"): slots])))
    let lattice = desk.model.lattice
    let places = starts.map { start -> Int in
      let minute = desk.model.shop.zone.local(start).minute
      return lattice.row(of: minute) * 100 + lattice.place(of: minute)
    }
    #expect(Set(places).count == 4)
    desk.press("g 24 Enter")
    desk.model.grid.minute = lattice.minute(row: lattice.rows.lowerBound, place: 0)
    desk.press("Down Up")
    var reached: Set<Instant> = []
    for _ in 0..<lattice.rows.count {
      for _ in 0..<lattice.places {
        if let slot = desk.model.slotAtCursor, desk.model.grid.day == day("2026-11-24") { reached.insert(slot.start) }
        desk.press("Right")
      }
      for _ in 0..<lattice.places { desk.press("Left") }
      desk.press("Down")
    }
    #expect(reached == Set(starts))
  }

  @Test(arguments: [
    ("Europe/Berlin", "2026-03-28T12:00:00Z", "2026-03-29"), ("Europe/Berlin", "2026-10-24T12:00:00Z", "2026-10-25"),
    ("America/New_York", "2026-03-07T12:00:00Z", "2026-03-08"),
    ("America/New_York", "2026-10-31T12:00:00Z", "2026-11-01"),
  ])
  func `on days when the clock changes every free time is on the grid at its wall clock`(
    zone: String, now: String, change: String
  ) {
    var shop = TestShop(zone: zone)
    shop.bookings = []
    shop.hours.schedule.hours = [.init(days: Weekday.allCases, span: MinuteSpan(start: 0, end: 360))]
    var desk = grid(shop, now: TestShop.instant(now))
    let free = desk.model.slotBook.day(day(change)).value ?? []
    #expect(!free.isEmpty)
    desk.press("g \(change) Enter")
    #expect(desk.model.grid.day == day(change))
    for slot in free {
      let local = desk.model.shop.zone.local(slot.start)
      #expect(local.day == day(change))
      desk.model.grid.minute = local.minute
      desk.model.grid.isSecondPass = desk.model.shop.zone.isSecondPass(slot.start)
      #expect(desk.model.slotAtCursor == slot)
    }
    // The skipped hour has no free time.
    if change.contains("-03-") {
      let skipped = free.contains { (120..<180).contains(desk.model.shop.zone.local($0.start).minute) }
      #expect(!skipped)
    }
  }

  @Test(arguments: [
    ("Europe/Berlin", "2026-10-24T12:00:00Z", "2026-10-25", 4),
    ("America/New_York", "2026-10-31T12:00:00Z", "2026-11-01", 4),
    // Half an hour twice.
    ("Australia/Lord_Howe", "2026-04-04T01:00:00Z", "2026-04-05", 2),
  ])
  func `the cursor comes to both passes of the hour that a clock repeats`(
    zone: String, now: String, change: String, twice: Int
  ) {
    var shop = TestShop(zone: zone)
    shop.bookings = []
    shop.hours.schedule.hours = [.init(days: Weekday.allCases, span: MinuteSpan(start: 0, end: 360))]
    var desk = grid(shop, now: TestShop.instant(now))
    desk.press("g \(change) Enter Home")
    let free = desk.model.slotBook.day(day(change)).value ?? []
    #expect(free.count { desk.model.shop.zone.isSecondPass($0.start) } == twice)
    for _ in 0..<8 where desk.model.lattice.place(of: desk.model.grid.minute) > 0 { desk.press("Left") }
    let lattice = desk.model.lattice
    var reached: [Instant] = []
    for _ in lattice.rows {
      for place in 0..<lattice.places {
        if place > 0 { desk.press("Right") }
        if desk.model.grid.day == day(change), let slot = desk.model.slotAtCursor { reached.append(slot.start) }
      }
      for _ in 1..<max(2, lattice.places) where lattice.places > 1 { desk.press("Left") }
      desk.press("Down")
    }
    // Each once and in order, the second pass after the first.
    var seen: [Instant] = []
    for start in reached where seen.last != start { seen.append(start) }
    #expect(seen == free.map(\.start))
    // Up comes back the same way; the next day passes over the hour that it does not have.
    desk.press("Home Right Right")
    var minutes: [Int] = []
    for _ in lattice.rows {
      minutes.append(desk.model.grid.minute)
      #expect(desk.model.grid.day != day(change) || lattice.places > 2)
      desk.press("Down")
    }
    #expect(minutes == minutes.sorted() && !desk.model.grid.isSecondPass)
  }

  @Test func `a day that has passed leads to today, and that is said`() {
    var desk = TestDesk.open()
    desk.press("b 1 g -400 Enter")
    #expect(desk.model.grid.day == TestShop.day("2026-11-23"))
    #expect(desk.model.notice == .dayPast(TestShop.day("2025-10-19")))
    desk.press("g +3 Enter")
    #expect(desk.model.notice == nil)
  }
}
