import BookingModel
import TestDesk
import Testing

/// The commands of the page underneath, by their names.
@Suite struct OneLineCommandTests {
  private func typed(_ text: String, _ before: String = "") -> TestDesk {
    var desk = OneLinePageTests.desk()
    desk.press(before)
    desk.press(":")
    desk.type(text)
    return desk
  }

  private func actions(_ desk: TestDesk) -> [Action] {
    desk.model.oneLineRows.compactMap { if case .command(let command) = $0 { command.action } else { nil } }
  }

  @Test(arguments: [
    ("no-show", Action.noShow), ("noshow", .noShow), ("walk", .walkIn), ("resched", .move), ("cancel", .cancel),
    ("unknown", .showUnresolved), ("clerk", .changeClerk), ("quit", .quit), ("yesterday", .previousDay),
  ])
  func `a command is found by its words`(text: String, action: Action) {
    let desk = typed(text)
    #expect(actions(desk).first == action)
    #expect(desk.model.oneLineSelection == 0 || text == "yesterday")
  }

  @Test func `with nothing typed all commands of the page are there, none is marked until asked`() {
    var desk = typed("")
    let listed = Set(actions(desk))
    let bound = Set(KeyMap.standard.bindings(in: .board).map(\.action))
    let unlisted = bound.subtracting(listed)
    #expect(unlisted == [.pick, .up, .down, .left, .right, .oneLine])
    #expect(desk.model.oneLineSelection == nil)
    desk.press("Down")
    #expect(desk.model.oneLineSelection == 0)
    desk.press("Up")
    #expect(desk.model.oneLineSelection == nil)
  }

  @Test func `the commands are those of the page underneath`() {
    #expect(actions(typed("earlier", "b")).isEmpty)
    #expect(actions(typed("filter", "b")).first == .filter)
    var desk = TestDesk.summary()
    desk.press(":")
    desk.type("earlier")
    #expect(actions(desk).first == .earlierSlot)
    #expect(desk.model.oneLineContext == .summary)
  }

  @Test func `a command does what its key does`() {
    var byKey = OneLinePageTests.desk()
    byKey.press("2 i")
    var byName = OneLinePageTests.desk()
    byName.press("2 :")
    byName.type("arrived")
    byName.press("Enter")
    #expect(byName.model.page == .board)
    #expect(byName.model.facts == byKey.model.facts)
    #expect(!byName.model.facts.isEmpty)
  }

  @Test func `a command that writes asks first`() {
    var desk = typed("cancel", "2")
    desk.effects = []
    desk.press("Enter")
    #expect(desk.model.context == .reason)
    desk.press("1")
    #expect(desk.model.context == .changePrompt)
    #expect(desk.effects.count(where: \.isWrite) == 0)
    desk.press("y")
    #expect(desk.effects.count(where: \.isWrite) == 1)
  }

  @Test func `no command books: the summary's own key does`() {
    var desk = TestDesk.summary()
    desk.press(":")
    desk.type("book")
    #expect(actions(desk).first == .commit)
    desk.effects = []
    desk.press("Enter")
    #expect(desk.model.page == .summary)
    #expect(desk.model.notice == .commitByKey(.character("y")))
    #expect(desk.effects.count(where: \.isWrite) == 0)
  }

  @Test func `a known customer comes before a command of the same letters, and Down takes the command`() {
    var customers = OneLinePageTests.customers
    customers.append(Customer(id: .init("n:quinn"), name: "Quinn Ito", phones: ["+15552011234"]))
    var desk = OneLinePageTests.desk(customers: customers)
    desk.press(":")
    desk.type("qui")
    #expect(desk.model.oneLineSelection == nil)
    #expect(actions(desk).first == .quit)
    desk.press("Down Enter")
    #expect(desk.model.isFinished)
  }

  @Test func `a new name that is no command is a booking`() {
    let desk = typed("Zora Neal")
    #expect(actions(desk).isEmpty)
    #expect(desk.model.oneLineSelection == nil)
  }

  @Test(arguments: ["plain", "code", "small", "blank"]) func `a confirmation code opens its booking`(spelling: String) {
    var desk = OneLinePageTests.desk()
    let code = ConfirmationCode(Booking.UID("b3")).text
    let bare = code.filter { $0 != "-" }
    desk.press(":")
    switch spelling {
    case "plain": desk.type(code)
    case "code": desk.type("code " + bare)
    case "small": desk.type(bare.lowercased())
    default: desk.type(String(code.map { $0 == "-" ? " " : $0 }))
    }
    #expect(desk.model.oneLineRows == [.booking(TestShop.mondaysBookings[2])])
    desk.press("Down Enter")
    #expect(desk.model.page == .card)
    #expect(desk.model.selectedBooking?.uid == Booking.UID("b3"))
    desk.press("Esc")
    #expect(desk.model.page == .board)
  }

  @Test func `a code of another day is looked up in the store, once`() {
    var desk = OneLinePageTests.desk()
    let other = TestShop.booking("far", 1, "Ada Ray", "2026-12-23T14:00:00Z", minutes: 30)
    desk.shop.bookings.append(other)
    let code = ConfirmationCode(other.uid)
    desk.effects = []
    desk.press(":")
    desk.type(code.text)
    #expect(desk.effects.filter { $0 == .findByCode(code) }.count == 1)
    desk.send(.foundByCode(ConfirmationCode(Booking.UID("late")), [TestShop.mondaysBookings[0]]))
    #expect(desk.model.oneLineRows.isEmpty)
    desk.send(.foundByCode(code, [other]))
    #expect(desk.model.oneLineRows == [.booking(other)])
    desk.press("Enter")
    #expect(desk.model.page == .card)
    #expect(desk.model.selectedBooking?.uid == other.uid)
    #expect(desk.model.board.day == TestShop.day("2026-12-23"))
  }

  @Test(arguments: ["zora", "kmhyx", "code", "km", "k m h y", "", "code code"])
  func `what is no code is none`(text: String) { #expect(ConfirmationCode(typed: text) == nil) }

  @Test(arguments: ["KM-HY", "kmhy", "code km hy", " km-hy "]) func `a code is read as people type it`(text: String) {
    #expect(ConfirmationCode(typed: text)?.text == "KM-HY")
  }

  @Test func `where typing goes into a field the colon is text`() {
    var desk = OneLinePageTests.desk()
    desk.press("w :")
    #expect(desk.model.page == .who)
    #expect(desk.model.who.text == ":")
  }
}
