import BookingModel
import DeskStore
import Testing

@Suite("Shifts and hand-over records")
struct HandOverStoreTests {
  private let day = noon.adding(minutes: -240)..<noon.adding(minutes: 240)

  @Test func `shifts come back by desk and time`() throws {
    let store = try DeskStore.inMemory(now: noon)
    let shifts = [
      Shift(clerk: "Ann", desk: "front", since: noon),
      Shift(clerk: "Bo", desk: "front", since: noon.adding(minutes: 60)),
      Shift(clerk: "Eve", desk: "back", since: noon),
    ]
    for shift in shifts.reversed() { try store.run(.beginShift(shift)) }
    #expect(try store.run(.shifts(desk: "front", since: noon)) == Array(shifts.prefix(2)))
    #expect(try store.run(.shifts(desk: "front", since: noon.adding(minutes: 1))) == [shifts[1]])
  }

  @Test func `marks say who noted what, and words stay out of them`() throws {
    let store = try DeskStore.inMemory(now: noon)
    let uid = Booking.UID("b1")
    func save(_ facts: BookingFacts, _ minute: Int, _ clerk: String) throws {
      try store.run(.saveFacts(facts, of: uid, at: noon.adding(minutes: minute), clerk: clerk, desk: "front"))
    }
    try save(BookingFacts(arrivedAt: noon), 0, "Ann")
    try save(BookingFacts(arrivedAt: noon, note: "waits"), 1, "Bo")
    try save(BookingFacts(arrivedAt: noon, note: "waits"), 2, "Bo")
    try save(BookingFacts(note: "waits"), 3, "Ann")
    try save(.none, 4, "Ann")
    let marks = try store.run(.handOver(day)).marks
    #expect(marks.map(\.kind) == [.arrived, .note, .notArrived, .noNote])
    #expect(marks.map(\.clerk) == ["Ann", "Bo", "Ann", "Ann"])
  }

  @Test func `what a move carries over is nobody's new mark`() throws {
    let store = try DeskStore.inMemory(now: noon)
    try store.run(
      .saveFacts(BookingFacts(arrivedAt: noon.adding(minutes: -30)), of: Booking.UID("b2"), at: noon, clerk: "Ann"))
    #expect(try store.run(.handOver(day)).marks.isEmpty)
  }

  @Test func `writes come with their clerk, desk, state and bookings`() throws {
    let store = try DeskStore.inMemory(now: noon)
    let made = sampleBooking("b1")
    try store.run(.cacheBookings([made]))
    try store.run(
      .recordIntent(
        JournalEntry(deskRef: DeskRef("d.1"), write: sampleWrite(), clerk: "Ann", desk: "front", createdAt: noon)))
    try store.run(.recordOutcome(DeskRef("d.1"), .accepted(made.uid), at: noon))
    let absent = Write.markAbsent(made.uid, host: nil, attendees: [.init(email: "maria@example.com", absent: true)])
    let present = Write.markAbsent(made.uid, host: nil, attendees: [.init(email: "maria@example.com", absent: false)])
    for (ref, write) in [("e.2", absent), ("e.3", present)] {
      try store.run(.recordIntent(JournalEntry(deskRef: DeskRef(ref), write: write, clerk: "Bo", createdAt: noon)))
      try store.run(.recordOutcome(DeskRef(ref), .accepted(made.uid), at: noon))
    }
    let records = try store.run(.handOver(day))
    #expect(records.entries.map(\.kind) == [.create, .absent, .present])
    #expect(records.entries.map(\.state) == [.done, .done, .done])
    #expect(records.entries.first?.booking == made.uid)
    #expect(records.entries.map(\.clerk) == ["Ann", "Bo", "Bo"])
    #expect(records.bookings == [made.uid: made])
  }

  @Test func `open writes are there whenever they were made, closed ones of another day are not`() throws {
    let store = try DeskStore.inMemory(now: noon)
    for ref in ["1", "2"] {
      try store.run(
        .recordIntent(
          JournalEntry(deskRef: DeskRef(ref), write: sampleWrite(), createdAt: noon.adding(seconds: -200_000))))
    }
    try store.run(.recordOutcome(DeskRef("2"), .abandoned, at: noon))
    try store.run(.recordOutcome(DeskRef("1"), .unknown(nil), at: noon))
    let records = try store.run(.handOver(day))
    #expect(records.entries.map(\.ref) == [DeskRef("1")])
    #expect(records.entries.map(\.state) == [.unknown])
  }

  @Test func `a closed no-show keeps that it was one, and not whose`() throws {
    let store = try DeskStore.inMemory(now: noon)
    let write = Write.markAbsent(
      Booking.UID("u"), host: nil, attendees: [.init(email: "maria@example.com", absent: true)])
    try store.run(.recordIntent(JournalEntry(deskRef: DeskRef("1"), write: write, createdAt: noon)))
    try store.run(.recordOutcome(DeskRef("1"), .accepted(nil), at: noon))
    #expect(
      try store.run(.journalEntry(DeskRef("1")))?.write
        == .markAbsent(Booking.UID("u"), host: nil, attendees: [.init(email: "", absent: true)]))
  }
}
