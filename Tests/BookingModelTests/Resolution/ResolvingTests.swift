import BookingModel
import TestDesk
import Testing

/// Unknown writes from the moment they become unknown until they are closed.
@Suite struct ResolvingTests {
  let timedOut = CalError(kind: .noAnswer(.timedOut))
  let unreachable = CalError(kind: .noAnswer(.unreachable))

  /// A create whose answer was lost; look-ups pile up unanswered.
  func lost(_ shop: TestShop = TestShop()) -> (desk: TestDesk, ref: DeskRef) {
    var (desk, ref) = TestDesk.sent(shop)
    desk.send(.writeAnswered(ref, .failure(timedOut)))
    desk.effects = []
    return (desk, ref)
  }

  func made(_ ref: DeskRef, status: Booking.Status = .accepted) -> Booking {
    var booking = TestShop.booking("b9", 1, "Dee Park", "2026-11-23T15:45:00Z", minutes: 30, status: status)
    booking.metadata = ["deskRef": .string(ref.rawValue)]
    return booking
  }

  func looks(_ desk: TestDesk) -> Int {
    desk.effects.count { if case .lookUp = $0 { true } else { false } }
  }

  /// Lets the clock run as the program does: from one timer to the next.
  func run(_ desk: inout TestDesk, seconds: Int64, each: (TestDesk) -> Void = { _ in }) {
    let end = desk.model.now.adding(seconds: seconds)
    while desk.model.nextTimer <= end {
      desk.shop.now = desk.model.nextTimer
      desk.send(.ticked(desk.shop.now))
      each(desk)
    }
    desk.shop.now = end
    desk.send(.ticked(end))
  }

  // MARK: - The list

  @Test func `U on the page of an unknown write leads to it on the list`() {
    var (desk, ref) = lost()
    #expect(desk.model.page == .outcome)
    let another = WriteRecord(
      ref: DeskRef("elder"), write: .confirm(.init("b1")), at: desk.model.now.adding(seconds: -900),
      state: .unknown(timedOut))
    desk.model.writes[another.ref] = another
    desk.press("U")
    #expect(desk.model.page == .unresolved)
    #expect(desk.model.selectedUnresolved?.ref == ref)
  }

  @Test func `a change that was sent knows whose booking it is about`() {
    var desk = TestDesk.open()
    desk.isAnswering = false
    desk.press("2 x 1 y")
    let record = desk.model.writesUnderWay.first
    let booking = record?.write.booking.flatMap { uid in desk.shop.bookings.first { $0.uid == uid } }
    #expect(booking != nil && record?.subject == booking.map { WriteSubject($0) })
  }

  // MARK: - When

  @Test func `it is looked up after 2, 5 and 10 seconds, then every 15`() {
    var (desk, _) = lost()
    let start = desk.model.now
    var times: [Int64] = []
    var seen = 0
    run(&desk, seconds: 60) { desk in
      if looks(desk) > seen { times.append((desk.model.now.milliseconds - start.milliseconds) / 1000) }
      seen = looks(desk)
    }
    #expect(times == [2, 5, 10, 25, 40, 55])
    #expect(desk.effects.allSatisfy { !$0.isWrite })
  }

  @Test(arguments: [true, false]) func `a server that cannot be reached is not asked more often than it is polled`(
    isLocal: Bool
  ) {
    var shop = TestShop()
    shop.facts.isLocal = isLocal
    var (desk, _) = lost(shop)
    desk.shop.trouble = unreachable
    run(&desk, seconds: 600)
    #expect(looks(desk) <= (isLocal ? 41 : 21))
    #expect(looks(desk) >= (isLocal ? 39 : 19))
  }

  @Test func `a rate limit is waited for`() {
    var (desk, _) = lost()
    desk.shop.trouble = CalError(kind: .rateLimited(seconds: 40), status: 429)
    run(&desk, seconds: 41)
    #expect(looks(desk) == 1)
    run(&desk, seconds: 2)
    #expect(looks(desk) == 2)
  }

  @Test func `the first poll that succeeds looks up at once what could not be asked`() {
    var (desk, ref) = lost()
    desk.shop.trouble = unreachable
    run(&desk, seconds: 3)
    #expect(desk.model.resolutions[ref]?.trouble == unreachable)
    desk.shop.trouble = nil
    let before = looks(desk)
    desk.send(.bookingsLoaded(desk.model.today...desk.model.today, .success([])))
    #expect(looks(desk) == before + 1)
    #expect(desk.model.resolutions[ref]?.trouble == nil)
  }

  @Test func `one question of a write is on its way at a time, and four in all`() {
    var desk = TestDesk.open { startup in
      for number in 1...9 {
        let ref = DeskRef("old-\(number)")
        startup.writes[ref] = WriteRecord(
          ref: ref, write: .confirm(Booking.UID("u\(number)")), at: TestShop.monday10.adding(seconds: -3600),
          state: .unknown(CalError(kind: .serverFailure)))
      }
    }
    desk.isAnswering = false
    desk.effects = []
    run(&desk, seconds: 120)
    #expect(looks(desk) == 4)
    desk.answerAll()
    #expect(looks(desk) == 9)
  }

  // MARK: - Found

  @Test func `found, it is adopted: the journal is closed, the draft forgotten, the page says so`() throws {
    var (desk, ref) = lost()
    let draft = try #require(desk.model.committing[ref])
    let booking = made(ref)
    desk.shop.bookings.append(booking)
    run(&desk, seconds: 3)
    #expect(desk.effects.contains(.closeWrite(ref, .accepted([booking]))))
    #expect(desk.effects.contains(.forgetDraft(draft.id)))
    #expect(desk.model.page == .outcome)
    #expect(desk.model.outcomeRecord?.state == .accepted([booking]))
    #expect(desk.model.outcomeRecord?.isFound == true)
    #expect(desk.model.selectedBooking == booking)
    desk.press("Enter")
    #expect(desk.model.writes.isEmpty)
    #expect(desk.model.committing.isEmpty)
  }

  @Test func `found behind another page, a line says so`() {
    var (desk, ref) = lost()
    desk.shop.bookings.append(made(ref))
    desk.press("Esc")
    run(&desk, seconds: 3)
    #expect(desk.model.notice == .foundBooked(name: "Dee Park", made(ref).start))
    #expect(desk.model.unresolvedWrites.isEmpty)
    #expect(desk.model.selectedBooking != nil)
  }

  @Test func `a poll that shows it is as good as a look-up`() {
    var (desk, ref) = lost()
    desk.send(.bookingsLoaded(desk.model.today...desk.model.today, .success([made(ref)])))
    #expect(desk.effects.contains(.closeWrite(ref, .accepted([made(ref)]))))
    #expect(desk.model.unresolvedWrites.isEmpty)
    // The same look-up may be answered later.
    let before = desk.model
    desk.send(.lookedUp(ref, .bookings(of: Service.ID(1), start: made(ref).start), .success([made(ref)])))
    #expect(desk.model == before)
  }

  @Test func `what cannot happen any more is refused, and said`() {
    let ref = DeskRef("x-1")
    var shop = TestShop()
    shop.bookings[0].status = .rejected
    let desk = TestDesk.open(shop) { startup in
      startup.writes[ref] = WriteRecord(
        ref: ref, write: .confirm(Booking.UID("b1")), at: startup.now, state: .unknown(CalError(kind: .serverFailure)))
    }
    let error = CalError(kind: .alreadyDone(movedTo: nil))
    #expect(desk.effects.contains(.closeWrite(ref, .refused(error))))
    #expect(desk.model.writes.isEmpty)
  }

  @Test func `writes of an earlier run are looked up at the start, and their drafts are not offered as unsent`() throws
  {
    let (before, ref) = lost()
    let draft = try #require(before.model.committing[ref])
    let record = try #require(before.model.writes[ref])
    let other = Draft(id: Draft.ID(rawValue: "other-1"), service: Service.ID(2))
    let desk = TestDesk.open { startup in
      startup.writes = [ref: record]
      startup.drafts = [draft, other]
    }
    #expect(looks(desk) == 1)
    #expect(desk.model.leftDrafts == [other])
    #expect(desk.model.committing == [ref: draft])
    #expect(desk.effects.allSatisfy { !$0.isWrite })
  }

  // MARK: - Not found: only a person may close it

  @Test func `not found, it stays open for days and nothing is sent`() {
    var (desk, ref) = lost()
    for _ in 0..<400 { desk.tick(seconds: 60) }
    #expect(desk.effects.allSatisfy { !$0.isWrite })
    #expect(desk.model.unresolvedWrites.map(\.ref) == [ref])
    #expect(desk.model.resolutions[ref]?.finding == .notThere)
  }

  @Test func `l looks at once`() {
    var (desk, _) = lost()
    desk.press("Esc U l")
    #expect(looks(desk) == 1)
  }

  @Test func `giving up takes two presses and a look-up after the first ten seconds`() {
    var (desk, ref) = lost()
    desk.press("Esc U x x x")
    #expect(desk.model.notice == .lookingUpFirst)
    #expect(desk.model.unresolvedWrites.count == 1)
    desk.press("k")
    run(&desk, seconds: 11)
    desk.press("x")
    #expect(desk.model.notice == .giveUpAgain)
    desk.press("k x")
    #expect(desk.model.unresolvedWrites.count == 1)
    desk.press("x")
    #expect(desk.effects.contains(.closeWrite(ref, .abandoned)))
    #expect(desk.model.writes.isEmpty)
    #expect(desk.model.committing.isEmpty)
    #expect(desk.effects.allSatisfy { !$0.isWrite })
  }

  @Test func `while the server does not answer nothing can be given up or booked again`() {
    var (desk, _) = lost()
    run(&desk, seconds: 30)
    desk.shop.trouble = unreachable
    run(&desk, seconds: 120)
    desk.press("Esc U x x a a x x")
    #expect(desk.model.unresolvedWrites.count == 1)
    #expect(desk.model.page == .unresolved)
  }

  @Test func `one that turns up after it was given up is said`() {
    var (desk, ref) = lost()
    run(&desk, seconds: 11)
    desk.press("Esc U x x")
    #expect(desk.model.writes.isEmpty)
    desk.send(.bookingsLoaded(desk.model.today...desk.model.today, .success([made(ref)])))
    #expect(desk.model.notice == .turnedUp(name: "Dee Park", made(ref).start))
  }
}
