import BookingModel
import TestDesk
import Testing

/// The attendee form: fields, checks, and the request that comes out.
@Suite struct FormTests {
  /// A desk in the form of a service with these questions, the cursor on the name.
  private func form(
    _ fields: [BookingField] = [], policy: AttendeePolicy = AttendeePolicy(country: "US"),
    change: (inout Service) -> Void = { _ in }
  ) -> TestDesk {
    var shop = TestShop(policy: policy)
    shop.services[0].fields = Array(TestShop.fields.prefix(3)) + fields
    change(&shop.services[0])
    var desk = TestDesk.open(shop)
    desk.press("b 1 1")
    return desk
  }

  /// Fills name and phone, and leaves the cursor on the field behind the e-mail.
  private func filled(_ fields: [BookingField], change: (inout Service) -> Void = { _ in }) -> TestDesk {
    var desk = form(fields, change: change)
    desk.type("Dee Park")
    desk.press("Enter")
    desk.type("2125550142")
    desk.press("Enter Enter")
    return desk
  }

  private func booked(_ desk: TestDesk) -> NewBooking? {
    var desk = desk
    desk.press("PgDn y")
    return desk.effects.lazy.compactMap { effect -> NewBooking? in
      if case .commit(_, .create(let booking)) = effect { booking } else { nil }
    }.first
  }

  // MARK: - Every kind of question

  @Test(arguments: [
    (BookingField.Kind.text, "red Mini", JSONValue.string("red Mini")),
    (.address, "1 Elm St", .string("1 Elm St")), (.phone, "212 555 0143", .string("+12125550143")),
    (.email, "b@x.example", .string("b@x.example")), (.url, "https://x.example/a", .string("https://x.example/a")),
    (.number, "4", .int(4)), (.number, "2,5", .double(2.5)), (.number, "-0.5", .double(-0.5)),
    (.multiemail, "a@x.example; b@x.example", .array([.string("a@x.example"), .string("b@x.example")])),
    (.textarea, "  two words ", .string("two words")), (.name, "Bo", .string("Bo")),
  ])
  func `a typed answer goes out in its own type`(kind: BookingField.Kind, text: String, answer: JSONValue) {
    var desk = filled([BookingField(kind: kind, slug: "own", label: "Own", isRequired: true)])
    desk.type(text)
    #expect(booked(desk)?.answers == ["own": answer])
  }

  @Test(arguments: [
    (BookingField.Kind.phone, "12", FieldProblem.phone(.tooShort(minimum: 10))), (.email, "b@x", .notAnEmail("b@x")),
    (.url, "x.example", .notAURL), (.url, "https://", .notAURL), (.number, "four", .notANumber),
    (.number, "1,000", .notANumber), (.number, "0x10", .notANumber), (.number, "inf", .notANumber),
    (.number, "1.2.3", .notANumber), (.multiemail, "a@x.example b", .notAnEmail("b")), (.text, "", .missing),
    (.textarea, "  ", .missing), (.number, "-", .notANumber),
  ])
  func `a wrong answer is said on leaving the field, and is not sent`(
    kind: BookingField.Kind, text: String, problem: FieldProblem
  ) {
    var desk = filled([BookingField(kind: kind, slug: "own", label: "Own", isRequired: true)])
    desk.type(text)
    #expect(desk.model.shownProblems["own"] == nil)
    desk.press("Tab")
    #expect(desk.model.shownProblems["own"] == problem)
    #expect(booked(desk) == nil)
  }

  @Test(arguments: [BookingField.Kind.select, .radio, .radioInput])
  func `one of several is chosen by digit or arrows`(kind: BookingField.Kind) {
    let field = BookingField(kind: kind, slug: "own", label: "Own", isRequired: true, options: ["a", "b", "c"])
    var desk = filled([field])
    #expect(desk.model.context == .choice)
    #expect(booked(desk) == nil)
    desk.press("2")
    #expect(booked(desk)?.answers == ["own": .string("b")])
    desk.press("Right Right")
    #expect(booked(desk)?.answers == ["own": .string("a")])
    desk.press("h 9")
    #expect(booked(desk)?.answers == ["own": .string("c")])
  }

  @Test(arguments: [BookingField.Kind.multiselect, .checkbox])
  func `any of several are ticked by digit or Space`(kind: BookingField.Kind) {
    let field = BookingField(kind: kind, slug: "own", label: "Own", isRequired: true, options: ["a", "b", "c"])
    var desk = filled([field])
    desk.press("3 1")
    #expect(booked(desk)?.answers == ["own": .array([.string("a"), .string("c")])])
    desk.press("Space Right Space")
    #expect(booked(desk)?.answers == ["own": .array([.string("b"), .string("c")])])
    desk.press("2 3")
    #expect(booked(desk) == nil)
  }

  @Test func `a box is ticked; a required one must be`() {
    var desk = filled([BookingField(kind: .boolean, slug: "own", label: "Own", isRequired: true)])
    #expect(booked(desk) == nil)
    desk.press("Space")
    #expect(booked(desk)?.answers == ["own": .bool(true)])
    var optional = filled([BookingField(kind: .boolean, slug: "own", label: "Own")])
    #expect(booked(optional)?.answers == [:])
    optional.press("Space Space")
    #expect(booked(optional)?.answers == ["own": .bool(false)])
  }

  @Test func `an unknown kind is shown and never answered`() {
    var desk = filled([BookingField(kind: .unknown, slug: "own", label: "Own")])
    desk.type("abc")
    #expect(booked(desk)?.answers == [:])
  }

  @Test func `hidden questions are not asked, system fields go to their own places`() {
    let desk = form([
      BookingField(kind: .text, slug: "secret", isRequired: true, isHidden: true),
      BookingField(kind: .text, slug: "title", isSystem: true),
      BookingField(kind: .textarea, slug: "notes", isRequired: true, isSystem: true, placeholder: "anything"),
      BookingField(kind: .multiemail, slug: "guests", isHidden: true, isSystem: true),
    ])
    #expect(desk.model.formFields.map(\.slug) == ["name", "attendeePhoneNumber", "email", "notes"])
    #expect(desk.model.formFields.last?.isRequired == true)
  }

  @Test func `notes and guests go out where the server wants them`() {
    var desk = filled([])
    desk.type("window seat")
    desk.press("Ctrl-O")
    desk.type("second line")
    desk.press("Tab")
    desk.type("a@x.example, b@x.example")
    let booking = booked(desk)
    #expect(booking?.answers == ["notes": .string("window seat\nsecond line")])
    #expect(booking?.guests == ["a@x.example", "b@x.example"])
  }

  @Test func `guests are at most ten, each once`() {
    var desk = filled([])
    desk.press("Tab")
    desk.type((1...11).map { "g\($0)@x.example" }.joined(separator: ","))
    desk.press("Shift-Tab")
    #expect(desk.model.shownProblems["guests"] == .tooManyGuests(limit: 10))
    desk.press("Tab Ctrl-U")
    desk.type("a@x.example A@x.example")
    desk.press("Shift-Tab")
    #expect(desk.model.shownProblems["guests"] == .duplicateGuest("A@x.example"))
  }

  // MARK: - Length and place

  @Test func `the service's own length is chosen until another is, and only then asked for`() throws {
    var desk = filled([]) { $0.lengthOptions = [15, 30, 60] }
    #expect(desk.model.focusedField?.slug == FormSlug.length)
    #expect(booked(desk)?.minutes == 30)
    desk.press("3")
    let slot = try #require(desk.model.draft?.slot)
    #expect(slot.end.minutes(since: slot.start) == 60)
    desk.effects = []
    desk.press("PgDn")
    // An hour does not fit between a quarter to eleven and half past.
    #expect(desk.effects.contains { if case .loadSlots(let query) = $0 { query.minutes == 60 } else { false } })
    guard case .slotLost(let nearest) = desk.model.summaryState else {
      Issue.record("\(desk.model.summaryState)")
      return
    }
    #expect(nearest.first?.start == TestShop.instant("2026-11-23T17:00:00Z"))
    desk.press("1 y")
    let booking = desk.effects.compactMap { if case .commit(_, .create(let booking)) = $0 { booking } else { nil } }
    #expect(booking.map(\.minutes) == [60])
  }

  @Test func `a service with one length sends none`() { #expect(booked(filled([]))?.minutes == nil) }

  @Test(arguments: [
    ([LocationOption.address("12 Main"), .attendeeAddress], 2, "1 Elm St", LocationChoice.attendeeAddress("1 Elm St")),
    ([.attendeeDefined, .link("https://x.example")], 1, "the pier", .attendeeDefined("the pier")),
    ([.address("12 Main"), .attendeePhone], 2, "", .attendeePhone("+12125550142")),
    ([.address("12 Main"), .link("https://x.example")], 2, "", .link),
    ([.address("12 Main"), .phone("+12125550100")], 2, "", .phone),
    ([.address("12 Main"), .integration("cal-video")], 2, "", .integration("cal-video")),
    ([.address("12 Main"), .organizersDefaultApp], 2, "", .organizersDefaultApp),
  ])
  func `a chosen place goes out, with what it asks for`(
    places: [LocationOption], digit: Int, detail: String, choice: LocationChoice
  ) {
    var desk = filled([]) { $0.locations = places }
    #expect(desk.model.focusedField?.slug == FormSlug.location)
    desk.press("\(digit) Tab")
    desk.type(detail)
    #expect(booked(desk)?.location == choice)
  }

  @Test func `the first place holds until another is chosen, and one place is not asked`() {
    let two = filled([]) { $0.locations = [.address("12 Main"), .attendeeAddress] }
    #expect(booked(two)?.location == .address)
    let one = filled([]) { $0.locations = [.address("12 Main")] }
    #expect(booked(one)?.location == nil)
    let asking = filled([]) { $0.locations = [.attendeeAddress] }
    #expect(booked(asking) == nil)
    let calling = form {
      $0.locations = [.attendeePhone]
      $0.fields = []
    }
    #expect(calling.model.formFields[1].isRequired)
  }

  @Test func `the text beside a place survives a look at another`() {
    var desk = filled([]) { $0.locations = [.attendeeAddress, .address("12 Main")] }
    desk.press("Tab")
    desk.type("1 Elm St")
    desk.press("Shift-Tab 2 1")
    #expect(desk.model.draft?.text(FormSlug.locationDetail) == "1 Elm St")
  }

  @Test func `a choice keeps its text where another service numbers it otherwise`() {
    var shop = TestShop()
    shop.services[0].lengthOptions = [15, 30, 60]
    shop.services[1].lengthOptions = [30, 15, 45]
    shop.services[0].fields.append(BookingField(kind: .select, slug: "size", label: "Size", options: ["S", "M", "L"]))
    shop.services[1].fields.append(BookingField(kind: .select, slug: "size", label: "Size", options: ["L", "XL"]))
    var desk = TestDesk.open(shop)
    desk.press("b 1 1 Tab Tab Tab 1 Tab Tab Tab 3")
    #expect(desk.model.focusedField?.slug == "size")
    desk.press("Esc Esc 2")
    let second = shop.services[1]
    #expect(desk.model.draft?.minutes(of: second) == 15)
    let size = second.formFields(policy: shop.facts.policy, location: nil).first { $0.slug == "size" }
    #expect(size.map { desk.model.draft?.entry(for: $0) } == .choice(0))
    desk.press("Esc 1")
    #expect(desk.model.draft?.minutes(of: shop.services[0]) == 15)
  }

  // MARK: - E-mail and phone

  @Test func `a service that wants an e-mail says so in the empty field, and again when it is left`() {
    var desk = form { $0.fields = [BookingField(kind: .email, slug: "email", isRequired: true, isSystem: true)] }
    #expect(desk.model.formFields.first { $0.meaning == .email }?.placeholder.isEmpty == false)
    desk.press("PgDn")
    #expect(desk.model.shownProblems["email"] == .emailWanted)
  }

  @Test func `a personal type wants an e-mail, a team type with a required phone does not`() {
    let personal = form { $0.fields = [BookingField(kind: .email, slug: "email", isRequired: true, isSystem: true)] }
    #expect(personal.model.formFields.first { $0.meaning == .email }?.isRequired == true)
    #expect(personal.model.formFields.first { $0.meaning == .phone }?.isRequired == false)
    let bare = form { $0.fields = [] }
    #expect(bare.model.formFields.first { $0.meaning == .email }?.isRequired == true)
    let team = form()
    #expect(team.model.formFields.first { $0.meaning == .email }?.isRequired == false)
    #expect(team.model.formFields.first { $0.meaning == .phone }?.isRequired == true)
  }

  @Test func `the shop's own domain fills the gap of a personal type, never of a team type`() {
    let policy = AttendeePolicy(country: "US", emailDomain: "shop.example")
    var personal = form(policy: policy) { $0.fields = [] }
    personal.type("Dee")
    #expect(booked(personal)?.attendee.email == "walkin+t-1.t-2@shop.example")
    var team = form(policy: policy)
    team.type("Dee")
    team.press("Tab")
    team.type("2125550142")
    #expect(booked(team)?.attendee.email == nil)
    var given = form(policy: policy) { $0.fields = [] }
    given.type("Dee")
    given.press("Tab Tab")
    given.type(" dee@park.example ")
    #expect(booked(given)?.attendee.email == "dee@park.example")
  }

  @Test(arguments: [
    ("US", "(212) 555-0142", "+12125550142"), ("US", "+49 30 123456", "+4930123456"),
    ("DE", "030 123456", "+4930123456"), ("DE", "0049 30 123456", "+4930123456"),
    ("GB", "07700 900123", "+447700900123"),
  ])
  func `a number is made international as the field is left, by any way out`(
    country: String, typed: String, number: String
  ) {
    for key in ["Tab", "Enter", "Up", "PgDn", "Esc"] {
      var desk = form(policy: AttendeePolicy(country: country))
      desk.press("Tab")
      desk.type(typed)
      desk.press(key)
      #expect(desk.model.draft?.text(FormSlug.phone) == number, "\(key)")
    }
  }

  @Test func `a wrong number stays as typed and is said`() {
    var desk = form()
    desk.press("Tab 212 Tab")
    #expect(desk.model.draft?.text(FormSlug.phone) == "212")
    #expect(desk.model.shownProblems[FormSlug.phone] == .phone(.tooShort(minimum: 10)))
  }

  @Test(arguments: [
    ("a@b.co", true), ("a.b+c@d-e.example", true), ("ü@b.example", true), ("a@b", false), ("@b.co", false),
    ("a@@b.co", false), ("a b@c.de", false), ("a@b..co", false), (".a@b.co", false), ("a.@b.co", false),
    ("a@-b.co", false), ("a,b@c.de", false), ("<a@b.co>", false), (String(repeating: "a", count: 250) + "@b.co", false),
  ])
  func `an address is judged`(text: String, isPlausible: Bool) {
    #expect(EmailAddress.isPlausible(text) == isPlausible)
  }

  // MARK: - Text

  @Test func `a paste becomes one line, or several in a long text, without control characters`() {
    var desk = form([BookingField(kind: .textarea, slug: "long", label: "Long")])
    desk.send(.pasted("Dee\r\nPark\t\u{1B}[31m\u{7}!\u{0}"))
    #expect(desk.model.draft?.text(FormSlug.name) == "Dee Park [31m!")
    desk.press("Tab Tab Tab")
    desk.send(.pasted("one\ntwo\u{2028}three"))
    #expect(desk.model.draft?.text("long") == "one\ntwo\nthree")
    #expect(desk.model.page == .form)
  }

  @Test func `letters that are commands elsewhere are text here`() {
    var desk = form()
    desk.type("y q? 1.,;'/:[]bwn")
    #expect(desk.model.draft?.text(FormSlug.name) == "y q? 1.,;'/:[]bwn")
    #expect(desk.model.page == .form)
  }

  @Test func `Enter after the last field goes on, fields wrong or missing are gone to`() {
    var desk = form()
    desk.press("PgDn")
    #expect(desk.model.draft?.focus == FormSlug.name)
    #expect(desk.model.notice == .fieldsMissing(2))
    desk.type("Dee")
    desk.press("Enter")
    desk.type("2125550142")
    desk.press("Enter Enter Enter Enter")
    #expect(desk.model.page == .summary)
  }

  @Test func `a draft comes back from its saved form with field and cursor`() throws {
    var desk = Self.busy()
    desk.press("Left Left")
    let saved = desk.effects.compactMap { if case .saveDraft(let draft) = $0 { draft } else { nil } }.last
    let draft = try #require(saved)
    #expect(draft == desk.model.draft)
    var again = TestDesk.open { $0.drafts = [draft] }
    again.press("' '")
    #expect(again.model.draft == draft)
  }

  private static func busy() -> TestDesk {
    var desk = TestDesk.open()
    desk.press("b 1 1")
    desk.type("Dee Park")
    return desk
  }
}
