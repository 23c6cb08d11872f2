import BookingModel
import FoundationEssentials
import TestDesk
import Testing

/// Bookings while the server is away: requests, which are never sent by themselves and never look booked.
@Suite struct RequestTests {
  private static let gone = CalError(kind: .noAnswer(.unreachable))

  /// A complete summary whose server went away under it.
  private func offline() -> TestDesk {
    var desk = TestDesk.summary()
    desk.shop.trouble = Self.gone
    desk.shop.holdTrouble = .server(Self.gone)
    desk.tick(seconds: 31)
    desk.effects = []
    return desk
  }

  private func commits(_ desk: TestDesk) -> Int { desk.effects.count(where: \.isWrite) }

  @Test func `y sends nothing while the server is away, and says so`() {
    var desk = offline()
    #expect(desk.model.summaryState == .unchecked(Self.gone))
    desk.press("y")
    #expect(commits(desk) == 0)
    #expect(desk.model.notice == .serverAway(Self.gone))
    #expect(!desk.model.awaitsCommit)
    desk.press("y y Enter y")
    #expect(commits(desk) == 0)
    // Back again: the same key reads first, then books.
    desk.shop.trouble = nil
    desk.press("y")
    #expect(commits(desk) == 1)
  }

  @Test func `a y that waited for a server that is away says so, and blames no key`() {
    var desk = TestDesk.summary()
    desk.isAnswering = false
    desk.shop.trouble = Self.gone
    desk.shop.holdTrouble = .server(Self.gone)
    desk.tick(seconds: 31)
    desk.press("y")
    guard desk.model.awaitsCommit else { return }
    desk.answerAll()
    #expect(desk.model.notice == .serverAway(Self.gone))
    #expect(commits(desk) == 0)
  }

  @Test func `z keeps it as a request, which a restart does not lose and nothing sends`() throws {
    var desk = offline()
    desk.press("z")
    #expect(desk.model.notice == .requestKept("a"))
    #expect(desk.model.requests.map { $0.text(FormSlug.name) } == ["Dee Park"])
    let saved = try #require(
      desk.effects.compactMap { if case .saveDraft(let draft) = $0 { draft } else { nil } }.last)
    #expect(saved.requestedAt != nil && saved.parked == "a")
    let stored = try JSONDecoder().decode(Draft.self, from: JSONEncoder().encode(saved))

    var shop = TestShop()
    shop.trouble = Self.gone
    var next = TestDesk.open(shop, now: desk.model.now) { $0.drafts = [stored] }
    next.tick(seconds: 600)
    #expect(next.model.requests.count == 1)
    next.shop.trouble = nil
    next.tick(seconds: 60)
    #expect(next.model.notice == .requestsWait(1, letter: "a"))
    next.tick(seconds: 600)
    #expect(commits(next) == 0)

    next.shop.trouble = nil
    next.press("' a")
    #expect(next.model.page == .summary)
    #expect(next.model.draft?.slot == stored.slot)
    next.press("y")
    #expect(commits(next) == 1)
  }

  @Test func `a request whose time has gone is offered the nearest ones`() {
    var desk = offline()
    desk.press("z")
    let wanted = desk.model.parked[0].slot
    desk.shop.trouble = nil
    desk.shop.bookings.append(TestShop.booking("other", 1, "Eve", "2026-11-23T15:45:00Z", minutes: 30))
    desk.tick(seconds: 60)
    // Which is said where the board shows who has it.
    #expect(desk.model.notice == .parkedSlotTaken("a") || desk.model.notice == .requestsWait(1, letter: "a"))
    desk.press("' a")
    guard case .slotLost(let nearest) = desk.model.summaryState else {
      Issue.record("\(desk.model.summaryState)")
      return
    }
    #expect(nearest.count == 3 && !nearest.contains { $0.start == wanted?.start })
    desk.press("y")
    #expect(commits(desk) == 0)
    desk.press("1 y")
    #expect(commits(desk) == 1)
  }

  @Test func `a request that is opened and left goes on waiting under a letter`() {
    var desk = offline()
    desk.press("z ' a")
    #expect(desk.model.draft?.requestedAt != nil)
    desk.press("Esc Esc Esc Esc")
    #expect(desk.model.page == .board)
    #expect(desk.model.requests.map(\.parked) == ["a"])
    #expect(desk.model.leftDrafts.isEmpty)
    let saved = desk.effects.compactMap { if case .saveDraft(let draft) = $0 { draft } else { nil } }.last
    #expect(saved?.parked == "a" && saved?.requestedAt != nil)
  }

  @Test func `a draft that is parked while the server answers is no request`() {
    var desk = TestDesk.summary()
    desk.press("z")
    #expect(desk.model.notice == .parked("a"))
    #expect(desk.model.requests.isEmpty)
  }

  @Test func `a walk-in without any known time is kept for the earliest`() {
    var shop = TestShop()
    shop.trouble = Self.gone
    var desk = TestDesk.open(shop) {
      $0.services = .loaded(TestShop.threeServices, at: $0.now.adding(seconds: -600))
    }
    desk.press("w")
    desk.type("2125550142 Maria Meyerin")
    desk.press("Enter")
    if desk.model.page == .services { desk.press("1") }
    #expect(desk.model.page == .summary, "\(desk.model.page)")
    desk.press("y")
    #expect(commits(desk) == 0)
    #expect(desk.model.notice == .serverAway(Self.gone))
    desk.press("z")
    #expect(desk.model.requests.first?.wantsEarliest == true)
    desk.shop.trouble = nil
    desk.tick(seconds: 60)
    desk.press("' a")
    #expect(desk.model.summaryState == .complete)
    #expect(desk.model.draft?.slot != nil)
  }

  @Test func `on the grid an open time of which nothing is known can be wanted, and is not taken for free`() {
    var shop = TestShop()
    shop.trouble = Self.gone
    var desk = TestDesk.open(shop) {
      $0.services = .loaded(TestShop.threeServices, at: $0.now.adding(seconds: -600))
      $0.hours = shop.hours
    }
    desk.press("b 1 g")
    desk.type("tue 2p")
    desk.press("Enter")
    #expect(desk.model.wantedSlot != nil)
    desk.press("Enter")
    #expect(desk.model.draft?.slot?.start == TestShop.instant("2026-11-24T19:00:00Z"))
    desk.type("Dee Park")
    desk.press("Enter")
    desk.type("2125550142")
    desk.press("PgDn")
    #expect(desk.model.summaryState == .unchecked(Self.gone))
    desk.press("y z")
    #expect(commits(desk) == 0)
    #expect(desk.model.requests.count == 1)
  }

  @Test func `a time read longer ago than the limit is read anew before it is booked`() {
    var desk = TestDesk.summary()
    #expect(desk.model.summaryState == .complete)
    // No poll came in between: the program was suspended.
    desk.model.now = desk.model.now.adding(seconds: 301)
    desk.shop.now = desk.model.now
    #expect(desk.model.summaryState == .checking)
    desk.effects = []
    desk.press("y")
    #expect(desk.effects.contains { if case .loadSlots = $0 { true } else { false } })
    #expect(commits(desk) == 1)

    var changed = TestDesk.summary()
    changed.shop.holdTrouble = .server(CalError(kind: .notFound))
    changed.tick(seconds: 1)
    changed.model.now = changed.model.now.adding(seconds: 301)
    changed.shop.now = changed.model.now
    changed.shop.bookings.append(TestShop.booking("other", 1, "Eve", "2026-11-23T15:45:00Z", minutes: 30))
    changed.effects = []
    changed.press("y")
    #expect(commits(changed) == 0)
    if case .slotLost = changed.model.summaryState {} else { Issue.record("\(changed.model.summaryState)") }
  }

  @Test func `days come from the store with their own age while the server is away`() {
    var shop = TestShop()
    shop.trouble = Self.gone
    var desk = TestDesk.open(shop)
    let readAt = desk.model.now.adding(seconds: -3 * 3600)
    let day = TestShop.day("2026-11-23")
    desk.send(
      .storedDaysLoaded(
        day.advanced(by: -1)...day.advanced(by: 1), [day: StoredDay(bookings: shop.bookings, readAt: readAt)],
        Self.gone))
    #expect(desk.model.days[day]?.value?.count == shop.bookings.count)
    #expect(desk.model.dayReadAt[day] == readAt)
    #expect(desk.model.away == Self.gone)
    // What was never read is not shown as empty.
    #expect(desk.model.days[day.advanced(by: 1)]?.value == nil)
    // An older state never replaces a newer one.
    desk.shop.trouble = nil
    desk.tick(seconds: 60)
    desk.send(.storedDaysLoaded(day...day, [day: StoredDay(bookings: [], readAt: readAt)], Self.gone))
    #expect(desk.model.days[day]?.value?.count == shop.bookings.count)
  }
}
