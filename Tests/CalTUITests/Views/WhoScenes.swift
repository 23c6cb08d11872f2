import BookingModel
import TestDesk

/// The customer line and what follows from it, on a desk that knows people.
extension Scene {
  static let who = [
    Scene("who-matches") { size in whoDesk(size, "w", "al") },
    Scene("who-same-name") { size in whoDesk(size, "n", "alva peters", "Down") },
    Scene("who-many") { size in
      var shop = TestShop()
      shop.customers = (0..<1200).map { number in
        person(
          "Al\(number % 7)na Person Number \(number)", "+1212555\(1000 + number)", last: Int64(number) * 3,
          visits: number % 40,
          vehicle: number % 3 == 0 ? "van \(number)" : nil)
      }
      var desk = TestDesk.open(shop, size: size)
      desk.press("w al")
      return desk
    },
    Scene("who-reading") { size in
      var desk = whoDesk(size, "w", "bo")
      desk.send(.customersFollowed(.reading(1250)))
      return desk
    },
    Scene("who-waits") { size in
      var shop = TestShop()
      shop.customers = people
      var desk = TestDesk(shop, size: size)
      desk.send(.started)
      desk.model.customerFeed = .unknown
      desk.model.customers = CustomerIndex()
      desk.press("w alv Enter")
      return desk
    },
    Scene("who-asks-name") { size in
      var desk = whoDesk(size, "w", "2125550142")
      desk.press("Enter")
      desk.type("Maria Hum")
      return desk
    },
    Scene("who-known-number") { size in whoDesk(size, "w", "Maria 2125554477") },
    Scene("who-odd-names") { size in
      var shop = TestShop()
      shop.customers = [
        person("Zoë \u{1B}[31mred\u{202E} 👨‍👩‍👦 田中さくら", "+12125551111", last: 3, visits: 4, vehicle: "\u{7}bell"),
        person(
          "Zoe Hubertine Wolfeschlegelsteinhausenbergerdorff-Sigmaringen", "+12125551112", last: 4, visits: 12_345,
          vehicle: "a very long description of a car that fits nowhere"),
      ]
      var desk = TestDesk.open(shop, size: size)
      desk.press("w zo")
      return desk
    },
    Scene("summary-known") { size in
      var desk = whoDesk(size, "w", "bo")
      desk.press("Enter")
      return desk
    },
    Scene("summary-notice") { size in
      var shop = TestShop()
      shop.customers = people
      shop.services[2].rules.minimumNotice = 120
      shop.bookings = []
      shop.hours.schedule.hours = [.init(days: [.monday], span: MinuteSpan(start: 735, end: 1020))]
      var desk = TestDesk.open(shop, size: size)
      desk.press("w alv Enter")
      return desk
    },
  ]

  private static let people: [Customer] = {
    var bo = person("Bo Alvarez", "+12125554478", last: 52, visits: 3, service: 2)
    bo.noShows = 2
    bo.note = "pays in cash"
    bo.emails = ["bo@alvarez.example"]
    return [
      person("Alva Peters", "+12125554477", last: 21, visits: 12, service: 3, vehicle: "grey Volvo AB 1234"),
      person("Alva Peters", "+12125559900", last: 325, visits: 1), bo,
      person("José Álvarez-Peters", "+12125550007", last: 400, visits: 7, vehicle: "red Saab 99"),
    ]
  }()

  private static func person(
    _ name: String, _ phone: String, last days: Int64, visits: Int, service: Int = 1, vehicle: String? = nil
  ) -> Customer {
    let last = TestShop.monday10.adding(seconds: -days * 86_400)
    var customer = Customer(id: Customer.ID("p" + phone), name: name, phones: [phone], visits: visits, lastVisit: last)
    (customer.lastService, customer.usualService) = (Service.ID(service), Service.ID(service))
    customer.vehicle = vehicle
    customer.usualAnswers = vehicle.map { ["vehicle": .string($0)] } ?? [:]
    customer.weight = VisitWeight([(at: last, worth: Double(max(1, visits)))])
    return customer
  }

  private static func whoDesk(_ size: Size, _ key: String, _ text: String, _ keys: String = "") -> TestDesk {
    var shop = TestShop()
    shop.customers = people
    var desk = TestDesk.open(shop, size: size)
    desk.press(key)
    desk.type(text)
    desk.press(keys)
    return desk
  }
}
