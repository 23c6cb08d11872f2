import BookingModel
import CalProtocol
import Testing

/// Each request the client can send, held against the published schema (DESIGN 12).
@Suite(.enabled(if: OpenAPI.isPresent, "no openapi.json: set CALCOM_OPENAPI"))
struct RequestSchemaTests {
  let schema: OpenAPI

  init() throws { schema = try OpenAPI.load() }

  func findings(_ request: WireRequest) throws -> [OpenAPI.Finding] {
    let body = try request.body.map { try JSONText.read($0) }
    let method = request.method.rawValue
    return schema.validate(query: request.query, path: request.path, method)
      + schema.validate(body: body, path: request.path, method)
  }

  @Test func everyRequestFitsOrItsMisfitIsKnown() throws {
    for request in ClientRequests.all {
      let left = try findings(request).unexplained(by: SchemaError.requests)
      #expect(left.isEmpty, "\(request.line): \(left)")
    }
  }

  @Test func everyKnownErrorIsStillOne() throws {
    let findings = try ClientRequests.all.flatMap(findings)
    for error in SchemaError.requests {
      #expect(findings.contains(where: error.explains), "\(error.schema) is right now: \(error.reason)")
    }
  }

  /// The checker itself: what must be found is found.
  @Test(arguments: [
    ("POST", "/bookings", #"{"start":"x"}"#, "CreateBookingInput_2024_08_13.attendee"),
    (
      "POST", "/bookings", #"{"start":1,"attendee":{"name":"A","timeZone":"UTC"}}"#,
      "CreateBookingInput_2024_08_13.start"
    ),
    (
      "POST", "/bookings", #"{"start":"x","attendee":{"name":"A","timeZone":"UTC"},"extra":1}"#,
      "CreateBookingInput_2024_08_13.extra"
    ),
    (
      "POST", "/bookings", #"{"start":"x","attendee":{"name":"A","timeZone":"UTC","language":"xx"}}"#,
      "CreateBookingAttendee.language"
    ), ("POST", "/bookings", #"{"start":"x","attendee":null}"#, "CreateBookingInput_2024_08_13.attendee"),
    (
      "POST", "/schedules", #"{"name":"n","timeZone":"UTC","isDefault":"yes"}"#,
      "CreateScheduleInput_2024_06_11.isDefault"
    ),
    (
      "POST", "/schedules",
      #"{"name":"n","timeZone":"UTC","isDefault":true,"availability":[{"days":["Blursday"],"startTime":"1","endTime":"2"}]}"#,
      "ScheduleAvailabilityInput_2024_06_11.days[]"
    ), ("GET", "/nowhere", "{}", "GET /nowhere"),
  ])
  func theCheckerFindsWhatIsWrong(method: String, path: String, body: String, place: String) throws {
    let findings = schema.validate(body: try JSONText.read(Array(body.utf8)), path: path, method)
    #expect(findings.unexplained(by: SchemaError.requests).map(\.schema) == [place])
  }

  @Test func theCheckerFindsBadQueries() {
    func places(_ query: [WireRequest.QueryItem]) -> [String] {
      schema.validate(query: query, path: "/bookings", "GET").map(\.place)
    }
    #expect(places([.init("take", "many")]) == ["take"])
    #expect(places([.init("status", "upcoming,soon")]) == ["status[1]"])
    #expect(places([.init("limit", "1")]) == ["limit"])
    #expect(schema.validate(query: [], path: "/slots", "GET").map(\.place).sorted() == ["end", "start"])
  }
}
