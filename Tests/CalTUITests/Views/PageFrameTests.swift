import BookingModel
import TestDesk
import Testing

@testable import CalTUI

/// What each page looks like in each of its states, at three sizes.
@Suite struct PageFrameTests {
  @Test(arguments: Scene.all, Scene.sizes) func `the page looks as recorded`(scene: Scene, size: Size) {
    let desk = scene.desk(size)
    let frame = render(desk.model, in: desk.model.size)
    #expect(frame.problems(desk.model.size) == [])
    expectFrame(frame, fixture: "\(scene.name)-\(size.columns)x\(size.rows)")
  }
}

extension Frame {
  /// What no frame may be, whatever it shows.
  func problems(_ size: Size) -> [String] {
    var found: [String] = []
    if grid.size != size { found.append("size \(grid.size)") }
    if grid.cells.count != size.columns * size.rows { found.append("cells \(grid.cells.count)") }
    if let cursor, !(0..<size.rows).contains(cursor.row) || !(0..<size.columns).contains(cursor.column) {
      found.append("cursor at \(cursor)")
    }
    return found
  }
}
