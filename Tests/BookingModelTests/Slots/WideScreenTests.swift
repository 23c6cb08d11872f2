import BookingModel
import TestDesk
import Testing

/// What a wide terminal reads and shows beside the grid of free times.
@Suite struct WideScreenTests {
  private let day = TestShop.day

  private func grid(_ size: Size) -> TestDesk {
    var desk = TestDesk.open(size: size)
    desk.press("b 1")
    return desk
  }

  @Test(arguments: [
    (Size(columns: 120, rows: 20), true), (Size(columns: 119, rows: 60), false), (Size(columns: 200, rows: 19), false),
  ])
  func `there is room beside a page from 120x20 on`(size: Size, isWide: Bool) {
    #expect(grid(size).model.isWide == isWide)
  }

  @Test func `beside the week stand six weeks, from the shown one on, and all of them are read`() {
    var desk = grid(Size(columns: 120, rows: 36))
    #expect(desk.model.weeksAhead.lowerBound <= desk.model.grid.first)
    #expect(desk.model.slotBook.isKnown(day("2026-11-23")...desk.model.weeksAhead.upperBound))
    desk.press("] ] ]")
    #expect(desk.model.weeksAhead.contains(desk.model.grid.week.upperBound))
    #expect(desk.model.slotBook.isKnown(desk.model.weeksAhead))
  }

  @Test func `a terminal that grows wide reads what was not beside the grid before`() {
    var desk = grid(Size(columns: 80, rows: 24))
    #expect(!desk.model.slotBook.isKnown(desk.model.grid.first...desk.model.weeksAhead.upperBound))
    desk.send(.resized(Size(columns: 120, rows: 36)))
    #expect(desk.model.slotBook.isKnown(desk.model.grid.first...desk.model.weeksAhead.upperBound))
  }

  @Test func `the cursor stays on its time when the terminal grows and shrinks, and the keys do the same`() {
    var desk = grid(Size(columns: 80, rows: 24))
    desk.press("Down Right")
    let before = desk.model.grid
    desk.send(.resized(Size(columns: 160, rows: 40)))
    desk.press("Right Left")
    desk.send(.resized(Size(columns: 80, rows: 24)))
    #expect(desk.model.grid.day == before.day)
    #expect(desk.model.grid.minute == before.minute)
  }
}
