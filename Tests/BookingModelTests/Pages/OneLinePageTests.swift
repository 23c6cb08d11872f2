import BookingModel
import TestDesk
import Testing

/// `:` on a desk that knows some customers.
@Suite struct OneLinePageTests {
  static let customers = [
    Customer(
      id: .init("p:+15552013344"), name: "Alva Peters", phones: ["+15552013344"], lastService: Service.ID(2), visits: 4,
      weight: VisitWeight(logarithm: 60)),
    Customer(
      id: .init("p:+15552019999"), name: "Alvaro Diaz", phones: ["+15552019999"], visits: 1,
      weight: VisitWeight(logarithm: 50)),
    Customer(
      id: .init("p:+15552017777"), name: "Sat Nguyen", phones: ["+15552017777"], lastService: Service.ID(77),
      weight: VisitWeight(logarithm: 40)),
  ]

  static func desk(
    _ shop: TestShop = TestShop(), now: Instant = TestShop.monday10, customers: [Customer] = customers
  ) -> TestDesk {
    var desk = TestDesk.open(shop, now: now)
    desk.model.customers = CustomerIndex(customers, country: Country(code: "US"))
    return desk
  }

  private func typed(_ text: String, on desk: TestDesk = desk()) -> TestDesk {
    var desk = desk
    desk.press(":")
    desk.type(text)
    return desk
  }

  // MARK: - To the summary

  @Test func `a whole line is a whole summary, and nothing is sent`() {
    var desk = typed("alv ew thu 230p #dog in car")
    #expect(desk.model.oneLineGoal == .summary)
    #expect(
      desk.model.oneLineTime
        == .free(
          Slot(start: TestShop.instant("2026-11-26T19:30:00Z"), end: TestShop.instant("2026-11-26T20:00:00Z")),
          isDoubled: false))
    desk.effects = []
    desk.press("Enter")
    #expect(desk.model.page == .summary)
    #expect(desk.model.summaryState == .complete)
    let draft = desk.model.draft
    #expect(draft?.service == Service.ID(1))
    #expect(draft?.slot?.start == TestShop.instant("2026-11-26T19:30:00Z"))
    #expect(draft?.text(FormSlug.name) == "Alva Peters")
    #expect(draft?.text(FormSlug.phone) == "+15552013344")
    #expect(draft?.text(FormSlug.notes) == "dog in car")
    #expect(desk.effects.count(where: \.isWrite) == 0)
    desk.press("y")
    #expect(desk.effects.count(where: \.isWrite) == 1)
  }

  @Test func `without a service it is the customer's last`() {
    let desk = typed("alv thu 14:30")
    #expect(desk.model.oneLine.reading.service == Service.ID(2))
    #expect(desk.model.oneLine.reading.isUsualService)
    #expect(desk.model.oneLineGoal == .summary)
  }

  @Test func `a last service that is not offered any more is asked for`() {
    var desk = typed("nguyen thu 14:30")
    #expect(desk.model.oneLineGoal == .services)
    desk.press("Enter")
    #expect(desk.model.page == .services)
    desk.press("1")
    #expect(desk.model.page == .slots)
    #expect(desk.model.slotAtCursor?.start == TestShop.instant("2026-11-26T19:30:00Z"))
  }

  @Test func `now is the earliest time`() {
    var desk = typed("alv ew now")
    desk.press("Enter")
    #expect(desk.model.page == .summary)
    #expect(desk.model.draft?.slot?.start == TestShop.instant("2026-11-23T15:45:00Z"))
  }

  @Test func `a time that is taken becomes the nearest, and is said`() {
    // 11:30 to 12:00 is booked.
    var desk = typed("alv ew today 11:30")
    let nearest = TestShop.instant("2026-11-23T17:00:00Z")
    let wanted = TestShop.instant("2026-11-23T16:30:00Z")
    guard case .notFree(.booked(let name, _), let slot?) = desk.model.oneLineTime else {
      Issue.record("\(desk.model.oneLineTime)")
      return
    }
    #expect(name == "Cy Young-Fernández")
    #expect(slot.start == nearest)
    desk.press("Enter")
    #expect(desk.model.page == .summary)
    #expect(desk.model.draft?.slot?.start == nearest)
    #expect(desk.model.notice == .nearestInstead(wanted, nearest))
  }

  @Test func `while the times are on their way the summary waits for them`() {
    var desk = Self.desk()
    desk.isAnswering = false
    desk.press(":")
    desk.type("alv ew thu 230p")
    #expect(desk.model.oneLineTime == .checking)
    desk.press("Enter")
    #expect(desk.model.page == .summary)
    #expect(desk.model.summaryState == .checking)
    desk.answerAll()
    #expect(desk.model.summaryState == .complete)
  }

  @Test func `a line asks for free times once, not at every key`() {
    var desk = Self.desk()
    desk.model.slotBooks = [:]
    desk.effects = []
    desk.press(":")
    desk.type("ew alv thu 230p #a long note about the car")
    #expect(desk.effects.count { if case .loadSlots = $0 { true } else { false } } == 1)
  }

  @Test func `a line with the whole title of the service goes to the summary`() {
    var desk = typed("Alva Peters Express Wash thu 230p")
    #expect(desk.model.oneLineGoal == .summary)
    desk.press("Enter")
    #expect(desk.model.page == .summary)
    #expect(desk.model.draft?.service == Service.ID(1))
    #expect(desk.model.draft?.text(FormSlug.name) == "Alva Peters")
  }

  // MARK: - What is missing is asked

  @Test func `without a customer the next page asks who it is`() {
    var desk = typed("ew thu 230p")
    #expect(desk.model.oneLineGoal == .customer)
    desk.press("Enter")
    #expect(desk.model.page == .who)
    desk.type("Eva Ek 2125550142")
    desk.press("Enter")
    #expect(desk.model.page == .summary)
    #expect(desk.model.draft?.slot?.start == TestShop.instant("2026-11-26T19:30:00Z"))
    #expect(desk.model.draft?.service == Service.ID(1))
  }

  @Test func `a day without a time opens the grid on that day`() {
    var desk = typed("alv ew thu")
    #expect(desk.model.oneLineGoal == .times)
    desk.press("Enter")
    #expect(desk.model.page == .slots)
    #expect(desk.model.grid.day == TestShop.day("2026-11-26"))
  }

  @Test func `the time taken on the grid is all that was missing`() {
    var desk = typed("alv ew thu")
    desk.press("Enter Enter")
    #expect(desk.model.page == .summary)
    #expect(desk.model.summaryState == .complete)
    #expect(desk.model.draft?.slot?.start == TestShop.instant("2026-11-26T14:00:00Z"))
  }

  @Test func `before the customers are read nobody is taken for new`() {
    var desk = TestDesk()
    desk.isAnswering = false
    desk.send(.started)
    desk.press(":")
    desk.type("alv now")
    #expect(!desk.model.customersAreKnown)
    #expect(desk.model.oneLineGoal == .customersFirst)
    desk.press("Enter")
    #expect(desk.model.notice == .customersLoading)
    #expect(desk.model.awaitsOwnAnswer)
    #expect(desk.model.draft == nil)
    // They come, and the Enter counts.
    desk.send(.customersLoaded(CustomerIndex(Self.customers, country: Country(code: "US"))))
    #expect(desk.model.oneLine.reading.person == .known(Self.customers[0]))
    #expect(!desk.model.awaitsOwnAnswer)
    #expect(desk.model.draft?.customer == Self.customers[0].id)
  }

  @Test func `somebody new without a phone is asked for it`() {
    var desk = typed("Zora Neal ew thu 230p")
    #expect(desk.model.oneLine.reading.person == .new(name: "Zora Neal", phone: nil, email: nil))
    #expect(desk.model.oneLineGoal == .fields)
    desk.press("Enter")
    #expect(desk.model.page == .form)
    #expect(desk.model.draft?.focus == FormSlug.phone)
    #expect(desk.model.draft?.text(FormSlug.name) == "Zora Neal")
  }

  @Test func `a number that nobody has is a new customer`() {
    var desk = typed("+12125550142 Zora Neal ew thu 230p")
    #expect(desk.model.oneLine.reading.person == .new(name: "Zora Neal", phone: "+12125550142", email: nil))
    desk.press("Enter")
    #expect(desk.model.page == .summary)
    #expect(desk.model.summaryState == .complete)
  }

  @Test func `a number that somebody has is that customer`() {
    let desk = typed("(555) 201-9999 ew now")
    #expect(desk.model.oneLine.reading.person == .known(Self.customers[1]))
  }

  @Test(arguments: ["5309 ew thu 230p", "77 88 ew"]) func `digits that nobody has are no name`(text: String) {
    let desk = typed(text)
    #expect(desk.model.oneLineGoal == .customer)
    if case .notFound = desk.model.oneLine.reading.person {
    } else {
      Issue.record("\(desk.model.oneLine.reading.person)")
    }
  }

  // MARK: - Times that do not exist

  @Test func `a time alone that has passed is tomorrow's`() {
    let desk = typed("alv ew 9:15")
    #expect(desk.model.oneLine.reading.start == TestShop.instant("2026-11-24T14:15:00Z"))
    #expect(typed("alv ew 15:15").model.oneLine.reading.start == TestShop.instant("2026-11-23T20:15:00Z"))
  }

  @Test(arguments: ["alv ew today 9:15", "alv ew yesterday 14:30", "alv ew -3 14:30", "alv ew 2026-11-20"])
  func `a time that has passed leads to the free ones, and is said`(text: String) {
    var desk = typed(text)
    #expect(desk.model.oneLineTime == .past)
    desk.press("Enter")
    #expect(desk.model.page == .slots)
    #expect(desk.model.notice == .timePast)
    #expect(desk.model.grid.day >= desk.model.today)
  }

  static func nightShop() -> TestShop {
    var shop = TestShop()
    shop.hours.schedule.hours = [.init(days: Weekday.allCases, span: MinuteSpan(start: 0, end: 300))]
    shop.bookings = []
    return shop
  }

  @Test func `an hour that the clock skips cannot be booked`() {
    var desk = typed(
      "alv ew tomorrow 2:30am", on: Self.desk(Self.nightShop(), now: TestShop.instant("2027-03-13T17:00:00Z")))
    #expect(desk.model.oneLineTime == .skipped(TestShop.instant("2027-03-14T07:00:00Z")))
    desk.press("Enter")
    #expect(desk.model.page == .slots)
    #expect(desk.model.notice == .clockSkips(TestShop.instant("2027-03-14T07:00:00Z")))
  }

  @Test func `of an hour that comes twice Tab takes the other`() {
    var desk = typed(
      "alv ew tomorrow 1:30am", on: Self.desk(Self.nightShop(), now: TestShop.instant("2026-10-31T17:00:00Z")))
    let first = TestShop.instant("2026-11-01T05:30:00Z")
    let second = TestShop.instant("2026-11-01T06:30:00Z")
    #expect(desk.model.oneLineTime == .free(Slot(start: first, end: first.adding(minutes: 30)), isDoubled: true))
    desk.press("Tab")
    #expect(desk.model.oneLineTime == .free(Slot(start: second, end: second.adding(minutes: 30)), isDoubled: true))
    desk.press("Enter")
    #expect(desk.model.draft?.slot?.start == second)
    #expect(desk.model.summaryState == .complete)
  }

  // MARK: - Other meanings

  @Test func `Tab goes through the customers whom the letters may mean, to somebody new and around`() {
    var desk = typed("alv")
    let persons = (0..<4).map { _ in
      let person = desk.model.oneLine.reading.person
      desk.press("Tab")
      return person
    }
    #expect(
      persons == [
        .known(Self.customers[0]), .known(Self.customers[1]), .new(name: "alv", phone: nil, email: nil),
        .known(Self.customers[0]),
      ])
    // Another letter is another question.
    desk.type("a")
    #expect(desk.model.oneLine.reading.person == .known(Self.customers[0]))
  }

  @Test func `Tab takes an ambiguous word for its next meaning`() {
    var desk = typed("sat alv ew")
    let saturday = TestShop.day("2026-11-28")
    #expect(desk.model.oneLine.reading.line.day == saturday)
    // The cursor is put on the word.
    desk.press("Home Tab")
    #expect(desk.model.oneLine.reading.line.day == nil)
    desk.press("Tab")
    #expect(desk.model.oneLine.reading.line.day == saturday)
    #expect(desk.model.notice == nil)
  }

  @Test func `digits that no such customer has are the time`() {
    var desk = typed("alv 1430 ew")
    #expect(desk.model.oneLine.reading.person == .known(Self.customers[0]))
    #expect(desk.model.oneLine.reading.line.minute == 870)
    // A person may say otherwise.
    desk.press("Left Left Left Tab")
    #expect(desk.model.oneLine.reading.line.customer == "alv 1430")
    #expect(typed("alv 3344 ew").model.oneLine.reading.line.customer == "alv 3344")
  }

  @Test func `where nothing is ambiguous Tab says so`() {
    var desk = typed("ew thu 230p")
    desk.press("Tab")
    #expect(desk.model.notice == .nothingAmbiguous)
  }

  @Test(arguments: [
    ("alv ew fd thu", Notice.saidTwice("fd")), ("alv ew @zed", .notUnderstood("@zed")),
    ("alv ew 31/13", .notUnderstood("31/13")), ("", .oneLineEmpty),
    ("ew +15551234567", .notPhone("+15551234567", .impossibleGroup("123"))),
  ])
  func `what would be dropped in silence stops Enter`(text: String, notice: Notice) {
    var desk = typed(text)
    desk.press("Enter")
    #expect(desk.model.page == .oneLine)
    #expect(desk.model.notice == notice)
    #expect(desk.model.draft == nil)
  }

  @Test func `a host whom the server may not choose is told`() {
    var shop = TestShop()
    shop.services[0].hosts = [Host(id: "1", name: "Peter"), Host(id: "2", name: "Zoe")]
    shop.services[1].hosts = [Host(id: "1", name: "Peter")]
    var desk = typed("alv ew thu 230p @zoe", on: Self.desk(shop))
    // The preview says it before Enter does.
    #expect(desk.model.oneLineHostDoubt == .serverChoosesHost("Zoe"))
    desk.press("Enter")
    #expect(desk.model.notice == .serverChoosesHost("Zoe"))
    desk = typed("alv ir thu 230p @zoe", on: Self.desk(shop))
    #expect(desk.model.oneLineHostDoubt == .hostDoesNot("Zoe", "Interior Refresh"))
    desk.press("Enter")
    #expect(desk.model.notice == .hostDoesNot("Zoe", "Interior Refresh"))
    desk = typed("alv ir thu 230p @pet", on: Self.desk(shop))
    #expect(desk.model.oneLineHostDoubt == nil)
    desk.press("Enter")
    #expect(desk.model.notice == nil)
  }

  // MARK: - Coming and going

  @Test func `Esc from the summary comes back to the line, and Enter goes on with the same draft`() {
    var desk = typed("alv ew thu 230p")
    desk.press("Enter")
    let id = desk.model.draft?.id
    desk.press(".")
    let moved = desk.model.draft?.slot
    desk.press("Esc")
    #expect(desk.model.page == .oneLine)
    #expect(desk.model.oneLine.line.text == "alv ew thu 230p")
    desk.press("Enter")
    #expect(desk.model.page == .summary)
    #expect(desk.model.draft?.id == id)
    #expect(desk.model.draft?.slot == moved)
    #expect(desk.model.leftDrafts.isEmpty)
    // What is changed on the line is taken.
    desk.press("Esc")
    desk.type(" #wax")
    desk.press("Enter")
    #expect(desk.model.draft?.id == id)
    #expect(desk.model.draft?.text(FormSlug.notes) == "wax")
  }

  @Test func `a draft that is open stays when the line takes a command, and is kept when it makes another booking`() {
    var desk = TestDesk.summary()
    desk.model.customers = CustomerIndex(Self.customers, country: Country(code: "US"))
    let id = desk.model.draft?.id
    desk.press(": Esc")
    #expect(desk.model.page == .summary)
    #expect(desk.model.draft?.id == id)
    desk.press(":")
    desk.type("alv ew thu 230p")
    desk.press("Enter")
    #expect(desk.model.page == .summary)
    #expect(desk.model.draft?.text(FormSlug.name) == "Alva Peters")
    #expect(desk.model.parked.map(\.id) == [id].compactMap { $0 })
  }

  @Test func `a desk that only reads books nothing by a line`() {
    var desk = TestDesk.open { $0.isReadOnly = true }
    desk.press(":")
    desk.type("Zora 2125550142 ew thu 230p")
    desk.press("Enter")
    #expect(desk.model.notice == .readOnly)
    #expect(desk.model.draft == nil)
  }

  @Test func `after a booking the line starts the next one`() {
    var (desk, ref) = TestDesk.sent()
    desk.model.customers = CustomerIndex(Self.customers, country: Country(code: "US"))
    desk.send(
      .writeAnswered(ref, .success([TestShop.booking("n1", 1, "Dee Park", "2026-11-23T15:45:00Z", minutes: 30)])))
    desk.press(":")
    desk.type("alv ew thu 230p")
    desk.press("Enter")
    #expect(desk.model.page == .summary)
    #expect(desk.model.writes[ref] == nil)
  }
}
