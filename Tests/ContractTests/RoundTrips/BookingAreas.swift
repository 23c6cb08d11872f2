import BookingModel
import CalProtocol
import LocalServer
import Testing

// The life of a booking (CONTRACT 12.1, 12.2, 12.7 to 12.10, 13).

extension Area {
  func visitBookings(_ desk: any Desk) throws {
    let service = try desk.service("consult") {
      $0.lengthOptions = [15, 30, 60]
      $0.fields += ContractShop.questions.map(\.field)
      $0.locations = [.address("4 Quay Road"), .attendeeAddress]
    }
    let start = Instant.at("2026-09-02T07:00:00Z")
    let made = desk.shop.clock.now
    var wanted = NewBooking(
      service: service.id, start: start, minutes: 60, attendee: ContractShop.person(), guests: ["guest@ray.example"],
      location: .attendeeAddress("9 Pier"), metadata: ["plate": "B-XY 1"])
    for (field, answer) in ContractShop.questions { wanted.answers[field.slug] = answer }
    wanted.answers["notes"] = "window seat"
    let created = try desk.one(.create(wanted), ref: "first")
    var expected = Booking(
      uid: created.uid, id: created.id, start: start, end: start.adding(minutes: 60), service: service.id,
      serviceSlug: "consult", title: "Consultation between Lakeside and Ada Ray", notes: "window seat",
      hosts: [desk.shop.host],
      attendees: [
        wanted.attendee,
        Attendee(name: "guest@ray.example", email: "guest@ray.example", zone: "Europe/Berlin", language: "en"),
      ],
      guests: wanted.guests, location: "9 Pier", createdAt: made,
      metadata: ["plate": "B-XY 1", "deskRef": "first"], answers: wanted.answers)
    #expect(created == expected)
    #expect(created.uid.rawValue.count == 22)
    #expect(try desk.booking(created.uid) == expected)
    #expect(try desk.booking(created.uid, as: .guest) == expected)
    // The same write again is the same booking (CONTRACT 14).
    #expect(try desk.one(.create(wanted), ref: "first") == expected)

    desk.shop.clock.set(made.adding(minutes: 1))
    let later = Instant.at("2026-09-02T09:00:00Z")
    let moved = try desk.one(.move(created.uid, start: later, reason: "by phone", seat: nil, overrides: .none))
    var next = expected
    next.uid = moved.uid
    next.id = moved.id
    next.start = later
    next.end = later.adding(minutes: 60)
    next.createdAt = desk.shop.clock.now
    next.reschedulingReason = "by phone"
    next.movedFrom = created.uid
    #expect(moved == next)
    #expect(moved.uid != created.uid)
    #expect(try desk.booking(moved.uid) == next)
    expected.status = .cancelled
    expected.updatedAt = desk.shop.clock.now
    expected.cancellationReason = "by phone"
    expected.reschedulingReason = "by phone"
    expected.movedTo = moved.uid
    #expect(try desk.booking(created.uid) == expected)

    desk.shop.clock.set(made.adding(minutes: 2))
    let cancelled = try desk.one(.cancel(moved.uid, reason: "ill", seat: nil, subsequent: false))
    next.status = .cancelled
    next.updatedAt = desk.shop.clock.now
    next.cancellationReason = "ill"
    #expect(cancelled == next)
    #expect(try desk.booking(moved.uid) == next)
    // Its time is free again, at its length too.
    let again = try desk.one(
      .create(
        NewBooking(service: service.id, start: later, minutes: 60, attendee: wanted.attendee, answers: wanted.answers)))
    #expect(again.status == .accepted)
  }

  func visitActions(_ desk: any Desk) throws {
    let service = try desk.service("visit")
    let start = Instant.at("2026-09-02T07:00:00Z")
    var expected = try desk.one(
      .create(NewBooking(service: service.id, start: start, attendee: ContractShop.person())))
    #expect(expected.location == "4 Quay Road")
    desk.shop.clock.set(start.adding(minutes: 5))
    expected.updatedAt = desk.shop.clock.now

    let places: [(LocationChoice, String)] = [
      (.attendeeAddress("9 Pier"), "9 Pier"), (.attendeePhone("+4930654321"), "+4930654321"),
      (.attendeeDefined("at the lake"), "at the lake"),
    ]
    for (choice, text) in places {
      expected.location = text
      #expect(try desk.one(.setLocation(expected.uid, choice)) == expected)
    }
    expected.guests = ["guest@ray.example"]
    expected.attendees.append(
      Attendee(name: "guest@ray.example", email: "guest@ray.example", zone: "UTC", language: "en"))
    #expect(try desk.one(.addGuests(expected.uid, emails: ["guest@ray.example"])) == expected)
    expected.hostAbsent = true
    expected.attendees[0].isAbsent = true
    #expect(
      try desk.one(
        .markAbsent(expected.uid, host: true, attendees: [.init(email: "ada@ray.example", absent: true)])) == expected)
    expected.hostAbsent = false
    expected.attendees[0].isAbsent = false
    #expect(try desk.one(.markAbsent(expected.uid, host: false, attendees: [])).hostAbsent == false)
    #expect(
      try desk.one(
        .markAbsent(expected.uid, host: nil, attendees: [.init(email: "ada@ray.example", absent: false)])) == expected)
    #expect(try desk.booking(expected.uid) == expected)

    let links = try desk.answer(to: Calls.calendarLinks(expected.uid)).rows
    #expect(links.map(\.label).contains("Google Calendar"))
    #expect(links.allSatisfy { $0.link.hasPrefix("https://") || $0.link.hasPrefix("data:text/calendar") })
    #expect(try desk.data(.references(expected.uid), query: [.init("type", "google_calendar")]) == [])

    let asked = try desk.send(.requestReschedule(expected.uid), body: ["rescheduleReason": "host ill"])
    #expect(try JSONText.read(asked.body) == ["status": "success"])
    let closed = try desk.booking(expected.uid)
    #expect(closed.status == .cancelled)
    #expect(closed.reschedulingReason == "host ill")
  }

  func visitSeats(_ desk: any Desk) throws {
    let service = try desk.service("group") { $0.rules.seats = .init(perSlot: 2) }
    let start = Instant.at("2026-09-02T07:00:00Z")
    func seat(_ name: String, _ email: String, _ start: Instant) throws -> Booking {
      let person = ContractShop.person(name, email)
      return try desk.one(
        .create(
          NewBooking(service: service.id, start: start, attendee: person, answers: ["notes": .string(name)])))
    }
    let first = try seat("Ada Ray", "ada@ray.example", start)
    let ada = try #require(first.seatUID)
    #expect(first.attendees.map(\.seatUID) == [ada])
    #expect(first.notes == nil)
    #expect(first.answers == ["notes": "Ada Ray"])
    let both = try seat("Bo Lind", "bo@lind.example", start)
    let bo = try #require(both.seatUID)
    #expect(both.uid == first.uid)
    #expect(both.attendees.map(\.seatUID) == [ada, bo])
    // Each seat has the reference of its own write.
    #expect(Set(both.attendees.compactMap(\.deskRef)).count == 2)
    // The same write again is the same seat, also when it was not the first of its booking (CONTRACT 14).
    let again = Write.create(
      NewBooking(
        service: service.id, start: start, attendee: ContractShop.person("Bo Lind", "bo@lind.example"),
        answers: ["notes": "Bo Lind"]))
    let ref = try #require(desk.log.all.last { $0.request.path == "/bookings" }?.deskRef)
    #expect(try desk.one(again, ref: ref) == both)
    #expect(try desk.booking(first.uid).attendees.map(\.name) == ["Ada Ray", "Bo Lind"])
    // Strangers do not see who else comes (CONTRACT 12.7).
    #expect(try desk.booking(first.uid, as: .guest).attendees.isEmpty)
    let mine = try #require(BookingWire.read(try desk.data(.bookingBySeat(bo), as: .guest)))
    #expect(mine.attendees.map(\.name) == ["Bo Lind"])

    let later = Instant.at("2026-09-02T08:00:00Z")
    let moved = try desk.one(.move(first.uid, start: later, reason: nil, seat: bo, overrides: .none))
    #expect(moved.uid != first.uid)
    #expect(moved.attendees.map(\.name) == ["Bo Lind"])
    #expect(moved.seatUID == bo)
    #expect(try desk.booking(first.uid).attendees.map(\.name) == ["Ada Ray"])
    #expect(try desk.booking(first.uid).status == .accepted)
    // Into a booking that is there, and the one left behind empty closes.
    let joined = try desk.one(.move(first.uid, start: later, reason: nil, seat: ada, overrides: .none))
    #expect(joined.uid == moved.uid)
    #expect(joined.attendees.map(\.name) == ["Bo Lind", "Ada Ray"])
    let emptied = try desk.booking(first.uid)
    #expect(emptied.status == .cancelled)
    #expect(emptied.movedTo == moved.uid)

    let left = try desk.one(.cancel(moved.uid, reason: "ill", seat: bo, subsequent: false))
    #expect(left.status == .accepted)
    #expect(left.attendees.map(\.name) == ["Ada Ray"])
    let last = try desk.one(.cancel(moved.uid, reason: "ill", seat: ada, subsequent: false))
    #expect(last.status == .cancelled)
    #expect(try desk.booking(moved.uid).status == .cancelled)
    _ = try seat("Ada Ray", "ada@ray.example", start)
  }

  func visitSeries(_ desk: any Desk) throws {
    let service = try desk.service("weekly") {
      $0.recurrence = .init(interval: 1, occurrences: 4, frequency: "weekly")
    }
    // Across the change of the clocks on 25 October: the wall clock stays.
    let start = Instant.at("2026-10-14T08:00:00Z")
    func series(_ start: Instant) throws -> [Booking] {
      try desk.write(
        .create(
          NewBooking(service: service.id, start: start, attendee: ContractShop.person(), recurrenceCount: 4)))
    }
    let made = try series(start)
    #expect(
      made.map(\.start.iso8601Seconds)
        == ["2026-10-14T08:00:00Z", "2026-10-21T08:00:00Z", "2026-10-28T09:00:00Z", "2026-11-04T09:00:00Z"])
    let uid = try #require(made.first?.seriesUID)
    #expect(made.allSatisfy { $0.seriesUID == uid })
    #expect(Set(made.map(\.uid)).count == 4)
    #expect(try desk.answer(to: Calls.booking(uid)) == made)
    #expect(try desk.booking(made[1].uid) == made[1])
    let later = try desk.write(.cancel(made[2].uid, reason: "away", seat: nil, subsequent: true))
    #expect(later.map(\.uid) == made.suffix(2).map(\.uid))
    #expect(later.allSatisfy { $0.status == .cancelled && $0.cancellationReason == "away" })
    let rest = try desk.write(.cancel(uid, reason: "over", seat: nil, subsequent: false))
    #expect(rest.map(\.uid) == made.prefix(2).map(\.uid))
    #expect(try desk.answer(to: Calls.booking(uid)).map(\.status) == Array(repeating: .cancelled, count: 4))
    _ = try series(start)
  }

  func visitConsent(_ desk: any Desk) throws {
    let service = try desk.service("ask") { $0.needsConfirmation = true }
    func ask(_ start: String, as caller: Caller = .guest) throws -> Booking {
      try desk.one(
        .create(NewBooking(service: service.id, start: .at(start), attendee: ContractShop.person())), as: caller)
    }
    // The owner's own need nobody's consent (CONTRACT 13).
    #expect(try ask("2026-09-02T07:00:00Z", as: .owner).status == .accepted)
    var asked = try ask("2026-09-02T08:00:00Z")
    #expect(asked.status == .pending)
    #expect(try desk.booking(asked.uid) == asked)
    asked.status = .accepted
    asked.updatedAt = desk.shop.clock.now
    #expect(try desk.one(.confirm(asked.uid)) == asked)
    #expect(try desk.booking(asked.uid) == asked)
    let refused = try ask("2026-09-02T09:00:00Z")
    let declined = try desk.one(.decline(refused.uid, reason: "full"))
    #expect(declined.status == .rejected)
    #expect(declined.cancellationReason == "full")
    #expect(try desk.booking(refused.uid) == declined)
    #expect(try desk.one(.decline(try ask("2026-09-02T09:00:00Z").uid, reason: nil)).status == .rejected)
    // A guest who moves an accepted one asks again.
    let moved = try desk.one(
      .move(asked.uid, start: .at("2026-09-02T10:00:00Z"), reason: nil, seat: nil, overrides: .none), as: .guest)
    #expect(moved.status == .pending)
    #expect(try desk.one(.cancel(moved.uid, reason: "", seat: nil, subsequent: false), as: .guest).status == .cancelled)
  }

  func visitTurns(_ desk: any Desk) throws {
    let second = try desk.shop.api.addHost(
      Account(id: 0, username: "bay-two", name: "Bay Two", email: "two@lakeside.example", zone: "Europe/Berlin"),
      schedule: Schedule(
        id: Schedule.ID(0), name: "Bay Two", zone: "Europe/Berlin",
        hours: [.init(days: [.wednesday], span: MinuteSpan(start: 540, end: 1020))]))
    let service = try desk.service("turns")
    let hosts = [desk.shop.owner.id, second.id]
    let shared = try desk.answer(
      to: Calls.updateService(
        service.id,
        [
          "schedulingType": "roundRobin", "hosts": .array(hosts.map { ["userId": .int(Int64($0))] }),
        ]))
    #expect(shared.schedulingType == "roundRobin")
    #expect(shared.hosts.map(\.id) == hosts.map(String.init))
    let start = Instant.at("2026-09-02T07:00:00Z")
    let wanted = NewBooking(service: service.id, start: start, attendee: ContractShop.person())
    let one = try desk.one(.create(wanted))
    #expect(one.hosts == [desk.shop.host])
    #expect(try desk.write(.reassign(one.uid)).isEmpty)
    #expect(try desk.booking(one.uid).hosts.map(\.id) == [String(second.id)])
    let back = try desk.data(.reassignTo(one.uid, user: desk.shop.owner.id), body: ["reason": "on leave"])
    #expect(back["bookingUid"] == .string(one.uid.rawValue))
    #expect(back["reassignedTo"]?["id"]?.int == desk.shop.owner.id)
    #expect(try desk.booking(one.uid).hosts == [desk.shop.host])
    // Both can be taken at once, each by a host of their own.
    #expect(try desk.one(.create(wanted)).hosts.map(\.id) == [String(second.id)])
  }
}
