import BookingModel
import CalProtocol
import Testing

/// The client reads what the published file shows: answers composed from its examples, not from any server.
@Suite(.enabled(if: OpenAPI.isPresent, "no openapi.json: set CALCOM_OPENAPI"))
struct ComposedAnswerTests {
  let schema: OpenAPI

  init() throws { schema = try OpenAPI.load() }

  /// A call, and how many rows of its answer could be read and how many could not.
  struct Reading: Sendable, CustomTestStringConvertible {
    var request: WireRequest
    var status: Int
    var read: @Sendable (WireResponse) throws -> (read: Int, skipped: Int)

    var testDescription: String { request.line }

    init<Answer>(
      _ call: Call<Answer>, _ status: Int = 200,
      _ count: @escaping @Sendable (Answer) -> (read: Int, skipped: Int) = { _ in (1, 0) }
    ) {
      request = call.request
      self.status = status
      read = { count(try call.read($0)) }
    }

    static func rows<Row>(_ call: Call<Rows<Row>>) -> Reading { Reading(call) { ($0.rows.count, $0.skipped) } }

    static func write(_ write: Write, _ status: Int = 200) -> Reading {
      Reading(Calls.write(write, ref: DeskRef("r")), status) { ($0.bookings.count, 0) }
    }
  }

  static let readings: [Reading] = [
    Reading(Calls.account()), .rows(Calls.services()), Reading(Calls.service(Service.ID(71))), .rows(Calls.teams()),
    .rows(Calls.teamServices(3)), .rows(Calls.schedules()), Reading(Calls.schedule(Schedule.ID(31))),
    Reading(Calls.defaultSchedule()) { ($0 == nil ? 0 : 1, 0) },
    Reading(Calls.reserve(service: Service.ID(71), start: ClientRequests.start), 201),
    Reading(Calls.bookings(BookingQuery())) { ($0.bookings.count, $0.skipped) },
    Reading(Calls.booking(ClientRequests.uid)) { ($0.count, 0) }, .rows(Calls.attendees(ClientRequests.uid)),
    .rows(Calls.calendarLinks(ClientRequests.uid)), .rows(Calls.webhooks()),
    Reading(Calls.createService(ClientRequests.service), 201),
    Reading(Calls.createSchedule(ClientRequests.schedule), 201),
    Reading(Calls.createWebhook(ClientRequests.webhook), 201),
    .write(.create(ClientRequests.newBooking), 201),
    .write(.move(ClientRequests.uid, start: ClientRequests.start, reason: nil, seat: nil, overrides: .none), 201),
    .write(.cancel(ClientRequests.uid, reason: "ill", seat: nil, subsequent: false)),
    .write(.confirm(ClientRequests.uid)), .write(.decline(ClientRequests.uid, reason: nil)),
    .write(.markAbsent(ClientRequests.uid, host: true, attendees: [])),
    .write(.setLocation(ClientRequests.uid, .attendeeDefined("here"))),
    .write(.addGuests(ClientRequests.uid, emails: ["guest@ray.example"])),
  ]

  @Test(arguments: readings) func everyRowOfAComposedAnswerIsRead(_ reading: Reading) throws {
    let answers = schema.composed(reading.request, reading.status)
    try #require(!answers.isEmpty)
    for json in answers {
      let result = try reading.read(WireResponse(status: reading.status, json: json))
      #expect(result.read > 0, "\(JSONText.text(json))")
      #expect(result.skipped == 0, "\(JSONText.text(json))")
    }
  }
}
