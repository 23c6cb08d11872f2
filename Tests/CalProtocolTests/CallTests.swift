import BookingModel
import CalProtocol
import Testing

/// Rules of two zones around one change of the clock each, enough for these tests.
enum Zones {
  /// +02:00 until 2026-10-25 01:00 UTC, +01:00 after.
  static let berlin = Zone(
    identifier: "Europe/Berlin", initialOffsetSeconds: 7200, initialAbbreviation: "CEST",
    transitions: [
      .init(at: Instant(milliseconds: 1_792_890_000_000), offsetSeconds: 3600, abbreviation: "CET")
    ])
  static let kathmandu = Zone(identifier: "Asia/Kathmandu", initialOffsetSeconds: 20_700)
  static let bogota = Zone(identifier: "America/Bogota", initialOffsetSeconds: -18_000)
}

func day(_ text: String) throws -> CalendarDay { try #require(CalendarDay(text)) }
func answer(_ text: String, status: Int = 200) -> WireResponse { WireResponse(status: status, body: Array(text.utf8)) }
func body(_ request: WireRequest) throws -> JSONValue { try JSONText.read(try #require(request.body)) }
func value(_ name: String, in request: WireRequest) -> String? { request.query.first { $0.name == name }?.value }

@Suite struct ReadCallTests {
  @Test func eachFamilyCarriesItsOwnVersion() {
    #expect(Calls.account().request.version == nil)
    #expect(Calls.services().request.version == .eventTypes)
    #expect(Calls.schedules().request.version == .schedules)
    #expect(Calls.release("r").request.version == .slots)
    #expect(Calls.booking(Booking.UID("u")).request.version == .bookings)
    #expect(Calls.bookings(BookingQuery(), dialect: .cursor).request.version == .bookingsCursor)
    #expect(Calls.teamServices(1).request.version == .eventTypes)
  }

  @Test func servicesWithoutANameOrALengthAreSkippedAndCounted() throws {
    let rows = try Calls.services().read(
      answer(
        #"{"status":"success","data":[{"id":1,"slug":"wash","lengthInMinutes":30},{"id":2},null,{"id":3,"title":"No length"},"#
          + #"{"id":4,"lengthInMinutes":30},{"id":5,"title":"Choice","lengthInMinutesOptions":[15,30]}]}"#)
    )
    #expect(rows.rows.map(\.id.rawValue) == [1, 5])
    #expect(rows.skipped == 4)
  }

  /// CONTRACT 10.2: local days as UTC instants, the end one second before the next day begins.
  @Test(arguments: [
    (Zones.berlin, "2026-09-02", "2026-09-02", "2026-09-01T22:00:00Z", "2026-09-02T21:59:59Z"),
    (Zones.berlin, "2026-10-25", "2026-10-25", "2026-10-24T22:00:00Z", "2026-10-25T22:59:59Z"),
    (Zones.kathmandu, "2026-09-02", "2026-09-08", "2026-09-01T18:15:00Z", "2026-09-08T18:14:59Z"),
    (Zones.bogota, "2026-12-31", "2026-12-31", "2026-12-31T05:00:00Z", "2027-01-01T04:59:59Z"),
    (Zone.utc, "2026-09-02", "2026-09-02", "2026-09-02T00:00:00Z", "2026-09-02T23:59:59Z"),
  ])
  func slotsAreAskedForLocalDaysInUTC(zone: Zone, from: String, through: String, start: String, end: String) throws {
    let query = SlotQuery(service: Service.ID(71), from: try day(from), through: try day(through))
    let request = Calls.slots(query, zone: zone).request
    #expect(value("start", in: request) == start)
    #expect(value("end", in: request) == end)
    #expect(value("timeZone", in: request) == zone.identifier)
    #expect(request.query.map(\.name) == ["eventTypeId", "start", "end", "timeZone", "format"])
  }

  @Test func slotsSendALengthOnlyWhenGiven() throws {
    let today = try day("2026-09-02")
    let query = SlotQuery(
      service: Service.ID(71), from: today, through: today, minutes: 60, moving: Booking.UID("old"))
    let request = Calls.slots(query, zone: .utc).request
    #expect(value("duration", in: request) == "60")
    #expect(value("bookingUidToReschedule", in: request) == "old")
  }

  @Test(arguments: [
    #"{"status":"success","data":{"2026-09-02":[{"start":"2026-09-02T09:30:00.000+02:00","end":"2026-09-02T10:00:00.000+02:00"},{"start":"2026-09-02T09:00:00.000+02:00","end":"2026-09-02T09:30:00.000+02:00"}],"2026-09-03":[{"start":"2026-09-03T09:00:00.000+02:00"}]}}"#,
    #"{"data":{"slots":{"2026-09-02":[{"time":"2026-09-02T07:00:00Z"},{"time":"2026-09-02T07:30:00Z"},{"time":"x"},7]}}}"#,
    #"{"2026-09-02":["2026-09-02T07:00:00Z","2026-09-02T07:30:00Z"]}"#,
  ])
  func slotsOfTheAskedDaysComeInOrder(text: String) throws {
    let today = try day("2026-09-02")
    let call = Calls.slots(
      SlotQuery(service: Service.ID(71), from: today, through: today), zone: Zones.berlin, serviceMinutes: 30)
    let start = try instant("2026-09-02T07:00:00Z")
    let next = start.adding(minutes: 30)
    #expect(
      try call.read(answer(text)) == [
        today: [Slot(start: start, end: next), Slot(start: next, end: next.adding(minutes: 30))]
      ])
  }

  @Test func noSlotsAreNoDaysAndSeatsAreCounted() throws {
    let today = try day("2026-09-02")
    let call = Calls.slots(SlotQuery(service: Service.ID(71), from: today, through: today), zone: .utc)
    #expect(try call.read(answer(#"{"status":"success","data":{}}"#)) == [:])
    let seats = #"{"data":{"2026-09-02":[{"start":"2026-09-02T07:00:00Z","seatsTotal":5,"seatsBooked":2}]}}"#
    #expect(try call.read(answer(seats))[today]?.first?.seatsRemaining == 3)
  }

  @Test func slotsOfTheServerComeBack() throws {
    let today = try day("2026-10-25")
    let first = Zones.berlin.start(of: today).adding(minutes: 150)
    let slots = [Slot(start: first, end: first.adding(minutes: 30), seatsRemaining: 2)]
    let data = SlotWire.json(slots, zone: Zones.berlin, withEnds: true, seatsTotal: 4)
    #expect(
      data == [
        "2026-10-25": [
          [
            "start": "2026-10-25T02:30:00.000+02:00", "end": "2026-10-25T02:00:00.000+01:00", "seatsTotal": 4,
            "seatsBooked": 2, "seatsRemaining": 2,
          ]
        ]
      ])
    #expect(
      SlotWire.json(slots, zone: .utc, withEnds: false)["2026-10-25"]?.array?.first?["start"]
        == "2026-10-25T00:30:00.000Z")
    let call = Calls.slots(SlotQuery(service: Service.ID(71), from: today, through: today), zone: Zones.berlin)
    #expect(try call.read(.success(data)) == [today: slots])
  }

  @Test func badRowsAreSkippedAndCounted() throws {
    let rows = try Calls.services().read(
      answer(#"{"status":"success","data":[{"id":1,"title":"Wash","lengthInMinutes":30},{"slug":"x"},null,3]}"#))
    #expect(rows.rows.map(\.id.rawValue) == [1])
    #expect(rows.skipped == 3)
  }

  @Test func anAnswerToAnotherQuestionIsUnreadable() {
    for text in ["", "<html>", "[]", "{}", #"{"status":"success","data":{}}"#, #"{"status":"success"}"#] {
      #expect(throws: CalError.self) { try Calls.account().read(answer(text)) }
      do {
        _ = try Calls.services().read(answer(text.replacing("[]", with: "3")))
        Issue.record("read \(text)")
      } catch {
        #expect(error.kind == .noAnswer(.unreadable))
      }
    }
  }

  @Test func nullIsNoScheduleAndNoReservation() throws {
    let nothing = answer(#"{"status":"success","data":null}"#)
    #expect(try Calls.defaultSchedule().read(nothing) == nil)
    #expect(try Calls.reservation("r").read(nothing) == nil)
    #expect(throws: CalError.self) { try Calls.defaultSchedule().read(answer(#"{"data":{"name":"no id"}}"#)) }
  }

  @Test func aReservationGoesOutAndComesBack() throws {
    let start = try instant("2026-09-02T07:00:00Z")
    let call = Calls.reserve(service: Service.ID(71), start: start, minutes: 10)
    #expect(
      try body(call.request) == ["eventTypeId": 71, "slotStart": "2026-09-02T07:00:00Z", "reservationDuration": 10])
    let held = Reservation(
      uid: "r", service: Service.ID(71), start: start, end: start.adding(minutes: 30), until: start.adding(minutes: 10))
    #expect(try call.read(.success(ReservationWire.json(held, minutes: 10), status: 201)) == held)
    #expect(ReservationWire.json(held, minutes: nil)["reservationDuration"] == nil)
    let renewal = Calls.renew("r", service: Service.ID(71), start: start, slotMinutes: 30)
    #expect(renewal.request.method == .patch)
    #expect(renewal.request.path == "/slots/reservations/r")
    #expect(
      try body(renewal.request) == ["eventTypeId": 71, "slotStart": "2026-09-02T07:00:00Z", "slotDuration": 30])
  }

  @Test func oneUidMayBeASeries() throws {
    let call = Calls.booking(Booking.UID("r-9"))
    #expect(try call.read(answer(#"{"data":\#(contractBooking)}"#)).count == 1)
    #expect(try call.read(answer(#"{"data":[\#(contractBooking),\#(contractBooking)]}"#)).count == 2)
    #expect(throws: CalError.self) { try call.read(answer(#"{"data":[{"uid":"x"}]}"#)) }
  }
}

@Suite struct BookingListTests {
  @Test func everyFilterGoesOutUnderItsName() throws {
    let at = try instant("2026-09-02T07:00:00Z")
    let query = BookingQuery(
      statuses: [.upcoming, .past], from: at, through: at, createdAfter: at, createdBefore: at, updatedAfter: at,
      updatedBefore: at, services: [Service.ID(1), Service.ID(2)], teams: [3, 4], attendeeEmail: "a+b@c.example",
      attendeeName: "A", uid: Booking.UID("u"), sort: .init(.updated, ascending: false), pageSize: 999, page: .skip(250)
    )
    let items = query.items(.pages)
    #expect(
      items.map(\.name) == [
        "status", "attendeeEmail", "attendeeName", "bookingUid", "eventTypeIds", "teamsIds", "afterStart", "beforeEnd",
        "afterCreatedAt", "beforeCreatedAt", "afterUpdatedAt", "beforeUpdatedAt", "sortUpdatedAt", "take", "skip",
      ])
    #expect(items.first { $0.name == "take" }?.value == "250")
    var back = query
    back.pageSize = 250
    #expect(try BookingQuery.read(items, dialect: .pages) == back)
  }

  @Test func theCursorDialectSendsOneStatusAndNoOrder() throws {
    let query = BookingQuery(statuses: [.upcoming, .past], sort: .init(.start), pageSize: 250, page: .cursor("abc"))
    let items = query.items(.cursor)
    #expect(items.map { "\($0.name)=\($0.value)" } == ["status=upcoming", "limit=100", "cursor=abc"])
    #expect(try BookingQuery.read(items, dialect: .cursor).page == .cursor("abc"))
  }

  @Test func aSpaceInAnAddressWasAPlus() throws {
    let query = try BookingQuery.read([WireRequest.QueryItem("attendeeEmail", "a b@c.example")], dialect: .pages)
    #expect(query.attendeeEmail == "a+b@c.example")
  }

  @Test func unknownItemsVanishWithoutAWord() throws {
    let items = ["limit", "cursor", "page", "fromDate", "filters[status]"].map { WireRequest.QueryItem($0, "1") }
    #expect(try BookingQuery.read(items, dialect: .pages) == BookingQuery(pageSize: 100))
  }

  @Test(arguments: [
    ("take", "999", "take must not be greater than 250"), ("take", "0", "take must not be less than 1"),
    ("skip", "-1", "skip must not be less than 0"),
    ("status", "accepted", "Invalid status. Allowed are upcoming, recurring, past, cancelled, unconfirmed"),
    ("afterCreatedAt", "x", "fromDate must be a valid ISO 8601 date."),
    ("beforeUpdatedAt", "x", "toDate must be a valid ISO 8601 date."),
    ("eventTypeIds", "1,x", "eventTypeIds must be a number"),
    ("sortStart", "up", "sortStart must be either \"asc\" or \"desc\"."),
  ])
  func aBadFilterIsAValidationError(name: String, value: String, text: String) {
    do {
      _ = try BookingQuery.read([WireRequest.QueryItem(name, value)], dialect: .pages)
      Issue.record("accepted")
    } catch {
      let error = error.json(path: "/v2/bookings", now: Instant(seconds: 0))["error"]
      #expect(error?["message"] == "Bad Request Exception")
      let fault = error?["details"]?["errors"]?.array?.first
      #expect(fault?["property"] == .string(name))
      #expect(fault?["constraints"]?.object?.values.first == .string(text))
      #expect(fault?["children"] == [])
    }
  }

  func page(_ text: String, _ query: BookingQuery = BookingQuery()) throws -> BookingPage {
    try Calls.bookings(query).read(answer(text))
  }

  let row = #"{"uid":"u","start":"2026-09-02T07:00:00Z","end":"2026-09-02T08:00:00Z","status":"accepted"}"#

  @Test func pagesFollowTheMarks() throws {
    let text =
      #"{"status":"success","data":[\#(row),{"uid":"bad"}],"pagination":{"hasNextPage":true,"itemsPerPage":2}}"#
    let first = try page(text, BookingQuery(page: .skip(4)))
    #expect(first.next == .skip(6))
    #expect(first.skipped == 1)
  }

  @Test func aShortPageIsTheLastWhateverTheMarksSay() throws {
    let text = #"{"data":[\#(row)],"pagination":{"hasNextPage":true,"itemsPerPage":100}}"#
    #expect(try page(text).next == nil)
    #expect(try page(#"{"data":[],"pagination":{"hasNextPage":true,"itemsPerPage":0}}"#).next == nil)
  }

  @Test func cursorsOfBothAgesAreUnderstood() throws {
    #expect(try page(#"{"data":[\#(row)],"pagination":{"nextCursor":"c","hasMore":true}}"#).next == .cursor("c"))
    #expect(try page(#"{"data":[\#(row)],"pagination":{"nextCursor":null,"hasMore":false}}"#).next == nil)
    #expect(try page(#"{"data":[\#(row)],"pagination":{"nextCursor":"c","hasMore":false}}"#).next == nil)
    let legacy = try page(#"{"data":{"bookings":[\#(row)],"recurringInfo":[],"nextCursor":10}}"#)
    #expect(legacy.bookings.count == 1)
    #expect(legacy.next == .cursor("10"))
  }

  @Test func theProbeTellsTheDialects() throws {
    let pages = Envelope.success([], pagination: .pages(total: 0, skip: 0, take: 1, returned: 0))
    let cursor = Envelope.success([], pagination: .cursor(next: nil))
    let legacy: JSONValue = ["data": ["bookings": []]]
    for (json, isPages, isCursor) in [(pages, true, false), (cursor, false, true), (legacy, false, false)] {
      #expect(try Calls.probe(.pages).read(WireResponse(status: 200, json: json)) == isPages)
      #expect(try Calls.probe(.cursor).read(WireResponse(status: 200, json: json)) == isCursor)
    }
  }

  @Test func paginationIsWrittenLiterally() {
    #expect(
      PaginationWire.pages(total: 123, skip: 0, take: 100, returned: 100).json == [
        "totalItems": 123, "remainingItems": 23, "returnedItems": 100, "itemsPerPage": 100, "currentPage": 1,
        "totalPages": 2, "hasNextPage": true, "hasPreviousPage": false,
      ])
    #expect(PaginationWire.pages(total: 0, skip: 0, take: 0, returned: 0).json["totalPages"] == 0)
  }
}
