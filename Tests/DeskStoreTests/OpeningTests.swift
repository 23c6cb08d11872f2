import BookingModel
import Foundation
import GRDB
import Testing

@testable import DeskStore

@Suite struct OpeningTests {
  @Test func `a missing folder and file are made for their owner alone`() throws {
    let folder = try TemporaryFolder()
    let store = try DeskStore.open(path: folder.path + "/a/b/local.sqlite", now: noon)
    try store.run(.setSetting("clerk", "Ann"))
    #expect(try folder.mode("a") == 0o700)
    #expect(try folder.mode("a/b") == 0o700)
    for name in ["local.sqlite", "local.sqlite-wal", "local.sqlite-shm"] {
      #expect(try folder.mode("a/b/" + name) == 0o600)
    }
  }

  @Test func `a group's folder shares the file with the group`() throws {
    let folder = try TemporaryFolder()
    try FileManager.default.setAttributes([.posixPermissions: 0o2770], ofItemAtPath: folder.path)
    let store = try DeskStore.open(path: folder.file, now: noon)
    try store.run(.setSetting("clerk", "Ann"))
    #expect(try folder.mode("local.sqlite") == 0o660)
    #expect(try folder.mode("local.sqlite-wal") == 0o660)
  }

  @Test func `a folder of ours that others could enter is closed to them, a group's is not`() throws {
    for (mode, expected) in [(0o755, 0o700), (0o750, 0o700), (0o2770, 0o2770), (0o700, 0o700)] {
      let folder = try TemporaryFolder()
      let state = folder.path + "/caltui"
      try FileManager.default.createDirectory(atPath: state, withIntermediateDirectories: true)
      try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: state)
      _ = try DeskStore.open(path: state + "/local.sqlite", now: noon)
      #expect(try folder.mode("caltui") == expected)
    }
  }

  @Test func `a file that others could read is closed to them`() throws {
    let folder = try TemporaryFolder()
    try DeskStore.open(path: folder.file, now: noon).close()
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: folder.file)
    _ = try DeskStore.open(path: folder.file, now: noon)
    #expect(try folder.mode("local.sqlite") == 0o600)
  }

  @Test func `an empty file becomes a store, and a second opening finds it as it was`() throws {
    let folder = try TemporaryFolder()
    let first = try DeskStore.open(path: folder.file, now: noon)
    try first.run(.setSetting("clerk", "Ann"))
    try first.close()
    #expect(try DeskStore.open(path: folder.file, now: noon).run(.setting("clerk")) == "Ann")
  }

  @Test func `the tables are those of the latest version`() throws {
    let queue = try DatabaseQueue()
    try queue.writeWithoutTransaction { db in
      try Schema.bringUpToDate(db, path: "x")
      try Schema.bringUpToDate(db, path: "x")
      #expect(try Int.fetchOne(db, sql: "PRAGMA user_version") == Schema.current)
      let tables = try String.fetchAll(
        db, sql: "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name")
      #expect(
        tables == [
          "audit", "booking", "bookingRange", "cached", "customer", "customerGone", "draft", "evidence", "evidenceLink",
          "fact", "forgotten", "hold", "journal", "mark", "request", "requestPause", "setting",
          "shift",
        ])
    }
  }

  @Test(arguments: 1..<Schema.current) func `a store of an earlier version is brought up to date`(version: Int) throws {
    let queue = try DatabaseQueue()
    try queue.writeWithoutTransaction { db in
      for step in Schema.versions[..<version] { try db.execute(sql: step) }
      try db.execute(sql: "PRAGMA application_id = \(Schema.applicationID); PRAGMA user_version = \(version)")
      try db.execute(sql: "INSERT INTO setting (name, value) VALUES ('clerk', 'Pat')")
      try Schema.bringUpToDate(db, path: "x")
      #expect(try Int.fetchOne(db, sql: "PRAGMA user_version") == Schema.current)
      #expect(try String.fetchOne(db, sql: "SELECT value FROM setting WHERE name = 'clerk'") == "Pat")
      #expect(try Int.fetchOne(db, sql: "SELECT count(*) FROM fact") == 0)
    }
  }

  @Test(arguments: [
    "not a database at all, but long enough to have a header of its own".data(using: .utf8) ?? Data(),
    Data(repeating: 0xA5, count: 8192),
  ])
  func `a file that is no database is refused and left as it is`(content: Data) throws {
    let folder = try TemporaryFolder()
    try content.write(to: URL(fileURLWithPath: folder.file))
    #expect(throws: StoreError.damaged(path: folder.file)) { try DeskStore.open(path: folder.file, now: noon) }
    #expect(try Data(contentsOf: URL(fileURLWithPath: folder.file)) == content)
  }

  @Test func `a store with broken pages is refused`() throws {
    let folder = try TemporaryFolder()
    let store = try DeskStore.open(path: folder.file, now: noon)
    try store.run(.cacheBookings((0..<200).map { sampleBooking("b\($0)") }))
    try store.close()
    let handle = try #require(FileHandle(forUpdatingAtPath: folder.file))
    try handle.seek(toOffset: 100)
    try handle.write(contentsOf: Data(repeating: 0xFF, count: 4000))
    try handle.close()
    let before = try Data(contentsOf: URL(fileURLWithPath: folder.file))
    #expect(throws: StoreError.damaged(path: folder.file)) { try DeskStore.open(path: folder.file, now: noon) }
    #expect(try Data(contentsOf: URL(fileURLWithPath: folder.file)) == before)
  }

  @Test func `a newer store is refused and left as it is`() throws {
    let folder = try TemporaryFolder()
    let store = try DeskStore.open(path: folder.file, now: noon)
    try store.run(StoreRequest(.write) { db, _ in try db.execute(sql: "PRAGMA user_version = 99") })
    try store.close()
    #expect(throws: StoreError.newer(path: folder.file, version: 99, supported: Schema.current)) {
      try DeskStore.open(path: folder.file, now: noon)
    }
  }

  @Test func `another program's database is refused`() throws {
    let folder = try TemporaryFolder()
    let queue = try DatabaseQueue(path: folder.file)
    try queue.write { try $0.execute(sql: "CREATE TABLE recipe (name TEXT)") }
    try queue.close()
    #expect(throws: StoreError.foreign(path: folder.file)) { try DeskStore.open(path: folder.file, now: noon) }
  }

  @Test func `a place that cannot be written is named with the reason`() throws {
    let folder = try TemporaryFolder()
    try Data().write(to: URL(fileURLWithPath: folder.path + "/plain"))
    let path = folder.path + "/plain/local.sqlite"
    #expect(throws: StoreError.unwritable(path: path, reason: "Not a directory")) {
      try DeskStore.open(path: path, now: noon)
    }
    #expect(throws: StoreError.unwritable(path: folder.path, reason: "Is a directory")) {
      try DeskStore.open(path: folder.path, now: noon)
    }
  }

  @Test func `a full disk is an error of its own, and what was there stays`() throws {
    let folder = try TemporaryFolder()
    let store = try DeskStore.open(path: folder.file, now: noon)
    try store.run(.setSetting("clerk", "Ann"))
    // SQLite gives the same answer when it may not take another page.
    try store.run(StoreRequest(.write) { db, _ in _ = try Int.fetchOne(db, sql: "PRAGMA max_page_count = 1") })
    #expect(throws: StoreError.diskFull(path: folder.file)) {
      try store.run(.setSetting("long", String(repeating: "x", count: 100_000)))
    }
    #expect(try store.run(.setting("clerk")) == "Ann")
  }
}
