import BookingModel
import TestDesk
import Testing

/// The customer line: whom it finds, what Enter takes, and how few keys a booking costs.
@Suite struct WhoTests {
  static let alva = customer(
    "Alva Peters", "+12125554477", last: "2026-11-02T15:00:00Z", visits: 12, service: 3, vehicle: "grey Volvo AB 1234")
  static let sameName = customer("Alva Peters", "+12125559900", last: "2026-01-02T15:00:00Z", visits: 1, service: 1)
  static let bo = customer(
    "Bo Alvarez", "+12125554478", last: "2026-10-02T15:00:00Z", visits: 3, service: 2, noShows: 2)

  static func customer(
    _ name: String, _ phone: String, last: String, visits: Int, service: Int, vehicle: String? = nil, noShows: Int = 0
  ) -> Customer {
    let last = TestShop.instant(last)
    var customer = Customer(id: Customer.ID("p" + phone), name: name, phones: [phone], visits: visits, lastVisit: last)
    customer.lastService = Service.ID(service)
    customer.usualService = Service.ID(service)
    customer.vehicle = vehicle
    customer.usualAnswers = vehicle.map { ["vehicle": .string($0)] } ?? [:]
    customer.noShows = noShows
    customer.weight = VisitWeight([(at: last, worth: Double(visits))])
    return customer
  }

  static func desk(
    _ customers: [Customer] = [alva, sameName, bo], size: Size = Size(columns: 80, rows: 24),
    _ change: (inout TestShop) -> Void = { _ in }
  ) -> TestDesk {
    var shop = TestShop()
    shop.customers = customers
    change(&shop)
    return TestDesk.open(shop, size: size)
  }

  /// Presses every key of the trace and counts them.
  private func keys(_ desk: inout TestDesk, _ trace: [String]) -> Int {
    for key in trace { desk.send(.keyPressed(Key(name: key) ?? .character(Character(key)))) }
    return trace.count
  }

  private func created(_ desk: TestDesk) -> [NewBooking] {
    desk.effects.compactMap { if case .commit(_, .create(let booking)) = $0 { booking } else { nil } }
  }

  // MARK: - Key budgets (DESIGN 5)

  @Test func `returning walk-in, 6 keys: w a l v Enter y`() {
    var desk = Self.desk()
    #expect(keys(&desk, ["w", "a", "l", "v", "Enter", "y"]) == 6)
    let booking = created(desk).first
    #expect(booking?.attendee.name == "Alva Peters")
    #expect(booking?.attendee.phone == "+12125554477")
    #expect(booking?.service == Service.ID(3))
    #expect(booking?.answers["vehicle"] == .string("grey Volvo AB 1234"))
    #expect(booking?.start == TestShop.instant("2026-11-23T17:00:00Z"))
  }

  @Test func `returning walk-in, other service, 7 keys: w a l v Enter 1 y`() {
    var desk = Self.desk()
    #expect(keys(&desk, ["w", "a", "l", "v", "Enter", "1", "y"]) == 7)
    #expect(created(desk).map(\.service) == [Service.ID(1)])
    #expect(created(desk).first?.answers["vehicle"] == .string("grey Volvo AB 1234"))
  }

  @Test func `phone, third slot, 8 keys: n a l v Enter . . y`() {
    var desk = Self.desk()
    #expect(keys(&desk, ["n", "a", "l", "v", "Enter", ".", ".", "y"]) == 8)
    #expect(created(desk).map(\.start) == [TestShop.instant("2026-11-24T14:15:00Z")])
  }

  @Test func `new walk-in, 27 keys of 28: w 2 1 2 5 5 5 0 1 4 2 Enter M a r i a space H u m m e l s Enter y`() {
    var desk = Self.desk()
    let digits = "2125550142".map(String.init)
    let name = "Maria Hummels".map { $0 == " " ? "Space" : String($0) }
    #expect(name.count == 13)
    let trace = ["w"] + digits + ["Enter"] + name + ["Enter", "y"]
    #expect(keys(&desk, trace) == 27)
    let booking = created(desk).first
    #expect(booking?.attendee.name == "Maria Hummels")
    #expect(booking?.attendee.phone == "+12125550142")
    #expect(booking?.service == Service.ID(1))
  }

  @Test func `new by name, the phone is asked and Enter goes on: w E v a Enter 10 digits Enter y`() {
    var desk = Self.desk()
    desk.press("w Eva Enter")
    #expect(desk.model.page == .form)
    #expect(desk.model.draft?.focus == FormSlug.phone)
    desk.press("Enter")
    #expect(desk.model.notice == .fieldsMissing(1))
    #expect(desk.model.page == .form)
    desk.press("2125550142 Enter y")
    #expect(created(desk).map(\.attendee.name) == ["Eva"])
  }

  // MARK: - Finding

  @Test func `letters and last digits narrow the list, arrows pick`() {
    var desk = Self.desk()
    desk.press("w al")
    #expect(desk.model.who.matches.best.map(\.customer.name) == ["Alva Peters", "Bo Alvarez", "Alva Peters"])
    #expect(desk.model.whoChoice == .take(Self.alva))
    desk.press("Down")
    #expect(desk.model.whoChoice == .take(Self.bo))
    desk.press("Up Up Down Down Down Down")
    #expect(desk.model.whoChoice == .take(Self.sameName))
    // Another letter begins at the top again.
    desk.press("v")
    #expect(desk.model.whoChoice == .take(Self.alva))
    desk.press("Ctrl-U 4478")
    #expect(desk.model.whoChoice == .take(Self.bo))
    desk.press("Enter")
    #expect(desk.model.page == .summary)
    #expect(desk.model.draft?.service == Service.ID(2))
  }

  @Test func `the mark stays on its customer when others become known`() {
    var desk = Self.desk()
    desk.press("w al Down")
    var other = Self.customer("Al Aaron", "+15550101111", last: "2026-11-22T15:00:00Z", visits: 90, service: 1)
    other.weight = VisitWeight([(at: TestShop.monday10, worth: 900)])
    desk.send(.customersChanged(CustomerChanges(upserted: [other])))
    #expect(desk.model.who.matches.best.first?.customer.name == "Al Aaron")
    #expect(desk.model.whoChoice == .take(Self.bo))
    desk.send(.customersChanged(CustomerChanges(removed: [Self.bo.id])))
    #expect(desk.model.whoChoice == .take(other))
  }

  @Test(arguments: ["Ctrl-N", "Tab"]) func `somebody new although others match`(key: String) {
    var desk = Self.desk()
    desk.press("w")
    desk.type("Alva P 2125550142")
    desk.press("Ctrl-U")
    desk.type("Alva")
    desk.press(key)
    #expect(desk.model.page == .form)
    #expect(desk.model.draft?.text(FormSlug.name) == "Alva")
    #expect(desk.model.draft?.text(FormSlug.phone) == "")
    #expect(desk.model.draft?.customer == nil)
  }

  @Test func `a number that nobody has asks for the name, Esc goes back to the number`() {
    var desk = Self.desk()
    desk.press("n 2125550142")
    #expect(desk.model.whoChoice == .new(CustomerLine("2125550142", policy: desk.model.shop.policy)))
    desk.press("Enter")
    #expect(desk.model.page == .who)
    #expect(desk.model.who.asksName)
    desk.type("Max")
    desk.press("Esc")
    #expect(!desk.model.who.asksName)
    #expect(desk.model.who.line.text == "2125550142")
    desk.press("Enter")
    #expect(desk.model.who.name.text == "Max")
    desk.press("Enter")
    #expect(desk.model.page == .services)
    #expect(desk.model.draft?.text(FormSlug.name) == "Max")
    #expect(desk.model.draft?.text(FormSlug.phone) == "+12125550142")
  }

  @Test func `a known number under another name is told`() {
    var desk = Self.desk()
    desk.press("w")
    desk.type("Maria 2125554477")
    #expect(desk.model.who.matches.best.isEmpty)
    #expect(desk.model.who.numberOwner == Self.alva)
  }

  @Test func `Enter before the customers are known waits for them`() {
    var shop = TestShop()
    shop.customers = [Self.alva]
    var desk = TestDesk(shop)
    desk.send(.started)
    desk.model.customerFeed = .unknown
    desk.model.customers = CustomerIndex()
    desk.press("w alv Enter")
    #expect(desk.model.page == .who)
    #expect(desk.model.notice == .customersLoading)
    desk.send(.customersLoaded(CustomerIndex([Self.alva], country: Country(code: "US"))))
    #expect(desk.model.page == .summary)
    #expect(desk.model.draft?.customer == Self.alva.id)
  }

  // MARK: - What is filled in

  @Test func `nothing typed is lost on Esc, and another customer takes the place of the first`() {
    var desk = Self.desk()
    desk.press("w alv Enter e")
    desk.press("Tab Tab")
    desk.type("alva@x.example")
    desk.press("Esc Esc")
    #expect(desk.model.page == .who)
    #expect(desk.model.who.line.text == "alv")
    desk.press("Enter")
    #expect(desk.model.draft?.text(FormSlug.email) == "alva@x.example")
    desk.press("Esc Ctrl-U bo Enter")
    #expect(desk.model.draft?.text(FormSlug.name) == "Bo Alvarez")
    #expect(desk.model.draft?.service == Service.ID(2))
    #expect(desk.model.draft?.text(FormSlug.phone) == "+12125554478")
    #expect(desk.model.draft?.text("vehicle") == "")
    // What the clerk entered stays.
    #expect(desk.model.draft?.text(FormSlug.email) == "alva@x.example")
    desk.press("Esc Ctrl-U")
    desk.type("Eva 2125550142")
    desk.press("Enter")
    #expect(desk.model.draft?.customer == nil)
    #expect(desk.model.draft?.text(FormSlug.name) == "Eva")
    #expect(desk.model.draft?.text(FormSlug.phone) == "+12125550142")
    #expect(desk.model.draft?.service == Service.ID(1))
  }

  @Test func `a usual service that is gone gives way to the usual one, then to the first`() {
    var gone = Self.alva
    gone.lastService = Service.ID(99)
    gone.usualService = Service.ID(2)
    var desk = Self.desk([gone])
    desk.press("w alv Enter")
    #expect(desk.model.draft?.service == Service.ID(2))
    gone.usualService = Service.ID(98)
    desk = Self.desk([gone])
    desk.press("w alv Enter")
    #expect(desk.model.draft?.service == Service.ID(1))
  }

  @Test func `usual answers fill the fields that take them`() {
    var regular = Self.alva
    regular.usualAnswers = [
      "vehicle": "grey Volvo AB 1234", "size": "large", "extras": .array(["wax", "gone"]), "keys": true, "seats": 4,
      "pay": "barter",
    ]
    var desk = Self.desk([regular]) { shop in
      shop.services[2].fields += [
        BookingField(kind: .select, slug: "size", label: "Size", options: ["small", "large"]),
        BookingField(kind: .multiselect, slug: "extras", label: "Extras", options: ["ozone", "wax"]),
        BookingField(kind: .boolean, slug: "keys", label: "Keys"),
        BookingField(kind: .number, slug: "seats", label: "Seats", isRequired: true),
        BookingField(kind: .radio, slug: "pay", label: "Payment", isRequired: true, options: ["cash", "card"]),
      ]
    }
    desk.press("w alv Enter")
    // Only what is missing is asked.
    #expect(desk.model.page == .form)
    #expect(desk.model.draft?.focus == "pay")
    desk.press("2 Enter y")
    #expect(
      created(desk).first?.answers == [
        "vehicle": "grey Volvo AB 1234", "size": "large", "extras": .array(["wax"]), "keys": true, "seats": 4,
        "pay": "card",
      ])
  }

  @Test func `the desk's own word about a vehicle outranks the answers`() {
    var corrected = Self.alva
    corrected.vehicle = "red Saab"
    corrected.isOwnEntry = true
    var desk = Self.desk([corrected])
    desk.press("w alv Enter")
    #expect(desk.model.draft?.text("vehicle") == "red Saab")
  }

  @Test func `notice forbids now: the next start is offered and the summary says why`() {
    var desk = Self.desk { $0.services[2].rules.minimumNotice = 120 }
    desk.shop.hours.schedule.hours = [.init(days: [.monday], span: MinuteSpan(start: 12 * 60 + 15, end: 1020))]
    desk.shop.bookings = []
    desk.press("w alv Enter")
    #expect(desk.model.draft?.slot?.start == TestShop.instant("2026-11-23T17:15:00Z"))
    #expect(desk.model.noticeBeforeWalkIn == 120)
    // A later time that was chosen by hand needs no reason.
    desk.press(".")
    #expect(desk.model.noticeBeforeWalkIn == nil)
  }

  // MARK: - The feed

  @Test func `the store is asked at the start, the server after the first reading of the board, and then at times`() {
    var desk = TestDesk()
    desk.isAnswering = false
    desk.send(.started)
    #expect(desk.effects.contains(.loadCustomers))
    #expect(!desk.effects.contains(.followCustomers))
    desk.answerAll()
    #expect(desk.effects.count { $0 == .followCustomers } == 1)
    desk.send(.customersFollowed(.reading(250)))
    #expect(desk.model.customerFeed == .reading(250))
    desk.effects = []
    for _ in 0..<8 { desk.tick(seconds: 15) }
    #expect(desk.effects.count { $0 == .followCustomers } == 2)
  }

  @Test func `the customer line is kept as it is typed, and is there again after a crash`() throws {
    var desk = TestDesk.open()
    desk.press("w")
    desk.type("Dee Pa")
    desk.press("Left")
    var saved: Draft?
    for case .saveDraft(let draft) in desk.effects { saved = draft }
    let draft = try #require(saved)
    var again = TestDesk.open { $0.drafts = [draft] }
    again.press("' '")
    #expect(again.model.page == .who)
    #expect(again.model.who.line == desk.model.who.line)
    again.press("End")
    again.type("rk 212 555 0142")
    again.press("Enter")
    #expect(again.model.draft?.text(FormSlug.name) == "Dee Park")
    #expect(again.model.draft?.customerLine == nil)
  }

  @Test func `a customer line that is rubbed out again leaves no draft behind`() {
    var desk = TestDesk.open()
    desk.press("w")
    desk.type("D")
    desk.effects = []
    desk.press("Backspace")
    let id = desk.model.draft?.id
    #expect(desk.effects.contains { if case .forgetDraft(let gone) = $0 { gone == id } else { false } })
  }
}
