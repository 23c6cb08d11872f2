import BookingModel
import TestTerminal
import Testing

@testable import CalTUI

/// The painter without a terminal: what ncurses holds, and what its bytes draw, is the frame.
@MainActor @Suite(.serialized) struct TerminalPainterTests {
  private func open(
    _ columns: Int = 80, _ rows: Int = 24, terminal: String = "xterm-256color", theme: Theme.Name? = nil,
    noColor: Bool = false, ascii: Bool = false, locale: String = "C.UTF-8"
  ) throws -> CursesScreen {
    try CursesScreen(
      terminal: terminal, size: Size(columns: columns, rows: rows), theme: theme, noColor: noColor, ascii: ascii,
      locale: locale)
  }

  private static let samples = [
    "Interior Refresh", "$40", "09:30", "田中 さん", "café", "e\u{301}\u{302}", "👨‍👩‍👦 x", "🚗", "ｶﾞ", "─┼│", "…", "का",
    "        ",
    "\u{1B}[2J", "🇩🇪", "aaaaaaaaaaaaaaaaaaaaaaaa", "Ω", "\u{AD}",
  ]

  private func change(_ grid: inout Grid, _ random: inout SeededRandom) {
    let row = Int.random(in: 0..<grid.size.rows, using: &random)
    let column = Int.random(in: 0..<grid.size.columns, using: &random)
    let role = Role.allCases[Int.random(in: 0..<Role.allCases.count, using: &random)]
    let end = min(grid.size.columns, column + Int.random(in: 1...30, using: &random))
    switch Int.random(in: 0..<8, using: &random) {
    case 0: grid.fill(row: row, columns: column..<end, role: role)
    case 1: grid.paint(role, row: row, columns: column..<end)
    case 2: grid.box(rows: row..<min(row + 5, grid.size.rows), columns: column..<end, role: role)
    case 3: grid.fill(rows: 0..<grid.size.rows, columns: 0..<grid.size.columns)
    default:
      let text = Self.samples[Int.random(in: 0..<Self.samples.count, using: &random)]
      grid.write(text, at: Position(row: row, column: column), role: role)
    }
  }

  /// What a cell of the frame should look like on the terminal.
  private func expected(_ cell: Cell, _ theme: Theme) -> EmulatedTerminal.Cell {
    let style = theme.style(for: cell.role)
    let look = EmulatedTerminal.Look(
      attributes: .init(rawValue: style.attributes.rawValue), foreground: Int(style.foreground),
      background: Int(style.background))
    switch cell.content {
    case .continuation: return EmulatedTerminal.Cell(text: nil, look: look)
    case .glyph(let character): return EmulatedTerminal.Cell(text: String(character), look: look)
    }
  }

  /// On a blank, only what shows: neither its colour nor its boldness does, and ncurses saves what does not.
  private func visible(_ cell: EmulatedTerminal.Cell) -> EmulatedTerminal.Cell {
    guard cell.text == " ", cell.look.attributes.isDisjoint(with: [.underline, .reverse]) else { return cell }
    return EmulatedTerminal.Cell(text: " ", look: .init(background: cell.look.background))
  }

  /// A blank may be held in the style of the word before it, where that looks the same.
  private func holds(_ attributes: Theme.Attributes?, _ wanted: EmulatedTerminal.Cell) -> Bool {
    let mask: EmulatedTerminal.Attributes =
      wanted.text == " " ? [.underline, .reverse] : [.bold, .dim, .underline, .reverse]
    return attributes.map { EmulatedTerminal.Attributes(rawValue: $0.rawValue).intersection(mask) }
      == wanted.look.attributes.intersection(mask)
  }

  private func differences(_ frame: Frame, _ screen: CursesScreen, _ terminal: EmulatedTerminal) -> [String] {
    var found: [String] = []
    for row in 0..<frame.grid.size.rows {
      for column in 0..<frame.grid.size.columns {
        let cell = frame.grid[row, column]
        let wanted = expected(cell, screen.theme)
        if visible(terminal[row, column]) != visible(wanted) {
          found.append("terminal \(row),\(column): \(terminal[row, column]), not \(wanted)")
        }
        let held = screen.readCell(row: row, column: column)
        if held?.character.map(String.init) != wanted.text || !holds(held?.attributes, wanted) {
          found.append("ncurses \(row),\(column): \(String(describing: held)), not \(wanted)")
        }
      }
    }
    return found
  }

  @Test(arguments: [Theme.Name.dark, .highContrast, .mono], [(80, 24), (17, 5)])
  func whateverIsPaintedIsWhatTheTerminalShows(_ theme: Theme.Name, _ extent: (Int, Int)) throws {
    let size = Size(columns: extent.0, rows: extent.1)
    let screen = try open(size.columns, size.rows, theme: theme)
    var terminal = EmulatedTerminal(size: size)
    var random = SeededRandom(seed: UInt64(extent.0))
    var grid = Grid(size: size)
    for round in 0..<(extent.0 > 40 ? 150 : 800) {
      for _ in 0..<Int.random(in: 1...12, using: &random) { change(&grid, &random) }
      let cursor =
        Bool.random(using: &random)
        ? Position(
          row: Int.random(in: 0..<size.rows, using: &random), column: Int.random(in: 0..<size.columns, using: &random))
        : nil
      let frame = Frame(grid: grid, cursor: cursor)
      if round % 50 == 7 { screen.repaint() }
      if round % 90 == 8 { terminal.feed(screen.suspend()) }
      let lastBytes = screen.paint(frame)
      terminal.feed(lastBytes)
      let found = differences(frame, screen, terminal)
      guard found.isEmpty, terminal.unknown.isEmpty else {
        Issue.record("round \(round): \(found.prefix(5)) \(terminal.unknown)")
        return
      }
      #expect(terminal.cursorIsShown == (cursor != nil))
      if let cursor { #expect(Position(row: terminal.row, column: terminal.column) == cursor) }
    }
  }

  @Test func aWideGlyphGivesWayToAnotherInItsPlace() throws {
    let screen = try open(10, 1)
    var terminal = EmulatedTerminal(size: screen.size)
    for text in ["a田b", "a中b", "田中", "a中b", "ab田", "a中b"] {
      var grid = Grid(size: screen.size)
      grid.write(text, at: Position(row: 0, column: 0))
      let frame = Frame(grid: grid, cursor: nil)
      terminal.feed(screen.paint(frame))
      #expect(differences(frame, screen, terminal) == [])
    }
  }

  @Test func theSameFrameTwiceCostsNothing() throws {
    let screen = try open()
    let frame = Frame(grid: Grid(size: screen.size), cursor: Position(row: 1, column: 1))
    #expect(!screen.paint(frame).isEmpty)
    #expect(screen.paint(frame) == [])
  }

  @Test func aTypedCharacterCostsFewBytes() throws {
    let screen = try open()
    var grid = Grid(size: screen.size)
    for row in 0..<24 {
      grid.write(String(repeating: "Full Detail 14:30 ", count: 5), at: Position(row: row, column: 0))
    }
    _ = screen.paint(Frame(grid: grid, cursor: Position(row: 10, column: 20)))
    for column in 20..<30 {
      grid.write("x", at: Position(row: 10, column: column), role: .input)
      let bytes = screen.paint(Frame(grid: grid, cursor: Position(row: 10, column: column + 1)))
      #expect(bytes.count <= 32, "column \(column)")
      #expect(!bytes.isEmpty)
    }
  }

  @Test func aWholePageCostsLessThanFourKilobytes() throws {
    let screen = try open()
    var grid = Grid(size: screen.size)
    for row in 0..<24 {
      let position = Position(row: row, column: 0)
      let role: Role = row % 2 == 0 ? .booked : .free
      grid.write("\(row + 100)" + String(repeating: " Full Detail 14:30", count: 5), at: position)
      grid.paint(role, row: row, columns: 10..<40)
    }
    let first = screen.paint(Frame(grid: grid, cursor: nil))
    #expect((1_900...4_096).contains(first.count))
    screen.repaint()
    let again = screen.paint(Frame(grid: grid, cursor: nil))
    #expect((1_900...4_096).contains(again.count))
  }

  @Test func anotherSizeIsDrawnWhole() throws {
    let screen = try open()
    _ = screen.paint(Frame(grid: Grid(size: screen.size), cursor: nil))
    for size in [
      Size(columns: 120, rows: 40), Size(columns: 40, rows: 12), Size(columns: 1, rows: 1),
      Size(columns: 200, rows: 50),
    ] {
      try screen.resize(to: size)
      #expect(screen.size == size)
      var terminal = EmulatedTerminal(size: size)
      var grid = Grid(size: size)
      for row in 0..<size.rows { grid.write("Express Wash 田中", at: Position(row: row, column: 0), role: .selected) }
      let frame = Frame(grid: grid, cursor: nil)
      terminal.feed(screen.paint(frame))
      #expect(differences(frame, screen, terminal) == [])
    }
  }

  @Test func aFrameOfAnotherSizeIsCut() throws {
    let screen = try open(10, 3)
    for size in [Size(columns: 20, rows: 9), Size(columns: 11, rows: 3), Size(columns: 4, rows: 1)] {
      var grid = Grid(size: size)
      for row in 0..<size.rows { grid.write("a田中木日月火水", at: Position(row: row, column: 0)) }
      _ = screen.paint(Frame(grid: grid, cursor: Position(row: 8, column: 19)))
    }
    #expect(screen.readCell(row: 0, column: 0)?.character == "a")
  }

  @Test func theTerminalIsTakenAndGivenBackWhole() throws {
    let screen = try open()
    var terminal = EmulatedTerminal(size: screen.size)
    let frame = Frame(grid: Grid(size: screen.size), cursor: nil)
    for _ in 0..<3 {
      terminal.feed(screen.paint(frame))
      #expect(terminal.isAlternate && terminal.bracketsPaste && !terminal.cursorIsShown)
      terminal.feed(screen.suspend())
      #expect(!terminal.isAlternate && !terminal.bracketsPaste && terminal.cursorIsShown)
    }
    terminal.feed(screen.paint(frame))
    terminal.feed(screen.restoreBytes)
    #expect(!terminal.isAlternate && !terminal.bracketsPaste && terminal.cursorIsShown)
    terminal.feed(screen.close())
    #expect(screen.close() == [])
    #expect(screen.paint(frame) == [])
    #expect(terminal.unknown == [])
    #expect(screen.restoreBytes.count < 128)
  }

  @Test func whatNoLibraryPrintsIsReplacedInItsPlace() throws {
    let screen = try open(10, 1)
    var terminal = EmulatedTerminal(size: screen.size)
    var grid = Grid(size: screen.size)
    // Ahom medial RA: one column to Unicode, none to the C library.
    grid.write("a\u{1171E}b", at: Position(row: 0, column: 0))
    terminal.feed(screen.paint(Frame(grid: grid, cursor: nil)))
    #expect((0..<3).map { terminal[0, $0].text } == ["a", "\u{FFFD}", "b"])
  }

  @Test(arguments: [true, false]) func withoutUTF8OnlyASCIIIsSent(_ byLocale: Bool) throws {
    let screen = try open(20, 4, ascii: !byLocale, locale: byLocale ? "C" : "C.UTF-8")
    #expect(screen.isASCII)
    var grid = Grid(size: screen.size)
    grid.box(rows: 0..<3, columns: 0..<12)
    grid.write("田é…• →x", at: Position(row: 1, column: 1))
    let bytes = screen.paint(Frame(grid: grid, cursor: nil))
    #expect(bytes.allSatisfy { $0 < 0x80 })
    let rows = (0..<3).map { row in String((0..<12).compactMap { screen.readCell(row: row, column: $0)?.character }) }
    #expect(rows == ["+----------+", "|? e~* >x  |", "+----------+"])
  }

  @Test func anUnknownTerminalIsAnError() {
    #expect(throws: TerminalError(call: "newterm", reason: .unknownTerminal("no-such-terminal"))) {
      try open(terminal: "no-such-terminal")
    }
    #expect(throws: TerminalError(call: "newterm", reason: .tooPlain("dumb"))) { try open(terminal: "dumb") }
  }

  @Test(arguments: ["xterm", "linux", "vt100", "screen-256color", "tmux-256color", "xterm-kitty", "rxvt-unicode"])
  func commonTerminalsOpenAndSayTheirKeys(_ name: String) throws {
    let screen: CursesScreen
    do {
      screen = try open(terminal: name)
    } catch let error as TerminalError where error.reason == .unknownTerminal(name) {
      try Test.cancel("terminfo does not know \(name) here")
    }
    #expect(screen.keySequences.contains { $0.key == .up })
    var decoder = KeyDecoder(sequences: screen.keySequences)
    for sequence in screen.keySequences where sequence.bytes.first == 0x1B {
      #expect(decoder.feed(sequence.bytes) == [.key(sequence.key)], "\(name) \(sequence)")
    }
    #expect(screen.paint(Frame(grid: Grid(size: screen.size), cursor: nil)).count > 0)
  }

  @Test func noColorAndFewColorsMeanNone() throws {
    #expect(try open(terminal: "vt100").theme.name == .mono)
    #expect(try open(terminal: "xterm").theme.name == .sixteen)
    #expect(try open(noColor: true).theme.name == .mono)
    #expect(try open(theme: .light, noColor: true).theme.name == .light)
    #expect(try open().theme.name == .dark)
  }
}
