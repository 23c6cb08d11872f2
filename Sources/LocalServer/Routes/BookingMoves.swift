import BookingModel
import CalProtocol
import GRDB

// Reschedule and cancel (CONTRACT 12.8, 12.9).

extension LocalAPI {
  func reschedule(_ uid: Booking.UID, _ exchange: Exchange) throws -> WireResponse {
    let input = try RescheduleInput.read(exchange.body)
    return try database.write { db in
      guard let old = try BookingTable.find(db, uid) else { throw WireFault.bookingNotFound(uid) }
      try checkMovable(old)
      guard let id = old.booking.service, let found = try ServiceTable.find(db, id) else {
        throw WireFault.serviceToBookNotFound(old.booking.service ?? Service.ID(0))
      }
      if old.isSeated {
        let (record, seat) = try moveSeat(db, old, found, input, exchange)
        return .success(record.json(seat: seat), status: 201)
      }
      return .success(try move(db, old, found, input, exchange).json(), status: 201)
    }
  }

  private func checkMovable(_ record: BookingRecord) throws {
    let uid = record.booking.uid
    switch record.booking.status {
    case .cancelled:
      if let next = record.booking.movedTo { throw WireFault.moveOfMoved(uid, to: next) }
      throw WireFault.moveOfCancelled(uid)
    case .rejected, .other: throw WireFault.moveOfRejected(uid)
    case .accepted, .pending: return
    }
  }

  /// Length, attendees and answers carry over; the old booking is cancelled and points to the new one.
  private func move(
    _ db: Database, _ old: BookingRecord, _ found: ServiceTable.Owned, _ input: RescheduleInput, _ exchange: Exchange
  ) throws -> BookingRecord {
    let end = input.start.adding(minutes: old.booking.minutes)
    let host = try freeHost(
      db, service: found.service, owner: found.owner, range: input.start..<end, moving: old.booking.uid,
      overrides: overrides(input, exchange), now: exchange.now)
    var next = old
    next.booking.uid = edges.bookingUID()
    next.booking.start = input.start
    next.booking.end = end
    next.booking.movedFrom = old.booking.uid
    next.booking.reschedulingReason = input.reason
    next.booking.status = status(found.service, input, exchange)
    next.rescheduledByEmail = nil
    next.hostID = host.id
    for index in next.attendees.indices {
      next.attendees[index].attendee.isAbsent = false
      next.attendees[index].createdAt = exchange.now
    }
    let by = rescheduler(input, found.owner, exchange)
    try BookingTable.set(
      db, old.id,
      [
        ("status", "cancelled"), ("movedTo", next.booking.uid.rawValue), ("reschedulingReason", input.reason),
        ("rescheduledByEmail", by), ("cancellationReason", input.reason ?? ""),
      ], now: exchange.now)
    return try insertOnce(db, next, now: exchange.now)
  }

  /// Moves one attendee: into the seated booking of the new time, or into a new one.
  private func moveSeat(
    _ db: Database, _ old: BookingRecord, _ found: ServiceTable.Owned, _ input: RescheduleInput, _ exchange: Exchange
  ) throws -> (BookingRecord, String) {
    guard let seat = input.seatUID else {
      throw WireFault(
        400,
        "Can't reschedule booking with uid=\(old.booking.uid.rawValue) because it is a seated booking."
          + " Please provide 'seatUid' in the request body.")
    }
    guard var mover = old.attendees.first(where: { $0.attendee.seatUID == seat }) else {
      throw try BookingTable.find(db, seat: seat) == nil ? WireFault.badSeat : WireFault.seatOfAnother
    }
    let end = input.start.adding(minutes: old.booking.minutes)
    let alone = old.attendees.count == 1
    let host = try freeHost(
      db, service: found.service, owner: found.owner, range: input.start..<end, moving: alone ? old.booking.uid : nil,
      overrides: overrides(input, exchange), now: exchange.now)
    try db.execute(sql: "DELETE FROM attendee WHERE id = ?", arguments: [mover.id])
    mover.createdAt = exchange.now
    if let present = try BookingTable.seated(db, service: found.service.id, start: input.start, end: end),
      present.id != old.id
    {
      _ = try BookingTable.insert(db, mover, booking: present.id)
      try leave(db, old, movedTo: alone ? present.booking.uid : nil, input, exchange.now)
      guard let stored = try BookingTable.find(db, present.booking.uid) else { throw WireFault.seatNotFound(seat) }
      return (stored, seat)
    }
    var next = old
    next.booking.uid = edges.bookingUID()
    next.booking.start = input.start
    next.booking.end = end
    next.booking.movedFrom = old.booking.uid
    next.booking.reschedulingReason = input.reason
    next.booking.status = status(found.service, input, exchange)
    next.hostID = host.id
    next.attendees = [mover]
    try leave(db, old, movedTo: alone ? next.booking.uid : nil, input, exchange.now)
    return (try insertOnce(db, next, now: exchange.now), seat)
  }

  private func leave(
    _ db: Database, _ old: BookingRecord, movedTo: Booking.UID?, _ input: RescheduleInput, _ now: Instant
  ) throws {
    guard let movedTo else { return try BookingTable.set(db, old.id, [], now: now) }
    try BookingTable.set(
      db, old.id,
      [
        ("status", "cancelled"), ("movedTo", movedTo.rawValue), ("reschedulingReason", input.reason),
        ("cancellationReason", input.reason ?? ""),
      ], now: now)
  }

  private func overrides(_ input: RescheduleInput, _ exchange: Exchange) -> HostOverrides {
    exchange.isOwner && exchange.version.honoursOverrides ? input.overrides : .none
  }

  /// A move by the owner needs nobody's consent (CONTRACT 12.8).
  private func status(_ service: Service, _ input: RescheduleInput, _ exchange: Exchange) -> Booking.Status {
    service.needsConfirmation && !exchange.isOwner ? .pending : .accepted
  }

  private func rescheduler(_ input: RescheduleInput, _ owner: Account, _ exchange: Exchange) -> String? {
    input.by ?? (exchange.isOwner ? owner.email : nil)
  }

  // MARK: - Cancel

  func cancel(_ uid: Booking.UID, _ exchange: Exchange) throws -> WireResponse {
    let input = try CancelInput.read(exchange.body)
    return try database.write { db in
      let owner = try HostTable.owner(db)
      if let record = try BookingTable.find(db, uid) {
        try checkCancellable(record, input, exchange)
        if let seat = input.seatUID { return .success(try leaveSeat(db, record, seat, owner, input, exchange).json()) }
        if record.isSeated, !exchange.isOwner { throw WireFault.seatMissing }
        guard input.subsequent, let series = record.booking.seriesUID else {
          return .success(try close(db, record, owner, input, exchange).json())
        }
        let later = try BookingTable.series(db, series).filter {
          $0.booking.start >= record.booking.start && $0.booking.status.takesTime
        }
        let closed = try later.map { try close(db, $0, owner, input, exchange).json() }
        return .success(.array(closed))
      }
      let series = try BookingTable.series(db, uid)
      guard !series.isEmpty else { throw WireFault.bookingToCancelNotFound(uid) }
      if input.subsequent { throw WireFault.cancelSubsequentOfSeries }
      if exchange.isOwner, input.reason == nil { throw WireFault.cancelReasonMissing }
      let remaining = series.filter { $0.booking.status.takesTime && $0.booking.end > exchange.now }
      guard !remaining.isEmpty else { throw WireFault.cancelOfCancelled(uid) }
      return .success(.array(try remaining.map { try close(db, $0, owner, input, exchange).json() }))
    }
  }

  private func checkCancellable(_ record: BookingRecord, _ input: CancelInput, _ exchange: Exchange) throws {
    guard record.booking.status.takesTime else { throw WireFault.cancelOfCancelled(record.booking.uid) }
    guard record.booking.end > exchange.now else { throw WireFault.cancelOfPast }
    if exchange.isOwner, input.reason == nil { throw WireFault.cancelReasonMissing }
  }

  private func close(
    _ db: Database, _ record: BookingRecord, _ owner: Account, _ input: CancelInput, _ exchange: Exchange
  ) throws -> BookingRecord {
    try BookingTable.set(
      db, record.id,
      [
        ("status", "cancelled"), ("cancellationReason", input.reason ?? ""),
        ("cancelledByEmail", exchange.isOwner ? owner.email : nil),
      ], now: exchange.now)
    return try reread(db, record.booking.uid)
  }

  private func leaveSeat(
    _ db: Database, _ record: BookingRecord, _ seat: String, _ owner: Account, _ input: CancelInput,
    _ exchange: Exchange
  ) throws -> BookingRecord {
    guard let attendee = record.attendees.first(where: { $0.attendee.seatUID == seat }) else {
      throw try BookingTable.find(db, seat: seat) == nil ? WireFault.badSeat : WireFault.seatOfAnother
    }
    // The last to leave closes the booking, and stays on it, so that there is something to look up.
    if record.attendees.count == 1 { return try close(db, record, owner, input, exchange) }
    try db.execute(sql: "DELETE FROM attendee WHERE id = ?", arguments: [attendee.id])
    try BookingTable.set(db, record.id, [], now: exchange.now)
    return try reread(db, record.booking.uid)
  }

  func reread(_ db: Database, _ uid: Booking.UID) throws -> BookingRecord {
    guard let record = try BookingTable.find(db, uid) else { throw WireFault.bookingNotFound(uid) }
    return record
  }
}
