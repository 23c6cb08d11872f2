import BookingModel
import CalProtocol
import LocalServer
import Testing

/// What refusals need to be provoked: services with every rule, and bookings in every state. It is noon on Tuesday, 12:00Z.
struct PreparedShop {
  let wash = Service.ID(1)
  let consult, group, weekly, ask, capped, timed, loyal, soon, turns: Service
  let taken, cancelled, moved, movedTo, rejected, pending, seat, full, past, crowd, shared: Booking
  let series: [Booking]
  let hold: Reservation
  let schedule: Schedule
  let foreignSchedule: Schedule.ID
  let webhook: WebhookWire

  static let takenAt = Instant.at("2026-09-02T07:00:00Z")
  static let heldAt = Instant.at("2026-09-05T07:00:00Z")
  static let freeAt = Instant.at("2026-09-07T07:00:00Z")

  init(_ desk: any Desk) throws {
    let wash = wash
    func book(
      _ service: Service.ID, _ start: String, _ person: Attendee = ContractShop.person(), as caller: Caller = .owner
    ) throws -> Booking {
      try desk.one(.create(NewBooking(service: service, start: .at(start), attendee: person)), as: caller)
    }
    consult = try desk.service("consult") {
      $0.lengthOptions = [15, 30]
      $0.fields = ContractShop.systemFields + ContractShop.questions.map(\.field)
      $0.fields[1].isRequired = true
      $0.fields[2].isRequired = false
      $0.rules.minimumNotice = 1440
      $0.rules.window = .calendarDays(30, rolling: false)
      $0.locations = [.address("4 Quay Road"), .attendeePhone]
    }
    group = try desk.service("group") { $0.rules.seats = .init(perSlot: 2) }
    weekly = try desk.service("weekly") { $0.recurrence = .init(interval: 1, occurrences: 4, frequency: "weekly") }
    ask = try desk.service("ask") { $0.needsConfirmation = true }
    capped = try desk.service("capped") { $0.rules.countLimits.day = 1 }
    timed = try desk.service("timed") { $0.rules.minuteLimits.week = 30 }
    loyal = try desk.service("loyal") { $0.rules.activeBookingsPerAttendee = 1 }
    soon = try desk.service("soon") { $0.rules.minimumNotice = 240 }

    taken = try book(wash, "2026-09-02T07:00:00Z")
    cancelled = try desk.one(
      .cancel(try book(wash, "2026-09-02T08:00:00Z").uid, reason: "ill", seat: nil, subsequent: false))
    let first = try book(wash, "2026-09-02T09:00:00Z")
    movedTo = try desk.one(
      .move(first.uid, start: .at("2026-09-02T10:00:00Z"), reason: nil, seat: nil, overrides: .none))
    moved = try desk.booking(first.uid)
    rejected = try desk.one(.decline(try book(ask.id, "2026-09-02T11:00:00Z", as: .guest).uid, reason: nil))
    pending = try book(ask.id, "2026-09-02T12:00:00Z", as: .guest)
    seat = try book(group.id, "2026-09-03T07:00:00Z")
    _ = try book(group.id, "2026-09-03T08:00:00Z")
    full = try book(group.id, "2026-09-03T08:00:00Z", ContractShop.person("Bo Lind", "bo@lind.example"))
    series = try desk.write(
      .create(
        NewBooking(
          service: weekly.id, start: .at("2026-09-09T07:00:00Z"), attendee: ContractShop.person(), recurrenceCount: 4)))
    _ = try book(capped.id, "2026-09-04T07:00:00Z")
    _ = try book(timed.id, "2026-09-04T09:00:00Z")
    _ = try book(loyal.id, "2026-09-04T11:00:00Z")
    past = try book(wash, "2026-09-01T11:00:00Z")
    crowd = try book(wash, "2026-09-04T12:00:00Z")
    for ten in 0..<2 {
      _ = try desk.one(.addGuests(crowd.uid, emails: (0..<10).map { "guest\(ten)\($0)@ray.example" }))
    }
    hold = try desk.answer(to: Calls.reserve(service: wash, start: PreparedShop.heldAt, minutes: 600))
    schedule = try #require(try desk.answer(to: Calls.defaultSchedule()))
    webhook = try desk.answer(to: Calls.createWebhook(ClientRequests.webhook))

    // The second host works on Tuesdays only, so nobody can take the Wednesday over.
    let second = try desk.shop.api.addHost(
      Account(id: 0, username: "bay-two", name: "Bay Two", email: "two@lakeside.example", zone: "Europe/Berlin"),
      schedule: Schedule(
        id: Schedule.ID(0), name: "Bay Two", zone: "Europe/Berlin",
        hours: [.init(days: [.tuesday], span: MinuteSpan(start: 540, end: 1020))]))
    foreignSchedule = try #require(second.defaultScheduleID)
    let made = try desk.service("turns")
    turns = try desk.answer(
      to: Calls.updateService(
        made.id,
        [
          "schedulingType": "roundRobin",
          "hosts": .array([desk.shop.owner.id, second.id].map { ["userId": .int(Int64($0))] }),
        ]))
    shared = try book(turns.id, "2026-09-02T13:00:00Z")
    desk.shop.clock.set(.at("2026-09-01T12:00:00Z"))
  }
}
