public import BookingModel
import ZoneData

/// The shop of the tests: three services, hours, some bookings, and free times that follow from them.
public struct TestShop {
  public var facts: Shop
  public var services: [Service] = TestShop.threeServices
  public var hours: OpeningHours
  public var bookings: [Booking]
  /// What the desk's journal holds.
  public var events: [BookingEvent] = []
  /// As the store has them.
  public var customers: [Customer] = []
  public var now = TestShop.monday10
  /// Every read fails so while it is set.
  public var trouble: CalError?
  /// Holds that the server keeps. They hide their times from everybody, as CONTRACT 11 has it.
  public var reservations: [Reservation] = []
  /// Every wish for a hold is refused so while it is set.
  public var holdTrouble: HoldTrouble?
  /// The holds of the other desks.
  public var otherDesks: [DeskHold] = []
  public var reservationCount = 0

  public init(
    zone: String = "America/New_York", policy: AttendeePolicy = AttendeePolicy(country: "US"),
    clock: Shop.Clock = .twentyFourHours
  ) {
    let zone = TestShop.zone(zone)
    facts = Shop(name: "Peter's Car Detail", zone: zone, policy: policy, clock: clock, dateOrder: .monthFirst)
    let weekdays: [Weekday] = [.monday, .tuesday, .wednesday, .thursday, .friday, .saturday]
    let schedule = Schedule(
      id: Schedule.ID(1), name: "Shop", zone: zone.identifier,
      hours: [.init(days: weekdays, span: MinuteSpan(start: 540, end: 1020))])
    hours = OpeningHours(schedule: schedule, zone: zone)
    bookings = TestShop.mondaysBookings
  }

  // MARK: - Data

  /// Monday 23 November 2026, 10:07 in New York.
  public static let monday10 = instant("2026-11-23T15:07:00Z")

  public static func instant(_ text: String) -> Instant { Instant(iso8601: text) ?? Instant(milliseconds: 0) }
  public static func day(_ text: String) -> CalendarDay { CalendarDay(text) ?? CalendarDay(daysSince1970: 0) }
  public static func zone(_ name: String) -> Zone { ZoneLoader().zone(name) ?? .utc }

  /// As the local server makes them: e-mail optional, phone required, two questions of their own.
  public static let fields = [
    BookingField(kind: .name, slug: "name", isRequired: true, isSystem: true),
    BookingField(kind: .email, slug: "email", isRequired: false, isSystem: true),
    BookingField(kind: .phone, slug: "attendeePhoneNumber", isRequired: true, isSystem: true),
    BookingField(kind: .text, slug: "vehicle", label: "Vehicle", placeholder: "make, colour, plate"),
    BookingField(kind: .textarea, slug: "service-notes", label: "Service notes"),
  ]

  public static func service(
    _ id: Int, _ title: String, _ minutes: Int, _ price: Int, fields: [BookingField] = TestShop.fields
  ) -> Service {
    Service(
      id: Service.ID(id), slug: title.lowercased().split(separator: " ").joined(separator: "-"), title: title,
      minutes: minutes, price: Money(minorUnits: price * 100, currency: "usd"), fields: fields,
      locations: [.address("12 Main Street")], rules: BookingRules(slotInterval: 15))
  }

  public static let threeServices = [
    service(1, "Express Wash", 30, 25), service(2, "Interior Refresh", 45, 40), service(3, "Full Detail", 120, 75),
  ]

  public static func booking(
    _ uid: String, _ service: Int, _ name: String, _ start: String, minutes: Int, status: Booking.Status = .accepted
  ) -> Booking {
    let start = instant(start)
    return Booking(
      uid: Booking.UID(uid), status: status, start: start, end: start.adding(minutes: minutes),
      service: Service.ID(service), title: "\(name) at the shop",
      hosts: [Host(id: "1", name: "Peter")],
      attendees: [Attendee(name: name, phone: "+15552013344", zone: "America/New_York")],
      location: "12 Main Street", answers: ["vehicle": .string("blue Golf")])
  }

  public static let mondaysBookings = [
    booking("b1", 1, "Ada Ray", "2026-11-23T14:00:00Z", minutes: 30),
    booking("b2", 2, "Bo Lind", "2026-11-23T15:00:00Z", minutes: 45),
    booking("b3", 1, "Cy Young-Fernández", "2026-11-23T16:30:00Z", minutes: 30),
    booking("b4", 3, "田中 さくら", "2026-11-23T19:00:00Z", minutes: 120, status: .pending),
  ]

  // MARK: - Answers

  /// What the server says to a read; `nil` for what no server answers, and for writes, which a test answers itself.
  public mutating func answer(_ effect: Effect) -> Message? {
    switch effect {
    case .loadShop:
      return .shopLoaded(result(ShopFacts(account: Account(id: 7, name: "Peter"), services: services, hours: hours)))
    case .loadService(let id):
      guard let service = services.first(where: { $0.id == id }) else {
        return .serviceLoaded(id, .failure(CalError(kind: .notFound, status: 404)))
      }
      return .serviceLoaded(id, result(service))
    case .loadBookings(let range):
      return .bookingsLoaded(range, result(bookings.filter { range.contains(facts.zone.day(of: $0.start)) }))
    case .loadSlots(let query): return .slotsLoaded(query, result(slots(query)))
    case .loadBooking(let uid): return .bookingLoaded(uid, result(bookings.filter { $0.uid == uid }))
    case .loadHistory(let question):
      return .historyLoaded(
        question,
        .success(
          events.filter { event in
            question.refs.contains(event.ref) || event.write.booking.map(question.uids.contains) == true
              || question.uids.contains { event.outcome == .accepted($0) }
          }))
    case .loadCustomers:
      return .customersLoaded(CustomerIndex(customers, country: Country(code: facts.policy.country)))
    case .find(let question): return .found(question, .success(found(question)))
    case .loadCustomerBookings(let id):
      let owner = customers.first { $0.id == id }
      return .customerBookingsLoaded(id, .success(bookings.filter { owner?.isAttendee(of: $0) == true }))
    case .lookUp(let ref, let question): return .lookedUp(ref, question, result(found(question)))
    case .hold(let question): return .holdAnswered(question, hold(question))
    case .releaseHold(let uid):
      reservations.removeAll { $0.uid == uid }
      return .holdReleased(uid)
    case .checkHold(let uid): return .holdChecked(uid, result(reservations.first { $0.uid == uid && $0.until > now }))
    case .readHolds: return .deskHoldsLoaded(otherDesks.filter { $0.reservation.until > now })
    default: return nil
    }
  }

  /// Five minutes, as the server gives where nothing else is asked (CONTRACT 11).
  private mutating func hold(_ question: HoldQuestion) -> Result<Reservation, HoldTrouble> {
    reservations.removeAll { $0.until <= now }
    let target = question.target
    switch question.kind {
    case .new(let replaced): reservations.removeAll { $0.uid == replaced }
    case .renewal(let uid):
      if holdTrouble == nil, let index = reservations.firstIndex(where: { $0.uid == uid }) {
        reservations[index].until = now.adding(minutes: 5)
        return .success(reservations[index])
      }
    }
    if let holdTrouble { return .failure(holdTrouble) }
    let isTaken =
      bookings.contains { $0.status.takesTime && $0.start < target.end && $0.end > target.start }
      || reservations.contains { $0.range.overlaps(target.range) }
    if isTaken { return .failure(.server(CalError(kind: .slotTaken, status: 422))) }
    reservationCount += 1
    let made = Reservation(
      uid: "hold-\(reservationCount)", service: target.service, start: target.start, end: target.end,
      until: now.adding(minutes: 5))
    reservations.append(made)
    return .success(made)
  }

  private func result<Value>(_ value: Value) -> Result<Value, CalError> {
    trouble.map(Result.failure) ?? .success(value)
  }

  /// Starts on the service's interval from opening on, where the whole length is free.
  public func slots(_ query: SlotQuery) -> DaySlots {
    guard let service = services.first(where: { $0.id == query.service }) else { return [:] }
    let minutes = query.minutes ?? service.minutes
    let interval = service.rules.slotInterval ?? minutes
    var found: DaySlots = [:]
    for day in query.from...query.through {
      var free: [Slot] = []
      for open in hours.intervals(on: day) {
        var start = open.lowerBound
        while start.adding(minutes: minutes) <= open.upperBound {
          let end = start.adding(minutes: minutes)
          let isTaken = bookings.contains {
            $0.uid != query.moving && $0.status.takesTime && $0.start < end && $0.end > start
          }
          let isHeld = reservations.contains { $0.until > now && $0.start < end && $0.end > start }
          if start >= now, !isTaken, !isHeld { free.append(Slot(start: start, end: end)) }
          start = start.adding(minutes: interval)
        }
      }
      if !free.isEmpty { found[day] = free }
    }
    return found
  }
}

extension TestShop {
  /// As the store finds: by a word of the attendee's name, and those of the customers asked for.
  func found(_ question: FindQuestion) -> FindAnswer {
    let owners = customers.filter { question.customers.contains($0.id) }
    let hits = bookings.filter { booking in
      question.text.isEmpty || owners.contains { $0.isAttendee(of: booking) }
        || booking.attendees.contains { $0.name.lowercased().contains(question.text.lowercased()) }
    }
    let ordered = FindAnswer.inOrder(hits, now: question.now)
    return FindAnswer(bookings: Array(ordered.prefix(question.limit)), hasMore: ordered.count > question.limit)
  }

  /// The bookings that a look-up asks for.
  func found(_ question: LookUpQuestion) -> [Booking] {
    switch question {
    case .bookings(let service, let start): bookings.filter { $0.service == service && $0.start == start }
    case .booking(let uid): bookings.filter { $0.uid == uid }
    }
  }
}
