import BookingModel
import GRDB
import ZoneData

/// Reads from the database what ``Availability`` needs to know about one service.
struct ShopCalendar: Sendable {
  let zones: ZoneCache

  /// What the caller wants to know about the service.
  struct Question {
    var service: Service
    var owner: Account
    var minutes: Int
    /// Where slots are to start.
    var range: Range<Instant>
    var moving: Booking.UID?
    /// Holds hide slots, but do not stand in the way of a booking (CONTRACT 11).
    var withHolds: Bool
  }

  /// The hosts who can take the service: those it names, else its owner.
  func hosts(_ db: Database, of service: Service, owner: Account) throws -> [Account] {
    let named = try service.hosts.compactMap { host in
      try Int(host.id).flatMap { try HostTable.account(db, id: $0) }
    }
    return named.isEmpty ? [owner] : named
  }

  func problem(_ db: Database, _ question: Question, now: Instant) throws -> AvailabilityProblem {
    let service = question.service
    var calendars: [HostCalendar] = []
    var weekStart = Weekday.monday
    for host in try hosts(db, of: service, owner: question.owner) {
      var schedule: Schedule?
      // A schedule of the service's own is its owner's; other hosts keep their own hours.
      if let id = service.scheduleID, host.id == question.owner.id {
        schedule = try ScheduleTable.find(db, id)?.schedule
      }
      if schedule == nil { schedule = try ScheduleTable.standard(db, of: host) }
      guard let schedule else { continue }
      guard let zone = zones.zone(schedule.zone) else { throw LocalServerError.unknownZone(schedule.zone) }
      if calendars.isEmpty { weekStart = host.weekStart }
      calendars.append(HostCalendar(host: String(host.id), schedule: schedule, zone: zone))
    }
    var problem = AvailabilityProblem(
      service: service.id, minutes: question.minutes, rules: service.rules, calendars: calendars,
      needsEveryHost: service.schedulingType == "collective", moving: question.moving, weekStart: weekStart)
    let reach = Availability.busyReach(
      rules: service.rules, minutes: question.minutes, range: question.range, zone: problem.zone, now: now)
    for index in problem.calendars.indices {
      problem.calendars[index].busy = try busy(
        db, host: problem.calendars[index].host, reach: reach, withHolds: question.withHolds, now: now)
    }
    if let limits = Availability.limitReach(
      rules: service.rules, reach: reach, zone: problem.zone, weekStart: weekStart)
    {
      problem.counted = try counted(db, service: service.id, in: limits, except: question.moving)
    }
    return problem
  }

  private func busy(
    _ db: Database, host: String, reach: Range<Instant>, withHolds: Bool, now: Instant
  ) throws -> [BusyTime] {
    // No booking is longer than a day, so one that reaches into the range starts at most a day before it.
    let from = reach.lowerBound.adding(minutes: -BookingTable.longestMinutes)
    var result: [BusyTime] = []
    let bookings = try Row.fetchCursor(
      db.cachedStatement(
        sql: """
          SELECT booking.uid, booking.serviceId, startAt, endAt, isSeated, bufferBefore, bufferAfter, booking.id
          FROM booking LEFT JOIN service ON service.id = booking.serviceId
          WHERE hostId = ? AND startAt >= ? AND startAt < ? AND status IN ('accepted', 'pending') ORDER BY startAt
          """),
      arguments: [host, from.milliseconds, reach.upperBound.milliseconds])
    while let row = try bookings.next() {
      let isSeated: Bool = try row.decode(atIndex: 4)
      let seats = isSeated ? try seatsTaken(db, booking: try row.decode(atIndex: 7)) : 1
      result.append(
        BusyTime(
          holder: .booking(Booking.UID(try row.decode(String.self, atIndex: 0))),
          service: Service.ID(try row.decode(Int.self, atIndex: 1)),
          start: Instant(milliseconds: try row.decode(atIndex: 2)),
          end: Instant(milliseconds: try row.decode(atIndex: 3)),
          bufferBefore: try row.decode(Int?.self, atIndex: 5) ?? 0,
          bufferAfter: try row.decode(Int?.self, atIndex: 6) ?? 0, seatsTaken: seats))
    }
    guard withHolds else { return result }
    let holds = try Row.fetchCursor(
      db.cachedStatement(
        sql: """
          SELECT serviceId, startAt, endAt, untilAt, bufferBefore, bufferAfter
          FROM reservation LEFT JOIN service ON service.id = reservation.serviceId
          WHERE hostId = ? AND untilAt > ? AND startAt >= ? AND startAt < ? ORDER BY startAt
          """),
      arguments: [host, now.milliseconds, from.milliseconds, reach.upperBound.milliseconds])
    var held: [BusyTime] = []
    while let row = try holds.next() {
      held.append(
        BusyTime(
          holder: .hold(until: Instant(milliseconds: try row.decode(atIndex: 3))),
          service: Service.ID(try row.decode(Int.self, atIndex: 0)),
          start: Instant(milliseconds: try row.decode(atIndex: 1)),
          end: Instant(milliseconds: try row.decode(atIndex: 2)),
          bufferBefore: try row.decode(Int?.self, atIndex: 4) ?? 0,
          bufferAfter: try row.decode(Int?.self, atIndex: 5) ?? 0))
    }
    return held.isEmpty ? result : (result + held).sorted { $0.start < $1.start }
  }

  private func seatsTaken(_ db: Database, booking: Int64) throws -> Int {
    try Int.fetchOne(
      db.cachedStatement(sql: "SELECT COUNT(*) FROM attendee WHERE bookingId = ? AND seatUid IS NOT NULL"),
      arguments: [booking]) ?? 0
  }

  private func counted(
    _ db: Database, service: Service.ID, in range: Range<Instant>, except moving: Booking.UID?
  ) throws -> [CountedBooking] {
    try Row.fetchAll(
      db,
      sql: """
        SELECT startAt, endAt FROM booking WHERE serviceId = ? AND startAt >= ? AND startAt < ?
        AND status IN ('accepted', 'pending') AND uid <> ?
        """,
      arguments: [
        service.rawValue, range.lowerBound.milliseconds, range.upperBound.milliseconds, moving?.rawValue ?? "",
      ]
    ).map { row in
      CountedBooking(
        start: try row.instant("startAt"), minutes: try row.instant("endAt").minutes(since: try row.instant("startAt")))
    }
  }
}
