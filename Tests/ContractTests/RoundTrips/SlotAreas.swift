import BookingModel
import CalProtocol
import Testing

// Free times and holds on them (CONTRACT 10, 11).

extension Area {
  func visitSlots(_ desk: any Desk) throws {
    let service = try desk.service("varied") { $0.lengthOptions = [15, 30, 60] }
    let day = CalendarDay(daysSince1970: 20_699)
    #expect(day.description == "2026-09-03")
    var query = SlotQuery(service: service.id, from: day, through: day.advanced(by: 4))
    let zone = desk.shop.zone
    let open = try desk.answer(to: Calls.slots(query, zone: zone))
    // Thursday to Monday; Sunday has none, and is left out.
    #expect(open.keys.sorted() == [0, 1, 2, 4].map { day.advanced(by: $0) })
    let thursday = try #require(open[day])
    #expect(thursday.first == Slot(start: .at("2026-09-03T07:00:00Z"), end: .at("2026-09-03T07:30:00Z")))
    #expect(thursday.count == 31)
    query.minutes = 60
    #expect(try desk.answer(to: Calls.slots(query, zone: zone))[day]?.count == 29)

    let booked = try desk.one(
      .create(
        NewBooking(
          service: service.id, start: .at("2026-09-03T07:00:00Z"), minutes: 30, attendee: ContractShop.person())))
    query.minutes = nil
    let left = try #require(try desk.answer(to: Calls.slots(query, zone: zone))[day])
    #expect(left.first?.start == .at("2026-09-03T07:30:00Z"))
    query.moving = booked.uid
    #expect(try desk.answer(to: Calls.slots(query, zone: zone)) == open)

    // The forms that the client has no call for: by slug, starts alone, in another zone.
    let data = try desk.data(
      .slots,
      query: [
        .init("eventTypeSlug", "varied"), .init("username", desk.shop.owner.username),
        .init("start", "2026-09-03T07:30:00Z"), .init("end", "2026-09-03T08:00:00Z"),
        .init("timeZone", "Asia/Kathmandu"),
      ], as: .guest)
    #expect(
      data == [
        "2026-09-03": [
          ["start": "2026-09-03T13:15:00.000+05:45"], ["start": "2026-09-03T13:30:00.000+05:45"],
          ["start": "2026-09-03T13:45:00.000+05:45"],
        ]
      ])
    // Dates alone are days of UTC, and an end at midnight there is widened to the end of its day (CONTRACT 10.2).
    let days = try desk.data(
      .slots,
      query: [
        .init("eventTypeId", String(service.id.rawValue)), .init("start", "2026-09-04"), .init("end", "2026-09-05"),
      ])
    #expect(days.object?.keys.sorted() == ["2026-09-04", "2026-09-05"])
    let sunday = try desk.data(
      .slots,
      query: [
        .init("eventTypeId", String(service.id.rawValue)), .init("start", "2026-09-06"), .init("end", "2026-09-06"),
      ])
    #expect(sunday == [:])

    let group = try desk.service("group") { $0.rules.seats = .init(perSlot: 3) }
    _ = try desk.one(
      .create(NewBooking(service: group.id, start: .at("2026-09-04T07:00:00Z"), attendee: ContractShop.person())))
    let friday = day.advanced(by: 1)
    let seats = try desk.answer(
      to: Calls.slots(SlotQuery(service: group.id, from: friday, through: friday), zone: zone))
    #expect(seats[friday]?.first?.seatsRemaining == 2)
    #expect(seats[friday]?.last?.seatsRemaining == 3)
  }

  func visitHolds(_ desk: any Desk) throws {
    let service = try desk.service("varied") { $0.lengthOptions = [30, 60] }
    let start = Instant.at("2026-09-03T07:00:00Z")
    let held = try desk.answer(to: Calls.reserve(service: service.id, start: start, slotMinutes: 60, minutes: 10))
    let expected = Reservation(
      uid: held.uid, service: service.id, start: start, end: start.adding(minutes: 60),
      until: desk.shop.clock.now.adding(minutes: 10))
    #expect(held == expected)
    #expect(try desk.answer(to: Calls.reservation(held.uid)) == expected)
    // It hides the slot from everybody, and lets nobody in (CONTRACT 11).
    let day = desk.shop.zone.day(of: start)
    let query = SlotQuery(service: service.id, from: day, through: day)
    #expect(try desk.answer(to: Calls.slots(query, zone: desk.shop.zone))[day]?.first?.start == expected.end)
    let longer = try desk.data(
      .updateReservation(held.uid),
      body: [
        "eventTypeId": .int(Int64(service.id.rawValue)), "slotStart": "2026-09-03T07:00:00Z", "slotDuration": 60,
        "reservationDuration": 20,
      ])
    #expect(longer["reservationUntil"] == .string(desk.shop.clock.now.adding(minutes: 20).iso8601))
    #expect(longer["reservationDuration"] == 20)
    try desk.answer(to: Calls.release(held.uid))
    try desk.answer(to: Calls.release(held.uid))
    #expect(try desk.answer(to: Calls.reservation(held.uid)) == nil)
    // Five minutes where nobody says, and gone by time alone.
    let short = try desk.answer(to: Calls.reserve(service: service.id, start: start), as: .guest)
    #expect(short.until == desk.shop.clock.now.adding(minutes: 5))
    desk.shop.clock.set(short.until)
    #expect(try desk.answer(to: Calls.reservation(short.uid), as: .guest) == nil)
  }
}
