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

extension StoreRequest where Answer == SharedFailure? {
  public static func sharedFailure() -> StoreRequest {
    StoreRequest(.read) { db, _ in
      try String.fetchOne(db, sql: "SELECT value FROM setting WHERE name = ?", arguments: [SharedFailure.name])
        .flatMap { JSONText.decode(SharedFailure.self, $0) }
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
