public import BookingModel
import GRDB

/// One write, from before it is sent until its outcome is known (DESIGN 6).
public struct JournalEntry: Hashable, Sendable {
  public enum State: Hashable, Sendable {
    /// Perhaps on its way: recorded, no answer yet.
    case written
    /// Done, with the booking that came of it.
    case accepted(Booking.UID?)
    case refused(CalError)
    /// It may have happened. `nil` when the program died before an answer.
    case unknown(CalError?)
    /// Looked up, not found, and closed by a person.
    case abandoned

    public var isOpen: Bool {
      switch self {
      case .written, .unknown: true
      case .accepted, .refused, .abandoned: false
      }
    }
  }

  public var deskRef: DeskRef
  /// As it was sent while open; without personal data once closed (DESIGN 6.4).
  public var write: Write
  public var profile: String
  public var clerk: String
  public var desk: String
  public var state: State
  public var createdAt: Instant
  public var updatedAt: Instant
  /// For look-up: the service where the write names it, and the time at which the booking starts when it succeeds.
  public var service: Service.ID?
  public var start: Instant?
  /// Whose booking it changes, as the desk knew it then. Gone once the row is closed.
  public var subject: WriteSubject?
  public var lookups: Int
  public var lastLookupAt: Instant?

  /// `service` is needed for writes that carry none: a move, whose new booking is looked up by service and time.
  public init(
    deskRef: DeskRef, write: Write, profile: String = "", clerk: String = "", desk: String = "",
    state: State = .written, createdAt: Instant, service: Service.ID? = nil, subject: WriteSubject? = nil
  ) {
    self.deskRef = deskRef
    self.write = write
    self.profile = profile
    self.clerk = clerk
    self.desk = desk
    self.state = state
    self.createdAt = createdAt
    updatedAt = createdAt
    self.service = write.service ?? service
    start = write.start
    self.subject = subject
    lookups = 0
  }
}

extension StoreRequest where Answer == Void {
  /// Puts a write on the disk. Only after the answer may its first byte be sent. A `deskRef` that is already there is an error.
  public static func recordIntent(_ entry: JournalEntry) -> StoreRequest {
    StoreRequest(.durableWrite) { db, process in
      let subject = try entry.subject ?? WriteSubject.known(of: entry.write, db)
      try db.execute(
        sql: """
          INSERT INTO journal (deskRef, kind, profile, service, start, booking, write, state, clerk, desk, createdAt, updatedAt,
            ownerPid, ownerBoot, ownerStarted)
          VALUES (?, ?, ?, ?, ?, ?, ?, 'written', ?, ?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          entry.deskRef.rawValue, entry.write.kind, entry.profile, entry.service?.rawValue, entry.start?.milliseconds,
          entry.write.booking?.rawValue, try JSONText.encode(StoredWrite(write: entry.write, subject: subject)),
          entry.clerk, entry.desk,
          entry.createdAt.milliseconds, entry.createdAt.milliseconds, process.pid, process.boot, process.started,
        ])
      try Audit.append(db, .intent, entry, reason: entry.write.auditReason, at: entry.createdAt)
    }
  }

  /// One more look-up came back without finding the write.
  public static func recordLookup(_ deskRef: DeskRef, at now: Instant) -> StoreRequest {
    StoreRequest(.write) { db, _ in
      try db.execute(
        sql: "UPDATE journal SET lookups = lookups + 1, lastLookupAt = ? WHERE deskRef = ?",
        arguments: [now.milliseconds, deskRef.rawValue])
    }
  }
}

extension StoreRequest where Answer == Bool {
  /// Notes what became of a write. A closed row stays as it is (answer: `false`), so a late "unknown" cannot undo an "accepted".
  public static func recordOutcome(
    _ deskRef: DeskRef, _ state: JournalEntry.State, at now: Instant
  ) -> StoreRequest {
    StoreRequest(.durableWrite) { db, _ in
      guard
        let row = try Row.fetchOne(db, sql: "SELECT * FROM journal WHERE deskRef = ?", arguments: [deskRef.rawValue]),
        let entry = try JournalEntry(row), entry.state.isOpen
      else { return false }
      var write = StoredWrite(write: entry.write, subject: entry.subject)
      var reason: CalError?
      var result: String?
      switch state {
      case .written, .abandoned: break
      case .accepted(let uid): result = uid?.rawValue
      case .refused(var error):
        // The server's sentence may name the attendee.
        error.message = ""
        reason = error
      case .unknown(let error): reason = error
      }
      if !state.isOpen { write = StoredWrite(write: entry.write.withoutPersonalData) }
      try db.execute(
        sql: "UPDATE journal SET state = ?, reason = ?, result = ?, write = ?, updatedAt = ? WHERE deskRef = ?",
        arguments: [
          state.word, try reason.map(JSONText.encode), result, try JSONText.encode(write), now.milliseconds,
          deskRef.rawValue,
        ])
      try audit(db, entry, state, at: now)
      if case .accepted = state, case .create = entry.write {
        // With the outcome, not after it: a desk that is killed in between would offer a booking that is made already.
        try db.execute(sql: "DELETE FROM draft WHERE id = ?", arguments: [deskRef.intent.rawValue])
      }
      return true
    }
  }
}

/// A look-up that leaves the outcome unknown once more says nothing new.
private func audit(_ db: Database, _ entry: JournalEntry, _ state: JournalEntry.State, at now: Instant) throws {
  var entry = entry
  let before = entry.state
  entry.state = state
  switch state {
  case .written: break
  case .accepted: try Audit.append(db, .accepted, entry, reason: "", at: now)
  case .refused(let error): try Audit.append(db, .refused, entry, reason: error.auditReason, at: now)
  case .abandoned: try Audit.append(db, .abandoned, entry, reason: "not found", at: now)
  case .unknown(let error):
    if case .unknown = before { return }
    try Audit.append(db, .unknown, entry, reason: error?.auditReason ?? "", at: now)
  }
}

extension StoreRequest where Answer == [JournalEntry] {
  /// Every write whose outcome is open, oldest first: those on their way, and those that are unknown.
  public static func unresolved() -> StoreRequest {
    StoreRequest(.read) { db, _ in
      try Row.fetchAll(
        db, sql: "SELECT * FROM journal WHERE state IN ('written', 'unknown') ORDER BY createdAt, deskRef"
      ).compactMap { row in
        guard var entry = try JournalEntry(row) else { return nil }
        // One that another program journalled without a word of it.
        if entry.subject == nil { entry.subject = try WriteSubject.known(of: entry.write, db) }
        return entry
      }
    }
  }

  /// The latest writes, newest first.
  public static func recentWrites(limit: Int) -> StoreRequest {
    StoreRequest(.read) { db, _ in
      try Row.fetchAll(
        db, sql: "SELECT * FROM journal ORDER BY createdAt DESC, deskRef LIMIT ?", arguments: [limit]
      ).compactMap(JournalEntry.init)
    }
  }
}

extension StoreRequest where Answer == JournalEntry? {
  public static func journalEntry(_ deskRef: DeskRef) -> StoreRequest {
    StoreRequest(.read) { db, _ in
      try Row.fetchOne(db, sql: "SELECT * FROM journal WHERE deskRef = ?", arguments: [deskRef.rawValue])
        .flatMap { try JournalEntry($0) }
    }
  }
}

extension JournalEntry {
  /// `nil` for a row that this version cannot read.
  init?(_ row: Row) throws {
    guard let stored = JSONText.decode(StoredWrite.self, try row.decode(forColumn: "write")) else { return nil }
    deskRef = DeskRef(try row.decode(forColumn: "deskRef"))
    write = stored.write
    subject = stored.subject
    profile = try row.decode(forColumn: "profile")
    clerk = try row.decode(forColumn: "clerk")
    desk = try row.decode(forColumn: "desk")
    createdAt = Instant(milliseconds: try row.decode(forColumn: "createdAt"))
    updatedAt = Instant(milliseconds: try row.decode(forColumn: "updatedAt"))
    service = (try row.decode(Int?.self, forColumn: "service")).map { Service.ID($0) }
    start = (try row.decode(Int64?.self, forColumn: "start")).map { Instant(milliseconds: $0) }
    lookups = try row.decode(forColumn: "lookups")
    lastLookupAt = (try row.decode(Int64?.self, forColumn: "lastLookupAt")).map { Instant(milliseconds: $0) }
    let reason = (try row.decode(String?.self, forColumn: "reason")).flatMap { JSONText.decode(CalError.self, $0) }
    switch try row.decode(String.self, forColumn: "state") {
    case "accepted": state = .accepted((try row.decode(String?.self, forColumn: "result")).map { Booking.UID($0) })
    case "refused": state = .refused(reason ?? CalError(kind: .refused))
    case "unknown": state = .unknown(reason)
    case "abandoned": state = .abandoned
    default: state = .written
    }
  }
}

extension JournalEntry.State {
  fileprivate var word: String {
    switch self {
    case .written: "written"
    case .accepted: "accepted"
    case .refused: "refused"
    case .unknown: "unknown"
    case .abandoned: "abandoned"
    }
  }
}
