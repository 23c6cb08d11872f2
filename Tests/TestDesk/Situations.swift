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
