public import BookingModel
import FoundationEssentials
import GRDB

/// What has changed among the customers since a number of change.
public struct CustomerNews: Equatable, Sendable {
  public var changes: CustomerChanges
  /// The number to ask from the next time.
  public var change: Int64
}

/// All customers of the store.
public struct CustomerStock: Equatable, Sendable {
  public var index: CustomerIndex
  public var change: Int64
}

extension StoreRequest where Answer == Void {
  /// Takes in bookings as a server gave them, whole lists or single ones, and works out whose customers change. What is known already or is
  /// older than what is known costs a look-up each.
  public static func takeForCustomers(_ bookings: [Booking], rules: CustomerRules, now: Instant) -> StoreRequest {
    StoreRequest(.write) { db, _ in try take(bookings, db, rules: rules, now: now) }
  }

  /// Keeps a page of the full load or of the feed: the bookings for the cache, their people for the customers, how far the reading has
  /// come, and that it goes on.
  public static func takePage(
    _ bookings: [Booking], _ progress: CustomerFeedProgress, rules: CustomerRules, now: Instant
  ) -> StoreRequest {
    StoreRequest(.write) { db, process in
      try BookingTable.upsert(db, bookings)
      try take(bookings, db, rules: rules, now: now)
      try keepFeed(progress, db)
      try lease(db, process, now: now)
    }
  }

  private static func take(_ bookings: [Booking], _ db: Database, rules: CustomerRules, now: Instant) throws {
    let marks = try ForgottenMarks(db)
    var update = CustomerUpdate(db, rules: rules, asOf: now)
    for booking in bookings {
      if let row = try CustomerRegion.row(of: CustomerEvidence.source(of: booking.uid), db),
        let known = try CustomerRegion.piece(row, db, rules: rules), case .booking(let old) = known.content,
        !CustomerBook.isNewer(booking, than: old)
      {
        continue
      }
      try update.put(CustomerEvidence(booking, rules: rules, isForgotten: marks.covers))
    }
    try update.settle()
    try CustomerTable.clearGone(db, now: now)
  }

  /// Keeps an own entry; of two with one id the later holds.
  public static func saveCustomerEntry(_ entry: CustomerEntry, rules: CustomerRules, now: Instant) -> StoreRequest {
    StoreRequest(.write) { db, _ in
      let piece = CustomerEvidence(entry)
      if let row = try CustomerRegion.row(of: piece.source, db),
        let known = try CustomerRegion.piece(row, db, rules: rules), case .entry(let old) = known.content,
        old.at > entry.at
      {
        return
      }
      var update = CustomerUpdate(db, rules: rules, asOf: now)
      try update.put(piece)
      try update.settle()
    }
  }

  /// Drops all that the desk knows of a customer: what the bookings told, own entries, notes about past visits and the cached bookings that are over. A hashed
  /// mark keeps bookings made until now from bringing them back.
  public static func forgetCustomer(_ id: Customer.ID, rules: CustomerRules, now: Instant) -> StoreRequest {
    StoreRequest(.write) { db, _ in
      try db.execute(sql: "PRAGMA secure_delete = ON")
      defer { try? db.execute(sql: "PRAGMA secure_delete = OFF") }
      let region = try CustomerRegion.of(id, db, rules: rules)
      var book = CustomerBook(region.pieces.values.map(\.content), asOf: now, rules: rules)
      let keys = book.forget(id).keys
      guard !keys.isEmpty else { return }
      try ForgottenMarks.add(keys, at: now, db)
      let marks = try ForgottenMarks(db)
      var update = CustomerUpdate(db, rules: rules, asOf: now)
      for piece in region.pieces.values {
        switch piece.content {
        case .entry(let entry):
          if keys.contains(.entry(entry.id)) { try update.drop(piece.source) }
        case .booking(let booking):
          let rest = CustomerEvidence(booking, rules: rules, isForgotten: marks.covers)
          guard rest.bytes != piece.bytes else { continue }
          try update.put(rest)
          // What is to come stays the shop's work, and is found as long as it is.
          if booking.start < now {
            try db.execute(sql: "DELETE FROM booking WHERE uid = ?", arguments: [booking.uid.rawValue])
            try db.execute(sql: "DELETE FROM fact WHERE booking = ?", arguments: [booking.uid.rawValue])
          }
        }
      }
      try update.settle()
    }
  }

  /// Takes in what an earlier version of the store had cached, once after it was brought up to date.
  public static func adoptCachedBookings(rules: CustomerRules, now: Instant) -> StoreRequest {
    StoreRequest(.write) { db, _ in
      guard try CustomerTable.number("customers.adopt", db) == 1 else { return }
      var last: Int64 = 0
      while true {
        let rows = try Row.fetchAll(
          db, sql: "SELECT rowid, value FROM booking WHERE rowid > ? ORDER BY rowid LIMIT 250", arguments: [last])
        guard let end = rows.last else { break }
        last = end["rowid"]
        try take(
          rows.compactMap { JSONText.decode(Booking.self, try $0.decode(forColumn: "value")) }, db, rules: rules,
          now: now)
      }
      try db.execute(sql: "DELETE FROM setting WHERE name = 'customers.adopt'")
    }
  }
}

extension CustomerRegion {
  /// Everything that can be about one customer.
  static func of(_ id: Customer.ID, _ db: Database, rules: CustomerRules) throws -> CustomerRegion {
    var region = CustomerRegion(db, rules: rules)
    if let key = CustomerKey(id) {
      // An entry about the key has the same links as its sightings.
      let probe = CustomerEvidence(CustomerEntry(id: "", about: [key], at: Instant(milliseconds: 0)))
      for link in probe.links {
        try region.extend(
          from: Int64.fetchAll(
            db, sql: "SELECT evidence FROM evidenceLink WHERE link = ?", arguments: [link.number]))
      }
    }
    return region
  }
}

// MARK: - Reading

extension StoreRequest where Answer == CustomerStock {
  /// All customers, ready to be searched.
  public static func customers(country: Country?) -> StoreRequest {
    StoreRequest(.read) { db, _ in
      let change = try CustomerTable.number("customers.change", db)
      let rows = try Row.fetchCursor(db, sql: "SELECT value, weight FROM customer")
      var failure: (any Error)?
      // One at a time: unpacked they would take ten times the room.
      let customers = AnyIterator<Customer> {
        do {
          guard let row = try rows.next() else { return nil }
          let packed = Array(try row.decode(Data.self, forColumn: "value"))
          return Customer(
            packed: packed, weight: VisitWeight(logarithm: Float(try row.decode(Double.self, forColumn: "weight"))))
        } catch {
          failure = error
          return nil
        }
      }
      let index = CustomerIndex(IteratorSequence(customers), country: country)
      if let failure { throw failure }
      return CustomerStock(index: index, change: change)
    }
  }
}

extension StoreRequest where Answer == CustomerNews? {
  /// What this desk or another one of the same store has changed since; `nil` when that is too long ago to tell.
  public static func customerNews(since change: Int64) -> StoreRequest {
    StoreRequest(.read) { db, _ in
      guard change >= (try CustomerTable.number("customers.cleared", db)) else { return nil }
      let latest = try CustomerTable.number("customers.change", db)
      guard latest > change else { return CustomerNews(changes: CustomerChanges(), change: latest) }
      let rows = try Row.fetchAll(
        db, sql: "SELECT value, weight FROM customer WHERE change > ? ORDER BY id", arguments: [change])
      let gone = try String.fetchAll(
        db, sql: "SELECT id FROM customerGone WHERE change > ? ORDER BY id", arguments: [change])
      let customers = try rows.map { row in
        Customer(
          packed: Array(try row.decode(Data.self, forColumn: "value")),
          weight: VisitWeight(logarithm: Float(try row.decode(Double.self, forColumn: "weight"))))
      }
      return CustomerNews(
        changes: CustomerChanges(upserted: customers, removed: gone.map(Customer.ID.init(rawValue:))), change: latest)
    }
  }
}

extension StoreRequest where Answer == [Booking] {
  /// The cached bookings of a customer, the latest first.
  public static func bookings(of id: Customer.ID, rules: CustomerRules) -> StoreRequest {
    StoreRequest(.read) { db, _ in
      let region = try CustomerRegion.of(id, db, rules: rules)
      let book = CustomerBook(region.pieces.values.map(\.content), asOf: Instant(milliseconds: 0), rules: rules)
      let statement = try db.cachedStatement(sql: "SELECT value FROM booking WHERE uid = ?")
      return try book.bookings(of: id).compactMap { uid in
        try String.fetchOne(statement, arguments: [uid.rawValue]).flatMap { JSONText.decode(Booking.self, $0) }
      }.sorted { ($0.start, $0.uid.rawValue) > ($1.start, $1.uid.rawValue) }
    }
  }
}
