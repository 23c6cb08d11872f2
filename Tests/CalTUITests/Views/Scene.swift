import BookingModel
import TestDesk
import Testing

/// A page in one of its states, at any size.
struct Scene: Sendable, CustomTestStringConvertible {
  let name: String
  let desk: @Sendable (Size) -> TestDesk
  var testDescription: String { name }

  init(_ name: String, _ desk: @escaping @Sendable (Size) -> TestDesk) {
    self.name = name
    self.desk = desk
  }

  static let sizes = [Size(columns: 80, rows: 24), Size(columns: 120, rows: 40), Size(columns: 40, rows: 12)]

  static let all =
    first + board + services + slots + form + summary + outcome + overlays
    + holds + papers + oneLine + calls + who + away + desks + names + states

  // MARK: - The scenes

  private static func pressed(_ keys: String, _ size: Size) -> TestDesk {
    var desk = TestDesk.open(size: size)
    desk.press(keys)
    return desk
  }

  private static let offline = CalError(kind: .noAnswer(.unreachable))

  static let first = [
    Scene("setup") { size in TestDesk(size: size) { $0.setup = SetupPage(zone: "America/New_York") } },
    Scene("setup-problem") { size in
      var desk = TestDesk(size: size) { $0.setup = SetupPage(zone: "Europe/Berln") }
      desk.press("Enter Enter Enter")
      desk.send(.shopCreated(.failure(.unknownZone("Europe/Berln", suggestions: ["Europe/Berlin", "Europe/Bern"]))))
      return desk
    },
  ]

  static let board = [
    Scene("board") { TestDesk.open(size: $0) },
    Scene("board-12h") { size in TestDesk.open(TestShop(clock: .twelveHours), size: size) },
    Scene("board-gap") { size in
      var desk = TestDesk.open(size: size)
      desk.press("Down")
      return desk
    },
    Scene("board-columns") { TestDesk.open(TestShop.threeHosts(), size: $0) },
    Scene("board-columns-right") { size in
      var desk = TestDesk.open(TestShop.threeHosts(), size: size)
      desk.press("Down Right Right")
      return desk
    },
    Scene("board-columns-gap") { size in
      var desk = TestDesk.open(TestShop.threeHosts(), size: size)
      desk.press("Right Right End")
      return desk
    },
    Scene("board-hosts-list") { size in
      var desk = TestDesk.open(TestShop.threeHosts(), size: size)
      desk.press("v")
      return desk
    },
    Scene("board-overdue") { size in
      var desk = TestDesk.open(TestShop.threeHosts(), size: size)
      desk.press("v")
      desk.tick(seconds: 26 * 60)
      return desk
    },
    Scene("board-over-midnight") { size in
      var shop = TestShop()
      shop.bookings[0].start = TestShop.instant("2026-11-23T04:30:00Z")
      shop.bookings[0].end = TestShop.instant("2026-11-23T14:20:00Z")
      var desk = TestDesk.open(shop, size: size)
      desk.press("Home")
      return desk
    },
    Scene("board-empty") { size in
      var shop = TestShop()
      shop.bookings = []
      return TestDesk.open(shop, size: size)
    },
    Scene("board-loading") { size in
      var desk = TestDesk(size: size)
      desk.isAnswering = false
      desk.send(.started)
      return desk
    },
    Scene("board-busy") { size in
      var desk = TestDesk(size: size)
      desk.isAnswering = false
      desk.send(.started)
      desk.send(.heldOff(until: desk.model.now.adding(seconds: 42)))
      return desk
    },
    Scene("board-failed") { size in
      var shop = TestShop()
      shop.trouble = CalError(kind: .notSignedIn, status: 401, message: "Invalid API Key")
      return TestDesk.open(shop, size: size)
    },
    Scene("board-closed") { size in
      var desk = TestDesk.open(size: size)
      desk.press("[")
      return desk
    },
    Scene("board-stale") { size in
      var desk = TestDesk.open(size: size)
      desk.isAnswering = false
      desk.tick(seconds: 14 * 60)
      return desk
    },
    Scene("board-offline") { size in
      var desk = TestDesk.open(size: size)
      desk.shop.trouble = offline
      desk.tick(seconds: 300)
      return desk
    },
    Scene("board-full") { size in
      var shop = TestShop()
      let names = ["Maximiliane von Hohenberg-Sigmaringen", "Li", "O'Brien", "José", "Ибрагимова", "Zoë 👍🏽 Kim"]
      shop.bookings = (0..<16).map { index in
        var booking = TestShop.booking(
          "f\(index)", index % 3 + 1, names[index % names.count], "2026-11-23T14:00:00Z", minutes: 30)
        booking.start = booking.start.adding(minutes: index * 30)
        booking.end = booking.start.adding(minutes: 30)
        return booking
      }
      return TestDesk.open(shop, now: TestShop.instant("2026-11-23T18:37:00Z"), size: size)
    },
    Scene("board-left") { size in
      var desk = TestDesk.summary(size: size)
      desk.press("Esc Esc Esc Esc")
      return desk
    },
    Scene("card") { size in
      var shop = TestShop()
      shop.bookings[2].notes = "Dog hair on the back seat; calls back before eleven if the car is late."
      shop.bookings[2].guests = ["lou@young.example"]
      var desk = TestDesk.open(shop, size: size)
      desk.press("2 Enter")
      return desk
    },
    Scene("card-history") { size in
      var desk = TestDesk.open(TestShop.moved(), size: size)
      var customer = Customer(id: Customer.ID(rawValue: "cy"), name: "Cy Young-Fernández")
      customer.phones = ["+15552013344"]
      customer.visits = 7
      customer.lastVisit = TestShop.instant("2025-12-03T15:00:00Z")
      customer.noShows = 1
      customer.cancellations = 2
      desk.knowCustomers([customer])
      desk.press("2 Enter")
      return desk
    },
    Scene("card-scrolled") { size in
      var shop = TestShop.moved()
      shop.bookings[2].notes = String(repeating: "The customer wrote at length. ", count: 40)
      var desk = TestDesk.open(shop, size: size)
      desk.press("2 Enter ]")
      return desk
    },
    Scene("board-marks") { size in
      var desk = TestDesk.open(size: size)
      desk.press("2 i m")
      desk.type("waits outside")
      desk.press("Enter")
      return desk
    },
    Scene("change-move") { size in pressed("2 r 3", size) },
    Scene("change-reason") { size in pressed("2 x", size) },
    Scene("change-cancel") { size in pressed("2 x 1", size) },
    Scene("change-absent") { size in pressed("1 a", size) },
    Scene("moving") { size in pressed("2 r", size) },
    Scene("find") { size in
      var desk = findDesk(size: size)
      desk.press("/")
      return desk
    },
    Scene("find-typed") { size in
      var desk = findDesk(size: size)
      desk.press("/ c y Down")
      return desk
    },
    Scene("find-nothing") { size in
      var desk = findDesk(size: size)
      desk.press("/ x q")
      return desk
    },
    Scene("find-loading") { size in
      var desk = findDesk(size: size)
      desk.isAnswering = false
      desk.model.customerFeed = .unknown
      desk.press("/ z")
      return desk
    },
    Scene("customer") { size in
      var desk = findDesk(size: size)
      desk.press("/ c y Tab")
      return desk
    },
    Scene("customer-form") { size in
      var desk = findDesk(size: size)
      desk.press("/ c y Tab e Ctrl-N e Tab Ctrl-U 1 2 PgDn")
      return desk
    },
    Scene("customer-merge") { size in
      var desk = findDesk(size: size)
      desk.press("/ c y Tab M a d a Enter")
      return desk
    },
    Scene("customer-forget") { size in
      var desk = findDesk(size: size)
      desk.press("/ c y Tab D")
      return desk
    },
    Scene("who") { size in
      var desk = TestDesk.open(size: size)
      desk.press("w")
      return desk
    },
    Scene("who-typed") { size in
      var desk = TestDesk.open(size: size)
      desk.press("n")
      desk.type("Alva Ek 212 555")
      return desk
    },
  ]

  static let services = [
    Scene("services") { size in
      var desk = TestDesk.open(size: size)
      desk.press("b")
      return desk
    },
    Scene("services-many") { size in
      var shop = TestShop()
      shop.services += (4...14).map { TestShop.service($0, "Ceramic Coating Stage \($0)", 30 * $0, 100 * $0) }
      var desk = TestDesk.open(shop, size: size)
      desk.press("b Down Down")
      return desk
    },
    Scene("services-loading") { size in
      var desk = TestDesk(size: size)
      desk.isAnswering = false
      desk.send(.started)
      desk.press("b")
      return desk
    },
    Scene("services-failed") { size in
      var shop = TestShop()
      shop.trouble = CalError(kind: .serverFailure, status: 503)
      var desk = TestDesk.open(shop, size: size)
      desk.press("b")
      return desk
    },
    Scene("services-filter") { size in
      var desk = TestDesk.open(size: size)
      desk.press("b / in")
      return desk
    },
    Scene("services-no-match") { size in
      var desk = TestDesk.open(size: size)
      desk.press("b / xyz")
      return desk
    },
    Scene("services-long-prices") { size in
      var shop = TestShop()
      for index in shop.services.indices {
        shop.services[index].price = Money(minorUnits: 123_456_789 * (index + 1), currency: "idr")
      }
      var desk = TestDesk.open(shop, size: size)
      desk.press("b")
      return desk
    },
    Scene("services-none") { size in
      var shop = TestShop()
      shop.services = []
      var desk = TestDesk.open(shop, size: size)
      desk.press("b")
      return desk
    },
  ]

  static let slots = [
    Scene("week") { size in
      var desk = TestDesk.open(size: size)
      desk.press("b 1")
      return desk
    },
    Scene("week-long") { size in
      var desk = TestDesk.open(TestShop(clock: .twelveHours), size: size)
      desk.press("b 3 Right Right Down Down")
      return desk
    },
    Scene("week-not-free") { size in
      var desk = TestDesk.open(size: size)
      desk.press("b 1")
      desk.model.grid.minute = 690
      desk.press("Enter")
      return desk
    },
    Scene("week-too-long") { size in
      var desk = TestDesk.open(size: size)
      desk.press("b 3 Right Right End Enter")
      return desk
    },
    Scene("week-loading") { size in
      var desk = TestDesk.open(size: size)
      desk.press("b")
      desk.model.slotBooks = [:]
      desk.isAnswering = false
      desk.press("1")
      return desk
    },
    Scene("week-failed") { size in
      var desk = TestDesk.open(size: size)
      desk.press("b")
      desk.model.slotBooks = [:]
      desk.shop.trouble = offline
      desk.press("1")
      return desk
    },
    Scene("week-none") { size in
      var shop = TestShop()
      shop.hours.schedule.hours = []
      var desk = TestDesk.open(shop, size: size)
      desk.press("b 1")
      return desk
    },
    Scene("week-dst") { size in
      var shop = TestShop()
      shop.hours.schedule.hours = [.init(days: Weekday.allCases, span: MinuteSpan(start: 0, end: 300))]
      shop.bookings = []
      var desk = TestDesk.open(shop, now: TestShop.instant("2026-11-01T04:10:00Z"), size: size)
      desk.press("b 1 Down Down")
      return desk
    },
    Scene("month") { size in
      var desk = TestDesk.open(size: size)
      desk.press("b 1 v")
      return desk
    },
    Scene("month-loading") { size in
      var desk = TestDesk.open(size: size)
      desk.press("b 1")
      desk.isAnswering = false
      desk.press("v PgDn")
      return desk
    },
  ]

  static let form = [
    Scene("form") { size in
      var desk = TestDesk.open(size: size)
      desk.press("b 1 1")
      desk.type("Dee Park")
      return desk
    },
    Scene("form-problems") { size in
      var desk = TestDesk.open(size: size)
      desk.press("b 1 1 Tab")
      desk.type("212 555")
      desk.press("Tab")
      desk.type("dee@")
      desk.press("PgDn")
      return desk
    },
    Scene("form-choices") { size in
      var desk = everyField(size)
      desk.press("Tab Tab Tab Tab Tab Tab Tab Tab Tab")
      return desk
    },
    Scene("form-every-field") { size in everyField(size) },
    Scene("form-long-text") { size in
      var desk = TestDesk.open(size: size)
      desk.press("b 1 1")
      desk.type("Hubert Blaine Wolfeschlegelsteinhausenbergerdorff, who came with 田中さくら and a very long name")
      return desk
    },
  ]

  /// A form with every kind of question, the cursor on its first.
  static func everyField(_ size: Size) -> TestDesk {
    var shop = TestShop()
    shop.services[0].fields += [
      BookingField(kind: .number, slug: "seats", label: "Seats", isRequired: true),
      BookingField(kind: .select, slug: "size", label: "Size", options: ["small", "medium", "large"]),
      BookingField(kind: .multiselect, slug: "extras", label: "Extras", options: ["wax", "ozone", "engine bay"]),
      BookingField(kind: .radio, slug: "pay", label: "Payment", isRequired: true, options: ["cash", "card"]),
      BookingField(kind: .boolean, slug: "keys", label: "Keys left here"),
      BookingField(kind: .unknown, slug: "odd", label: "Something new"),
    ]
    shop.services[0].lengthOptions = [30, 45, 60]
    shop.services[0].locations = [.address("12 Main Street"), .attendeeAddress, .attendeePhone]
    var desk = TestDesk.open(shop, size: size)
    desk.press("b 1 1")
    desk.type("Dee Park")
    return desk
  }

  static let summary = [
    Scene("summary") { TestDesk.summary(size: $0) },
    // More than fits below each other: nothing that will be sent may be left out in silence.
    Scene("summary-many-answers") { size in
      var shop = TestShop()
      let questions = 1...18
      shop.services[0].fields += questions.map {
        BookingField(kind: .text, slug: "q\($0)", label: "Question \($0)")
      }
      var desk = TestDesk.summary(shop, size: size)
      for number in questions { desk.model.draft?.entries["q\(number)"] = .line(TextLine("answer \(number)")) }
      return desk
    },
    Scene("summary-needs") { size in
      var desk = TestDesk.summary(size: size)
      desk.press("e Shift-Tab Ctrl-U Tab Ctrl-U Esc")
      return desk
    },
    Scene("summary-lost") { size in
      var (desk, ref) = TestDesk.sent(size: size)
      desk.send(.writeAnswered(ref, .failure(CalError(kind: .slotTaken, status: 409))))
      return desk
    },
    Scene("summary-checking") { size in
      var desk = TestDesk.summary(size: size)
      desk.press("Esc")
      desk.tick(seconds: 40)
      desk.isAnswering = false
      desk.press("PgDn y")
      return desk
    },
    Scene("summary-refused") { size in
      var (desk, ref) = TestDesk.sent(size: size)
      let error = CalError(kind: .limitReached, status: 400, message: "Booking limit of one a day reached")
      desk.send(.writeAnswered(ref, .failure(error)))
      return desk
    },
  ]

  static let outcome = [
    Scene("outcome-sending") { TestDesk.sent(size: $0).desk },
    Scene("outcome-booked") { size in
      var (desk, ref) = TestDesk.sent(size: size)
      let booked = TestShop.booking("b9", 1, "Dee Park", "2026-11-23T15:45:00Z", minutes: 30)
      desk.send(.writeAnswered(ref, .success([booked])))
      return desk
    },
    Scene("outcome-unknown") { size in
      var (desk, ref) = TestDesk.sent(size: size)
      desk.send(.writeAnswered(ref, .failure(CalError(kind: .noAnswer(.timedOut)))))
      return desk
    },
    // A server that failed may have booked: nothing may say "try again".
    Scene("outcome-unknown-failure") { size in
      var (desk, ref) = TestDesk.sent(size: size)
      desk.send(.writeAnswered(ref, .failure(CalError(kind: .serverFailure, status: 500))))
      return desk
    },
    Scene("unresolved-sending") { size in
      var desk = TestDesk.sent(size: size).desk
      desk.press("Esc U")
      return desk
    },
    Scene("unresolved") { size in
      var (desk, ref) = TestDesk.sent(size: size)
      desk.send(.writeAnswered(ref, .failure(CalError(kind: .noAnswer(.timedOut)))))
      desk.press("Esc U")
      return desk
    },
  ]

  static let overlays = [
    Scene("help-board") { size in
      var desk = TestDesk.open(size: size)
      desk.press("?")
      return desk
    },
    Scene("help-filter") { size in
      var desk = TestDesk.open(size: size)
      desk.press("? /")
      desk.type("book")
      return desk
    },
    Scene("help-form") { size in
      var desk = TestDesk.open(size: size)
      desk.press("b 1 1 Ctrl-G")
      return desk
    },
    Scene("prompt-go-to") { size in
      var desk = TestDesk.open(size: size)
      desk.press("g next Enter")
      return desk
    },
    Scene("prompt-clerk") { size in
      var desk = TestDesk.open(size: size)
      desk.press(",")
      return desk
    },
    Scene("quit") { size in
      var desk = TestDesk.summary(size: size)
      desk.press("Ctrl-C")
      return desk
    },
    Scene("too-small") { size in
      TestDesk.open(size: Size(columns: min(size.columns, 39), rows: size.rows / 2))
    },
  ]

  static let oneLine = [
    Scene("line-empty") { size in line("", size) },
    Scene("line-commands") { size in
      var desk = line("", size)
      desk.press("Down Down")
      return desk
    },
    Scene("line-partial") { size in line("alv thu", size) },
    Scene("line-complete") { size in line("alva pet ew thu 230p #dog in the car", size) },
    Scene("line-taken") { size in line("alv ew today 11:30", size) },
    Scene("line-ambiguous") { size in line("sat alv ew @p 1430", size) },
    Scene("line-wrong") { size in line("alv ew fd thu 25:00 @zed", size) },
    Scene("line-new") { size in line("Zora Neal +12125550142 fd now", size) },
    Scene("line-nobody") { size in line("5309 ew 12/3 9am", size) },
    Scene("line-checking") { size in
      var desk = line("alv ew", size)
      desk.isAnswering = false
      desk.type(" dec 21 14:30")
      return desk
    },
    Scene("line-failed") { size in
      var desk = line("alv ew", size)
      desk.shop.trouble = offline
      desk.type(" dec 21 14:30")
      return desk
    },
    Scene("line-doubled") { size in
      var shop = TestShop()
      shop.hours.schedule.hours = [.init(days: Weekday.allCases, span: MinuteSpan(start: 0, end: 300))]
      shop.bookings = []
      return line("alv ew tomorrow 1:30am", size, shop, now: TestShop.instant("2026-10-31T17:00:00Z"))
    },
    Scene("line-command") { size in line("no-sh", size) },
    Scene("line-code") { size in
      var desk = line(ConfirmationCode(Booking.UID("b3")).text, size)
      desk.press("Down")
      return desk
    },
  ]

  static let calls = [
    Scene("call") { size in call("Down", "+15552013344", size) },
    Scene("call-on-summary") { size in
      var desk = TestDesk.summary(size: size)
      desk.send(.called("+12125550142"))
      desk.send(.called("+4930123456"))
      return desk
    },
    Scene("call-beside-notice") { size in call("Down c Esc Down", "+15552013344", size, "j Q") },
    Scene("call-taken") { size in call("", "+15552013344", size) },
  ]

  private static func call(_ before: String, _ phone: String, _ size: Size, _ after: String = "") -> TestDesk {
    var desk = TestDesk.open(size: size)
    desk.model.customers = CustomerIndex(customers, country: Country(code: "US"))
    desk.press(before)
    desk.send(.called(phone))
    desk.press(after)
    return desk
  }

  static let customers = [
    Customer(
      id: .init("p:+15552013344"), name: "Alva Peters", phones: ["+15552013344"], vehicle: "blue Golf",
      lastService: Service.ID(2), visits: 4, weight: VisitWeight(logarithm: 60)),
    Customer(
      id: .init("p:+15552019999"), name: "Alvaro Diaz-Fernández", phones: ["+15552019999"], visits: 1, noShows: 2,
      weight: VisitWeight(logarithm: 50)),
    Customer(id: .init("p:+15552017777"), name: "Sat Nguyen", phones: ["+15552017777"]),
  ]

  private static func line(
    _ text: String, _ size: Size, _ shop: TestShop = TestShop(), now: Instant = TestShop.monday10
  ) -> TestDesk {
    var shop = shop
    shop.services[0].hosts = [Host(id: "1", name: "Peter"), Host(id: "2", name: "Pat Doe")]
    var desk = TestDesk.open(shop, now: now, size: size)
    desk.model.customers = CustomerIndex(customers, country: Country(code: "US"))
    desk.press(":")
    desk.type(text)
    return desk
  }
}

/// A desk whose shop knows some customers.
func findDesk(size: Size) -> TestDesk {
  func customer(_ name: String, _ phone: String, visits: Int) -> Customer {
    let last = TestShop.instant("2026-11-02T15:00:00Z")
    var customer = Customer(id: Customer.ID("p" + phone), name: name, phones: [phone], visits: visits, lastVisit: last)
    customer.usualService = Service.ID(1)
    customer.weight = VisitWeight([(at: last, worth: Double(visits))])
    return customer
  }
  var shop = TestShop()
  shop.bookings[2].attendees[0].phone = "+12125554401"
  var cy = customer("Cy Young-Fernández", "+12125554401", visits: 12)
  cy.coming = [shop.bookings[2].start]
  cy.noShows = 1
  cy.vehicle = "blue Golf"
  cy.note = "Pays cash; ask for the loyalty card, and mind the dog."
  cy.otherNames = ["Cyril Young"]
  shop.customers = [
    cy, customer("Cy Young-Fernández", "+12125559902", visits: 1), customer("Ada Ray", "+15552013344", visits: 3),
  ]
  shop.bookings.append(
    TestShop.booking("p1", 2, "Cy Young-Fernández", "2026-11-02T15:00:00Z", minutes: 45))
  shop.bookings.append(
    TestShop.booking("p2", 1, "Cy Young-Fernández", "2025-03-04T15:00:00Z", minutes: 30, status: .cancelled))
  for index in shop.bookings.indices where shop.bookings[index].attendeeName.hasPrefix("Cy") {
    shop.bookings[index].attendees[0].phone = "+12125554401"
  }
  return TestDesk.open(shop, size: size)
}
