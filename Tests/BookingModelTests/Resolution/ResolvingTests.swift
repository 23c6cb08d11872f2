import BookingModel
import TestDesk
import Testing

/// Unknown writes from the moment they become unknown until they are closed.
@Suite struct ResolvingTests {
  private let timedOut = CalError(kind: .noAnswer(.timedOut))
  private let unreachable = CalError(kind: .noAnswer(.unreachable))

  /// A create whose answer was lost; look-ups pile up unanswered.
  private func lost(_ shop: TestShop = TestShop()) -> (desk: TestDesk, ref: DeskRef) {
    var (desk, ref) = TestDesk.sent(shop)
    desk.send(.writeAnswered(ref, .failure(timedOut)))
    desk.effects = []
    return (desk, ref)
  }

  private func made(_ ref: DeskRef, status: Booking.Status = .accepted) -> Booking {
    var booking = TestShop.booking("b9", 1, "Dee Park", "2026-11-23T15:45:00Z", minutes: 30, status: status)
    booking.metadata = ["deskRef": .string(ref.rawValue)]
    return booking
  }

  private func looks(_ desk: TestDesk) -> Int {
    desk.effects.count { if case .lookUp = $0 { true } else { false } }
  }

  /// Lets the clock run as the program does: from one timer to the next.
  private func run(_ desk: inout TestDesk, seconds: Int64, each: (TestDesk) -> Void = { _ in }) {
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

  // MARK: - Booked again by a person

  /// On the fresh summary of a write that was not found.
  private func offered() -> (desk: TestDesk, first: DeskRef) {
    var (desk, ref) = lost()
    run(&desk, seconds: 11)
    desk.press("Esc U a")
    return (desk, ref)
  }

  @Test func `before it was looked up for ten seconds it cannot be booked again`() {
    var (desk, ref) = lost()
    run(&desk, seconds: 6)
    desk.press("Esc U a")
    #expect(desk.model.notice == .lookingUpFirst)
    #expect(desk.model.page == .unresolved)
    #expect(desk.model.committing[ref] != nil)
  }

  @Test func `everything typed comes back on a fresh summary, and y sends a new write`() {
    var (desk, first) = offered()
    #expect(desk.model.page == .summary)
    #expect(desk.model.draft?.text(FormSlug.name) == "Dee Park")
    #expect(desk.model.summaryState == .complete)
    #expect(desk.effects.allSatisfy { !$0.isWrite })
    desk.press("y")
    #expect(desk.effects.count(where: \.isWrite) == 1)
    let second = desk.model.outcome.ref
    #expect(second != nil && second != first)
    // The first stays open until the second is taken.
    #expect(desk.model.unresolvedWrites.map(\.ref) == [first])
    desk.send(.writeAnswered(second ?? first, .success([made(second ?? first)])))
    #expect(desk.effects.contains(.closeWrite(first, .abandoned)))
    #expect(desk.model.unresolvedWrites.isEmpty)
  }

  @Test func `a draft that is left goes on being the first one's`() {
    var (desk, first) = offered()
    desk.press("Esc Esc Esc Esc")
    #expect(desk.model.leftDrafts.map(\.id) == [first.intent])
    desk.press("U a")
    #expect(desk.model.notice == .offeredAlready)
    desk.shop.bookings.append(made(first))
    run(&desk, seconds: 16)
    #expect(desk.model.leftDrafts.isEmpty)
    #expect(desk.model.notice == .foundBooked(name: "Dee Park", made(first).start))
  }

  @Test func `found while the fresh summary is open, there is nothing left to book`() {
    var (desk, first) = offered()
    desk.shop.bookings.append(made(first))
    run(&desk, seconds: 16)
    #expect(desk.model.page == .outcome)
    #expect(desk.model.draft == nil)
    #expect(desk.model.outcomeRecord?.isFound == true)
    desk.press("y")
    #expect(desk.effects.allSatisfy { !$0.isWrite })
  }

  @Test func `y waits for a fresh look-up where the last one is old`() {
    var (desk, _) = offered()
    desk.isAnswering = false
    run(&desk, seconds: 60)
    #expect(desk.model.summaryState == .checking)
    desk.press("y")
    #expect(desk.model.awaitsCommit)
    #expect(desk.effects.allSatisfy { !$0.isWrite })
    desk.answerAll()
    #expect(desk.effects.count(where: \.isWrite) == 1)
  }

  @Test func `a time refused to the second went to the first: it is looked up again, and adopted`() {
    var (desk, first) = offered()
    desk.press("y")
    let second = desk.model.outcome.ref ?? first
    desk.shop.bookings.append(made(first))
    desk.send(.writeAnswered(second, .failure(CalError(kind: .slotTaken, status: 409))))
    #expect(desk.model.draft == nil)
    #expect(desk.model.page == .outcome)
    #expect(desk.model.outcome.ref == first)
    #expect(desk.model.outcomeRecord?.state == .accepted([made(first)]))
  }

  @Test func `a refusal after the first was found does not offer it a third time`() {
    var (desk, first) = offered()
    desk.press("y")
    let second = desk.model.outcome.ref ?? first
    desk.send(.bookingsLoaded(desk.model.today...desk.model.today, .success([made(first)])))
    desk.send(.writeAnswered(second, .failure(CalError(kind: .slotTaken, status: 409))))
    #expect(desk.model.draft == nil)
    #expect(desk.model.leftDrafts.isEmpty)
    #expect(desk.model.notice == .repeatFound)
  }

  @Test func `a server that answers the repeat with the first booking has booked once`() {
    var (desk, first) = offered()
    desk.press("y")
    let second = desk.model.outcome.ref ?? first
    desk.send(.writeAnswered(second, .success([made(first)])))
    #expect(desk.effects.contains(.closeWrite(first, .accepted([made(first)]))))
    #expect(!desk.effects.contains(.closeWrite(first, .abandoned)))
    #expect(desk.model.unresolvedWrites.isEmpty)
  }

  /// The second sending is unknown, too.
  private func lostTwice() -> (desk: TestDesk, first: DeskRef, second: DeskRef) {
    var (desk, first) = offered()
    desk.press("y")
    let second = desk.model.outcome.ref ?? first
    desk.send(.writeAnswered(second, .failure(timedOut)))
    return (desk, first, second)
  }

  @Test func `two sendings of one booking are one wish: neither is offered before both are looked for`() {
    var (desk, first, second) = lostTwice()
    #expect(first != second && first.intent == second.intent)
    desk.press("Esc U a")
    #expect(desk.model.notice == .lookingUpFirst)
    #expect(desk.model.page == .unresolved)
    run(&desk, seconds: 11)
    desk.press("a")
    #expect(desk.model.page == .summary)
    #expect(desk.model.draft?.text(FormSlug.name) == "Dee Park")
    desk.press("y")
    let third = desk.model.outcome.ref ?? first
    desk.press("Esc U a Down a")
    #expect(desk.model.notice == .offeredAlready)
    desk.send(.writeAnswered(third, .success([made(third)])))
    #expect(desk.effects.contains(.closeWrite(first, .abandoned)))
    #expect(desk.effects.contains(.closeWrite(second, .abandoned)))
    #expect(desk.model.writes.isEmpty)
  }

  @Test func `one of two sendings found, the other is not offered again, also after a new start`() {
    var (desk, first, second) = lostTwice()
    desk.shop.bookings.append(made(first))
    run(&desk, seconds: 16)
    #expect(desk.model.unresolvedWrites.map(\.ref) == [second])
    desk.press("Esc U a")
    #expect(desk.model.notice == .repeatFound)
    #expect(desk.model.page == .unresolved)
    let record = desk.model.writes[second]
    var next = TestDesk.open(desk.shop, now: desk.model.now) { startup in
      startup.writes = record.map { [second: $0] } ?? [:]
      startup.bookedIntents = [first.intent]
    }
    run(&next, seconds: 60)
    next.press("U a")
    #expect(next.model.notice == .repeatFound)
  }

  @Test func `a booking of the command line can be taken up from its write alone`() {
    let ref = DeskRef("c-1")
    let booking = NewBooking(
      service: Service.ID(1), start: TestShop.instant("2026-11-23T15:45:00Z"),
      attendee: Attendee(name: "Eva Moss", email: "walkin+c-1@shop.example", phone: "+12125550142"),
      answers: ["vehicle": "red Polo"])
    var desk = TestDesk.open { startup in
      startup.writes[ref] = WriteRecord(
        ref: ref, write: .create(booking), at: startup.now.adding(seconds: -60),
        state: .unknown(CalError(kind: .serverFailure)))
    }
    desk.press("U a")
    #expect(desk.model.page == .summary)
    #expect(desk.model.draft?.text(FormSlug.name) == "Eva Moss")
    #expect(desk.model.draft?.text("vehicle") == "red Polo")
    #expect(desk.model.draft?.text(FormSlug.email) == "")
    #expect(desk.model.summaryState == .complete)
  }

  // MARK: - Several processes

  @Test func `a write that a command left unknown is taken up by the desk that runs`() {
    let ref = DeskRef("c-1")
    var desk = TestDesk.open()
    run(&desk, seconds: 16)
    #expect(desk.effects.contains { if case .readJournal = $0 { true } else { false } })
    let record = WriteRecord(
      ref: ref, write: .confirm(Booking.UID("b4")), at: desk.model.now, state: .unknown(CalError(kind: .serverFailure)))
    let underWay = WriteRecord(ref: DeskRef("other-1"), write: .confirm(Booking.UID("b3")), at: desk.model.now)
    desk.send(.journalRead([record, underWay], askedAt: desk.model.now))
    #expect(desk.model.unresolvedWrites.map(\.ref) == [ref])
    #expect(desk.model.writes[underWay.ref] == nil)
    #expect(looks(desk) == 1)
  }

  @Test func `a write that another desk has cleared up goes from the list`() {
    var (desk, _) = lost()
    desk.press("Esc")
    // Asked before it was unknown: says nothing.
    desk.send(.journalRead([], askedAt: desk.model.now.adding(seconds: -1)))
    #expect(desk.model.unresolvedWrites.count == 1)
    run(&desk, seconds: 1)
    desk.send(.journalRead([], askedAt: desk.model.now))
    #expect(desk.model.unresolvedWrites.isEmpty)
    #expect(desk.model.notice == .closedElsewhere)
    #expect(desk.model.resolutions.isEmpty)
    #expect(desk.model.committing.isEmpty)
  }

  @Test func `a journal read while a write was closed does not open it again`() throws {
    var (desk, ref) = lost()
    let record = try #require(desk.model.writes[ref])
    desk.press("Esc")
    desk.send(.bookingsLoaded(desk.model.today...desk.model.today, .success([made(ref)])))
    desk.send(.journalRead([record], askedAt: desk.model.now))
    #expect(desk.model.unresolvedWrites.isEmpty)
  }

  @Test func `a desk that only reads looks up, and closes nothing`() {
    let ref = DeskRef("c-1")
    var desk = TestDesk.open { startup in
      startup.isReadOnly = true
      startup.writes[ref] = WriteRecord(
        ref: ref, write: .confirm(Booking.UID("b4")), at: startup.now.adding(seconds: -60),
        state: .unknown(CalError(kind: .serverFailure)))
    }
    #expect(looks(desk) == 1)
    desk.press("U x x a")
    #expect(desk.model.notice == .readOnly)
    #expect(desk.model.unresolvedWrites.count == 1)
  }

  @Test func `y gives the keyboard back at once: every key works while the write is under way`() {
    var (desk, ref) = TestDesk.sent()
    #expect(desk.model.outcomeRecord?.state == .underWay)
    desk.press("n")
    desk.type("Eva")
    #expect(desk.model.page == .who)
    #expect(desk.model.who.line.text == "Eva")
    desk.send(.writeAnswered(ref, .success([made(ref)])))
    #expect(desk.model.who.line.text == "Eva")
    #expect(desk.model.notice == .booked(name: "Dee Park", made(ref).start))
  }
}
