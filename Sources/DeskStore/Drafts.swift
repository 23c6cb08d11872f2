public import BookingModel
import FoundationEssentials
import GRDB

/// A booking that is being typed, kept so that a broken line loses nothing. What is in it is the model's business.
public struct StoredDraft: Hashable, Sendable {
  public var id: String
  /// The desk that types it.
  public var desk: String
  public var json: [UInt8]
  public var updatedAt: Instant

  public init(id: String, desk: String, json: [UInt8], updatedAt: Instant) {
    self.id = id
    self.desk = desk
    self.json = json
    self.updatedAt = updatedAt
  }
}

extension StoreRequest where Answer == Void {
  public static func saveDraft(_ draft: StoredDraft) -> StoreRequest {
    saveDraft(id: draft.id, desk: draft.desk, updatedAt: draft.updatedAt) { draft.json }
  }

  /// As above, with the JSON made where the store works.
  public static func saveDraft(
    id: String, desk: String, updatedAt: Instant, json: @escaping @Sendable () throws -> [UInt8]
  ) -> StoreRequest {
    StoreRequest(.write) { db, process in
      try db.execute(
        sql: """
          INSERT OR REPLACE INTO draft (id, desk, value, updatedAt, ownerPid, ownerBoot, ownerStarted)
          VALUES (?, ?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          id, desk, Data(try json()), updatedAt.milliseconds, process.pid, process.boot, process.started,
        ])
    }
  }

  public static func deleteDraft(_ id: String) -> StoreRequest {
    StoreRequest(.write) { db, _ in try db.execute(sql: "DELETE FROM draft WHERE id = ?", arguments: [id]) }
  }
}

extension StoreRequest where Answer == [StoredDraft] {
  /// The drafts of one desk, or of all, oldest first; without those that another running desk has, and without those that are booked, whose last
  /// saving a desk may have left behind when it was killed. They are this process's from then on: two desks that could both go on with one draft
  /// would book it twice.
  public static func takeDrafts(desk: String? = nil) -> StoreRequest {
    StoreRequest(.write) { db, process in
      try Row.fetchAll(
        db,
        sql: """
          SELECT * FROM draft WHERE (?1 IS NULL OR desk = ?1) AND NOT EXISTS (
            SELECT 1 FROM journal WHERE kind = 'create' AND state = 'accepted'
              AND (deskRef = draft.id OR deskRef >= draft.id || '.' AND deskRef < draft.id || '/'))
          ORDER BY updatedAt, id
          """, arguments: [desk]
      ).compactMap { row in
        let owner = ProcessMark(
          pid: try row.decode(forColumn: "ownerPid"), boot: try row.decode(forColumn: "ownerBoot"),
          started: try row.decode(forColumn: "ownerStarted"))
        let id = try row.decode(String.self, forColumn: "id")
        if owner != process {
          guard !owner.isAlive else { return nil }
          try db.execute(
            sql: "UPDATE draft SET ownerPid = ?, ownerBoot = ?, ownerStarted = ? WHERE id = ?",
            arguments: [process.pid, process.boot, process.started, id])
        }
        return StoredDraft(
          id: id, desk: try row.decode(forColumn: "desk"), json: Array(try row.decode(Data.self, forColumn: "value")),
          updatedAt: Instant(milliseconds: try row.decode(forColumn: "updatedAt")))
      }
    }
  }
}

// MARK: - Settings

extension StoreRequest where Answer == Void {
  /// Small facts that outlive a run: the last clerk's name, the way a server lists bookings. `nil` forgets.
  public static func setSetting(_ name: String, _ value: String?) -> StoreRequest {
    StoreRequest(.write) { db, _ in
      if let value {
        try db.execute(sql: "INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)", arguments: [name, value])
      } else {
        try db.execute(sql: "DELETE FROM setting WHERE name = ?", arguments: [name])
      }
    }
  }
}

extension StoreRequest where Answer == String? {
  public static func setting(_ name: String) -> StoreRequest {
    StoreRequest(.read) { db, _ in
      try String.fetchOne(db, sql: "SELECT value FROM setting WHERE name = ?", arguments: [name])
    }
  }
}
