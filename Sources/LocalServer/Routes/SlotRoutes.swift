import BookingModel
import CalProtocol
import GRDB

// Free times and holds on them (CONTRACT 10, 11).

extension LocalAPI {
  /// Nobody looks further than a year in one question; more days would only keep the server busy.
  private static let longestRangeSeconds: Int64 = 400 * 86_400
  private static let holdMinutes = 5

  func slots(_ exchange: Exchange) throws -> WireResponse {
    let input = try SlotsInput.read(exchange.query)
    guard let zone = zones.zone(input.zone) else {
      throw WireFault.strict([
        PropertyFault(
          "timeZone", constraints: [.init("isTimeZone", "timeZone must be a valid IANA time-zone")])
      ])
    }
    return try database.read { db in
      let found = try service(db, input.service, notFound: .slotsServiceNotFound)
      let minutes = try slotMinutes(found.service, input.minutes)
      let start = max(input.start, exchange.now)
      let end = min(input.end, start.adding(seconds: LocalAPI.longestRangeSeconds)).adding(milliseconds: 1)
      guard start < end else { return .success([:]) }
      let question = ShopCalendar.Question(
        service: found.service, owner: found.owner, minutes: minutes, range: start..<end, moving: input.moving,
        withHolds: true)
      let problem = try calendar.problem(db, question, now: exchange.now)
      let slots = Availability.slots(problem: problem, range: start..<end, now: exchange.now)
      return .success(
        SlotWire.json(
          slots, zone: zone, withEnds: input.withEnds, seatsTotal: found.service.rules.seats?.perSlot))
    }
  }

  private func slotMinutes(_ service: Service, _ asked: Int?) throws -> Int {
    guard let asked, asked != service.minutes else { return service.minutes }
    guard service.lengthOptions.contains(asked) else {
      throw service.lengthOptions.isEmpty
        ? WireFault(400, "You passed 'duration' but this event type is not a variable length event type.")
        : WireFault.lengthNotOffered(service.lengthOptions)
    }
    return asked
  }

  /// The service that a request names. There are no teams, groups or organizations here.
  func service(
    _ db: Database, _ reference: ServiceReference, notFound: WireFault
  ) throws -> ServiceTable.Owned {
    switch reference {
    case .id(let id):
      guard let found = try ServiceTable.find(db, id) else { throw notFound }
      return found
    case .ofUser(let slug, let username, let organization):
      if let organization { throw LocalAPI.organizationNotFound(organization) }
      guard let owner = try HostTable.account(db, username: username) else { throw WireFault.userNotFound(username) }
      guard let found = try ServiceTable.find(db, slug: slug, owner: owner) else {
        throw notFound == .slotsServiceNotFound ? notFound : .serviceNotFound(slug: slug, username: username)
      }
      return found
    case .ofTeam(_, let team, _): throw WireFault.teamNotFound(team)
    case .ofGroup(_, let organization): throw LocalAPI.organizationNotFound(organization)
    }
  }

  private static func organizationNotFound(_ slug: String) -> WireFault {
    WireFault(404, "slots-input.service.ts: Organization with slug \(slug) not found")
  }

  // MARK: - Reservations

  func reserve(_ exchange: Exchange) throws -> WireResponse {
    let input = try ReservationInput.read(exchange.body)
    let minutes = try holdMinutes(input, exchange)
    return try database.write { db in
      try ReservationTable.deleteExpired(db, now: exchange.now)
      let held = try hold(db, input, uid: edges.uuid(), minutes: minutes, now: exchange.now)
      return .success(ReservationWire.json(held.reservation, minutes: minutes), status: 201)
    }
  }

  func reservation(_ uid: String, _ exchange: Exchange) throws -> WireResponse {
    try database.read { db in
      guard let held = try ReservationTable.find(db, uid, now: exchange.now) else { return .success(.null) }
      return .success(ReservationWire.json(held.reservation, minutes: nil))
    }
  }

  /// Unlike the cloud, the caller's own hold does not stand in the way of its extension.
  func updateReservation(_ uid: String, _ exchange: Exchange) throws -> WireResponse {
    let input = try ReservationInput.read(exchange.body)
    let minutes = try holdMinutes(input, exchange)
    return try database.write { db in
      try ReservationTable.deleteExpired(db, now: exchange.now)
      guard try ReservationTable.find(db, uid, now: exchange.now) != nil else {
        throw WireFault.reservationNotFound(uid)
      }
      try ReservationTable.delete(db, uid)
      let held = try hold(db, input, uid: uid, minutes: minutes, now: exchange.now)
      return .success(ReservationWire.json(held.reservation, minutes: minutes))
    }
  }

  func deleteReservation(_ uid: String) throws -> WireResponse {
    try database.write { db in
      try ReservationTable.delete(db, uid)
      return WireResponse(status: 200, json: Envelope.acknowledged)
    }
  }

  private func holdMinutes(_ input: ReservationInput, _ exchange: Exchange) throws -> Int {
    guard let asked = input.holdMinutes else { return LocalAPI.holdMinutes }
    guard exchange.isOwner else { throw WireFault.holdLengthNeedsKey }
    return asked
  }

  private func hold(
    _ db: Database, _ input: ReservationInput, uid: String, minutes: Int, now: Instant
  ) throws -> ReservationTable.Held {
    guard let found = try ServiceTable.find(db, input.service) else {
      throw WireFault.reservedServiceNotFound(input.service)
    }
    let service = found.service
    var length = service.minutes
    if let asked = input.slotMinutes {
      guard !service.lengthOptions.isEmpty else { throw WireFault.slotDurationNotVariable }
      guard service.lengthOptions.contains(asked) else { throw WireFault.lengthNotOffered(service.lengthOptions) }
      length = asked
    }
    let end = input.start.adding(minutes: length)
    let question = ShopCalendar.Question(
      service: service, owner: found.owner, minutes: length, range: input.start..<end, moving: nil, withHolds: true)
    let problem = try calendar.problem(db, question, now: now)
    // Only what is taken stands in the way of a hold: the desk may hold a time that hours or notice do not offer.
    guard let host = freeHost(problem, input.start..<end) else {
      throw try refusal(db, problem, input.start..<end)
    }
    let held = ReservationTable.Held(
      reservation: Reservation(
        uid: uid, service: service.id, start: input.start, end: end, until: now.adding(minutes: minutes)),
      hostID: host)
    try ReservationTable.insert(db, held)
    return held
  }

  private func freeHost(_ problem: AvailabilityProblem, _ range: Range<Instant>) -> Int? {
    problem.calendars.first { calendar in
      var seats = 0
      var isTaken = false
      for time in calendar.busy where time.start < range.upperBound && time.end > range.lowerBound {
        let isSameSeatedSlot =
          problem.rules.seats != nil && time.service == problem.service && time.start == range.lowerBound
          && time.end == range.upperBound
        if isSameSeatedSlot { seats += time.seatsTaken } else { isTaken = true }
      }
      return !isTaken && seats < (problem.rules.seats?.perSlot ?? 1)
    }.flatMap { Int($0.host) }
  }

  private func refusal(_ db: Database, _ problem: AvailabilityProblem, _ range: Range<Instant>) throws -> WireFault {
    let taken = problem.calendars.flatMap(\.busy).filter {
      $0.start < range.upperBound && $0.end > range.lowerBound
    }
    let booked = taken.compactMap { time -> Booking.UID? in
      if case .booking(let uid) = time.holder { uid } else { nil }
    }
    guard let uid = booked.first else { return .slotHeld }
    if problem.rules.seats != nil, let record = try BookingTable.find(db, uid), record.isSeated {
      return .noSeatsToHold(booking: Int(record.id), start: record.booking.start)
    }
    return .slotBooked
  }
}
