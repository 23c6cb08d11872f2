import BookingModel
import TestDesk
import Testing

@Suite("Shifts and the hand-over")
struct HandOverTests {
  private typealias Entry = HandOverRecords.Entry

  private func entry(
    _ ref: String, _ kind: Entry.Kind, _ booking: String?, at minute: Int = 0, state: Entry.State = .done,
    clerk: String = "Alva", before: String? = nil
  ) -> Entry {
    Entry(
      ref: DeskRef(ref), kind: kind, state: state, clerk: clerk, desk: "front",
      at: TestShop.monday10.adding(minutes: minute), booking: booking.map { Booking.UID($0) },
      before: before.map { Booking.UID($0) })
  }

  private func open(_ records: HandOverRecords = HandOverRecords(), _ change: (inout Startup) -> Void = { _ in })
    -> TestDesk
  {
    var desk = TestDesk.open(startup: change)
    desk.tick(seconds: 3600)
    desk.press("H")
    if let range = desk.model.handOver.asked { desk.send(.handOverLoaded(range, .success(records))) }
    return desk
  }

  private func bookings() -> [Booking.UID: Booking] {
    Dictionary(uniqueKeysWithValues: TestShop.mondaysBookings.map { ($0.uid, $0) })
  }

  // MARK: - Shifts

  @Test func `a shift begins with the desk, and goes on when the program is started anew that day`() {
    let first = TestDesk.open()
    let begun = Shift(clerk: "Alva", desk: "front", since: TestShop.monday10)
    #expect(first.effects.contains(.beginShift(begun)))
    let second = TestDesk.open(now: TestShop.monday10.adding(minutes: 90)) { $0.shifts = [begun] }
    #expect(second.model.shift == begun)
    #expect(!second.effects.contains { if case .beginShift = $0 { true } else { false } })
  }

  @Test func `another clerk or another day begins another shift`() {
    let yesterday = Shift(clerk: "Alva", desk: "front", since: TestShop.monday10.adding(seconds: -86_400))
    #expect(TestDesk.open { $0.shifts = [yesterday] }.model.shifts.count == 2)
    let others = Shift(clerk: "Bo", desk: "front", since: TestShop.monday10.adding(minutes: -60))
    #expect(TestDesk.open { $0.shifts = [others] }.model.shift?.clerk == "Alva")
  }

  @Test func `a change of clerk by the comma begins a shift; the same name again does not`() {
    var desk = TestDesk.open()
    desk.tick(seconds: 600)
    desk.press(",")
    desk.type("Bo")
    let effects = desk.press("Enter")
    #expect(effects == [.rememberClerk("Bo"), .beginShift(Shift(clerk: "Bo", desk: "front", since: desk.model.now))])
    desk.press(",")
    #expect(desk.press("Enter") == [])
    desk.press(",")
    desk.type("Bo")
    #expect(desk.press("Enter") == [.rememberClerk("Bo")])
    #expect(desk.model.shifts.map(\.clerk) == ["Alva", "Bo"])
  }

  // MARK: - The page

  @Test func `H asks the store for the time since the shift began, and polls go on asking`() {
    var desk = TestDesk.open()
    desk.tick(seconds: 3600)
    let effects = desk.press("H")
    let end = desk.model.now.adding(milliseconds: 1)
    #expect(effects == [.loadHandOver(TestShop.monday10..<end)])
    #expect(desk.model.handOverSheet == nil)
    desk.effects = []
    desk.tick(seconds: 60)
    #expect(desk.effects.contains { if case .loadHandOver = $0 { true } else { false } })
    desk.press("Esc")
    #expect(desk.model.page == .board)
  }

  @Test func `an answer to an older question is passed over`() {
    var desk = TestDesk.open()
    desk.press("H")
    let old = desk.model.handOver.asked
    desk.press("[")
    if let old { desk.send(.handOverLoaded(old, .success(HandOverRecords()))) }
    #expect(desk.model.handOver.records == nil)
  }

  @Test func `what was done stands under its topic; what was refused or given up does not`() throws {
    var records = HandOverRecords(bookings: bookings())
    records.entries = [
      entry("d1.t1", .create, "b1"), entry("t2", .move, "b2", before: "b1"), entry("t3", .cancel, "b3", before: "b3"),
      entry("t4", .absent, "b2"), entry("t5", .confirm, "b4"), entry("t6", .present, "b2"),
      entry("d7.t7", .create, nil, state: .refused), entry("d8.t8", .create, nil, state: .givenUp),
      entry("t9", .absent, "b4"),
    ]
    let sheet = try #require(open(records).model.handOverSheet)
    #expect(sheet.lines(.made).map(\.name) == ["Ada Ray"])
    let moved = try #require(sheet.lines(.moved).first)
    #expect(moved.name == "Bo Lind" && moved.before == TestShop.mondaysBookings[0].start)
    #expect(sheet.lines(.cancelled).map(\.name) == ["Cy Young-Fernández"])
    // The one of b2 was taken back.
    let absent = try #require(sheet.lines(.noShows).first)
    #expect(sheet.lines(.noShows).count == 1 && absent.name != "Bo Lind")
    #expect(sheet.lines(.confirmed).count == 1 && sheet.lines(.declined).isEmpty)
    #expect(sheet.lines(.unresolved).isEmpty)
  }

  @Test func `unresolved writes stand there whenever they were made, with the desk that has them`() throws {
    var records = HandOverRecords()
    records.entries = [entry("d1.t1", .create, nil, at: -3000, state: .unknown, clerk: "Bo")]
    let sheet = try #require(open(records).model.handOverSheet)
    #expect(sheet.lines(.unresolved).map(\.clerk) == ["Bo"])
  }

  @Test func `a correction is one line, neither made nor cancelled`() throws {
    var records = HandOverRecords(bookings: bookings())
    records.entries = [
      entry("d1.t1", .cancel, "b1", before: "b1"), entry("d1.t2", .create, "b2", at: 1),
      entry("d9.t9", .cancel, "b3", before: "b3"),
    ]
    let sheet = try #require(open(records).model.handOverSheet)
    #expect(sheet.lines(.fixed).map(\.text) == ["Ada Ray"])
    #expect(sheet.lines(.fixed).map(\.name) == ["Bo Lind"])
    #expect(sheet.lines(.made).isEmpty)
    #expect(sheet.lines(.cancelled).count == 1)
  }

  @Test func `notes are told once and as they stand, those taken back are not`() throws {
    var records = HandOverRecords(bookings: bookings())
    func mark(_ uid: String, _ minute: Int) -> HandOverRecords.Mark {
      HandOverRecords.Mark(
        kind: .note, booking: Booking.UID(uid), clerk: "Alva", desk: "front",
        at: TestShop.monday10.adding(minutes: minute))
    }
    records.marks = [mark("b1", 1), mark("b1", 5), mark("b2", 6)]
    records.facts = [Booking.UID("b1"): BookingFacts(note: "waits outside")]
    let notes = try #require(open(records).model.handOverSheet).lines(.notes)
    #expect(notes.map(\.text) == ["waits outside"])
    #expect(notes.first?.at == TestShop.monday10.adding(minutes: 5))
  }

  @Test func `a draft that is being sent is unresolved, not unfinished`() throws {
    let open = { (id: String) in
      HandOverRecords.OpenDraft(
        draft: Draft(id: Draft.ID(rawValue: id), service: Service.ID(1)), desk: "front", at: TestShop.monday10)
    }
    var records = HandOverRecords(drafts: [open("d1"), open("d2")])
    records.entries = [entry("d1.t1", .create, nil, state: .unknown)]
    let sheet = try #require(self.open(records).model.handOverSheet)
    #expect(sheet.lines(.drafts).count == 1)
  }

  @Test func `a draft with a number and no name is told by its number`() throws {
    var draft = Draft(id: Draft.ID(rawValue: "d1"), service: Service.ID(1))
    draft.entries[FormSlug.phone] = .line(TextLine("+12125550142"))
    var named = draft
    named.id = Draft.ID(rawValue: "d2")
    named.entries[FormSlug.name] = .line(TextLine("Ada Ray"))
    let records = HandOverRecords(
      drafts: [draft, named].map { .init(draft: $0, desk: "front", at: TestShop.monday10) })
    let sheet = try #require(open(records).model.handOverSheet)
    #expect(sheet.lines(.drafts).map(\.name) == ["(212) 555-0142", "Ada Ray"])
  }

  @Test func `who arrived and is not done is still here`() {
    var desk = TestDesk.open()
    desk.press("1 i 2 i o")
    #expect(desk.model.customersHere.map(\.booking.uid.rawValue) == ["b2"])
  }

  @Test func `v shows what this clerk did alone, and all again`() throws {
    var records = HandOverRecords(bookings: bookings())
    records.entries = [entry("d1.t1", .create, "b1"), entry("d2.t2", .create, "b2", clerk: "Bo")]
    var desk = open(records)
    #expect(desk.model.handOverSheet?.lines(.made).count == 2)
    desk.press("v")
    #expect(desk.model.handOverSheet?.lines(.made).map(\.clerk) == ["Alva"])
    desk.press("v")
    #expect(desk.model.handOverSheet?.lines(.made).count == 2)
  }

  @Test func `brackets go back through today's shifts, then by whole days, and forth again`() {
    let shifts = [
      Shift(clerk: "Eve", desk: "front", since: TestShop.monday10.adding(seconds: -86_400)),
      Shift(clerk: "Bo", desk: "front", since: TestShop.monday10.adding(minutes: -120)),
      Shift(clerk: "Alva", desk: "front", since: TestShop.monday10.adding(minutes: -30)),
    ]
    var desk = open { $0.shifts = shifts }
    var seen: [String] = []
    func note() {
      let range = desk.model.handOverRange
      let zone = desk.model.shop.zone
      let local = zone.local(range.lowerBound)
      seen.append("\(desk.model.handOverClerk) \(local.day.day) \(local.minute / 60):\(twoDigits(local.minute % 60))")
    }
    note()
    for key in ["[", "[", "[", "]", "]", "]", "]", "["] {
      desk.press(key)
      note()
    }
    desk.press("t")
    note()
    #expect(
      seen == [
        "Alva 23 9:37", "Bo 23 8:07", " 23 0:00", " 22 0:00", " 23 0:00", "Bo 23 8:07", "Alva 23 9:37", "Alva 23 9:37",
        "Bo 23 8:07", "Alva 23 9:37",
      ])
  }

  @Test func `the shift before ends where the next one begins`() {
    let shifts = [
      Shift(clerk: "Bo", desk: "front", since: TestShop.monday10.adding(minutes: -120)),
      Shift(clerk: "Alva", desk: "front", since: TestShop.monday10.adding(minutes: -30)),
    ]
    var desk = open { $0.shifts = shifts }
    desk.press("[")
    #expect(desk.model.handOverRange == shifts[0].since..<shifts[1].since)
  }

  @Test func `p prints it`() {
    var desk = open()
    let effects = desk.press("p")
    guard case .print(.handOver(let sheet)) = effects.first else {
      Issue.record("\(effects)")
      return
    }
    #expect(sheet.clerk == "Alva" && sheet.desk == "front")
  }
}
