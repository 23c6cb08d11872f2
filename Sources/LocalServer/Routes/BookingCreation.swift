import BookingModel
import CalProtocol
import GRDB

// POST /v2/bookings (CONTRACT 12.2).

extension LocalAPI {
  func createBooking(_ exchange: Exchange) throws -> WireResponse {
    let input = try CreateBookingInput.read(exchange.body)
    guard zones.zone(input.attendee.zone) != nil else {
      let child = PropertyFault(
        "timeZone", constraints: [.init("isTimeZone", "timeZone must be a valid IANA time-zone")])
      throw WireFault.strict([PropertyFault("attendee", constraints: [], children: [child])])
    }
    return try database.write { db in
      // The desk's reference names one write for ever: a repeat is answered with the first booking, as the cloud does for
      // services that need confirmation (CONTRACT 14), so that a resent request can never make a second one.
      if let text = input.metadata["deskRef"]?.string, let first = try BookingTable.find(db, ref: DeskRef(text)) {
        return try created(db, first)
      }
      let notFound: WireFault
      if case .id(let id) = input.service {
        notFound = .serviceToBookNotFound(id)
      } else {
        notFound = .slotsServiceNotFound
      }
      let found = try bookedService(db, input.service, notFound)
      var plan = try BookingPlan(found, input, exchange)
      return try make(db, &plan, exchange)
    }
  }

  private func bookedService(
    _ db: Database, _ reference: ServiceReference, _ notFound: WireFault
  ) throws -> ServiceTable.Owned {
    if case .ofUser(let slug, let username, nil) = reference {
      guard let owner = try HostTable.account(db, username: username) else { throw WireFault.userNotFound(username) }
      guard let found = try ServiceTable.find(db, slug: slug, owner: owner) else {
        throw WireFault.serviceNotFound(slug: slug, username: username)
      }
      return found
    }
    return try service(db, reference, notFound: notFound)
  }

  /// The answer to a repeat: the booking, or all of its series.
  private func created(_ db: Database, _ record: BookingRecord) throws -> WireResponse {
    guard let series = record.booking.seriesUID else {
      let seat = record.booking.deskRef.flatMap { record.attendee(ref: $0) }
      return .success(record.json(seat: seat?.attendee.seatUID), status: 201)
    }
    return .success(.array(try BookingTable.series(db, series).map { $0.json() }), status: 201)
  }

  private func make(_ db: Database, _ plan: inout BookingPlan, _ exchange: Exchange) throws -> WireResponse {
    let service = plan.service
    // Seats of one booking are taken by writes of their own, each with its reference.
    if service.rules.seats != nil, let ref = plan.metadata["deskRef"]?.string,
      let present = try BookingTable.seated(
        db, service: service.id, start: plan.start, end: plan.start.adding(minutes: plan.minutes)),
      let taken = present.attendee(ref: DeskRef(ref))
    {
      return .success(present.json(seat: taken.attendee.seatUID), status: 201)
    }
    if let most = service.rules.activeBookingsPerAttendee {
      let email = AttendeeWire.wireEmail(of: plan.attendee)
      if try BookingTable.activeCount(db, email: email, service: service.id, now: exchange.now) >= most {
        throw WireFault.tooManyActiveBookings()
      }
    }
    guard let recurrence = service.recurrence else {
      let (record, seat) = try insert(db, plan, start: plan.start, series: nil, keepsRef: true, exchange)
      return .success(record.json(seat: seat), status: 201)
    }
    // All of a series or none of it: half a series is nobody's wish.
    let series = edges.bookingUID()
    var rows: [JSONValue] = []
    for (index, start) in try starts(db, plan, recurrence).enumerated() {
      let (record, seat) = try insert(db, plan, start: start, series: series, keepsRef: index == 0, exchange)
      rows.append(record.json(seat: seat))
    }
    return .success(.array(rows), status: 201)
  }

  /// The same wall clock every week, month or year, in the zone of the shop's hours.
  private func starts(_ db: Database, _ plan: BookingPlan, _ recurrence: Service.Recurrence) throws -> [Instant] {
    let schedule = try ScheduleTable.standard(db, of: plan.owner)
    let zone = zones.zone(schedule?.zone ?? plan.owner.zone) ?? .utc
    let first = zone.local(plan.start)
    let step = max(1, recurrence.interval)
    return (0..<plan.occurrences).map { index in
      if index == 0 { return plan.start }
      var time = first
      switch recurrence.frequency {
      case "yearly": time.day = first.day.addingMonths(12 * step * index)
      case "monthly": time.day = first.day.addingMonths(step * index)
      default: time.day = first.day.advanced(by: 7 * step * index)
      }
      return zone.instant(of: time)
    }
  }

  /// Checks and inserts one booking, or takes a seat in the one that is there. Returns the seat, if seats there are.
  private func insert(
    _ db: Database, _ plan: BookingPlan, start: Instant, series: Booking.UID?, keepsRef: Bool, _ exchange: Exchange
  ) throws -> (BookingRecord, seat: String?) {
    let service = plan.service
    let end = start.adding(minutes: plan.minutes)
    let host = try freeHost(
      db, service: service, owner: plan.owner, range: start..<end, moving: nil, overrides: plan.overrides,
      now: exchange.now)
    var seat: String?
    if service.rules.seats != nil {
      seat = edges.uuid()
      if let present = try BookingTable.seated(db, service: service.id, start: start, end: end) {
        return (try take(db, seat: seat, of: present, plan, exchange.now), seat)
      }
    }
    var booking = Booking(uid: edges.bookingUID(), status: plan.status, start: start, end: end, service: service.id)
    booking.serviceSlug = service.slug
    booking.title = "\(service.title) between \(host.name) and \(plan.attendee.name)"
    booking.notes = plan.answers["notes"]?.string
    booking.location = plan.location
    booking.guests = plan.guests
    booking.metadata = plan.metadata
    if !keepsRef { booking.metadata["deskRef"] = nil }
    booking.answers = seat == nil ? plan.answers : [:]
    booking.seriesUID = series
    var attendees = [plan.booker(seat: seat, now: exchange.now)]
    if seat == nil {
      attendees += plan.guests.map { email in
        AttendeeRecord(
          isBooker: false, attendee: Attendee(name: email, email: email, zone: plan.attendee.zone, language: "en"),
          createdAt: exchange.now)
      }
    }
    let record = BookingRecord(
      id: 0, booking: booking, hostID: host.id, isSeated: seat != nil, attendees: attendees)
    return (try insertOnce(db, record, now: exchange.now), seat)
  }

  private func take(
    _ db: Database, seat: String?, of record: BookingRecord, _ plan: BookingPlan, _ now: Instant
  ) throws -> BookingRecord {
    let email = AttendeeWire.wireEmail(of: plan.attendee)
    if record.attendees.contains(where: { AttendeeWire.wireEmail(of: $0.attendee) == email }) {
      throw WireFault.alreadySeated
    }
    _ = try BookingTable.insert(db, plan.booker(seat: seat, now: now), booking: record.id)
    try BookingTable.set(db, record.id, [], now: now)
    guard let stored = try BookingTable.find(db, record.booking.uid) else {
      throw DatabaseError(resultCode: .SQLITE_INTERNAL)
    }
    return stored
  }

  /// The index has the last word: the very same host and times, twice, is a lost race (CONTRACT 14).
  func insertOnce(_ db: Database, _ record: BookingRecord, now: Instant) throws -> BookingRecord {
    do {
      return try BookingTable.insert(db, record, now: now)
    } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
      throw WireFault.raceLost
    }
  }

  // MARK: - Hosts

  /// A host who is free then: with several, the one with the fewest bookings that day. Throws the fault that says why there is none.
  func freeHost(
    _ db: Database, service: Service, owner: Account, range: Range<Instant>, moving: Booking.UID?,
    overrides: HostOverrides, now: Instant
  ) throws -> Account {
    let question = ShopCalendar.Question(
      service: service, owner: owner, minutes: range.upperBound.minutes(since: range.lowerBound), range: range,
      moving: moving, withHolds: false)
    let problem = try calendar.problem(db, question, now: now)
    switch Availability.verdict(range.lowerBound, problem: problem, overrides: overrides, now: now) {
    case .refused(let reason): throw LocalAPI.fault(reason, hosts: problem.calendars.count)
    case .bookable(let hosts):
      let day = problem.zone.interval(of: problem.zone.day(of: range.lowerBound))
      var best: (account: Account, load: Int)?
      for id in hosts.compactMap({ Int($0) }) {
        guard let account = try HostTable.account(db, id: id) else { continue }
        if hosts.count == 1 { return account }
        let load = try BookingTable.load(db, host: id, from: day.lowerBound, until: day.upperBound)
        if best.map({ load < $0.load }) ?? true { best = (account, load) }
      }
      guard let best else { throw LocalAPI.fault(.closed, hosts: problem.calendars.count) }
      return best.account
    }
  }

  static func fault(_ reason: WhyNot, hosts: Int) -> WireFault {
    switch reason {
    case .past: .inThePast
    case .closed, .booked, .buffer, .held, .offGrid, .notFirstOfDay: hosts > 1 ? .teamSlotTaken : .slotTaken
    case .noSeatLeft: .noSeatsLeft
    case .notice, .window: .outOfBounds
    case .limit(let limit): limit.counts == .bookings ? .countLimitReached : .durationLimitReached
    }
  }
}

/// A create that passed the checks of its form.
struct BookingPlan {
  var service: Service
  var owner: Account
  var start: Instant
  var minutes: Int
  var occurrences: Int
  var attendee: Attendee
  var guests: [String]
  var location: String?
  var answers: [String: JSONValue]
  var metadata: [String: JSONValue]
  var status: Booking.Status
  var overrides: HostOverrides

  init(_ found: ServiceTable.Owned, _ input: CreateBookingInput, _ exchange: Exchange) throws(WireFault) {
    let checks = BookingChecks(service: found.service, input: input)
    service = found.service
    owner = found.owner
    start = input.start
    minutes = try checks.minutes()
    location = try checks.location()
    occurrences = try checks.occurrences()
    answers = try checks.answers()
    attendee = try checks.attendee()
    guests = try checks.guests()
    metadata = input.metadata
    // The owner's own bookings need nobody's consent (CONTRACT 13).
    status = found.service.needsConfirmation && !exchange.isOwner ? .pending : .accepted
    overrides = exchange.isOwner && exchange.version.honoursOverrides ? input.overrides : .none
  }

  func booker(seat: String?, now: Instant) -> AttendeeRecord {
    var person = attendee
    person.seatUID = seat
    return AttendeeRecord(
      isBooker: true, attendee: person, answers: seat == nil ? [:] : answers, metadata: seat == nil ? [:] : metadata,
      createdAt: now)
  }
}
