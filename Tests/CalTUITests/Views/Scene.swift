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

  static func pressed(_ keys: String, _ size: Size) -> TestDesk {
    var desk = TestDesk.open(size: size)
    desk.press(keys)
    return desk
  }

  static let offline = CalError(kind: .noAnswer(.unreachable))

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
}
