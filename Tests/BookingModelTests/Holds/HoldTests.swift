import BookingModel
import TestDesk
import Testing

/// Holds of drafts: when they are asked for, how they follow the draft, and when they are let go.
@Suite struct HoldTests {
  /// The summary, with its time held by the server.
  static func held(_ shop: TestShop = TestShop()) -> TestDesk {
    var desk = TestDesk.summary(shop)
    desk.tick(milliseconds: 400)
    desk.effects = []
    return desk
  }

  static let quarterTo = TestShop.instant("2026-11-23T15:45:00Z")

  // MARK: - Asking

  @Test func `a chosen time is held after it has rested for 400 ms, and not before`() {
    var desk = TestDesk.summary()
    #expect(desk.holdQuestions == [])
    #expect(desk.model.nextTimer == desk.model.now.adding(milliseconds: 400))
    desk.tick(milliseconds: 399)
    #expect(desk.holdQuestions == [])
    desk.tick(milliseconds: 1)
    #expect(desk.holdQuestions.map(\.target.start) == [HoldTests.quarterTo])
    #expect(desk.holdQuestions.map(\.kind) == [.new(replacing: nil)])
    #expect(desk.shop.reservations.map(\.start) == [HoldTests.quarterTo])
    #expect(desk.model.ownHold?.uid == "hold-1")
    #expect(desk.model.summaryState == .complete)
  }

  @Test func `no hold is asked for while the times run by, and one for the last of them`() {
    var desk = TestDesk.summary()
    for _ in 0..<12 {
      desk.press(".")
      desk.tick(milliseconds: 150)
    }
    #expect(desk.holdQuestions == [])
    let chosen = desk.model.draft?.slot?.start
    desk.tick(milliseconds: 250)
    #expect(desk.holdQuestions.map(\.target.start) == [chosen])
  }

  @Test func `a time that comes back within the rest is not asked for again`() {
    var desk = HoldTests.held()
    desk.press(". ,")
    desk.tick(seconds: 1)
    #expect(desk.holdQuestions == [])
    #expect(desk.shop.reservations.map(\.uid) == ["hold-1"])
  }

  @Test func `the hold follows the time: the old one is let go for the new one`() {
    var desk = HoldTests.held()
    desk.press(".")
    desk.tick(milliseconds: 400)
    #expect(desk.holdQuestions.map(\.kind) == [.new(replacing: "hold-1")])
    #expect(desk.shop.reservations.map(\.uid) == ["hold-2"])
    #expect(desk.model.ownHold?.start == desk.model.draft?.slot?.start)
  }

  @Test func `the grid's choice is held while the form is filled in`() {
    var desk = TestDesk.open()
    desk.press("b 1 1")
    #expect(desk.model.page == .form)
    desk.type("De")
    desk.tick(milliseconds: 400)
    #expect(desk.shop.reservations.count == 1)
    #expect(desk.model.draft?.hold?.uid == "hold-1")
  }

  @Test func `a desk that only reads holds nothing`() {
    var desk = TestDesk.summary()
    desk.model.isReadOnly = true
    desk.tick(seconds: 5)
    #expect(desk.holdQuestions == [])
  }

  // MARK: - Our own hold is free for us

  @Test func `our own hold is never taken for a lost time, however often the times are read anew`() {
    var desk = HoldTests.held()
    for _ in 0..<10 {
      desk.tick(seconds: 20)
      desk.press("e Esc")
      #expect(desk.model.summaryState == .complete)
      #expect(desk.model.notice != .slotTaken)
    }
  }

  @Test func `times read while the answer to the hold is on its way do not lose it`() {
    var desk = TestDesk.summary()
    desk.isAnswering = false
    desk.tick(milliseconds: 400)
    let question = desk.holdQuestions[0]
    // The server has it, its answer is not here yet.
    _ = desk.shop.answer(.hold(question))
    let day = TestShop.day("2026-11-23")
    let query = SlotQuery(service: Service.ID(1), from: day, through: day.advanced(by: 7))
    desk.send(.slotsLoaded(query, .success(desk.shop.slots(query))))
    #expect(desk.model.summaryState == .complete)
  }

  @Test func `the times around our own hold are offered as before`() {
    var desk = HoldTests.held()
    desk.tick(seconds: 40)
    desk.press("Esc")
    desk.press("PgDn")
    desk.press(".")
    #expect(desk.model.draft?.slot?.start == TestShop.instant("2026-11-23T16:00:00Z"))
    desk.press(",")
    #expect(desk.model.draft?.slot?.start == HoldTests.quarterTo)
    desk.press("s")
    #expect(desk.model.soonest.first?.start == HoldTests.quarterTo)
  }

  @Test func `a digit lets the hold go before it looks for the earliest time of the other service`() {
    var shop = TestShop()
    shop.bookings = []
    var desk = HoldTests.held(shop)
    // Nothing is known of the other service but what is read now.
    desk.model.slotBooks = desk.model.slotBooks.filter { $0.key.service == Service.ID(1) }
    desk.press("2")
    #expect(desk.released == ["hold-1"])
    #expect(desk.model.draft?.service == Service.ID(2))
    #expect(desk.model.draft?.slot?.start == TestShop.instant("2026-11-23T15:15:00Z"))
    #expect(desk.model.summaryState == .complete)
    desk.tick(milliseconds: 400)
    #expect(desk.shop.reservations.map(\.service) == [Service.ID(2)])
  }

  @Test func `days first read behind our own hold are read again when it is gone`() {
    var desk = HoldTests.held()
    desk.model.slotBooks = [:]
    desk.press("s")
    #expect(!desk.model.soonest.map(\.start).contains(TestShop.instant("2026-11-23T16:00:00Z")))
    desk.effects = []
    desk.press("3")
    desk.tick(milliseconds: 400)
    #expect(desk.effects.contains { if case .loadSlots = $0 { true } else { false } })
    desk.press("s")
    #expect(desk.model.soonest.map(\.start).contains(HoldTests.quarterTo))
  }

  // MARK: - Letting go

  @Test func `Esc to the board keeps the draft and lets its hold go`() {
    var desk = HoldTests.held()
    desk.press("Esc Esc Esc Esc")
    #expect(desk.model.page == .board)
    #expect(desk.released == ["hold-1"])
    #expect(desk.shop.reservations == [])
    #expect(desk.model.leftDrafts.map(\.hold) == [nil])
    #expect(desk.model.holds == [:])
    // What is kept for the next start knows of no hold either.
    #expect(
      desk.effects.last { if case .saveDraft = $0 { true } else { false } } == .saveDraft(desk.model.leftDrafts[0]))
  }

  @Test func `one booking takes three requests: hold, book, release`() {
    var desk = HoldTests.held()
    desk.press("y")
    #expect(desk.released == [])
    let ref = desk.model.outcome.ref ?? DeskRef("")
    desk.send(
      .writeAnswered(ref, .success([TestShop.booking("n1", 1, "Dee Park", "2026-11-23T15:45:00Z", minutes: 30)])))
    #expect(desk.released == ["hold-1"])
    #expect(desk.effects.count(where: \.isHoldRequest) == 1)
    #expect(desk.effects.count(where: \.isWrite) == 1)
    #expect(desk.model.holds == [:])
  }

  @Test func `y within the rest asks for no hold at all`() {
    var desk = TestDesk.summary()
    desk.press("y")
    desk.tick(seconds: 5)
    #expect(desk.effects.count(where: \.isHoldRequest) == 0)
  }

  @Test func `a booking of unknown outcome keeps its hold, and lets it go when it is found`() {
    var desk = HoldTests.held()
    desk.press("y")
    let ref = desk.model.outcome.ref ?? DeskRef("")
    desk.send(.writeAnswered(ref, .failure(CalError(kind: .noAnswer(.timedOut)))))
    desk.tick(seconds: 1)
    #expect(desk.released == [])
    var made = TestShop.booking("n1", 1, "Dee Park", "2026-11-23T15:45:00Z", minutes: 30)
    made.metadata = ["deskRef": .string(ref.rawValue)]
    desk.shop.bookings.append(made)
    desk.tick(seconds: 20)
    #expect(desk.released == ["hold-1"])
    #expect(desk.model.notice != .slotTaken)
  }

  @Test func `a refused booking has its hold still`() {
    var desk = HoldTests.held()
    desk.press("y")
    let ref = desk.model.outcome.ref ?? DeskRef("")
    desk.send(.writeAnswered(ref, .failure(CalError(kind: .refused, status: 400))))
    #expect(desk.model.page == .summary)
    #expect(desk.released == [])
    #expect(desk.model.ownHold?.uid == "hold-1")
  }

  @Test func `leaving the program lets every hold go, and no draft remembers one`() {
    var desk = HoldTests.held()
    desk.press("z")
    desk.press("b 1 2")
    desk.tick(milliseconds: 400)
    #expect(desk.shop.reservations.count == 2)
    desk.press("Ctrl-C y")
    #expect(desk.model.isFinished)
    #expect(Set(desk.released) == ["hold-1", "hold-2"])
    let saved = desk.effects.compactMap { effect -> Draft? in
      if case .saveDraft(let draft) = effect { draft } else { nil }
    }
    for id in Set(saved.map(\.id)) { #expect(saved.last { $0.id == id }?.hold == nil) }
  }

  @Test func `SIGTERM lets every hold go`() {
    var desk = HoldTests.held()
    desk.send(.terminated)
    #expect(desk.released == ["hold-1"])
  }

  // MARK: - Late and crossed answers

  @Test func `an answer that comes when its draft was left is let go`() {
    var desk = TestDesk.summary()
    desk.isAnswering = false
    desk.tick(milliseconds: 400)
    let question = desk.holdQuestions[0]
    desk.press("Esc Esc Esc Esc")
    desk.effects = []
    desk.send(.holdAnswered(question, .success(HoldTests.reservation(question, "late"))))
    #expect(desk.released == ["late"])
    #expect(desk.model.holds == [:])
    #expect(desk.model.deskIsQuiet)
  }

  @Test func `an answer that comes after the program was told to end is let go`() {
    var desk = TestDesk.summary()
    desk.isAnswering = false
    desk.tick(milliseconds: 400)
    let question = desk.holdQuestions[0]
    desk.send(.terminated)
    desk.effects = []
    desk.send(.holdAnswered(question, .success(HoldTests.reservation(question, "late"))))
    #expect(desk.released == ["late"])
  }

  @Test func `an answer that comes when the write was taken already is let go`() {
    var desk = TestDesk.summary()
    desk.isAnswering = false
    desk.tick(milliseconds: 400)
    let question = desk.holdQuestions[0]
    desk.press("y")
    let ref = desk.model.outcome.ref ?? DeskRef("")
    desk.send(
      .writeAnswered(ref, .success([TestShop.booking("n1", 1, "Dee Park", "2026-11-23T15:45:00Z", minutes: 30)])))
    desk.effects = []
    desk.send(.holdAnswered(question, .success(HoldTests.reservation(question, "late"))))
    #expect(desk.released == ["late"])
  }

  @Test func `while one answer is awaited no other is asked; the late one is replaced by what is wanted now`() {
    var desk = TestDesk.summary()
    desk.isAnswering = false
    desk.tick(milliseconds: 400)
    let first = desk.holdQuestions[0]
    desk.press(".")
    desk.tick(seconds: 1)
    #expect(desk.holdQuestions == [first])
    desk.send(.holdAnswered(first, .success(HoldTests.reservation(first, "late"))))
    #expect(desk.model.ownHold == nil)
    #expect(desk.holdQuestions.count == 2)
    #expect(desk.holdQuestions.last?.kind == .new(replacing: "late"))
    #expect(desk.holdQuestions.last?.target.start == desk.model.draft?.slot?.start)
  }

  @Test func `an answer to a question of another run changes nothing`() {
    var desk = HoldTests.held()
    var strange = HoldQuestion(
      number: 99, draft: desk.model.draft?.id ?? Draft.ID(rawValue: ""),
      target: HoldTarget(service: Service.ID(1), start: HoldTests.quarterTo, end: HoldTests.quarterTo),
      kind: .new(replacing: nil))
    let before = desk.model
    desk.send(.holdAnswered(strange, .failure(.server(CalError(kind: .slotTaken)))))
    #expect(desk.model == before)
    strange.draft = Draft.ID(rawValue: "x")
    desk.send(.holdAnswered(strange, .success(HoldTests.reservation(strange, "x"))))
    #expect(desk.released == ["x"])
  }

  static func reservation(_ question: HoldQuestion, _ uid: String, until: Instant? = nil) -> Reservation {
    Reservation(
      uid: uid, service: question.target.service, start: question.target.start, end: question.target.end,
      until: until ?? TestShop.monday10.adding(minutes: 5))
  }
}

extension TestDesk {
  var holdQuestions: [HoldQuestion] {
    effects.compactMap { if case .hold(let question) = $0 { question } else { nil } }
  }

  var released: [String] { effects.compactMap { if case .releaseHold(let uid) = $0 { uid } else { nil } } }
}

extension Model {
  /// Nothing of holds is left over.
  var deskIsQuiet: Bool { holds.isEmpty && abandonedHolds.isEmpty }
}

extension Effect {
  /// What goes to the server for the sake of a hold.
  var isHoldRequest: Bool {
    switch self {
    case .hold, .releaseHold: true
    default: false
    }
  }
}
