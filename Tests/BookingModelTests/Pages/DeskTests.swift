import BookingModel
import TestDesk
import Testing

/// The board, the prompts over it, time, and leaving.
@Suite struct DeskTests {
  private let day = TestShop.day

  // MARK: - Board

  @Test func `the day lists bookings, gaps from now on, and now`() {
    let desk = TestDesk.open()
    let rows = desk.model.rows(on: day("2026-11-23"))
    let text = rows.map { row -> String in
      let time = desk.model.shop.zone.local(row.start).minute
      let clock = "\(time / 60):\(twoDigits(time % 60))"
      switch row.content {
      case .booking(let booking, let number):
        return "\(clock) \(booking.uid.rawValue) \(number.map(String.init) ?? "-")"
      case .gap(let range, let fits): return "\(clock) +\(range.upperBound.minutes(since: range.lowerBound)) \(fits)"
      case .now: return "\(clock) now"
      }
    }
    #expect(
      text == [
        "9:00 b1 -", "10:00 b2 1", "10:07 now", "10:45 +45 [1, 2]", "11:30 b3 2", "12:00 +120 [1, 2, 3]", "14:00 b4 3",
        "16:00 +60 [1, 2]",
      ])
    #expect(desk.model.selectedRow?.id == .booking(Booking.UID("b2")))
  }

  @Test func `digits, arrows, Home and End select; Enter opens`() {
    var desk = TestDesk.open()
    desk.press("3")
    #expect(desk.model.selectedBooking?.uid.rawValue == "b4")
    desk.press("8")
    #expect(desk.model.notice == .noSuchNumber(8))
    desk.press("Up")
    #expect(desk.model.selectedRow?.start == TestShop.instant("2026-11-23T17:00:00Z"))
    desk.press("Home")
    #expect(desk.model.selectedBooking?.uid.rawValue == "b1")
    desk.press("End Up")
    #expect(desk.model.selectedBooking?.uid.rawValue == "b4")
    desk.press("Enter")
    #expect(desk.model.page == .card)
    desk.press("Esc")
    #expect(desk.model.page == .board)
    #expect(desk.model.selectedBooking?.uid.rawValue == "b4")
  }

  @Test func `a card does not become another booking's when its own is gone`() {
    var desk = TestDesk.open()
    desk.press("2 Enter")
    desk.shop.bookings.removeAll { $0.uid.rawValue == "b3" }
    desk.tick(seconds: 60)
    #expect(desk.model.page == .card)
    #expect(desk.model.selectedBooking == nil)
  }

  @Test func `days move, go-to takes dates and times, t comes back`() {
    var desk = TestDesk.open()
    desk.effects = []
    desk.press("]")
    #expect(desk.model.board.day == day("2026-11-24"))
    #expect(desk.effects == [.loadBookings(day("2026-11-23")...day("2026-11-25"))])
    desk.press("[ PgUp")
    #expect(desk.model.board.day == day("2026-11-22"))
    desk.press("g")
    desk.type("12/3")
    desk.press("Enter")
    #expect(desk.model.board.day == day("2026-12-03"))
    desk.press("t g")
    desk.type("1p")
    desk.press("Enter")
    #expect(desk.model.board.day == day("2026-11-23"))
    #expect(desk.model.selectedBooking?.uid.rawValue == "b4")
    desk.press("g nonsense Enter")
    #expect(desk.model.overlay == .goTo(TextLine("nonsense"), failed: true))
    desk.press("Esc")
    #expect(desk.model.overlay == nil)
  }

  @Test func `a failed read keeps what is known, says so, and the next poll asks again`() {
    var desk = TestDesk.open()
    let known = desk.model.days[day("2026-11-23")]?.value
    desk.shop.trouble = CalError(kind: .noAnswer(.unreachable))
    desk.tick(seconds: 15)
    #expect(desk.model.trouble == desk.shop.trouble)
    #expect(desk.model.days[day("2026-11-23")]?.value == known)
    desk.shop.trouble = nil
    desk.effects = []
    desk.tick(seconds: 15)
    #expect(desk.effects.first == .loadBookings(day("2026-11-22")...day("2026-11-24")))
    #expect(desk.model.trouble == nil)
  }

  @Test func `services that could not be read are asked for again`() {
    var shop = TestShop()
    shop.trouble = CalError(kind: .serverFailure, status: 503)
    var desk = TestDesk.open(shop)
    desk.press("b")
    #expect(desk.model.services.value == nil)
    desk.shop.trouble = nil
    desk.press("Enter")
    #expect(desk.model.services.value?.count == 3)
    #expect(desk.model.page == .services)
    desk.effects = []
    desk.tick(seconds: 700)
    #expect(desk.effects.contains(.loadShop))
  }

  // MARK: - Time

  @Test func `at midnight the board goes on to the new day, unless another day is shown`() {
    var desk = TestDesk.open()
    desk.tick(seconds: 14 * 3600)
    #expect(desk.model.today == day("2026-11-24"))
    #expect(desk.model.board.day == day("2026-11-24"))
    var other = TestDesk.open()
    other.press("[")
    other.tick(seconds: 14 * 3600)
    #expect(other.model.board.day == day("2026-11-22"))
  }

  @Test func `at midnight the grid leaves the day gone by, and forgets its times`() {
    var desk = TestDesk.open()
    desk.press("b 1")
    desk.tick(seconds: 14 * 3600)
    #expect(desk.model.grid.first == day("2026-11-24"))
    #expect(desk.model.grid.day == day("2026-11-24"))
    #expect(desk.model.slotBook.days.keys.min() == day("2026-11-24"))
  }

  @Test func `nothing grows over fourteen days on the board`() {
    var desk = TestDesk.open()
    desk.press("b Esc")
    for _ in 0..<(14 * 24) { desk.tick(seconds: 3600) }
    #expect(desk.model.days.count <= 40)
    #expect(desk.model.slotBooks.values.allSatisfy { $0.days.count <= 7 })
  }

  @Test func `the clock never runs backwards`() {
    var desk = TestDesk.open()
    let now = desk.model.now
    desk.send(.ticked(now.adding(seconds: -600)))
    #expect(desk.model.now == now)
  }

  @Test func `it wakes for the minute on screen, or for the poll before it`() {
    var desk = TestDesk.open(now: TestShop.monday10.adding(seconds: 55))
    #expect(desk.model.nextTimer == TestShop.instant("2026-11-23T15:08:00Z"))
    desk.tick(seconds: 10)
    #expect(desk.model.nextTimer == TestShop.instant("2026-11-23T15:08:10Z"))
  }

  @Test func `another zone moves the days`() {
    var desk = TestDesk.summary()
    let facts = ShopFacts(
      account: Account(id: 7), services: TestShop.threeServices, hours: desk.shop.hours,
      zone: TestShop.zone("Europe/Berlin"))
    desk.effects = []
    desk.send(.shopLoaded(.success(facts)))
    #expect(desk.model.shop.zone.identifier == "Europe/Berlin")
    #expect(desk.effects.contains { if case .loadSlots = $0 { true } else { false } })
    #expect(desk.model.summaryState == .complete)
  }

  // MARK: - Size

  @Test func `too small takes no keys but Ctrl-C, and everything comes back`() {
    var desk = TestDesk.summary()
    let before = desk.model
    desk.send(.resized(Size(columns: 39, rows: 24)))
    #expect(desk.model.context == .tooSmall)
    desk.press("y Esc Enter 1")
    desk.send(.pasted("y"))
    desk.model.notice = nil
    desk.send(.resized(before.size))
    #expect(desk.model == before)
  }

  // MARK: - Prompts, help, leaving

  @Test func `help over a prompt gives the prompt back with what was typed`() {
    var desk = TestDesk.open()
    desk.press("g thu Ctrl-G")
    #expect(desk.model.context == .help)
    #expect(desk.model.helpContext == .prompt)
    desk.press("Esc")
    #expect(desk.model.overlay == .goTo(TextLine("thu"), failed: false))
    desk.press("Enter")
    #expect(desk.model.board.day == day("2026-11-26"))
  }

  @Test func `help scrolls to its last key and not beyond`() {
    var desk = TestDesk.open(size: Size(columns: 40, rows: 12))
    desk.press("? End")
    let last = HelpLayout(desk.model.helpContextBindings, size: desk.model.size, isFiltering: false).lastScroll
    #expect(last > 0)
    #expect(desk.helpPage?.scroll == last)
    desk.press("Down Up")
    #expect(desk.helpPage?.scroll == last - 1)
  }

  @Test func `help shows only the keys that some words tell of`() {
    var desk = TestDesk.open()
    desk.press("?")
    let all = desk.model.helpContextBindings
    desk.press("Down /")
    #expect(desk.model.context == .helpFilter)
    // Letters are text now; the list begins at its top.
    desk.type("cust wal")
    #expect(desk.helpPage?.scroll == 0)
    #expect(desk.model.helpContextBindings.map(\.action) == [.walkIn])
    desk.press("Ctrl-U")
    #expect(desk.model.helpContextBindings == all)
    // A key by its name: Shift matters for letters.
    desk.type("H")
    #expect(desk.model.helpContextBindings.map(\.action) == [.handOver])
    desk.press("Ctrl-U")
    desk.type("ctrl-l")
    #expect(desk.model.helpContextBindings.map(\.action) == [.repaint])
    // Enter keeps it, and / goes on with it.
    desk.press("Enter")
    #expect(desk.model.context == .help)
    #expect(desk.model.helpContextBindings.map(\.action) == [.repaint])
    desk.press("/")
    desk.type("zzz")
    #expect(desk.model.helpContextBindings.isEmpty)
    // Esc takes the filter away, then the help.
    desk.press("Esc")
    #expect(desk.model.context == .help)
    #expect(desk.model.helpContextBindings == all)
    desk.press("/ Esc Esc")
    #expect(desk.model.overlay == nil)
  }

  @Test func `the clerk's name is changed and remembered`() {
    var desk = TestDesk.open()
    let shift = Shift(clerk: "Bea", desk: "front", since: desk.model.now)
    #expect(desk.press(", Ctrl-U Bea Enter") == [.rememberClerk("Bea"), .beginShift(shift)])
    #expect(desk.model.clerk == "Bea")
    #expect(desk.press(", Ctrl-U Enter") == [])
    #expect(desk.model.clerk == "Bea")
  }

  @Test func `q leaves at once when nothing is open`() {
    var desk = TestDesk.open()
    #expect(desk.press("q") == [.quit])
    #expect(desk.model.isFinished)
  }

  @Test func `Ctrl-C asks while a booking is unfinished; n stays, y or a second Ctrl-C leaves`() {
    var desk = TestDesk.summary()
    let before = desk.model
    #expect(desk.press("Ctrl-C") == [])
    #expect(desk.model.overlay == .quit)
    desk.press("x")
    #expect(desk.model.overlay == .quit)
    desk.press("n")
    #expect(desk.model == before)
    desk.press("Ctrl-C Ctrl-G")
    #expect(desk.model.context == .help)
    #expect(desk.press("Ctrl-C") == [.quit])
    var second = TestDesk.summary()
    #expect(second.press("Ctrl-C y") == [.quit])
    #expect(second.effects.allSatisfy { !$0.isWrite })
  }

  @Test func `a signal asks nothing`() {
    var desk = TestDesk.summary()
    #expect(desk.send(.terminated) == [.quit])
    #expect(desk.model.isFinished)
  }

  @Test func `a paste outside fields is ignored and said so`() {
    var desk = TestDesk.summary()
    let before = desk.model.draft
    desk.send(.pasted("y\ny"))
    #expect(desk.model.notice == .pasteIgnored)
    #expect(desk.model.draft == before)
    #expect(desk.effects.allSatisfy { !$0.isWrite })
  }

  // MARK: - First start

  @Test func `the first start asks three questions and makes the shop once`() {
    var desk = TestDesk { $0.setup = SetupPage(zone: "America/New_York") }
    #expect(desk.send(.started) == [])
    desk.press("Tab Tab")
    #expect(desk.press("Down") == [])
    #expect(desk.model.setup.focus == .zone)
    let setup = ShopSetup(name: "Peter's Car Detail", country: "US", zone: "America/New_York")
    #expect(desk.press("Enter") == [.createShop(setup)])
    #expect(desk.press("Enter x Backspace") == [])
    desk.send(.shopCreated(.failure(.unknownZone("Europe/Berln", suggestions: ["Europe/Berlin"]))))
    #expect(desk.model.setup.problem != nil)
    desk.press("Enter")
    let effects = desk.send(.shopCreated(.success(desk.shop.facts)))
    #expect(desk.model.page == .board)
    #expect(effects.first == .loadShop)
  }

  @Test func `the first start wants a name and a country that exists`() {
    var desk = TestDesk { $0.setup = SetupPage(name: "", country: "XX") }
    #expect(desk.press("Tab Tab Enter") == [])
    #expect(desk.model.setup.focus == .name)
    desk.press("Ray Tab Tab Enter")
    #expect(desk.model.setup.problem == .unknownCountry("XX"))
    #expect(desk.model.setup.focus == .country)
    desk.press("Ctrl-U de")
    #expect(desk.model.setup.problem == nil)
    desk.press("Tab Enter")
    #expect(desk.effects == [.createShop(ShopSetup(name: "Ray", country: "DE", zone: "UTC"))])
  }
}

extension TestDesk {
  fileprivate var helpPage: HelpPage? { if case .help(let page) = model.overlay { page } else { nil } }
}
