import BookingModel
import TestDesk
import Testing

/// What lies over a page, the one line, and calls.
extension Scene {
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
