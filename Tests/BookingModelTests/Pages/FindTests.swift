import BookingModel
import TestDesk
import Testing

/// Finding customers and bookings, and what can be done with a customer.
@Suite struct FindTests {
  private static let cy: Customer = {
    var customer = WhoTests.customer("Cy Young", "+15552013344", last: "2026-10-02T15:00:00Z", visits: 4, service: 2)
    customer.coming = [TestShop.instant("2026-11-23T16:30:00Z")]
    return customer
  }()
  private static let old = WhoTests.customer(
    "Cyrus Old", "+12125550001", last: "2025-10-02T15:00:00Z", visits: 1, service: 1)

  private func desk(_ size: Size = Size(columns: 80, rows: 24)) -> TestDesk {
    WhoTests.desk([Self.cy, Self.old], size: size) { shop in
      shop.bookings = [
        TestShop.booking("coming", 1, "Cy Young", "2026-11-23T16:30:00Z", minutes: 30),
        TestShop.booking("past", 2, "Cy Young", "2026-10-02T15:00:00Z", minutes: 45),
        TestShop.booking("off", 2, "Cy Young", "2026-12-02T15:00:00Z", minutes: 45, status: .cancelled),
        TestShop.booking("other", 1, "Ada Ray", "2026-11-23T14:00:00Z", minutes: 30),
      ]
      shop.bookings[3].attendees[0].phone = "+15550000009"
    }
  }

  private func keys(_ desk: inout TestDesk, _ trace: [String]) -> Int {
    for key in trace { desk.send(.keyPressed(Key(name: key) ?? .character(Character(key)))) }
    return trace.count
  }

  private func entries(_ desk: TestDesk) -> [CustomerEntry] {
    desk.effects.compactMap { if case .saveCustomerEntry(let entry) = $0 { entry } else { nil } }
  }

  // MARK: - Finding

  @Test func `customers stand before bookings, coming bookings before past ones, cancelled ones among them`() {
    var desk = desk()
    desk.press("/ c y")
    #expect(
      desk.model.findRows.map(\.id) == [
        .customer(Self.cy.id), .customer(Self.old.id), .booking(Booking.UID("coming")), .booking(Booking.UID("off")),
        .booking(Booking.UID("past")),
      ])
  }

  @Test func `with nothing typed every booking is there`() {
    var desk = desk()
    desk.press("/")
    #expect(desk.model.findRows.count == 4)
  }

  @Test func `cancel by search, 7 keys: / c y Enter x 1 y`() {
    var desk = desk()
    #expect(keys(&desk, ["/", "c", "y", "Enter", "x", "1", "y"]) <= 8)
    let cancelled = desk.effects.compactMap { if case .commit(_, .cancel(let uid, _, _, _)) = $0 { uid } else { nil } }
    #expect(cancelled == [Booking.UID("coming")])
  }

  @Test func `move by search, 7 keys: / c y Enter r 3 y`() {
    var desk = desk()
    #expect(keys(&desk, ["/", "c", "y", "Enter", "r", "3", "y"]) <= 8)
    let moved = desk.effects.compactMap { if case .commit(_, .move(let uid, _, _, _, _)) = $0 { uid } else { nil } }
    #expect(moved == [Booking.UID("coming")])
  }

  @Test func `Enter on a customer without a coming booking opens the customer, and Esc comes back to what was typed`() {
    var desk = desk()
    desk.press("/ o l d Enter")
    #expect(desk.model.page == .customer)
    #expect(desk.model.customerPage.customer == Self.old)
    desk.press("Esc")
    #expect(desk.model.page == .find)
    #expect(desk.model.find.line.text == "old")
  }

  @Test func `Enter before the bookings are there waits for them`() {
    var desk = desk()
    desk.press("/")
    desk.isAnswering = false
    desk.press("c y Enter")
    #expect(desk.model.page == .find)
    desk.answerAll()
    desk.answerAll()
    #expect(desk.model.page == .card)
    #expect(desk.model.selectedBooking?.uid == Booking.UID("coming"))
  }

  @Test func `Enter before the customers are known waits for them and for their bookings`() {
    let known = desk()
    var desk = TestDesk(known.shop)
    desk.isAnswering = false
    desk.send(.started)
    desk.press("/ c y Enter")
    #expect(desk.model.awaitsOwnAnswer)
    #expect(desk.model.page == .find)
    desk.send(.customersLoaded(CustomerIndex([Self.cy, Self.old], country: Country(code: "US"))))
    for _ in 0..<4 { desk.answerAll() }
    #expect(desk.model.page == .card)
    #expect(desk.model.selectedBooking?.uid == Booking.UID("coming"))
    #expect(!desk.model.awaitsOwnAnswer)
  }

  @Test func `while a question is on its way no other is asked, and the last word counts`() {
    var desk = desk()
    desk.isAnswering = false
    desk.press("/ c y")
    let asked = desk.effects.filter { if case .find = $0 { true } else { false } }
    #expect(asked.count == 1)
    desk.answerAll()
    #expect(desk.model.find.answered?.text == "cy")
    #expect(desk.model.find.bookings.count == 3)
  }

  @Test func `a store that fails is told, and not asked in circles`() {
    var desk = desk()
    desk.isAnswering = false
    desk.press("/ c y")
    guard case .find(let question)? = desk.unanswered.last(where: { if case .find = $0 { true } else { false } }) else {
      Issue.record("nothing was asked")
      return
    }
    let effects = desk.send(.found(question, .failure(.diskFull)))
    #expect(effects.isEmpty)
    #expect(desk.model.find.trouble == .diskFull)
    #expect(desk.model.findRows.map(\.id) == [.customer(Self.cy.id), .customer(Self.old.id)])
  }

  @Test func `scrolling to the end reads on`() {
    var desk = WhoTests.desk([]) { shop in
      shop.bookings = (0..<90).map { number in
        TestShop.booking("b\(number)", 1, "Kay \(number)", "2026-12-\(number % 9 + 10)T15:00:00Z", minutes: 30)
      }
    }
    desk.press("/")
    #expect(desk.model.findRows.count == 40)
    desk.press("PgDn PgDn PgDn")
    #expect(desk.model.findRows.count == 80)
    desk.press("PgDn PgDn PgDn")
    #expect(desk.model.findRows.count == 90)
    #expect(!desk.model.find.hasMore)
  }

  // MARK: - Many customers

  private func bergs(_ count: Int, bookings: Int = 3) -> TestDesk {
    let customers = (0..<count).map { number in
      WhoTests.customer(
        "Berg \(number)", "+1555201\(1000 + number)", last: "2026-10-02T15:00:00Z", visits: 1, service: 1)
    }
    return WhoTests.desk(customers) { shop in
      shop.bookings = (0..<bookings).map { number in
        TestShop.booking("b\(number)", 1, "Berg \(number)", "2026-12-01T15:00:00Z", minutes: 30)
      }
    }
  }

  private func customers(_ desk: TestDesk) -> Int {
    desk.model.findRows.count { if case .customer = $0 { true } else { false } }
  }

  @Test func `above bookings the likeliest customers stand, and how many more there are`() {
    var desk = bergs(252)
    desk.press("/")
    desk.type("berg")
    #expect(customers(desk) == 6)
    #expect(desk.model.findRows[6] == .moreCustomers(246))
    #expect(desk.model.findRows.count == 10)
    // Down goes past it to the bookings.
    desk.press("Down Down Down Down Down Down Down")
    #expect(desk.model.findSelection?.id == desk.model.findRows[7].id)
  }

  @Test(arguments: ["Enter", "Tab", "Ctrl-N"]) func `the row of more customers lists them all`(key: String) {
    var desk = bergs(252)
    desk.press("/")
    desk.type("berg")
    desk.press("Down Down Down Down Down Down")
    #expect(desk.model.findSelection == .moreCustomers(246))
    desk.press(key)
    #expect(desk.model.page == .find)
    #expect(customers(desk) >= 40)
    #expect(desk.model.findSelection?.id == desk.model.findRows[6].id)
    // One goes through all of them, and then through the bookings.
    var seen: [FindRow.ID] = []
    for _ in 0..<300 {
      if let id = desk.model.findSelection?.id, seen.last != id { seen.append(id) }
      desk.press("Down")
    }
    #expect(seen.count == 246 + 3)
    #expect(Set(seen).count == seen.count)
    #expect(!seen.contains(.moreCustomers))
    #expect(customers(desk) == 252)
    // Another letter is another question.
    desk.type(" ")
    desk.press("Backspace")
    #expect(customers(desk) == 6)
  }

  @Test func `whole pages go through all customers`() {
    var desk = bergs(252, bookings: 0)
    desk.press("/")
    desk.type("berg")
    #expect(customers(desk) == 40)
    for _ in 0..<20 { desk.press("PgDn") }
    #expect(customers(desk) == 252)
    #expect(desk.model.findRows.count == 252)
    #expect(desk.model.findSelection?.id == desk.model.findRows.last?.id)
  }

  @Test(arguments: [6, 7, 8]) func `one more is shown, and no row that tells of one`(count: Int) {
    var desk = bergs(count)
    desk.press("/")
    desk.type("berg")
    #expect(desk.model.findRows.contains(.moreCustomers(2)) == (count == 8))
    #expect(customers(desk) == (count == 8 ? 6 : count))
  }

  @Test func `the same person is looked for among all`() {
    var desk = bergs(252)
    desk.press("/")
    desk.type("berg 251")
    desk.press("Tab M")
    desk.type("berg")
    for _ in 0..<20 { desk.press("PgDn") }
    #expect(desk.model.findRows.count == 251)
    #expect(customers(desk) == 251)
  }

  @Test func `Ctrl-N books for the customer of a booking`() {
    var desk = desk()
    desk.press("/ c y Down Down Ctrl-N")
    #expect(desk.model.page == .summary)
    #expect(desk.model.draft?.text(FormSlug.name) == "Cy Young")
    #expect(desk.model.draft?.service == Service.ID(2))
  }

  @Test func `what nobody is known for says so`() {
    var desk = desk()
    desk.press("/ z z Enter")
    #expect(desk.model.notice == .nothingFound)
    desk.press("Backspace Backspace a d a Tab")
    #expect(desk.model.notice == .customerUnknown)
    #expect(desk.model.page == .find)
  }

  // MARK: - The customer

  @Test func `C on the board shows the customer with all bookings, Enter opens one, and Esc leads back`() {
    var desk = desk()
    desk.press("1 C")
    #expect(desk.model.page == .customer)
    #expect(desk.model.customerPage.bookings.value?.map(\.uid.rawValue) == ["coming", "off", "past"])
    desk.press("Down Down Enter")
    #expect(desk.model.page == .card)
    #expect(desk.model.selectedBooking?.uid == Booking.UID("past"))
    desk.press("Esc Esc")
    #expect(desk.model.page == .board)
  }

  @Test func `a correction says what was changed and nothing else`() {
    var desk = desk()
    desk.press("1 C e Backspace Backspace Backspace Backspace Backspace Y u n g PgDn")
    #expect(entries(desk).map(\.name) == ["Cy Yung"])
    #expect(entries(desk).map(\.phone) == [nil])
    #expect(entries(desk).first?.about == [.phone("+15552013344")])
    #expect(desk.model.page == .customer && !desk.model.customerPage.isEditing)
  }

  @Test func `u takes a correction back by an entry of the same name that says nothing`() {
    var desk = desk()
    desk.press("1 C e X PgDn u")
    #expect(entries(desk).count == 2)
    #expect(entries(desk)[0].id == entries(desk)[1].id)
    #expect(entries(desk)[1].name == nil && entries(desk)[1].at > entries(desk)[0].at)
    desk.press("u")
    #expect(desk.model.notice == .nothingToUndo)
  }

  @Test func `what is wrong is said at its field, and nothing is kept`() {
    var desk = desk()
    desk.press("1 C e Tab Ctrl-U 1 2 PgDn")
    #expect(desk.model.customerEditProblems[.phone] == .badPhone)
    #expect(desk.model.customerPage.edit?.focus == .phone)
    desk.press("Ctrl-U PgDn")
    #expect(desk.model.customerEditProblems[.phone] == .cannotBeTakenAway)
    #expect(entries(desk).isEmpty)
    desk.press("Esc e")
    #expect(desk.model.customerPage.edit?.text(.phone) == "")
  }

  @Test func `a correction without a change keeps nothing`() {
    var desk = desk()
    desk.press("1 C e PgDn")
    #expect(entries(desk).isEmpty)
    #expect(!desk.model.customerPage.isEditing)
  }

  @Test func `two customers become one after y, and not before`() {
    var desk = desk()
    desk.press("1 C M o l d Enter")
    #expect(desk.model.overlay == .customer(.merge(Self.cy, Self.old)))
    #expect(entries(desk).isEmpty)
    desk.press("y")
    #expect(desk.model.page == .customer)
    #expect(entries(desk).map(\.about) == [[.phone("+15552013344"), .phone("+12125550001")]])
    #expect(entries(desk).first?.name == "Cy Young")
    desk.press("u")
    #expect(entries(desk).last?.about == [.phone("+15552013344")])
  }

  @Test func `the search for the same person leaves the one below as it was`() {
    var desk = desk()
    desk.press("/ c y Tab M o l d Enter y")
    #expect(desk.model.page == .customer)
    desk.press("D y")
    #expect(desk.model.page == .find)
    #expect(desk.model.find.mergesInto == nil)
    #expect(desk.model.find.line.text == "cy")
    desk = self.desk()
    desk.press("/ c y Tab M Esc Esc")
    #expect(desk.model.find.mergesInto == nil)
    #expect(desk.model.find.line.text == "cy")
  }

  @Test func `a customer is not offered to be merged with itself, and n leaves both`() {
    var desk = desk()
    desk.press("1 C M c y")
    #expect(desk.model.findRows.map(\.id) == [.customer(Self.old.id)])
    desk.press("Enter n")
    #expect(entries(desk).isEmpty)
    #expect(desk.model.page == .find)
  }

  @Test func `forgetting asks first, and then the page is left`() {
    var desk = desk()
    desk.press("1 C D n")
    #expect(desk.model.page == .customer)
    desk.press("D y")
    #expect(desk.effects.contains(.forgetCustomer(Self.cy.id)))
    #expect(desk.model.page == .board)
    #expect(desk.model.notice == .customerForgotten("Cy Young"))
  }

  @Test func `drafts of a forgotten customer go with them, those of others stay`() {
    var desk = desk()
    var theirs = Draft(id: Draft.ID(rawValue: "d1"))
    theirs.customer = Self.cy.id
    theirs.parked = "a"
    var others = Draft(id: Draft.ID(rawValue: "d2"))
    others.entries[FormSlug.name] = .line(TextLine("Bea"))
    desk.model.parked = [theirs]
    desk.model.leftDrafts = [others]
    desk.press("1 C D y")
    #expect(desk.effects.contains(.forgetDraft(theirs.id)))
    #expect(desk.model.parked.isEmpty)
    #expect(desk.model.leftDrafts.map(\.id) == [others.id])
  }

  @Test func `a desk that only reads corrects, merges, forgets and books nothing`() {
    var shop = TestShop()
    shop.customers = [Self.cy]
    var desk = TestDesk.open(shop) { $0.isReadOnly = true }
    desk.send(.customersLoaded(CustomerIndex([Self.cy], country: Country(code: "US"))))
    desk.press("/ c y Tab")
    for key in ["n", "w", "M", "D", "e"] {
      desk.press(key)
      #expect(desk.model.notice == .readOnly, "\(key)")
    }
    #expect(desk.model.page == .customer && !desk.model.customerPage.isEditing)
  }

  @Test func `the page follows its customer under a new id, and says when it is gone`() {
    var desk = desk()
    desk.press("1 C")
    var renamed = Self.cy
    renamed.id = Customer.ID("pother")
    renamed.note = "new"
    desk.send(.customersChanged(CustomerChanges(upserted: [renamed], removed: [Self.cy.id])))
    #expect(desk.model.customerPage.customer == renamed)
    desk.send(.customersChanged(CustomerChanges(upserted: [], removed: [renamed.id])))
    #expect(desk.model.customerPage.isGone)
    desk.press("n")
    #expect(desk.model.notice == .customerUnknown)
  }
}
