import BookingModel
import TestDesk
import Testing

/// How holds are refused, renewed, lost and ended, and what the clerk is told.
@Suite struct HoldEndTests {
  private func error(_ kind: CalError.Kind, _ status: Int? = nil) -> HoldTrouble {
    .server(CalError(kind: kind, status: status))
  }

  // MARK: - Refusals

  @Test func `a time that somebody else has is told like a lost one, with every field kept`() {
    var desk = TestDesk.summary()
    desk.shop.holdTrouble = error(.slotTaken, 422)
    let before = desk.model.draft?.entries
    desk.tick(milliseconds: 400)
    #expect(desk.model.notice == .slotTaken)
    guard case .slotLost(let nearest) = desk.model.summaryState else {
      Issue.record("\(desk.model.summaryState)")
      return
    }
    #expect(nearest.count == 3)
    #expect(desk.model.draft?.entries == before)
    desk.press("y")
    #expect(desk.effects.allSatisfy { !$0.isWrite })
    // One of the nearest is taken by its digit, and held in its turn.
    desk.shop.holdTrouble = nil
    desk.press("1")
    desk.tick(milliseconds: 400)
    #expect(desk.model.ownHold?.start == nearest[0].start)
    #expect(desk.model.summaryState == .complete)
  }

  @Test func `a time that another desk holds is refused with its name`() {
    var desk = TestDesk.summary()
    let start = TestShop.instant("2026-11-23T15:45:00Z")
    let other = DeskHold(
      reservation: Reservation(
        uid: "o", service: Service.ID(2), start: start, end: start.adding(minutes: 45),
        until: TestShop.monday10.adding(minutes: 5)), desk: "Desk 2", draft: "x")
    desk.shop.holdTrouble = .heldBy(other)
    desk.tick(milliseconds: 400)
    #expect(desk.model.notice == .slotHeld(desk: "Desk 2"))
    guard case .slotLost = desk.model.summaryState else {
      Issue.record("\(desk.model.summaryState)")
      return
    }
  }

  @Test func `what is typed after a refusal does not make the time free again, nor asks for it again`() {
    var desk = TestDesk.open()
    desk.press("b 1 1")
    desk.shop.holdTrouble = error(.slotTaken, 422)
    desk.tick(milliseconds: 400)
    #expect(desk.model.notice == .slotTaken)
    desk.type("Dee Park")
    desk.press("Enter")
    desk.type("2125550142")
    desk.tick(seconds: 2)
    desk.press("PgDn")
    #expect(desk.holdQuestions.count == 1)
    guard case .slotLost = desk.model.summaryState else {
      Issue.record("\(desk.model.summaryState)")
      return
    }
  }

  @Test(arguments: [
    (CalError.Kind.notFound, 404), (.forbidden, 403), (.notSignedIn, 401), (.invalidField(slug: "slotDuration"), 400),
    (.refused, 400),
  ])
  func `a server that gives no holds is not asked again, and nobody is bothered`(kind: CalError.Kind, status: Int) {
    var desk = TestDesk.summary()
    desk.shop.holdTrouble = error(kind, status)
    desk.tick(milliseconds: 400)
    #expect(desk.model.notice == nil)
    #expect(desk.model.summaryState == .complete)
    desk.press(".")
    desk.tick(seconds: 60)
    #expect(desk.holdQuestions.count == 1)
    desk.press("y")
    #expect(desk.effects.count(where: \.isWrite) == 1)
  }

  @Test func `a server out of reach is asked again after 15 s, in silence`() {
    var desk = TestDesk.summary()
    desk.shop.holdTrouble = error(.noAnswer(.unreachable))
    desk.tick(milliseconds: 400)
    #expect(desk.model.notice == nil)
    desk.tick(seconds: 14)
    #expect(desk.holdQuestions.count == 1)
    desk.shop.holdTrouble = nil
    desk.tick(seconds: 1)
    #expect(desk.holdQuestions.count == 2)
    #expect(desk.model.ownHold != nil)
  }

  @Test func `a hold whose answer was lost is not asked again, nor taken for somebody else's`() {
    var desk = TestDesk.summary()
    desk.isAnswering = false
    desk.tick(milliseconds: 400)
    let question = desk.holdQuestions[0]
    _ = desk.shop.answer(.hold(question))
    desk.unanswered = []
    desk.isAnswering = true
    desk.send(.holdAnswered(question, .failure(.server(CalError(kind: .noAnswer(.timedOut))))))
    desk.tick(seconds: 40)
    #expect(desk.holdQuestions.count == 1)
    #expect(desk.model.summaryState == .complete)
    // The next time overlaps it: the refusal may be our own doing.
    desk.press(".")
    desk.tick(milliseconds: 400)
    #expect(desk.holdQuestions.count == 2)
    #expect(desk.model.summaryState == .complete)
    #expect(desk.model.notice == nil)
  }

  // MARK: - Renewal

  @Test func `a hold is renewed a minute before its end while someone works on the draft`() {
    var desk = HoldTests.held()
    desk.tick(seconds: 120)
    desk.press("e Esc")
    desk.tick(seconds: 119)
    #expect(desk.holdQuestions == [])
    desk.tick(seconds: 1)
    #expect(desk.holdQuestions.map(\.kind) == [.renewal(of: "hold-1")])
    #expect(desk.model.ownHold?.until == desk.model.now.adding(minutes: 5))
  }

  @Test func `a hold is left to end when nobody has pressed a key for three minutes, unless one comes in time`() {
    var desk = HoldTests.held()
    desk.tick(seconds: 241)
    #expect(desk.holdQuestions == [])
    desk.tick(seconds: 50)
    desk.press("e")
    #expect(desk.holdQuestions.map(\.kind) == [.renewal(of: "hold-1")])
  }

  @Test func `a renewal that is refused because the time is gone is told`() {
    var desk = HoldTests.held()
    desk.tick(seconds: 200)
    desk.press("e Esc")
    desk.shop.holdTrouble = error(.slotTaken, 422)
    desk.tick(seconds: 40)
    #expect(desk.model.notice == .slotTaken)
    #expect(desk.model.ownHold == nil)
  }

  @Test func `a renewal without an answer leaves the hold as it is, and is tried again`() {
    var desk = HoldTests.held()
    desk.tick(seconds: 200)
    desk.press("e Esc")
    desk.shop.holdTrouble = error(.serverFailure, 500)
    desk.tick(seconds: 40)
    #expect(desk.model.ownHold?.uid == "hold-1")
    #expect(desk.model.notice == nil)
    desk.shop.holdTrouble = nil
    desk.tick(seconds: 15)
    #expect(desk.holdQuestions.count == 2)
    #expect(desk.model.ownHold?.until == desk.model.now.adding(minutes: 5))
  }

  // MARK: - The end

  /// Runs the desk by its own timers, as the program does.
  private func run(_ desk: inout TestDesk, until end: Instant) {
    var turns = 0
    while desk.model.nextTimer <= end, turns < 5000 {
      turns += 1
      desk.shop.now = max(desk.model.nextTimer, desk.shop.now)
      desk.send(.ticked(desk.shop.now))
    }
    #expect(turns < 5000)
  }

  @Test func `a hold that ends is told within 5 s, with all fields kept`() {
    var desk = HoldTests.held()
    guard let until = desk.model.ownHold?.until, let before = desk.model.draft else {
      Issue.record("no hold")
      return
    }
    run(&desk, until: until.adding(milliseconds: -1))
    #expect(desk.model.notice == nil)
    run(&desk, until: until.adding(seconds: 5))
    #expect(desk.model.notice == .holdEnded)
    #expect(desk.model.draft?.entries == before.entries)
    #expect(desk.model.draft?.slot == before.slot)
    #expect(desk.model.summaryState == .complete)
    // The next key takes it up again.
    desk.effects = []
    desk.press("e")
    desk.tick(milliseconds: 400)
    #expect(desk.holdQuestions.map(\.kind) == [.new(replacing: nil)])
    #expect(desk.model.ownHold != nil)
  }

  @Test func `the end of a parked draft's hold is told with its letter`() {
    var desk = HoldTests.held()
    desk.press("z")
    run(&desk, until: desk.model.now.adding(seconds: 300))
    #expect(desk.model.notice == .parkedHoldEnded("a"))
    #expect(desk.model.parked.map(\.hold) == [nil])
    // Nobody works on it: it is not asked for again.
    desk.effects = []
    desk.press("Down")
    desk.tick(seconds: 60)
    #expect(desk.holdQuestions == [])
  }

  @Test func `a hold that the server has dropped is told at the next poll`() {
    var desk = HoldTests.held()
    desk.shop.reservations = []
    desk.tick(seconds: 15)
    #expect(desk.model.notice == .holdLost)
    #expect(desk.model.ownHold == nil)
    #expect(desk.model.summaryState == .complete)
    desk.press("e")
    desk.tick(milliseconds: 400)
    #expect(desk.model.ownHold != nil)
  }

  @Test func `a booking where we hold is told at the next poll, and the hold is let go`() {
    var desk = HoldTests.held()
    desk.shop.bookings.append(TestShop.booking("w1", 1, "Web Booker", "2026-11-23T15:45:00Z", minutes: 30))
    desk.tick(seconds: 15)
    #expect(desk.model.notice == .slotTaken)
    #expect(desk.released == ["hold-1"])
    guard case .slotLost(let nearest) = desk.model.summaryState else {
      Issue.record("\(desk.model.summaryState)")
      return
    }
    #expect(
      !nearest.contains {
        $0.start < TestShop.instant("2026-11-23T16:15:00Z") && $0.end > TestShop.instant("2026-11-23T15:45:00Z")
      })
  }

  @Test func `a time that is gone at y is told then, with the fields kept`() {
    var desk = HoldTests.held()
    desk.press("y")
    let ref = desk.model.outcome.ref ?? DeskRef("")
    desk.shop.bookings.append(TestShop.booking("w1", 1, "Web Booker", "2026-11-23T15:45:00Z", minutes: 30))
    desk.send(.writeAnswered(ref, .failure(CalError(kind: .slotTaken, status: 400))))
    #expect(desk.model.page == .summary)
    #expect(desk.model.notice == .slotTaken)
    #expect(desk.released == ["hold-1"])
    #expect(desk.model.draft?.text(FormSlug.name) == "Dee Park")
  }

  // MARK: - The countdown

  @Test func `the screen counts minutes, and seconds only in the last one`() {
    let until = TestShop.monday10.adding(seconds: 300)
    func left(_ seconds: Int64) -> HoldTime { HoldTime(until: until, now: until.adding(seconds: -seconds)) }
    #expect(left(300).minutes == 5)
    #expect(left(241).minutes == 5)
    #expect(left(240).minutes == 4)
    #expect(left(61).minutes == 2)
    #expect(left(61).seconds == nil)
    #expect(left(60).seconds == 60)
    #expect(left(1).seconds == 1)
  }

  @Test func `the program wakes for each change of the countdown and no more`() {
    var desk = HoldTests.held()
    desk.press("z")
    desk.model.nextPoll = nil
    desk.model.holdsReadAt = nil
    guard let until = desk.model.parked.first?.hold?.until else {
      Issue.record("no hold")
      return
    }
    var wakes: [Int64] = []
    while desk.model.nextTimer < until {
      desk.shop.now = desk.model.nextTimer
      desk.model.nextPoll = nil
      desk.send(.ticked(desk.shop.now))
      wakes.append(until.milliseconds - desk.shop.now.milliseconds)
    }
    #expect(wakes.filter { $0 < 60_000 && $0 % 1000 == 0 } == (1..<60).reversed().map { Int64($0) * 1000 })
    #expect(wakes.filter { $0 > 60_000 }.count <= 9)
  }
}
