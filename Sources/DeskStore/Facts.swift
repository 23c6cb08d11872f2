public import BookingModel
import GRDB

// What a desk notes about bookings and Cal.com cannot hold: arrivals, hand-overs, staff notes (DESIGN 7).

extension StoreRequest where Answer == Void {
  public static func saveFacts(_ facts: BookingFacts, of uid: Booking.UID, at now: Instant) -> StoreRequest {
    StoreRequest(.write) { db, _ in
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
        found[uid] = BookingFacts(
          arrivedAt: (row["arrivedAt"] as Int64?).map { Instant(milliseconds: $0) },
          doneAt: (row["doneAt"] as Int64?).map { Instant(milliseconds: $0) }, note: row["note"])
      }
      return found
    }
  }
}
