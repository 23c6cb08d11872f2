import BookingModel
import TestDesk
import Testing

@testable import CalTUI

/// The nine soonest times in one row below the grid.
@Suite struct SoonestTests {
  @Test(arguments: ["b 1", "b 2", "b 3", "b 1 ]", "b 2 ]"], [Shop.Clock.twentyFourHours, .twelveHours])
  func `at 80 columns every digit has its time on screen`(keys: String, clock: Shop.Clock) {
    var shop = TestShop(clock: clock)
    // Few times are left of today, so the row goes on with tomorrow's.
    shop.bookings.append(TestShop.booking("long", 1, "Eve", "2026-11-23T15:45:00Z", minutes: 300))
    for index in shop.services.indices { shop.services[index].rules.slotInterval = 15 }
    var desk = TestDesk.open(shop)
    desk.press(keys)
    let soonest = desk.model.soonest
    #expect(soonest.count == 9)
    let row = render(desk.model, in: desk.model.size).grid.textRows.first {
      $0.hasPrefix(" 1 ") || $0.hasPrefix(" Soonest 1 ")
    }
    let texts = SlotTexts(desk.model).soonest(columns: 78)
    #expect(row?.contains("9 " + (texts.last ?? "?")) == true, "\(row ?? "no row")")
    #expect(texts.allSatisfy { row?.contains($0) == true })
  }

  @Test(arguments: [Shop.Clock.twentyFourHours, .twelveHours])
  func `where two times a day are free, the nine days' names take a second row`(clock: Shop.Clock) {
    var shop = TestShop(clock: clock)
    shop.bookings = []
    shop.hours.schedule.hours[0].span = MinuteSpan(start: 570, end: 630)
    shop.services[0].rules.slotInterval = 30
    var desk = TestDesk.open(shop)
    desk.press("b 1 ]")
    #expect(desk.model.soonest.count == 9)
    let texts = SlotTexts(desk.model).soonest(columns: 78)
    #expect(texts.reduce(0) { $0 + $1.columns + 3 } > 78, "one row has room: \(texts)")
    let rows = render(desk.model, in: desk.model.size).grid.textRows
    for (index, text) in texts.enumerated() {
      #expect(rows.contains { $0.contains("\(index + 1) \(text)") }, "\(index + 1) \(text)")
    }
  }

  @Test func `the hour is said where it changes`() {
    var shop = TestShop()
    shop.bookings = [TestShop.booking("long", 1, "Eve", "2026-11-23T15:00:00Z", minutes: 375)]
    shop.services[0].rules.slotInterval = 15
    var desk = TestDesk.open(shop)
    desk.press("b 1")
    #expect(
      SlotTexts(desk.model).soonest(columns: 67)
        == ["Mon 16:15", ":30", "Tue 09:00", ":15", ":30", ":45", "10:00", ":15", ":30"])
    #expect(SlotTexts(desk.model).soonest(columns: 200)[6] == "10:00")
  }
}
