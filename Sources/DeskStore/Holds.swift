public import BookingModel
import GRDB

// The holds of all desks on this machine. The server does not say whose a hold is, and sees no conflict between two that need
// the same hosts for different services (CONTRACT 11): the desks keep that in order here, in one transaction.

/// A hold that a desk is about to ask the server for.
public struct HoldClaim: Hashable, Sendable {
  /// The row's name until the server has given one.
  public var name: String
  public var question: HoldQuestion
  public var desk: String
  /// The claim runs out by itself, should the desk die before it hears from the server.
  public var until: Instant

  public init(_ question: HoldQuestion, name: String, desk: String, until: Instant) {
    self.question = question
    self.name = name
    self.desk = desk
    self.until = until
  }

  var hold: DeskHold {
    let target = question.target
    return DeskHold(
      reservation: Reservation(
        uid: name, service: target.service, start: target.start, end: target.end, until: until),
      desk: desk, draft: question.draft.rawValue)
  }
}

extension StoreRequest where Answer == DeskHold? {
  /// Takes a time for a draft, in place of the one that it held before, unless other drafts on this machine hold all there is of
  /// it: then the answer is one of them, and nothing has changed.
  public static func claimHold(_ claim: HoldClaim, now: Instant) -> StoreRequest {
    StoreRequest(.write) { db, process in
      try db.execute(sql: "DELETE FROM hold WHERE until <= ?", arguments: [now.milliseconds])
      let (question, wanted) = (claim.question, claim.hold)
      let others = try HoldRow.living(db, now: now).filter { row in
        row.hold.draft != question.draft.rawValue && question.rivals.contains(row.hold.reservation.service)
          && row.hold.range.overlaps(wanted.range)
      }
      if others.count >= question.room, let other = others.first { return other.hold }
      try db.execute(sql: "DELETE FROM hold WHERE draft = ?", arguments: [question.draft.rawValue])
      try HoldRow.insert(wanted, db, process)
      return nil
    }
  }
}

extension StoreRequest where Answer == Void {
  /// The server has granted what was claimed: from now on the row is the server's reservation.
  public static func confirmHold(_ hold: DeskHold, claim: String) -> StoreRequest {
    StoreRequest(.write) { db, process in
      try db.execute(sql: "DELETE FROM hold WHERE reservation = ?", arguments: [claim])
      try HoldRow.insert(hold, db, process)
    }
  }

  /// Keeps a hold that this desk has already.
  public static func insertHold(_ hold: DeskHold) -> StoreRequest {
    StoreRequest(.write) { db, process in try HoldRow.insert(hold, db, process) }
  }

  public static func deleteHold(reservation: String) -> StoreRequest {
    StoreRequest(.write) { db, _ in
      try db.execute(sql: "DELETE FROM hold WHERE reservation = ?", arguments: [reservation])
    }
  }
}

extension StoreRequest where Answer == [DeskHold] {
  /// The holds of all desks that still hold, by start. Those of desks that have died are left out.
  public static func holds(now: Instant) -> StoreRequest {
    StoreRequest(.read) { db, _ in try HoldRow.living(db, now: now).map(\.hold) }
  }

  /// As above, without this desk's own.
  public static func otherDesksHolds(now: Instant) -> StoreRequest {
    StoreRequest(.read) { db, process in
      try HoldRow.living(db, now: now).filter { $0.owner != process }.map(\.hold)
    }
  }
}

/// A row of the table.
private struct HoldRow {
  var hold: DeskHold
  var owner: ProcessMark

  static func living(_ db: Database, now: Instant) throws -> [HoldRow] {
    var isAlive: [ProcessMark: Bool] = [:]
    return try Row.fetchAll(
      db, sql: "SELECT * FROM hold WHERE until > ? ORDER BY start, reservation", arguments: [now.milliseconds]
    ).compactMap { row in
      let owner = ProcessMark(
        pid: try row.decode(forColumn: "ownerPid"), boot: try row.decode(forColumn: "ownerBoot"),
        started: try row.decode(forColumn: "ownerStarted"))
      // Asked once for each desk: it is a look into /proc.
      let lives = isAlive[owner] ?? owner.isAlive
      isAlive[owner] = lives
      guard lives else { return nil }
      return HoldRow(
        hold: DeskHold(
          reservation: Reservation(
            uid: try row.decode(forColumn: "reservation"), service: Service.ID(try row.decode(forColumn: "service")),
            start: Instant(milliseconds: try row.decode(forColumn: "start")),
            end: Instant(milliseconds: try row.decode(forColumn: "end")),
            until: Instant(milliseconds: try row.decode(forColumn: "until"))),
          desk: try row.decode(forColumn: "desk"), draft: try row.decode(forColumn: "draft")), owner: owner)
    }
  }

  static func insert(_ hold: DeskHold, _ db: Database, _ process: ProcessMark) throws {
    let reservation = hold.reservation
    try db.execute(
      sql: """
        INSERT OR REPLACE INTO hold (reservation, draft, desk, service, start, end, until, ownerPid, ownerBoot, ownerStarted)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        reservation.uid, hold.draft, hold.desk, reservation.service.rawValue, reservation.start.milliseconds,
        reservation.end.milliseconds, reservation.until.milliseconds, process.pid, process.boot, process.started,
      ])
  }
}
