import BookingModel
import CalProtocol
import GRDB

/// A booking as the database keeps it.
struct BookingRecord {
  var id: Int64
  var booking: Booking
  var hostID: Int
  var isSeated: Bool
  var cancelledByEmail: String?
  var rescheduledByEmail: String?
  var attendees: [AttendeeRecord]

  /// The wire's object. `seat` is the seat that a create or move has just given.
  func json(seat: String? = nil) -> JSONValue {
    var shown = booking
    shown.attendees = attendees.map(\.attendee)
    shown.seatUID = seat
    var extras = BookingWire.Extras(
      cancelledByEmail: cancelledByEmail, rescheduledByEmail: rescheduledByEmail, isSeated: isSeated)
    if isSeated {
      for record in attendees {
        guard let seat = record.attendee.seatUID else { continue }
        extras.seats[seat] = BookingWire.Extras.Seat(
          answers: record.answers, metadata: record.metadata, createdAt: record.createdAt)
      }
    }
    return BookingWire.json(shown, extras: extras)
  }
}

extension BookingRecord {
  /// The seat that the desk's write of that reference took.
  func attendee(ref: DeskRef) -> AttendeeRecord? {
    attendees.first { $0.metadata["deskRef"]?.string == ref.rawValue }
  }
}

struct AttendeeRecord {
  var id: Int64 = 0
  var isBooker: Bool
  var attendee: Attendee
  var answers: [String: JSONValue] = [:]
  var metadata: [String: JSONValue] = [:]
  var createdAt: Instant
}

enum BookingTable {
  static let longestMinutes = 1440

  static func find(_ db: Database, _ uid: Booking.UID) throws -> BookingRecord? {
    try records(db, Row.fetchAll(db, sql: "SELECT * FROM booking WHERE uid = ?", arguments: [uid.rawValue])).first
  }

  static func find(_ db: Database, ref: DeskRef) throws -> BookingRecord? {
    try records(db, Row.fetchAll(db, sql: "SELECT * FROM booking WHERE deskRef = ?", arguments: [ref.rawValue])).first
  }

  static func find(_ db: Database, seat: String) throws -> BookingRecord? {
    try records(
      db,
      Row.fetchAll(
        db, sql: "SELECT * FROM booking WHERE id = (SELECT bookingId FROM attendee WHERE seatUid = ?)",
        arguments: [seat])
    ).first
  }

  /// The bookings of a series, by start.
  static func series(_ db: Database, _ uid: Booking.UID) throws -> [BookingRecord] {
    try records(
      db,
      Row.fetchAll(
        db, sql: "SELECT * FROM booking WHERE seriesUid = ? ORDER BY startAt", arguments: [uid.rawValue]))
  }

  /// The seated booking of that service at that time, if there is one that takes time.
  static func seated(_ db: Database, service: Service.ID, start: Instant, end: Instant) throws -> BookingRecord? {
    try records(
      db,
      Row.fetchAll(
        db,
        sql: """
          SELECT * FROM booking WHERE serviceId = ? AND startAt = ? AND endAt = ? AND isSeated = 1
          AND status IN ('accepted', 'pending') ORDER BY id LIMIT 1
          """,
        arguments: [service.rawValue, start.milliseconds, end.milliseconds])
    ).first
  }

  /// Bookings that have not ended and that hold that address, of one service.
  static func activeCount(_ db: Database, email: String, service: Service.ID, now: Instant) throws -> Int {
    try Int.fetchOne(
      db,
      sql: """
        SELECT COUNT(*) FROM booking JOIN attendee ON attendee.bookingId = booking.id
        WHERE attendee.email = ? AND serviceId = ? AND endAt > ? AND status IN ('accepted', 'pending')
        """,
      arguments: [email, service.rawValue, now.milliseconds]) ?? 0
  }

  /// How many bookings each host has around that time: round robin gives the next one to whoever has fewest.
  static func load(_ db: Database, host: Int, from: Instant, until: Instant) throws -> Int {
    try Int.fetchOne(
      db,
      sql: """
        SELECT COUNT(*) FROM booking WHERE hostId = ? AND startAt >= ? AND startAt < ?
        AND status IN ('accepted', 'pending')
        """,
      arguments: [host, from.milliseconds, until.milliseconds]) ?? 0
  }

  /// Rows to records, attendees and hosts read in one go each, in the order of the rows.
  static func records(_ db: Database, _ rows: [Row]) throws -> [BookingRecord] {
    guard !rows.isEmpty else { return [] }
    let ids = try rows.map { try $0.decode(Int64.self, forColumn: "id") }
    var attendees: [Int64: [AttendeeRecord]] = [:]
    for part in stride(from: 0, to: ids.count, by: 500) {
      let slice = ids[part..<min(part + 500, ids.count)].map(String.init).joined(separator: ",")
      let cursor = try Row.fetchCursor(db, sql: "SELECT * FROM attendee WHERE bookingId IN (\(slice)) ORDER BY id")
      while let row = try cursor.next() {
        attendees[try row.decode(forColumn: "bookingId"), default: []].append(try attendee(row))
      }
    }
    var hosts: [Int: Host] = [:]
    return try rows.map { row in
      let hostID: Int = try row.decode(forColumn: "hostId")
      if hosts[hostID] == nil { hosts[hostID] = try HostTable.account(db, id: hostID)?.host }
      return try record(row, host: hosts[hostID], attendees: attendees[try row.decode(forColumn: "id")] ?? [])
    }
  }

  private static func record(_ row: Row, host: Host?, attendees: [AttendeeRecord]) throws -> BookingRecord {
    let movedFrom: String? = try row.decode(forColumn: "movedFrom")
    let movedTo: String? = try row.decode(forColumn: "movedTo")
    let series: String? = try row.decode(forColumn: "seriesUid")
    var booking = Booking(
      uid: Booking.UID(try row.decode(String.self, forColumn: "uid")), id: try row.decode(forColumn: "id"),
      status: Booking.Status(rawValue: try row.decode(forColumn: "status")),
      start: try row.instant("startAt"), end: try row.instant("endAt"))
    booking.service = Service.ID(try row.decode(Int.self, forColumn: "serviceId"))
    booking.serviceSlug = try row.decode(forColumn: "serviceSlug")
    booking.title = try row.decode(forColumn: "title")
    booking.notes = try row.decode(forColumn: "notes")
    booking.hosts = host.map { [$0] } ?? []
    booking.attendees = attendees.map(\.attendee)
    booking.guests = try row.json("guests").array?.compactMap(\.string) ?? []
    booking.location = try row.decode(forColumn: "location")
    booking.hostAbsent = try row.decode(forColumn: "hostAbsent")
    booking.createdAt = try row.instant("createdAt")
    booking.updatedAt = try row.instantIfAny("updatedAt")
    booking.metadata = try row.json("metadata").object ?? [:]
    booking.answers = try row.json("answers").object ?? [:]
    booking.cancellationReason = try row.decode(forColumn: "cancellationReason")
    booking.reschedulingReason = try row.decode(forColumn: "reschedulingReason")
    booking.movedFrom = movedFrom.map(Booking.UID.init(rawValue:))
    booking.movedTo = movedTo.map(Booking.UID.init(rawValue:))
    booking.seriesUID = series.map(Booking.UID.init(rawValue:))
    return BookingRecord(
      id: try row.decode(forColumn: "id"), booking: booking, hostID: try row.decode(forColumn: "hostId"),
      isSeated: try row.decode(forColumn: "isSeated"),
      cancelledByEmail: try row.decode(forColumn: "cancelledByEmail"),
      rescheduledByEmail: try row.decode(forColumn: "rescheduledByEmail"), attendees: attendees)
  }

  private static func attendee(_ row: Row) throws -> AttendeeRecord {
    let email: String = try row.decode(forColumn: "email")
    let isStandIn = email.hasSuffix(AttendeeWire.standInDomain)
    return AttendeeRecord(
      id: try row.decode(forColumn: "id"), isBooker: try row.decode(forColumn: "isBooker"),
      attendee: Attendee(
        name: try row.decode(forColumn: "name"), email: isStandIn ? nil : email,
        phone: try row.decode(forColumn: "phone"), zone: try row.decode(forColumn: "zone"),
        language: try row.decode(forColumn: "language"), isAbsent: try row.decode(forColumn: "absent"),
        seatUID: try row.decode(forColumn: "seatUid")),
      answers: try row.json("answers").object ?? [:], metadata: try row.json("metadata").object ?? [:],
      createdAt: try row.instant("createdAt"))
  }
}

// MARK: - Writing

extension BookingTable {
  /// Inserts the booking and its attendees, and returns it as stored.
  ///
  /// Throws SQLite's constraint error when the host has an accepted booking of the same start and end, or the desk's reference is known.
  static func insert(_ db: Database, _ record: BookingRecord, now: Instant) throws -> BookingRecord {
    let booking = record.booking
    try db.execute(
      sql: """
        INSERT INTO booking (uid, hostId, serviceId, serviceSlug, status, startAt, endAt, title, notes, location,
          isSeated, createdAt, guests, metadata, answers, deskRef, movedFrom, seriesUid, reschedulingReason,
          rescheduledByEmail)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        booking.uid.rawValue, record.hostID, booking.service?.rawValue ?? 0, booking.serviceSlug ?? "",
        booking.status.rawValue, booking.start.milliseconds, booking.end.milliseconds, booking.title, booking.notes,
        booking.location, record.isSeated, now.milliseconds,
        JSONText.text(.array(booking.guests.map { .string($0) })), JSONText.text(.object(booking.metadata)),
        JSONText.text(.object(booking.answers)), booking.movedFrom == nil ? booking.deskRef?.rawValue : nil,
        booking.movedFrom?.rawValue, booking.seriesUID?.rawValue, booking.reschedulingReason,
        record.rescheduledByEmail,
      ])
    let id = db.lastInsertedRowID
    for attendee in record.attendees { _ = try insert(db, attendee, booking: id) }
    guard let stored = try find(db, booking.uid) else { throw DatabaseError(resultCode: .SQLITE_INTERNAL) }
    return stored
  }

  static func insert(_ db: Database, _ record: AttendeeRecord, booking: Int64) throws -> Int64 {
    let attendee = record.attendee
    try db.execute(
      sql: """
        INSERT INTO attendee (bookingId, isBooker, name, email, phone, zone, language, absent, seatUid, answers,
          metadata, createdAt)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        booking, record.isBooker, attendee.name, AttendeeWire.wireEmail(of: attendee), attendee.phone, attendee.zone,
        attendee.language ?? "en", attendee.isAbsent, attendee.seatUID, JSONText.text(.object(record.answers)),
        JSONText.text(.object(record.metadata)), record.createdAt.milliseconds,
      ])
    return db.lastInsertedRowID
  }

  /// Sets columns of one booking, and its time of update. Column names are the code's own, never a request's.
  static func set(
    _ db: Database, _ id: Int64, _ columns: [(name: String, value: (any DatabaseValueConvertible)?)], now: Instant
  ) throws {
    let names = (columns.map(\.name) + ["updatedAt"]).map { $0 + " = ?" }.joined(separator: ", ")
    let values = columns.map(\.value) + [now.milliseconds, id]
    try db.execute(sql: "UPDATE booking SET \(names) WHERE id = ?", arguments: StatementArguments(values))
  }
}
