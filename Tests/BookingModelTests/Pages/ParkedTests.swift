import BookingModel
import FoundationEssentials
import TestDesk
import Testing

/// Drafts that wait under a letter.
@Suite struct ParkedTests {
  /// A draft at the summary, parked; each at a time of its own.
  private func park(_ name: String, _ digit: Int, _ desk: inout TestDesk) {
    desk.press("b 1 \(digit)")
    desk.type(name)
    desk.press("Enter")
    desk.type("2125550142")
    desk.press("PgDn z")
  }

  @Test func `z on the summary parks under the next letter and comes back to the board`() {
    var desk = HoldTests.held()
    desk.press("z")
    #expect(desk.model.page == .board)
    #expect(desk.model.draft == nil)
    #expect(desk.model.parked.map(\.parked) == ["a"])
    #expect(desk.model.notice == .parked("a"))
    // Its hold goes on.
    #expect(desk.released == [])
    #expect(desk.shop.reservations.map(\.uid) == ["hold-1"])
    #expect(desk.model.holdTime(of: desk.model.parked[0].id)?.minutes == 5)
    park("Bea", 3, &desk)
    #expect(desk.model.parked.map(\.parked) == ["a", "b"])
  }

  @Test(arguments: ["summary", "form", "slots", "services", "who"])
  func `a draft can be parked on every page where it is in hand, and is found there again`(page: String) {
    var desk = TestDesk.open()
    let key: String
    switch page {
    case "summary":
      desk = TestDesk.summary()
      key = "z"
    case "form":
      desk.press("b 1 1")
      desk.type("De")
      key = "Ctrl-P"
    case "slots":
      desk.press("b 1")
      key = "z"
    case "services":
      desk.press("n")
      desk.type("Dee")
      desk.press("Enter")
      key = "z"
    default:
      desk.press("n")
      desk.type("Dee")
      key = "Ctrl-P"
    }
    desk.press(key)
    #expect(desk.model.page == .board)
    #expect(desk.model.parked.count == 1)
    desk.press("' a")
    #expect(desk.model.parked.isEmpty)
    #expect(desk.model.draft != nil)
    let pages: [String: Page] = [
      "summary": .summary, "form": .form, "slots": .slots, "services": .services, "who": .services,
    ]
    #expect(desk.model.page == pages[page])
    if page == "who" { #expect(desk.model.draft?.text(FormSlug.name) == "Dee") }
  }

  @Test func `in a text field z and the apostrophe are text`() {
    var desk = TestDesk.open()
    desk.press("b 1 1")
    desk.type("Liz O'Hara;z")
    #expect(desk.model.draft?.text(FormSlug.name) == "Liz O'Hara;z")
  }

  @Test func `with nothing in hand there is nothing to park`() {
    var desk = TestDesk.open()
    desk.press("z")
    #expect(desk.model.notice == .nothingToPark)
    desk.press("2 r z")
    #expect(desk.model.notice == .nothingToPark)
    #expect(desk.model.moving != nil)
  }

  @Test func `z on the board parks the draft that was left last, and its time is held again`() {
    var desk = HoldTests.held()
    desk.press("Esc Esc Esc Esc z")
    #expect(desk.model.parked.count == 1)
    desk.tick(milliseconds: 400)
    #expect(desk.shop.reservations.count == 1)
  }

  @Test func `a letter jumps there and parks the draft in hand under it`() {
    var desk = TestDesk.open()
    park("Ann", 1, &desk)
    park("Bea", 3, &desk)
    desk.press("' a")
    #expect(desk.model.page == .summary)
    #expect(desk.model.draft?.text(FormSlug.name) == "Ann")
    #expect(desk.model.draft?.parked == nil)
    desk.press("; b")
    #expect(desk.model.draft?.text(FormSlug.name) == "Bea")
    #expect(desk.model.parked.map(\.parked) == ["b"])
    #expect(desk.model.parked.map { $0.text(FormSlug.name) } == ["Ann"])
  }

  @Test func `a jump keeps both holds`() {
    var desk = HoldTests.held()
    desk.press("z")
    desk.press("b 1 4")
    desk.type("Bea")
    desk.press("Enter")
    desk.type("2125550143")
    desk.press("PgDn")
    desk.tick(milliseconds: 400)
    desk.effects = []
    desk.press("' a")
    desk.tick(seconds: 1)
    #expect(desk.released == [])
    #expect(desk.holdQuestions == [])
    #expect(desk.model.ownHold?.uid == "hold-1")
    #expect(desk.model.summaryState == .complete)
    desk.press("' a")
    #expect(desk.model.ownHold?.uid == "hold-2")
    #expect(desk.model.summaryState == .complete)
  }

  @Test func `two apostrophes reopen the draft that was left last, else the one that was parked last`() {
    var desk = TestDesk.open()
    park("Ann", 1, &desk)
    park("Bea", 3, &desk)
    desk.press("' '")
    #expect(desk.model.draft?.text(FormSlug.name) == "Bea")
    desk.press("Esc Esc Esc Esc")
    #expect(desk.model.leftDrafts.count == 1)
    desk.press("' '")
    #expect(desk.model.draft?.text(FormSlug.name) == "Bea")
    #expect(desk.model.parked.map { $0.text(FormSlug.name) } == ["Ann"])
  }

  @Test func `a letter without a draft says so, and Esc closes the list`() {
    var desk = TestDesk.open()
    desk.press("'")
    #expect(desk.model.notice == .noDraft)
    #expect(desk.model.overlay == nil)
    park("Ann", 1, &desk)
    desk.press("' c")
    #expect(desk.model.notice == .noParked("c"))
    #expect(desk.model.page == .board)
    desk.press("' Esc")
    #expect(desk.model.overlay == nil)
    #expect(desk.model.parked.count == 1)
  }

  @Test func `a seventh draft asks which makes room, and nothing is lost either way`() {
    var desk = TestDesk.open()
    for index in 0..<6 { park("P\(index)", index + 1, &desk) }
    #expect(desk.model.parked.map(\.parked) == Model.parkingLetters)
    desk.press("b 2 9")
    desk.type("Seven")
    desk.press("Enter")
    desk.type("2125550142")
    desk.press("PgDn z")
    #expect(desk.model.overlay == .jump(.makeRoom))
    desk.press("Esc")
    #expect(desk.model.draft?.text(FormSlug.name) == "Seven")
    #expect(desk.model.page == .summary)
    desk.press("z b")
    #expect(desk.model.notice == .parkedDropped("b"))
    #expect(desk.model.page == .board)
    #expect(desk.model.parked.count == 6)
    #expect(desk.model.parked.first { $0.parked == "b" }?.text(FormSlug.name) == "Seven")
    #expect(desk.model.leftDrafts.map { $0.text(FormSlug.name) } == ["P1"])
    #expect(desk.model.leftDrafts.map(\.parked) == [nil])
  }

  @Test func `drafts that were left have numbers, the latest first, and each comes back`() {
    var desk = TestDesk.open()
    for (index, name) in ["Ann", "Bea", "Cleo"].enumerated() {
      park(name, index + 1, &desk)
      desk.press("' a Esc Esc Esc Esc")
    }
    #expect(desk.model.leftByNumber.map { $0.text(FormSlug.name) } == ["Cleo", "Bea", "Ann"])
    desk.press("' 3")
    #expect(desk.model.draft?.text(FormSlug.name) == "Ann")
    #expect(desk.model.leftByNumber.map { $0.text(FormSlug.name) } == ["Cleo", "Bea"])
    desk.press("Esc Esc Esc Esc ' 9")
    #expect(desk.model.notice == .noSuchNumber(9))
    #expect(desk.model.draft == nil)
    #expect(desk.model.leftDrafts.count == 3)
  }

  @Test func `a draft that was put aside is thrown away by x and its letter or number, and u brings it back`() {
    var desk = TestDesk.open()
    park("Ann", 1, &desk)
    park("Bea", 2, &desk)
    desk.press("' b Esc Esc Esc Esc")
    #expect(desk.model.leftByNumber.map { $0.text(FormSlug.name) } == ["Bea"])
    let ann = desk.model.parked[0].id
    desk.press("' x")
    #expect(desk.model.overlay == .jump(.discard))
    #expect(desk.press("a") == [.forgetDraft(ann)])
    #expect(desk.model.notice == .discarded(name: "Ann"))
    #expect(desk.model.parked.isEmpty && desk.model.overlay == nil)
    desk.press("' x '")
    #expect(desk.model.leftDrafts.isEmpty)
    desk.press("u u")
    #expect(desk.model.leftByNumber.map { $0.text(FormSlug.name) } == ["Bea"])
    #expect(desk.model.parked.map { $0.text(FormSlug.name) } == ["Ann"])
    desk.press("' x Esc")
    #expect(desk.model.overlay == nil && desk.model.leftDrafts.count == 1)
  }

  @Test func `what was thrown away comes back under its letter, and its time is held anew`() {
    var desk = TestDesk.open()
    park("Ann", 1, &desk)
    park("Bea", 9, &desk)
    desk.tick(seconds: 1)
    let ann = desk.model.parked[0]
    #expect(desk.model.holdTime(of: ann.id) != nil)
    desk.press("' x a")
    #expect(desk.shop.reservations.count == 1)
    let effects = desk.press("u")
    #expect(effects.contains { if case .saveDraft(let draft) = $0 { draft.parked == "a" } else { false } })
    #expect(desk.model.notice == .parked("a"))
    #expect(desk.model.parkedByLetter.map { $0.text(FormSlug.name) } == ["Ann", "Bea"])
    #expect(desk.model.parkedByLetter.map(\.parked) == ["a", "b"])
    desk.tick(seconds: 1)
    #expect(desk.model.holdTime(of: ann.id) != nil)
    #expect(desk.shop.reservations.count == 2)
  }

  @Test func `where its letter was given to another meanwhile, it takes the next one; where all are taken, it is left`()
  {
    var desk = TestDesk.open()
    park("Ann", 1, &desk)
    desk.press("' x a")
    park("Bea", 2, &desk)
    #expect(desk.model.parked.map(\.parked) == ["a"])
    desk.press("u")
    #expect(desk.model.parkedByLetter.map { $0.text(FormSlug.name) } == ["Bea", "Ann"])
    #expect(desk.model.parkedByLetter.map(\.parked) == ["a", "b"])
    desk.press("' x b")
    for index in 3..<8 { park("P\(index)", index, &desk) }
    desk.press("u")
    #expect(desk.model.parked.count == 6)
    #expect(desk.model.leftByNumber.map { $0.text(FormSlug.name) } == ["Ann"])
    #expect(desk.model.leftDrafts[0].parked == nil)
  }

  @Test func `a look at the times of a service leaves nothing unfinished`() {
    var desk = TestDesk.open()
    desk.press("b 2 Esc Esc")
    #expect(desk.model.page == .board)
    #expect(desk.model.leftDrafts.isEmpty && desk.model.notice == nil)
    desk.press("b 2 1 Esc Esc Esc")
    #expect(desk.model.leftDrafts.count == 1)
  }

  @Test func `while one is asked to make room, other keys leave the question alone`() {
    var desk = TestDesk.open()
    for index in 0..<6 { park("P\(index)", index + 1, &desk) }
    desk.press("b 2 9 Ctrl-P ' 1")
    #expect(desk.model.overlay == .jump(.makeRoom))
    #expect(desk.model.parked.count == 6)
  }

  @Test func `the dropped draft's hold is freed`() {
    var desk = HoldTests.held()
    desk.press("z")
    for index in 0..<5 { park("P\(index)", index + 2, &desk) }
    desk.press("b 2 9 Ctrl-P a")
    #expect(desk.model.notice == .parkedDropped("a"))
    #expect(desk.released == ["hold-1"])
  }

  // MARK: - Starting again

  private func restart(_ desk: TestDesk) -> TestDesk {
    var stored: [Draft.ID: Draft] = [:]
    for effect in desk.effects {
      switch effect {
      case .saveDraft(let draft): stored[draft.id] = draft
      case .forgetDraft(let id): stored[id] = nil
      default: break
      }
    }
    // Through JSON, as on the disk.
    let drafts = stored.values.sorted { $0.id.rawValue < $1.id.rawValue }.compactMap { draft in
      try? JSONDecoder().decode(Draft.self, from: JSONEncoder().encode(draft))
    }
    return TestDesk.open(desk.shop, now: desk.shop.now) {
      $0.drafts = drafts
      $0.refPrefix = "u"
    }
  }

  @Test func `parked drafts survive a kill with their letters and holds`() {
    var desk = TestDesk.summary()
    desk.tick(milliseconds: 400)
    desk.press("z")
    desk.press("b 1 4")
    desk.type("Bea")
    desk.tick(milliseconds: 400)
    #expect(desk.shop.reservations.count == 2)
    var again = restart(desk)
    #expect(again.model.parked.map(\.parked) == ["a"])
    #expect(again.model.leftDrafts.map { $0.text(FormSlug.name) } == ["Bea"])
    #expect(again.model.holds.values.compactMap { $0.reservation?.uid }.sorted() == ["hold-1", "hold-2"])
    #expect(
      again.effects.contains { if case .noteHold(let hold) = $0 { hold.reservation.uid == "hold-1" } else { false } })
    #expect(again.released == [])
    again.press("' a")
    #expect(again.model.ownHold?.uid == "hold-1")
    #expect(again.model.summaryState == .complete)
    again.press("' '")
    #expect(again.model.page == .form)
    #expect(again.model.draft?.text(FormSlug.name) == "Bea")
    #expect(again.model.ownHold?.uid == "hold-2")
  }

  @Test func `a hold that the server no longer has after a kill is forgotten in silence`() {
    var desk = TestDesk.summary()
    desk.tick(milliseconds: 400)
    desk.press("z")
    desk.shop.reservations = []
    let again = restart(desk)
    #expect(again.model.notice == nil)
    #expect(again.model.holds.values.compactMap(\.reservation) == [])
    #expect(again.model.parked.count == 1)
  }

  @Test func `a draft of an older program, without letter and hold, is read`() throws {
    let json = """
      {"id":"old-1","entries":{},"optionTexts":{},"isOnForm":false,"focus":"name","touched":[],"refusals":{},\
      "wantsEarliest":false,"service":{"rawValue":1}}
      """
    let service = try String(decoding: JSONEncoder().encode(Service.ID(1)), as: UTF8.self)
    let data = Data(
      json.replacing("{\"rawValue\":1}", with: service).replacing(
        "\"old-1\"", with: try String(decoding: JSONEncoder().encode(Draft.ID(rawValue: "old-1")), as: UTF8.self)
      ).utf8)
    let draft = try JSONDecoder().decode(Draft.self, from: data)
    #expect(draft.parked == nil)
    #expect(draft.hold == nil)
  }

  // MARK: - Leaving

  @Test func `quit asks while a draft is parked or in hand`() {
    var desk = TestDesk.open()
    park("Ann", 1, &desk)
    desk.press("q")
    #expect(desk.model.overlay == .quit)
    desk.press("n")
    #expect(!desk.model.isFinished)
    desk.press("q y")
    #expect(desk.model.isFinished)
    var live = TestDesk.summary()
    live.press("Ctrl-C")
    #expect(live.model.overlay == .quit)
  }
}
