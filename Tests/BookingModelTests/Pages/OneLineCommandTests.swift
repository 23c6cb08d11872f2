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

  private func commands(_ desk: TestDesk) -> [OneLineRow.Command] {
    desk.model.oneLineRows.compactMap { if case .command(let command) = $0 { command } else { nil } }
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
    #expect(commands(typed("earlier", "b")).map(\.place) == [.missing(.draft)])
    #expect(actions(typed("filter", "b")).first == .filter)
    var desk = TestDesk.summary()
    desk.press(":")
    desk.type("earlier")
    #expect(actions(desk).first == .earlierSlot)
    #expect(desk.model.oneLineContext == .summary)
  }

  // MARK: - Commands of other pages

  @Test(arguments: ["", "2 Enter", "b", "b 1", "H", "U", "2 Enter C"])
  func `every command of the program is found from every page`(before: String) {
    let desk = typed("", before)
    let found = Set(actions(desk))
    let movement: Set<Action> = [
      .pick, .up, .down, .left, .right, .first, .last, .pageBack, .pageOn, .open, .back, .nextField, .previousField,
      .finishForm, .toggle, .newLine, .previousOption, .nextOption, .yes, .no, .oneLine, .nextMeaning,
    ]
    // Those of a prompt of their own mean nothing without it.
    let missing = Set(Action.allCases).subtracting(movement).subtracting(found).subtracting([.reopenDraft, .discard])
    #expect(missing == [])
  }

  @Test(arguments: [
    ("confirm", Action.confirmBooking), ("decline", .declineBooking), ("merge", .mergeCustomer),
    ("forget", .forgetCustomer), ("look", .lookAgain), ("earlier", .earlierSlot), ("filter", .filter),
    ("month view", .changeView), ("new customer", .takeAsNew), ("give up", .giveUp),
  ])
  func `from the board its word is the command, not a new customer`(text: String, action: Action) {
    let desk = typed(text)
    #expect(actions(desk).first == action)
    #expect(desk.model.oneLineSelection == 0)
  }

  @Test func `a command of the card runs on the selected booking, and Esc comes back to the board`() {
    var shop = TestShop()
    shop.bookings[2].status = .pending
    var desk = OneLinePageTests.desk(shop)
    desk.press("2")
    let booking = desk.model.selectedBooking
    desk.press(":")
    desk.type("confirm")
    #expect(commands(desk).first?.place == booking.map { .card($0) })
    desk.effects = []
    desk.press("Enter")
    #expect(desk.model.page == .card)
    #expect(desk.model.context == .changePrompt)
    #expect(desk.effects.count(where: \.isWrite) == 0)
    desk.press("y")
    #expect(desk.effects.count(where: \.isWrite) == 1)
    desk.press("Esc")
    #expect(desk.model.page == .board)
  }

  @Test func `what does not wait for it says so on its card`() {
    var desk = typed("decline", "2")
    desk.press("Enter")
    #expect(desk.model.page == .card)
    #expect(desk.model.notice == .notPending)
  }

  @Test func `without a booking the command says what to do first, and the line stays`() {
    var shop = TestShop()
    shop.bookings = []
    var desk = OneLinePageTests.desk(shop)
    desk.press(":")
    desk.type("confirm")
    #expect(commands(desk).first?.place == .missing(.booking))
    desk.press("Enter")
    #expect(desk.model.notice == .commandNeeds(.booking))
    #expect(desk.model.page == .oneLine)
    #expect(desk.model.oneLine.line.text == "confirm")
  }

  @Test func `a command of the customer runs on the customer of the selected booking`() {
    var customers = OneLinePageTests.customers
    customers.append(Customer(id: .init("n:cy young fernandez"), name: "Cy Young-Fernández"))
    var shop = TestShop()
    shop.bookings[2].attendees[0].phone = nil
    shop.bookings[2].attendees[0].email = nil
    var desk = OneLinePageTests.desk(shop, customers: customers)
    desk.press("2 :")
    desk.type("forget")
    desk.press("Enter")
    #expect(desk.model.page == .customer)
    guard case .customer(.forget(let customer)) = desk.model.overlay else {
      Issue.record("\(String(describing: desk.model.overlay))")
      return
    }
    #expect(customer.name == "Cy Young-Fernández")
    // Somebody whom nobody knows is told.
    desk = OneLinePageTests.desk(shop, customers: [])
    desk.press("2 :")
    desk.type("merge")
    desk.press("Enter")
    #expect(desk.model.notice == .customerUnknown)
    #expect(desk.model.page == .oneLine)
  }

  @Test func `a command of the board is done there, and what is in hand is kept`() {
    var desk = TestDesk.summary()
    let id = desk.model.draft?.id
    desk.press(":")
    desk.type("hand-over")
    #expect(commands(desk).first?.place == .board)
    desk.press("Enter")
    #expect(desk.model.page == .handOver)
    #expect(desk.model.leftDrafts.map(\.id) == [id].compactMap { $0 })
  }

  @Test func `from the page of a customer it is the marked booking's command`() {
    var desk = typed("cancel", "2 Enter")
    #expect(commands(desk).first?.place == .here)
    desk = typed("cancel", "b")
    #expect(commands(desk).first?.place == .missing(.booking))
  }

  @Test func `no command of another page books`() {
    var desk = TestDesk.summary()
    desk.press("s :")
    desk.type("book")
    let index = commands(desk).firstIndex { $0.action == .commit }
    #expect(index != nil)
    desk.effects = []
    for _ in 0..<(index ?? 0) { desk.press("Down") }
    desk.press("Enter")
    #expect(desk.effects.count(where: \.isWrite) == 0)
    #expect(desk.model.notice == .commandNeeds(.draft))
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
