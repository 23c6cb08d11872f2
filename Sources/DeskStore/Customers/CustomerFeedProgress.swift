public import BookingModel
import GRDB

/// How far the bookings of a profile have been read for its customers. Kept with what was read, so that a restart goes on there.
public struct CustomerFeedProgress: Hashable, Sendable, Codable {
  /// Rows of the full load read so far, the booking made last first; `nil` when it is done.
  public var loaded: Int?
  /// Where the feeds go on: the latest time of making and of change that the server has told.
  public var createdAfter: Instant?
  public var updatedAfter: Instant?

  public init(loaded: Int? = 0, createdAfter: Instant? = nil, updatedAfter: Instant? = nil) {
    self.loaded = loaded
    self.createdAfter = createdAfter
    self.updatedAfter = updatedAfter
  }

  static let name = "customers.feed"
}

/// Longer than a page takes, shorter than the time between two polls of the feeds.
private let leaseSeconds: Int64 = 90

func lease(_ db: Database, _ process: ProcessMark, now: Instant) throws {
  try db.execute(
    sql: "INSERT OR REPLACE INTO setting (name, value) VALUES ('customers.reader', ?)",
    arguments: ["\(now.adding(seconds: leaseSeconds).milliseconds) \(process.text)"])
}

extension ProcessMark {
  fileprivate var text: String { "\(pid) \(boot) \(started)" }
}

func keepFeed(_ progress: CustomerFeedProgress, _ db: Database) throws {
  try db.execute(
    sql: "INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)",
    arguments: [CustomerFeedProgress.name, try JSONText.encode(progress)])
}

extension StoreRequest where Answer == CustomerFeedProgress? {
  /// The right to read the feed for a while, with how far it has come; `nil` while another desk of the store has it.
  public static func leaseCustomerFeed(now: Instant) -> StoreRequest {
    StoreRequest(.write) { db, process in
      if let held = try String.fetchOne(db, sql: "SELECT value FROM setting WHERE name = 'customers.reader'") {
        let parts = held.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
        let until = parts.first.flatMap { Int64($0) } ?? 0
        // A clock that was set back does not make a lease for ever.
        let isHeld = until > now.milliseconds && until <= now.adding(seconds: leaseSeconds).milliseconds
        if isHeld, parts.count == 2, parts[1] != process.text { return nil }
      }
      try lease(db, process, now: now)
      let text = try String.fetchOne(
        db, sql: "SELECT value FROM setting WHERE name = ?", arguments: [CustomerFeedProgress.name])
      return text.flatMap { JSONText.decode(CustomerFeedProgress.self, $0) } ?? CustomerFeedProgress()
    }
  }
}
