public import BookingModel

/// Every request the client sends, as a value with its reader (CONTRACT 7 to 12).
public enum Calls {
  static func request(
    _ route: Route, version: APIVersion? = nil, query: [WireRequest.QueryItem] = [], body: JSONValue? = nil
  ) -> WireRequest {
    WireRequest(
      route.method, route.path, query: query, version: version ?? route.family.sent, body: body.map(JSONText.bytes))
  }

  /// A call whose `data` is one thing.
  static func one<Answer: Sendable>(
    _ request: WireRequest, isWrite: Bool = false, what: String,
    _ read: @escaping @Sendable (JSONValue) -> Answer?
  ) -> Call<Answer> {
    Call(request, isWrite: isWrite) { (response) throws(CalError) -> Answer in
      guard let answer = read(Envelope.data(of: try response.json())) else { throw response.unreadable("not \(what)") }
      return answer
    }
  }

  /// A call whose `data` is a list.
  static func list<Row: Sendable>(
    _ request: WireRequest, what: String, _ read: @escaping @Sendable (JSONValue) -> Row?
  ) -> Call<Rows<Row>> {
    Call(request) { (response) throws(CalError) -> Rows<Row> in
      guard let values = Envelope.data(of: try response.json()).array else {
        throw response.unreadable("not a list of \(what)")
      }
      return Rows(values, read: read)
    }
  }

  // MARK: - Account and services

  /// The test of a connection (CONTRACT 7).
  public static func account() -> Call<Account> {
    one(request(.account), what: "an account", AccountWire.read)
  }

  /// Personal services, hidden ones included when `username` is nil. Hidden fields are missing here: ask ``service(_:)`` before booking
  /// (trap 15 of CONTRACT 18).
  public static func services(username: String? = nil, slug: String? = nil) -> Call<Rows<Service>> {
    var query: [WireRequest.QueryItem] = []
    if let username {
      query.append(WireRequest.QueryItem("username", username))
      if let slug { query.append(WireRequest.QueryItem("eventSlug", slug)) }
    }
    return list(request(.eventTypes, query: query), what: "services", EventTypeWire.readRow)
  }

  public static func service(_ id: Service.ID) -> Call<Service> {
    one(request(.eventType(id)), what: "a service", EventTypeWire.read)
  }

  public static func teams() -> Call<Rows<TeamWire>> {
    list(request(.teams), what: "teams") { TeamWire($0) }
  }

  public static func teamServices(_ team: Int) -> Call<Rows<Service>> {
    // Sent with the version of event types: newer servers register the route for it.
    list(request(.teamEventTypes(team: team), version: .eventTypes), what: "services") {
      var service = EventTypeWire.readRow($0)
      if service?.teamID == nil { service?.teamID = team }
      return service
    }
  }

  // MARK: - Schedules

  public static func schedules() -> Call<Rows<Schedule>> {
    list(request(.schedules), what: "schedules", ScheduleWire.read)
  }

  /// `nil` when the account has none (CONTRACT 9).
  public static func defaultSchedule() -> Call<Schedule?> {
    one(request(.defaultSchedule), what: "a schedule", optional(ScheduleWire.read))
  }

  public static func schedule(_ id: Schedule.ID) -> Call<Schedule> {
    one(request(.schedule(id)), what: "a schedule", ScheduleWire.read)
  }

  /// Null is an answer: nothing there.
  static func optional<Value>(
    _ read: @escaping @Sendable (JSONValue) -> Value?
  ) -> @Sendable (JSONValue) -> Value?? {
    { json in json == .null ? .some(nil) : read(json).map { .some($0) } }
  }

  // MARK: - Slots

  /// Free times of one service on some days of the shop.
  ///
  /// Days become UTC instants, and the end is the last second of the last day, because a bare date is a UTC day and an end at midnight
  /// UTC is widened by a day (CONTRACT 10.2). Slots of other days are dropped. `serviceMinutes` is the length where a server gives no ends.
  public static func slots(_ query: SlotQuery, zone: Zone, serviceMinutes: Int? = nil) -> Call<DaySlots> {
    let start = zone.start(of: query.from)
    let end = zone.start(of: query.through.advanced(by: 1)).adding(seconds: -1)
    var items = [
      WireRequest.QueryItem("eventTypeId", String(query.service.rawValue)),
      WireRequest.QueryItem("start", start.iso8601Seconds), WireRequest.QueryItem("end", end.iso8601Seconds),
      WireRequest.QueryItem("timeZone", zone.identifier), WireRequest.QueryItem("format", "range"),
    ]
    if let minutes = query.minutes { items.append(WireRequest.QueryItem("duration", String(minutes))) }
    if let moving = query.moving { items.append(WireRequest.QueryItem("bookingUidToReschedule", moving.rawValue)) }
    let minutes = query.minutes ?? serviceMinutes ?? 0
    return one(request(.slots, query: items), what: "slots") { data in
      guard let answer = SlotWire.read(data, zone: zone, minutes: minutes) else { return nil }
      return answer.days.filter { query.from <= $0.key && $0.key <= query.through }
    }
  }

  // MARK: - Reservations

  /// Holds a slot (CONTRACT 11). `slotMinutes` only for services with several lengths; `minutes` is how long to hold it.
  ///
  /// A hold is no write of the journal: it expires by itself. It is not retried all the same, as the second would meet the first.
  public static func reserve(
    service: Service.ID, start: Instant, slotMinutes: Int? = nil, minutes: Int? = nil
  ) -> Call<Reservation> {
    let body = reservationBody(service, start, slotMinutes: slotMinutes, minutes: minutes)
    return one(request(.createReservation, body: body), isWrite: true, what: "a reservation", ReservationWire.read)
  }

  /// Lengthens a hold from now on. A server may see a conflict with the very hold that is to be lengthened (CONTRACT 11): then it is let go
  /// and made anew.
  public static func renew(
    _ uid: String, service: Service.ID, start: Instant, slotMinutes: Int? = nil, minutes: Int? = nil
  ) -> Call<Reservation> {
    let body = reservationBody(service, start, slotMinutes: slotMinutes, minutes: minutes)
    return one(
      request(.updateReservation(uid), body: body), isWrite: true, what: "a reservation", ReservationWire.read)
  }

  private static func reservationBody(
    _ service: Service.ID, _ start: Instant, slotMinutes: Int?, minutes: Int?
  ) -> JSONValue {
    .object(
      jsonObject([
        "eventTypeId": .number(service.rawValue), "slotStart": .string(start.iso8601Seconds),
        "slotDuration": slotMinutes.map { .number($0) }, "reservationDuration": minutes.map { .number($0) },
      ]))
  }

  /// `nil` when it is gone.
  public static func reservation(_ uid: String) -> Call<Reservation?> {
    one(request(.reservation(uid)), what: "a reservation", optional(ReservationWire.read))
  }

  /// Also for a hold that is gone; safe to repeat.
  public static func release(_ uid: String) -> Call<Void> {
    Call(request(.deleteReservation(uid))) { _ in }
  }

  // MARK: - Bookings

  public static func bookings(_ query: BookingQuery, dialect: BookingQuery.Dialect = .pages) -> Call<BookingPage> {
    Call(request(.bookings, version: dialect.version, query: query.items(dialect))) {
      (response) throws(CalError) -> BookingPage in
      guard let page = BookingPage(try response.json(), query: query) else {
        throw response.unreadable("not a list of bookings")
      }
      return page
    }
  }

  /// Whether the server answers the list in this dialect: asked once for a base URL (CONTRACT 2.3). A 400 or 500 means no, too.
  public static func probe(_ dialect: BookingQuery.Dialect) -> Call<Bool> {
    let query = [WireRequest.QueryItem("take", "1"), WireRequest.QueryItem("limit", "1")]
    return Call(request(.bookings, version: dialect.version, query: query)) { (response) throws(CalError) -> Bool in
      BookingPage.isAnswer(try response.json(), in: dialect)
    }
  }

  /// One booking, or all of a series when the uid is a series' (CONTRACT 12.7).
  public static func booking(_ uid: Booking.UID) -> Call<[Booking]> {
    one(request(.booking(uid)), what: "a booking", BookingWire.readAll)
  }

  public static func attendees(_ uid: Booking.UID) -> Call<Rows<AttendeeRow>> {
    list(request(.attendees(uid)), what: "attendees") { AttendeeRow($0) }
  }

  /// Links that put the booking into the attendee's calendar.
  public static func calendarLinks(_ uid: Booking.UID) -> Call<Rows<CalendarLink>> {
    list(request(.calendarLinks(uid)), what: "links") { CalendarLink($0) }
  }
}

/// A row of `GET …/calendar-links` (CONTRACT 12.10).
public struct CalendarLink: Hashable, Sendable {
  public var label: String
  public var link: String

  public init(label: String, link: String) {
    self.label = label
    self.link = link
  }

  public init?(_ json: JSONValue) {
    guard let fields = JSONFields(json), let link = fields.text("link") else { return nil }
    self.init(label: fields.text("label") ?? "", link: link)
  }

  public var json: JSONValue { .object(["label": .string(label), "link": .string(link)]) }
}
