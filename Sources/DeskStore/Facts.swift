public import BookingModel
import GRDB

// What a desk notes about bookings and Cal.com cannot hold: arrivals, hand-overs, staff notes (DESIGN 7).

extension StoreRequest where Answer == Void {
  /// The change from what was there before is noted as marks of this clerk and desk.
  /// - Parameter known: what the desk knew before it changed something: the rest stays as another desk has noted it meanwhile. `nil`: all
  ///   is as given.
  public static func saveFacts(
    _ given: BookingFacts, of uid: Booking.UID, before known: BookingFacts? = nil, at now: Instant, clerk: String = "",
    desk: String = ""
  ) -> StoreRequest {
    StoreRequest(.write) { db, _ in
      let before = try Row.fetchOne(
        db, sql: "SELECT arrivedAt, doneAt, note FROM fact WHERE booking = ?", arguments: [uid.rawValue]
      ).map(BookingFacts.init(row:))
      var facts = given
      if let known, let before {
        if given.arrivedAt == known.arrivedAt { facts.arrivedAt = before.arrivedAt }
        if given.doneAt == known.doneAt { facts.doneAt = before.doneAt }
        if given.note == known.note { facts.note = before.note }
      }
      for kind in facts.marks(since: before ?? .none, at: now) {
        try db.execute(
          sql: "INSERT INTO mark (at, kind, booking, clerk, desk) VALUES (?, ?, ?, ?, ?)",
          arguments: [now.milliseconds, kind.rawValue, uid.rawValue, clerk, desk])
      }
      guard facts != .none else {
        try db.execute(sql: "DELETE FROM fact WHERE booking = ?", arguments: [uid.rawValue])
        return
      }
      try db.execute(
        sql: "INSERT OR REPLACE INTO fact (booking, arrivedAt, doneAt, note, updatedAt) VALUES (?, ?, ?, ?, ?)",
        arguments: [
          uid.rawValue, facts.arrivedAt?.milliseconds, facts.doneAt?.milliseconds, facts.note, now.milliseconds,
        ])
    }
  }
}

extension StoreRequest where Answer == [Booking.UID: BookingFacts] {
  /// What is noted about some bookings; those without a note are absent.
  public static func facts(of uids: [Booking.UID]) -> StoreRequest {
    StoreRequest(.read) { db, _ in
      var found: [Booking.UID: BookingFacts] = [:]
      let statement = try db.cachedStatement(sql: "SELECT arrivedAt, doneAt, note FROM fact WHERE booking = ?")
      for uid in uids {
        guard let row = try Row.fetchOne(statement, arguments: [uid.rawValue]) else { continue }
        found[uid] = try BookingFacts(row: row)
      }
      return found
    }
  }
}

extension BookingFacts {
  init(row: Row) throws {
    self.init(
      arrivedAt: (try row.decode(Int64?.self, forColumn: "arrivedAt")).map { Instant(milliseconds: $0) },
      doneAt: (try row.decode(Int64?.self, forColumn: "doneAt")).map { Instant(milliseconds: $0) },
      note: try row.decode(forColumn: "note"))
  }

  /// What changed. A time that lies back was carried over from the booking before a move, and is nobody's new mark.
  fileprivate func marks(since before: BookingFacts, at now: Instant) -> [HandOverRecords.Mark.Kind] {
    func isNew(_ time: Instant) -> Bool { abs(now.milliseconds - time.milliseconds) < 60_000 }
    var kinds: [HandOverRecords.Mark.Kind] = []
    if let arrivedAt, before.arrivedAt != arrivedAt, isNew(arrivedAt) { kinds.append(.arrived) }
    if arrivedAt == nil, before.arrivedAt != nil { kinds.append(.notArrived) }
    if let doneAt, before.doneAt != doneAt, isNew(doneAt) { kinds.append(.done) }
    if doneAt == nil, before.doneAt != nil { kinds.append(.notDone) }
    if note != before.note { kinds.append(note.isEmpty ? .noNote : .note) }
    return kinds
  }
}
