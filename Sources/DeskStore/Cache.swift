public import BookingModel
import GRDB

/// Something the server said, and when.
public struct Cached<Value: Sendable>: Sendable {
  public var value: Value
  public var readAt: Instant
  public init(value: Value, readAt: Instant) {
    self.value = value
    self.readAt = readAt
  }
}

extension Cached: Equatable where Value: Equatable {}

/// Bookings of a stretch of time as last read.
public struct CachedBookings: Hashable, Sendable {
  /// By start.
  public var bookings: [Booking]
  /// When the oldest part of the range was read; `nil` when some of it never was.
  public var readAt: Instant?
  public init(bookings: [Booking], readAt: Instant?) {
    self.bookings = bookings
    self.readAt = readAt
  }
}

// MARK: - Services, schedules, account

extension StoreRequest where Answer == Void {
  public static func cacheServices(_ services: [Service], readAt: Instant) -> StoreRequest {
    remember("services", services, readAt)
  }
  public static func cacheSchedules(_ schedules: [Schedule], readAt: Instant) -> StoreRequest {
    remember("schedules", schedules, readAt)
  }
  public static func cacheAccount(_ account: Account, readAt: Instant) -> StoreRequest {
    remember("account", account, readAt)
  }

  private static func remember(
    _ name: String, _ value: some Encodable & Sendable, _ readAt: Instant
  ) -> StoreRequest {
    StoreRequest(.write) { db, _ in
      try db.execute(
        sql: "INSERT OR REPLACE INTO cached (name, value, readAt) VALUES (?, ?, ?)",
        arguments: [name, try JSONText.encode(value), readAt.milliseconds])
    }
  }
}

extension StoreRequest where Answer == Cached<[Service]>? {
  public static func cachedServices() -> StoreRequest { StoreRequest(.read) { db, _ in try recall(db, "services") } }
}
extension StoreRequest where Answer == Cached<[Schedule]>? {
  public static func cachedSchedules() -> StoreRequest { StoreRequest(.read) { db, _ in try recall(db, "schedules") } }
}
extension StoreRequest where Answer == Cached<Account>? {
  public static func cachedAccount() -> StoreRequest { StoreRequest(.read) { db, _ in try recall(db, "account") } }
}

private func recall<Value: Decodable>(_ db: Database, _ name: String) throws -> Cached<Value>? {
  guard let row = try Row.fetchOne(db, sql: "SELECT value, readAt FROM cached WHERE name = ?", arguments: [name]),
    let value = JSONText.decode(Value.self, try row.decode(forColumn: "value"))
  else { return nil }
  return Cached(value: value, readAt: Instant(milliseconds: try row.decode(forColumn: "readAt")))
}

// MARK: - Bookings

extension StoreRequest where Answer == Void {
  /// Takes in single bookings: answers to writes, or a feed of changes. An older state than the one known is passed over.
  public static func cacheBookings(_ bookings: [Booking]) -> StoreRequest {
    StoreRequest(.write) { db, _ in try BookingTable.upsert(db, bookings) }
  }

  /// Takes in a whole reading: `bookings` are all that start in `range`, of every status. What was known there and is no longer is dropped.
  public static func cacheBookings(
    _ bookings: [Booking], covering range: Range<Instant>, readAt: Instant
  ) -> StoreRequest {
    StoreRequest(.write) { db, _ in
      let lower = range.lowerBound.milliseconds
      let upper = range.upperBound.milliseconds
      let kept = Set(bookings.map(\.uid.rawValue))
      let known = try String.fetchAll(
        db, sql: "SELECT uid FROM booking WHERE start >= ? AND start < ?", arguments: [lower, upper])
      for uid in known where !kept.contains(uid) {
        try db.execute(sql: "DELETE FROM booking WHERE uid = ?", arguments: [uid])
      }
      try BookingTable.upsert(db, bookings)
      try db.execute(
        sql: "DELETE FROM bookingRange WHERE (lower >= ? AND upper <= ?) OR readAt < ?",
        arguments: [lower, upper, readAt.adding(seconds: -90 * 86_400).milliseconds])
      try db.execute(
        sql: "INSERT OR REPLACE INTO bookingRange (lower, upper, readAt) VALUES (?, ?, ?)",
        arguments: [lower, upper, readAt.milliseconds])
    }
  }

  /// Forgets everything read from the server, for a profile whose server has changed. What the desk entered itself stays.
  public static func clearCache() -> StoreRequest {
    StoreRequest(.write) { db, _ in
      try db.execute(sql: "DELETE FROM cached; DELETE FROM booking; DELETE FROM bookingRange")
      try CustomerTable.clear(db)
    }
  }
}

enum BookingTable {
  /// By start. The code is no column: there are few enough to look at each.
  static func uids(_ code: ConfirmationCode, _ db: Database) throws -> [Booking.UID] {
    try String.fetchAll(db, sql: "SELECT uid FROM booking ORDER BY start, uid").map { Booking.UID($0) }
      .filter { ConfirmationCode($0) == code }
  }

  /// An older state than the one known is passed over.
  static func upsert(_ db: Database, _ bookings: [Booking]) throws {
    let statement = try db.cachedStatement(
      sql: """
        INSERT INTO booking (uid, start, end, updatedAt, value) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (uid) DO UPDATE
          SET start = excluded.start, end = excluded.end, updatedAt = excluded.updatedAt, value = excluded.value
          WHERE updatedAt IS NULL OR excluded.updatedAt IS NULL OR excluded.updatedAt >= updatedAt
        """)
    for booking in bookings {
      try statement.execute(arguments: [
        booking.uid.rawValue, booking.start.milliseconds, booking.end.milliseconds, booking.updatedAt?.milliseconds,
        try JSONText.encode(booking),
      ])
    }
  }
}

extension StoreRequest where Answer == CachedBookings {
  /// The bookings that take some time of the range, every status.
  public static func cachedBookings(in range: Range<Instant>) -> StoreRequest {
    StoreRequest(.read) { db, _ in
      // No booking is longer than a week, which keeps the search to a piece of the index.
      let rows = try String.fetchAll(
        db, sql: "SELECT value FROM booking WHERE start > ? AND start < ? AND end > ? ORDER BY start, uid",
        arguments: [
          range.lowerBound.adding(seconds: -7 * 86_400).milliseconds, range.upperBound.milliseconds,
          range.lowerBound.milliseconds,
        ])
      let ranges = try Row.fetchAll(
        db, sql: "SELECT lower, upper, readAt FROM bookingRange WHERE upper > ? AND lower < ?",
        arguments: [range.lowerBound.milliseconds, range.upperBound.milliseconds])
      let readings = try ranges.map { row in
        Reading(
          range: Instant(
            milliseconds: try row.decode(forColumn: "lower"))..<Instant(
              milliseconds: try row.decode(forColumn: "upper")),
          at: Instant(milliseconds: try row.decode(forColumn: "readAt")))
      }
      return CachedBookings(
        bookings: rows.compactMap { JSONText.decode(Booking.self, $0) },
        readAt: Reading.oldestNeeded(toCover: range, readings))
    }
  }
}

extension StoreRequest where Answer == [CalendarDay: StoredDay] {
  /// The bookings that start on some days, of those days that were read whole.
  public static func storedDays(_ days: [CalendarDay: Range<Instant>]) -> StoreRequest {
    StoreRequest(.read) { db, process in
      var found: [CalendarDay: StoredDay] = [:]
      for (day, range) in days {
        let cached = try StoreRequest<CachedBookings>.cachedBookings(in: range).perform(db, process)
        guard let readAt = cached.readAt else { continue }
        found[day] = StoredDay(bookings: cached.bookings.filter { range.contains($0.start) }, readAt: readAt)
      }
      return found
    }
  }
}

extension StoreRequest where Answer == Booking? {
  public static func cachedBooking(_ uid: Booking.UID) -> StoreRequest {
    StoreRequest(.read) { db, _ in
      try String.fetchOne(db, sql: "SELECT value FROM booking WHERE uid = ?", arguments: [uid.rawValue])
        .flatMap { JSONText.decode(Booking.self, $0) }
    }
  }
}

extension StoreRequest where Answer == [Booking] {
  /// The cached bookings with a confirmation code, by start.
  public static func cachedBookings(code: ConfirmationCode) -> StoreRequest {
    StoreRequest(.read) { db, _ in
      try BookingTable.uids(code, db).prefix(9).compactMap { uid in
        try String.fetchOne(db, sql: "SELECT value FROM booking WHERE uid = ?", arguments: [uid.rawValue])
          .flatMap { JSONText.decode(Booking.self, $0) }
      }
    }
  }
}

/// One reading of a range of time.
struct Reading: Equatable {
  var range: Range<Instant>
  var at: Instant

  /// Covers a range with the newest readings there are; answers the age of the oldest that is needed, `nil` when a gap remains.
  static func oldestNeeded(toCover wanted: Range<Instant>, _ readings: [Reading]) -> Instant? {
    var gaps = [wanted]
    for reading in readings.sorted(by: { $0.at > $1.at }) {
      var left: [Range<Instant>] = []
      for gap in gaps {
        guard gap.overlaps(reading.range) else {
          left.append(gap)
          continue
        }
        if gap.lowerBound < reading.range.lowerBound { left.append(gap.lowerBound..<reading.range.lowerBound) }
        if reading.range.upperBound < gap.upperBound { left.append(reading.range.upperBound..<gap.upperBound) }
      }
      gaps = left
      if gaps.isEmpty { return reading.at }
    }
    return nil
  }
}
