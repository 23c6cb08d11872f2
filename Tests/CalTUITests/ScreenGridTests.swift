import BookingModel
import Testing

@testable import CalTUI

@Suite struct ScreenGridTests {
  private func grid(_ columns: Int, _ rows: Int = 1) -> Grid { Grid(size: Size(columns: columns, rows: rows)) }
  private func at(_ row: Int, _ column: Int) -> Position { Position(row: row, column: column) }

  @Test func textIsCutAtTheEdgeAndAtItsLimit() {
    var grid = grid(6)
    #expect(grid.write("abcdefgh", at: at(0, 2)) == 4)
    #expect(grid.textRows == ["  abcd"])
    #expect(grid.write("xyz", at: at(0, 0), limit: 2) == 2)
    #expect(grid.textRows == ["xyabcd"])
  }

  @Test func whatIsOutsideIsLeftOut() {
    var grid = grid(4, 2)
    let untouched = grid
    #expect(grid.write("abc", at: at(2, 0)) == 0)
    #expect(grid.write("abc", at: at(-1, 0)) == 0)
    #expect(grid.write("abc", at: at(0, 4)) == 0)
    grid.fill(row: 5, columns: 0..<9)
    grid.paint(.error, row: -1, columns: 0..<2)
    grid.horizontalLine(row: 9, columns: -4..<40)
    grid.verticalLine(column: 4, rows: 0..<9)
    #expect(grid == untouched)
    grid.write("abc", at: at(0, -1))
    #expect(grid.textRows == ["bc", ""])
  }

  @Test func aGridWithoutCellsTakesEverything() {
    var grid = grid(0, 0)
    grid.write("a", at: at(0, 0))
    grid.writeClipped("田", at: at(0, 0), limit: 1)
    grid.box(rows: 0..<3, columns: 0..<3)
    #expect(grid.cells.isEmpty)
    #expect(Grid(size: Size(columns: -1, rows: 4)).cells.isEmpty)
  }

  @Test func aWideGlyphThatDoesNotFitWholeIsLeftOut() {
    var grid = grid(3)
    #expect(grid.write("田中", at: at(0, 0)) == 2)
    #expect(grid.textRows == ["田"])
    #expect(grid[0, 1].content == .continuation)
    #expect(grid[0, 2] == .blank)
  }

  @Test func overwritingHalfAPairBlanksTheOtherHalf() {
    var left = grid(4)
    left.write("田中", at: at(0, 0))
    left.write("x", at: at(0, 0))
    #expect(left.textRows == ["x 中"])
    var right = grid(4)
    right.write("田中", at: at(0, 0))
    right.write("x", at: at(0, 1))
    #expect(right.textRows == [" x中"])
    var across = grid(4)
    across.write("田中", at: at(0, 0))
    across.write("木", at: at(0, 1))
    #expect(across.textRows == [" 木"])
    #expect(across[0, 3] == .blank)
  }

  @Test func textThatIsTooLongEndsInAnEllipsis() {
    var grid = grid(10, 6)
    #expect(grid.writeClipped("abcdefghij", at: at(0, 0)) == 10)
    #expect(grid.writeClipped("abcdefghijk", at: at(1, 0)) == 10)
    #expect(grid.writeClipped("田中田中", at: at(2, 0), limit: 6) == 5)
    #expect(grid.writeClipped("abc", at: at(3, 0), limit: 3) == 3)
    #expect(grid.writeClipped("abc\u{202E}\u{200B}", at: at(4, 0), limit: 3) == 3)
    #expect(grid.writeClipped("abc", at: at(5, 0), limit: 0) == 0)
    #expect(grid.textRows == ["abcdefghij", "abcdefghi…", "田中…", "abc", "abc", ""])
  }

  @Test func trailingTextEndsBeforeItsColumn() {
    var grid = grid(10, 2)
    #expect(grid.writeTrailing("$25", row: 0, before: 10) == 7)
    #expect(grid.writeTrailing("abcdefgh", row: 1, before: 6, limit: 4) == 2)
    #expect(grid.textRows == ["       $25", "  abc…"])
  }

  @Test func paintingTouchesWideGlyphsWhole() {
    var grid = grid(6)
    grid.write("田中木", at: at(0, 0))
    grid.paint(.selected, row: 0, columns: 1..<3)
    #expect((0..<6).map { grid[0, $0].role } == [.selected, .selected, .selected, .selected, .plain, .plain])
  }

  @Test func boxesAndPanesAreDrawn() {
    var pane = grid(4, 3)
    pane.box(rows: 0..<3, columns: 0..<4)
    pane.write("田", at: at(1, 1), role: .title)
    var page = grid(7, 4)
    page.write("中中中", at: at(1, 0))
    page.draw(pane, at: at(0, 1))
    #expect(page.textRows == [" ┌──┐", " │田│", " └──┘", ""])
    #expect(page[1, 2].role == .title)
    page.draw(pane, at: at(2, 5))
    #expect(page.textRows == [" ┌──┐", " │田│", " └──┘┌─", "     │"])
  }

  @Test func everyPairStaysWholeUnderRandomWrites() {
    var random = SeededRandom(seed: 7)
    let samples = ["a", "田", "中x", "é", "👨‍👩‍👦", "\u{1B}[", "🇩🇪", "…", "ｶﾞ"]
    for _ in 0..<300 {
      var grid = grid(Int.random(in: 0...9, using: &random), Int.random(in: 0...4, using: &random))
      for _ in 0..<40 {
        let position = at(Int.random(in: -1...4, using: &random), Int.random(in: -2...9, using: &random))
        let end = position.column + Int.random(in: 0...5, using: &random)
        switch Int.random(in: 0..<6, using: &random) {
        case 0: grid.fill(row: position.row, columns: position.column..<end, role: .booked)
        case 1: grid.paint(.error, row: position.row, columns: position.column..<end)
        case 2: grid.draw(grid, at: position)
        case 3: grid.writeClipped("田中木x", at: position, role: .key, limit: 5)
        default:
          let text = samples[Int.random(in: 0..<samples.count, using: &random)]
          grid.write(text, at: position, role: .title)
        }
      }
      expectWholePairs(grid)
    }
  }

  @Test func theDumpShowsSizeCursorTextAndRoles() {
    var grid = grid(5, 2)
    grid.write("田x", at: at(0, 0), role: .selected)
    let frame = Frame(grid: grid, cursor: at(1, 2))
    #expect(frame.dump() == "5x2 cursor 1,2\n田x\n\n=====\nSSS..\n.....\n")
    expectFrame(frame, fixture: "screen-dump-5x2")
  }

  @Test func everyRoleHasALetterOfItsOwn() {
    #expect(Set(Role.allCases.map(\.letter)).count == Role.allCases.count)
  }
}

/// A continuation follows a two-column glyph of its role, and nothing else does.
func expectWholePairs(_ grid: Grid) {
  for row in 0..<grid.size.rows {
    for column in 0..<grid.size.columns {
      let cell = grid[row, column]
      let next = column + 1 < grid.size.columns ? grid[row, column + 1] : nil
      switch cell.content {
      case .continuation:
        #expect(column > 0)
        #expect(grid[row, max(0, column - 1)].role == cell.role)
        #expect(grid[row, max(0, column - 1)].content != .continuation)
      case .glyph(let character):
        #expect((TextWidth.glyphs(of: character).first?.columns == 2) == (next?.content == .continuation))
      }
    }
  }
}
