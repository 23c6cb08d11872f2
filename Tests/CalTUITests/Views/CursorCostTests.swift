import BookingModel
import TestDesk
import Testing

@testable import CalTUI

/// What a move of the cursor sends to the terminal (DESIGN 13: 120 bytes at most).
@MainActor @Suite(.serialized) struct CursorCostTests {
  /// Bytes of each key's paint, after the first picture.
  private func costs(_ desk: TestDesk, _ keys: [String]) throws -> [Int] {
    var desk = desk
    let screen = try CursesScreen(
      terminal: "xterm-256color", size: desk.model.size, theme: nil, noColor: false, ascii: false, locale: "C.UTF-8")
    _ = screen.paint(render(desk.model, in: desk.model.size))
    return keys.map { key in
      desk.press(key)
      return screen.paint(render(desk.model, in: desk.model.size)).count
    }
  }

  @Test func `the board's cursor`() throws {
    let size = Size(columns: 80, rows: 24)
    let found = try costs(TestDesk.open(size: size), ["Down", "Down", "Down", "Up", "Up", "Up", "Down"])
    #expect(found.allSatisfy { $0 <= 120 }, "\(found)")
  }

  @Test func `the board's cursor in a column`() throws {
    let desk = TestDesk.open(TestShop.threeHosts(), size: Size(columns: 80, rows: 24))
    let found = try costs(desk, ["Down", "Down", "Left", "Down", "Right", "Up", "Up"])
    #expect(found.allSatisfy { $0 <= 120 }, "\(found)")
  }

  @Test func `the week grid's cursor among free times`() throws {
    var desk = TestDesk.open(size: Size(columns: 80, rows: 24))
    desk.press("b 1 Right Right Right Right")
    let found = try costs(desk, ["Right", "Down", "Left", "Up", "Right", "Down", "Left", "Up"])
    #expect(found.allSatisfy { $0 <= 120 }, "\(found)")
  }

  /// The card beside the grid says in words what the cursor is on: more than a move alone, less than a line of the screen a row.
  @Test func `the cursor among free times on a wide screen`() throws {
    var desk = TestDesk.open(size: Size(columns: 120, rows: 36))
    desk.press("b 1 Right Right Right Right")
    let found = try costs(desk, ["Right", "Down", "Left", "Up", "Right", "Down", "Left", "Up"])
    #expect(found.allSatisfy { $0 <= 240 }, "\(found)")
  }
}
