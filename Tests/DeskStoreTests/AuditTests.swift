import BookingModel
import Foundation
import GRDB
import Glibc
import Testing

@testable import DeskStore

@Suite struct AuditTests {
  /// A store on disk with three writes: one accepted, one refused, one cancelled with a typed reason.
  private func filled(_ folder: TemporaryFolder) throws -> DeskStore {
    let store = try DeskStore.open(path: folder.file, now: noon)
    func journal(_ ref: String, _ write: Write, _ state: JournalEntry.State) throws {
      try store.run(
        .recordIntent(
          JournalEntry(
            deskRef: DeskRef(ref), write: write, profile: "local", clerk: "Ann", desk: "front", createdAt: noon)))
      try store.run(.recordOutcome(DeskRef(ref), state, at: noon.adding(seconds: 1)))
    }
    try journal("r1", sampleWrite(), .accepted(.init("uid-1")))
    try journal(
      "r2", .cancel(.init("uid-1"), reason: "Maria Álvarez is ill", seat: nil, subsequent: false),
      .refused(CalError(kind: .notFound, status: 404, message: "no booking of Maria")))
    try journal(
      "r3", .cancel(.init("uid-1"), reason: ChangePrompt.cancelReasons[0], seat: nil, subsequent: false), .accepted(nil)
    )
    return store
  }

  /// Changes the file behind the store's back.
  private func tamper(_ folder: TemporaryFolder, _ sql: String) throws {
    let queue = try DatabaseQueue(path: folder.file)
    try queue.write { db in try db.execute(sql: sql) }
    try queue.close()
  }

  @Test func `each write leaves its intent and its outcome, and the record is intact`() throws {
    let folder = try TemporaryFolder()
    let store = try filled(folder)
    let lines = try store.run(.auditLines())
    #expect(lines.map(\.event) == [.intent, .accepted, .intent, .refused, .intent, .accepted])
    #expect(lines.map(\.number) == Array(1...6))
    #expect(lines[1].booking == .init("uid-1"))
    #expect(lines[3].reason == "notFound 404")
    #expect(lines[4].reason == ChangePrompt.cancelReasons[0])
    #expect(lines[0].previous.isEmpty)
    #expect(zip(lines, lines.dropFirst()).allSatisfy { $0.hash == $1.previous && $0.hash.count == 64 })
    #expect(try store.run(.auditFinding()) == .intact(lines: 6))
    #expect(try store.run(.auditLines(last: 2)).map(\.number) == [5, 6])
  }

  private func names(_ folder: TemporaryFolder) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
  }

  @Test func `a store that may only be read shows and checks its record, and nothing is changed`() throws {
    let folder = try TemporaryFolder()
    try filled(folder).close()
    let before = try names(folder)
    #expect(!before.contains { $0.hasSuffix("-wal") || $0.hasSuffix("-shm") })
    let bytes = FileManager.default.contents(atPath: folder.file)
    chmod(folder.file, 0o444)
    chmod(folder.path, 0o555)
    defer { chmod(folder.path, 0o755) }
    let store = try DeskStore.openReadOnly(path: folder.file)
    #expect(try store.run(.auditLines(last: 2)).map(\.number) == [5, 6])
    #expect(try store.auditFinding() == .intact(lines: 6))
    #expect(throws: StoreError.self) { try store.run(.setSetting("clerk", "Bea")) }
    try store.close()
    #expect(try names(folder) == before)
    #expect(FileManager.default.contents(atPath: folder.file) == bytes)
    #expect(try folder.mode("local.sqlite") == 0o444)
  }

  @Test func `beside a desk that writes, reading alone sees what it has written`() throws {
    let folder = try TemporaryFolder()
    let desk = try filled(folder)
    let store = try DeskStore.openReadOnly(path: folder.file)
    #expect(try store.auditFinding() == .intact(lines: 6))
    try desk.run(
      .recordIntent(
        JournalEntry(
          deskRef: DeskRef("r4"), write: sampleWrite(), profile: "local", clerk: "Ann", desk: "front", createdAt: noon))
    )
    #expect(try store.auditFinding() == .intact(lines: 7))
  }

  @Test func `reading alone finds a fault, and refuses what it could not read whole`() throws {
    let folder = try TemporaryFolder()
    try filled(folder).close()
    try tamper(folder, "UPDATE audit SET clerk = 'Bea' WHERE number = 3")
    #expect(try DeskStore.openReadOnly(path: folder.file).auditFinding() == .changed(line: 3))
    try tamper(folder, "PRAGMA user_version = 5")
    #expect(throws: StoreError.self) { try DeskStore.openReadOnly(path: folder.file) }
    try Data("not a database, but long enough to be looked at as one".utf8).write(to: URL(fileURLWithPath: folder.file))
    #expect(throws: StoreError.damaged(path: folder.file)) { try DeskStore.openReadOnly(path: folder.file) }
  }

  @Test func `neither the record nor its head names a person`() throws {
    let folder = try TemporaryFolder()
    let store = try filled(folder)
    for line in try store.run(.auditLines()) {
      let text = line.sealedText
      for word in ["Maria", "Álvarez", "ill", "8675309", "example.com", "Elm", "van", "cousin"] {
        #expect(!text.contains(word))
      }
    }
    #expect(try store.run(.auditLines())[2].reason == "in other words")
  }

  @Test func `the hash is SHA-256`() {
    #expect(SHA256.hexadecimal("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
  }

  static let tampering: [(String, AuditFinding)] = [
    ("UPDATE audit SET clerk = 'Bo' WHERE number = 3", .changed(line: 3)),
    ("UPDATE audit SET start = start + 60000 WHERE number = 1", .changed(line: 1)),
    ("UPDATE audit SET event = 'forged' WHERE number = 4", .changed(line: 4)),
    ("DELETE FROM audit WHERE number = 3", .broken(after: 2, before: 4)),
    ("DELETE FROM audit WHERE number = 1", .broken(after: 0, before: 2)),
    ("DELETE FROM audit WHERE number = 6", .cut(lines: 5, head: 6)),
    ("DELETE FROM audit", .cut(lines: 0, head: 6)),
    (
      """
      INSERT INTO audit SELECT 7, at, event, 'r9', kind, profile, clerk, desk, service, start, booking, reason, hash, hash
      FROM audit WHERE number = 6
      """, .changed(line: 7)
    ),
  ]

  @Test(arguments: tampering) func `a line that was changed, taken out or put in is found`(
    sql: String, finding: AuditFinding
  ) throws {
    let folder = try TemporaryFolder()
    try filled(folder).close()
    try tamper(folder, sql)
    let store = try DeskStore.open(path: folder.file, now: noon)
    #expect(try store.run(.auditFinding()) == finding)
  }

  @Test func `a forger who computes hashes is betrayed by the head`() throws {
    let folder = try TemporaryFolder()
    let store = try filled(folder)
    var last = try #require(try store.run(.auditLines()).last)
    try store.close()
    last.clerk = "Bo"
    try tamper(
      folder, "UPDATE audit SET clerk = 'Bo', hash = '\(SHA256.hexadecimal(last.sealedText) ?? "")' WHERE number = 6")
    #expect(try DeskStore.open(path: folder.file, now: noon).run(.auditFinding()) == .replaced(line: 6))
    last.previous = SHA256.hexadecimal(last.sealedText) ?? ""
    last.number = 7
    try tamper(
      folder,
      """
      INSERT INTO audit SELECT 7, at, event, deskRef, kind, profile, clerk, desk, service, start, booking, reason, hash,
      '\(SHA256.hexadecimal(last.sealedText) ?? "")' FROM audit WHERE number = 6
      """)
    #expect(try DeskStore.open(path: folder.file, now: noon).run(.auditFinding()) == .grown(lines: 7, head: 6))
  }

  @Test func `work after the deed does not cover it up`() throws {
    let folder = try TemporaryFolder()
    try filled(folder).close()
    try tamper(folder, "DELETE FROM audit WHERE number > 4")
    let store = try DeskStore.open(path: folder.file, now: noon)
    for ref in ["r7", "r8"] {
      try store.run(.recordIntent(JournalEntry(deskRef: DeskRef(ref), write: .confirm(.init("b")), createdAt: noon)))
    }
    #expect(try store.run(.auditFinding()) == .replaced(line: 6))
  }

  @Test func `a head that is gone or unreadable is told`() throws {
    let folder = try TemporaryFolder()
    let store = try filled(folder)
    try Data("nonsense".utf8).write(to: URL(fileURLWithPath: folder.file + ".audit"))
    #expect(try store.run(.auditFinding()) == .headUnreadable(lines: 6))
    try FileManager.default.removeItem(atPath: folder.file + ".audit")
    #expect(try store.run(.auditFinding()) == .headMissing(lines: 6))
    try store.run(.recordIntent(JournalEntry(deskRef: DeskRef("r7"), write: .confirm(.init("b")), createdAt: noon)))
    #expect(try store.run(.auditFinding()) == .headMissing(lines: 7))
  }

  @Test func `a kill between announcement and commit, or between commit and settling, is no fault`() throws {
    let folder = try TemporaryFolder()
    let store = try filled(folder)
    let lines = try store.run(.auditLines())
    let fifth = AuditHead.Seal(count: 5, hash: lines[4].hash)
    let sixth = AuditHead.Seal(count: 6, hash: lines[5].hash)
    let path = URL(fileURLWithPath: folder.file + ".audit")
    try Data(AuditHead(seal: fifth, next: sixth).text.utf8).write(to: path)
    #expect(try store.run(.auditFinding()) == .intact(lines: 6))
    try Data(AuditHead(seal: sixth, next: .init(count: 7, hash: "f")).text.utf8).write(to: path)
    #expect(try store.run(.auditFinding()) == .intact(lines: 6))
    try store.run(.recordIntent(JournalEntry(deskRef: DeskRef("r7"), write: .confirm(.init("b")), createdAt: noon)))
    #expect(try store.run(.auditFinding()) == .intact(lines: 7))
  }

  @Test func `the head has the store's mode`() throws {
    let folder = try TemporaryFolder()
    _ = try filled(folder)
    #expect(try folder.mode("local.sqlite.audit") == 0o600)
  }

  @Test func `many desks write one chain`() async throws {
    let folder = try TemporaryFolder()
    _ = try DeskStore.open(path: folder.file, now: noon)
    let path = folder.file
    let failures = await withTaskGroup(of: [String].self) { group in
      for desk in 0..<4 {
        group.addTask {
          do {
            let store = try DeskStore.open(path: path, now: noon)
            for number in 0..<25 {
              let entry = JournalEntry(
                deskRef: DeskRef("d\(desk)-\(number)"), write: .confirm(.init("b")), desk: "\(desk)", createdAt: noon)
              try store.run(.recordIntent(entry))
            }
            return []
          } catch { return ["\(error)"] }
        }
      }
      return await group.reduce(into: []) { $0 += $1 }
    }
    let store = try DeskStore.open(path: folder.file, now: noon)
    #expect(failures == [])
    // Each opening in one and the same process takes the rows before it for left behind, and says so in the record.
    let lines = try store.run(.auditLines())
    #expect(lines.count { $0.event == .intent } == 100)
    #expect(try store.run(.auditFinding()) == .intact(lines: lines.count))
    #expect(AuditHead.read(besideStore: folder.file) != .missing)
  }

  @Test func `a write of a program that died is in the record as unknown`() throws {
    let folder = try TemporaryFolder()
    let dead = ProcessMark(pid: 999_999, boot: "other", started: "0")
    let store = try DeskStore.open(path: folder.file, now: noon, process: dead)
    try store.run(.recordIntent(JournalEntry(deskRef: DeskRef("r1"), write: sampleWrite(), createdAt: noon)))
    try store.close()
    let next = try DeskStore.open(path: folder.file, now: noon.adding(seconds: 60))
    #expect(try next.run(.auditLines()).map(\.event) == [.intent, .unknown])
    #expect(try next.run(.auditFinding()) == .intact(lines: 2))
  }
}
