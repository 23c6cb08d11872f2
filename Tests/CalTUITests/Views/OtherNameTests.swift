import BookingModel
import TestDesk
import Testing

@testable import CalTUI

/// Somebody who is found by another name is listed with that name: else nobody would see why.
@Suite struct OtherNameTests {
  private static let werner = Customer(
    id: .init("p+15552013344"), name: "Werner Kranz", otherNames: ["Otto Kranz", "Jürgen Groß"],
    phones: ["+15552013344"])

  @Test(arguments: [
    ("otto", "Otto Kranz (Werner Kranz)"), ("otto kranz", "Otto Kranz (Werner Kranz)"), ("kranz", "Werner Kranz"),
    ("kr ot", "Otto Kranz (Werner Kranz)"), ("werner", "Werner Kranz"), ("we kr", "Werner Kranz"),
    ("gro", "Jürgen Groß (Werner Kranz)"), ("3344", "Werner Kranz"), ("", "Werner Kranz"),
  ])
  func `the name that was typed comes first`(line: String, name: String) {
    #expect(MatchedText.name(Self.werner, found: line) == name)
  }

  @Test(arguments: ["w", "/"], [Size(columns: 80, rows: 24), Size(columns: 40, rows: 12)])
  func `it stands in the lists of people`(key: String, size: Size) {
    var shop = TestShop()
    shop.customers = [Self.werner]
    var desk = TestDesk.open(shop, size: size)
    desk.press(key)
    desk.type("otto kranz")
    let rows = render(desk.model, in: size).grid.textRows
    #expect(rows.contains { $0.contains("Otto Kranz (") }, "\(rows)")
  }
}
