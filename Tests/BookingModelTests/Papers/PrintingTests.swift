import BookingModel
import TestDesk
import Testing

@Suite("Slips and the day on paper")
struct PrintingTests {
  private func papers(_ desk: TestDesk) -> [Paper] {
    desk.effects.compactMap { if case .print(let paper) = $0 { paper } else { nil } }
  }

  @Test(arguments: ["2 p", "2 Enter p"]) func `p prints the slip of the booking, in one key`(keys: String) throws {
    var desk = TestDesk.open()
    desk.press(keys)
    let paper = try #require(papers(desk).first)
    guard case .slip(let slip) = paper else {
      Issue.record("\(paper)")
      return
    }
    #expect(slip.booking.uid == Booking.UID("b3"))
    #expect(slip.service?.title == "Express Wash")
    #expect(desk.model.notice == .printing(.slip))
    #expect(papers(desk).count == 1)
  }

  @Test func `p after booking prints the new booking and stays there`() throws {
    var (desk, ref) = TestDesk.sent()
    let booked = TestShop.booking("b9", 1, "Dee Park", "2026-11-23T15:45:00Z", minutes: 30)
    desk.send(.writeAnswered(ref, .success([booked])))
    desk.press("p")
    #expect(desk.model.page == .outcome)
    guard case .slip(let slip) = try #require(papers(desk).first) else {
      Issue.record("no slip")
      return
    }
    #expect(slip.booking == booked)
  }

  @Test func `without a booking there is nothing to print`() {
    var desk = TestDesk.open()
    desk.press("Down p")
    #expect(desk.model.notice == .noBookingSelected)
    desk = TestDesk.sent().desk
    desk.press("p")
    #expect(desk.model.notice == .noBookingSelected)
    #expect(papers(desk).isEmpty)
  }

  @Test func `P prints the day of the board, by time, with gaps and what is gone counted`() throws {
    var shop = TestShop()
    shop.bookings[0].status = .cancelled
    // What was moved or corrected has another booking in its place, and was not called off.
    var moved = TestShop.booking("m", 1, "Li", "2026-11-23T20:00:00Z", minutes: 30, status: .cancelled)
    moved.movedTo = Booking.UID("elsewhere")
    var fixed = TestShop.booking("f", 1, "Lee", "2026-11-23T20:30:00Z", minutes: 30, status: .cancelled)
    fixed.cancellationReason = Model.reasonOfFix
    shop.bookings += [moved, fixed]
    var desk = TestDesk.open(shop)
    desk.press("2 i P")
    guard case .day(let sheet) = try #require(papers(desk).last) else {
      Issue.record("no day")
      return
    }
    #expect(sheet.day == TestShop.day("2026-11-23"))
    #expect(sheet.gone == 1)
    let rows = sheet.rows.map { row in
      switch row {
      case .booking(let booking, _, let facts): booking.uid.rawValue + (facts.arrivedAt == nil ? "" : " here")
      case .free(let range, _): "free \(range.upperBound.minutes(since: range.lowerBound))"
      }
    }
    #expect(rows == ["b2", "free 45", "b3 here", "free 120", "b4", "free 60"])
  }

  @Test func `a day that was not read is not printed as empty`() {
    var desk = TestDesk()
    desk.isAnswering = false
    desk.send(.started)
    desk.press("P")
    #expect(desk.model.notice == .dayNotRead)
    #expect(papers(desk).isEmpty)
  }

  @Test func `what became of it is told; without a printer the paper is shown`() throws {
    var desk = TestDesk.open()
    desk.press("2 p")
    let paper = try #require(papers(desk).first)
    desk.send(.printed(paper, .sent(command: "lp")))
    #expect(desk.model.notice == .printed(.slip, .sent(command: "lp")))
    desk.press("p")
    let kept = PrintOutcome.kept(path: "/s/slip.txt", config: "/c", lines: 30)
    desk.send(.printed(paper, kept))
    #expect(desk.model.context == .paper)
    desk.press("Down Down Up")
    guard case .paper(let shown) = desk.model.overlay else {
      Issue.record("no paper")
      return
    }
    #expect(shown.scroll == 1)
    desk.press("End Down")
    if case .paper(let last) = desk.model.overlay { #expect(last.scroll == 30 - (24 - PaperPage.otherRows)) }
    desk.press("Esc")
    #expect(desk.model.overlay == nil)
    #expect(desk.model.page == .board)
  }

  @Test func `a clerk who types meanwhile is not interrupted by a paper`() throws {
    var desk = TestDesk.open()
    desk.press("2 p")
    let paper = try #require(papers(desk).first)
    desk.press("n")
    let kept = PrintOutcome.kept(path: "/s/slip.txt", config: "/c", lines: 30)
    desk.send(.printed(paper, kept))
    #expect(desk.model.context == .who)
    #expect(desk.model.notice == .printed(.slip, kept))
  }

  @Test func `a printer that hangs is not given more and more`() throws {
    var desk = TestDesk.open()
    desk.press("2 p p p p p")
    #expect(papers(desk).count == 3)
    #expect(desk.model.notice == .stillPrinting)
    desk.send(.printed(try #require(papers(desk).first), .sent(command: "lp")))
    desk.press("p")
    #expect(papers(desk).count == 4)
  }

  // MARK: - The code

  @Test func `a code is found as it is typed and as it is said`() {
    let uid = Booking.UID("b3")
    let code = ConfirmationCode(uid)
    let spellings = [
      code.text, code.text.lowercased(), code.text.filter { $0 != "-" }, code.words.joined(separator: " "),
      " " + code.text.split(separator: "-").joined(separator: " ") + " ",
      code.words.joined(separator: ", ").uppercased(),
    ]
    let desk = TestDesk.open()
    for spelling in spellings {
      #expect(ConfirmationCode(typed: spelling) == code, "\(spelling)")
      #expect(desk.model.booking(code: spelling)?.uid == uid, "\(spelling)")
    }
  }

  @Test(arguments: ["", "K7F", "K7-FAA", "B7-FA", "0000", "kilo seven foxtrot", "Ada Ray", "田中さく"])
  func `what can be no code finds nothing`(text: String) {
    #expect(ConfirmationCode(typed: text) == nil)
    #expect(TestDesk.open().model.booking(code: text) == nil)
  }

  @Test func `every letter of a code can be said`() {
    for index in 0..<200 {
      let code = ConfirmationCode(Booking.UID("uid\(index)"))
      #expect(code.words.allSatisfy { $0.count > 2 }, "\(code.text)")
      #expect(ConfirmationCode(typed: code.words.joined(separator: " ")) == code)
    }
  }

  @Test func `of two bookings with one code the one that takes time comes first`() {
    var old = TestShop.mondaysBookings[0]
    old.status = .cancelled
    var coming = old
    coming.status = .accepted
    coming.start = old.start.adding(minutes: 600)
    let found = Model.bookings(code: ConfirmationCode(old.uid).text, among: [old, coming])
    #expect(found == [coming, old])
  }
}
