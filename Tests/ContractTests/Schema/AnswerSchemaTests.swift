import BookingModel
import CalProtocol
import Testing

/// Answers as CalProtocol writes them for a server, held against the published schema.
enum WrittenAnswers {
  struct Sample {
    var method: String
    var path: String
    var status: Int
    var json: JSONValue
  }

  static let account = Account(
    id: 12, username: "lakeside", name: "Lakeside Desk", email: "desk@lakeside.example", zone: "Europe/Berlin",
    defaultScheduleID: Schedule.ID(31))

  static let booking = Booking(
    uid: ClientRequests.uid, id: 901, start: ClientRequests.start, end: ClientRequests.start.adding(minutes: 30),
    service: Service.ID(71), serviceSlug: "consult", title: "Consultation between Lakeside Desk and Ada Ray",
    notes: "window seat",
    hosts: [Host(id: "12", name: "Lakeside Desk", email: "desk@lakeside.example", username: "lakeside")],
    attendees: [Attendee(name: "Ada Ray", email: "ada@ray.example", phone: "+4930123456", language: "en")],
    guests: ["guest@ray.example"], location: "4 Quay Road", createdAt: ClientRequests.start,
    metadata: ["deskRef": "7f3a"], answers: ["room": "A"])

  static var moved: Booking {
    var booking = booking
    booking.status = .cancelled
    booking.movedTo = Booking.UID("next")
    booking.cancellationReason = "moved"
    booking.reschedulingReason = "by phone"
    booking.updatedAt = ClientRequests.start
    return booking
  }

  static var member: Booking {
    var booking = booking
    booking.seriesUID = Booking.UID("series")
    return booking
  }

  static var seated: JSONValue {
    var booking = booking
    booking.seatUID = "s-1"
    booking.attendees[0].seatUID = "s-1"
    return BookingWire.json(booking, extras: .init(isSeated: true))
  }

  static var all: [Sample] {
    let one = Envelope.success(BookingWire.json(booking))
    let uid = "/bookings/\(ClientRequests.uid.rawValue)"
    let hold = Reservation(
      uid: "6f1f", service: Service.ID(71), start: booking.start, end: booking.end, until: booking.end)
    let slot = Slot(start: booking.start, end: booking.end)
    let services = [ClientRequests.service, ClientRequests.plainService].map {
      EventTypeWire.json($0, owner: account, bookingURL: "https://lakeside.example/lakeside/x")
    }
    let schedule = ScheduleWire.json(ClientRequests.schedule, owner: 12)
    return [
      Sample(method: "GET", path: "/me", status: 200, json: Envelope.success(AccountWire.json(account))),
      Sample(method: "GET", path: "/event-types", status: 200, json: Envelope.success(.array(services))),
      Sample(method: "GET", path: "/event-types/71", status: 200, json: Envelope.success(services[0])),
      Sample(method: "POST", path: "/event-types", status: 201, json: Envelope.success(services[0])),
      Sample(method: "GET", path: "/schedules", status: 200, json: Envelope.success([schedule])),
      Sample(method: "GET", path: "/schedules/default", status: 200, json: Envelope.success(schedule)),
      Sample(method: "POST", path: "/schedules", status: 201, json: Envelope.success(schedule)),
      Sample(
        method: "GET", path: "/slots", status: 200,
        json: Envelope.success(SlotWire.json([slot], zone: .utc, withEnds: true))),
      Sample(
        method: "POST", path: "/slots/reservations", status: 201,
        json: Envelope.success(ReservationWire.json(hold, minutes: 10))),
      Sample(
        method: "GET", path: "/slots/reservations/6f1f", status: 200,
        json: Envelope.success(ReservationWire.json(hold, minutes: nil))),
      Sample(method: "DELETE", path: "/slots/reservations/6f1f", status: 200, json: Envelope.acknowledged),
      Sample(method: "POST", path: "/bookings", status: 201, json: one),
      Sample(method: "POST", path: "/bookings", status: 201, json: Envelope.success([BookingWire.json(member)])),
      Sample(method: "POST", path: "/bookings", status: 201, json: Envelope.success(seated)),
      Sample(
        method: "GET", path: "/bookings", status: 200,
        json: Envelope.success(
          [BookingWire.json(booking), BookingWire.json(moved), BookingWire.json(member), seated],
          pagination: .pages(total: 4, skip: 0, take: 100, returned: 4))),
      Sample(method: "GET", path: uid, status: 200, json: one),
      Sample(method: "POST", path: uid + "/reschedule", status: 201, json: one),
      Sample(method: "POST", path: uid + "/cancel", status: 200, json: Envelope.success(BookingWire.json(moved))),
      Sample(method: "POST", path: uid + "/confirm", status: 200, json: one),
      Sample(method: "POST", path: uid + "/mark-absent", status: 200, json: one),
      Sample(
        method: "GET", path: uid + "/attendees", status: 200,
        json: Envelope.success([AttendeeRow(id: 1, attendee: booking.attendees[0]).json])),
      Sample(
        method: "POST", path: uid + "/attendees", status: 201,
        json: Envelope.success(AttendeeRow(id: 1, bookingID: 901, attendee: booking.attendees[0]).json)),
      Sample(
        method: "GET", path: uid + "/calendar-links", status: 200,
        json: Envelope.success([CalendarLink(label: "Google Calendar", link: "https://calendar.example").json])),
      Sample(
        method: "POST", path: "/webhooks", status: 201, json: Envelope.success(ClientRequests.webhook.json)),
    ]
  }
}

@Suite(.enabled(if: OpenAPI.isPresent, "no openapi.json: set CALCOM_OPENAPI"))
struct AnswerSchemaTests {
  let schema: OpenAPI

  init() throws { schema = try OpenAPI.load() }

  func findings(_ sample: WrittenAnswers.Sample) -> [OpenAPI.Finding] {
    schema.validate(sample.json, response: sample.path, sample.method, sample.status)
  }

  @Test func everyAnswerFitsOrItsMisfitIsKnown() {
    for sample in WrittenAnswers.all {
      let left = findings(sample).unexplained(by: SchemaError.answers)
      #expect(left.isEmpty, "\(sample.method) \(sample.path): \(left)")
    }
  }

  @Test func everyKnownErrorIsStillOne() {
    let findings = WrittenAnswers.all.flatMap(findings)
    for error in SchemaError.answers {
      #expect(findings.contains(where: error.explains), "\(error.schema) is right now: \(error.reason)")
    }
  }

  @Test func theCheckerFindsAMissingKeyInAnAnswer() {
    var broken = BookingWire.json(WrittenAnswers.booking).object ?? [:]
    broken["uid"] = nil
    let findings = schema.validate(Envelope.success(.object(broken)), response: "/bookings/x", "GET", 200)
    #expect(findings.contains { $0.place == "data.uid" && $0.problem == "is missing" })
  }
}
