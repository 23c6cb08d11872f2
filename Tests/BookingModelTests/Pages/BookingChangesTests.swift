import BookingModel
import TestDesk
import Testing

@Suite("Changes of a booking, from the board")
struct BookingChangesTests {
  /// Monday 10:07; booking 1 is Bo Lind's (10:00–10:45), 2 Cy's at 11:30, 3 the pending one at 14:00.
  private func desk() -> TestDesk { TestDesk.open() }

  private func commit(_ desk: TestDesk) throws -> (DeskRef, Write) {
    let commits = desk.effects.compactMap { effect -> (DeskRef, Write)? in
      if case .commit(let ref, let write) = effect { (ref, write) } else { nil }
    }
    #expect(commits.count == 1)
    return try #require(commits.first)
  }

  // MARK: - Key budgets (DESIGN 5)

  @Test("Move: r 3 y, three keys with the booking selected, four with its digit")
  func moveInThreeKeys() throws {
    var desk = desk()
    desk.press("2 r 3 y")
    let (_, write) = try commit(desk)
    // The own half hour counts as free: 10:45, 11:00, 11:15 are the three soonest.
    #expect(
      write
        == .move(
          Booking.UID("b3"), start: TestShop.instant("2026-11-23T16:15:00Z"), reason: nil, seat: nil, overrides: .none))
  }

  @Test("Cancel: x 1 y, three keys")
  func cancelInThreeKeys() throws {
    var desk = desk()
    desk.press("2 x 1 y")
    let (_, write) = try commit(desk)
    #expect(write == .cancel(Booking.UID("b3"), reason: "customer asked", seat: nil, subsequent: false))
  }

  @Test("No-show: a y, two keys")
  func noShowInTwoKeys() throws {
    var desk = desk()
    desk.press("1 a y")
    let (_, write) = try commit(desk)
    #expect(
      write
        == .markAbsent(
          Booking.UID("b2"), host: nil, attendees: [.init(email: "15552013344@sms.cal.com", absent: true)]))
  }

  @Test("Arrived: i, one key, at once and on this desk alone")
  func arrivedInOneKey() {
    var desk = desk()
    desk.press("2")
    let effects = desk.press("i")
    #expect(effects == [.saveFacts(Booking.UID("b3"), BookingFacts(arrivedAt: TestShop.monday10), before: .none)])
    #expect(
      desk.press("u") == [.saveFacts(Booking.UID("b3"), .none, before: BookingFacts(arrivedAt: TestShop.monday10))])
    #expect(desk.model.facts(of: Booking.UID("b3")) == .none)
  }

  // MARK: - Nothing but y sends

  @Test(arguments: ["2 x 1 Enter", "2 x 1 n", "2 x 1 Esc", "2 r 3 Enter", "2 r 3 n", "1 a Enter", "2 x y", "2 r y"])
  func `without y on the question nothing is sent`(keys: String) {
    var desk = desk()
    desk.press(keys)
    #expect(!desk.effects.contains { if case .commit = $0 { true } else { false } })
  }

  @Test func `a reason can be typed, digits within it are text`() throws {
    var desk = desk()
    desk.press("2 x")
    desk.type("car 2 broke down")
    desk.press("Enter y")
    let (_, write) = try commit(desk)
    #expect(write == .cancel(Booking.UID("b3"), reason: "car 2 broke down", seat: nil, subsequent: false))
  }

  @Test func `an empty reason is asked for again`() {
    var desk = desk()
    desk.press("2 x Enter")
    #expect(desk.model.notice == .reasonNeeded)
    #expect(desk.model.context == .reason)
  }

  @Test func `a y typed before the times are there moves once they are painted`() throws {
    var desk = desk()
    desk.isAnswering = false
    desk.press("2 r 3 y")
    #expect(!desk.effects.contains { if case .commit = $0 { true } else { false } })
    desk.answerAll()
    let (_, write) = try commit(desk)
    #expect(write.booking == Booking.UID("b3"))
  }

  @Test func `a y typed ahead is called off by any other key`() {
    var desk = desk()
    desk.isAnswering = false
    desk.press("2 r 3 y t")
    desk.answerAll()
    #expect(!desk.effects.contains { if case .commit = $0 { true } else { false } })
  }

  // MARK: - Answers

  @Test func `a moved booking is followed to its new uid and time, with its marks`() throws {
    var desk = desk()
    desk.press("2 i r 3 y")
    let (ref, _) = try commit(desk)
    let moved = TestShop.booking("b9", 1, "Cy Young-Fernández", "2026-11-23T16:15:00Z", minutes: 30)
    desk.shop.bookings =
      desk.shop.bookings.map { old in
        var booking = old
        if booking.uid == Booking.UID("b3") { booking.status = .cancelled }
        return booking
      } + [moved]
    let effects = desk.send(.writeAnswered(ref, .success([moved])))
    #expect(desk.model.selectedBooking?.uid == Booking.UID("b9"))
    #expect(effects.contains(.saveFacts(Booking.UID("b9"), BookingFacts(arrivedAt: TestShop.monday10), before: .none)))
    #expect(!desk.model.rows(on: desk.model.today).contains { $0.id == .booking(Booking.UID("b3")) })
    #expect(desk.model.notice == .moved(name: "Cy Young-Fernández", moved.start))
    #expect(desk.model.writes.isEmpty)
  }

  @Test func `a cancelled booking leaves the board and u books it again`() throws {
    var desk = desk()
    desk.press("2 x 1 y")
    let (ref, _) = try commit(desk)
    var cancelled = TestShop.mondaysBookings[2]
    cancelled.status = .cancelled
    desk.shop.bookings[2] = cancelled
    desk.send(.writeAnswered(ref, .success([cancelled])))
    #expect(!desk.model.rows(on: desk.model.today).contains { $0.id == .booking(Booking.UID("b3")) })
    desk.press("u")
    #expect(desk.model.draft?.service == Service.ID(1))
    #expect(desk.model.draft?.text(FormSlug.name) == "Cy Young-Fernández")
    #expect(desk.model.draft?.text("vehicle") == "blue Golf")
    // The same time, and only `y` is left.
    #expect(desk.model.page == .summary)
    #expect(desk.model.draft?.slot?.start == cancelled.start)
  }

  @Test func `u after a move asks to move back, and asks again when it was not`() throws {
    var desk = desk()
    let old = TestShop.mondaysBookings[2]
    desk.press("2 r 3 y")
    let (ref, _) = try commit(desk)
    var moved = old
    moved.uid = Booking.UID("b3-moved")
    moved.start = TestShop.instant("2026-11-23T16:00:00Z")
    moved.end = moved.start.adding(minutes: 45)
    moved.movedFrom = old.uid
    desk.shop.bookings[2] = moved
    desk.send(.writeAnswered(ref, .success([moved])))
    desk.effects = []
    desk.press("u")
    guard case .change(let prompt) = desk.model.overlay else {
      Issue.record("u asks nothing")
      return
    }
    #expect(prompt.booking.uid == moved.uid)
    #expect(prompt.kind == .move(to: Slot(start: old.start, end: old.end)))
    // Nothing is sent before y.
    #expect(!desk.effects.contains { if case .commit = $0 { true } else { false } })
    desk.press("Esc u")
    #expect(desk.model.overlay == .change(prompt))
  }

  @Test func `a move back into the past is not offered`() throws {
    var desk = desk()
    desk.press("2 r 3 y")
    let (ref, _) = try commit(desk)
    var moved = TestShop.mondaysBookings[2]
    moved.uid = Booking.UID("b3-moved")
    moved.start = TestShop.instant("2026-11-23T19:00:00Z")
    moved.end = moved.start.adding(minutes: 45)
    desk.shop.bookings[2] = moved
    desk.send(.writeAnswered(ref, .success([moved])))
    desk.tick(seconds: 7200)
    desk.press("u")
    #expect(desk.model.overlay == nil)
    #expect(desk.model.notice == .timePast)
  }

  @Test func `what waits for the server can still be taken back when it was not`() throws {
    var desk = desk()
    desk.press("Home a y")
    let (ref, _) = try commit(desk)
    desk.shop.bookings[0].attendees[0].isAbsent = true
    desk.send(.writeAnswered(ref, .success([desk.shop.bookings[0]])))
    desk.press("u n")
    #expect(desk.model.overlay == nil)
    desk.press("u")
    guard case .change(let prompt) = desk.model.overlay else { throw Missing() }
    #expect(prompt.kind == .absent(false))
  }

  @Test func `marks are taken back one after the other, the latest first, and named`() {
    var desk = desk()
    desk.press("2 i 3 i o u")
    #expect(desk.model.notice == .undone(name: "田中 さくら"))
    #expect(desk.model.facts(of: Booking.UID("b4")).doneAt == nil)
    desk.press("u u")
    #expect(desk.model.notice == .undone(name: "Cy Young-Fernández"))
    #expect(desk.model.facts(of: Booking.UID("b4")).arrivedAt == nil)
    #expect(desk.model.facts(of: Booking.UID("b3")).arrivedAt == nil)
    desk.press("u")
    #expect(desk.model.notice == .nothingToUndo)
  }

  @Test func `a declined booking is called declined`() throws {
    var desk = desk()
    desk.press("3 Enter d 1 y")
    let (ref, _) = try commit(desk)
    desk.shop.bookings[3].status = .rejected
    desk.send(.writeAnswered(ref, .success([desk.shop.bookings[3]])))
    #expect(desk.model.notice == .declined(name: "田中 さくら"))
  }

  @Test func `a change that could not be sent says that the booking stands`() throws {
    var desk = desk()
    desk.press("2 x 1 y")
    let (ref, _) = try commit(desk)
    desk.send(.writeAnswered(ref, .failure(CalError(kind: .noAnswer(.unreachable)))))
    #expect(desk.model.notice == .changeNotSent(name: "Cy Young-Fernández"))
  }

  @Test func `cancelled by somebody else meanwhile is as good as cancelled`() throws {
    var desk = desk()
    desk.press("2 x 1 y")
    let (ref, _) = try commit(desk)
    desk.shop.bookings[2].status = .cancelled
    desk.send(.writeAnswered(ref, .failure(CalError(kind: .alreadyDone(movedTo: nil), status: 400))))
    #expect(desk.model.notice == .cancelled(name: "Cy Young-Fernández"))
  }

  @Test func `a move that lost its slot stays in hand, with fresh times`() throws {
    var desk = desk()
    desk.press("2 r 3 y")
    let (ref, _) = try commit(desk)
    desk.effects = []
    let error = CalError(kind: .slotTaken, status: 400)
    let effects = desk.send(.writeAnswered(ref, .failure(error)))
    #expect(desk.model.page == .slots)
    #expect(desk.model.moving?.uid == Booking.UID("b3"))
    #expect(desk.model.notice == .server(error))
    #expect(
      effects.contains { if case .loadSlots(let query) = $0 { query.moving == Booking.UID("b3") } else { false } })
  }

  @Test func `an unknown outcome is said, kept, and bars a second change of the same booking`() throws {
    var desk = desk()
    desk.press("2 x 1 y")
    let (ref, _) = try commit(desk)
    desk.send(.writeAnswered(ref, .failure(CalError(kind: .noAnswer(.timedOut)))))
    #expect(desk.model.unresolvedWrites.map(\.ref) == [ref])
    desk.effects = []
    desk.press("2 x 1 y")
    #expect(!desk.effects.contains { if case .commit = $0 { true } else { false } })
  }

  private struct Missing: Error {}

  // MARK: - When it makes no sense

  @Test func `a no-show before the start is refused here, where the clerk can see why`() {
    var desk = desk()
    desk.press("2 a")
    #expect(desk.model.notice == .notStarted)
    #expect(desk.model.overlay == nil)
  }

  @Test func `what is over can be neither moved nor cancelled`() {
    var desk = desk()
    desk.press("Home")
    #expect(desk.model.selectedBooking?.uid == Booking.UID("b1"))
    desk.press("r")
    #expect(desk.model.notice == .alreadyOver)
    desk.press("x")
    #expect(desk.model.notice == .alreadyOver)
  }

  @Test func `a desk that only reads changes nothing on the server, and marks no arrivals`() {
    var desk = TestDesk.open { $0.isReadOnly = true }
    desk.press("2 x 1 y 2 r y a y 2")
    #expect(!desk.effects.contains { if case .commit = $0 { true } else { false } })
    #expect(desk.press("i").isEmpty)
    #expect(desk.model.notice == .readOnly)
  }

  @Test func `a pending booking is confirmed or declined from its card`() throws {
    var desk = desk()
    desk.press("3 Enter k y")
    let (_, write) = try commit(desk)
    #expect(write == .confirm(Booking.UID("b4")))
    desk = TestDesk.open()
    desk.press("3 Enter d 1 y")
    #expect(try commit(desk).1 == .decline(Booking.UID("b4"), reason: "no capacity"))
  }

  @Test func `a note is kept for colleagues and Esc drops it`() {
    var desk = desk()
    desk.press("2 m")
    desk.type("bring the long ladder")
    #expect(
      desk.press("Enter") == [.saveFacts(Booking.UID("b3"), BookingFacts(note: "bring the long ladder"), before: .none)]
    )
    desk.press("m")
    desk.type(" now")
    desk.press("Esc")
    #expect(desk.model.facts(of: Booking.UID("b3")).note == "bring the long ladder")
  }
}
