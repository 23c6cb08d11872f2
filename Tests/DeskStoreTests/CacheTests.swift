import BookingModel
import Glibc
import Testing

@testable import DeskStore

@Suite struct CacheTests {
  private let store: DeskStore
  private let day = noon..<noon.adding(seconds: 86_400)
  init() throws { store = try DeskStore.inMemory(now: noon) }

  @Test func `what was never read is not there`() throws {
    #expect(try store.run(.cachedServices()) == nil)
    #expect(try store.run(.cachedAccount()) == nil)
    #expect(try store.run(.cachedBookings(in: day)) == CachedBookings(bookings: [], readAt: nil))
  }

  @Test func `services, schedules and the account come back whole, with the time they were read`() throws {
    let services = [
      Service(
        id: .init(1), slug: "express-wash", title: "Express Wash", minutes: 30, lengthOptions: [30, 45],
        price: Money(minorUnits: 2500, currency: "usd"),
        fields: [BookingField(kind: .phone, slug: "attendeePhoneNumber")],
        locations: [.address("1 Main Street"), .attendeePhone])
    ]
    let schedules = [
      Schedule(
        id: .init(1), name: "Shop", zone: "Europe/Berlin",
        hours: [.init(days: [.monday], span: MinuteSpan(start: 540, end: 1020))])
    ]
    try store.run(.cacheServices(services, readAt: noon))
    try store.run(.cacheSchedules(schedules, readAt: noon.adding(seconds: 1)))
    try store.run(.cacheAccount(Account(id: 4, name: "Peter"), readAt: noon.adding(seconds: 2)))
    #expect(try store.run(.cachedServices()) == Cached(value: services, readAt: noon))
    #expect(try store.run(.cachedSchedules()) == Cached(value: schedules, readAt: noon.adding(seconds: 1)))
    #expect(try store.run(.cachedAccount())?.value.name == "Peter")
  }

  @Test func `a booking comes back as it was`() throws {
    let booking = sampleBooking("a", updatedAt: noon)
    try store.run(.cacheBookings([booking]))
    #expect(try store.run(.cachedBooking(.init("a"))) == booking)
  }

  @Test func `a booking is found by its confirmation code`() throws {
    let bookings = (0..<300).map { sampleBooking("uid-\($0)") }
    try store.run(.cacheBookings(bookings))
    let code = ConfirmationCode(Booking.UID("uid-7"))
    let found = try store.run(.cachedBookings(code: code))
    #expect(found.contains(bookings[7]))
    #expect(found.allSatisfy { ConfirmationCode($0.uid) == code })
    #expect(try store.run(.cachedBookings(code: ConfirmationCode(Booking.UID("nowhere")))).isEmpty)
  }

  @Test func `a range holds what takes time in it`() throws {
    try store.run(
      .cacheBookings([
        sampleBooking("before", start: day.lowerBound.adding(minutes: -60), minutes: 60),
        sampleBooking("into", start: day.lowerBound.adding(minutes: -30), minutes: 60),
        sampleBooking("inside", start: day.lowerBound.adding(minutes: 60)),
        sampleBooking("out of", start: day.upperBound.adding(minutes: -10)),
        sampleBooking("after", start: day.upperBound),
      ]))
    #expect(try store.run(.cachedBookings(in: day)).bookings.map(\.uid.rawValue) == ["into", "inside", "out of"])
  }

  @Test func `an older state of a booking does not replace a newer one`() throws {
    var booking = sampleBooking("a", updatedAt: noon)
    booking.status = .cancelled
    try store.run(.cacheBookings([booking]))
    try store.run(.cacheBookings([sampleBooking("a", updatedAt: noon.adding(seconds: -1))]))
    #expect(try store.run(.cachedBooking(.init("a")))?.status == .cancelled)
    try store.run(.cacheBookings([sampleBooking("a", updatedAt: noon.adding(seconds: 1))]))
    #expect(try store.run(.cachedBooking(.init("a")))?.status == .accepted)
  }

  @Test func `a whole reading drops what is gone, inside its range only`() throws {
    try store.run(
      .cacheBookings([sampleBooking("gone"), sampleBooking("kept"), sampleBooking("tomorrow", start: day.upperBound)]))
    try store.run(.cacheBookings([sampleBooking("kept")], covering: day, readAt: noon))
    #expect(try store.run(.cachedBooking(.init("gone"))) == nil)
    #expect(try store.run(.cachedBooking(.init("tomorrow"))) != nil)
    #expect(try store.run(.cachedBookings(in: day)).readAt == noon)
  }

  @Test func `the age of a range is that of its oldest needed part, and none when there is a gap`() throws {
    func range(_ from: Int, _ to: Int) -> Range<Instant> { noon.adding(minutes: from)..<noon.adding(minutes: to) }
    func at(_ minute: Int) -> Instant { noon.adding(minutes: minute) }
    let readings = [
      Reading(range: range(0, 100), at: at(1)), Reading(range: range(50, 150), at: at(2)),
      Reading(range: range(60, 90), at: at(3)),
    ]
    #expect(Reading.oldestNeeded(toCover: range(60, 80), readings) == at(3))
    #expect(Reading.oldestNeeded(toCover: range(50, 120), readings) == at(2))
    #expect(Reading.oldestNeeded(toCover: range(10, 120), readings) == at(1))
    #expect(Reading.oldestNeeded(toCover: range(10, 151), readings) == nil)
    #expect(Reading.oldestNeeded(toCover: range(-1, 10), readings) == nil)
    #expect(Reading.oldestNeeded(toCover: range(0, 1), []) == nil)
  }

  @Test func `a cleared cache is empty`() throws {
    try store.run(.cacheBookings([sampleBooking("a")], covering: day, readAt: noon))
    try store.run(.cacheAccount(Account(id: 4), readAt: noon))
    try store.run(.clearCache())
    #expect(try store.run(.cachedBookings(in: day)) == CachedBookings(bookings: [], readAt: nil))
    #expect(try store.run(.cachedAccount()) == nil)
  }
}

@Suite struct DraftsSettingsHoldsTests {
  private let store: DeskStore
  init() throws { store = try DeskStore.inMemory(now: noon) }

  @Test func `drafts are saved over, listed by desk, and deleted`() throws {
    func draft(_ id: String, _ desk: String, _ json: String, _ seconds: Int64) -> StoredDraft {
      StoredDraft(id: id, desk: desk, json: Array(json.utf8), updatedAt: noon.adding(seconds: seconds))
    }
    try store.run(.saveDraft(draft("a", "front", "{}", 0)))
    try store.run(.saveDraft(draft("b", "back", "{}", 1)))
    try store.run(.saveDraft(draft("a", "front", "{\"name\":\"é\"}", 2)))
    #expect(try store.run(.takeDrafts()).map(\.id) == ["b", "a"])
    #expect(try store.run(.takeDrafts(desk: "front")) == [draft("a", "front", "{\"name\":\"é\"}", 2)])
    try store.run(.deleteDraft("a"))
    #expect(try store.run(.takeDrafts()).map(\.id) == ["b"])
  }

  @Test func `a draft that another living process has in hand is not offered`() throws {
    let folder = try TemporaryFolder()
    // The parent of this process lives as long as the test.
    let other = ProcessMark.running(getppid())
    let theirs = try DeskStore.open(path: folder.file, now: noon, process: other)
    let ours = try DeskStore.open(path: folder.file, now: noon)
    let dead = try DeskStore.open(
      path: folder.file, now: noon, process: ProcessMark(pid: other.pid, boot: other.boot, started: "1"))
    for (store, id) in [(theirs, "theirs"), (ours, "ours"), (dead, "left by the dead")] {
      try store.run(.saveDraft(StoredDraft(id: id, desk: "front", json: [], updatedAt: noon)))
    }
    #expect(try ours.run(.takeDrafts()).map(\.id) == ["left by the dead", "ours"])
    // What one desk has taken is nobody else's.
    #expect(try theirs.run(.takeDrafts()).map(\.id) == ["theirs"])
  }

  @Test func `a draft is gone with the acceptance of its booking, also when a desk saves it once more and dies`() throws
  {
    let draft = StoredDraft(id: "t-1", desk: "front", json: [], updatedAt: noon)
    let other = StoredDraft(id: "t-12", desk: "front", json: [], updatedAt: noon)
    for draft in [draft, other] { try store.run(.saveDraft(draft)) }
    try store.run(.recordIntent(JournalEntry(deskRef: DeskRef("t-1.x-1"), write: sampleWrite(), createdAt: noon)))
    #expect(try store.run(.takeDrafts()) == [draft, other])
    try store.run(.recordOutcome(DeskRef("t-1.x-1"), .accepted(.init("u")), at: noon))
    #expect(try store.run(.takeDrafts()) == [other])
    try store.run(.saveDraft(draft))
    #expect(try store.run(.takeDrafts()) == [other])
  }

  @Test func `settings are set and forgotten`() throws {
    try store.run(.setSetting("clerk", "Ann"))
    try store.run(.setSetting("clerk", "Bo"))
    #expect(try store.run(.setting("clerk")) == "Bo")
    try store.run(.setSetting("clerk", nil))
    #expect(try store.run(.setting("clerk")) == nil)
  }

  @Test func `holds are listed until they run out or are let go`() throws {
    func hold(_ uid: String, until: Instant) -> DeskHold {
      DeskHold(
        reservation: Reservation(uid: uid, service: .init(1), start: noon, end: noon.adding(minutes: 30), until: until),
        desk: "front", draft: "d")
    }
    for (uid, minutes) in [("a", 5), ("b", 10), ("c", 15)] {
      try store.run(.insertHold(hold(uid, until: noon.adding(minutes: minutes))))
    }
    try store.run(.deleteHold(reservation: "b"))
    #expect(
      try store.run(.holds(now: noon)) == [
        hold("a", until: noon.adding(minutes: 5)), hold("c", until: noon.adding(minutes: 15)),
      ])
    #expect(try store.run(.holds(now: noon.adding(minutes: 5))).map(\.reservation.uid) == ["c"])
  }
}
