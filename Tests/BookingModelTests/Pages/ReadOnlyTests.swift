import TestDesk
import Testing

@testable import BookingModel

/// A desk that only reads (`--read-only`) changes nothing, whatever is pressed.
@Suite struct ReadOnlyTests {
  private static let customers = [
    Customer(id: .init("p:+15552013344"), name: "Alva Peters", phones: ["+15552013344"], visits: 4)
  ]

  /// Ways to each table of keys, as a desk that may write gets there.
  private static let ways: [(KeyContext, String)] = [
    (.board, ""), (.board, "2"), (.card, "2 Enter"), (.services, "b"), (.filter, "b /"), (.week, "b 1"),
    (.month, "b 1 v"), (.who, "w"), (.form, "b 1 1"), (.unresolved, "U"), (.find, "/cy"), (.oneLine, ":alv"),
    (.handOver, "H"), (.prompt, "g"), (.prompt, "2 m"), (.reason, "2 x"), (.changePrompt, "2 x 1"),
    (.changePrompt, "2 r 3"), (.help, "?"), (.lock, "L"), (.fix, "2 f"), (.jump, "b 1 1 Dee Ctrl-P '"),
    (.customer, "/alv Tab"), (.customerForm, "/alv Tab e"), (.changePrompt, "/alv Tab D"), (.summary, ""),
    (.outcome, ""), (.setup, ""), (.tooSmall, ""), (.quitPrompt, ""), (.choice, ""), (.paper, ""),
  ]

  private static func desk(_ context: KeyContext, _ way: String) -> TestDesk {
    var desk: TestDesk
    switch context {
    case .summary: desk = .summary()
    case .outcome: desk = TestDesk.sent().desk
    case .setup: desk = TestDesk.open { $0.setup = SetupPage() }
    case .tooSmall: desk = .open(size: Size(columns: 20, rows: 5))
    case .quitPrompt:
      desk = .summary()
      desk.press("Ctrl-C")
    case .choice:
      var shop = TestShop()
      shop.services[0].fields = [
        BookingField(kind: .select, slug: "size", label: "Size", isRequired: true, options: ["small", "large"])
      ]
      desk = .open(shop)
      desk.press("b 1 1 Down Down Down")
    default:
      desk = .open()
      desk.knowCustomers(Self.customers)
      desk.press(way)
    }
    return desk
  }

  private static let keys: [Key] =
    (" abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,;:'/?[]<>+-#@!").map(Key.character)
    + KeyMap.standard.bindings.flatMap(\.keys).filter { if case .character = $0 { false } else { true } }

  @Test func `no key of any table sends, keeps or holds anything`() {
    var seen: Set<KeyContext> = []
    for (context, way) in Self.ways {
      var start = Self.desk(context, way)
      // The page may have been open before: what counts is that nothing leaves it.
      start.model.isReadOnly = true
      start.effects = []
      seen.insert(start.model.context)
      for key in Self.keys {
        var desk = start
        let before = desk.model
        desk.send(.keyPressed(key))
        // What follows a prompt that should not have come.
        desk.press("y Enter 1 y Enter")
        desk.tick(seconds: 2)
        let wrong = desk.effects.filter(\.changesSomething)
        #expect(wrong.isEmpty, "\(key.name) in \(context) (\(way)): \(wrong)")
        #expect(desk.model.writes.count == before.writes.count, "\(key.name) in \(context)")
        #expect(desk.model.facts == before.facts && desk.model.holds.count <= before.holds.count)
      }
    }
    #expect(seen.count >= 22, "\(KeyContext.allCases.filter { !seen.contains($0) })")
  }

  @Test(arguments: 0..<8 as Range<UInt64>)
  func `a desk that began so offers no way to a change, and would send none without the last door`(seed: UInt64) {
    var random = SeededKeys(seed: seed)
    var desk = TestDesk.open { $0.isReadOnly = true }
    desk.knowCustomers(Self.customers)
    let words = ["alv", "cy", "note", "2", "Enter", "Tab", "y", "Esc", "Esc", "Esc"]
    for _ in 0..<1500 {
      let press = Int.random(in: 0..<4, using: &random) == 0
      let keys =
        press
        ? (words.randomElement(using: &random) ?? "y") : Self.keys.randomElement(using: &random)?.name ?? "y"
      if keys == "Ctrl-C" || keys == "Ctrl-Z" || keys == "q" || keys == "L" || keys == "Ctrl-X" { continue }
      let list = Key(name: keys).map { [$0] } ?? keys.map(Key.character)
      for key in list {
        let effects = desk.model.respond(to: .keyPressed(key))
        #expect(!effects.contains { $0.changesSomething }, "\(key.name) on \(desk.model.page): \(effects)")
        for effect in effects { if let answer = desk.shop.answer(effect) { desk.send(answer) } }
      }
      #expect(desk.model.draft == nil && desk.model.leftDrafts.isEmpty && desk.model.parked.isEmpty)
      #expect(desk.model.facts.isEmpty && desk.model.undoSteps.isEmpty && desk.model.customerPage.edit == nil)
    }
    let effects = desk.model.respond(to: .ticked(desk.model.now.adding(seconds: 3600)))
    #expect(!effects.contains { $0.changesSomething })
  }

  @Test func `what refuses says so`() {
    var desk = TestDesk.open { $0.isReadOnly = true }
    for key in ["w", "n", "b", "2 i", "o", "a", "m", "x", "r", "f", "c", "u", "z", "'"] {
      desk.model.notice = nil
      desk.press(key)
      #expect(desk.model.notice == .readOnly, "\(key)")
      #expect(desk.model.page == .board && desk.model.overlays.isEmpty, "\(key)")
    }
    // The day and a booking can be printed, and the clerk's name is this screen's affair.
    desk.press("p")
    #expect(desk.model.notice != .readOnly)
    desk.press(", ")
    desk.type("Bea")
    desk.press("Enter")
    #expect(desk.model.clerk.hasSuffix("Bea"))
    #expect(!desk.effects.contains { $0.changesSomething })
  }

  @Test func `unknown writes are looked up and shown, and closed by desks that may write`() {
    let ref = DeskRef("x-1")
    let booking = NewBooking(
      service: Service.ID(1), start: TestShop.monday10.adding(minutes: 60), attendee: Attendee(name: "Dee Park"))
    let record = WriteRecord(
      ref: ref, write: .create(booking), at: TestShop.monday10, state: .unknown(CalError(kind: .noAnswer(.broken))))
    var desk = TestDesk.open {
      $0.isReadOnly = true
      $0.writes = [ref: record]
    }
    desk.tick(seconds: 120)
    desk.press("U l x x a")
    #expect(desk.model.unresolvedWrites.count == 1)
    #expect(!desk.effects.contains { $0.changesSomething })
    #expect(desk.model.nextTimer > desk.model.now)
    // Another desk has cleared it up.
    desk.send(.journalRead([], askedAt: desk.model.now.adding(seconds: 60)))
    #expect(desk.model.unresolvedWrites.isEmpty)
  }
}

struct SeededKeys: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1 }
  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state ^ (state >> 29)
  }
}
