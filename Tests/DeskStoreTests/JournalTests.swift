import BookingModel
import Foundation
import GRDB
import Testing

@testable import DeskStore

@Suite struct JournalTests {
  private let ref = DeskRef("ref-1")

  private func entry(_ write: Write = sampleWrite()) -> JournalEntry {
    JournalEntry(deskRef: ref, write: write, profile: "local", clerk: "Ann", desk: "front", createdAt: noon)
  }

  @Test func `a recorded write is there with everything its look-up needs`() throws {
    let store = try DeskStore.inMemory(now: noon)
    try store.run(.recordIntent(entry()))
    let found = try store.run(.unresolved())
    #expect(found == [entry()])
    #expect(found.first?.service == .init(7))
    #expect(found.first?.start == noon)
  }

  @Test func `one reference is recorded once`() throws {
    let store = try DeskStore.inMemory(now: noon)
    try store.run(.recordIntent(entry()))
    #expect(throws: StoreError.self) { try store.run(.recordIntent(entry(.confirm(.init("b"))))) }
    #expect(try store.run(.unresolved()) == [entry()])
  }

  static let outcomes: [(JournalEntry.State, Bool)] = [
    (.accepted(.init("uid-1")), false), (.refused(CalError(kind: .slotTaken, status: 400, code: "x")), false),
    (.unknown(CalError(kind: .noAnswer(.timedOut))), true), (.abandoned, false),
  ]

  @Test(arguments: outcomes) func `an outcome is kept, and open only when unknown`(
    state: JournalEntry.State, open: Bool
  ) throws {
    let store = try DeskStore.inMemory(now: noon)
    try store.run(.recordIntent(entry()))
    #expect(try store.run(.recordOutcome(ref, state, at: noon.adding(seconds: 2))))
    let found = try #require(try store.run(.journalEntry(ref)))
    #expect(found.state == state)
    #expect(found.updatedAt == noon.adding(seconds: 2))
    #expect(try store.run(.unresolved()).count == (open ? 1 : 0))
  }

  @Test func `an unknown write can still be accepted, and a closed one changes no more`() throws {
    let store = try DeskStore.inMemory(now: noon)
    try store.run(.recordIntent(entry()))
    #expect(try store.run(.recordOutcome(ref, .unknown(nil), at: noon)))
    try store.run(.recordLookup(ref, at: noon.adding(seconds: 5)))
    #expect(try store.run(.journalEntry(ref))?.lookups == 1)
    #expect(try store.run(.recordOutcome(ref, .accepted(.init("u")), at: noon)))
    #expect(try !store.run(.recordOutcome(ref, .unknown(nil), at: noon)))
    #expect(try store.run(.journalEntry(ref))?.state == .accepted(.init("u")))
    #expect(try !store.run(.recordOutcome(DeskRef("none"), .abandoned, at: noon)))
  }

  static let personal: [Write] = [
    sampleWrite(), .move(.init("u"), start: noon, reason: "Maria Álvarez is ill", seat: nil, overrides: .none),
    .cancel(.init("u"), reason: "Maria Álvarez is ill", seat: nil, subsequent: false),
    .decline(.init("u"), reason: "Maria Álvarez is ill"),
    .markAbsent(.init("u"), host: nil, attendees: [.init(email: "maria@example.com", absent: true)]),
    .addGuests(.init("u"), emails: ["guest@example.com"]), .setLocation(.init("u"), .attendeePhone("+15558675309")),
  ]

  @Test(arguments: personal) func `a closed row holds no personal data`(write: Write) throws {
    // The numbers of a real process may have any digits.
    let process = ProcessMark(pid: 1, boot: "boot", started: "1")
    let store = try DeskStore.inMemory(now: noon, process: process)
    try store.run(.recordIntent(entry(write)))
    let refusal = CalError(kind: .refused, status: 400, message: "Maria Álvarez maria@example.com has booked already")
    _ = try store.run(.recordOutcome(ref, .refused(refusal), at: noon))
    let row = try store.run(
      StoreRequest<String>(.read) { db, _ in
        try Row.fetchAll(db, sql: "SELECT * FROM journal").map(\.debugDescription).joined()
      })
    for word in ["Maria", "example.com", "5309", "Elm", "blue van", "cousin", "is ill"] {
      #expect(!row.contains(word), "\(word)")
    }
    #expect(try store.run(.journalEntry(ref))?.write.booking == write.booking)
  }

  @Test func `what a dead process left behind is unknown at the next opening`() throws {
    let folder = try TemporaryFolder()
    let dead = ProcessMark(pid: 999_999_999, boot: ProcessMark.current().boot, started: "1")
    let store = try DeskStore.open(path: folder.file, now: noon, process: dead)
    try store.run(.recordIntent(entry()))
    // No closing: the process is killed here.
    let next = try DeskStore.open(path: folder.file, now: noon.adding(seconds: 60))
    let found = try next.run(.unresolved())
    #expect(found.map(\.state) == [.unknown(nil)])
    #expect(found.map(\.write) == [sampleWrite()])
    withExtendedLifetime(store) {}
  }

  @Test func `what the dead left open is taken over by one desk, be it on its way or unknown`() throws {
    let folder = try TemporaryFolder()
    let dead = ProcessMark(pid: 999_999_999, boot: ProcessMark.current().boot, started: "1")
    let (first, second) = (
      try DeskStore.open(path: folder.file, now: noon, process: .running(getppid())),
      try DeskStore.open(path: folder.file, now: noon)
    )
    let gone = try DeskStore.open(path: folder.file, now: noon, process: dead)
    #expect(try !first.run(.hasOrphans()))
    for name in ["sent", "lost"] {
      try gone.run(.recordIntent(JournalEntry(deskRef: DeskRef(name), write: .confirm(.init("u")), createdAt: noon)))
    }
    _ = try gone.run(.recordOutcome(DeskRef("lost"), .unknown(nil), at: noon))
    // Its own desk's, which lives.
    try second.run(.recordIntent(entry()))
    #expect(try first.run(.hasOrphans()))
    #expect(try first.run(.takeOrphans(now: noon)) == 2)
    #expect(try second.run(.takeOrphans(now: noon)) == 0)
    #expect(try !second.run(.hasOrphans()))
    let states = try first.run(.unresolved()).map { "\($0.deskRef.rawValue) \($0.state)" }
    #expect(states.sorted() == ["lost unknown(nil)", "\(ref.rawValue) written", "sent unknown(nil)"].sorted())
  }

  @Test func `an open row says whose booking it changes, from the write or from what was read of it`() throws {
    let store = try DeskStore.inMemory(now: noon)
    try store.run(.cacheBookings([sampleBooking("cached")]))
    func add(_ uid: String, _ subject: WriteSubject? = nil) throws {
      let write = Write.cancel(.init(uid), reason: "asked", seat: nil, subsequent: false)
      try store.run(
        .recordIntent(JournalEntry(deskRef: DeskRef(uid), write: write, createdAt: noon, subject: subject)))
    }
    try add("cached")
    try add("given", WriteSubject(name: "Ann", service: nil, start: noon))
    try add("strange")
    func subject(_ uid: String) throws -> WriteSubject? {
      try store.run(.unresolved()).first { $0.deskRef.rawValue == uid }?.subject
    }
    #expect(try subject("cached") == WriteSubject(name: "Maria Álvarez", service: .init(1), start: noon))
    #expect(try subject("given")?.name == "Ann")
    #expect(try subject("strange") == nil)
    // Unknown it is still told, also when the cache is gone; closed it is not.
    _ = try store.run(.recordOutcome(DeskRef("cached"), .unknown(nil), at: noon))
    try store.run(.clearCache())
    #expect(try subject("cached")?.name == "Maria Álvarez")
    _ = try store.run(.recordOutcome(DeskRef("cached"), .accepted(.init("cached")), at: noon))
    let row = try store.run(
      StoreRequest<String>(.read) { db, _ in
        try String.fetchOne(db, sql: "SELECT write FROM journal WHERE deskRef = 'cached'") ?? ""
      })
    #expect(!row.contains("Maria") && !row.contains("subject"))
    try store.run(.cacheBookings([sampleBooking("strange")]))
    #expect(try subject("strange")?.name == "Maria Álvarez")
  }

  @Test func `a living desk keeps its write when another desk starts`() throws {
    let folder = try TemporaryFolder()
    let living = ProcessMark.running(getppid())
    #expect(living.isAlive)
    let store = try DeskStore.open(path: folder.file, now: noon, process: living)
    try store.run(.recordIntent(entry()))
    let next = try DeskStore.open(path: folder.file, now: noon)
    #expect(try next.run(.unresolved()).map(\.state) == [.written])
    #expect(try next.run(.takeOrphans(now: noon)) == 0)
  }

  @Test func `a reused process id and an earlier start of the machine are other processes`() {
    var mark = ProcessMark.current()
    #expect(mark.isAlive)
    mark.started = "1"
    #expect(!mark.isAlive)
    mark = .current()
    mark.boot = "another"
    #expect(!mark.isAlive)
  }

  @Test func `while running, a desk does not take its own writes for orphans`() throws {
    let store = try DeskStore.inMemory(now: noon)
    try store.run(.recordIntent(entry()))
    #expect(try store.run(.takeOrphans(now: noon)) == 0)
    #expect(try store.run(.adoptOrphans(now: noon)) == 1)
  }

  @Test func `an intent is committed with the full sync, and ordinary writes are not`() throws {
    let folder = try TemporaryFolder()
    let store = try DeskStore.open(path: folder.file, now: noon)
    let ask = { (manner: StoreRequest<Int>.Manner) in
      try store.run(StoreRequest<Int>(manner) { db, _ in try Int.fetchOne(db, sql: "PRAGMA synchronous") ?? -1 })
    }
    #expect(try ask(.durableWrite) == 2)
    #expect(try ask(.write) == 1)
    guard case .durableWrite = StoreRequest<Void>.recordIntent(entry()).manner else {
      Issue.record("recordIntent is not durable")
      return
    }
  }

  @Test func `later answers come in the order of the requests`() async throws {
    let store = try DeskStore.inMemory(now: noon)
    store.start(.recordIntent(entry())) { _ in }
    let changed = await withCheckedContinuation { continuation in
      store.start(.recordOutcome(ref, .accepted(.init("u")), at: noon)) { continuation.resume(returning: $0) }
    }
    #expect(changed == .success(true))
    let found = await withCheckedContinuation { continuation in
      store.start(.journalEntry(ref)) { continuation.resume(returning: $0) }
    }
    #expect(try found.get()?.state == .accepted(.init("u")))
  }
}

@Suite struct SeveralDesksTests {
  @Test func `two desks write at once without a lock error, and nothing is lost`() throws {
    let folder = try TemporaryFolder()
    let stores = try (0..<4).map { _ in try DeskStore.open(path: folder.file, now: noon) }
    let failures = Failures()
    DispatchQueue.concurrentPerform(iterations: 4) { index in
      for number in 0..<50 {
        do {
          let ref = DeskRef("\(index)-\(number)")
          try stores[index].run(
            .recordIntent(JournalEntry(deskRef: ref, write: .confirm(.init("b")), createdAt: noon)))
          _ = try stores[index].run(.unresolved())
          _ = try stores[index].run(.recordOutcome(ref, .accepted(nil), at: noon))
          try stores[index].run(.cacheBookings([sampleBooking("\(index)-\(number)")]))
        } catch { failures.add("\(error)") }
      }
    }
    #expect(failures.all == [])
    #expect(try stores[0].run(.recentWrites(limit: 1000)).count == 200)
    #expect(try stores[3].run(.unresolved()) == [])
  }

  @Test func `desks that start together on no file share one store`() throws {
    for _ in 0..<5 {
      let folder = try TemporaryFolder()
      let failures = Failures()
      let path = folder.file
      DispatchQueue.concurrentPerform(iterations: 6) { index in
        do {
          let store = try DeskStore.open(path: path, now: noon)
          try store.run(.setSetting("desk-\(index)", "here"))
        } catch { failures.add("\(error)") }
      }
      #expect(failures.all == [])
      let store = try DeskStore.open(path: path, now: noon)
      for index in 0..<6 { #expect(try store.run(.setting("desk-\(index)")) == "here") }
    }
  }
}

/// Collects what went wrong on several threads; the lock guards the list.
final class Failures: @unchecked Sendable {
  private let lock = NSLock()
  private var list: [String] = []
  func add(_ text: String) { lock.withLock { list.append(text) } }
  var all: [String] { lock.withLock { list } }
}
