import BookingModel
import Foundation
import TestDesk
import Testing

@testable import CalTUI

/// The main pages in every theme: what each cell looks like, and that nobody needs to see colour.
@Suite struct ThemeFrameTests {
  static let pages = ["board", "week", "form-problems", "summary", "who-matches"]
  private static let size = Size(columns: 80, rows: 24)

  private func frame(_ page: String) throws -> Frame {
    let scene = try #require(Scene.all.first { $0.name == page }, "no scene \(page)")
    let desk = scene.desk(ThemeFrameTests.size)
    return render(desk.model, in: desk.model.size)
  }

  @Test(arguments: Theme.Name.allCases, pages) func `the page looks as recorded`(name: Theme.Name, page: String) throws
  {
    let theme = Theme(wished: name, colors: 256, noColor: false)
    expectText(try frame(page).looks(theme), fixture: "theme-\(name.rawValue)-\(page)")
  }

  /// Roles whose texts may be the same: they differ by bold, dim, underline or reverse, or by what is written.
  private static let apart: [(Role, Role)] = [
    (.selected, .free), (.selected, .booked), (.selected, .unavailable), (.selected, .plain), (.selected, .dim),
    (.focus, .input), (.focus, .plain), (.focus, .placeholder), (.free, .unavailable), (.free, .booked),
    (.error, .plain), (.error, .dim), (.warning, .plain), (.warning, .dim), (.key, .dim), (.good, .dim),
    (.now, .booked), (.input, .plain),
  ]

  @Test func `without colour the roles that meet look different all the same`() {
    let theme = Theme(wished: .mono, colors: 256, noColor: true)
    for (one, other) in ThemeFrameTests.apart {
      #expect(theme.style(for: one).attributes != theme.style(for: other).attributes, "\(one), \(other)")
    }
  }

  /// What the cursor is on has a mark or another ground in each theme, so that it is found without telling hues apart.
  @Test(arguments: Theme.Name.allCases) func `the cursor is seen without hues`(name: Theme.Name) {
    let theme = Theme(wished: name, colors: 256, noColor: false)
    for role in [Role.selected, .focus] {
      let style = theme.style(for: role)
      let plain = theme.style(for: .plain)
      #expect(style.attributes.contains(.reverse) || style.background != plain.background, "\(role)")
    }
  }

  @Test(arguments: pages) func `what is free, taken, wrong or chosen is written, too`(page: String) throws {
    let frame = try frame(page)
    var written: [Role: Set<String>] = [:]
    for row in 0..<frame.grid.size.rows {
      // Bare numbers belong to the words beside them.
      for run in frame.grid.runs(row: row) where !run.text.allSatisfy(\.isNumber) {
        written[run.role, default: []].insert(run.text)
      }
    }
    // The same word in two roles would be told apart by its look alone.
    let facts: [Role] = [.free, .unavailable, .error, .warning]
    for (index, role) in facts.enumerated() {
      for other in facts[(index + 1)...] {
        let same = (written[role] ?? []).intersection(written[other] ?? [])
        #expect(same.isEmpty, "\(role) and \(other): \(same)")
      }
    }
  }
}

extension Grid {
  /// The words of a row, with their roles.
  fileprivate func runs(row: Int) -> [(text: String, role: Role)] {
    var found: [(text: String, role: Role)] = []
    for column in 0..<size.columns {
      let cell = self[row, column]
      guard case .glyph(let character) = cell.content, character != " " else {
        if cell.content != .continuation { found.append(("", cell.role)) }
        continue
      }
      if let last = found.last, last.role == cell.role, !last.text.isEmpty {
        found[found.count - 1].text.append(character)
      } else {
        found.append((String(character), cell.role))
      }
    }
    return found.filter { !$0.text.isEmpty }
  }
}

extension Frame {
  /// The frame as text with one letter per cell for its look in a theme, and what the letters mean.
  fileprivate func looks(_ theme: Theme) -> String {
    let letters = Array("abcdefghijklmnopqrstuvwxyz")
    var known: [Theme.Style] = []
    var rows: [String] = []
    for row in 0..<grid.size.rows {
      rows.append(
        String(
          (0..<grid.size.columns).map { column in
            let style = theme.style(for: grid[row, column].role)
            if style == Theme.Style() { return "." }
            if !known.contains(style) { known.append(style) }
            return letters[known.firstIndex(of: style) ?? 0]
          }))
    }
    let legend = known.enumerated().map { "\(letters[$0.offset])  \($0.element.told)" }
    let ruler = String(repeating: "=", count: grid.size.columns)
    return
      ([dump().split(separator: "\n", maxSplits: 1).first.map(String.init) ?? ""] + grid.textRows + [ruler] + rows
      + [ruler] + legend).joined(separator: "\n") + "\n"
  }
}

extension Theme.Style {
  fileprivate var told: String {
    var parts = [foreground < 0 ? "own letters" : "letters \(foreground)"]
    if background >= 0 { parts.append("ground \(background)") }
    if attributes.contains(.bold) { parts.append("bold") }
    if attributes.contains(.dim) { parts.append("dim") }
    if attributes.contains(.underline) { parts.append("underline") }
    if attributes.contains(.reverse) { parts.append("reverse") }
    return parts.joined(separator: ", ")
  }
}
