import BookingModel
import TestDesk
import Testing

/// What could not be read is not taken for nothing.
@Suite struct NotReadTests {
  @Test func `a journal that cannot be read leaves open who did what, until it is read`() {
    var desk = TestDesk.open()
    desk.isAnswering = false
    desk.press("2 Enter")
    guard
      let question = desk.unanswered.compactMap({ if case .loadHistory(let asked) = $0 { asked } else { nil } }).first
    else {
      Issue.record("the journal was not asked")
      return
    }
    desk.send(.historyLoaded(question, .failure(.diskFull)))
    #expect(desk.model.card?.events.value == nil)
    #expect(desk.model.card?.trouble == .diskFull)
    desk.send(.historyLoaded(question, .success([])))
    #expect(desk.model.card?.events.value == [])
    #expect(desk.model.card?.trouble == nil)
  }

  @Test func `bookings of a customer that cannot be read are not none`() {
    var desk = WhoTests.desk()
    desk.press("/")
    desk.type("bo")
    desk.isAnswering = false
    desk.press("Tab")
    guard let id = desk.model.customerPage.id else {
      Issue.record("no customer is open")
      return
    }
    desk.send(.customerBookingsLoaded(id, .failure(.diskFull)))
    #expect(desk.model.customerPage.bookings.value == nil)
    #expect(desk.model.customerPage.trouble == .diskFull)
    let booking = TestShop.booking("b9", 1, "Bo Alvarez", "2026-11-23T15:45:00Z", minutes: 30)
    desk.send(.customerBookingsLoaded(id, .success([booking])))
    #expect(desk.model.customerPage.trouble == nil)
    // What was read once stays.
    desk.send(.customerBookingsLoaded(id, .failure(.diskFull)))
    #expect(desk.model.customerPage.bookings.value == [booking])
  }
}
