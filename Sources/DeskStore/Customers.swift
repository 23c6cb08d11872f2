public import BookingModel
import GRDB

/// A person who books, known by telephone number, else by e-mail, else by name alone.
public struct StoredCustomer: Hashable, Sendable, Identifiable {
  public var id: Int64
  public var name: String
  /// E.164.
  public var phone: String?
  public var email: String?
  /// The latest start of a booking.
  public var lastSeenAt: Instant?

  public init(id: Int64, name: String, phone: String?, email: String?, lastSeenAt: Instant?) {
    self.id = id
    self.name = name
    self.phone = phone
    self.email = email
    self.lastSeenAt = lastSeenAt
  }
}

extension StoreRequest where Answer == Int64 {
  /// Adds a customer or brings one up to date; answers the id. A number or an address that is not given leaves the known one.
  public static func upsertCustomer(
    name: String, phone: String?, email: String?, seenAt: Instant? = nil, now: Instant
  ) -> StoreRequest {
    StoreRequest(.write) { db, _ in
      try upsert(db, name: name, phone: phone, email: email, seenAt: seenAt, now: now)
    }
  }
}

extension StoreRequest where Answer == Void {
  /// Takes in the attendees of bookings.
  public static func upsertCustomers(from bookings: [Booking], now: Instant) -> StoreRequest {
    StoreRequest(.write) { db, _ in
      for booking in bookings {
        for attendee in booking.attendees where !attendee.name.isEmpty {
          _ = try upsert(
            db, name: attendee.name, phone: attendee.phone, email: attendee.email, seenAt: booking.start, now: now)
        }
      }
    }
  }
}

private func upsert(
  _ db: Database, name: String, phone: String?, email: String?, seenAt: Instant?, now: Instant
) throws -> Int64 {
  let phone = phone.flatMap { $0.isEmpty ? nil : $0 }
  let email = email.flatMap { $0.isEmpty ? nil : $0.lowercased() }
  let folded = SearchText.folded(name)
  let digits = phone.map { String($0.filter { $0.isASCII && $0.isNumber }) } ?? ""
  var found: Int64?
  if let phone { found = try Int64.fetchOne(db, sql: "SELECT id FROM customer WHERE phone = ?", arguments: [phone]) }
  if found == nil, let email {
    // One address may serve a family: only with the same name, or without a number of its own, is it the same person.
    found = try Int64.fetchOne(
      db,
      sql: """
        SELECT id FROM customer WHERE email = ?1 AND (phone IS NULL OR ?2 IS NULL) AND (foldedName = ?3 OR phone IS NULL)
        ORDER BY foldedName = ?3 DESC, id LIMIT 1
        """,
      arguments: [email, phone, folded])
  }
  if found == nil, phone == nil || email == nil {
    found = try Int64.fetchOne(
      db,
      sql: "SELECT id FROM customer WHERE foldedName = ? AND phone IS NULL AND email IS NULL ORDER BY id LIMIT 1",
      arguments: [folded])
  }
  let id: Int64
  if let found {
    id = found
    // An older booking that is read later does not bring an old name back.
    try db.execute(
      sql: """
        UPDATE customer SET
          name = CASE WHEN lastSeenAt IS NULL OR ?4 IS NULL OR ?4 >= lastSeenAt THEN ?1 ELSE name END,
          foldedName = CASE WHEN lastSeenAt IS NULL OR ?4 IS NULL OR ?4 >= lastSeenAt THEN ?2 ELSE foldedName END,
          phone = coalesce(?3, phone), digits = CASE WHEN ?3 IS NULL THEN digits ELSE ?7 END,
          email = coalesce(?5, email),
          lastSeenAt = CASE WHEN lastSeenAt IS NULL OR ?4 > lastSeenAt THEN ?4 ELSE lastSeenAt END,
          updatedAt = ?6
        WHERE id = ?8
        """,
      arguments: [name, folded, phone, seenAt?.milliseconds, email, now.milliseconds, digits, id])
  } else {
    try db.execute(
      sql: """
        INSERT INTO customer (name, foldedName, phone, digits, email, lastSeenAt, updatedAt) VALUES (?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [name, folded, phone, digits, email, seenAt?.milliseconds, now.milliseconds])
    id = db.lastInsertedRowID
  }
  let current = try String.fetchOne(db, sql: "SELECT foldedName FROM customer WHERE id = ?", arguments: [id]) ?? ""
  try db.execute(sql: "DELETE FROM customerWord WHERE customer = ?", arguments: [id])
  for word in Set(SearchText.words(current)) {
    try db.execute(sql: "INSERT INTO customerWord (word, customer) VALUES (?, ?)", arguments: [word, id])
  }
  return id
}

// MARK: - Finding

extension StoreRequest where Answer == [StoredCustomer] {
  /// Customers each of whose wanted words begins a word of the name (`alv pe` finds Pedro Álvarez), those seen last first.
  public static func customers(named text: String, limit: Int) -> StoreRequest {
    StoreRequest(.read) { db, _ in
      let words = SearchText.words(SearchText.folded(text)).prefix(6)
      guard !words.isEmpty else { return [] }
      let condition = words.map { _ in
        "id IN (SELECT customer FROM customerWord WHERE word >= ? AND word < ?)"
      }.joined(separator: " AND ")
      // U+10FFFF sorts after everything that can follow a prefix.
      let bounds = words.flatMap { [$0, $0 + "\u{10FFFF}"] }
      return try fetch(
        db, "WHERE \(condition) ORDER BY lastSeenAt DESC, name, id LIMIT ?",
        StatementArguments(bounds) + [limit])
    }
  }

  /// Customers whose number holds these digits; those whose number ends with them first. Digits as of ``PhoneNumber/searchDigits(_:country:)``.
  public static func customers(phoneDigits digits: String, limit: Int) -> StoreRequest {
    StoreRequest(.read) { db, _ in
      guard !digits.isEmpty, digits.allSatisfy({ $0.isASCII && $0.isNumber }) else { return [] }
      return try fetch(
        db,
        """
        WHERE instr(digits, ?1) > 0
        ORDER BY substr(digits, -length(?1)) = ?1 DESC, lastSeenAt DESC, name, id LIMIT ?2
        """, [digits, limit])
    }
  }

  private static func fetch(_ db: Database, _ tail: String, _ arguments: StatementArguments) throws -> Answer {
    try Row.fetchAll(
      db, sql: "SELECT id, name, phone, email, lastSeenAt FROM customer " + tail, arguments: arguments
    ).map { row in
      StoredCustomer(
        id: row["id"], name: row["name"], phone: row["phone"], email: row["email"],
        lastSeenAt: (row["lastSeenAt"] as Int64?).map { Instant(milliseconds: $0) })
    }
  }
}

/// Text as it is searched: lower case, Latin letters without their marks.
enum SearchText {
  static func folded(_ text: String) -> String {
    var result = ""
    for character in text.lowercased() {
      // A mark that stands alone after its letter is part of the same character: the letter is enough.
      guard let first = character.unicodeScalars.first else { continue }
      if let plain = marked[first] {
        result += plain
      } else if character.unicodeScalars.count > 1, first.isASCII {
        result.unicodeScalars.append(first)
      } else {
        result.append(character)
      }
    }
    return result
  }

  /// Runs of letters and digits.
  static func words(_ folded: String) -> [String] {
    folded.split { !$0.isLetter && !$0.isNumber }.map { String($0.prefix(40)) }
  }

  private static let marked: [Unicode.Scalar: String] = {
    let groups: [(String, String)] = [
      ("a", "àáâãäåāăąǎ"), ("ae", "æ"), ("c", "çćĉċč"), ("d", "ďđð"), ("e", "èéêëēĕėęěẽ"), ("g", "ĝğġģ"),
      ("h", "ĥħ"), ("i", "ìíîïĩīĭįı"), ("j", "ĵ"), ("k", "ķ"), ("l", "ĺļľŀł"), ("n", "ñńņňŉ"),
      ("o", "òóôõöøōŏőơ"), ("oe", "œ"), ("r", "ŕŗř"), ("s", "śŝşšș"), ("ss", "ß"), ("t", "ţťŧț"), ("th", "þ"),
      ("u", "ùúûüũūŭůűųư"), ("w", "ŵ"), ("y", "ýÿŷ"), ("z", "źżž"),
    ]
    var table: [Unicode.Scalar: String] = [:]
    for (plain, letters) in groups { for letter in letters.unicodeScalars { table[letter] = plain } }
    return table
  }()
}
