import BookingModel
import TestDesk
import Testing

@testable import CalTUI

/// Whatever people are called, what stands behind their names stands below each other.
@Suite struct NameAlignmentTests {
  private static let sizes = [Size(columns: 80, rows: 24), Size(columns: 40, rows: 12), Size(columns: 120, rows: 40)]

  private func frame(_ name: String, _ size: Size) throws -> Frame {
    let desk = try #require(Scene.names.first { $0.name == name }).desk(size)
    return render(desk.model, in: desk.model.size)
  }

  /// The screen's columns at which a text begins, row by row.
  private func columns(of text: String, in frame: Frame) -> [Int] {
    (0..<frame.grid.size.rows).flatMap { row -> [Int] in
      let wanted = Array(text)
      return (0...max(0, frame.grid.size.columns - wanted.count)).filter { start in
        wanted.indices.allSatisfy { frame.grid[row, start + $0].content == .glyph(wanted[$0]) }
      }
    }
  }

  @Test(arguments: sizes) func `services stand below each other on the board`(size: Size) throws {
    let found = columns(of: "Express", in: try frame("names-board", size)).filter {
      $0 < size.columns - 40 || size.columns < 100
    }
    #expect(found.count >= 5)
    let inRows = found.filter { $0 != found.max() || Set(found).count == 1 }
    #expect(Set(inRows).count == 1, "\(found)")
  }

  @Test(arguments: sizes, ["names-who", "names-find"])
  func `phone numbers stand below each other in the lists of people`(size: Size, page: String) throws {
    let frame = try frame(page, size)
    let list = columns(of: "(212) 555-1", in: frame).filter { $0 > 0 && ($0 < size.columns - 40 || size.columns < 100) }
    #expect(list.count >= 4)
    let usual = Dictionary(grouping: list) { $0 }.max { $0.value.count < $1.value.count }
    // The line that says what Enter does names a number of its own.
    #expect((usual?.value.count ?? 0) >= list.count - 1, "\(list)")
  }

  @Test(arguments: Scene.oddNames) func `a name takes as many cells as are counted, on a row of its own`(name: String) {
    var grid = Grid(size: Size(columns: 40, rows: 1))
    let used = grid.write(name + "|", at: Position(row: 0, column: 0))
    #expect(used == name.columns + 1)
    #expect(grid[0, name.columns].content == .glyph("|"))
  }
}
