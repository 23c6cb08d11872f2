import BookingModel
import TestDesk
import Testing

/// What may become of a write, and of the `y` before it.
@Suite struct CommitTests {
  private let taken = CalError(kind: .slotTaken, status: 409)
  private let timedOut = CalError(kind: .noAnswer(.timedOut))

  // MARK: - Refused

  @Test func `a slot lost at commit keeps everything typed, asks for fresh times and offers the three nearest`() throws
  {
    var (desk, ref) = TestDesk.sent()
    let draft = try #require(desk.model.committing[ref])
    let lost = try #require(draft.slot)
    desk.shop.bookings.append(TestShop.booking("b9", 1, "Another", "2026-11-23T15:45:00Z", minutes: 30))
    desk.isAnswering = false
    desk.send(.writeAnswered(ref, .failure(taken)))
    #expect(desk.model.page == .summary)
    #expect(desk.model.notice == .slotTaken)
    #expect(desk.model.draft?.entries == draft.entries)
    #expect(desk.model.summaryState == .checking)
    #expect(desk.unanswered.contains { if case .loadSlots(let query) = $0 { query.from == draft.day } else { false } })

    // A digit now is not taken for another service.
    desk.press("2")
    #expect(desk.model.draft?.service == Service.ID(1))
    #expect(desk.model.notice == .notYetComplete)
    // A shop on this machine answers at once: there the key waits for the times.
    for isLocal in [false, true] {
      desk.model.shop.isLocal = isLocal
      #expect(desk.model.awaitsOwnAnswer == isLocal)
    }

    desk.answerAll()
    guard case .slotLost(let nearest) = desk.model.summaryState else {
      Issue.record("\(desk.model.summaryState)")
      return
    }
    #expect(
      nearest.map(\.start.iso8601Seconds) == ["2026-11-23T17:00:00Z", "2026-11-23T17:15:00Z", "2026-11-23T17:30:00Z"])
    #expect(!nearest.contains(lost))
    desk.press("y")
    #expect(desk.model.writes.isEmpty)
    desk.press("4")
    #expect(desk.model.notice == .noSuchNumber(4))
    desk.press("2")
    #expect(desk.model.draft?.slot == nearest[1])
    #expect(desk.model.summaryState == .complete)
    desk.press("y")
    #expect(desk.model.page == .outcome)
    #expect(desk.model.outcome.ref != ref)
  }

  @Test func `a refused time is lost even where the list still has it`() {
    var (desk, ref) = TestDesk.sent()
    desk.send(.writeAnswered(ref, .failure(taken)))
    guard case .slotLost(let nearest) = desk.model.summaryState else {
      Issue.record("\(desk.model.summaryState)")
      return
    }
    #expect(nearest.first?.start == TestShop.instant("2026-11-23T16:00:00Z"))
  }

  @Test func `every step can be gone back after a refusal`() {
    var (desk, ref) = TestDesk.sent()
    desk.send(.writeAnswered(ref, .failure(taken)))
    for page in [Page.form, .slots, .services, .board] {
      desk.press("Esc")
      #expect(desk.model.page == page)
    }
    #expect(desk.model.leftDrafts.first?.text(FormSlug.name) == "Dee Park")
  }

  @Test func `a refused field is gone to, with the server's words, until it is changed`() {
    var (desk, ref) = TestDesk.sent()
    let error = CalError(kind: .invalidField(slug: "vehicle"), status: 400, message: "too long")
    desk.send(.writeAnswered(ref, .failure(error)))
    #expect(desk.model.page == .form)
    #expect(desk.model.draft?.focus == "vehicle")
    #expect(desk.model.shownProblems["vehicle"] == .refused("too long"))
    desk.press("x")
    #expect(desk.model.shownProblems["vehicle"] == nil)
    desk.press("PgDn")
    #expect(desk.model.page == .summary)
    #expect(desk.model.summaryState == .complete)
  }

  @Test func `another refusal comes back to the summary with its reason`() {
    var (desk, ref) = TestDesk.sent()
    let error = CalError(kind: .limitReached, status: 400, message: "one a day")
    desk.send(.writeAnswered(ref, .failure(error)))
    #expect(desk.model.page == .summary)
    #expect(desk.model.draft?.refusal == error)
    #expect(desk.model.notice == .server(error))
  }

  @Test func `a journal that cannot write loses nothing, and nothing was sent`() {
    var (desk, ref) = TestDesk.sent()
    desk.send(.writeNotJournalled(ref, .diskFull))
    #expect(desk.model.page == .summary)
    #expect(desk.model.notice == .store(.diskFull))
    #expect(desk.model.draft?.text(FormSlug.name) == "Dee Park")
    #expect(desk.model.draft?.refusal == nil)
    #expect(desk.model.summaryState == .complete)
    #expect(desk.model.writes.isEmpty)
    #expect(desk.model.committing.isEmpty)
  }

  // MARK: - Unknown

  @Test(arguments: [
    CalError.Kind.noAnswer(.timedOut), .noAnswer(.broken), .noAnswer(.unreadable), .serverFailure,
  ])
  func `an unknown outcome is shown as such, never resent, and the draft is kept`(kind: CalError.Kind) {
    var (desk, ref) = TestDesk.sent()
    let error = CalError(kind: kind)
    desk.send(.writeAnswered(ref, .failure(error)))
    #expect(desk.model.page == .outcome)
    #expect(desk.model.outcomeRecord?.state == .unknown(error))
    #expect(desk.model.committing[ref]?.text(FormSlug.name) == "Dee Park")
    desk.press("y Enter")
    #expect(desk.model.page == .board)
    for _ in 0..<50 { desk.tick(seconds: 60) }
    #expect(desk.effects.allSatisfy { !$0.isWrite && $0 != .forgetDraft(Draft.ID(rawValue: "t-1")) })
    #expect(desk.model.unresolvedWrites.map(\.ref) == [ref])
    desk.press("U")
    #expect(desk.model.page == .unresolved)
    desk.press("Esc q")
    #expect(desk.model.overlay == .quit)
  }

  @Test func `surely nothing happened where nothing was sent`() {
    var (desk, ref) = TestDesk.sent()
    desk.send(.writeAnswered(ref, .failure(CalError(kind: .noAnswer(.unreachable)))))
    #expect(desk.model.page == .summary)
    #expect(desk.model.unresolvedWrites.isEmpty)
  }

  // MARK: - Answers that come while another page is open

  @Test func `a write is finished behind another page, and says so there`() {
    var (desk, ref) = TestDesk.sent()
    desk.press("Esc 1 Enter")
    #expect(desk.model.page == .card)
    let card = desk.model.selectedBooking
    let booked = TestShop.booking("b9", 1, "Dee Park", "2026-11-23T17:00:00Z", minutes: 30)
    desk.send(.writeAnswered(ref, .success([booked])))
    #expect(desk.model.notice == .booked(name: "Dee Park", booked.start))
    #expect(desk.model.selectedBooking == card)
    #expect(desk.model.days[TestShop.day("2026-11-23")]?.value?.contains(booked) == true)
    #expect(desk.model.writes.isEmpty)
  }

  @Test func `a refusal behind another draft waits among those that were left`() {
    var (desk, ref) = TestDesk.sent()
    desk.press("Esc b 2")
    let second = desk.model.draft?.id
    desk.send(.writeAnswered(ref, .failure(taken)))
    #expect(desk.model.draft?.id == second)
    #expect(desk.model.leftDrafts.map { $0.text(FormSlug.name) } == ["Dee Park"])
    #expect(desk.model.page == .slots)
  }

  @Test func `a second answer to the same write changes nothing`() {
    var (desk, ref) = TestDesk.sent()
    let booked = TestShop.booking("b9", 1, "Dee Park", "2026-11-23T15:45:00Z", minutes: 30)
    desk.send(.writeAnswered(ref, .success([booked])))
    let before = desk.model
    #expect(desk.send(.writeAnswered(ref, .failure(taken))) == [])
    #expect(desk.send(.writeNotJournalled(DeskRef("nobody's"), .diskFull)) == [])
    #expect(desk.model == before)
  }

  // MARK: - y ahead of time

  /// A walk-in whose times are not there yet.
  private func waiting(holds trouble: HoldTrouble? = nil) -> TestDesk {
    var desk = TestDesk.summary()
    desk.shop.holdTrouble = trouble
    desk.tick(seconds: 40)
    desk.press("Esc")
    desk.tick(seconds: 40)
    desk.isAnswering = false
    desk.press("PgDn")
    #expect(desk.model.summaryState == .checking)
    desk.effects = []
    return desk
  }

  @Test func `a y typed ahead waits until the summary is complete and painted`() {
    var desk = waiting()
    desk.isPainting = false
    desk.press("y")
    #expect(desk.model.awaitsCommit)
    #expect(desk.model.notice == .waitingToCommit)
    desk.send(.painted)
    #expect(desk.model.page == .summary)
    desk.answerAll()
    #expect(desk.model.summaryState == .complete)
    #expect(desk.effects.allSatisfy { !$0.isWrite })
    let effects = desk.send(.painted)
    #expect(effects.filter(\.isWrite).count == 1)
    #expect(desk.model.page == .outcome)
    #expect(desk.send(.painted) == [])
  }

  @Test(arguments: ["Esc", ".", "F5", "?", "Q", "Enter", "Ctrl-G", "Ctrl-C", "3"])
  func `any other key takes a waiting y back`(key: String) {
    var desk = waiting()
    desk.press("y \(key)")
    #expect(!desk.model.awaitsCommit)
    desk.answerAll()
    desk.press("Esc")
    #expect(desk.effects.allSatisfy { !$0.isWrite })
  }

  @Test func `a paste takes a waiting y back`() {
    var desk = waiting()
    desk.press("y")
    desk.send(.pasted("y"))
    desk.answerAll()
    #expect(desk.effects.allSatisfy { !$0.isWrite })
  }

  @Test func `a change of price takes a waiting y back`() {
    var desk = waiting()
    desk.press("y")
    var dearer = TestShop.threeServices[0]
    dearer.price.minorUnits += 500
    desk.send(.serviceLoaded(dearer.id, .success(dearer)))
    #expect(desk.model.notice == .offerChanged)
    desk.answerAll()
    #expect(desk.effects.allSatisfy { !$0.isWrite })
  }

  @Test func `a time that is gone takes a waiting y back`() {
    // With a hold of ours the list says nothing of our time: then the board or the server tells (CONTRACT 11).
    var desk = waiting(holds: .server(CalError(kind: .forbidden, status: 403)))
    desk.press("y")
    desk.shop.bookings.append(TestShop.booking("b9", 1, "Another", "2026-11-23T15:45:00Z", minutes: 30))
    desk.answerAll()
    #expect(!desk.model.awaitsCommit)
    #expect(desk.effects.allSatisfy { !$0.isWrite })
  }

  @Test func `a time that could not be checked is checked again by y, and does not spin`() {
    var desk = waiting()
    desk.shop.trouble = timedOut
    desk.answerAll()
    #expect(desk.model.summaryState == .unchecked(timedOut))
    #expect(desk.effects.count(where: \.isRead) == 0)
    desk.shop.trouble = nil
    desk.press("y")
    #expect(desk.effects.count(where: \.isWrite) == 1)
  }

  @Test func `a failed check does not book minutes later by itself`() {
    var desk = waiting()
    desk.shop.trouble = timedOut
    desk.press("y")
    desk.answerAll()
    #expect(!desk.model.awaitsCommit)
    desk.shop.trouble = nil
    for _ in 0..<5 { desk.tick(seconds: 60) }
    #expect(desk.model.summaryState == .complete)
    #expect(desk.effects.allSatisfy { !$0.isWrite })
  }

  @Test func `a time in the past is lost`() {
    var desk = TestDesk.summary()
    desk.tick(seconds: 3600)
    guard case .slotLost(let nearest) = desk.model.summaryState else {
      Issue.record("\(desk.model.summaryState)")
      return
    }
    #expect(nearest.allSatisfy { $0.start >= desk.model.now })
    desk.press("y")
    #expect(desk.model.notice == .timePast)
    #expect(desk.effects.allSatisfy { !$0.isWrite })
  }
}

extension Draft {
  fileprivate var day: CalendarDay? { slot.map { TestShop.zone("America/New_York").day(of: $0.start) } }
}
