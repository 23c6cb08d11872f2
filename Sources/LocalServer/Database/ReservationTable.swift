import BookingModel
import GRDB

/// Holds on slots (CONTRACT 11). They end by time: rows past their time are as good as gone, and removed with the next write.
enum ReservationTable {
  struct Held {
    var reservation: Reservation
    var hostID: Int
  }

  static func find(_ db: Database, _ uid: String, now: Instant) throws -> Held? {
    try Row.fetchOne(
      db, sql: "SELECT * FROM reservation WHERE uid = ? AND untilAt > ?", arguments: [uid, now.milliseconds]
    ).map(read)
  }

  static func insert(_ db: Database, _ held: Held) throws {
    let reservation = held.reservation
    try db.execute(
      sql: """
        INSERT OR REPLACE INTO reservation (uid, serviceId, hostId, startAt, endAt, untilAt) VALUES (?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        reservation.uid, reservation.service.rawValue, held.hostID, reservation.start.milliseconds,
        reservation.end.milliseconds, reservation.until.milliseconds,
      ])
  }

  static func delete(_ db: Database, _ uid: String) throws {
    try db.execute(sql: "DELETE FROM reservation WHERE uid = ?", arguments: [uid])
  }

  static func deleteExpired(_ db: Database, now: Instant) throws {
    try db.execute(sql: "DELETE FROM reservation WHERE untilAt <= ?", arguments: [now.milliseconds])
  }

  private static func read(_ row: Row) throws -> Held {
    Held(
      reservation: Reservation(
        uid: try row.decode(forColumn: "uid"), service: Service.ID(try row.decode(Int.self, forColumn: "serviceId")),
        start: try row.instant("startAt"),
        end: try row.instant("endAt"), until: try row.instant("untilAt")),
      hostID: try row.decode(forColumn: "hostId"))
  }
}
