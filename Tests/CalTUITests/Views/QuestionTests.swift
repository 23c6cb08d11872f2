import BookingModel
import TestDesk
import Testing

@testable import CalTUI

/// What a key commits is whole on screen before it is pressed, whatever the names and however small the window.
@Suite struct QuestionTests {
  static let sizes = [
    Size(columns: 40, rows: 10), Size(columns: 40, rows: 12), Size(columns: 60, rows: 15), Size(columns: 80, rows: 24),
    Size(columns: 120, rows: 40),
  ]
  static let names = [
    "Cy", "Cy Young-Fernández", String(repeating: "Longname", count: 13),
    Array(repeating: "Maximiliane", count: 9).joined(separator: " "), String(repeating: "田中さくら", count: 20),
  ]

  /// A desk with one booking, of the name, today at 4:00p.
  private func desk(_ name: String, _ size: Size, pending: Bool = false) -> TestDesk {
    var shop = TestShop(clock: .twelveHours)
    shop.bookings = [TestShop.booking("q1", 1, name, "2026-11-23T21:00:00Z", minutes: 30)]
    if pending { shop.bookings[0].status = .pending }
    return TestDesk.open(shop, size: size)
  }

  /// The page without its footer, as one line of text.
  private func page(_ desk: TestDesk) -> String {
    let size = desk.model.size
    let rows = render(desk.model, in: size).grid.textRows
    return rows[1..<size.rows - 1].joined(separator: " ").split(separator: " ").joined(separator: " ")
  }

  private func expect(_ parts: [String], _ desk: TestDesk, _ comment: Comment = "") {
    let page = page(desk)
    for part in parts { #expect(page.contains(part), "\(part): \(page) \(comment)") }
  }

  @Test(arguments: names, sizes) func `moving says from when to when`(name: String, size: Size) throws {
    var desk = desk(name, size)
    desk.press("1 r 7")
    guard case .change(let prompt) = desk.model.overlay, case .move(let slot) = prompt.kind else {
      Issue.record("no question")
      return
    }
    let time = TimeText(desk.model.shop)
    let day = desk.model.shop.zone.day(of: slot.start)
    let page = page(desk)
    #expect(page.contains("From today 4:00p to "), "\(page)")
    #expect(
      page.contains("\(time.longDay(day)) \(time.span(slot.start, slot.end))")
        || page.contains("\(time.near(day, today: desk.model.today)) \(time.span(slot.start, slot.end))"), "\(page)")
    #expect(page.contains("Move \(name.prefix(2))") && page.contains("?"), "\(page)")
  }

  @Test(arguments: names, sizes) func `a move to another year names it`(name: String, size: Size) {
    var desk = desk(name, size)
    let start = TestShop.instant("2027-02-03T15:30:00Z")
    desk.press("1")
    desk.model.overlays.append(
      .change(
        ChangePrompt(
          booking: desk.shop.bookings[0], kind: .move(to: Slot(start: start, end: start.adding(minutes: 30))))))
    expect(["From today 4:00p", "2027 10:30a–11:00a", "?"], desk)
  }

  @Test(arguments: names, sizes) func `cancelling says when, why, and asks`(name: String, size: Size) {
    var desk = desk(name, size)
    desk.press("1 x")
    expect(
      ["Cancel \(name.prefix(2))", "today 4:00p. Why?", "1 customer asked", "4 customer not reached", "or type"], desk)
    desk.type("the car is sold")
    expect(["today 4:00p. Why?", "the car is sold"], desk)
    desk.press("Enter")
    expect(["Cancel \(name.prefix(2))", ", today 4:00p?", "Reason: the car is sold"], desk)
  }

  @Test(arguments: names, sizes) func `confirming and declining say when`(name: String, size: Size) {
    var desk = desk(name, size, pending: true)
    desk.press("1 Enter k")
    expect(["Confirm \(name.prefix(2))", ", today 4:00p?"], desk)
    desk.press("n d 1")
    expect(["Decline \(name.prefix(2))", ", today 4:00p?", "Reason: no capacity"], desk)
  }

  @Test(arguments: names, sizes) func `a no-show says when`(name: String, size: Size) {
    var desk = desk(name, size)
    desk.tick(seconds: 7 * 3600)
    desk.press("1 a")
    expect([", today 4:00p: a no-show?"], desk)
  }

  @Test(arguments: names, sizes) func `correcting says what is cancelled and what is booked`(name: String, size: Size) {
    var desk = desk(name, size)
    desk.press("1 f Ctrl-U")
    desk.type("Nora " + name)
    desk.press("Tab Ctrl-U")
    desk.type("2125550188")
    desk.press("Tab Ctrl-U")
    desk.type("nora@example.org")
    desk.press("PgDn")
    expect(
      [
        "Cancel \(name.prefix(2))", ", today 4:00p, and book the same time again as Nora", "(212) 555-0188",
        "nora@example.org?", "y sends both",
      ], desk)
  }

  @Test(arguments: names, sizes) func `merging and forgetting name both by their numbers`(name: String, size: Size) {
    var desk = desk(name, size)
    let first = Customer(id: Customer.ID("c1"), name: name, phones: ["+12125550188"], visits: 3)
    let second = Customer(id: Customer.ID("c2"), name: "Nora " + name, phones: ["+12125550199"], visits: 1)
    desk.model.overlays = [.customer(.merge(first, second))]
    expect(["(212) 555-0188", "(212) 555-0199", "one person?", "u takes it back"], desk)
    desk.model.overlays = [.customer(.forget(first))]
    expect(["Forget \(name.prefix(2))", "(212) 555-0188?"], desk)
  }

  @Test(arguments: names, sizes) func `a write that may be given up is told whole`(name: String, size: Size) {
    var shop = TestShop(clock: .twelveHours)
    shop.bookings = []
    var desk = TestDesk.open(shop, size: size)
    desk.press("b 1 1")
    desk.type(name)
    desk.press("Enter")
    desk.type("2125550142")
    desk.press("PgDn y")
    guard let ref = desk.model.outcome.ref, let write = desk.model.writes[ref]?.write, case .create(let new) = write
    else {
      Issue.record("nothing was sent")
      return
    }
    desk.send(.writeAnswered(ref, .failure(CalError(kind: .noAnswer(.timedOut)))))
    desk.press("Esc U")
    for _ in 0..<20 { desk.tick(seconds: 60) }
    let time = TimeText(desk.model.shop)
    let when = "\(time.day(desk.model.shop.zone.day(of: new.start))) \(time.time(new.start))"
    let page = page(desk)
    #expect(page.contains(when), "\(page)")
    #expect(page.contains("xx gives up"), "\(page)")
  }

  @Test(arguments: sizes) func `leaving says all that is open`(size: Size) {
    var desk = TestDesk.summary(size: size)
    desk.press("z b 1 2")
    desk.type("Bo")
    desk.press("Ctrl-C")
    expect(["Leave the desk?", "unfinished (it is kept)", "a booking is parked"], desk)
  }
}
