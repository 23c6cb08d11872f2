import BookingModel
import CalProtocol
import Testing

/// The event type of CONTRACT 8.2 (its shortened example).
let contractService = """
  {"id":71,"ownerId":12,"title":"Consultation","slug":"consult","description":null,"lengthInMinutes":30,
   "lengthInMinutesOptions":[15,30,60],"locations":[{"type":"address","address":"4 Quay Road","public":true}],
   "slotInterval":15,
   "bookingFields":[{"isDefault":true,"type":"name","slug":"name","required":true},
    {"isDefault":true,"type":"email","slug":"email","required":true,"hidden":false},
    {"isDefault":false,"type":"select","slug":"room","label":"Room","required":true,"options":["A","B"],"hidden":false}],
   "minimumBookingNotice":60,"beforeEventBuffer":0,"afterEventBuffer":10,"recurrence":null,"price":2500,
   "currency":"eur","hidden":false,"seats":{"disabled":true},"confirmationPolicy":{"disabled":true},
   "bookingWindow":{"disabled":true},"scheduleId":null,"metadata":{}}
  """

let owner = Account(id: 12, username: "lakeside", name: "Lakeside Desk", email: "desk@lakeside.example")

/// A service with everything set, to show that nothing is lost on the way.
let fullService = Service(
  id: Service.ID(7), slug: "full-detail", title: "Full Detail", summary: "all of it", minutes: 120,
  lengthOptions: [90, 120], price: Money(minorUnits: 7500, currency: "usd"),
  fields: [
    BookingField(kind: .name, slug: "name", label: "Name", isRequired: true, isSystem: true),
    BookingField(kind: .email, slug: "email", label: "E-mail", isSystem: true),
    BookingField(kind: .phone, slug: "attendeePhoneNumber", label: "Phone", isRequired: true, isSystem: true),
    BookingField(kind: .textarea, slug: "notes", label: "Notes", isSystem: true),
    BookingField(kind: .select, slug: "size", label: "Size", isRequired: true, placeholder: "?", options: ["S", "L"]),
    BookingField(kind: .boolean, slug: "wax", label: "Wax", isHidden: true),
  ],
  locations: [.address("4 Quay Road"), .attendeePhone, .integration("cal-video")],
  rules: BookingRules(
    minimumNotice: 60, bufferBefore: 5, bufferAfter: 10, slotInterval: 15, offsetStart: 5,
    window: .calendarDays(30, rolling: true), countLimits: .init(day: 8), minuteLimits: .init(week: 900),
    onlyFirstSlotOfDay: true, seats: .init(perSlot: 3, showsAttendees: true), activeBookingsPerAttendee: 2),
  scheduleID: Schedule.ID(31), needsConfirmation: true,
  recurrence: .init(interval: 1, occurrences: 4, frequency: "weekly"), isHidden: true)

@Suite struct EventTypeWireTests {
  @Test func theContractsEventTypeIsReadWhole() throws {
    let service = try #require(EventTypeWire.read(try json(contractService)))
    #expect(
      service
        == Service(
          id: Service.ID(71), slug: "consult", title: "Consultation", minutes: 30, lengthOptions: [15, 30, 60],
          price: Money(minorUnits: 2500, currency: "eur"),
          fields: [
            BookingField(kind: .name, slug: "name", isRequired: true, isSystem: true),
            BookingField(kind: .email, slug: "email", isRequired: true, isSystem: true),
            BookingField(kind: .select, slug: "room", label: "Room", isRequired: true, options: ["A", "B"]),
          ], locations: [.address("4 Quay Road")],
          rules: BookingRules(minimumNotice: 60, bufferAfter: 10, slotInterval: 15)))
  }

  @Test func anAnswerOfTheServerReadsBackAsTheService() {
    let written = EventTypeWire.json(fullService, owner: owner, bookingURL: "http://localhost/lakeside/full-detail")
    #expect(EventTypeWire.read(written) == fullService)
  }

  @Test func aCreatesBodyMakesTheSameServiceButItsPrice() {
    var made = EventTypeWire.merge(
      EventTypeWire.input(fullService), into: Service(id: fullService.id, slug: "", title: "", minutes: 0))
    made.price = fullService.price
    #expect(made == fullService)
  }

  @Test func aPatchChangesItsKeysOnly() {
    let body: JSONValue = ["title": "New", "seats": ["disabled": true], "slotInterval": nil]
    let changed = EventTypeWire.merge(body, into: fullService)
    var expected = fullService
    expected.title = "New"
    expected.rules.seats = nil
    expected.rules.slotInterval = nil
    #expect(changed == expected)
  }

  @Test func listsLeaveHiddenFieldsOut() {
    let written = EventTypeWire.json(fullService, owner: owner, bookingURL: "x:", listsHiddenFields: false)
    #expect(written["bookingFields"]?.array?.count == 5)
  }

  func read(_ text: String) throws -> Service { try #require(EventTypeWire.read(try json(text))) }

  @Test func anIdIsEnough() throws {
    #expect(try read(#"{"id":1}"#).minutes == 0)
    #expect(EventTypeWire.read(["slug": "x"]) == nil)
  }

  @Test func aSingleLocationAndTheOldLengthAreUnderstood() throws {
    let service = try read(#"{"id":1,"length":20,"location":{"type":"phone","phone":"+1"}}"#)
    #expect(service.minutes == 20)
    #expect(service.locations == [.phone("+1")])
  }

  @Test func theLivePriceWins() throws {
    let paid =
      #"{"id":1,"price":1,"currency":"usd","metadata":{"apps":{"stripe":{"price":4000,"currency":"EUR","enabled":true}}}}"#
    #expect(try read(paid).price == Money(minorUnits: 4000, currency: "eur"))
    let off = #"{"id":1,"price":0,"currency":"usd","metadata":{"apps":{"stripe":{"price":4000,"enabled":false}}}}"#
    #expect(try read(off).price == Money(minorUnits: 0, currency: "usd"))
  }

  @Test(arguments: [
    (#"{"type":"businessDays","value":5,"rolling":true}"#, BookingRules.Window.businessDays(5, rolling: true)),
    (#"[{"type":"calendarDays","value":9,"rolling":false}]"#, .calendarDays(9, rolling: false)),
    (#"{"disabled":true}"#, nil), ("null", nil), ("[]", nil), (#"{"type":"range","value":["2026-01-01"]}"#, nil),
  ])
  func windowsComeAsObjectOrList(text: String, window: BookingRules.Window?) throws {
    #expect(try read(#"{"id":1,"bookingWindow":\#(text)}"#).rules.window == window)
  }

  @Test func aRangeKeepsItsTwoDays() throws {
    let window = try read(#"{"id":1,"bookingWindow":{"type":"range","value":["2026-01-01","2026-02-01"]}}"#).rules
      .window
    let first = try #require(CalendarDay("2026-01-01"))
    #expect(window == .range(first, first.advanced(by: 31)))
  }

  @Test func fieldsAreToldBySlugOrKind() throws {
    let service = try read(
      #"{"id":1,"bookingFields":[{"type":"email"},{"slug":"notes"},{"type":"magic","slug":"m"},{"label":"none"},7]}"#)
    #expect(service.fields.map(\.slug) == ["email", "notes", "m"])
    #expect(service.fields.map(\.kind) == [.email, .textarea, .unknown])
    #expect(service.fields.map(\.isSystem) == [true, true, false])
    #expect(service.fields[0].isRequired)
  }

  /// An overflow is a crash, and answers are untrusted (DESIGN 10).
  @Test(arguments: [Int64.max, .min, -1]) func numbersOfAnySizeDoNotCrash(number: Int64) throws {
    let text = """
      {"id":\(number),"lengthInMinutes":\(number),"lengthInMinutesOptions":[\(number)],"price":\(number),
       "minimumBookingNotice":\(number),"slotInterval":\(number),"seats":{"seatsPerTimeSlot":\(number)},
       "bookingWindow":{"type":"calendarDays","value":\(number)},"recurrence":{"occurrences":\(number)}}
      """
    let service = try read(text)
    #expect((0...1_000_000_000).contains(service.minutes))
    #expect(!service.price.text.isEmpty)
    let hold =
      #"{"reservationUid":"r","slotStart":"9999-12-31T23:59:59Z","reservationUntil":"0001-01-01T00:00:00Z","slotDuration":\#(number)}"#
    #expect(ReservationWire.read(try json(hold)) != nil)
    let slots = #"{"9999-12-31":[{"start":"9999-12-31T23:59:59Z","seatsTotal":\#(number),"seatsBooked":\#(number)}]}"#
    #expect(SlotWire.read(try json(slots), zone: .utc, minutes: service.minutes)?.days.count == 1)
  }

  @Test func obstaclesAreSeen() throws {
    let service = try read(
      #"{"id":1,"requiresBookerEmailVerification":true,"isInstantEvent":true,"schedulingType":"managed","teamId":4}"#)
    #expect(service.obstacles == [.emailVerification, .instantMeeting, .managedParent])
    #expect(service.teamID == 4)
  }
}

@Suite struct ScheduleWireTests {
  @Test func aScheduleComesBackAsItWasWritten() throws {
    let day = try #require(CalendarDay("2026-12-24"))
    let schedule = Schedule(
      id: Schedule.ID(31), name: "Opening hours", zone: "Europe/Berlin",
      hours: [.init(days: [.monday, .tuesday], span: MinuteSpan(start: 540, end: 1440))],
      overrides: [
        .init(day: day, span: MinuteSpan(start: 540, end: 720)),
        .init(day: day.advanced(by: 1), span: MinuteSpan(start: 0, end: 0)),
      ])
    let written = ScheduleWire.json(schedule, owner: 12)
    #expect(
      written["availability"]?.array?.first == [
        "days": ["Monday", "Tuesday"], "startTime": "09:00", "endTime": "23:59",
      ])
    #expect(written["ownerId"] == 12)
    #expect(ScheduleWire.read(written) == schedule)
  }

  @Test func hoursThatCannotBeReadAreLeftOut() throws {
    let text =
      #"{"id":1,"availability":[{"days":["Monday"],"startTime":"9","endTime":"10:00"},{"days":["Blursday"],"startTime":"09:00","endTime":"10:00"},{"days":["Friday"],"startTime":"09:00:00","endTime":"00:00"}],"overrides":[{"date":"2026-12-24T00:00:00.000Z","startTime":"10:00","endTime":"11:00"}]}"#
    let schedule = try #require(ScheduleWire.read(try json(text)))
    #expect(schedule.hours == [.init(days: [.friday], span: MinuteSpan(start: 540, end: 1440))])
    #expect(schedule.overrides.first?.day.description == "2026-12-24")
  }

  @Test(arguments: ["24:01", "25:00", "10:60", "x", "", "10", "-1:00"]) func impossibleClocksAreRefused(text: String) {
    #expect(ScheduleWire.minute(text) == nil)
  }
}

@Suite struct AccountWireTests {
  @Test func theContractsAccountIsReadAndWritten() throws {
    let text =
      #"{"id":12,"username":"lakeside","email":"desk@lakeside.example","name":"Lakeside Desk","avatarUrl":null,"bio":null,"timeFormat":24,"defaultScheduleId":31,"weekStart":"Monday","timeZone":"Europe/Berlin","organizationId":null}"#
    let account = try #require(AccountWire.read(try json(text)))
    #expect(account.defaultScheduleID == Schedule.ID(31))
    #expect(AccountWire.json(account) == (try json(text)))
    #expect(AccountWire.read(["id": 1, "weekStart": "sunday", "timeFormat": 12])?.weekStart == .sunday)
  }
}
