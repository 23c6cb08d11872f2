import BookingModel
import TestDesk

/// Names as people have them: two columns a letter, marks above and below, emoji of several scalars, right to left.
extension Scene {
  static let oddNames = [
    "田中 さくら", "김민준", "ｶﾞﾗｽ ﾀﾛｳ", "Zoe\u{308} Lindqvi\u{301}st", "👩‍👩‍👧‍👦 Family", "🇸🇦 Flag", "👍🏽 Tone ❤️",
    "محمد الأحمد", "שרה כהן", "สมชาย ใจดี", "देवनागरी", "Nguyễn Thị Ánh",
  ]

  static let names = [
    Scene("names-board") { TestDesk.open(shop(hosts: false), size: $0) },
    Scene("names-board-columns") { TestDesk.open(shop(hosts: true), size: $0) },
    Scene("names-card") { size in
      var desk = TestDesk.open(shop(hosts: false), size: size)
      desk.press("Down Enter")
      return desk
    },
    Scene("names-find") { size in
      var desk = TestDesk.open(shop(hosts: false), size: size)
      desk.press("/")
      desk.type("555")
      return desk
    },
    Scene("names-who") { size in
      var desk = TestDesk.open(shop(hosts: false), size: size)
      desk.press("w")
      desk.type("555")
      return desk
    },
    Scene("names-form") { size in form(size, "PgDn Enter") },
    Scene("names-summary") { size in
      var desk = form(size, "")
      desk.press("Tab")
      desk.type("2125550199")
      desk.press("PgDn")
      return desk
    },
  ]

  private static func shop(hosts: Bool) -> TestShop {
    var shop = hosts ? TestShop.threeHosts() : TestShop()
    let known = shop.bookings.first?.hosts ?? []
    let all = Array(Set(shop.bookings.flatMap(\.hosts).map(\.id))).sorted()
    shop.bookings = oddNames.enumerated().map { index, name in
      let minute = 9 * 60 + index * 40
      let clock = "\(twoDigits((minute / 60) + 5)):\(twoDigits(minute % 60))"
      var booking = TestShop.booking("n\(index)", 1, name, "2026-11-23T\(clock):00Z", minutes: 30)
      let id = all.isEmpty ? "1" : all[index % all.count]
      booking.hosts = shop.services.flatMap(\.hosts).filter { $0.id == id }.prefix(1).map { $0 }
      if booking.hosts.isEmpty { booking.hosts = known }
      return booking
    }
    shop.customers = oddNames.enumerated().map { index, name in
      var customer = Customer(
        id: Customer.ID("n\(index)"), name: name, phones: ["+121255512\(twoDigits(index))"], visits: index,
        lastVisit: TestShop.monday10.adding(seconds: -Int64(index + 1) * 86_400))
      customer.vehicle = index % 2 == 0 ? name : "blue Golf"
      return customer
    }
    return shop
  }

  private static func form(_ size: Size, _ keys: String) -> TestDesk {
    var desk = TestDesk.open(size: size)
    desk.press("b 1 1")
    desk.type("👩‍👩‍👧‍👦 田中 さくら محمد Zoe\u{308}")
    desk.press(keys)
    return desk
  }
}
