import BookingModel
import TestDesk
import Testing

/// Callers whom the telephone system announces.
@Suite struct CallTests {
  private let alva = "+15552013344"
  private let stranger = "+12125550142"

  private func whoText(_ desk: TestDesk) -> String { desk.model.who.text }

  @Test func `on a board at rest the caller's booking opens at once`() {
    var desk = OneLinePageTests.desk()
    desk.send(.called(alva))
    #expect(desk.model.page == .who)
    #expect(whoText(desk) == alva)
    #expect(desk.model.draft != nil)
    #expect(desk.model.calls.isEmpty)
    desk.press("Esc")
    #expect(desk.model.page == .board)
  }

  @Test func `a clerk at work is not disturbed: n takes the call`() {
    var desk = OneLinePageTests.desk()
    desk.press("Down")
    desk.send(.called(alva))
    #expect(desk.model.page == .board)
    #expect(desk.model.ringingCall?.name == "Alva Peters")
    desk.press("n")
    #expect(desk.model.page == .who)
    #expect(whoText(desk) == alva)
    #expect(desk.model.ringingCall == nil)
    // Without a call it is a booking for whom one types.
    desk.press("Esc n")
    #expect(whoText(desk).isEmpty)
  }

  @Test func `after a while without keys the board is at rest again`() {
    var desk = OneLinePageTests.desk()
    desk.press("Down")
    desk.tick(seconds: 3)
    desk.send(.called(alva))
    #expect(desk.model.page == .who)
  }

  @Test(arguments: ["b", "b 1", "b 1 1", "w", "2 Enter", "2 x", "2 r", ":", "g", "?", ","])
  func `wherever the clerk is, every key goes on meaning what it meant`(keys: String) {
    var quiet = OneLinePageTests.desk()
    quiet.press(keys)
    var called = quiet
    called.tick(seconds: 10)
    quiet.tick(seconds: 10)
    called.send(.called(stranger))
    #expect(called.model.page == quiet.model.page)
    #expect(called.model.overlays == quiet.model.overlays)
    for key in ["x", "n", "1"] {
      quiet.press(key)
      called.press(key)
    }
    called.model.calls = []
    #expect(called.model == quiet.model)
  }

  @Test(arguments: ["b", "b 1", "b 1 1", "w", "2 Enter", ":", "2 r"])
  func `Ctrl-T takes the call from any page, and what was open is kept`(keys: String) {
    var desk = OneLinePageTests.desk()
    desk.press(keys)
    if keys == "b 1 1" { desk.type("Dee Park") }
    desk.send(.called(alva))
    desk.press("Ctrl-T")
    #expect(desk.model.page == .who)
    #expect(whoText(desk) == alva)
    #expect(desk.model.moving == nil)
    if keys == "b 1 1" {
      // Under a letter, with its time held.
      #expect(desk.model.parked.map { $0.text(FormSlug.name) } == ["Dee Park"])
      #expect(desk.model.notice == .parked("a"))
      desk.tick(milliseconds: 400)
      #expect(desk.model.holdTime(of: desk.model.parked[0].id) != nil)
    }
    desk.press("Esc")
    #expect(desk.model.page == .board)
  }

  @Test func `a y that waits is called off by the call that is taken, never by the one that rings`() {
    var desk = TestDesk.summary()
    desk.model.slotBooks = [:]
    desk.isAnswering = false
    desk.press("y")
    #expect(desk.model.awaitsCommit)
    desk.send(.called(alva))
    #expect(desk.model.awaitsCommit)
    desk.press("Ctrl-T")
    #expect(!desk.model.awaitsCommit)
    #expect(desk.effects.count(where: \.isWrite) == 0)
  }

  @Test func `the latest call is the one that rings; the same number rings once`() {
    var desk = OneLinePageTests.desk()
    desk.press("b")
    for phone in [alva, stranger, alva] { desk.send(.called(phone)) }
    #expect(desk.model.calls.map(\.phone) == [stranger, alva])
    desk.press("Ctrl-T")
    #expect(whoText(desk) == alva)
    desk.press("Esc b Ctrl-T")
    #expect(whoText(desk) == stranger)
    desk.press("Esc b Ctrl-T")
    #expect(desk.model.notice == .noCall)
  }

  @Test func `who was not answered for two minutes has hung up`() {
    var desk = OneLinePageTests.desk()
    desk.press("b")
    desk.send(.called(alva))
    desk.tick(seconds: 119)
    #expect(desk.model.ringingCall != nil)
    desk.tick(seconds: 2)
    #expect(desk.model.ringingCall == nil)
  }

  @Test func `a locked screen and a desk that only reads open nothing`() {
    var desk = OneLinePageTests.desk()
    desk.model.lock = LockPage(since: TestShop.monday10)
    desk.send(.called(alva))
    #expect(desk.model.page == .board)
    desk = TestDesk.open { $0.isReadOnly = true }
    desk.send(.called(alva))
    #expect(desk.model.page == .board)
    desk.press("n")
    #expect(desk.model.notice == .readOnly)
  }
}
