import BookingModel
import TestDesk
import Testing

@testable import CalTUI

/// The list of keys, at every size and of every page.
@Suite struct HelpScrollTests {
  private static let sizes = Scene.sizes + [Size(columns: 60, rows: 10), Size(columns: 40, rows: 10)]

  /// A desk with the help open over each page that the scenes show.
  private static func desks(_ size: Size) -> [TestDesk] {
    var seen: Set<KeyContext> = []
    return Scene.all.compactMap { scene in
      var desk = scene.desk(size)
      guard desk.model.lock == nil, seen.insert(desk.model.context).inserted else { return nil }
      desk.press("Ctrl-G")
      guard desk.model.context == .help else { return nil }
      return desk
    }
  }

  /// The rows between title and notice.
  private static func rows(_ desk: TestDesk) -> [String] {
    let size = desk.model.size
    return Array(render(desk.model, in: size).grid.textRows[2..<size.rows - 2])
  }

  private static func bottom(_ rows: [String]) -> Int { rows.lastIndex { !$0.allSatisfy { $0 == " " } } ?? -1 }

  /// Whether all of what a key does is on the screen.
  private static func shows(_ rows: [String], _ binding: KeyMap.Binding, _ desk: TestDesk) -> Bool {
    let layout = HelpLayout([binding], size: desk.model.size, isFiltering: false)
    let lines = layout.entries[0].lines
    let texts = rows.map { String($0.dropFirst(layout.column).prefix(desk.model.size.columns - layout.column - 1)) }
    func matches(_ start: Int) -> Bool {
      lines.indices.allSatisfy { texts[start + $0].split(separator: " ") == lines[$0].split(separator: " ") }
    }
    return texts.indices.contains { $0 + lines.count <= texts.count && matches($0) }
  }

  @Test(arguments: sizes) func `End shows the last key, and no more blank rows than the key above would need`(
    size: Size
  ) {
    let desks = Self.desks(size)
    #expect(desks.count > 15)
    for var desk in desks {
      let context = desk.model.helpContext
      desk.press("End")
      let bindings = desk.model.helpContextBindings
      let rows = Self.rows(desk)
      #expect(Self.shows(rows, bindings[bindings.count - 1], desk), "\(context)")
      #expect(!rows.contains { $0.contains("▼") }, "\(context)")
      let layout = HelpLayout(bindings, size: size, isFiltering: false)
      if layout.lastScroll > 0 {
        let blank = rows.count - 1 - Self.bottom(rows)
        #expect(blank < layout.entries[layout.lastScroll - 1].lines.count, "\(context)")
      }
      // Nothing changes by going on, and one step back is one step back.
      let end = desk.model
      desk.press("Down Down PgDn Up Down")
      desk.model.notice = nil
      #expect(Self.rows(desk) == rows, "\(context)")
      #expect(desk.model.overlay == end.overlay, "\(context)")
    }
  }

  @Test(arguments: sizes) func `page by page, down and up, every key is seen`(size: Size) {
    for var desk in Self.desks(size) {
      let context = desk.model.helpContext
      let all = desk.model.helpContextBindings
      for (first, page) in [("Home", "PgDn"), ("End", "PgUp")] {
        var unseen = all
        desk.press(first)
        for _ in all.indices {
          let rows = Self.rows(desk)
          unseen.removeAll { Self.shows(rows, $0, desk) }
          desk.press(page)
        }
        #expect(unseen.map(\.help) == [], "\(context) \(page)")
      }
    }
  }

  @Test func `the sentences need no wider letters than the model counts`() {
    for binding in KeyMap.standard.bindings {
      #expect(binding.help.columns == binding.help.count, "\(binding.help)")
      #expect(binding.help.split(separator: " ").allSatisfy { $0.count <= 25 }, "\(binding.help)")
    }
  }
}
