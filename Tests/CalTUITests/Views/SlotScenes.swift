import BookingModel
import TestDesk
import Testing

/// Services and free times.
extension Scene {
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

}
