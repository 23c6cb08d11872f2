public import BookingModel
import GRDB

// Writes that a process has left behind by its end: nobody waits for their answer any more, and nobody looks them up.

extension StoreRequest where Answer == Int {
  /// At every opening: marks rows that a process which is gone left on their way as unknown; answers how many. Rows of another living desk
  /// are its own. Rows of this very process count as left behind too: nothing of it can be on its way yet.
  public static func adoptOrphans(now: Instant) -> StoreRequest {
    // Durable, because the answer decides whether a write is looked up or trusted to its owner.
    StoreRequest(.durableWrite) { db, process in
      var count = 0
      for row in try Row.fetchAll(db, sql: "SELECT * FROM journal WHERE state = 'written'") {
        let owner = try ProcessMark(row)
        guard owner == process || !owner.isAlive else { continue }
        try setUnknown(row, db, now)
        count += 1
      }
      return count
    }
  }

  /// While running: takes over what the dead left open, on its way or unknown; answers how many. Each is taken by one desk, which looks it up
  /// from then on; another one takes it when that one dies as well.
  public static func takeOrphans(now: Instant) -> StoreRequest {
    StoreRequest(.durableWrite) { db, process in
      let rows = try orphans(db, process)
      for row in rows {
        if try row.decode(String.self, forColumn: "state") == "written" { try setUnknown(row, db, now) }
        try db.execute(
          sql: "UPDATE journal SET ownerPid = ?, ownerBoot = ?, ownerStarted = ? WHERE deskRef = ?",
          arguments: [process.pid, process.boot, process.started, try row.decode(String.self, forColumn: "deskRef")])
      }
      return rows.count
    }
  }
}

extension StoreRequest where Answer == Bool {
  /// Whether ``StoreRequest/takeOrphans(now:)`` would find any: asked every few seconds, so it takes no lock.
  public static func hasOrphans() -> StoreRequest {
    StoreRequest(.read) { db, process in try !orphans(db, process).isEmpty }
  }
}

private func orphans(_ db: Database, _ process: ProcessMark) throws -> [Row] {
  try Row.fetchAll(db, sql: "SELECT * FROM journal WHERE state IN ('written', 'unknown')").filter { row in
    let owner = try ProcessMark(row)
    return owner != process && !owner.isAlive
  }
}

private func setUnknown(_ row: Row, _ db: Database, _ now: Instant) throws {
  try db.execute(
    sql: "UPDATE journal SET state = 'unknown', updatedAt = ? WHERE deskRef = ?",
    arguments: [now.milliseconds, try row.decode(String.self, forColumn: "deskRef")])
  guard let entry = try JournalEntry(row) else { return }
  try Audit.append(db, .unknown, entry, reason: "the program ended before the answer", at: now)
}

extension ProcessMark {
  /// Whose a row of the journal is.
  fileprivate init(_ row: Row) throws {
    self.init(
      pid: try row.decode(forColumn: "ownerPid"), boot: try row.decode(forColumn: "ownerBoot"),
      started: try row.decode(forColumn: "ownerStarted"))
  }
}
