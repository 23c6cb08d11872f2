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

  fileprivate init?(_ text: Substring) {
    let parts = text.split(separator: " ", omittingEmptySubsequences: false)
    guard parts.count == 3, let pid = Int32(parts[0]) else { return nil }
    self.init(pid: pid, boot: String(parts[1]), started: String(parts[2]))
  }
}

func keepFeed(_ progress: CustomerFeedProgress, _ db: Database) throws {
  try db.execute(
    sql: "INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)",
    arguments: [CustomerFeedProgress.name, try JSONText.encode(progress)])
}

/// Who reads the feed, and how far it has come.
public enum CustomerFeedLease: Hashable, Sendable {
  case ours(CustomerFeedProgress)
  case anothers(CustomerFeedProgress)
}

extension StoreRequest where Answer == CustomerFeedLease {
  /// The right to read the feed for a while, unless another desk of the store has it that still runs.
  public static func leaseCustomerFeed(now: Instant) -> StoreRequest {
    StoreRequest(.write) { db, process in
      let text = try String.fetchOne(
        db, sql: "SELECT value FROM setting WHERE name = ?", arguments: [CustomerFeedProgress.name])
      let progress = text.flatMap { JSONText.decode(CustomerFeedProgress.self, $0) } ?? CustomerFeedProgress()
      if let held = try String.fetchOne(db, sql: "SELECT value FROM setting WHERE name = 'customers.reader'") {
        let parts = held.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
        let until = parts.first.flatMap { Int64($0) } ?? 0
        // A clock that was set back does not make a lease for ever.
        let isHeld = until > now.milliseconds && until <= now.adding(seconds: leaseSeconds).milliseconds
        if isHeld, parts.count == 2, parts[1] != process.text, ProcessMark(parts[1])?.isAlive == true {
          return .anothers(progress)
        }
      }
      try lease(db, process, now: now)
      return .ours(progress)
    }
  }
}
