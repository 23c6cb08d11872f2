import BookingModel
import TestDesk
import Testing

extension ResolvingTests {
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
