import BookingModel
import DeskStore
import Testing

@Suite struct FactsTests {
  private let now = Instant(seconds: 1_795_000_000)
  private let uid = Booking.UID("b1")

  @Test func `facts come back as they were saved, for the bookings asked for`() throws {
    let store = try DeskStore.inMemory(now: now)
    let facts = BookingFacts(arrivedAt: now, doneAt: now.adding(minutes: 30), note: "waits outside")
    try store.run(.saveFacts(facts, of: uid, at: now))
    try store.run(.saveFacts(BookingFacts(note: "x"), of: Booking.UID("b2"), at: now))
    #expect(try store.run(.facts(of: [uid, Booking.UID("b3")])) == [uid: facts])
  }

  @Test func `facts taken back leave nothing behind`() throws {
    let store = try DeskStore.inMemory(now: now)
    try store.run(.saveFacts(BookingFacts(arrivedAt: now), of: uid, at: now))
    try store.run(.saveFacts(.none, of: uid, at: now))
    #expect(try store.run(.facts(of: [uid])).isEmpty)
  }

  @Test func `what two desks note about one booking at the same time is all kept`() throws {
    let store = try DeskStore.inMemory(now: now)
    // Neither knows of the other's.
    try store.run(.saveFacts(BookingFacts(arrivedAt: now), of: uid, before: BookingFacts.none, at: now))
    try store.run(.saveFacts(BookingFacts(note: "blue van"), of: uid, before: BookingFacts.none, at: now))
    #expect(try store.run(.facts(of: [uid])) == [uid: BookingFacts(arrivedAt: now, note: "blue van")])
    // What one takes back goes, and nothing else.
    try store.run(.saveFacts(.none, of: uid, before: BookingFacts(arrivedAt: now), at: now))
    #expect(try store.run(.facts(of: [uid])) == [uid: BookingFacts(note: "blue van")])
  }
}
