import BookingModel
import CalProtocol
import Testing

@testable import LocalServer

@Suite struct BookingCreationTests {
  @Test func aWalkInWithAPhoneAndNoEmailIsBooked() throws {
    let shop = try ShopFixture()
    let answer = shop.post(
      "/v2/bookings",
      ShopFixture.booking([
        "bookingFieldsResponses": ["vehicle": "Golf", "notes": "window seat"], "metadata": ["deskRef": "7f3a"],
      ]))
    #expect(answer.status == 201)
    let data = try #require(answer["data"])
    #expect(data["uid"]?.string?.count == 22)
    #expect(data["status"] == "accepted")
    #expect(data["start"] == "2026-09-02T07:00:00.000Z")
    #expect(data["end"] == "2026-09-02T07:30:00.000Z")
    #expect(data["title"] == "Express Wash between Lakeside and Ada Ray")
    #expect(data["description"] == "window seat")
    #expect(data["location"] == "Lakeside")
    #expect(data["eventType"]?["slug"] == "express-wash")
    #expect(data["hosts"]?.array?.first?["username"] == "lakeside")
    #expect(data["attendees"]?.array?.first?["email"] == "4930123456@sms.cal.com")
    #expect(data["attendees"]?.array?.first?["phoneNumber"] == "+4930123456")
    #expect(data["bookingFieldsResponses"]?["vehicle"] == "Golf")
    #expect(data["metadata"]?["deskRef"] == "7f3a")
    let booking = try #require(BookingWire.read(data))
    #expect(booking.attendees.first?.email == nil)
    #expect(shop.get("/v2/bookings/\(booking.uid.rawValue)")["data"] == data)
  }

  @Test func theServiceMayBeNamedBySlug() throws {
    let shop = try ShopFixture()
    let body: JSONValue = [
      "start": "2026-09-02T07:00:00+00:00", "eventTypeSlug": "full-detail", "username": "lakeside",
      "attendee": ["name": "Bo", "email": "Bo@Lind.example", "timeZone": "UTC", "phoneNumber": "+49 30 123-456"],
      "guests": ["cy@lind.example"],
    ]
    let data = shop.post("/v2/bookings", body)["data"]
    #expect(data?["duration"] == 120)
    #expect(data?["attendees"]?.array?.first?["email"] == "bo@lind.example")
    #expect(data?["attendees"]?.array?.first?["phoneNumber"] == "+4930123456")
    #expect(data?["guests"] == ["cy@lind.example"])
    #expect(data?["attendees"]?.array?.count == 2)
  }

  struct Refused: Sendable, CustomTestStringConvertible {
    var what: String
    var body: JSONValue
    var status: Int
    var text: String
    var code: String? = "BadRequestException"
    var testDescription: String { what }
  }

  static let refused: [Refused] = [
    Refused(what: "no body", body: .null, status: 400, text: "Body is required"),
    Refused(what: "a list as body", body: [], status: 400, text: "Body should be an object"),
    Refused(
      what: "an unknown key", body: ShopFixture.booking(["colour": "red"]), status: 400,
      text: "property colour should not exist"),
    Refused(what: "no attendee", body: ["start": "2026-09-02T07:00:00Z"], status: 400, text: "attendee"),
    Refused(
      what: "no contact",
      body: ShopFixture.booking(["attendee": ["name": "A", "timeZone": "UTC"]]), status: 400,
      text: "Attendee must have at least one contact method (email or phone number)"),
    Refused(
      what: "no service",
      body: [
        "start": "2026-09-02T07:00:00Z", "attendee": ["name": "A", "timeZone": "UTC", "phoneNumber": "+4930123456"],
      ],
      status: 400, text: "Either eventTypeId or eventTypeSlug + username or eventTypeSlug + teamSlug must be provided"),
    Refused(
      what: "unknown service", body: ShopFixture.booking(service: 99), status: 404,
      text: "Event type with id 99 not found.", code: "NotFoundException"),
    Refused(
      what: "unknown slug",
      body: [
        "start": "2026-09-02T07:00:00Z", "eventTypeSlug": "x", "username": "lakeside",
        "attendee": ["name": "A", "timeZone": "UTC", "phoneNumber": "+4930123456"],
      ], status: 404, text: "Event type with slug x belonging to user lakeside not found.", code: "NotFoundException"),
    Refused(
      what: "unknown user",
      body: [
        "start": "2026-09-02T07:00:00Z", "eventTypeSlug": "x", "username": "bo",
        "attendee": ["name": "A", "timeZone": "UTC", "phoneNumber": "+4930123456"],
      ], status: 404, text: "User with username bo not found", code: "NotFoundException"),
    Refused(
      what: "a team",
      body: [
        "start": "2026-09-02T07:00:00Z", "eventTypeSlug": "x", "teamSlug": "red",
        "attendee": ["name": "A", "timeZone": "UTC", "phoneNumber": "+4930123456"],
      ], status: 404, text: "Team with slug red not found", code: "NotFoundException"),
    Refused(
      what: "a length of a service with one", body: ShopFixture.booking(["lengthInMinutes": 60]), status: 400,
      text: "Can't specify 'lengthInMinutes' because event type does not have multiple possible lengths."),
    Refused(
      what: "a location not offered", body: ShopFixture.booking(["location": ["type": "phone"]]), status: 400,
      text:
        "Booking location with type phone not valid for event type with id=1. The event type has following location types: address,"
    ),
    Refused(
      what: "an impossible phone",
      body: ShopFixture.booking(["attendee": ["name": "A", "timeZone": "UTC", "phoneNumber": "+1-555-0123"]]),
      status: 400, text: "{attendeePhoneNumber}invalid_number", code: "BAD_REQUEST"),
    Refused(
      what: "no phone where it is required",
      body: ShopFixture.booking(["attendee": ["name": "A", "timeZone": "UTC", "email": "a@b.example"]]), status: 400,
      text: "Missing attendee phone number - it is required by the event type."),
    Refused(
      what: "guests named twice", body: ShopFixture.booking(["guests": ["a@b.example", "A@b.example"]]), status: 400,
      text: "duplicate_email", code: "BAD_REQUEST"),
    Refused(
      what: "too much metadata",
      body: ShopFixture.booking(["metadata": ["k": .string(String(repeating: "x", count: 501))]]), status: 400,
      text: "Metadata must have at most 50 keys"),
    Refused(
      what: "a time in the past", body: ShopFixture.booking(start: "2026-09-01T09:59:00Z"), status: 400,
      text: "Attempting to book a meeting in the past."),
    Refused(
      what: "a time when the shop is closed", body: ShopFixture.booking(start: "2026-09-02T05:00:00Z"), status: 400,
      text: "User either already has booking at this time or is not available"),
    Refused(
      what: "a time that runs past closing", body: ShopFixture.booking(start: "2026-09-02T14:45:00Z"), status: 400,
      text: "User either already has booking at this time or is not available"),
    Refused(
      what: "a wrong type of answer", body: ShopFixture.booking(["bookingFieldsResponses": ["vehicle": 7]]),
      status: 400,
      text:
        "Invalid type for booking field 'vehicle'. Expected type string (compatible with field type 'text'), but received number."
    ),
    Refused(
      what: "a series of what happens once", body: ShopFixture.booking(["recurrenceCount": 2]), status: 400,
      text: "recurrenceCount"),
    Refused(
      what: "an unknown zone",
      body: ShopFixture.booking(["attendee": ["name": "A", "timeZone": "Mars/Olympus", "phoneNumber": "+4930123456"]]),
      status: 400, text: "IANA"),
  ]

  @Test(arguments: refused)
  func aFaultyRequestIsRefusedInTheServersWords(_ refused: Refused) throws {
    let shop = try ShopFixture()
    let answer = shop.post("/v2/bookings", refused.body == .null ? nil : refused.body)
    #expect(answer.status == refused.status, "\(answer.text)")
    #expect(answer.message?.contains(refused.text) == true, "\(answer.text)")
    #expect(answer.code == refused.code)
    #expect(shop.get("/v2/bookings")["pagination"]?["totalItems"] == 0)
  }

  @Test func whatIsNotJSONIsRefused() throws {
    let shop = try ShopFixture()
    let answer = Answer(
      shop.api.respond(
        to: ServerRequest(
          method: "POST", target: "/v2/bookings",
          headers: [.init("authorization", "Bearer " + ShopFixture.key), .init("cal-api-version", "2024-08-13")],
          body: Array("{\"start\":".utf8))))
    #expect(answer.status == 400)
    #expect(answer.code == "BadRequestException")
  }

  @Test func overlapsAreRefusedAndNeighboursAreNot() throws {
    let shop = try ShopFixture()
    _ = try shop.book()
    for start in ["2026-09-02T07:00:00Z", "2026-09-02T07:15:00Z", "2026-09-02T07:29:00Z"] {
      let answer = shop.post("/v2/bookings", ShopFixture.booking(start: start))
      #expect(answer.status == 400)
      #expect(answer.message == "User either already has booking at this time or is not available")
    }
    _ = try shop.book(start: "2026-09-02T07:30:00Z")
    // Off the grid, but free: the check looks at hours and busy times alone (CONTRACT 12.5).
    _ = try shop.book(start: "2026-09-02T08:07:00Z")
  }

  @Test func buffersOfBothServicesKeepTheirDistance() throws {
    let shop = try ShopFixture()
    let id = try shop.service(["beforeEventBuffer": 15, "afterEventBuffer": 10])
    _ = try shop.book(start: "2026-09-02T08:00:00Z", service: id)
    #expect(shop.post("/v2/bookings", ShopFixture.booking(start: "2026-09-02T07:16:00Z")).status == 400)
    #expect(shop.post("/v2/bookings", ShopFixture.booking(start: "2026-09-02T08:39:00Z")).status == 400)
    _ = try shop.book(start: "2026-09-02T07:15:00Z")
    _ = try shop.book(start: "2026-09-02T08:40:00Z")
  }

  @Test func noticeAndWindowAreKeptAndOnlyTheOwnerMayBreakThem() throws {
    let shop = try ShopFixture()
    let id = try shop.service([
      "minimumBookingNotice": 120, "bookingWindow": ["type": "calendarDays", "value": 3, "rolling": false],
    ])
    for start in ["2026-09-01T11:00:00Z", "2026-09-05T08:00:00Z"] {
      let body = ShopFixture.booking(start: start, service: id, ["allowBookingOutOfBounds": true])
      for (version, key) in [("2024-08-13", ShopFixture.key), ("2026-02-25", nil)] {
        let answer = shop.post("/v2/bookings", body, version: version, key: key)
        #expect(answer.status == 400)
        #expect(answer.message?.hasPrefix("The event type can't be booked at the \"start\" time provided.") == true)
      }
      #expect(shop.post("/v2/bookings", body, version: "2026-02-25").status == 201)
    }
  }

  @Test func conflictsMayBeAllowedButNeverTheSameBookingTwice() throws {
    let shop = try ShopFixture()
    _ = try shop.book()
    let beside = ShopFixture.booking(start: "2026-09-02T07:10:00Z", ["allowConflicts": true])
    #expect(shop.post("/v2/bookings", beside, version: "2026-02-25").status == 201)
    let same = shop.post("/v2/bookings", ShopFixture.booking(["allowConflicts": true]), version: "2026-02-25")
    #expect(same.status == 409)
    #expect(same.json == ["statusCode": 409, "message": "booking_conflict_error"])
  }

  @Test func limitsAnswerWithABare401() throws {
    let shop = try ShopFixture()
    let counted = try shop.service(["bookingLimitsCount": ["day": 1]])
    _ = try shop.book(service: counted)
    let second = shop.post("/v2/bookings", ShopFixture.booking(start: "2026-09-02T09:00:00Z", service: counted))
    #expect(second.status == 401)
    #expect(second.json == ["statusCode": 401, "message": "booking_limit_reached"])
    _ = try shop.book(start: "2026-09-03T09:00:00Z", service: counted)
    let measured = try shop.service(["bookingLimitsDuration": ["week": 45]], slug: "measured")
    _ = try shop.book(start: "2026-09-02T10:00:00Z", service: measured)
    let third = shop.post("/v2/bookings", ShopFixture.booking(start: "2026-09-04T10:00:00Z", service: measured))
    #expect(third.message == "duration_limit_reached")
    let skipping = ShopFixture.booking(start: "2026-09-04T10:00:00Z", service: measured, ["skipBookingLimits": true])
    #expect(shop.post("/v2/bookings", skipping, version: "2026-02-25").status == 201)
  }

  @Test func anAttendeeMayHoldOnlySoMany() throws {
    let shop = try ShopFixture()
    let id = try shop.service(["bookerActiveBookingsLimit": ["maximumActiveBookings": 1]])
    _ = try shop.book(service: id)
    let second = shop.post("/v2/bookings", ShopFixture.booking(start: "2026-09-02T09:00:00Z", service: id))
    #expect(second.status == 400)
    #expect(second.message?.hasPrefix("Attendee with this email can't book because the maximum number") == true)
  }

  @Test func theRulesOfItsFieldsAreTheServicesOwn() throws {
    let shop = try ShopFixture()
    let id = try shop.service([
      "bookingFields": [
        ["type": "select", "slug": "room", "label": "Room", "required": true, "options": ["A", "B"]],
        ["type": "multiselect", "slug": "extras", "label": "Extras", "required": false, "options": ["wax", "mat"]],
        ["type": "number", "slug": "count", "label": "Count", "required": false],
        ["type": "boolean", "slug": "dog", "label": "Dog", "required": false],
      ]
    ])
    let person: JSONValue = ["name": "A", "timeZone": "UTC", "email": "a@b.example"]
    func book(_ answers: JSONValue, _ attendee: JSONValue = person) -> Answer {
      shop.post(
        "/v2/bookings", ShopFixture.booking(service: id, ["bookingFieldsResponses": answers, "attendee": attendee]))
    }
    #expect(
      book([:]).message?.hasPrefix(
        "Missing required booking field response: room - it is required by the event type booking fields") == true)
    #expect(
      book(["room": "C"]).message == "Invalid option 'C' for booking field 'room'. Allowed options are: A, B.")
    #expect(
      book(["room": "A", "extras": ["wax", "tar"]]).message
        == "One or more invalid options for booking field 'extras'. Allowed options are: wax, mat.")
    #expect(book(["room": "A", "dog": "yes"]).message?.contains("Expected type boolean") == true)
    #expect(book(["room": "A", "count": ["x": 1]]).message?.contains("but received object") == true)
    // E-mail is required on a service that does not say otherwise (CONTRACT 12.3).
    let phoneOnly = book(["room": "A"], ["name": "A", "timeZone": "UTC", "phoneNumber": "+4930123456"])
    #expect(phoneOnly.code == "BAD_REQUEST")
    #expect(phoneOnly.message?.contains("{email}error_required_field") == true)
    #expect(book(["room": "A", "extras": ["wax"], "count": 2, "dog": true]).status == 201)
  }

  @Test func aLengthMustBeAmongThoseOffered() throws {
    let shop = try ShopFixture()
    let id = try shop.service(["lengthInMinutesOptions": [15, 30]])
    let answer = shop.post("/v2/bookings", ShopFixture.booking(service: id, ["lengthInMinutes": 20]))
    #expect(
      answer.message
        == "Provided 'lengthInMinutes' is not one of the possible lengths for the event type. The possible lengths are: 15, 30"
    )
    #expect(
      shop.post("/v2/bookings", ShopFixture.booking(service: id, ["lengthInMinutes": 15]))["data"]?["duration"] == 15)
  }

  @Test func aRepeatedReferenceGivesTheFirstBookingAgain() throws {
    let shop = try ShopFixture()
    let body = ShopFixture.booking(["metadata": ["deskRef": "one"]])
    let first = shop.post("/v2/bookings", body)
    let second = shop.post("/v2/bookings", body)
    #expect(second.status == 201)
    #expect(first["data"]?["uid"] == second["data"]?["uid"])
    #expect(shop.get("/v2/bookings")["pagination"]?["totalItems"] == 1)
  }

  @Test func locationsAreWhatTheServiceOffers() throws {
    let shop = try ShopFixture()
    let id = try shop.service([
      "locations": [
        ["type": "attendeeAddress"], ["type": "link", "link": "https://meet.example/a"], ["type": "attendeePhone"],
      ]
    ])
    func location(_ start: String, _ choice: JSONValue) -> JSONValue? {
      shop.post("/v2/bookings", ShopFixture.booking(start: start, service: id, ["location": choice]))["data"]?[
        "location"]
    }
    #expect(location("2026-09-02T07:00:00Z", ["type": "attendeeAddress", "address": "4 Quay Road"]) == "4 Quay Road")
    #expect(location("2026-09-02T08:00:00Z", ["type": "link"]) == "https://meet.example/a")
    #expect(location("2026-09-02T09:00:00Z", ["type": "attendeePhone", "phone": "+49 30 1234567"]) == "+49301234567")
    #expect(location("2026-09-02T10:00:00Z", "behind the shop") == "behind the shop")
  }

  @Test func aSeriesIsMadeWholeOrNotAtAll() throws {
    let shop = try ShopFixture()
    let id = try shop.service(["recurrence": ["interval": 1, "occurrences": 4, "frequency": "weekly"]])
    let body = ShopFixture.booking(
      start: "2026-10-14T07:00:00Z", service: id, ["recurrenceCount": 3, "metadata": ["deskRef": "s"]])
    let answer = shop.post("/v2/bookings", body)
    let rows = try #require(answer["data"]?.array)
    // The clock is set back on 25 October: the wall clock stays at nine.
    #expect(
      rows.map { $0["start"]?.string } == [
        "2026-10-14T07:00:00.000Z", "2026-10-21T07:00:00.000Z", "2026-10-28T08:00:00.000Z",
      ])
    let series = try #require(rows.first?["recurringBookingUid"]?.string)
    #expect(shop.get("/v2/bookings/\(series)")["data"]?.array?.count == 3)
    #expect(shop.post("/v2/bookings", body)["data"]?.array?.count == 3)
    #expect(shop.get("/v2/bookings")["pagination"]?["totalItems"] == 3)
    let long = shop.post("/v2/bookings", ShopFixture.booking(service: id, ["recurrenceCount": 5]))
    #expect(long.message == "Provided recurrence count is higher than the event type's recurring event count.")
    // The third week of this one is taken: nothing of it is kept.
    let half = ShopFixture.booking(start: "2026-10-07T07:00:00Z", service: id, ["recurrenceCount": 2])
    #expect(shop.post("/v2/bookings", half).status == 400)
    #expect(shop.get("/v2/bookings")["pagination"]?["totalItems"] == 3)
  }

  @Test func seatsAreTakenOneByOne() throws {
    let shop = try ShopFixture()
    let id = try shop.service([
      "seats": ["seatsPerTimeSlot": 2, "showAttendeeInfo": false, "showAvailabilityCount": true]
    ])
    func person(_ name: String) -> [String: JSONValue] {
      [
        "attendee": [
          "name": .string(name), "timeZone": "UTC", "email": .string("\(name)@x.example"), "phoneNumber": "+4930123456",
        ]
      ]
    }
    let first = shop.post("/v2/bookings", ShopFixture.booking(service: id, person("a")))
    let again = shop.post("/v2/bookings", ShopFixture.booking(service: id, person("a")))
    #expect(again.json == ["statusCode": 409, "message": "already_signed_up_for_this_booking_error"])
    let second = shop.post("/v2/bookings", ShopFixture.booking(service: id, person("b")))
    #expect(first["data"]?["uid"] == second["data"]?["uid"])
    #expect(first["data"]?["seatUid"] != second["data"]?["seatUid"])
    #expect(second["data"]?["attendees"]?.array?.count == 2)
    let third = shop.post("/v2/bookings", ShopFixture.booking(service: id, person("c")))
    #expect(third.status == 409)
    #expect(third.message == "No more seats left at this seated booking.")
    let seat = try #require(second["data"]?["seatUid"]?.string)
    #expect(shop.get("/v2/bookings/by-seat/\(seat)", key: nil)["data"]?["attendees"]?.array?.count == 1)
    #expect(shop.get("/v2/bookings/by-seat/none").message == "Booking with seatUid=none was not found in the database")
    let uid = try #require(first["data"]?["uid"]?.string)
    #expect(shop.get("/v2/bookings/\(uid)", key: nil)["data"]?["attendees"]?.array?.count == 0)
    #expect(shop.get("/v2/bookings/\(uid)")["data"]?["attendees"]?.array?.count == 2)
  }

  @Test func aServiceWithConfirmationIsPendingForStrangersOnly() throws {
    let shop = try ShopFixture()
    let id = try shop.service(["confirmationPolicy": ["type": "always", "blockUnconfirmedBookingsInBooker": false]])
    let own = try shop.book(service: id)
    #expect(shop.get("/v2/bookings/\(own)")["data"]?["status"] == "accepted")
    let strange = try shop.book(start: "2026-09-02T08:00:00Z", service: id, key: nil)
    #expect(shop.get("/v2/bookings/\(strange)")["data"]?["status"] == "pending")
  }

  @Test func roundRobinGivesTheNextToWhoHasFewest() throws {
    let shop = try ShopFixture()
    var hours = Schedule(id: Schedule.ID(0), name: "Bo", zone: "Europe/Berlin")
    hours.hours = [Schedule.Hours(days: [.wednesday], span: MinuteSpan(start: 540, end: 1020))]
    let bo = try shop.api.addHost(Account(id: 0, username: "bo", name: "Bo", zone: "Europe/Berlin"), schedule: hours)
    let id = try shop.service([
      "schedulingType": "roundRobin", "hosts": [["userId": 1], ["userId": .int(Int64(bo.id))]],
    ])
    func host() -> JSONValue? {
      shop.post("/v2/bookings", ShopFixture.booking(service: id))["data"]?["hosts"]?.array?.first?["id"]
    }
    #expect(host() == 1)
    #expect(host() == .int(Int64(bo.id)))
    let third = shop.post("/v2/bookings", ShopFixture.booking(service: id))
    #expect(third.message == "One of the hosts either already has booking at this time or is not available")
    // On Thursday only the owner works.
    #expect(try shop.book(start: "2026-09-03T07:00:00Z", service: id) != "")
    #expect(shop.post("/v2/bookings", ShopFixture.booking(start: "2026-09-03T07:00:00Z", service: id)).status == 400)
  }
}
