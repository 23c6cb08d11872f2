import BookingModel
import TestDesk
import Testing

@testable import CalTUI

/// A number stands in one form on every page.
@Suite struct PhoneFormTests {
  private static let sizes = [Size(columns: 80, rows: 24), Size(columns: 40, rows: 16), Size(columns: 160, rows: 40)]
  private static let phone = "+15552013344"

  private static func shop(_ country: String) -> TestShop {
    var shop = TestShop(policy: AttendeePolicy(country: country))
    shop.customers = [Customer(id: .init("p" + phone), name: "Ada Ray", phones: [phone], visits: 3)]
    shop.services[0].fields.append(BookingField(kind: .phone, slug: "second", label: "Second"))
    shop.bookings[0].answers["second"] = .string(phone)
    shop.bookings[0].location = phone
    return shop
  }

  /// Keys to pages that have the number.
  private static let ways: [String] = [
    "1 Enter", "w ada", "/ ada", "/ ada Tab", "/ ada Tab e", "w ada Enter", "w ada Enter e", "2 f", "2 f Ctrl-N",
    ": ada",
  ]

  @Test(arguments: ways, sizes) func `at home as it is said there`(way: String, size: Size) {
    var desk = TestDesk.open(Self.shop("US"), size: size)
    desk.press(way)
    let text = render(desk.model, in: size).grid.textRows.joined(separator: "\n")
    #expect(!text.contains("+1555"), "\(text)")
    #expect(text.contains("(555) 201-33") || size.columns < 80, "\(way)\n\(text)")
  }

  @Test(arguments: ways) func `abroad with its calling code, in groups`(way: String) {
    let size = Size(columns: 160, rows: 40)
    var desk = TestDesk.open(Self.shop("DE"), size: size)
    desk.press(way)
    let text = render(desk.model, in: size).grid.textRows.joined(separator: "\n")
    #expect(!text.contains("+1555"), "\(text)")
    #expect(text.contains("+1 555 201 33"), "\(way)\n\(text)")
  }
}
