import BookingModel
import TestDesk
import Testing

/// The card: any booking, with its history.
@Suite struct CardTests {
  @Test func `the history follows moves back to the first booking, and says who did what where`() {
    var desk = TestDesk.open(TestShop.moved())
    desk.press("2 Enter")
    #expect(desk.model.card?.earlier.map(\.uid.rawValue) == ["m1", "m2"])
    let history = desk.model.card?.history ?? []
    #expect(
      history.map(\.kind) == [
        .booked,
        .moved(from: TestShop.instant("2026-11-20T15:00:00Z"), to: TestShop.instant("2026-11-21T15:00:00Z")),
        .moved(from: TestShop.instant("2026-11-21T15:00:00Z"), to: TestShop.instant("2026-11-23T16:30:00Z")),
      ])
    // The middle one was moved elsewhere: the journal does not know it, the server's time tells when.
    #expect(history.map(\.clerk) == ["Alva", nil, "Bea"])
    #expect(history.map(\.desk) == ["front", nil, "back"])
    #expect(history[1].at == TestShop.instant("2026-11-19T15:00:00Z"))
  }

  @Test func `a link that cannot be read cuts the history, and is not asked for again and again`() {
    var shop = TestShop.moved()
    shop.bookings.removeAll { $0.uid.rawValue == "m1" }
    var desk = TestDesk.open(shop)
    desk.effects = []
    desk.press("2 Enter")
    let asked = desk.effects.filter { if case .loadBooking = $0 { true } else { false } }
    #expect(asked == [.loadBooking(Booking.UID("m2")), .loadBooking(Booking.UID("m1"))])
    #expect(desk.model.card?.isCut == true)
    #expect(desk.model.card?.history.first?.kind == .moved(from: nil, to: TestShop.instant("2026-11-21T15:00:00Z")))
  }

  @Test func `a chain of moves that runs in a circle ends`() {
    var shop = TestShop()
    shop.bookings[2].movedFrom = Booking.UID("b3")
    shop.bookings[1].movedFrom = Booking.UID("b4")
    shop.bookings[3].movedFrom = Booking.UID("b2")
    for digit in ["1", "2", "3"] {
      var desk = TestDesk.open(shop)
      desk.press("\(digit) Enter")
      #expect((desk.model.card?.chain.count ?? 99) <= 3)
    }
  }

  @Test func `a card opened from anywhere carries its booking, takes the keys, and Esc comes back`() {
    var desk = TestDesk.open()
    let far = TestShop.booking("far", 1, "Eve Stone", "2027-02-01T15:00:00Z", minutes: 30)
    desk.shop.bookings.append(far)
    desk.model.trail = [.board, .handOver]
    _ = desk.model.openCard(far)
    #expect(desk.model.page == .card)
    desk.press("i")
    #expect(desk.model.facts(of: far.uid).arrivedAt == TestShop.monday10)
    // r shows the grid of that booking, Esc gives the card back and lets go of it.
    desk.press("r")
    #expect(desk.model.page == .slots)
    #expect(desk.model.moving?.uid == far.uid)
    desk.press("Esc")
    #expect(desk.model.page == .card)
    #expect(desk.model.moving == nil)
    desk.press("x 1")
    #expect(
      desk.press("y") == [
        .commit(DeskRef("t-1"), .cancel(far.uid, reason: "customer asked", seat: nil, subsequent: false))
      ])
    desk.model.trail = [.board, .handOver]
    _ = desk.model.openCard(far)
    desk.press("Esc")
    #expect(desk.model.page == .handOver)
  }

  @Test func `a change made elsewhere shows on the open card with its reason`() {
    var desk = TestDesk.open()
    desk.press("2 Enter")
    desk.shop.bookings[2].status = .cancelled
    desk.shop.bookings[2].cancellationReason = "calls again"
    desk.shop.bookings[2].updatedAt = TestShop.monday10
    desk.tick(seconds: 60)
    #expect(desk.model.selectedBooking?.cancellationReason == "calls again")
    #expect(desk.model.card?.history.last?.kind == .cancelled)
  }

  @Test func `a late answer about another booking changes nothing`() {
    var desk = TestDesk.open(TestShop.moved())
    desk.isAnswering = false
    desk.press("2 Enter Esc 3 Enter")
    let card = desk.model.card
    desk.answerAll()
    #expect(desk.model.card?.earlier == card?.earlier)
    #expect(desk.model.card?.booking.uid.rawValue == "b4")
  }

  @Test func `arrows scroll a long card and stop at both ends`() {
    var shop = TestShop()
    shop.bookings[2].notes = String(repeating: "The customer wrote at length. ", count: 40)
    var desk = TestDesk.open(shop)
    desk.press("2 Enter Down Down")
    #expect(desk.model.card?.scroll == 2)
    desk.press("Up Up Up")
    #expect(desk.model.card?.scroll == 0)
    for _ in 0..<50 { desk.press("]") }
    let end = desk.model.card?.scroll ?? 0
    #expect(end > 0 && end < 60)
    desk.press("Home")
    #expect(desk.model.card?.scroll == 0)
  }

  @Test func `the card knows the customer by phone or e-mail, and nobody by a part of a number`() {
    var desk = TestDesk.open()
    var bo = Customer(id: Customer.ID(rawValue: "bo"), name: "Bo Lind")
    bo.phones = ["+15552013344"]
    bo.visits = 4
    bo.noShows = 1
    var far = Customer(id: Customer.ID(rawValue: "far"), name: "Far Away")
    far.phones = ["+155520133445"]
    far.emails = ["far@away.example"]
    desk.knowCustomers([bo, far])
    var booking = desk.shop.bookings[1]
    #expect(desk.model.customer(of: booking)?.name == "Bo Lind")
    booking.attendees[0].phone = "+1555201334"
    #expect(desk.model.customer(of: booking) == nil)
    booking.attendees[0].email = "Far@Away.example"
    #expect(desk.model.customer(of: booking)?.name == "Far Away")
  }

  @Test func `a no-show noted on a card far from the board's days can be taken back`() {
    var desk = TestDesk.open()
    let far = TestShop.booking("far", 1, "Eve Stone", "2026-11-02T15:00:00Z", minutes: 30)
    _ = desk.model.openCard(far)
    desk.press("a y")
    desk.send(.writeAnswered(DeskRef("t-1"), .success([far])))
    desk.press("u")
    #expect(desk.model.context == .changePrompt)
  }
}
