import BookingModel
import TestDesk
import Testing

/// Service, slot, attendee, summary, `y`: the main job, by its keys.
@Suite struct FlowTests {
  private let day = TestShop.day

  @Test func `from b to booked, with exactly the effects of each step`() throws {
    var desk = TestDesk.open()
    #expect(
      desk.effects.filter(\.isRead) == [.loadShop, .loadBookings(day("2026-11-22")...day("2026-11-24"))])
    desk.effects = []

    // The list asks for the next free time of each service, a week ahead.
    desk.press("b")
    #expect(desk.model.page == .services)
    let week = (1...3).map {
      Effect.loadSlots(SlotQuery(service: Service.ID($0), from: day("2026-11-23"), through: day("2026-11-29")))
    }
    #expect(desk.effects == week)
    desk.effects = []

    // The week is known from the list; only the next one is asked for, and the whole service.
    desk.press("1")
    #expect(desk.model.page == .slots)
    #expect(
      desk.effects.filter(\.isRead) == [
        .loadService(Service.ID(1)),
        .loadSlots(SlotQuery(service: Service.ID(1), from: day("2026-11-30"), through: day("2026-12-06"))),
      ])
    desk.effects = []

    let first = TestShop.instant("2026-11-23T15:45:00Z")
    #expect(desk.model.soonest.first?.start == first)
    #expect(desk.model.slotAtCursor?.start == first)
    desk.press("1")
    #expect(desk.model.page == .form)
    #expect(desk.model.draft?.slot?.start == first)

    desk.type("Dee Park")
    desk.press("Enter")
    desk.type("(212) 555-0142")
    desk.press("Tab")
    #expect(desk.model.draft?.text(FormSlug.phone) == "+12125550142")
    desk.effects = []
    desk.press("PgDn")
    #expect(desk.model.page == .summary)
    #expect(desk.model.summaryState == .complete)
    #expect(desk.effects.allSatisfy { !$0.isRead })
    desk.effects = []

    let draft = try #require(desk.model.draft)
    desk.press("y")
    let expected = NewBooking(
      service: Service.ID(1), start: first,
      attendee: Attendee(name: "Dee Park", phone: "+12125550142", zone: "America/New_York"))
    #expect(desk.effects == [.commit(DeskRef("t-1.t-2"), .create(expected))])
    #expect(desk.model.page == .outcome)
    #expect(desk.model.draft == nil)
    #expect(desk.model.committing == [DeskRef("t-1.t-2"): draft])
    #expect(desk.model.outcomeRecord?.state == .underWay)
    desk.effects = []

    let booked = TestShop.booking("b9", 1, "Dee Park", "2026-11-23T15:45:00Z", minutes: 30)
    desk.shop.bookings.append(booked)
    desk.send(.writeAnswered(DeskRef("t-1.t-2"), .success([booked])))
    #expect(desk.effects == [.forgetDraft(draft.id)])
    #expect(desk.model.outcomeRecord?.state == .accepted([booked]))
    #expect(desk.model.committing.isEmpty)

    desk.press("Enter")
    #expect(desk.model.page == .board)
    #expect(desk.model.selectedBooking == booked)
    #expect(desk.model.writes.isEmpty)
  }

  @Test func `back and forth keeps everything typed`() {
    var desk = TestDesk.open()
    desk.press("b 1 1")
    desk.type("Dee Park")
    desk.press("Enter")
    desk.type("2125550142")
    desk.press("Tab Tab")
    desk.type("red Mini")
    let slot = desk.model.draft?.slot
    for page in [Page.slots, .services] {
      desk.press("Esc")
      #expect(desk.model.page == page)
    }
    // The same service again keeps the time; the grid stands on it.
    desk.press("1")
    #expect(desk.model.draft?.slot == slot)
    #expect(desk.model.slotAtCursor == slot)
    // Nothing is missing: no need to see the form again.
    desk.press("Enter")
    #expect(desk.model.page == .summary)
    #expect(desk.model.draft?.text("vehicle") == "red Mini")
    #expect(desk.model.summaryState == .complete)
    // From the summary Esc leads back step by step as well.
    for page in [Page.slots, .services, .board] {
      desk.press("Esc")
      #expect(desk.model.page == page)
    }
    #expect(desk.model.notice == .draftKept)
    #expect(desk.model.draft == nil)
    #expect(desk.model.leftDrafts.count == 1)
    desk.press("' '")
    #expect(desk.model.page == .summary)
    #expect(desk.model.draft?.text(FormSlug.name) == "Dee Park")
    #expect(desk.model.draft?.text("vehicle") == "red Mini")
    #expect(desk.model.draft?.slot == slot)
  }

  @Test func `another service keeps what was typed and drops the time`() {
    var desk = TestDesk.open()
    desk.press("b 1 1")
    desk.type("Dee Park")
    desk.press("Esc Esc 3")
    #expect(desk.model.draft?.slot == nil)
    #expect(desk.model.draft?.text(FormSlug.name) == "Dee Park")
  }

  @Test func `Enter on a free gap opens the grid at that gap`() {
    var desk = TestDesk.open()
    desk.press("Down")
    guard case .gap(let start, _) = desk.model.selectedRow?.id else {
      Issue.record("the row after the running booking is a gap")
      return
    }
    #expect(start == TestShop.instant("2026-11-23T15:45:00Z"))
    desk.press("Down Down Enter 1")
    #expect(desk.model.slotAtCursor?.start == TestShop.instant("2026-11-23T17:00:00Z"))
  }

  @Test func `from the summary, s and a digit come back with that time, and Esc without`() {
    var desk = TestDesk.summary()
    desk.press("s")
    #expect(desk.model.page == .slots)
    desk.press("Esc")
    #expect(desk.model.page == .summary)
    desk.press("s 3")
    #expect(desk.model.page == .summary)
    #expect(desk.model.draft?.slot?.start == TestShop.instant("2026-11-23T17:00:00Z"))
    #expect(desk.model.summaryState == .complete)
    desk.press("e")
    #expect(desk.model.page == .form)
    desk.press("Esc")
    #expect(desk.model.page == .summary)
  }

  @Test func `from the summary, a digit changes the service and finds its earliest time`() {
    var desk = TestDesk.summary()
    desk.press("3")
    #expect(desk.model.draft?.service == Service.ID(3))
    // Between noon and two there is room for two hours.
    #expect(desk.model.draft?.slot?.start == TestShop.instant("2026-11-23T17:00:00Z"))
    #expect(desk.model.summaryState == .complete)
    desk.press("9")
    #expect(desk.model.notice == .noSuchNumber(9))
  }

  @Test func `from the summary, dot and comma move through the free times`() {
    var desk = TestDesk.summary()
    let first = desk.model.draft?.slot
    desk.press(".")
    #expect(desk.model.draft?.slot?.start == TestShop.instant("2026-11-23T16:00:00Z"))
    desk.press(",")
    #expect(desk.model.draft?.slot == first)
    desk.press(",")
    #expect(desk.model.draft?.slot == first)
    #expect(desk.model.notice == .noOtherSlot(later: false))
  }

  @Test func `y that misses fields goes to the first of them, and books nothing`() {
    var desk = TestDesk.open()
    desk.press("b 1 1")
    desk.type("Dee Park")
    desk.press("Enter")
    desk.type("2125550142")
    desk.press("PgDn e")
    #expect(desk.model.page == .form)
    desk.press("Ctrl-U Esc")
    #expect(desk.model.page == .summary)
    #expect(desk.model.summaryState == .needsFields(1))
    desk.effects = []
    desk.press("y")
    #expect(desk.model.page == .form)
    #expect(desk.model.draft?.focus == FormSlug.phone)
    #expect(desk.model.notice == .fieldsMissing(1))
    #expect(desk.effects.allSatisfy { !$0.isWrite })
  }

  @Test func `a desk that only reads starts no booking`() {
    var desk = TestDesk.open { $0.isReadOnly = true }
    for key in ["b", "w", "n", "'"] {
      desk.press(key)
      #expect(desk.model.page == .board)
      #expect(desk.model.notice == .readOnly)
    }
    desk.press("Down Enter")
    #expect(desk.model.page == .board)
    #expect(desk.model.draft == nil)
  }
}
