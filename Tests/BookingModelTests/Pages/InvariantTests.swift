import BookingModel
import TestDesk
import Testing

/// Every message on every page, and what must hold afterwards whatever happened.
@Suite struct InvariantTests {
  /// A desk on each page, with something in every place that could be lost.
  static func desk(on page: Page) -> TestDesk {
    var desk = TestDesk.summary()
    desk.isPainting = false
    switch page {
    case .summary: break
    case .form: desk.press("Esc")
    case .slots: desk.press("Esc Esc")
    case .services: desk.press("Esc Esc Esc")
    case .board: desk.press("Esc Esc Esc Esc")
    case .card: desk.press("Esc Esc Esc Esc 1 Enter")
    case .who:
      desk.press("Esc Esc Esc Esc n")
      desk.type("Eva")
    case .outcome: desk.press("y")
    case .unresolved:
      desk.press("y")
      desk.send(.writeAnswered(desk.model.outcome.ref ?? DeskRef(""), .failure(CalError(kind: .serverFailure))))
      desk.press("Esc U")
    case .setup: desk = TestDesk { $0.setup = SetupPage() }
    case .fix: desk.press("Esc Esc Esc Esc 2 f")
    case .find, .customer, .oneLine, .handOver: desk.model.trail.append(page)
    }
    return desk
  }

  static let pages: [Page] = [
    .setup, .board, .card, .services, .slots, .who, .form, .summary, .outcome, .unresolved,
    .find, .customer, .oneLine, .handOver, .fix,
  ]

  static func messages(_ desk: TestDesk) -> [Message] {
    let failure = CalError(kind: .noAnswer(.broken))
    let day = TestShop.day("2026-11-23")
    let query = SlotQuery(service: Service.ID(1), from: day, through: day.advanced(by: 6))
    let ref = desk.model.outcome.ref ?? DeskRef("t-1.t-2")
    let booking = TestShop.booking("b9", 1, "New", "2026-11-24T15:00:00Z", minutes: 30)
    var made = booking
    made.metadata = ["deskRef": .string(ref.rawValue)]
    let question =
      desk.model.resolutions[ref]?.question ?? desk.model.writes[ref]?.write.lookUpQuestion
      ?? LookUpQuestion.booking(booking.uid)
    let facts = ShopFacts(
      account: Account(id: 1), services: Array(TestShop.threeServices.prefix(1)), hours: nil,
      zone: TestShop.zone("Europe/Berlin"))
    return [
      .started, .pasted("pasted\ntext"), .resized(Size(columns: 39, rows: 9)), .resized(Size(columns: 200, rows: 60)),
      .ticked(desk.model.now.adding(seconds: 60)), .ticked(desk.model.now.adding(seconds: 86_400)),
      .ticked(desk.model.now.adding(seconds: -60)), .painted, .terminated,
      .shopLoaded(.success(facts)), .shopLoaded(.failure(failure)),
      .serviceLoaded(Service.ID(1), .success(TestShop.threeServices[0])),
      .serviceLoaded(Service.ID(9), .failure(failure)),
      .bookingsLoaded(day...day, .success([])), .bookingsLoaded(day...day, .failure(failure)),
      .slotsLoaded(query, .success([:])), .slotsLoaded(query, .failure(failure)),
      .writeNotJournalled(ref, .diskFull), .writeAnswered(ref, .success([booking])),
      .writeAnswered(ref, .failure(CalError(kind: .slotTaken))), .writeAnswered(ref, .failure(failure)),
      .writeAnswered(DeskRef("another"), .success([booking])),
      .journalRead([], askedAt: desk.model.now.adding(seconds: 60)), .journalRead([], askedAt: desk.model.now),
      .lookedUp(ref, question, .success([])), .lookedUp(ref, question, .success([made])),
      .lookedUp(ref, question, .failure(failure)), .lookedUp(DeskRef("another"), question, .success([made])),
      .bookingsLoaded(day...day.advanced(by: 1), .success([made])),
      .storeFailed(.failed("why")), .unlockChecked(.unlocked),
      .printed(
        .slip(Slip(shop: desk.shop.facts, booking: booking, service: nil, printedAt: desk.model.now)),
        .kept(path: "/p", config: "/c", lines: 20)),
      .handOverLoaded(desk.model.now..<desk.model.now, .success(HandOverRecords())),
      .shopCreated(.success(desk.shop.facts)), .shopCreated(.failure(.unknownCountry("XX"))),
    ] + KeyTests.all.map(Message.keyPressed)
  }

  @Test(arguments: pages) func `every message on a page leaves the model whole`(page: Page) {
    let start = InvariantTests.desk(on: page)
    #expect(start.model.page == page)
    for message in InvariantTests.messages(start) {
      var desk = start
      desk.effects = []
      let isCommit = page == .summary && message == .keyPressed(.character("y"))
      desk.send(message)
      let problems = InvariantTests.problems(desk.model, before: start.model)
      #expect(problems == [], "\(page) \(message)")
      #expect(isCommit == desk.effects.contains(where: \.isWrite), "\(page) \(message)")
    }
  }

  @Test func `fifteen hundred random messages leave the model whole`() {
    for seed: UInt64 in 1...6 {
      var random = SeededGenerator(state: seed)
      var desk = TestDesk.open()
      for step in 0..<250 {
        let before = desk.model
        let messages = InvariantTests.messages(desk).filter { $0 != .terminated && !$0.makesShop }
        let message = messages[Int.random(in: 0..<messages.count, using: &random)]
        if case .ticked(let now) = message { desk.shop.now = max(desk.shop.now, now) }
        desk.effects = []
        desk.send(message)
        let problems = InvariantTests.problems(desk.model, before: before, losesText: true)
        guard problems == [] else {
          Issue.record("seed \(seed) step \(step) \(message): \(problems)")
          return
        }
        if desk.effects.contains(where: \.isWrite) {
          #expect(before.isCommittingPrompt || before.awaitsCommit)
          #expect(message == .keyPressed(.character("y")) || before.awaitsCommit)
        }
        if desk.model.isFinished { desk = TestDesk.open() }
      }
    }
  }

  /// What is wrong with a model, in words.
  static func problems(_ model: Model, before: Model, losesText: Bool = false) -> [String] {
    var found: [String] = []
    if model.trail.isEmpty { found.append("no page") }
    if model.trail.count > 8 { found.append("the trail grows: \(model.trail)") }
    let kept = [model.draft].compactMap { $0 } + model.leftDrafts + model.parked + model.committing.values
    if Set(kept.map(\.id)).count != kept.count { found.append("a draft is there twice") }
    let shown = model.shownServices.count
    if model.serviceList.cursor < 0 || model.serviceList.cursor > max(0, shown - 1) { found.append("list cursor") }
    if !(0..<1440).contains(model.grid.minute) { found.append("grid minute \(model.grid.minute)") }
    if model.page == .slots, !model.grid.week.contains(model.grid.day), model.grid.view == .week {
      found.append("grid cursor outside its week")
    }
    if model.page == .slots, model.grid.first < model.today { found.append("grid before today") }
    if model.unresolved < 0 { found.append("unresolved cursor") }
    if [.form, .summary].contains(model.page), model.draft == nil { found.append("no draft on \(model.page)") }
    if model.page == .board, model.draft != nil { found.append("a live draft on the board") }
    // Every write of unknown outcome is looked up, and nothing else is.
    if Set(model.unresolvedWrites.map(\.ref)) != Set(model.resolutions.keys) {
      found.append("look-ups and unknown writes")
    }
    if model.nextTimer > model.now.adding(seconds: 60) { found.append("no timer within the minute") }
    for resolution in model.resolutions.values where resolution.question == nil {
      if resolution.trouble == nil, resolution.nextLook > model.now.adding(seconds: 16) {
        found.append("a late look-up")
      }
    }
    if model.awaitsCommit, model.page != .summary { found.append("a y waits on \(model.page)") }
    guard !losesText else { return found }
    // Whatever was typed before is still somewhere, unless the write it belonged to was taken or it was deleted by key.
    let texts = { (model: Model) in
      let drafts = [model.draft].compactMap { $0 } + model.leftDrafts + model.parked + model.committing.values
      return Set(drafts.compactMap { $0.entries[FormSlug.name]?.text }.filter { !$0.isEmpty })
    }
    let wasTaken = model.committing.count < before.committing.count
    if model.page != .form, !wasTaken, !texts(before).isSubset(of: texts(model)) { found.append("a name is lost") }
    return found
  }
}

extension Message {
  fileprivate var makesShop: Bool { if case .shopCreated = self { true } else { false } }
}
