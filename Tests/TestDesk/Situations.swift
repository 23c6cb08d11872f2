public import BookingModel

// Where tests begin: a desk on a certain page.

extension TestDesk {
  /// A complete summary: Express Wash at its first free time, for Dee Park.
  public static func summary(_ shop: TestShop = TestShop(), size: Size = Size(columns: 80, rows: 24)) -> TestDesk {
    var desk = TestDesk.open(shop, size: size)
    desk.press("b 1 1")
    desk.type("Dee Park")
    desk.press("Enter")
    desk.type("2125550142")
    desk.press("PgDn")
    return desk
  }

  /// Just sent: the write that is under way.
  public static func sent(
    _ shop: TestShop = TestShop(), size: Size = Size(columns: 80, rows: 24)
  ) -> (desk: TestDesk, ref: DeskRef) {
    var desk = summary(shop, size: size)
    desk.press("y")
    desk.effects = []
    return (desk, desk.model.outcome.ref ?? DeskRef("none"))
  }
}

extension Effect {
  public var isWrite: Bool { if case .commit = self { true } else { false } }

  public var isRead: Bool {
    switch self {
    case .loadShop, .loadService, .loadBookings, .loadSlots, .loadBooking: true
    default: false
    }
  }
}

extension TestShop {
  /// Three hosts: one without bookings at first, one with a long name, bookings that overlap, one over midnight, one without
  /// a host.
  public static func threeHosts() -> TestShop {
    var shop = TestShop()
    let hosts = [
      Host(id: "1", name: "Peter"), Host(id: "2", name: "Maximiliane von Hohenberg"), Host(id: "3", name: "田中 健"),
    ]
    shop.services[0].hosts = hosts
    shop.services[1].hosts = [hosts[0], hosts[1]]
    shop.services[2].hosts = [hosts[0]]
    func booking(_ uid: String, _ service: Int, _ name: String, _ start: String, _ minutes: Int, _ host: Int?)
      -> Booking
    {
      var booking = TestShop.booking(uid, service, name, start, minutes: minutes)
      booking.hosts = host.map { [hosts[$0]] } ?? []
      return booking
    }
    shop.bookings = [
      booking("h0", 1, "Nina Nocturne", "2026-11-23T04:30:00Z", 60, 0),
      booking("h1", 1, "Ada Ray", "2026-11-23T14:00:00Z", 30, 0),
      booking("h2", 2, "Bo Lind", "2026-11-23T15:00:00Z", 45, 0),
      booking("h3", 1, "Maximiliane von Hohenberg-Sigmaringen", "2026-11-23T15:00:00Z", 30, 1),
      booking("h4", 2, "Cy Young-Fernández", "2026-11-23T15:15:00Z", 45, 1),
      booking("h5", 1, "田中 さくら", "2026-11-23T16:30:00Z", 30, 2),
      booking("h6", 3, "Eve Stone", "2026-11-23T17:00:00Z", 120, 0),
      booking("h7", 1, "Li", "2026-11-23T17:00:00Z", 30, 1),
      booking("h8", 1, "Walk In", "2026-11-23T18:00:00Z", 30, nil),
    ]
    // Both wash the lorry.
    shop.bookings[7].hosts = [hosts[1], hosts[2]]
    return shop
  }

  /// b3 moved twice, from the 20th over the 21st.
  public static func moved() -> TestShop {
    var shop = TestShop()
    var first = TestShop.booking("m1", 1, "Cy Young-Fernández", "2026-11-20T15:00:00Z", minutes: 30, status: .cancelled)
    first.movedTo = Booking.UID("m2")
    first.createdAt = TestShop.instant("2026-11-18T15:00:00Z")
    first.metadata = ["deskRef": .string("t0-1")]
    var second = TestShop.booking(
      "m2", 1, "Cy Young-Fernández", "2026-11-21T15:00:00Z", minutes: 30, status: .cancelled)
    second.movedFrom = first.uid
    // The server hands it on.
    second.metadata = first.metadata
    shop.bookings[2].metadata = first.metadata
    second.movedTo = Booking.UID("b3")
    second.createdAt = TestShop.instant("2026-11-19T15:00:00Z")
    shop.bookings[2].movedFrom = second.uid
    shop.bookings[2].createdAt = TestShop.instant("2026-11-20T13:00:00Z")
    shop.bookings += [first, second]
    let service = Service.ID(1)
    let attendee = Attendee(name: "")
    shop.events = [
      BookingEvent(
        ref: DeskRef("t0-1"), write: .create(NewBooking(service: service, start: first.start, attendee: attendee)),
        clerk: "Alva", desk: "front", at: TestShop.instant("2026-11-18T15:00:01Z"), outcome: .accepted(first.uid)),
      BookingEvent(
        ref: DeskRef("t0-3"),
        write: .move(second.uid, start: shop.bookings[2].start, reason: nil, seat: nil, overrides: .none),
        clerk: "Bea", desk: "back", at: TestShop.instant("2026-11-20T13:00:01Z"), outcome: .accepted(Booking.UID("b3"))),
    ]
    return shop
  }
}
