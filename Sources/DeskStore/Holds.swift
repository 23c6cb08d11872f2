public import BookingModel
import GRDB

/// A reservation of a slot by one of the desks on this machine. Only the desks know whose it is: the server does not (CONTRACT 11).
public struct DeskHold: Hashable, Sendable {
  public var reservation: Reservation
  public var desk: String
  /// The draft it belongs to.
  public var draft: String?

  public init(reservation: Reservation, desk: String, draft: String? = nil) {
    self.reservation = reservation
    self.desk = desk
    self.draft = draft
  }
}

extension StoreRequest where Answer == Void {
  public static func insertHold(_ hold: DeskHold) -> StoreRequest {
    StoreRequest(.write) { db, _ in
      let reservation = hold.reservation
      try db.execute(
        sql: """
          INSERT OR REPLACE INTO hold (reservation, draft, desk, service, start, end, until) VALUES (?, ?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          reservation.uid, hold.draft, hold.desk, reservation.service.rawValue, reservation.start.milliseconds,
          reservation.end.milliseconds, reservation.until.milliseconds,
        ])
    }
  }

  public static func deleteHold(reservation: String) -> StoreRequest {
    StoreRequest(.write) { db, _ in
      try db.execute(sql: "DELETE FROM hold WHERE reservation = ?", arguments: [reservation])
    }
  }
}

extension StoreRequest where Answer == [DeskHold] {
  /// The holds of all desks that still hold, by start. Those that have run out are cleared away.
  public static func holds(now: Instant) -> StoreRequest {
    StoreRequest(.write) { db, _ in
      try db.execute(sql: "DELETE FROM hold WHERE until <= ?", arguments: [now.milliseconds])
      return try Row.fetchAll(db, sql: "SELECT * FROM hold ORDER BY start, reservation").map { row in
        DeskHold(
          reservation: Reservation(
            uid: row["reservation"], service: Service.ID(row["service"]), start: Instant(milliseconds: row["start"]),
            end: Instant(milliseconds: row["end"]), until: Instant(milliseconds: row["until"])),
          desk: row["desk"], draft: row["draft"])
      }
    }
  }
}
