import BookingModel
import TestDesk
import Testing

@testable import CalTUI

/// Where nothing is typed or chosen, the real cursor stands at the line that matters most: screen readers follow it.
@Suite struct ReadingCursorTests {
  private static let lines: [(scene: String, begins: String)] = [
    ("summary", "y books it."), ("summary-away", "y asks again"), ("card", "Cy Young"), ("outcome-unknown", "OUTCOME"),
  ]

  @Test(arguments: lines, Scene.sizes)
  func `it stands at the line that matters`(line: (scene: String, begins: String), size: Size) throws {
    let desk = try #require(Scene.all.first { $0.name == line.scene }).desk(size)
    let frame = render(desk.model, in: size)
    let cursor = try #require(frame.cursor)
    let row = frame.grid.textRows[cursor.row]
    #expect(row.dropFirst(cursor.column).hasPrefix(line.begins), "\(row)")
  }

  @Test(arguments: ["help-board", "hand-over", "outcome-booked"], Scene.sizes)
  func `there is one`(name: String, size: Size)
    throws
  {
    guard let scene = Scene.all.first(where: { $0.name == name }) else { return }
    let desk = scene.desk(size)
    let frame = render(desk.model, in: size)
    let cursor = try #require(frame.cursor)
    #expect(frame.grid.textRows[cursor.row].contains { $0 != " " }, "\(cursor)")
  }
}
