import BookingModel
import DatabaseFile
import Foundation
import GRDB
import Testing

@testable import DeskStore

/// Stores as earlier versions of the program left them: `Versions/vN.sql`, the whole database as SQL with rows in every table, and the
/// audit's head as its first line. A file is never changed: it is what shops have on their disks.
///
/// `RECORD_VERSIONS=1` writes the file of a version that has none yet, and fails the run.
enum StoreVersions {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Versions")

  static func file(_ version: Int) -> URL { folder.appendingPathComponent("v\(version).sql") }

  /// Makes the store of a version at a path, with its audit's head. `journalMode` as the desk (`wal`) or a restored copy (`delete`) has it.
  static func make(_ version: Int, at path: String, journalMode: String = "wal") throws {
    let text = try String(contentsOf: file(version), encoding: .utf8)
    let lines = text.split(separator: "\n", maxSplits: 1)
    let queue = try DatabaseQueue(path: path)
    try queue.writeWithoutTransaction { db in
      _ = try String.fetchOne(db, sql: "PRAGMA journal_mode = \(journalMode)")
      try db.execute(sql: String(lines[1]))
    }
    try queue.close()
    let head = lines[0].dropFirst("-- audit: ".count)
    if !head.isEmpty { try Data((head + "\n").utf8).write(to: URL(fileURLWithPath: path + ".audit")) }
  }

  // MARK: - Recording

  static let draft: Draft = {
    var draft = Draft(id: Draft.ID(rawValue: "draftabc.1"), service: .init(2))
    draft.slot = Slot(start: noon.adding(minutes: 90), end: noon.adding(minutes: 135))
    draft.entries = ["name": .line(TextLine("Dee Park")), "attendeePhoneNumber": .line(TextLine("+12125550142"))]
    draft.isOnForm = true
    draft.focus = "notes"
    draft.touched = ["name"]
    draft.origin = .ahead
    draft.parked = "b"
    return draft
  }()

  /// Something in every table.
  static func fill(_ store: DeskStore) throws {
    let rules = CustomerRules(shopEmailDomain: "shop.example")
    let booking = sampleBooking("b1", updatedAt: noon)
    try store.run(.setSetting("clerk", "Pat"))
    try store.run(
      .cacheAccount(
        Account(id: 1, username: "lakeside", name: "Lakeside", email: "owner@shop.example", zone: "Europe/Berlin"),
        readAt: noon))
    try store.run(
      .cacheServices([Service(id: .init(1), slug: "wash", title: "Express Wash", minutes: 30)], readAt: noon))
    try store.run(.cacheBookings([booking], covering: noon..<noon.adding(minutes: 600), readAt: noon))
    try store.run(.takeForCustomers([booking], rules: rules, now: noon))
    let other = sampleBooking("b2")
    try store.run(
      .takeForCustomers([CustomerStoreTests.booking("b3", "Ada Ray", phone: "+15550000001")], rules: rules, now: noon))
    var ada: Customer.ID?
    try store.run(.customers(country: Country(code: "US"))).index.forEach { if $0.name == "Ada Ray" { ada = $0.id } }
    try store.run(.forgetCustomer(try #require(ada), rules: rules, now: noon))
    try store.run(
      .saveDraft(
        StoredDraft(
          id: draft.id.rawValue, desk: "front", json: Array(try JSONEncoder().encode(draft)), updatedAt: noon)))
    for (ref, write) in [
      ("draftabc.1", sampleWrite()),
      ("done.1", Write.cancel(.init("b9"), reason: "asked", seat: nil, subsequent: false)),
      ("lost.1", Write.confirm(other.uid)),
    ] {
      try store.run(
        .recordIntent(
          JournalEntry(
            deskRef: DeskRef(ref), write: write, profile: "local", clerk: "Pat", desk: "front", createdAt: noon)
        ))
    }
    _ = try store.run(.recordOutcome(DeskRef("done.1"), .accepted(.init("b9")), at: noon.adding(seconds: 1)))
    _ = try store.run(
      .recordOutcome(DeskRef("lost.1"), .unknown(CalError(kind: .noAnswer(.timedOut))), at: noon.adding(seconds: 20)))
    try store.run(
      .saveFacts(
        BookingFacts(arrivedAt: noon, note: "Waits outside"), of: booking.uid, at: noon, clerk: "Pat", desk: "front"))
    try store.run(.beginShift(Shift(clerk: "Pat", desk: "front", since: noon)))
  }

  /// The rows of a filled store of today, in the tables of an earlier version as far as they have the same columns.
  static func record(_ version: Int) throws {
    let temporary = try TemporaryFolder()
    let store = try DeskStore.open(path: temporary.file, now: noon)
    try fill(store)
    let head = try String(contentsOfFile: temporary.file + ".audit", encoding: .utf8).prefix { $0 != "\n" }
    try store.close()
    var text = "-- audit: \(version < 3 ? "" : String(head))\n"
    let queue = try DatabaseQueue()
    try queue.writeWithoutTransaction { db in
      for step in Schema.versions[..<version] { try db.execute(sql: step) }
      try db.execute(sql: "ATTACH ? AS filled", arguments: [temporary.file])
      let tables = try Row.fetchAll(
        db, sql: "SELECT name, sql FROM main.sqlite_schema WHERE sql IS NOT NULL ORDER BY type DESC, rowid")
      for table in tables { text += (table["sql"] as String) + ";\n" }
      for table in tables where (table["sql"] as String).hasPrefix("CREATE TABLE") {
        let name: String = table["name"]
        func columns(_ schema: String) throws -> [String] {
          try String.fetchAll(db, sql: "SELECT name FROM pragma_table_info(?, ?)", arguments: [name, schema])
        }
        let known = Set(try columns("filled"))
        let shared = try columns("main").filter(known.contains)
        guard !shared.isEmpty, try columns("main").count == known.count else { continue }
        let quoted = shared.map { "quote(\"\($0)\")" }.joined(separator: " || ',' || ")
        for row in try String.fetchAll(db, sql: "SELECT \(quoted) FROM filled.\"\(name)\"") {
          text += "INSERT INTO \(name) (\(shared.joined(separator: ", "))) VALUES (\(row));\n"
        }
      }
    }
    text += "PRAGMA application_id = \(Schema.applicationID);\nPRAGMA user_version = \(version);\n"
    try Data(text.utf8).write(to: file(version))
  }
}
