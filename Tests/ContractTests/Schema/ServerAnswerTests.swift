import BookingModel
import CalProtocol
import Testing

/// Each answer of the local server, held against the published schema (DESIGN 12).
@Suite(.enabled(if: OpenAPI.isPresent, "no openapi.json: set CALCOM_OPENAPI"), .serialized)
struct ServerAnswerTests {
  let schema: OpenAPI

  init() throws { schema = try OpenAPI.load() }

  static func findings(_ exchanged: Exchanged, _ schema: OpenAPI) -> [OpenAPI.Finding] {
    let request = exchanged.request
    return schema.validate(
      exchanged.json, response: request.path, request.method.rawValue, exchanged.response.status)
  }

  static func known(_ exchanged: Exchanged) -> [SchemaError] {
    SchemaError.answers + SchemaError.serverAnswers
      + (exchanged.request.version == .bookingsCursor ? SchemaError.cursorAnswers : [])
  }

  /// Everything the visits of all areas got for an answer, in process.
  static func everything() async throws -> [Exchanged] {
    var all: [Exchanged] = []
    for area in Area.allCases {
      let desk = InProcessDesk(try ContractShop())
      try area.visit(desk)
      all += desk.log.all
    }
    return all
  }

  @Test(arguments: Area.allCases, Way.allCases)
  func everyAnswerFitsOrItsMisfitIsKnown(_ area: Area, _ way: Way) async throws {
    let schema = schema
    try await way.run { desk in
      try area.visit(desk)
      for exchanged in desk.log.all where !SchemaError.newerRoutes.contains(exchanged.routeName) {
        let left = ServerAnswerTests.findings(exchanged, schema).unexplained(by: ServerAnswerTests.known(exchanged))
        #expect(left.isEmpty, "\(exchanged.request.line): \(left)")
      }
    }
  }

  @Test func everyKnownErrorIsStillOne() async throws {
    let everything = try await ServerAnswerTests.everything()
    let findings = everything.flatMap { ServerAnswerTests.findings($0, schema) }
    for error in SchemaError.serverAnswers + SchemaError.cursorAnswers {
      #expect(findings.contains(where: error.explains), "\(error.schema) is right now: \(error.reason)")
    }
    for name in SchemaError.newerRoutes {
      let exchanged = try #require(everything.first { $0.routeName == name })
      let problems = ServerAnswerTests.findings(exchanged, schema).map(\.problem)
      #expect(problems == ["is not in the schema"], "\(name) is in the file now")
    }
  }

  /// A route that no visit asks for would be held against nothing.
  @Test func everyRouteIsVisited() async throws {
    var visited: Set<String> = []
    for exchanged in try await ServerAnswerTests.everything() {
      visited.insert(exchanged.routeName)
    }
    #expect(Set(Route.everyOne.map(\.name)).subtracting(visited) == [])
  }
}

extension Exchanged {
  var routeName: String { Route.parse(request.method, request.path)?.name ?? "" }
}

extension Route {
  /// The case without what it carries.
  var name: String { String(describing: self).prefix { $0 != "(" }.description }

  /// One of each. A route that is new fails to compile here, and is then to be visited.
  static var everyOne: [Route] {
    let uid = Booking.UID("u")
    var all: [Route] = [.account]
    while let last = all.last, let next = last.following(uid) { all.append(next) }
    return all
  }

  private func following(_ uid: Booking.UID) -> Route? {
    switch self {
    case .account: .eventTypes
    case .eventTypes: .createEventType
    case .createEventType: .eventType(Service.ID(1))
    case .eventType: .updateEventType(Service.ID(1))
    case .updateEventType: .deleteEventType(Service.ID(1))
    case .deleteEventType: .teams
    case .teams: .teamEventTypes(team: 1)
    case .teamEventTypes: .schedules
    case .schedules: .createSchedule
    case .createSchedule: .defaultSchedule
    case .defaultSchedule: .schedule(Schedule.ID(1))
    case .schedule: .updateSchedule(Schedule.ID(1))
    case .updateSchedule: .deleteSchedule(Schedule.ID(1))
    case .deleteSchedule: .slots
    case .slots: .createReservation
    case .createReservation: .reservation("r")
    case .reservation: .updateReservation("r")
    case .updateReservation: .deleteReservation("r")
    case .deleteReservation: .bookings
    case .bookings: .createBooking
    case .createBooking: .booking(uid)
    case .booking: .bookingBySeat("s")
    case .bookingBySeat: .reschedule(uid)
    case .reschedule: .cancel(uid)
    case .cancel: .confirm(uid)
    case .confirm: .decline(uid)
    case .decline: .markAbsent(uid)
    case .markAbsent: .reassign(uid)
    case .reassign: .reassignTo(uid, user: 1)
    case .reassignTo: .attendees(uid)
    case .attendees: .addAttendee(uid)
    case .addAttendee: .attendee(uid, 1)
    case .attendee: .deleteAttendee(uid, 1)
    case .deleteAttendee: .addGuests(uid)
    case .addGuests: .setLocation(uid)
    case .setLocation: .calendarLinks(uid)
    case .calendarLinks: .references(uid)
    case .references: .requestReschedule(uid)
    case .requestReschedule: .webhooks
    case .webhooks: .createWebhook
    case .createWebhook: .webhook("w")
    case .webhook: .updateWebhook("w")
    case .updateWebhook: .deleteWebhook("w")
    case .deleteWebhook: nil
    }
  }
}
