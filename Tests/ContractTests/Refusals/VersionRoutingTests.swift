import BookingModel
import CalProtocol
import Testing

/// `cal-api-version` chooses the controller; where there is none the route does not exist (CONTRACT 2.1).
@Suite(.serialized) struct VersionRoutingTests {
  /// Routes of each family that needs a version, and the versions under which they are there.
  static let families: [(routes: [Route], versions: [String])] = [
    ([.eventTypes, .eventType(Service.ID(1)), .createEventType], ["2024-06-14"]),
    ([.schedules, .defaultSchedule, .createSchedule], ["2024-06-11", "2024-06-14"]),
    ([.slots, .createReservation, .reservation("r")], ["2024-09-04"]),
    (
      [.bookings, .createBooking, .booking(Booking.UID("u")), .cancel(Booking.UID("u")), .addGuests(Booking.UID("u"))],
      ["2024-08-13", "2026-02-25", "2026-05-01"]
    ), ([.account, .teams, .webhooks], APIVersion.known.map(\.rawValue) + ["2031-01-01", "latest", ""]),
  ]

  @Test(arguments: Way.allCases)
  func aWrongVersionHasNoSuchRoute(_ way: Way) async throws {
    try await way.run { desk in
      let asked = APIVersion.known.map(\.rawValue) + ["2031-01-01", "latest"]
      for (routes, versions) in VersionRoutingTests.families {
        for route in routes {
          for version in asked.map({ APIVersion(rawValue: $0) }) + [nil] {
            let request = WireRequest(
              route.method, route.path, version: version, body: route.method == .get ? nil : JSONText.bytes([:]))
            let response = try desk.send(request)
            let missing = Refusal(
              request, 404, .e1, .whole("Cannot \(route.method.rawValue) /v2\(route.path)"), .notFound)
            // No version is the oldest, which no family but those without versions is built for.
            let isThere = versions.contains(version?.rawValue ?? "")
            let misfits = missing.misfits(response, now: desk.shop.clock.now)
            #expect(misfits.isEmpty != isThere, "\(request.line) \(version?.rawValue ?? "-"): \(misfits)")
          }
        }
      }
    }
  }

  /// An unknown version is the oldest one, without a word.
  @Test func anUnknownVersionIsTheOldest() {
    for text in ["2031-01-01", "latest", "", " 2024-08-13", "2024-8-13"] {
      #expect(APIVersion(header: text) == .legacy)
    }
    #expect(APIVersion(header: nil) == .legacy)
    for version in APIVersion.known { #expect(APIVersion(header: version.rawValue) == version) }
  }

  @Test(arguments: [
    ("GET", "/nowhere"), ("GET", "/me/more"), ("POST", "/me"), ("PATCH", "/bookings"), ("DELETE", "/bookings/u"),
    ("GET", "/bookings/u/recordings"), ("POST", "/event-types/1"), ("GET", "/slots/available"),
    ("POST", "/bookings/recurring"), ("GET", "/bookings?take=1&x=%2B"),
  ])
  func anUnknownRouteSaysSo(method: String, target: String) async throws {
    let parts = target.split(separator: "?").map(String.init)
    let request = WireRequest(
      try #require(.init(rawValue: method)), parts[0],
      query: parts.count > 1 ? PathText.items(ofQuery: parts[1]) : [],
      body: method == "POST" ? JSONText.bytes([:]) : nil)
    for way in Way.allCases {
      try await way.run { desk in
        let missing = Refusal(request, 404, .e1, .whole("Cannot \(method) /v2\(target)"), .notFound)
        let response = try desk.send(request)
        #expect(missing.misfits(response, now: desk.shop.clock.now) == [])
      }
    }
  }
}
