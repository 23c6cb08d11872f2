import BookingModel
import CalClient
import CalProtocol
import LocalServer
import Testing

/// What only the whole client can show, on a live server.
@Suite(.serialized) struct ClientOnServerTests {
  static let live = [Way.loopback, .unixSocket]

  @Test(arguments: live) func theListsDialectIsFound(_ way: Way) async throws {
    try await way.run { desk in
      let client = try #require(desk as? LiveDesk).client()
      var found: Result<BookingQuery.Dialect, CalError>?
      client.probeBookingsDialect(limits: LiveDesk.patient) { found = $0 }
      #expect(client.runUntil { found } == .success(.cursor))
    }
  }

  /// A bad key says nothing about versions, and is not remembered as an answer.
  @Test(arguments: live) func aStrangersProbeIsNoAnswer(_ way: Way) async throws {
    try await way.run { desk in
      let client = try #require(desk as? LiveDesk).client(.stranger)
      var found: Result<BookingQuery.Dialect, CalError>?
      client.probeBookingsDialect(limits: LiveDesk.patient) { found = $0 }
      guard case .failure(let error) = client.runUntil({ found }) else {
        Issue.record("a stranger got an answer")
        return
      }
      #expect(error.kind == .notSignedIn)
    }
  }

  @Test(arguments: live) func rateHeadersArriveWithEveryAnswer(_ way: Way) async throws {
    try await way.run(requestsPerMinute: 5) { desk in
      _ = try desk.answer(to: Calls.account())
      let response = try desk.send(Calls.account().request)
      let limit = RateBudget(response, now: desk.shop.clock.now).limits["default"]
      #expect(limit == .init(limit: 5, remaining: 3, resetSeconds: 60))
    }
  }

  /// What goes over a wire must survive it: text in any script, addresses with a plus, ids that look like paths.
  @Test(arguments: Way.allCases) func oddTextArrivesAsItWasSent(_ way: Way) async throws {
    try await way.run { desk in
      let names = [
        "Zoë Müller", "田中 さくら", "👨‍👩‍👦 Ray", "a\"b\\c/d", "Tab\tand\u{1}", "\u{202E}abc", "O'Neil & Söhne; x=1%2B",
      ]
      for (index, name) in names.enumerated() {
        let start = Instant.at("2026-09-02T07:00:00Z").adding(minutes: 30 * index)
        var wanted = NewBooking(
          service: Service.ID(1), start: start, attendee: ContractShop.person(name, "a+b\(index)@ray.example"))
        wanted.answers["notes"] = .string(name)
        wanted.metadata["plate"] = name
        let booked = try desk.one(.create(wanted))
        #expect(booked.attendees == [wanted.attendee])
        #expect(booked.notes == name)
        #expect(booked.metadata["plate"] == .string(name))
        let found = try desk.answer(to: Calls.bookings(BookingQuery(attendeeName: name))).bookings
        #expect(found == [booked])
        let byAddress = BookingQuery(attendeeEmail: wanted.attendee.email)
        #expect(try desk.answer(to: Calls.bookings(byAddress)).bookings == [booked])
      }
      let strange = Booking.UID("../me?x=1#é")
      do throws(CalError) {
        _ = try desk.answer(to: Calls.booking(strange))
        Issue.record("found")
      } catch {
        #expect(error.message == "Booking with uid=../me?x=1#é was not found in the database")
      }
    }
  }

  /// Six hundred bookings, in pages of both dialects, none twice and none missing.
  @Test func longListsComeWhole() async throws {
    try await Way.unixSocket.run { desk in
      let service = try desk.service("short") {
        $0.minutes = 5
        $0.rules.slotInterval = 5
      }
      var made: Set<Booking.UID> = []
      for index in 0..<600 {
        let day = index / 90
        let start = Instant.at("2026-09-07T07:00:00Z").adding(
          minutes: 1440 * (day >= 6 ? day + 1 : day) + index % 90 * 5)
        made.insert(
          try desk.one(
            .create(NewBooking(service: service.id, start: start, attendee: ContractShop.person())), ref: "n\(index)"
          ).uid)
      }
      #expect(made.count == 600)
      for dialect in [BookingQuery.Dialect.pages, .cursor] {
        var query = BookingQuery(services: [service.id], pageSize: 1000)
        var seen: [Booking.UID] = []
        var pages = 0
        while pages < 20 {
          let page = try desk.answer(to: Calls.bookings(query, dialect: dialect))
          seen += page.bookings.map(\.uid)
          pages += 1
          guard let next = page.next else { break }
          query.page = next
        }
        #expect(pages == (dialect == .pages ? 3 : 6))
        #expect(seen.count == 600)
        #expect(Set(seen) == made)
      }
    }
  }
}
