import BookingModel
import GRDB

/// What remains of forgotten customers: hashes of their keys, so that the feed does not bring them back (DESIGN 6.4).
///
/// A key alone could be guessed by trying all numbers; the salt of the store keeps ready-made tables from doing so.
struct ForgottenMarks {
  private let db: Database
  private let salt: String
  private let isEmpty: Bool

  init(_ db: Database) throws {
    self.db = db
    isEmpty = try !(Bool.fetchOne(db, sql: "SELECT EXISTS (SELECT 1 FROM forgotten)") ?? false)
    let stored = try String.fetchOne(db, sql: "SELECT value FROM setting WHERE name = 'customers.salt'")
    salt = stored ?? ""
  }

  /// Whether a booking made then under this key is not to bring its customer back. One made later is a new acquaintance.
  func covers(_ key: CustomerKey, _ recordedAt: Instant) -> Bool {
    guard !isEmpty, let mark = mark(key) else { return false }
    let until = try? Int64.fetchOne(
      db.cachedStatement(sql: "SELECT until FROM forgotten WHERE mark = ?"), arguments: [mark])
    return until.map { recordedAt.milliseconds <= $0 } ?? false
  }

  static func add(_ keys: [CustomerKey], at now: Instant, _ db: Database) throws {
    if try String.fetchOne(db, sql: "SELECT value FROM setting WHERE name = 'customers.salt'") == nil {
      var random = SystemRandomNumberGenerator()
      let salt = (0..<4).map { _ in String(random.next(), radix: 36) }.joined()
      try db.execute(sql: "INSERT INTO setting (name, value) VALUES ('customers.salt', ?)", arguments: [salt])
    }
    let marks = try ForgottenMarks(db)
    for key in keys {
      // Entries do not come back by themselves.
      if case .entry = key { continue }
      guard let mark = marks.mark(key) else { throw DatabaseError(message: "libcrypto is not installed") }
      try db.execute(
        sql: "INSERT OR REPLACE INTO forgotten (mark, until) VALUES (?, ?)",
        arguments: [mark, now.milliseconds])
    }
  }

  private func mark(_ key: CustomerKey) -> String? { SHA256.hexadecimal(salt + key.id.rawValue) }
}
