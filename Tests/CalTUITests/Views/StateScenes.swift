import BookingModel
import TestDesk

/// Pages that have nothing to show, that could not be read, are being read, or were read long ago.
extension Scene {
  private static let gone = CalError(kind: .noAnswer(.unreachable))
  private static let damaged = StoreTrouble.damaged(path: "/home/desk/.local/state/caltui/local.desk.sqlite")

  /// Nothing was heard from the server since.
  private static func old(_ desk: TestDesk, _ keys: String = "", minutes: Int64 = 14) -> TestDesk {
    var desk = desk
    desk.press(keys)
    desk.isAnswering = false
    for _ in 0..<minutes { desk.tick(seconds: 60) }
    return desk
  }

  static let states: [Scene] = [
    // The customer line.
    Scene("who-failed") { size in
      var desk = findDesk(size: size)
      desk.send(.customersFollowed(.failed(gone)))
      desk.press("n c y")
      return desk
    },
    Scene("who-failed-empty") { size in
      var desk = TestDesk.open(size: size)
      desk.send(.customersFollowed(.failed(gone)))
      desk.press("n")
      return desk
    },
    Scene("who-no-customers") { size in
      var desk = TestDesk.open(size: size)
      desk.press("n")
      return desk
    },
    Scene("who-stale") { old(findDesk(size: $0), "n c y") },
    // A booking.
    Scene("card-loading") { size in
      var desk = TestDesk.open(TestShop.moved(), size: size)
      desk.isAnswering = false
      desk.press("2 Enter")
      return desk
    },
    Scene("card-failed") { size in
      var desk = TestDesk.open(TestShop.moved(), size: size)
      desk.isAnswering = false
      desk.press("2 Enter")
      for effect in desk.unanswered {
        switch effect {
        case .loadHistory(let question): desk.send(.historyLoaded(question, .failure(damaged)))
        case .loadBooking(let uid): desk.send(.bookingLoaded(uid, .failure(gone)))
        default: break
        }
      }
      return desk
    },
    Scene("card-stale") { old(TestDesk.open(size: $0), "2 Enter") },
    // A customer.
    Scene("customer-loading") { size in
      var desk = findDesk(size: size)
      desk.press("/ c y")
      desk.isAnswering = false
      desk.press("Tab")
      return desk
    },
    Scene("customer-failed") { size in
      var desk = findDesk(size: size)
      desk.press("/ c y")
      desk.isAnswering = false
      desk.press("Tab")
      if let id = desk.model.customerPage.id { desk.send(.customerBookingsLoaded(id, .failure(damaged))) }
      return desk
    },
    Scene("customer-stale") { old(findDesk(size: $0), "/ c y Tab") },
    Scene("customer-no-bookings") { size in
      var desk = findDesk(size: size)
      desk.shop.bookings = []
      desk.press("/ c y Tab")
      return desk
    },
    // Old ones.
    Scene("find-stale") { old(findDesk(size: $0), "/ c y") },
    Scene("line-stale") { size in
      var desk = findDesk(size: size)
      desk.press(":")
      desk.type("cy ew thu 230p")
      return old(desk)
    },
    Scene("hand-over-stale") { size in
      var desk = TestDesk.open(size: size)
      desk.press("H")
      desk.answerHandOver(.success(HandOverRecords()))
      return old(desk)
    },
    // A month.
    Scene("month-empty") { size in
      var shop = TestShop()
      shop.hours.schedule.hours = []
      var desk = TestDesk.open(shop, size: size)
      desk.press("b 1 v")
      return desk
    },
    Scene("month-failed") { size in
      var desk = TestDesk.open(size: size)
      desk.press("b")
      desk.model.slotBooks = [:]
      desk.shop.trouble = gone
      desk.press("1 v")
      return desk
    },
    Scene("month-stale") { old(TestDesk.open(size: $0), "b 1 v") },
    // Unknown writes, and drafts.
    Scene("unresolved-empty") { size in
      var desk = TestDesk.open(size: size)
      desk.press("U")
      return desk
    },
    Scene("unresolved-offline") { size in
      var (desk, ref) = TestDesk.sent(size: size)
      desk.shop.trouble = gone
      desk.send(.writeAnswered(ref, .failure(CalError(kind: .noAnswer(.timedOut)))))
      desk.press("Esc U")
      for _ in 0..<5 { desk.tick(seconds: 60) }
      return desk
    },
    Scene("parked-empty") { size in
      var desk = TestDesk.open(size: size)
      desk.press("'")
      return desk
    },
    // Many customers of one name, and vehicles that are longer than their columns.
    Scene("find-many") { bergs($0, "/ b e r g") },
    Scene("find-many-all") { bergs($0, "/ b e r g Down Down Down Down Down Down Enter") },
    Scene("find-plate") { bergs($0, "/ 4 4 0 7") },
    Scene("who-plate") { bergs($0, "n 4 4 0 7") },
    // The one line.
    Scene("line-title") { size in lineDesk("Cy Young Express Wash friday 10am", size) },
    Scene("line-host") { size in lineDesk("cy fd @kim tomorrow 13:00", size) },
    Scene("line-host-open") { size in lineDesk("cy ew @sam tomorrow 13:00", size) },
    Scene("line-no-phone") { size in
      var desk = lineDesk("ew thu 230p +15551234567", size)
      desk.press("Enter")
      return desk
    },
    Scene("line-elsewhere") { size in lineDesk("confirm", size) },
    Scene("line-not-here") { size in
      var desk = lineDesk("earlier", size)
      desk.press("Enter")
      return desk
    },
  ]

  private static func bergs(_ size: Size, _ keys: String) -> TestDesk {
    var shop = TestShop()
    let last = TestShop.instant("2026-10-02T15:00:00Z")
    shop.customers = (0..<252).map { number in
      let phone = "+1212555\(1000 + number)"
      var customer = Customer(
        id: Customer.ID("p:" + phone), name: "Berg \(["Alva", "Bo", "Cyd", "Dee"][number % 4])", phones: [phone],
        vehicle: "black Toyota Tacoma pick-up KLM \(4400 + number)", visits: 1 + number % 5, lastVisit: last)
      customer.weight = VisitWeight([(at: last, worth: Double(260 - number))])
      return customer
    }
    shop.bookings[2].attendees[0].name = "Berg Alva"
    var desk = TestDesk.open(shop, size: size)
    desk.press(keys)
    return desk
  }

  private static func lineDesk(_ text: String, _ size: Size) -> TestDesk {
    var desk = findDesk(size: size)
    var shop = desk.shop
    let kim = Host(id: "3", name: "Kim Berg")
    let sam = Host(id: "4", name: "Sam Ito")
    shop.services[0].hosts = [kim, sam]
    shop.services[2].hosts = [sam]
    desk = TestDesk.open(shop, size: size)
    desk.press("2 :")
    desk.type(text)
    return desk
  }
}
