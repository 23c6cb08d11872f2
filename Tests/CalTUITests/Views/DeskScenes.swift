import BookingModel
import TestDesk

/// Desks that only read, and desks whose server is away.
extension Scene {
  private static let gone = CalError(kind: .noAnswer(.unreachable))

  /// A complete summary; then the server went away.
  private static func away(_ size: Size, minutes: Int64 = 1) -> TestDesk {
    var desk = TestDesk.summary(size: size)
    desk.shop.trouble = gone
    for _ in 0..<minutes { desk.tick(seconds: 60) }
    return desk
  }

  static let desks = [
    Scene("board-read-only") { size in TestDesk.open(size: size) { $0.isReadOnly = true } },
    Scene("board-read-only-refused") { size in
      var desk = TestDesk.open(size: size) { $0.isReadOnly = true }
      desk.press("w")
      return desk
    },
    Scene("card-read-only") { size in
      var desk = TestDesk.open(size: size) { $0.isReadOnly = true }
      desk.press("2 Enter")
      return desk
    },
    Scene("help-read-only") { size in
      var desk = TestDesk.open(size: size) { $0.isReadOnly = true }
      desk.press("?")
      return desk
    },
    Scene("summary-away") { away($0) },
    Scene("summary-away-y") { size in
      var desk = away(size, minutes: 12)
      desk.press("y")
      return desk
    },
    Scene("summary-away-earliest") { size in
      var shop = TestShop()
      shop.trouble = gone
      var desk = TestDesk.open(shop, size: size) {
        $0.services = .loaded(TestShop.threeServices, at: $0.now.adding(seconds: -600))
      }
      desk.press("w")
      desk.type("2125550142 Maria Meyerin")
      desk.press("Enter")
      if desk.model.page == .services { desk.press("1") }
      return desk
    },
    Scene("board-request-kept") { size in
      var desk = away(size, minutes: 12)
      desk.press("z")
      return desk
    },
    Scene("parked-requests") { size in
      var desk = TestDesk.summary(size: size)
      desk.press("z")
      desk.shop.trouble = gone
      desk.tick(seconds: 60)
      desk.press("b 2 6")
      desk.type("Maximiliane von Hohenberg-Sigmaringen")
      desk.press("Enter")
      desk.type("2125550143")
      desk.press("PgDn z '")
      return desk
    },
    Scene("board-requests-wait") { size in
      var desk = away(size)
      desk.press("z")
      desk.shop.trouble = nil
      desk.tick(seconds: 60)
      return desk
    },
    Scene("summary-request-lost") { size in
      var desk = away(size)
      desk.press("z")
      desk.shop.trouble = nil
      desk.shop.bookings.append(TestShop.booking("other", 1, "Eve", "2026-11-23T15:45:00Z", minutes: 30))
      desk.tick(seconds: 60)
      desk.press("' a")
      return desk
    },
    Scene("week-away") { size in
      var shop = TestShop()
      shop.trouble = gone
      var desk = TestDesk.open(shop, size: size) {
        $0.services = .loaded(TestShop.threeServices, at: $0.now.adding(seconds: -600))
        $0.hours = shop.hours
      }
      desk.press("b 1")
      desk.press("g")
      desk.type("tue 2p")
      desk.press("Enter")
      return desk
    },
    Scene("week-old") { size in
      var desk = TestDesk.open(size: size)
      desk.press("b 1")
      desk.shop.trouble = gone
      for _ in 0..<7 { desk.tick(seconds: 60) }
      return desk
    },
    Scene("services-old") { size in
      var desk = TestDesk.open(size: size)
      desk.press("b")
      desk.shop.trouble = gone
      for _ in 0..<7 { desk.tick(seconds: 60) }
      return desk
    },
    Scene("board-stored") { size in
      var shop = TestShop()
      shop.trouble = gone
      var desk = TestDesk.open(shop, size: size)
      let day = desk.model.board.day
      desk.send(
        .storedDaysLoaded(
          day...day, [day: StoredDay(bookings: shop.bookings, readAt: desk.model.now.adding(seconds: -3 * 3600))], gone)
      )
      return desk
    },
  ]
}
