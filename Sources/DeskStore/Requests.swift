public import BookingModel
import GRDB

// The requests of all desks of this store, by account: they share what a key may ask (CONTRACT 5).

/// Stands for a server and the key that is used there. Neither can be read from it.
public struct AccountMark: Hashable, Sendable {
  let text: String

  /// `nil` without a hash function.
  public init?(server: String, key: String) {
    guard let hash = SHA256.hexadecimal("caltui account \(server.utf8.count):\(server)\(key)") else { return nil }
    text = String(hash.prefix(32))
  }
}

extension StoreRequest where Answer == Int64 {
  /// Takes a place among the requests, or answers after how many milliseconds there may be one; 0: it is taken.
  ///
  /// - Parameter now: by the machine's clock, which all desks share.
  public static func takeRequest(
    _ purpose: RequestBudget.Purpose, of account: AccountMark, now: Instant
  ) -> StoreRequest {
    StoreRequest(.write) { db, _ in
      // What lies in the future is left of a clock that was set back.
      try db.execute(
        sql: "DELETE FROM request WHERE account = ? AND (at <= ? OR at > ?)",
        arguments: [
          account.text, now.adding(seconds: -RequestBudget.memory).milliseconds, now.adding(seconds: 5).milliseconds,
        ])
      let sent = try Int64.fetchAll(db, sql: "SELECT at FROM request WHERE account = ?", arguments: [account.text])
      var earliest = RequestBudget.earliest(
        purpose, after: sent.map { Instant(milliseconds: min($0, now.milliseconds)) }, now: now)
      if purpose != .write,
        let pause = try Int64.fetchOne(
          db, sql: "SELECT until FROM requestPause WHERE account = ?", arguments: [account.text]),
        pause <= now.adding(seconds: 3600).milliseconds
      {
        earliest = max(earliest, Instant(milliseconds: pause))
      }
      guard earliest <= now else { return max(1, earliest.milliseconds - now.milliseconds) }
      try db.execute(
        sql: "INSERT INTO request (account, at) VALUES (?, ?)", arguments: [account.text, now.milliseconds])
      return 0
    }
  }
}

extension StoreRequest where Answer == Void {
  /// The server has refused a request because there were too many: the reads of every desk wait.
  public static func pauseRequests(of account: AccountMark, until: Instant) -> StoreRequest {
    StoreRequest(.write) { db, _ in
      try db.execute(
        sql: "INSERT OR REPLACE INTO requestPause (account, until) VALUES (?, ?)",
        arguments: [account.text, until.milliseconds])
    }
  }
}
