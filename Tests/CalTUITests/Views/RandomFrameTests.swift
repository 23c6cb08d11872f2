import BookingModel
import TestDesk
import Testing

@testable import CalTUI

/// Random keys in windows of random size: every frame is whole, whatever happened before it.
@Suite struct RandomFrameTests {
  private static let keys: [Key] =
    [
      .enter, .enter, .escape, .tab, .backTab, .backspace, .delete, .up, .down, .left, .right, .home, .end, .pageUp,
      .pageDown, .control("g"), .control("n"), .control("u"), .control("o"), .function(1), .character("👩‍👩‍👧"),
      .character("e\u{301}"), .character("田"), .character("\u{202E}"),
    ] + "bwng12345678yse.,'/?vt[]jkhlx @5".map(Key.character)

  @Test(arguments: 1...6) func `a thousand random steps draw whole frames`(seed: Int) {
    var random = SeededRandom(seed: UInt64(seed))
    var desk = Scene.everyField(Size(columns: 80, rows: 24))
    desk.press("Esc Esc Esc")
    var stills = Stills()
    for step in 0..<1000 {
      switch Int.random(in: 0..<20, using: &random) {
      case 0:
        let size = Size(
          columns: Int.random(in: 0...160, using: &random), rows: Int.random(in: 0...60, using: &random))
        desk.send(.resized(size))
      case 1: desk.send(.resized(Size(columns: 80, rows: 24)))
      case 2: desk.tick(seconds: Int64.random(in: 1...7200, using: &random))
      case 3: desk.shop.trouble = Bool.random(using: &random) ? nil : CalError(kind: .serverFailure, status: 503)
      case 4: desk.send(.pasted("Zoë\u{1B}[31m\n田中 \u{7}"))
      default: desk.send(.keyPressed(Self.keys[Int.random(in: 0..<Self.keys.count, using: &random)]))
      }
      if let ref = desk.model.outcome.ref, desk.model.writes[ref]?.state == .underWay, Bool.random(using: &random) {
        let kinds: [CalError.Kind] = [.slotTaken, .invalidField(slug: "vehicle"), .noAnswer(.timedOut), .limitReached]
        desk.send(.writeAnswered(ref, .failure(CalError(kind: kinds[Int.random(in: 0..<4, using: &random)]))))
      }
      let frame = render(desk.model, in: desk.model.size)
      let problems = frame.problems(desk.model.size) + (frame.hasControls ? ["a control character"] : [])
      guard problems == [] else {
        Issue.record("seed \(seed) step \(step) \(desk.model.page) \(desk.model.size): \(problems)")
        return
      }
      let kept = render(desk.model, in: desk.model.size, keeping: &stills)
      guard kept.looks(like: frame) else {
        Issue.record("seed \(seed) step \(step): what was kept is old\n\(kept.dump())\n\(frame.dump())")
        return
      }
    }
  }

  /// The footer of every page at every size names a way out and the way to the keys.
  @Test(arguments: Scene.all) func `the way out and the keys are always in sight`(scene: Scene) {
    for size in Scene.sizes + [Size(columns: 40, rows: 10)] {
      let desk = scene.desk(size)
      // Out of a locked desk leads what is typed, and behind the curtain no page is explained.
      guard !desk.model.isTooSmall, desk.model.lock == nil else { continue }
      let footer = render(desk.model, in: desk.model.size).grid.textRows.last ?? ""
      if desk.model.context != .board { #expect(footer.contains("Esc"), "\(size) \(footer)") }
      if ![.help, .helpFilter].contains(desk.model.context) { #expect(footer.hasSuffix(" keys"), "\(size) \(footer)") }
    }
  }
}

extension Frame {
  fileprivate var hasControls: Bool {
    grid.textRows.contains { row in
      row.unicodeScalars.contains { $0.properties.generalCategory == .control || $0.value == 0x202E }
    }
  }
}
