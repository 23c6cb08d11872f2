import BookingModel
import CalProtocol
import DatabaseFile
import Foundation
import GRDB
import Testing

@testable import LocalServer

/// Databases of shops as earlier versions of the program left them: `Versions/vN.sql`. A file is never changed: it is what shops have on
/// their disks. `RECORD_VERSIONS=1` writes the file of a version that has none yet, and fails the run.
@Suite struct ShopVersionTests {
  private let folder: ScratchFolder
  private var path: String { folder.path + "/shop.sqlite" }
  init() throws { folder = try ScratchFolder() }

  private static func file(_ version: Int) -> URL {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Versions/v\(version).sql")
  }

  private func make(_ version: Int, journalMode: String = "wal") throws {
    let queue = try DatabaseQueue(path: path)
    try queue.writeWithoutTransaction { db in
      _ = try String.fetchOne(db, sql: "PRAGMA journal_mode = \(journalMode)")
      try db.execute(sql: try String(contentsOf: ShopVersionTests.file(version), encoding: .utf8))
    }
    try queue.close()
  }

  private func content() throws -> Data { try Data(contentsOf: URL(fileURLWithPath: path)) }

  @Test func `every version has a database that it left`() throws {
    let version = Migrations.all.current
    if FileManager.default.fileExists(atPath: ShopVersionTests.file(version).path) { return }
    guard ProcessInfo.processInfo.environment["RECORD_VERSIONS"] == "1" else {
      Issue.record("no Versions/v\(version).sql; record it with RECORD_VERSIONS=1")
      return
    }
    let shop = try ShopFixture(path: path)
    _ = try shop.book(["metadata": ["deskRef": "kept.1"]])
    let cancelled = try shop.book(start: "2026-09-02T08:00:00Z")
    _ = shop.post("/v2/bookings/\(cancelled)/cancel", ["cancellationReason": "asked"])
    _ = shop.post(
      "/v2/slots/reservations", ["eventTypeId": 1, "slotStart": "2026-09-02T10:00:00Z"], version: "2024-09-04")
    _ = shop.post(
      "/v2/webhooks", ["active": true, "subscriberUrl": "https://hooks.example/x", "triggers": ["BOOKING_CREATED"]])
    var text = ""
    try shop.api.database.read { db in
      let tables = try Row.fetchAll(
        db,
        sql:
          "SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite%' ORDER BY type DESC, rowid"
      )
      for table in tables { text += (table["sql"] as String) + ";\n" }
      for table in tables where (table["sql"] as String).hasPrefix("CREATE TABLE") {
        let name: String = table["name"]
        let columns = try String.fetchAll(db, sql: "SELECT name FROM pragma_table_info(?)", arguments: [name])
        let quoted = columns.map { "quote(\"\($0)\")" }.joined(separator: " || ',' || ")
        for row in try String.fetchAll(db, sql: "SELECT \(quoted) FROM \"\(name)\"") {
          text += "INSERT INTO \(name) VALUES (\(row));\n"
        }
      }
    }
    try Data(text.utf8).write(to: ShopVersionTests.file(version))
    Issue.record("recorded v\(version).sql; run again without RECORD_VERSIONS")
  }

  @Test(arguments: 1...Migrations.all.current, ["wal", "delete"])
  func `what a shop of any version holds is there after its opening`(version: Int, journalMode: String) throws {
    try make(version, journalMode: journalMode)
    let shop = try ShopFixture(path: path)
    #expect(try LocalDatabase.findings(path: path) == [])
    #expect(shop.get("/v2/me")["data"]?["name"] == "Lakeside")
    #expect(shop.get("/v2/event-types")["data"]?.array?.count == 3)
    let bookings = shop.get("/v2/bookings?sortStart=asc")["data"]?.array ?? []
    #expect(bookings.map { $0["status"]?.string } == ["accepted", "cancelled"])
    #expect(bookings.first?["attendees"]?.array?.first?["name"] == "Ada Ray")
    // The one thing that must never happen twice: the same reference is the same booking.
    #expect(try shop.book(["metadata": ["deskRef": "kept.1"]]) == bookings.first?["uid"]?.string)
    #expect(shop.get("/v2/bookings")["pagination"]?["totalItems"] == 2)
    #expect(shop.get("/v2/webhooks")["data"]?.array?.count == 1)
  }

  /// As the next version will be: one more table.
  private var next: Migrations {
    Migrations(
      versions: [Migrations.all.versions, [["CREATE TABLE gift (id INTEGER PRIMARY KEY)"]]].flatMap { $0 },
      tables: Migrations.all.tables.union(["gift"]))
  }

  @Test func `the database is copied before its tables change`() throws {
    let version = Migrations.all.current
    try make(version)
    try LocalDatabase(path: path, migrations: next).writer.close()
    let backup = DatabaseFile.backupPath(of: path, version: version)
    #expect(DatabaseFile.backups(of: path) == [backup])
    let mode = try FileManager.default.attributesOfItem(atPath: backup)[.posixPermissions] as? Int
    #expect(mode == 0o600)
    try DatabaseQueue(path: backup).read { db throws in
      #expect(try Int.fetchOne(db, sql: "SELECT count(*) FROM booking") == 2)
      #expect(try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_schema WHERE name = 'gift'") == 0)
    }
    // To the version before it the database is a newer one.
    let before = try content()
    #expect(throws: LocalServerError.databaseTooNew(path: path)) { try LocalDatabase(path: path) }
    #expect(try content() == before)
    // Put back, the copy is the shop again.
    for name in [path, path + "-wal", path + "-shm"] { try? FileManager.default.removeItem(atPath: name) }
    try FileManager.default.moveItem(atPath: backup, toPath: path)
    #expect(try ShopFixture(path: path).get("/v2/bookings")["pagination"]?["totalItems"] == 2)
  }

  @Test(arguments: [600, 4096, 16_384]) func `a file that was cut short is refused and left alone`(length: Int) throws {
    try make(1)
    try content().prefix(length).write(to: URL(fileURLWithPath: path))
    let before = try content()
    #expect(throws: LocalServerError.databaseDamaged(path: path)) { try LocalDatabase(path: path) }
    #expect(try content() == before)
  }

  @Test func `an emptied database is refused`() throws {
    try Data().write(to: URL(fileURLWithPath: path))
    try Data(count: 4128).write(to: URL(fileURLWithPath: path + "-wal"))
    #expect(throws: LocalServerError.databaseDamaged(path: path)) { try LocalDatabase(path: path) }
    #expect(try content().isEmpty)
  }

  @Test(arguments: ["booking", "attendee", "reservation", "webhook"])
  func `a database without one of its tables is refused and left alone`(table: String) throws {
    try make(1)
    let queue = try DatabaseQueue(path: path)
    try queue.write { try $0.execute(sql: "DROP TABLE \(table)") }
    try queue.close()
    let before = try content()
    #expect(throws: LocalServerError.databaseDamaged(path: path)) { try LocalDatabase(path: path) }
    #expect(try content() == before)
  }

  @Test(arguments: ["wal", "delete"]) func `a database of another program is refused and left alone`(mode: String)
    throws
  {
    let queue = try DatabaseQueue(path: path)
    try queue.writeWithoutTransaction { db in
      _ = try String.fetchOne(db, sql: "PRAGMA journal_mode = \(mode)")
      try db.execute(sql: "CREATE TABLE recipe (name TEXT)")
    }
    try queue.close()
    let before = try content()
    #expect(throws: LocalServerError.databaseForeign(path: path)) { try LocalDatabase(path: path) }
    #expect(try content() == before)
  }

  @Test func `in a group's folder the files are the group's`() throws {
    try FileManager.default.setAttributes([.posixPermissions: 0o2770], ofItemAtPath: folder.path)
    let shop = try ShopFixture(path: path)
    _ = try shop.book()
    defer { withExtendedLifetime(shop) {} }
    for name in ["", "-wal", "-shm"] {
      let mode = try FileManager.default.attributesOfItem(atPath: path + name)[.posixPermissions] as? Int
      #expect(mode == 0o660, "\(name)")
    }
  }

  @Test func `a broken page is found by the check`() throws {
    let shop = try ShopFixture(path: path)
    try BusyShop.fill(shop.api, count: 3000)
    try shop.api.database.writer.writeWithoutTransaction { try $0.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)") }
    #expect(try LocalDatabase.findings(path: path) == [])
    let handle = try #require(FileHandle(forUpdatingAtPath: path))
    try handle.seek(toOffset: 4096 * 60)
    try handle.write(contentsOf: Data(repeating: 0xA5, count: 64))
    try handle.close()
    #expect(try !LocalDatabase.findings(path: path).isEmpty)
  }
}
