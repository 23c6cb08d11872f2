import BookingModel
import TestDesk
import Testing

@testable import CalTUI

/// What can be clicked is what the screen shows there, and a click selects it.
@Suite struct SpotTests {
  private func cells(_ size: Size) -> [Position] {
    (0..<size.rows).flatMap { row in (0..<size.columns).map { Position(row: row, column: $0) } }
  }

  /// Clicks every cell of a page; where something lies, the cursor goes there and nothing else happens.
  private func clickAll(_ desk: TestDesk, _ size: Size, _ isSelected: (Model, Spot) -> Bool) -> Set<Spot> {
    var found: Set<Spot> = []
    let canvas = spotCanvas(desk.model, in: size)
    for position in cells(size) {
      guard let spot = canvas?.spot(at: position) else { continue }
      guard found.insert(spot).inserted else { continue }
      var clicked = desk
      let effects = clicked.send(.pointed(spot))
      #expect(!effects.contains { $0.changesSomething }, "\(spot)")
      #expect(clicked.model.page == desk.model.page && clicked.model.overlay == nil)
      #expect(isSelected(clicked.model, spot), "\(position) \(spot)")
    }
    return found
  }

  @Test(arguments: Scene.sizes) func `a click on a service marks it`(size: Size) {
    var desk = TestDesk.open(size: size)
    desk.press("b")
    let found = clickAll(desk, size) { .service($0.serviceList.cursor) == $1 }
    #expect(found.count == desk.model.shownServices.count)
  }

  @Test(arguments: Scene.sizes) func `a click on the grid chooses that time`(size: Size) {
    var desk = TestDesk.open(size: size)
    desk.press("b 1")
    let found = clickAll(desk, size) { model, spot in
      guard case .time(let day, let minute, _) = spot, day == model.grid.day || day < model.today else { return false }
      let lattice = model.lattice
      return lattice.row(of: minute) == lattice.row(of: model.grid.minute)
        && lattice.place(of: minute) == lattice.place(of: model.grid.minute)
    }
    #expect(found.count > 7)
    // Where the cursor is drawn lies the time that it stands for.
    let cursor = render(desk.model, in: size).cursor
    #expect(
      cursor.flatMap { spot(at: $0, desk.model, in: size) }
        == .time(desk.model.grid.day, minute: desk.model.grid.minute))
  }

  @Test(arguments: Scene.sizes) func `a click on the month chooses that day`(size: Size) {
    var desk = TestDesk.open(size: size)
    desk.press("b 1 v")
    let found = clickAll(desk, size) { model, spot in
      guard case .day(let day) = spot else { return false }
      return model.grid.day == day || day < model.today
    }
    #expect(found.count >= 28)
  }

  @Test(arguments: Scene.sizes) func `a click on the board selects that row`(size: Size) {
    let desk = TestDesk.open(size: size)
    let found = clickAll(desk, size) { model, spot in
      guard case .boardRow(let id, _) = spot else { return false }
      return model.selectedRow?.id == id
    }
    #expect(!found.isEmpty)
  }

  @Test func `a click does nothing under a question, and calls nothing off but a y that waits`() {
    var desk = TestDesk.open()
    desk.press("b ?")
    let before = desk.model
    #expect(spot(at: Position(row: 3, column: 3), desk.model, in: before.size) == nil)
    desk.send(.pointed(.service(1)))
    #expect(desk.model.serviceList == before.serviceList)
    #expect(desk.model.overlay == before.overlay)
  }

  @Test func `what is not there any more is not selected`() {
    var desk = TestDesk.open()
    let board = desk.model.board
    desk.send(.pointed(.service(0)))
    desk.send(.pointed(.time(desk.model.today, minute: 600)))
    desk.send(.pointed(.boardRow(.now, host: nil)))
    #expect(desk.model.board == board)
    desk.press("b")
    desk.send(.pointed(.service(99)))
    #expect(desk.model.serviceList.cursor == 0)
  }
}
