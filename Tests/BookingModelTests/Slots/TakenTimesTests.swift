import BookingModel
import TestDesk
import Testing

/// What the board shows as booked is not offered, though the free times were read before.
@Suite struct TakenTimesTests {
  private static let gone = CalError(kind: .noAnswer(.unreachable))
  private static let first = TestShop.instant("2026-11-23T15:45:00Z")

  /// The free times were read; then another desk's booking at the earliest one came with the board, and the server went away.
  private func offline(_ taken: Booking) -> TestDesk {
    var desk = TestDesk.open()
    desk.press("w Ann Enter Esc Esc")
    desk.shop.bookings.append(taken)
    desk.tick(seconds: 15)
    desk.shop.trouble = Self.gone
    desk.shop.holdTrouble = .server(Self.gone)
    desk.tick(seconds: 15)
    return desk
  }

  private static let rival = TestShop.booking("r", 1, "Rival", "2026-11-23T15:45:00Z", minutes: 30)

  @Test func `a walk-in while the server is away begins after what the board shows as booked`() {
    var desk = offline(Self.rival)
    #expect(desk.model.away != nil)
    desk.press("w")
    desk.type("Bea 212 555 0142")
    desk.press("Enter")
    #expect(desk.model.page == .summary)
    #expect(desk.model.draft?.slot?.start == TestShop.instant("2026-11-23T17:00:00Z"))
  }

  @Test func `the grid, its digits and the services' next times leave it out, too`() {
    var desk = offline(Self.rival)
    desk.press("b")
    #expect(desk.model.nextFree(desk.model.services.value![0]) == .known(slot("2026-11-23T17:00:00Z")))
    desk.press("1")
    #expect(desk.model.soonest.first?.start == TestShop.instant("2026-11-23T17:00:00Z"))
    #expect(desk.model.reasonNotFree(Self.first) == .booked(name: "Rival", Self.rival.start..<Self.rival.end))
  }

  private func slot(_ start: String) -> Slot {
    Slot(start: TestShop.instant(start), end: TestShop.instant(start).adding(minutes: 30))
  }

  @Test func `a draft that waits at such a time is told so, and offered others`() {
    var desk = TestDesk.open()
    desk.press("w")
    desk.type("Bea 212 555 0142")
    desk.press("Enter")
    #expect(desk.model.draft?.slot?.start == Self.first)
    desk.shop.bookings.append(Self.rival)
    desk.shop.reservations = []
    desk.isAnswering = false
    desk.tick(seconds: 15)
    for case .loadBookings(let range) in desk.unanswered {
      let bookings = desk.shop.bookings.filter { range.contains(desk.model.shop.zone.day(of: $0.start)) }
      desk.send(.bookingsLoaded(range, .success(bookings)))
    }
    guard let key = desk.model.slotKey else { return }
    let days = desk.model.today...desk.model.today.advanced(by: 7)
    desk.send(.slotsLoaded(key.query(days), .failure(Self.gone)))
    guard case .slotLost(let nearest) = desk.model.summaryState else {
      Issue.record("\(desk.model.summaryState)")
      return
    }
    #expect(!nearest.isEmpty && !nearest.contains { $0.start < Self.rival.end })
  }

  @Test func `a time that can be wanted without knowing is none that is booked`() {
    var shop = TestShop()
    shop.trouble = Self.gone
    let facts = TestShop()
    var desk = TestDesk.open(shop) { startup in
      startup.services = .loaded(facts.services, at: startup.now)
      startup.hours = facts.hours
      startup.days = [TestShop.day("2026-11-23"): .loaded(facts.bookings, at: startup.now)]
    }
    desk.press("b 1")
    desk.model.grid.day = TestShop.day("2026-11-23")
    desk.model.grid.minute = 690
    #expect(desk.model.wantedSlot == nil)
    desk.model.grid.minute = 720
    #expect(desk.model.wantedSlot?.start == TestShop.instant("2026-11-23T17:00:00Z"))
  }

  @Test func `the server's later word counts, though the board is older`() {
    var desk = offline(Self.rival)
    desk.shop.trouble = nil
    desk.shop.holdTrouble = nil
    desk.shop.bookings.removeAll { $0.uid == Self.rival.uid }
    desk.isAnswering = false
    desk.tick(seconds: 5)
    desk.press("b 1")
    guard let query = desk.model.slotKey?.query(desk.model.grid.week) else { return }
    desk.send(.slotsLoaded(query, .success(desk.shop.slots(query))))
    #expect(desk.model.soonest.first?.start == Self.first)
  }

  @Test func `with several hosts a time is left out when none of them is left for it`() {
    var shop = TestShop()
    shop.services[0].hosts = [Host(id: "1", name: "Peter"), Host(id: "2", name: "Max")]
    var desk = TestDesk.open(shop)
    desk.press("b 1")
    func offered() -> Bool { desk.model.slotBook.slots(in: desk.model.grid.week).contains { $0.start == Self.first } }
    #expect(offered())
    func board(_ extra: [Booking]) {
      let range = desk.model.today...desk.model.today
      desk.send(.bookingsLoaded(range, .success(TestShop.mondaysBookings + extra)))
    }
    board([Self.rival])
    #expect(offered())
    var other = Self.rival
    other.uid = Booking.UID("o")
    other.hosts = [Host(id: "2", name: "Max")]
    board([Self.rival, other])
    #expect(!offered())
  }
}
