import BookingModel
import CryptoShim
import GRDB

// Writing the audit: in the same transaction as the journal's row, so neither is ever there without the other.

enum Audit {
  /// Adds a line and announces it in the head.
  static func append(_ db: Database, _ event: AuditLine.Event, _ entry: JournalEntry, reason: String, at now: Instant)
    throws
  {
    let last = try Row.fetchOne(db, sql: "SELECT number, hash FROM audit ORDER BY number DESC LIMIT 1")
    let before = AuditHead.Seal(
      count: try last?.decode(forColumn: "number") ?? 0, hash: try last?.decode(forColumn: "hash") ?? "")
    var booking = entry.write.booking
    if case .accepted(let uid?) = entry.state { booking = uid }
    var line = AuditLine(
      number: before.count + 1, at: now, event: event, deskRef: entry.deskRef, kind: entry.write.kind,
      profile: entry.profile, clerk: entry.clerk, desk: entry.desk, service: entry.service, start: entry.start,
      booking: booking, reason: reason, previous: before.hash, hash: "")
    guard let hash = SHA256.hexadecimal(line.sealedText) else {
      throw DatabaseError(message: "libcrypto is not installed")
    }
    line.hash = hash
    try db.execute(
      sql: """
        INSERT INTO audit (number, at, event, deskRef, kind, profile, clerk, desk, service, start, booking, reason, previous, hash)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        line.number, line.at.milliseconds, line.event.rawValue, line.deskRef.rawValue, line.kind, line.profile,
        line.clerk, line.desk, line.service?.rawValue, line.start?.milliseconds, line.booking?.rawValue, line.reason,
        line.previous, line.hash,
      ])
    // A store in memory has no file, and no head beside it.
    let file = try String.fetchOne(db, sql: "SELECT file FROM pragma_database_list WHERE name = 'main'") ?? ""
    guard !file.isEmpty else { return }
    let seal = AuditHead.Seal(count: line.number, hash: line.hash)
    try AuditHead.announce(seal, after: before, besideStore: file)
    db.afterNextTransaction { _ in AuditHead.settle(seal, besideStore: file) }
  }
}

enum SHA256 {
  /// 64 digits; `nil` where the system has no crypto library.
  static func hexadecimal(_ text: String) -> String? {
    var digest = [UInt8](repeating: 0, count: 32)
    let bytes = Array(text.utf8)
    guard cal_sha256(bytes, bytes.count, &digest) else { return nil }
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}

// MARK: - Reading

extension StoreRequest where Answer == [AuditLine] {
  /// The latest lines, oldest first; all of them without a limit.
  public static func auditLines(last limit: Int? = nil) -> StoreRequest {
    StoreRequest(.read) { db, _ in
      try Row.fetchAll(db, sql: "SELECT * FROM audit ORDER BY number DESC LIMIT ?", arguments: [limit ?? -1])
        .map(AuditLine.init).reversed()
    }
  }
}

/// What a check of the whole audit found.
public enum AuditFinding: Hashable, Sendable {
  /// So many lines, each as it was written.
  case intact(lines: Int)
  /// The line does not have the hash it was written with: a field was changed.
  case changed(line: Int)
  /// Between the lines with these numbers some are missing, or one was put in: the second does not follow the first.
  case broken(after: Int, before: Int)
  /// The log ends before its head does.
  case cut(lines: Int, head: Int)
  /// The log goes on after its head: lines were put in behind the desk's back.
  case grown(lines: Int, head: Int)
  /// The last line is not the one that was written there.
  case replaced(line: Int)
  case headMissing(lines: Int)
  case headUnreadable(lines: Int)
  /// Neither libcrypto nor libgnutls is installed.
  case noHash
}

extension StoreRequest where Answer == AuditFinding {
  /// Checks every line against the one before, and the last one against the head kept apart.
  public static func auditFinding() -> StoreRequest {
    // A write, so that no desk adds a line between the log and its head.
    StoreRequest(.write) { db, _ in
      let file = try String.fetchOne(db, sql: "SELECT file FROM pragma_database_list WHERE name = 'main'") ?? ""
      return try finding(db, head: file.isEmpty ? nil : AuditHead.read(besideStore: file))
    }
  }

  /// The same against a head that was read before, where no lock can be had.
  static func auditFinding(head: AuditHead.Reading?) -> StoreRequest {
    StoreRequest(.read) { db, _ in try finding(db, head: head) }
  }

  private static func finding(_ db: Database, head: AuditHead.Reading?) throws -> AuditFinding {
    var last = AuditHead.Seal(count: 0, hash: "")
    let rows = try Row.fetchCursor(db, sql: "SELECT * FROM audit ORDER BY number")
    while let row = try rows.next() {
      let line = try AuditLine(row)
      guard line.number == last.count + 1, line.previous == last.hash else {
        return .broken(after: last.count, before: line.number)
      }
      guard let hash = SHA256.hexadecimal(line.sealedText) else { return .noHash }
      // An event that this version does not know is hashed as it stands.
      guard hash == line.hash, AuditLine.Event(rawValue: try row.decode(forColumn: "event")) != nil else {
        return .changed(line: line.number)
      }
      last = AuditHead.Seal(count: line.number, hash: line.hash)
    }
    switch head {
    case nil: return .intact(lines: last.count)
    case .missing: return last.count == 0 ? .intact(lines: 0) : .headMissing(lines: last.count)
    case .unreadable: return .headUnreadable(lines: last.count)
    case .read(let head): return finding(last, head)
    }
  }

  private static func finding(_ last: AuditHead.Seal, _ head: AuditHead) -> AuditFinding {
    if last == head.seal || last == head.next { return .intact(lines: last.count) }
    if last.count < head.seal.count { return .cut(lines: last.count, head: head.seal.count) }
    let known = head.next ?? head.seal
    return last.count > known.count ? .grown(lines: last.count, head: known.count) : .replaced(line: last.count)
  }
}

extension DeskStore {
  /// Checks the audit, also in a store that may only be read.
  public func auditFinding() throws(StoreError) -> AuditFinding {
    guard isReadOnly else { return try run(.auditFinding()) }
    // A desk may add a line meanwhile: what was read counts when the head is the same before and after.
    for _ in 0..<10 {
      let head = AuditHead.read(besideStore: path)
      let finding = try run(.auditFinding(head: head))
      if AuditHead.read(besideStore: path) == head { return finding }
    }
    throw .busy(path: path)
  }
}
