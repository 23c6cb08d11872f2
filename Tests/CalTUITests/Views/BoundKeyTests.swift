import BookingModel
import TestDesk
import Testing

@testable import CalTUI

/// Sentences name the keys of this desk, not the standard ones.
@Suite struct BoundKeyTests {
  private func desk(_ shop: TestShop = TestShop(), size: Size = Size(columns: 80, rows: 24)) throws -> TestDesk {
    let keys = try KeyMap.standard.replacing([
      .commit: [.character("B")], .yes: [.character("Y")], .jump: [.character("G")], .undo: [.character("Z")],
      .editFields: [.character("E")], .showSlots: [.character("T")], .park: [.function(9)],
      .showUnresolved: [.character("W")], .giveUp: [.character("Q")],
    ])
    return TestDesk.open(shop, size: size) { $0.keys = keys }
  }

  private func text(_ desk: TestDesk) -> String {
    render(desk.model, in: desk.model.size).grid.textRows.joined(separator: " ").split(separator: " ")
      .joined(separator: " ")
  }

  private func summary(_ desk: inout TestDesk, phone: String = "2125550142") {
    desk.press("b 1 1")
    desk.type("Dee Park")
    desk.press("Enter")
    desk.type(phone)
    desk.press("PgDn")
  }

  @Test func `the summary`() throws {
    var desk = try desk()
    summary(&desk)
    #expect(text(desk).contains("B books it."))
    #expect(!text(desk).contains("y books"))
  }

  @Test func `the summary without an answer of the server`() throws {
    var desk = try desk()
    summary(&desk)
    desk.shop.trouble = CalError(kind: .noAnswer(.unreachable))
    desk.tick(seconds: 600)
    desk.press("B")
    let text = text(desk)
    #expect(text.contains("B asks again"), "\(text)")
    #expect(text.contains("F9 keeps it as a request"), "\(text)")
    // The key that asks again comes first in the footer, then the request.
    #expect(text.contains("B try again F9 keep as request"), "\(text)")
  }

  @Test func `a correction`() throws {
    var desk = try desk()
    desk.press("2 f Ctrl-U")
    desk.type("Nora")
    desk.press("PgDn")
    #expect(text(desk).contains("Y sends both"), "\(text(desk))")
  }

  @Test func `what was left on the board`() throws {
    var desk = try desk()
    summary(&desk)
    desk.press("Esc Esc Esc Esc")
    #expect(text(desk).contains("G' goes on with it."), "\(text(desk))")
  }

  @Test func `the one line`() throws {
    var desk = try desk()
    desk.press(":")
    desk.type("Nora Neal +12125550142 ew now")
    #expect(text(desk).contains("nothing is booked before B there"), "\(text(desk))")
  }

  @Test func `a write without an answer`() throws {
    var desk = try desk()
    summary(&desk)
    desk.press("B")
    let ref = try #require(desk.model.outcome.ref)
    desk.send(.writeAnswered(ref, .failure(CalError(kind: .noAnswer(.timedOut)))))
    desk.press("Esc")
    #expect(text(desk).contains("unknown outcome: W "), "\(text(desk))")
    desk.press("W")
    for _ in 0..<20 { desk.tick(seconds: 60) }
    #expect(text(desk).contains("QQ gives up"), "\(text(desk))")
  }

  @Test func `notices`() throws {
    let keys = try desk().model.keys
    func text(_ notice: Notice) -> String { NoticeText(notice, shop: TestShop().facts, keys: keys).text }
    #expect(text(.cancelled(name: "Bo")) == "Cancelled: Bo. Z books it again.")
    #expect(text(.slotNeeded) == "Choose a time first: T shows the grid.")
    #expect(text(.outcomeUnknown).contains(": W on the board"))
    #expect(text(.parked("a")) == "Parked as a: G and a goes on with it.")
  }
}
