import BookingModel
import CalProtocol

/// One of each request that the client can send, with every optional part present once and absent once.
enum ClientRequests {
  static let uid = Booking.UID("pV4kTz8wQm2LrB7nXc5Jds")
  static let start = Instant(milliseconds: 1_788_332_400_000)
  static let day = CalendarDay(daysSince1970: 20_698)

  static let service = Service(
    id: Service.ID(71), slug: "consult", title: "Consultation", summary: "a talk", minutes: 30,
    lengthOptions: [15, 30, 60], price: Money(minorUnits: 2500, currency: "eur"),
    fields: [
      BookingField(kind: .name, slug: "name", label: "Name", isRequired: true, isSystem: true),
      BookingField(kind: .email, slug: "email", label: "E-mail", isRequired: true, isSystem: true),
      BookingField(kind: .phone, slug: "attendeePhoneNumber", label: "Phone", isRequired: true, isSystem: true),
      BookingField(kind: .text, slug: "title", label: "What", isSystem: true),
      BookingField(kind: .textarea, slug: "notes", label: "Notes", isSystem: true),
      BookingField(kind: .multiemail, slug: "guests", label: "Guests", isSystem: true),
      BookingField(kind: .textarea, slug: "rescheduleReason", label: "Why", isSystem: true),
    ]
      + BookingField.Kind.allCases.filter { ![.name, .email, .radioInput, .unknown].contains($0) }.map {
        BookingField(
          kind: $0, slug: "custom-" + $0.rawValue, label: $0.rawValue, isRequired: true, placeholder: "…",
          options: ["A", "B"])
      },
    locations: [
      .address("4 Quay Road"), .link("https://lakeside.example"), .phone("+4930123456"), .integration("cal-video"),
      .attendeeAddress, .attendeePhone, .attendeeDefined,
    ],
    rules: BookingRules(
      minimumNotice: 60, bufferBefore: 5, bufferAfter: 10, slotInterval: 15, offsetStart: 5,
      window: .calendarDays(30, rolling: true), countLimits: .init(day: 8, week: 30), minuteLimits: .init(month: 900),
      onlyFirstSlotOfDay: true, seats: .init(perSlot: 3), activeBookingsPerAttendee: 2),
    scheduleID: Schedule.ID(31), needsConfirmation: true,
    recurrence: .init(interval: 1, occurrences: 4, frequency: "weekly"))

  static let plainService = Service(id: Service.ID(72), slug: "wash", title: "Wash", minutes: 30)

  static let schedule = Schedule(
    id: Schedule.ID(31), name: "Opening hours", zone: "Europe/Berlin",
    hours: [.init(days: [.monday, .tuesday], span: MinuteSpan(start: 540, end: 1440))],
    overrides: [.init(day: day, span: MinuteSpan(start: 540, end: 720))])

  static let webhook = WebhookWire(
    id: "5", userID: 12, subscriberURL: "https://hook.example", triggers: ["BOOKING_CREATED"], payloadTemplate: "{}",
    secret: "s")

  static let newBooking = NewBooking(
    service: Service.ID(71), start: start,
    attendee: Attendee(name: "Ada Ray", email: "ada@ray.example", zone: "Europe/Berlin"))

  static var fullBooking: NewBooking {
    var booking = newBooking
    booking.minutes = 60
    booking.attendee.phone = "+4930123456"
    booking.attendee.language = "de"
    booking.guests = ["guest@ray.example"]
    booking.answers = ["room": "A", "notes": "window seat"]
    booking.metadata = ["plate": "B-XY 1"]
    booking.overrides = HostOverrides(allowConflicts: true, allowOutOfBounds: true, skipLimits: true)
    return booking
  }

  static var series: NewBooking {
    var booking = newBooking
    booking.recurrenceCount = 3
    return booking
  }

  static let locations: [LocationChoice] = [
    .address, .link, .phone, .organizersDefaultApp, .integration("cal-video"), .attendeeAddress("4 Quay Road"),
    .attendeePhone("+4930123456"), .attendeeDefined("at the lake"),
  ]

  static var writes: [Write] {
    let all = HostOverrides(allowConflicts: true, allowOutOfBounds: true, skipLimits: true)
    var writes: [Write] = [
      .create(newBooking), .create(fullBooking), .create(series),
      .move(uid, start: start, reason: "by phone", seat: nil, overrides: .none),
      .move(uid, start: start, reason: nil, seat: "s-1", overrides: .none),
      .move(uid, start: start, reason: nil, seat: nil, overrides: all),
      .cancel(uid, reason: "ill", seat: nil, subsequent: true),
      .cancel(uid, reason: "ill", seat: "s-1", subsequent: false),
      .confirm(uid), .decline(uid, reason: "full"), .decline(uid, reason: nil),
      .markAbsent(uid, host: false, attendees: [.init(email: "ada@ray.example", absent: true)]),
      .addGuests(uid, emails: ["guest@ray.example"]), .reassign(uid),
    ]
    for location in locations {
      var booking = newBooking
      booking.location = location
      writes.append(.create(booking))
    }
    for location in [LocationChoice.attendeeAddress("Q"), .attendeePhone("+4930123456"), .attendeeDefined("here")] {
      writes.append(.setLocation(uid, location))
    }
    return writes
  }

  static var all: [WireRequest] {
    let slots = SlotQuery(service: Service.ID(71), from: day, through: day.advanced(by: 6))
    var moving = slots
    moving.minutes = 60
    moving.moving = uid
    let query = BookingQuery(
      statuses: [.upcoming, .past], from: start, through: start, createdAfter: start, createdBefore: start,
      updatedAfter: start, updatedBefore: start, services: [Service.ID(1), Service.ID(2)], teams: [3, 4],
      attendeeEmail: "a+b@c.example", attendeeName: "A", uid: uid, pageSize: 250, page: .skip(250))
    let sorts = BookingQuery.SortKey.allCases.map {
      BookingQuery(services: [Service.ID(1)], teams: [3], sort: .init($0))
    }
    return [
      Calls.account().request, Calls.services().request, Calls.services(username: "lakeside", slug: "consult").request,
      Calls.service(Service.ID(71)).request, Calls.teams().request, Calls.teamServices(3).request,
      Calls.schedules().request, Calls.defaultSchedule().request, Calls.schedule(Schedule.ID(31)).request,
      Calls.slots(slots, zone: .utc).request, Calls.slots(moving, zone: .utc).request,
      Calls.reserve(service: Service.ID(71), start: start, slotMinutes: 30, minutes: 10).request,
      Calls.reserve(service: Service.ID(71), start: start).request,
      Calls.renew("r", service: Service.ID(71), start: start, slotMinutes: 30).request, Calls.reservation("r").request,
      Calls.release("r").request, Calls.booking(uid).request, Calls.attendees(uid).request,
      Calls.calendarLinks(uid).request, Calls.createService(service).request, Calls.createService(plainService).request,
      Calls.updateService(Service.ID(71), ["title": "New"]).request, Calls.deleteService(Service.ID(71)).request,
      Calls.createSchedule(schedule).request, Calls.updateSchedule(schedule).request,
      Calls.deleteSchedule(Schedule.ID(31)).request, Calls.webhooks().request, Calls.createWebhook(webhook).request,
      Calls.updateWebhook(webhook).request, Calls.deleteWebhook("5").request,
    ] + ([query] + sorts).map { Calls.bookings($0).request }
      + writes.map { Calls.write($0, ref: DeskRef("7f3a")).request }
  }
}

extension WireRequest {
  /// The request line, to name the request in a failure.
  var line: String { method.rawValue + " " + path + (query.isEmpty ? "" : "?" + PathText.query(query)) }
}
