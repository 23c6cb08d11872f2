import BookingModel
import FoundationEssentials
import GRDB

/// The pieces of evidence that can be about the same people as some given ones, read from the store over what they share.
///
/// Everything outside of a region is other people, so its customers can be worked out alone: neither all bookings nor all
/// customers are ever in memory.
struct CustomerRegion {
  let db: Database
  let rules: CustomerRules
  private(set) var pieces: [Int64: CustomerEvidence] = [:]

  init(_ db: Database, rules: CustomerRules) {
    self.db = db
    self.rules = rules
  }

  static func row(of source: String, _ db: Database) throws -> Int64? {
    try Int64.fetchOne(db.cachedStatement(sql: "SELECT id FROM evidence WHERE source = ?"), arguments: [source])
  }

  static func piece(_ row: Int64, _ db: Database, rules: CustomerRules) throws -> CustomerEvidence? {
    try Row.fetchOne(db.cachedStatement(sql: "SELECT source, value FROM evidence WHERE id = ?"), arguments: [row])
      .map {
        CustomerEvidence(
          source: try $0.decode(forColumn: "source"), bytes: Array(try $0.decode(Data.self, forColumn: "value")),
          rules: rules)
      }
  }

  /// Adds these and everything that can be about the same people, over any number of steps.
  mutating func extend(from rows: some Sequence<Int64>) throws {
    var waiting = Array(rows)
    var followed: Set<Int64> = []
    var conditions: [Int64: Bool] = [:]
    func holders(_ link: Int64) throws -> [Int64] {
      try Int64.fetchAll(
        db.cachedStatement(sql: "SELECT evidence FROM evidenceLink WHERE link = ?"), arguments: [link])
    }
    while let row = waiting.popLast() {
      guard pieces[row] == nil, let piece = try CustomerRegion.piece(row, db, rules: rules) else { continue }
      pieces[row] = piece
      for link in piece.links where !followed.contains(link.number) {
        if let condition = link.condition {
          let isMet = try conditions[condition] ?? !holders(condition).isEmpty
          conditions[condition] = isMet
          guard isMet else { continue }
        }
        followed.insert(link.number)
        waiting += try holders(link.number)
      }
      for link in piece.lookups where followed.insert(link).inserted { waiting += try holders(link) }
      if let old = piece.predecessor, let row = try CustomerRegion.row(of: old, db) { waiting.append(row) }
    }
  }
}

/// A change of what is known about customers, from the evidence to the customers that follow from it.
struct CustomerUpdate {
  private let db: Database
  private let rules: CustomerRules
  private let asOf: Instant
  private var touched: Set<Int64> = []
  /// Ids that may have been in use before.
  private var ids: Set<Customer.ID> = []
  private var before: CustomerRegion

  init(_ db: Database, rules: CustomerRules, asOf: Instant) {
    self.db = db
    self.rules = rules
    self.asOf = asOf
    before = CustomerRegion(db, rules: rules)
  }

  /// Puts a piece in, in place of what was known under its source.
  mutating func put(_ piece: CustomerEvidence) throws {
    if let row = try CustomerRegion.row(of: piece.source, db) {
      guard let known = try CustomerRegion.piece(row, db, rules: rules), known.bytes != piece.bytes else { return }
      try leave(row)
      try unlink(known, row)
      try db.cachedStatement(sql: "UPDATE evidence SET value = ? WHERE id = ?")
        .execute(arguments: [Data(piece.bytes), row])
      try link(piece, row)
      touched.insert(row)
    } else {
      try db.cachedStatement(sql: "INSERT INTO evidence (source, value) VALUES (?, ?)")
        .execute(arguments: [piece.source, Data(piece.bytes)])
      let row = db.lastInsertedRowID
      try link(piece, row)
      touched.insert(row)
    }
  }

  mutating func drop(_ source: String) throws {
    guard let row = try CustomerRegion.row(of: source, db),
      let known = try CustomerRegion.piece(row, db, rules: rules)
    else { return }
    try leave(row)
    try unlink(known, row)
    try db.execute(sql: "DELETE FROM evidence WHERE id = ?", arguments: [row])
    touched.remove(row)
  }

  /// Those who were one person with what changes are to be looked at anew, too.
  private mutating func leave(_ row: Int64) throws { try before.extend(from: [row]) }

  private func link(_ piece: CustomerEvidence, _ row: Int64) throws {
    let statement = try db.cachedStatement(sql: "INSERT OR IGNORE INTO evidenceLink (link, evidence) VALUES (?, ?)")
    for link in piece.links { try statement.execute(arguments: [link.number, row]) }
  }

  private func unlink(_ piece: CustomerEvidence, _ row: Int64) throws {
    let statement = try db.cachedStatement(sql: "DELETE FROM evidenceLink WHERE link = ? AND evidence = ?")
    for link in piece.links { try statement.execute(arguments: [link.number, row]) }
  }

  /// Works out the customers of all that was touched, and keeps those that are others than before under the next number of change.
  mutating func settle() throws {
    var after = CustomerRegion(db, rules: rules)
    try after.extend(from: touched.union(before.pieces.keys))
    for piece in before.pieces.values { ids.formUnion(piece.customerIDs) }
    for piece in after.pieces.values { ids.formUnion(piece.customerIDs) }
    guard !ids.isEmpty else { return }
    // In the order of their rows, so that the work is the same in every run.
    let pieces = after.pieces.sorted { $0.key < $1.key }.map(\.value.content)
    let customers = CustomerBook(pieces, asOf: asOf, rules: rules).customers()
    let change = try CustomerTable.nextChange(db)
    for customer in customers {
      ids.remove(customer.id)
      try CustomerTable.put(customer, change: change, db)
    }
    for id in ids { try CustomerTable.remove(id, change: change, at: asOf, db) }
  }
}

/// The customers that follow from the evidence, each as one row of bytes.
///
/// Every change has a number. A desk asks for what has changed since the number it knows, and so learns what other desks of the same store did;
/// dropped customers leave their id for a while, to be told too.
enum CustomerTable {
  /// For that long the ids of dropped customers are kept. Who did not ask for longer reads all anew.
  static let graceSeconds: Int64 = 600

  static func number(_ name: String, _ db: Database) throws -> Int64 {
    try String.fetchOne(
      db.cachedStatement(sql: "SELECT value FROM setting WHERE name = ?"), arguments: [name]
    ).flatMap(Int64.init) ?? 0
  }

  static func set(_ name: String, _ number: Int64, _ db: Database) throws {
    try db.cachedStatement(sql: "INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)")
      .execute(arguments: [name, String(number)])
  }

  static func nextChange(_ db: Database) throws -> Int64 {
    let next = try number("customers.change", db) + 1
    try set("customers.change", next, db)
    return next
  }

  static func put(_ customer: Customer, change: Int64, _ db: Database) throws {
    let packed = Data(customer.packed)
    let weight = Double(customer.weight.logarithm)
    try db.cachedStatement(
      sql: """
        INSERT INTO customer (id, value, weight, change) VALUES (?, ?, ?, ?)
        ON CONFLICT (id) DO UPDATE SET value = excluded.value, weight = excluded.weight, change = excluded.change
          WHERE value <> excluded.value OR weight <> excluded.weight
        """
    ).execute(arguments: [customer.id.rawValue, packed, weight, change])
    try db.cachedStatement(sql: "DELETE FROM customerGone WHERE id = ?").execute(arguments: [customer.id.rawValue])
  }

  static func remove(_ id: Customer.ID, change: Int64, at now: Instant, _ db: Database) throws {
    try db.cachedStatement(sql: "DELETE FROM customer WHERE id = ?").execute(arguments: [id.rawValue])
    guard db.changesCount > 0 else { return }
    try db.cachedStatement(sql: "INSERT OR REPLACE INTO customerGone (id, change, at) VALUES (?, ?, ?)")
      .execute(arguments: [id.rawValue, change, now.milliseconds])
  }

  /// Forgets what the bookings of a server told; customers of own entries stay.
  static func clear(_ db: Database) throws {
    let entries = try Row.fetchAll(db, sql: "SELECT source, value FROM evidence WHERE source LIKE 'e%'")
    // Who knows an earlier state reads all anew.
    let change = try nextChange(db)
    try db.execute(
      sql: """
        DELETE FROM evidence; DELETE FROM evidenceLink; DELETE FROM customer; DELETE FROM customerGone;
        DELETE FROM setting WHERE name = 'customers.feed';
        """)
    try set("customers.cleared", change, db)
    let rules = CustomerRules()
    var update = CustomerUpdate(db, rules: rules, asOf: Instant(milliseconds: 0))
    for row in entries {
      try update.put(
        CustomerEvidence(
          source: try row.decode(forColumn: "source"), bytes: Array(try row.decode(Data.self, forColumn: "value")),
          rules: rules))
    }
    try update.settle()
  }

  /// Clears away the ids of customers that were dropped long ago.
  static func clearGone(_ db: Database, now: Instant) throws {
    let limit = now.adding(seconds: -graceSeconds).milliseconds
    guard
      let last = try Int64.fetchOne(
        db, sql: "SELECT max(change) FROM customerGone WHERE at < ?", arguments: [limit])
    else { return }
    try db.execute(sql: "DELETE FROM customerGone WHERE at < ?", arguments: [limit])
    try set("customers.cleared", max(last, number("customers.cleared", db)), db)
  }
}
