import BookingModel
import TestDesk
import Testing

@Suite("Correcting a name or contact")
struct FixTests {
  /// Booking 2 is Cy Young-Fernández, 11:30, Express Wash.
  private let old = Booking.UID("b3")

  private func writes(_ desk: TestDesk) -> [(ref: DeskRef, write: Write)] {
    desk.effects.compactMap { if case .commit(let ref, let write) = $0 { (ref, write) } else { nil } }
  }

  /// The name corrected, and sent.
  private func sent() throws -> (desk: TestDesk, cancel: DeskRef) {
    var desk = TestDesk.open()
    desk.press("2 f Ctrl-U")
    desk.type("Cy Jung")
    desk.press("PgDn y")
    let first = try #require(writes(desk).first)
    #expect(writes(desk).count == 1)
    #expect(first.write == .cancel(old, reason: Model.reasonOfFix, seat: nil, subsequent: false))
    return (desk, first.ref)
  }

  private func cancelled(_ desk: inout TestDesk, _ ref: DeskRef) throws -> (ref: DeskRef, new: NewBooking) {
    var gone = TestShop.mondaysBookings[2]
    gone.status = .cancelled
    desk.shop.bookings[2].status = .cancelled
    desk.send(.writeAnswered(ref, .success([gone])))
    let last = try #require(writes(desk).last)
    guard case .create(let new) = last.write else {
      Issue.record("\(last.write)")
      return (last.ref, NewBooking(service: Service.ID(1), start: desk.model.now, attendee: Attendee(name: "")))
    }
    return (last.ref, new)
  }

  // MARK: - The way there

  @Test("One letter of a name: f Backspace n PgDn y, five keys with the booking selected")
  func oneLetterInFiveKeys() throws {
    var desk = TestDesk.open()
    desk.press("2")
    desk.effects = []
    desk.press("f Backspace n PgDn y")
    #expect(writes(desk).count == 1)
  }

  @Test func `cancel goes first, the new booking follows at once, with everything that the old one had`() throws {
    var (desk, ref) = try sent()
    #expect(desk.model.page == .outcome)
    let (_, new) = try cancelled(&desk, ref)
    #expect(new.start == TestShop.mondaysBookings[2].start && new.service == Service.ID(1))
    #expect(new.attendee.name == "Cy Jung")
    #expect(new.attendee.phone == "+15552013344")
    #expect(new.answers == ["vehicle": .string("blue Golf")])
    #expect(writes(desk).count == 2)
  }

  @Test func `both writes are of one wish`() throws {
    var (desk, ref) = try sent()
    let (next, _) = try cancelled(&desk, ref)
    #expect(ref.intent == next.intent && ref != next)
  }

  @Test func `when both are taken, the new booking stands selected, with the marks of the old`() throws {
    var desk = TestDesk.open()
    desk.press("2 i f Ctrl-U")
    desk.type("Cy Jung")
    desk.press("PgDn y")
    let ref = try #require(writes(desk).first?.ref)
    let (next, _) = try cancelled(&desk, ref)
    var made = TestShop.booking("b9", 1, "Cy Jung", "2026-11-23T16:30:00Z", minutes: 30)
    made.metadata = ["deskRef": .string(next.rawValue)]
    desk.effects = []
    desk.send(.writeAnswered(next, .success([made])))
    #expect(desk.model.outcome.replaced?.uid == old)
    #expect(desk.effects.contains(.saveFacts(made.uid, BookingFacts(arrivedAt: TestShop.monday10), before: .none)))
    #expect(desk.effects.contains(.forgetDraft(ref.intent)))
    desk.shop.bookings.append(made)
    desk.press("Enter")
    #expect(desk.model.selectedBooking?.uid == made.uid)
    #expect(desk.model.leftDrafts.isEmpty)
  }

  @Test func `the fields are there as they were, and Esc leaves all as it was`() {
    var desk = TestDesk.open()
    desk.press("2 Enter f")
    #expect(desk.model.fix?.line(.name).text == "Cy Young-Fernández")
    #expect(desk.model.fix?.line(.phone).text == "+15552013344")
    desk.press("Esc")
    #expect(desk.model.page == .card)
    #expect(writes(desk).isEmpty)
  }

  @Test(arguments: ["2 f PgDn", "2 f Enter Enter Enter"]) func `nothing changed asks nothing`(keys: String) {
    var desk = TestDesk.open()
    desk.press(keys)
    #expect(desk.model.notice == .nothingChanged)
    #expect(desk.model.overlay == nil)
  }

  @Test(arguments: ["Enter", "n", "Esc", "t"]) func `only y sends`(key: String) {
    var desk = TestDesk.open()
    desk.press("2 f x PgDn")
    #expect(desk.model.context == .changePrompt)
    desk.press(key)
    #expect(writes(desk).isEmpty)
  }

  @Test func `an empty name or a wrong number is said before the question`() {
    var desk = TestDesk.open()
    desk.press("2 f Ctrl-U Tab Ctrl-U 123 PgDn")
    #expect(desk.model.overlay == nil)
    #expect(desk.model.fix?.problems[.name] == .missing)
    #expect(desk.model.fix?.problems[.phone] != nil)
    #expect(desk.model.fix?.focus == .name)
  }

  @Test func `a number is shown as it will be sent`() {
    var desk = TestDesk.open()
    desk.press("2 f Tab Ctrl-U")
    desk.type("212 555 0142")
    desk.press("Tab")
    #expect(desk.model.fix?.line(.phone).text == "+12125550142")
  }

  // MARK: - What cannot be corrected so

  private func obstacle(_ change: (inout TestShop) -> Void, keys: String = "2 f") -> Notice? {
    var shop = TestShop()
    change(&shop)
    var desk = TestDesk.open(shop)
    desk.press(keys)
    #expect(desk.model.page == .board)
    return desk.model.notice
  }

  @Test func `what could not be booked again is not cancelled`() {
    #expect(obstacle({ _ in }, keys: "1 f") == .cannotFix(.begun))
    #expect(obstacle({ $0.bookings[2].seriesUID = Booking.UID("s") }) == .cannotFix(.series))
    #expect(obstacle({ $0.bookings[2].attendees[0].seatUID = "seat" }) == .cannotFix(.seat))
    #expect(obstacle({ $0.bookings[2].service = Service.ID(99) }) == .serviceUnknown)
    #expect(obstacle({ $0.services[0].lengthOptions = [45, 60] }) == .cannotFix(.length))
    #expect(
      obstacle({
        $0.services[0].locations = [.address("1 New Road"), .link("https://x.example")]
      }) == .cannotFix(.place))
  }

  @Test func `a question that the booking has no answer to stands in the way before anything is sent`() {
    var shop = TestShop()
    shop.services[0].fields.append(BookingField(kind: .text, slug: "plate", label: "Plate", isRequired: true))
    var desk = TestDesk.open(shop)
    desk.press("2 f x PgDn")
    #expect(desk.model.notice == .cannotFix(.field(label: "Plate")))
    #expect(desk.model.overlay == nil)
  }

  @Test func `answers that the service does not ask for any more are named`() {
    var shop = TestShop()
    shop.bookings[2].answers["engine"] = .string("diesel")
    var desk = TestDesk.open(shop)
    desk.press("2 f")
    #expect(desk.model.fix?.lostAnswers == ["engine"])
  }

  @Test func `a time that the server would not give again is not let go`() {
    var shop = TestShop()
    // Off the service's interval: booked against the rules once.
    shop.bookings[2].start = TestShop.instant("2026-11-23T16:35:00Z")
    var desk = TestDesk.open(shop)
    desk.press("2 f x PgDn")
    #expect(desk.model.fixState == .notOffered)
    desk.press("y")
    #expect(desk.model.notice == .notOfferedAgain)
    #expect(writes(desk).isEmpty)
  }

  @Test func `a y before the times are there counts once they are painted`() {
    var desk = TestDesk.open()
    desk.isAnswering = false
    desk.press("2 f x PgDn y")
    #expect(writes(desk).isEmpty)
    #expect(desk.model.fixState == .checking)
    desk.answerAll()
    #expect(writes(desk).count == 1)
  }

  @Test func `a y that waits is called off by another key, by a failure, and by a time that is not offered`() {
    var desk = TestDesk.open()
    desk.isAnswering = false
    desk.press("2 f x PgDn y t")
    desk.answerAll()
    #expect(writes(desk).isEmpty)
    var failing = TestDesk.open()
    failing.isAnswering = false
    failing.press("2 f x PgDn y")
    failing.shop.trouble = CalError(kind: .serverFailure, status: 503)
    failing.answerAll()
    #expect(writes(failing).isEmpty && !failing.model.awaitsCommit)
    failing.shop.trouble = nil
    failing.press("y")
    #expect(writes(failing).count == 1)
  }

  @Test func `a desk that only reads corrects nothing`() {
    var desk = TestDesk.open { $0.isReadOnly = true }
    desk.press("2 f")
    #expect(desk.model.notice == .readOnly)
  }

  @Test func `an address that was made up for the old booking is not taken over`() throws {
    var shop = TestShop(policy: AttendeePolicy(country: "US", emailDomain: "shop.example"))
    shop.bookings[2].attendees[0].email = "walkin+t-9@shop.example"
    for index in shop.services.indices {
      shop.services[index].fields = TestShop.fields.map { field in
        var field = field
        if field.slug == "email" { field.isRequired = true }
        return field
      }
    }
    var desk = TestDesk.open(shop)
    desk.press("2 f x PgDn y")
    let ref = try #require(writes(desk).first?.ref)
    let (next, new) = try cancelled(&desk, ref)
    #expect(new.attendee.email == "walkin+\(next.rawValue)@shop.example")
  }
}

/// What can go wrong between the two writes.
@Suite("Correcting a name or contact: faults")
struct FixFaultTests {
  private func writes(_ desk: TestDesk) -> [(ref: DeskRef, write: Write)] {
    desk.effects.compactMap { if case .commit(let ref, let write) = $0 { (ref, write) } else { nil } }
  }

  private func sent() throws -> (desk: TestDesk, cancel: DeskRef) {
    var desk = TestDesk.open()
    desk.press("2 f Ctrl-U")
    desk.type("Cy Jung")
    desk.press("PgDn y")
    return (desk, try #require(writes(desk).first?.ref))
  }

  /// The old one is cancelled, the new one is on its way.
  private func between() throws -> (desk: TestDesk, create: DeskRef) {
    var (desk, ref) = try sent()
    cancelOld(&desk)
    desk.send(.writeAnswered(ref, .success([desk.shop.bookings[2]])))
    #expect(writes(desk).count == 2)
    return (desk, try #require(writes(desk).last?.ref))
  }

  private func cancelOld(_ desk: inout TestDesk) { desk.shop.bookings[2].status = .cancelled }

  @Test func `cancel refused: nothing is booked, and what was typed is there`() throws {
    var (desk, ref) = try sent()
    let error = CalError(kind: .refused, status: 400, message: "This event type does not allow cancellations")
    desk.send(.writeAnswered(ref, .failure(error)))
    #expect(writes(desk).count == 1)
    #expect(desk.model.page == .fix)
    #expect(desk.model.fix?.line(.name).text == "Cy Jung")
    #expect(desk.model.notice == .server(error))
    #expect(desk.model.fixing.isEmpty && desk.model.writes.isEmpty && desk.model.leftDrafts.isEmpty)
    #expect(desk.model.knownBookings.contains { $0.uid == Booking.UID("b3") && $0.status == .accepted })
  }

  @Test func `cancel refused behind the clerk's back: f finds what was typed`() throws {
    var (desk, ref) = try sent()
    desk.press("Esc")
    desk.send(.writeAnswered(ref, .failure(CalError(kind: .refused))))
    #expect(desk.model.page == .board)
    desk.press("2 f")
    #expect(desk.model.fix?.line(.name).text == "Cy Jung")
  }

  @Test func `cancel not journalled: nothing was sent, and what was typed is there`() throws {
    var (desk, ref) = try sent()
    desk.send(.writeNotJournalled(ref, .diskFull))
    #expect(desk.model.page == .fix && desk.model.notice == .store(.diskFull))
    #expect(writes(desk).count == 1)
  }

  @Test func `cancelled by somebody else meanwhile: not booked again without a person`() throws {
    var (desk, ref) = try sent()
    cancelOld(&desk)
    desk.send(.writeAnswered(ref, .failure(CalError(kind: .alreadyDone(movedTo: nil)))))
    #expect(writes(desk).count == 1)
    #expect(desk.model.leftDrafts.map { $0.text(FormSlug.name) } == ["Cy Jung"])
    #expect(desk.model.notice == .cancelledByOther(name: "Cy Young-Fernández"))
  }

  @Test func `cancel unknown: nothing is booked until it is found, then at once`() throws {
    var (desk, ref) = try sent()
    desk.send(.writeAnswered(ref, .failure(CalError(kind: .noAnswer(.timedOut)))))
    #expect(writes(desk).count == 1)
    desk.tick(seconds: 3)
    desk.tick(seconds: 4)
    #expect(writes(desk).count == 1, "still there, so still unknown")
    cancelOld(&desk)
    desk.tick(seconds: 15)
    #expect(writes(desk).count == 2)
    guard case .create(let new)? = writes(desk).last?.write else {
      Issue.record("no create")
      return
    }
    #expect(new.attendee.name == "Cy Jung")
    #expect(desk.effects.contains(.closeWrite(ref, .accepted([desk.shop.bookings[2]]))))
  }

  @Test func `cancel unknown and given up: the old one stands, what was typed is there`() throws {
    var (desk, ref) = try sent()
    desk.send(.writeAnswered(ref, .failure(CalError(kind: .noAnswer(.timedOut)))))
    desk.tick(seconds: 12)
    desk.tick(seconds: 16)
    desk.press("Esc U x x")
    #expect(desk.model.writes[ref] == nil && desk.model.fixing.isEmpty)
    #expect(writes(desk).count == 1)
    desk.press("Esc 2 f")
    #expect(desk.model.fix?.line(.name).text == "Cy Jung")
  }

  @Test func `create refused, the time taken by another: everything typed stays, and the loss is said`() throws {
    var (desk, ref) = try between()
    desk.shop.bookings.append(TestShop.booking("b8", 1, "Quick", "2026-11-23T16:30:00Z", minutes: 30))
    desk.send(.writeAnswered(ref, .failure(CalError(kind: .slotTaken, status: 409))))
    #expect(desk.model.page == .summary)
    #expect(desk.model.draft?.text(FormSlug.name) == "Cy Jung")
    let replaced = try #require(desk.model.draft?.replaces)
    #expect(desk.model.state(of: replaced) == .cancelled)
    guard case .slotLost(let nearest) = desk.model.summaryState else {
      Issue.record("\(desk.model.summaryState)")
      return
    }
    #expect(nearest.count == 3)
    desk.press("1 y")
    #expect(writes(desk).count == 3)
    #expect(writes(desk).filter { if case .cancel = $0.write { true } else { false } }.count == 1)
  }

  @Test func `create refused behind the clerk's back: the draft waits, and the loss is said`() throws {
    var (desk, ref) = try between()
    desk.press("Esc")
    desk.send(.writeAnswered(ref, .failure(CalError(kind: .limitReached))))
    #expect(desk.model.notice == .oldCancelled(name: "Cy Young-Fernández"))
    #expect(desk.model.leftDrafts.first?.replaces?.isCancelled == true)
  }

  @Test func `create unknown: looked up, never sent again by itself`() throws {
    var (desk, ref) = try between()
    desk.send(.writeAnswered(ref, .failure(CalError(kind: .noAnswer(.timedOut)))))
    for _ in 0..<20 { desk.tick(seconds: 15) }
    #expect(writes(desk).count == 2)
    #expect(desk.effects.contains { if case .lookUp(ref, _) = $0 { true } else { false } })
    var made = TestShop.booking("b9", 1, "Cy Jung", "2026-11-23T16:30:00Z", minutes: 30)
    made.metadata = ["deskRef": .string(ref.rawValue)]
    desk.shop.bookings.append(made)
    desk.tick(seconds: 15)
    guard case .accepted? = desk.model.outcomeRecord?.state else {
      Issue.record("\(String(describing: desk.model.outcomeRecord))")
      return
    }
  }

  @Test func `create unknown and given up: the customer's data is not given up with it`() throws {
    var (desk, ref) = try between()
    desk.send(.writeAnswered(ref, .failure(CalError(kind: .noAnswer(.timedOut)))))
    desk.tick(seconds: 12)
    desk.tick(seconds: 16)
    desk.press("Esc U x x")
    #expect(desk.model.writes[ref] == nil)
    #expect(desk.model.leftDrafts.map { $0.text(FormSlug.name) } == ["Cy Jung"])
    #expect(!desk.effects.contains(.forgetDraft(ref.intent)))
  }

  @Test func `create unknown can be offered again on a fresh summary`() throws {
    var (desk, ref) = try between()
    desk.send(.writeAnswered(ref, .failure(CalError(kind: .noAnswer(.timedOut)))))
    desk.tick(seconds: 12)
    desk.tick(seconds: 16)
    desk.press("Esc U a")
    #expect(desk.model.page == .summary)
    #expect(desk.model.draft?.replaces?.isCancelled == true)
    #expect(writes(desk).count == 2)
  }

  // MARK: - The program dies in between

  private func restarted(_ desk: TestDesk, writes: [DeskRef: WriteRecord]) -> TestDesk {
    let saved = desk.effects.reduce(into: [Draft.ID: Draft]()) { drafts, effect in
      switch effect {
      case .saveDraft(let draft): drafts[draft.id] = draft
      case .forgetDraft(let id): drafts[id] = nil
      default: break
      }
    }
    return TestDesk.open(desk.shop, now: desk.model.now.adding(seconds: 30)) {
      $0.drafts = Array(saved.values)
      $0.writes = writes
    }
  }

  private func unknown(_ desk: TestDesk, _ ref: DeskRef) throws -> WriteRecord {
    var record = try #require(desk.model.writes[ref])
    record.state = .unknown(CalError(kind: .noAnswer(.broken)))
    return record
  }

  @Test func `killed while cancelling: what it came to is looked up, and the new booking waits for a person`() throws {
    let (before, ref) = try sent()
    var desk = before
    cancelOld(&desk)
    desk = restarted(desk, writes: [ref: try unknown(before, ref)])
    desk.tick(seconds: 3)
    #expect(writes(desk).isEmpty)
    #expect(desk.model.writes.isEmpty)
    #expect(desk.model.leftDrafts.map { $0.text(FormSlug.name) } == ["Cy Jung"])
    #expect(desk.model.notice == .oldCancelled(name: "Cy Young-Fernández"))
  }

  @Test func `killed before the cancellation arrived: the draft is not offered while that is open`() throws {
    let (before, ref) = try sent()
    let desk = restarted(before, writes: [ref: try unknown(before, ref)])
    #expect(desk.model.leftDrafts.isEmpty)
    #expect(desk.model.fixing.count == 1)
  }

  @Test func `killed between the two: the draft says what it replaces and that this is cancelled`() throws {
    let (before, _) = try between()
    let desk = restarted(before, writes: [:])
    let replaced = try #require(desk.model.leftDrafts.first?.replaces)
    #expect(desk.model.state(of: replaced) == .cancelled)
  }

  @Test func `a correction whose old booking still stands is not said to be cancelled`() throws {
    let (before, _) = try sent()
    let desk = restarted(before, writes: [:])
    let replaced = try #require(desk.model.leftDrafts.first?.replaces)
    #expect(desk.model.state(of: replaced) == .stands)
  }
}
