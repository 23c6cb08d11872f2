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
    case .loadShop, .loadService, .loadBookings, .loadSlots: true
    default: false
    }
  }
}
