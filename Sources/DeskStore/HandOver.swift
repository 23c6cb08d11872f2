public import BookingModel
import FoundationEssentials
import GRDB

// Shifts, and what was done in one: read from the journal, the marks, the cache and the drafts.

extension StoreRequest where Answer == Void {
  public static func beginShift(_ shift: Shift) -> StoreRequest {
    StoreRequest(.write) { db, _ in
      try db.execute(
        sql: "INSERT OR REPLACE INTO shift (desk, since, clerk) VALUES (?, ?, ?)",
        arguments: [shift.desk, shift.since.milliseconds, shift.clerk])
    }
  }
}

extension StoreRequest where Answer == [Shift] {
  /// The shifts of a desk that began since then, oldest first.
  public static func shifts(desk: String, since: Instant) -> StoreRequest {
    StoreRequest(.read) { db, _ in
      try Row.fetchAll(
        db, sql: "SELECT * FROM shift WHERE desk = ? AND since >= ? ORDER BY since",
        arguments: [desk, since.milliseconds]
      ).map {
        Shift(
          clerk: try $0.decode(forColumn: "clerk"), desk: try $0.decode(forColumn: "desk"),
          since: Instant(milliseconds: try $0.decode(forColumn: "since")))
      }
    }
  }
}

extension StoreRequest where Answer == HandOverRecords {
  /// What all desks of this machine did in a stretch of time, with what is open whenever it was begun.
  public static func handOver(_ range: Range<Instant>) -> StoreRequest {
    StoreRequest(.read) { db, _ in
      let (from, to) = (range.lowerBound.milliseconds, range.upperBound.milliseconds)
      let journal = try Row.fetchAll(
        db,
        sql: """
          SELECT * FROM journal WHERE (createdAt >= ? AND createdAt < ?) OR state IN ('written', 'unknown')
          ORDER BY createdAt, deskRef
          """, arguments: [from, to]
      ).compactMap(JournalEntry.init)
      let marks = try Row.fetchAll(
        db, sql: "SELECT * FROM mark WHERE at >= ? AND at < ? ORDER BY at, id", arguments: [from, to]
      ).compactMap(HandOverRecords.Mark.init(row:))
      let drafts = try Row.fetchAll(db, sql: "SELECT desk, value, updatedAt FROM draft ORDER BY updatedAt, id")
        .compactMap(HandOverRecords.OpenDraft.init(row:))
      var records = HandOverRecords(entries: journal.map(HandOverRecords.Entry.init), marks: marks, drafts: drafts)
      try records.addBookings(db)
      return records
    }
  }
}

extension HandOverRecords {
  /// The bookings that are spoken of, with what is noted about them.
  fileprivate mutating func addBookings(_ db: Database) throws {
    let uids = Set(entries.compactMap(\.booking) + entries.compactMap(\.before) + marks.map(\.booking))
    let booking = try db.cachedStatement(sql: "SELECT value FROM booking WHERE uid = ?")
    let fact = try db.cachedStatement(sql: "SELECT arrivedAt, doneAt, note FROM fact WHERE booking = ?")
    for uid in uids {
      if let text = try String.fetchOne(booking, arguments: [uid.rawValue]) {
        bookings[uid] = JSONText.decode(Booking.self, text)
      }
      if let row = try Row.fetchOne(fact, arguments: [uid.rawValue]) { facts[uid] = try BookingFacts(row: row) }
    }
  }
}

extension HandOverRecords.Entry {
  fileprivate init(_ entry: JournalEntry) {
    let state: State
    var result: Booking.UID?
    switch entry.state {
    case .accepted(let uid): (state, result) = (.done, uid)
    case .refused: state = .refused
    case .unknown: state = .unknown
    case .written: state = .underWay
    case .abandoned: state = .givenUp
    }
    let about = entry.write.booking
    self.init(
      ref: entry.deskRef, kind: Kind(entry.write), state: state, clerk: entry.clerk, desk: entry.desk,
      at: entry.createdAt, booking: result ?? about, before: about, service: entry.service, start: entry.start)
  }
}

extension HandOverRecords.Entry.Kind {
  fileprivate init(_ write: Write) {
    self =
      switch write {
      case .create: .create
      case .move: .move
      case .cancel: .cancel
      case .confirm: .confirm
      case .decline: .decline
      case .markAbsent(_, let host, let attendees):
        attendees.contains { $0.absent } || host == true ? .absent : .present
      case .addGuests, .setLocation, .reassign: .other
      }
  }
}

extension HandOverRecords.Mark {
  fileprivate init?(row: Row) throws {
    guard let kind = Kind(rawValue: try row.decode(forColumn: "kind")) else { return nil }
    self.init(
      kind: kind, booking: Booking.UID(try row.decode(forColumn: "booking")), clerk: try row.decode(forColumn: "clerk"),
      desk: try row.decode(forColumn: "desk"),
      at: Instant(milliseconds: try row.decode(forColumn: "at")))
  }
}

extension HandOverRecords.OpenDraft {
  fileprivate init?(row: Row) throws {
    let json = try row.decode(Data.self, forColumn: "value")
    guard let draft = JSONText.decode(Draft.self, String(decoding: json, as: UTF8.self)) else { return nil }
    self.init(
      draft: draft, desk: try row.decode(forColumn: "desk"),
      at: Instant(milliseconds: try row.decode(forColumn: "updatedAt")))
  }
}
