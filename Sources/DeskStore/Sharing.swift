public import BookingModel
import GRDB

/// The last time that the server did not answer a desk of this store: the others know without asking.
public struct SharedFailure: Hashable, Sendable, Codable {
  public var error: CalError
  public var at: Instant
  public init(error: CalError, at: Instant) {
    self.error = error
    self.at = at
  }

  static let name = "board.failure"
}

extension StoreRequest where Answer == Void {
  public static func noteFailure(_ failure: SharedFailure) -> StoreRequest {
    StoreRequest(.write) { db, _ in
      try db.execute(
        sql: "INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)",
        arguments: [SharedFailure.name, try JSONText.encode(failure)])
    }
  }
}

/// What the store has for a board, read at one moment.
public struct BoardNews: Sendable {
  public var days: [CalendarDay: StoredDay]
  /// Of every booking of the days, those without notes included: what was taken back is told too.
  public var facts: [Booking.UID: BookingFacts]
  /// The last question to the server that failed, by whichever desk.
  public var failure: SharedFailure?
}

extension StoreRequest where Answer == BoardNews {
  public static func boardNews(_ days: [CalendarDay: Range<Instant>]) -> StoreRequest {
    StoreRequest(.read) { db, process in
      let stored = try StoreRequest<[CalendarDay: StoredDay]>.storedDays(days).perform(db, process)
      let uids = stored.values.flatMap { $0.bookings.map(\.uid) }
      var facts = try StoreRequest<[Booking.UID: BookingFacts]>.facts(of: uids).perform(db, process)
      for uid in uids where facts[uid] == nil { facts[uid] = BookingFacts.none }
      let failure = try String.fetchOne(
        db, sql: "SELECT value FROM setting WHERE name = ?", arguments: [SharedFailure.name])
      return BoardNews(
        days: stored, facts: facts, failure: failure.flatMap { JSONText.decode(SharedFailure.self, $0) })
    }
  }
}

/// What the server says of the shop, as some desk has read it.
public struct CachedShop: Sendable {
  public var account: Account
  public var services: [Service]
  public var schedule: Schedule?
  /// When the oldest part was read.
  public var readAt: Instant
}

extension StoreRequest where Answer == CachedShop? {
  public static func cachedShop() -> StoreRequest {
    StoreRequest(.read) { db, process in
      guard let account = try StoreRequest<Cached<Account>?>.cachedAccount().perform(db, process),
        let services = try StoreRequest<Cached<[Service]>?>.cachedServices().perform(db, process),
        let schedules = try StoreRequest<Cached<[Schedule]>?>.cachedSchedules().perform(db, process)
      else { return nil }
      return CachedShop(
        account: account.value, services: services.value, schedule: schedules.value.first,
        readAt: min(account.readAt, services.readAt, schedules.readAt))
    }
  }
}
