import BookingModel
import CalProtocol
import LocalServer
import Testing

/// Every request with every one of its values made odd in turn: there is an answer, it is no failure of the server, and a reader after it is served.
@Suite(.serialized) struct OddValueTests {
  static let odd: [JSONValue] = [
    .null, true, 0, -1, .int(.max), .int(.min), .double(1.5), .double(1e300), "", "x", "-1",
    .string(String(repeating: "9", count: 40)), "9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z", "\u{0}\u{202E}é",
    .string(String(repeating: "é", count: 5000)), [], [[]], [1, "x", nil], [:], ["type": "x"],
  ]

  @Test func noOddValueIsAFailureOfTheServer() async throws {
    try await Way.inProcess.run { try makeOdd($0) }
  }

  private func makeOdd(_ desk: any Desk) throws {
    let shop = try PreparedShop(desk)
    let clock = ContinuousClock()
    for request in ClientRequests.all.map({ aimed($0, at: shop) }) {
      for variant in try variants(of: request) {
        let began = clock.now
        let response = try desk.send(variant)
        #expect(response.status < 500, "\(variant.line) \(String(decoding: variant.body ?? [], as: UTF8.self))")
        // Generous: what this finds is endless, not slow.
        #expect(
          clock.now - began < .seconds(30), "\(variant.line) \(String(decoding: variant.body ?? [], as: UTF8.self))")
      }
    }
    let day = CalendarDay(daysSince1970: 20_699)
    for service in try desk.answer(to: Calls.services()).rows {
      let began = clock.now
      _ = try desk.send(Calls.slots(SlotQuery(service: service.id, from: day, through: day), zone: .utc).request)
      #expect(clock.now - began < .seconds(30), "\(service)")
    }
    _ = try desk.answer(to: Calls.bookings(BookingQuery()))
  }

  /// A service may be set up with odd rules; slots and bookings of it still end.
  @Test(
    arguments: [
      ["recurrence": ["interval": 1_000_000_000, "occurrences": 3, "frequency": "yearly"]],
      ["recurrence": ["interval": 0, "occurrences": 0, "frequency": "weekly"]],
      ["recurrence": ["interval": 1, "occurrences": 2_000_000_000, "frequency": "x"]],
      ["bookingWindow": ["type": "businessDays", "value": 2_000_000_000, "rolling": false]],
      ["bookingWindow": ["type": "calendarDays", "value": 2_000_000_000, "rolling": true]],
      ["bookingWindow": ["type": "range", "value": ["9999-12-31", "0001-01-01"]]],
      ["bookingWindow": ["type": "calendarDays", "value": -5, "rolling": true]],
      ["seats": ["seatsPerTimeSlot": 0]], ["seats": ["seatsPerTimeSlot": 2_000_000_000]],
      ["minimumBookingNotice": 1_000_000], ["beforeEventBuffer": 1_000_000, "afterEventBuffer": 1_000_000],
      ["offsetStart": 1_000_000], ["slotInterval": 1], ["slotInterval": 1440, "offsetStart": 7],
      ["bookingLimitsCount": ["day": 0, "year": -1]], ["bookingLimitsDuration": ["week": 2_000_000_000]],
      ["lengthInMinutes": 1], ["lengthInMinutes": 1440], ["lengthInMinutesOptions": [1, 1440]],
      ["onlyShowFirstAvailableSlot": true, "slotInterval": 1],
    ] as [JSONValue])
  func oddRulesComeToAnEnd(_ rules: JSONValue) async throws {
    try await Way.inProcess.run { try setUp(rules, $0) }
  }

  private func setUp(_ rules: JSONValue, _ desk: any Desk) throws {
    let service = try desk.service("odd")
    let clock = ContinuousClock()
    let began = clock.now
    _ = try desk.data(.updateEventType(service.id), body: rules)
    let day = CalendarDay(daysSince1970: 20_699)
    _ = try desk.answer(
      to: Calls.slots(SlotQuery(service: service.id, from: day, through: day.advanced(by: 40)), zone: .utc))
    for start in ["2026-09-02T07:00:00Z", "2026-09-03T07:00:00Z"] {
      let wanted = NewBooking(service: service.id, start: .at(start), attendee: ContractShop.person())
      #expect(try desk.send(Calls.write(.create(wanted), ref: DeskRef(start)).request).status < 500)
    }
    _ = try desk.answer(to: Calls.bookings(BookingQuery()))
    #expect(clock.now - began < .seconds(60))
  }

  /// The same request for things that are there.
  private func aimed(_ request: WireRequest, at shop: PreparedShop) -> WireRequest {
    var request = request
    let names = [ClientRequests.uid.rawValue: shop.shared.uid.rawValue]
    var parts = request.path.split(separator: "/").map(String.init)
    for (index, part) in parts.enumerated() { parts[index] = names[part] ?? part }
    if parts.count == 2, parts[0] == "event-types" { parts[1] = String(shop.soon.id.rawValue) }
    if parts.count == 2, parts[0] == "schedules", parts[1] != "default" { parts[1] = String(shop.schedule.id.rawValue) }
    if parts.count == 2, parts[0] == "webhooks" { parts[1] = shop.webhook.id }
    request.path = "/" + parts.joined(separator: "/")
    for index in request.query.indices where request.query[index].name == "eventTypeId" {
      request.query[index].value = "1"
    }
    if var body = request.body.flatMap({ try? JSONText.read($0) })?.object, body["eventTypeId"] != nil {
      body["eventTypeId"] = 1
      request.body = JSONText.bytes(.object(body))
    }
    return request
  }

  private func variants(of request: WireRequest) throws -> [WireRequest] {
    var result: [WireRequest] = []
    for index in request.query.indices {
      for value in OddValueTests.odd.compactMap(\.string) + ["1.5", "1e9", "99999999999999999999", "%", "[]"] {
        var variant = request
        variant.query[index].value = value
        result.append(variant)
      }
    }
    guard let body = try request.body.map({ try JSONText.read($0) }) else { return result }
    for value in changed(body) + OddValueTests.odd {
      var variant = request
      variant.body = JSONText.bytes(value)
      result.append(variant)
    }
    return result
  }

  /// The value with one place in it made odd, for each place and each odd value.
  private func changed(_ value: JSONValue) -> [JSONValue] {
    switch value {
    case .object(let members):
      members.sorted { $0.key < $1.key }.flatMap { key, member in
        (OddValueTests.odd + changed(member)).map { odd in .object(members.merging([key: odd]) { $1 }) }
      }
    case .array(let values):
      // Rows are alike, but a service's fields are not, so each has its turn.
      values.indices.flatMap { index in
        (OddValueTests.odd + changed(values[index])).map { odd in
          var row = values
          row[index] = odd
          return .array(row)
        }
      }
    default: []
    }
  }
}
