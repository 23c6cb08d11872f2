import BookingModel
import DatabaseFile
import Foundation
import GRDB
import Testing

@testable import DeskStore

/// Stores that earlier versions left are taken over whole, with a copy beside them.
@Suite struct MigrationTests {
  private let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  @Test(arguments: 1...Schema.current) func `every version has a store that it left`(version: Int) throws {
    if FileManager.default.fileExists(atPath: StoreVersions.file(version).path) { return }
    guard ProcessInfo.processInfo.environment["RECORD_VERSIONS"] == "1" else {
      Issue.record("no Versions/v\(version).sql; record it with RECORD_VERSIONS=1")
      return
    }
    try StoreVersions.record(version)
    Issue.record("recorded v\(version).sql; run again without RECORD_VERSIONS")
  }

  @Test(arguments: 1...Schema.current, ["wal", "delete"])
  func `what a store of any version holds is there after its opening`(version: Int, journalMode: String) throws {
    try StoreVersions.make(version, at: folder.file, journalMode: journalMode)
    let store = try DeskStore.open(path: folder.file, now: noon.adding(seconds: 60))
    #expect(try store.findings() == [])
    #expect(try store.run(.setting("clerk")) == "Pat")
    #expect(try store.run(.cachedAccount())?.value.name == "Lakeside")
    #expect(try store.run(.cachedServices())?.value.map(\.slug) == ["wash"])
    let cached = try store.run(.cachedBookings(in: noon..<noon.adding(minutes: 600)))
    #expect(cached.bookings == [sampleBooking("b1", updatedAt: noon)])
    #expect(cached.readAt == noon)
    // What was on its way is unknown now, what was done is closed, and the look-up finds what it needs.
    let unresolved = try store.run(.unresolved())
    #expect(unresolved.map(\.deskRef.rawValue).sorted() == ["draftabc.1", "lost.1"])
    #expect(unresolved.first { $0.deskRef.rawValue == "draftabc.1" }?.write == sampleWrite())
    #expect(unresolved.allSatisfy { if case .unknown = $0.state { true } else { false } })
    #expect(try store.run(.journalEntry(DeskRef("done.1")))?.state == .accepted(.init("b9")))
    let drafts = try store.run(.takeDrafts())
    #expect(try drafts.map { try JSONDecoder().decode(Draft.self, from: Data($0.json)) } == [StoreVersions.draft])
    let facts = try store.run(.facts(of: [.init("b1")]))[.init("b1")]
    #expect(facts == (version < 2 ? nil : BookingFacts(arrivedAt: noon, note: "Waits outside")))
    // The chain goes on behind the lines that were there.
    let audit = try store.run(.auditFinding())
    #expect(audit == .intact(lines: version < 3 ? 1 : 6))
    // Customers came with version 4; before that they are taken in from the bookings.
    try store.run(.adoptCachedBookings(rules: CustomerRules(shopEmailDomain: "shop.example"), now: noon))
    var names: [String] = []
    try store.run(.customers(country: Country(code: "US"))).index.forEach { names.append($0.name) }
    #expect(names == ["Maria Álvarez"])
    #expect(try store.run(.shifts(desk: "front", since: noon)).map(\.clerk) == (version < 6 ? [] : ["Pat"]))
    // And it works on.
    try store.run(.saveFacts(BookingFacts(doneAt: noon), of: .init("b1"), at: noon, clerk: "Ann", desk: "front"))
    #expect(try store.run(.handOver(noon..<noon.adding(minutes: 1))).marks.map(\.kind).contains(.done))
  }

  @Test(arguments: 1..<Schema.current) func `the store is copied before its tables change`(version: Int) throws {
    try StoreVersions.make(version, at: folder.file)
    try Data("old".utf8).write(to: URL(fileURLWithPath: folder.file + ".version-0.backup"))
    try DeskStore.open(path: folder.file, now: noon).close()
    let name = "local.sqlite.version-\(version).backup"
    #expect(DatabaseFile.backups(of: folder.file).map { $0.split(separator: "/").last.map(String.init) } == [name])
    #expect(try folder.mode(name) == 0o600)
    let copy = try DatabaseQueue(path: folder.path + "/" + name)
    try copy.read { db throws in
      #expect(try Int.fetchOne(db, sql: "PRAGMA user_version") == version)
      #expect(try Int.fetchOne(db, sql: "PRAGMA application_id") == Schema.applicationID)
      #expect(try Int.fetchOne(db, sql: "SELECT count(*) FROM journal") == 3)
      #expect(try DatabaseFile.findings(db) == [])
    }
    try copy.close()
    // The copy is a store: put in the place of the other one, it is brought up to date again.
    let second = try TemporaryFolder()
    try FileManager.default.copyItem(atPath: folder.path + "/" + name, toPath: second.file)
    #expect(try DeskStore.open(path: second.file, now: noon).run(.setting("clerk")) == "Pat")
    // Nothing changes, so nothing is copied.
    let before = try Data(contentsOf: URL(fileURLWithPath: folder.path + "/" + name))
    try DeskStore.open(path: folder.file, now: noon).close()
    #expect(try Data(contentsOf: URL(fileURLWithPath: folder.path + "/" + name)) == before)
  }

  @Test func `a new store has nothing to copy`() throws {
    try DeskStore.open(path: folder.file, now: noon).close()
    #expect(DatabaseFile.backups(of: folder.file) == [])
  }

  @Test func `in a group's folder the copy is the group's too`() throws {
    try FileManager.default.setAttributes([.posixPermissions: 0o2770], ofItemAtPath: folder.path)
    try StoreVersions.make(5, at: folder.file)
    let store = try DeskStore.open(path: folder.file, now: noon)
    for name in ["local.sqlite", "local.sqlite-wal", "local.sqlite-shm", "local.sqlite.version-5.backup"] {
      #expect(try folder.mode(name) == 0o660, "\(name)")
    }
    try store.run(.recordIntent(JournalEntry(deskRef: DeskRef("1"), write: sampleWrite(), createdAt: noon)))
    #expect(try folder.mode("local.sqlite.audit") == 0o660)
  }

  /// The place of the copy is taken by a folder: as good as a disk on which it does not fit.
  @Test func `without its copy a store is not brought up to date`() throws {
    try StoreVersions.make(3, at: folder.file)
    try FileManager.default.createDirectory(
      atPath: folder.file + ".version-3.backup/x", withIntermediateDirectories: true)
    #expect {
      try DeskStore.open(path: folder.file, now: noon)
    } throws: { error in
      guard case .unwritable(folder.file, _) = error as? StoreError else { return false }
      return true
    }
    let version = try DatabaseQueue(path: folder.file).read { try Int.fetchOne($0, sql: "PRAGMA user_version") }
    #expect(version == 3)
    #expect(!FileManager.default.fileExists(atPath: folder.file + ".version-3.backup.new"))
  }

  @Test func `a step that finds its table gone leaves the store as it was`() throws {
    try StoreVersions.make(3, at: folder.file)
    let queue = try DatabaseQueue(path: folder.file)
    try queue.write { try $0.execute(sql: "DROP TABLE customerWord") }
    #expect(throws: StoreError.damaged(path: folder.file)) { try DeskStore.open(path: folder.file, now: noon) }
    try queue.read { db throws in
      #expect(try Int.fetchOne(db, sql: "PRAGMA user_version") == 3)
      #expect(try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_schema WHERE name = 'evidence'") == 0)
    }
  }

  @Test func `two programs that meet an old store bring it up to date once`() async throws {
    try StoreVersions.make(1, at: folder.file)
    let path = folder.file
    let opened = await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<4 {
        group.addTask {
          await withCheckedContinuation { continuation in
            Thread {
              let store = try? DeskStore.open(path: path, now: noon)
              continuation.resume(returning: (try? store?.run(.setting("clerk"))) == "Pat")
            }.start()
          }
        }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    #expect(opened == [true, true, true, true])
    #expect(DatabaseFile.backups(of: folder.file).count == 1)
  }
}

/// What is no store of ours is refused with an error of its own, and no byte of it changes.
@Suite struct DamageTests {
  private let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  private func content() throws -> Data { try Data(contentsOf: URL(fileURLWithPath: folder.file)) }

  private func fill(_ count: Int = 200) throws {
    let store = try DeskStore.open(path: folder.file, now: noon)
    try StoreVersions.fill(store)
    try store.run(.cacheBookings((0..<count).map { sampleBooking("x\($0)") }))
    // All of it into the file: what is in the log would mend the file.
    try store.close()
    let queue = try DatabaseQueue(path: folder.file)
    try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)") }
    try queue.close()
  }

  private func change(_ body: (inout Data) -> Void) throws {
    var data = try content()
    body(&data)
    try data.write(to: URL(fileURLWithPath: folder.file))
  }

  private func expectRefused(_ error: StoreError) throws {
    let before = try content()
    #expect(throws: error) { try DeskStore.open(path: folder.file, now: noon) }
    #expect(try content() == before)
    #expect(DatabaseFile.backups(of: folder.file) == [])
  }

  @Test(arguments: [512, 4096, 8192, 20_000]) func `a file that was cut short`(length: Int) throws {
    try fill()
    try change { $0 = $0.prefix(length) }
    try expectRefused(.damaged(path: folder.file))
  }

  @Test(arguments: 1...5) func `random bytes`(seed: UInt64) throws {
    var state = seed
    let bytes = (0..<12_000).map { _ -> UInt8 in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return UInt8(state >> 56)
    }
    try Data(bytes).write(to: URL(fileURLWithPath: folder.file))
    try expectRefused(.damaged(path: folder.file))
  }

  @Test func `a text file`() throws {
    try Data(String(repeating: "Dear customer,\n", count: 400).utf8).write(to: URL(fileURLWithPath: folder.file))
    try expectRefused(.damaged(path: folder.file))
  }

  /// To SQLite it is a new database; its audit says that it was one before.
  @Test func `a store that was emptied`() throws {
    try fill()
    try change { $0 = Data() }
    try expectRefused(.damaged(path: folder.file))
  }

  @Test func `an empty file with a log`() throws {
    try Data().write(to: URL(fileURLWithPath: folder.file))
    try Data(count: 4128).write(to: URL(fileURLWithPath: folder.file + "-wal"))
    try expectRefused(.damaged(path: folder.file))
    #expect(try Data(contentsOf: URL(fileURLWithPath: folder.file + "-wal")).count == 4128)
  }

  @Test(arguments: Schema.tables) func `a table that is missing`(table: String) throws {
    try fill(1)
    let queue = try DatabaseQueue(path: folder.file)
    try queue.write { try $0.execute(sql: "DROP TABLE \(table)") }
    try queue.close()
    try expectRefused(.damaged(path: folder.file))
  }

  /// Not only what we would have written ourselves: the way in which a newer version keeps its log is its own too.
  @Test(arguments: ["wal", "delete"]) func `a store of a newer version`(journalMode: String) throws {
    try StoreVersions.make(Schema.current, at: folder.file, journalMode: journalMode)
    let queue = try DatabaseQueue(path: folder.file)
    try queue.writeWithoutTransaction { try $0.execute(sql: "CREATE TABLE later (x); PRAGMA user_version = 99") }
    try queue.close()
    try expectRefused(.newer(path: folder.file, version: 99, supported: Schema.current))
  }

  @Test(arguments: ["wal", "delete"]) func `a database of another program`(journalMode: String) throws {
    let queue = try DatabaseQueue(path: folder.file)
    try queue.writeWithoutTransaction { db in
      _ = try String.fetchOne(db, sql: "PRAGMA journal_mode = \(journalMode)")
      try db.execute(sql: "CREATE TABLE recipe (name TEXT)")
    }
    try queue.close()
    try expectRefused(.foreign(path: folder.file))
  }

  /// Its opening does not read every page: what reads the broken one says so, and so does the check.
  @Test func `a broken page in the middle is found by what reads it and by the check`() throws {
    try fill(2000)
    try change { data in
      // Leaves of the bookings, which came last.
      let leaves = stride(from: data.count - 4096, to: 4096 * 20, by: -4096).filter { data[$0] == 13 }
      for page in leaves.prefix(20) {
        data.replaceSubrange(page..<page + 64, with: Data(repeating: 0xA5, count: 64))
      }
    }
    let store = try DeskStore.open(path: folder.file, now: noon)
    #expect(try !store.findings().isEmpty)
    #expect(throws: StoreError.damaged(path: folder.file)) {
      try store.run(.cachedBookings(in: noon..<noon.adding(minutes: 600))).bookings.count
    }
  }

  /// Every page is whole, and a value in it is not: that is damage too, and does not end the program.
  @Test(arguments: [
    ("audit", "at", "'abc'"), ("audit", "hash", "x'ff'"), ("journal", "createdAt", "'abc'"),
    ("journal", "desk", "x'ff'"),
    ("evidence", "source", "x'ff'"),
  ])
  func `a value of another type is damage`(table: String, column: String, value: String) throws {
    let start = try DeskStore.open(path: folder.file, now: noon)
    let write = JournalEntry(deskRef: DeskRef("r"), write: .confirm(.init("u")), createdAt: noon)
    try start.run(.recordIntent(write))
    try start.run(.cacheBookings([sampleBooking("b1")]))
    try start.run(.takeForCustomers([sampleBooking("b1")], rules: CustomerRules(), now: noon))
    try start.run(.recordOutcome(DeskRef("r"), .accepted(nil), at: noon))
    try start.close()
    let queue = try DatabaseQueue(path: folder.file)
    try queue.write { db in try db.execute(sql: "UPDATE \(table) SET \(column) = \(value)") }
    try queue.close()
    let store = try DeskStore.open(path: folder.file, now: noon)
    #expect(throws: StoreError.damaged(path: folder.file)) {
      _ = try store.run(.auditLines())
      _ = try store.run(.recentWrites(limit: 5))
      _ = try store.run(.cachedBookings(in: noon..<noon.adding(minutes: 600)))
      try store.run(.takeForCustomers([sampleBooking("b1", updatedAt: noon)], rules: CustomerRules(), now: noon))
    }
  }

  @Test func `a running desk finds a broken page by itself, and writes nothing more`() async throws {
    try fill(2000)
    try change { data in
      let leaves = stride(from: data.count - 4096, to: 4096 * 20, by: -4096).filter { data[$0] == 13 }
      for page in leaves.prefix(20) {
        data.replaceSubrange(page..<page + 64, with: Data(repeating: 0xA5, count: 64))
      }
    }
    let store = try DeskStore.open(path: folder.file, now: noon)
    try store.run(.setSetting("clerk", "Ann"))
    #expect(await withCheckedContinuation { continuation in store.look { continuation.resume(returning: $0) } })
    let before = try content()
    #expect(throws: StoreError.damaged(path: folder.file)) { try store.run(.setSetting("clerk", "Bea")) }
    let write = JournalEntry(deskRef: DeskRef("r"), write: .confirm(.init("u")), createdAt: noon)
    let later = await withCheckedContinuation { continuation in
      store.start(.recordIntent(write)) { continuation.resume(returning: $0) }
    }
    #expect(throws: StoreError.damaged(path: folder.file)) { try later.get() }
    #expect(try store.run(.setting("clerk")) == "Ann")
    #expect(try content() == before)
  }

  @Test func `a whole store is found whole, and goes on`() async throws {
    try fill(50)
    let store = try DeskStore.open(path: folder.file, now: noon)
    #expect(await !withCheckedContinuation { continuation in store.look { continuation.resume(returning: $0) } })
    try store.run(.setSetting("clerk", "Bea"))
  }

  @Test func `a broken page is found before tables change`() throws {
    try StoreVersions.make(3, at: folder.file)
    let queue = try DatabaseQueue(path: folder.file)
    try queue.write { db in
      for number in 0..<2000 {
        try db.execute(
          sql: "INSERT INTO booking VALUES (?, ?, ?, NULL, ?)",
          arguments: ["n\(number)", number, number + 1, String(repeating: "x", count: 300)])
      }
    }
    try queue.close()
    try change { $0.replaceSubrange(4096 * 60..<4096 * 60 + 64, with: Data(repeating: 0xA5, count: 64)) }
    let before = try content()
    #expect(throws: StoreError.damaged(path: folder.file)) { try DeskStore.open(path: folder.file, now: noon) }
    #expect(try content() == before)
    #expect(DatabaseFile.backups(of: folder.file) == [])
  }
}
