import BookingModel
import DeskStore
import Testing

@Suite struct HistoryTests {
  private let now = Instant(seconds: 1_795_000_000)
  private let first = Booking.UID("b1")
  private let second = Booking.UID("b2")

  private func entry(_ ref: String, _ write: Write, _ clerk: String, minute: Int) -> JournalEntry {
    JournalEntry(
      deskRef: DeskRef(ref), write: write, profile: "local", clerk: clerk, desk: "front",
      createdAt: now.adding(minutes: minute))
  }

  @Test func `the history of a booking has what made it and what changed it, oldest first, and nothing else`() throws {
    let store = try DeskStore.inMemory(now: now)
    let new = NewBooking(service: Service.ID(1), start: now, attendee: Attendee(name: "Bo Lind", phone: "+15552013344"))
    let move = Write.move(first, start: now.adding(minutes: 60), reason: nil, seat: nil, overrides: .none)
    try store.run(.recordIntent(entry("r2", move, "Bea", minute: 5)))
    try store.run(.recordOutcome(DeskRef("r2"), .accepted(second), at: now))
    try store.run(.recordIntent(entry("r1", .create(new), "Alva", minute: 0)))
    try store.run(.recordOutcome(DeskRef("r1"), .accepted(first), at: now))
    try store.run(.recordIntent(entry("r3", .confirm(Booking.UID("other")), "Alva", minute: 6)))

    let both = try store.run(.history(HistoryQuestion(uids: [first, second], refs: [])))
    #expect(both.map(\.ref.rawValue) == ["r1", "r2"])
    #expect(both.map(\.clerk) == ["Alva", "Bea"])
    #expect(both.map(\.outcome) == [.accepted(first), .accepted(second)])
    // Who was booked is gone from a closed row.
    guard case .create(let kept) = both.first?.write else {
      Issue.record("no create")
      return
    }
    #expect(kept.attendee.name.isEmpty)
    #expect(try store.run(.history(HistoryQuestion(uids: [second], refs: []))).map(\.ref.rawValue) == ["r2"])
    #expect(try store.run(.history(HistoryQuestion(uids: [], refs: [DeskRef("r3")]))).map(\.outcome) == [.underWay])
    #expect(try store.run(.history(HistoryQuestion(uids: [], refs: []))).isEmpty)
  }
}
