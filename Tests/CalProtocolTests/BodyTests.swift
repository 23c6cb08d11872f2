import BookingModel
import Testing

@testable import CalProtocol

/// The strict and lax pipes of CONTRACT 4.2 (E2, E3).
@Suite struct BodyTests {
  static let good: JSONValue = [
    "start": "2026-09-02T07:00:00Z", "eventTypeId": 71,
    "attendee": ["name": "Ada", "email": "ada@ray.example", "timeZone": "Europe/Berlin"],
  ]

  static func changed(_ changes: [String: JSONValue?]) -> JSONValue {
    guard case .object(var members) = good else { return .null }
    for (key, value) in changes { members[key] = value }
    return .object(members)
  }

  func refusal(_ body: JSONValue?) -> String? {
    do {
      _ = try CreateBookingInput.read(body)
      return nil
    } catch {
      return "\(error.status) \(error.message)"
    }
  }

  @Test func aGoodBodyIsReadWithItsDefaults() throws {
    let input = try CreateBookingInput.read(Self.good)
    #expect(input.service == .id(Service.ID(71)))
    #expect(input.attendee == Attendee(name: "Ada", email: "ada@ray.example", zone: "Europe/Berlin", language: "en"))
    #expect(input.minutes == nil && input.location == nil && input.overrides == .none)
  }

  @Test(
    arguments: [
      (nil as JSONValue?, "400 Body is required"), (.null, "400 Body is required"),
      ([], "400 Body should be an object"),
      ("x", "400 Body should be an object"),
      (changed(["x": 1]), "400 x property is wrong,property x should not exist"),
      (changed(["start": .some(nil)]), "400 start property is wrong,start must be a valid ISO 8601 date string"),
      (changed(["start": "13:60"]), "400 start property is wrong,start must be a valid ISO 8601 date string"),
      (
        changed(["attendee": ["email": "a@b.example", "timeZone": "UTC"]]),
        "400 attendee property is wrong,, name property is wrong,name must be a string"
      ),
      (
        changed(["attendee": ["name": "A", "timeZone": "UTC", "email": 5]]),
        "400 attendee property is wrong,, email property is wrong,email must be a string"
      ),
      (
        changed(["guests": ["a@b.example", "nope"]]),
        "400 guests property is wrong,each value in guests must be an email"
      ),
      (
        changed(["lengthInMinutes": 0]), "400 lengthInMinutes property is wrong,lengthInMinutes must not be less than 1"
      ),
      (
        changed(["lengthInMinutes": "60"]),
        "400 lengthInMinutes property is wrong,lengthInMinutes must be an integer number"
      ),
      (
        changed(["attendee": ["name": "A", "timeZone": "UTC"]]),
        "400 Attendee must have at least one contact method (email or phone number)"
      ),
      (
        changed(["eventTypeId": .some(nil)]),
        "400 Either eventTypeId or eventTypeSlug + username or eventTypeSlug + teamSlug must be provided"
      ),
    ] as [(JSONValue?, String)])
  func aBadBodyIsRefusedInTheWordsOfTheContract(body: JSONValue?, refusal: String) {
    #expect(self.refusal(body) == refusal)
  }

  @Test func aBadLanguageIsRefused() {
    let body = Self.changed(["attendee": ["name": "A", "timeZone": "UTC", "email": "a@b.example", "language": "xx"]])
    #expect(refusal(body)?.contains("language must be one of the following values: ar, ca") == true)
    #expect(BodyShape.languages.count == 43)
  }

  @Test func metadataHasItsLimits() {
    let long = JSONValue.string(String(repeating: "x", count: 501))
    #expect(refusal(Self.changed(["metadata": ["a": long]])) == "400 " + WireFault.metadataTooBig.message)
    let many = JSONValue.object(Dictionary(uniqueKeysWithValues: (0..<51).map { ("k\($0)", JSONValue.string("v")) }))
    #expect(refusal(Self.changed(["metadata": many])) == "400 " + WireFault.metadataTooBig.message)
    let key = String(repeating: "k", count: 41)
    #expect(refusal(Self.changed(["metadata": .object([key: "v"])])) == "400 " + WireFault.metadataTooBig.message)
    let most = JSONValue.object([String(repeating: "k", count: 40): .string(String(repeating: "x", count: 500))])
    #expect(refusal(Self.changed(["metadata": most])) == nil)
  }

  @Test func servicesAreNamedBySlugToo() throws {
    let user = try CreateBookingInput.read(
      Self.changed(["eventTypeId": .some(nil), "eventTypeSlug": "consult", "username": "lakeside"]))
    #expect(user.service == .ofUser(slug: "consult", username: "lakeside", organization: nil))
    let team = try CreateBookingInput.read(
      Self.changed(["eventTypeId": .some(nil), "eventTypeSlug": "consult", "teamSlug": "t", "organizationSlug": "o"]))
    #expect(team.service == .ofTeam(slug: "consult", team: "t", organization: "o"))
  }

  @Test func aPlainLocationIsTakenUnchecked() throws {
    #expect(try CreateBookingInput.read(Self.changed(["location": "Quay 4"])).locationText == "Quay 4")
    #expect(refusal(Self.changed(["location": ["type": "moon"]]))?.contains("location property is wrong") == true)
    #expect(refusal(Self.changed(["location": 7])) != nil)
  }

  @Test func aTimeWithoutOffsetIsUTC() throws {
    let start = try CreateBookingInput.read(Self.changed(["start": "2026-09-02T07:00:00"])).start
    #expect(start == (try instant("2026-09-02T07:00:00Z")))
    let offset = try CreateBookingInput.read(Self.changed(["start": "2026-09-02T09:00:00+02:00"])).start
    #expect(offset == start)
  }

  @Test func cancelAndMoveAreStrict() throws {
    #expect(try CancelInput.read([:]) == CancelInput(reason: nil, subsequent: false, seatUID: nil))
    #expect(try CancelInput.read(["cancellationReason": ""]).reason == nil)
    #expect(throws: WireFault.self) { try CancelInput.read(nil) }
    #expect(throws: WireFault.self) { try CancelInput.read(["reason": "x"]) }
    #expect(throws: WireFault.self) { try RescheduleInput.read(["start": "2026-09-02T07:00:00Z", "end": "x"]) }
    let move = try RescheduleInput.read(["start": "2026-09-02T07:00:00Z", "seatUid": "s", "skipBookingLimits": true])
    #expect(move.seatUID == "s" && move.overrides.skipLimits)
  }

  @Test func laxBodiesStripWhatTheyDoNotKnow() throws {
    let input = try MarkAbsentInput.read([
      "host": false, "x": 1, "attendees": [["email": "a@b.example", "absent": true]],
    ])
    #expect(input == MarkAbsentInput(host: false, attendees: [.init(email: "a@b.example", absent: true)]))
    #expect(try PeopleInput.guests(["guests": [["email": "g@h.example"]]]).map(\.name) == ["g@h.example"])
    #expect(
      try LocationInput.read(["location": ["type": "link", "link": "https://x.example"]]).text == "https://x.example")
  }

  static let laxRefusals: [(BodyShape, JSONValue, String, String?)] = [
    (BodyShape.markAbsent, ["attendees": []] as JSONValue, "attendees", "arrayMinSize"),
    (.addGuests, [:], "guests", "isArray"), (.setLocation, ["location": ["type": "x"]], "location", nil),
    (.createSchedule, ["name": "n", "timeZone": "UTC"], "isDefault", "isBoolean"),
    (.createEventType, ["title": "t", "slug": "s"], "lengthInMinutes", "isInt"),
    (.createWebhook, ["active": true, "subscriberUrl": "u", "triggers": ["BOOKING_CONFIRMED"]], "triggers", "isIn"),
    (.reservation, ["eventTypeId": 1], "slotStart", "isDateString"),
    (.addAttendee, ["name": "n", "email": "a@b.example"], "timeZone", "isString"),
  ]

  @Test(arguments: laxRefusals)
  func laxRefusalsListTheirProperties(shape: BodyShape, body: JSONValue, property: String, rule: String?) {
    do {
      try shape.check(body)
      Issue.record("accepted")
    } catch {
      guard case .validation(let faults) = error.shape else {
        Issue.record("\(error)")
        return
      }
      #expect(faults.map(\.property) == [property])
      #expect(faults.first?.constraints.first?.name == rule)
    }
  }

  @Test func aPatchRequiresNothing() throws {
    try BodyShape.updateEventType.check([:])
    try BodyShape.updateSchedule.check(["name": "x"])
    try BodyShape.updateWebhook.check([:])
  }

  @Test func whatTheClientSendsPassesTheServersShapes() throws {
    try BodyShape.createEventType.check(EventTypeWire.input(fullService))
    try BodyShape.createWebhook.check(
      WebhookWire(id: "", subscriberURL: "https://h.example", triggers: ["BOOKING_CREATED"]).input)
  }

  @Test(arguments: ["a@b.example", "a+b@c.d.example"]) func addressesAreTold(text: String) {
    #expect(isEmailAddress(text))
  }
  @Test(arguments: [
    "", "a", "a@b", "@b.example", "a@", "a@b..example", "a b@c.example", "a@b@c.example", "a@b.example,",
  ])
  func whatIsNoAddressIsTold(text: String) { #expect(!isEmailAddress(text)) }
}

@Suite struct SlotsInputTests {
  func read(_ query: String) throws(WireFault) -> SlotsInput { try SlotsInput.read(PathText.items(ofQuery: query)) }

  func refusal(_ query: String) -> String {
    do {
      _ = try read(query)
      return "accepted"
    } catch {
      return error.message
    }
  }

  let days = "&start=2026-09-02&end=2026-09-03"

  @Test func theFourFormsAreTold() throws {
    #expect(try read("eventTypeId=71" + days).service == .id(Service.ID(71)))
    #expect(
      try read("eventTypeSlug=c&username=u" + days).service == .ofUser(slug: "c", username: "u", organization: nil))
    #expect(
      try read("eventTypeSlug=c&teamSlug=t&organizationSlug=o" + days).service
        == .ofTeam(slug: "c", team: "t", organization: "o"))
    #expect(
      try read("usernames=a,b&organizationSlug=o" + days).service
        == .ofGroup(usernames: ["a", "b"], organization: "o"))
  }

  @Test(arguments: [
    ("eventTypeId=71&username=u", "username"), ("eventTypeId=71&startTime=x", "startTime"),
    ("eventTypeSlug=c&username=u&usernames=a", "username"), ("eventTypeSlug=c&username=u&teamSlug=t", "username"),
    ("eventTypeId=71&apiKey=x", "apiKey"),
  ])
  func keysOfAnotherFormAreRefused(form: String, key: String) {
    #expect(refusal(form + days).contains("property \(key) should not exist"))
  }

  /// CONTRACT 10.2.
  @Test(arguments: [
    ("2026-09-02", "2026-09-02", "2026-09-02T00:00:00Z", "2026-09-02T23:59:59Z"),
    ("2026-09-02T10:00:00", "2026-09-03T00:00:00Z", "2026-09-02T10:00:00Z", "2026-09-03T23:59:59Z"),
    ("2026-09-01T22:00:00Z", "2026-09-02T21:59:59Z", "2026-09-01T22:00:00Z", "2026-09-02T21:59:59Z"),
    ("2026-09-02T00:00:00%2B02:00", "2026-09-03T02:00:00%2B02:00", "2026-09-01T22:00:00Z", "2026-09-03T23:59:59Z"),
  ])
  func timesAreUTCAndMidnightIsWidened(start: String, end: String, from: String, to: String) throws {
    let input = try read("eventTypeId=71&timeZone=Asia/Kathmandu&start=\(start)&end=\(end)")
    #expect(input.start == (try instant(from)))
    #expect(input.end == (try instant(to)))
    #expect(input.zone == "Asia/Kathmandu")
  }

  @Test func formatsAndLengths() throws {
    #expect(try read("eventTypeId=71&format=range&duration=30" + days).withEnds)
    #expect(try read("eventTypeId=71&format=time" + days).withEnds == false)
    #expect(refusal("eventTypeId=71&format=slots" + days).contains("slotFormat must be either 'range' or 'time'"))
    #expect(refusal("eventTypeId=71&duration=x" + days).contains("duration must be a number"))
    #expect(refusal("usernames=a&organizationSlug=o" + days).contains("The array must contain at least 2 elements."))
    #expect(refusal("eventTypeId=71&start=2026-09-03&end=2026-09-01") == WireFault.invalidTimeRange.message)
    #expect(refusal("eventTypeId=71&end=2026-09-01").contains("start property is wrong"))
  }

  @Test func whatTheClientAsksIsRead() throws {
    let from = try day("2026-09-02")
    let query = SlotQuery(
      service: Service.ID(71), from: from, through: from.advanced(by: 6), minutes: 60, moving: Booking.UID("m"))
    let input = try SlotsInput.read(Calls.slots(query, zone: Zones.berlin).request.query)
    #expect(
      input.service == .id(Service.ID(71)) && input.minutes == 60 && input.withEnds && input.moving?.rawValue == "m")
  }
}
