import BookingModel
import Foundation
import TestDesk
import TestTerminal
import Testing

@testable import CalTUI

/// What the painter sends to each kind of terminal draws the frame that the view made, cell by cell: text, bold, dim, underline, reverse,
/// colours and cursor. The bytes go to tmux, a real emulator that understands the sequences of all these terminals, and are read back from
/// its screen.
@MainActor @Suite(.enabled(if: TmuxTerminal.isThere, "tmux is not installed"), .serialized)
struct FrameMatrixTests {
  /// The pages of the main job, one after the other, as a person would see them; then the first again, painted whole.
  private static func frames(_ size: Size) -> [Frame] {
    var desk = TestDesk.open(size: size)
    var frames = [render(desk.model, in: size)]
    for keys in ["b", "Down Enter", "Right v", "v", "2", "Z o ë Space 田 中 Enter", "?", "Esc", "PgDn", "y", "Enter"] {
      desk.press(keys)
      frames.append(render(desk.model, in: size))
    }
    return frames
  }

  @Test(.timeLimit(.minutes(5)), arguments: Surroundings.painted)
  func whatIsPaintedIsWhatTheTerminalShows(_ surroundings: Surroundings) async throws {
    if !surroundings.kind.isDescribed { try Test.cancel("no description of \(surroundings.kind.name) is installed") }
    let size = Size(columns: surroundings.columns, rows: surroundings.rows)
    let screen = try CursesScreen(
      terminal: surroundings.kind.name, size: size, noColor: !surroundings.isColored, ascii: !surroundings.isUTF8,
      locale: "C.UTF-8")
    #expect(screen.colors == surroundings.kind.colors)
    // Bytes go through as the desk's do: no output processing.
    let home = try DeskHome()
    try #require(mkfifo(home.path + "/bytes", 0o600) == 0)
    let terminal = try TmuxTerminal(
      home, columns: size.columns, rows: size.rows, script: "stty raw -echo; exec cat $HOME/bytes")
    let pipe = try FileHandle(forWritingTo: URL(filePath: home.path + "/bytes"))
    defer { try? pipe.close() }

    let frames = FrameMatrixTests.frames(size)
    #expect(Set(frames.map(\.grid)).count > 8)
    for (number, frame) in (frames + [frames[0]]).enumerated() {
      if number == frames.count { screen.repaint() }
      // A title, which is no cell, tells that everything before it has been drawn.
      let mark = "frame \(number)"
      try pipe.write(contentsOf: screen.paint(frame) + Array("\u{1B}]2;\(mark)\u{7}".utf8))
      try await terminal.waitFor(title: mark)
      let found = try differences(frame, screen.theme, surroundings, try terminal.shown(size))
      let isRight = found.isEmpty
      #expect(isRight, "\(mark): \(found.count), such as \(found.prefix(4))")
      let shown = try terminal.screen()
      if let cursor = frame.cursor {
        #expect(shown.cursor == "\(cursor.column),\(cursor.row)", "\(mark)")
      } else if !surroundings.kind.keepsCursor {
        #expect(shown.cursor.isEmpty, "\(mark)")
      }
    }
  }

  private func differences(
    _ frame: Frame, _ theme: Theme, _ surroundings: Surroundings, _ shown: Shown
  ) throws -> [String] {
    var found = shown.cells.unknown
    for row in 0..<frame.grid.size.rows {
      for column in 0..<frame.grid.size.columns {
        let wanted = visible(expected(frame.grid, row, column, theme, surroundings))
        if column >= shown.told[row], wanted.text == " " { continue }
        let cell = visible(shown.cells[row, column])
        if cell != wanted { found.append("\(row),\(column): \(cell), not \(wanted)") }
      }
    }
    return found
  }

  /// What a cell of the frame should look like, as far as the terminal can show it.
  private func expected(
    _ grid: Grid, _ row: Int, _ column: Int, _ theme: Theme, _ surroundings: Surroundings
  ) -> EmulatedTerminal.Cell {
    let cell = grid[row, column]
    let style = theme.style(for: cell.role)
    var look = EmulatedTerminal.Look(
      attributes: .init(rawValue: style.attributes.rawValue), foreground: Int(style.foreground),
      background: Int(style.background))
    let isColored = look.foreground >= 0 || look.background >= 0
    if !surroundings.kind.isDim { look.attributes.remove(.dim) }
    if surroundings.kind.isPlainInColor, isColored { look.attributes.subtract([.dim, .underline]) }
    let isWide = column + 1 < grid.size.columns && grid[row, column + 1].content == .continuation
    switch cell.content {
    case .continuation: return EmulatedTerminal.Cell(text: surroundings.isUTF8 ? nil : " ", look: look)
    case .glyph where isWide && !surroundings.isUTF8: return EmulatedTerminal.Cell(text: "?", look: look)
    case .glyph(let character):
      let text = surroundings.isUTF8 ? character : ASCIIGlyphs.substitute(for: character)
      return EmulatedTerminal.Cell(text: String(text), look: look)
    }
  }

  /// On a blank, only what shows.
  private func visible(_ cell: EmulatedTerminal.Cell) -> EmulatedTerminal.Cell {
    guard cell.text == " ", cell.look.attributes.isDisjoint(with: [.underline, .reverse]) else { return cell }
    return EmulatedTerminal.Cell(text: " ", look: .init(background: cell.look.background))
  }
}

extension TmuxTerminal {
  fileprivate func waitFor(title mark: String) async throws {
    try await eventually(mark) { try title.trimmingCharacters(in: .newlines) == mark }
  }

  /// The screen's cells with their looks.
  fileprivate func shown(_ size: Size) throws -> Shown {
    var shown = Shown(cells: EmulatedTerminal(size: size), told: [])
    for text in try looks().text.split(separator: "\n", omittingEmptySubsequences: false).prefix(size.rows) {
      shown.cells.feed(Array("\u{1B}[\(shown.told.count + 1);1H\(text)".utf8))
      shown.told.append(shown.cells.column)
    }
    return shown
  }
}

/// What tmux tells of its screen.
private struct Shown {
  var cells: EmulatedTerminal
  /// In each row, how many columns: it does not tell the ground of what was cleared to the end of a row.
  var told: [Int]
}
