import BookingModel
import TestDesk
import Testing

/// `w` and `n`: the customer line, and what it says.
@Suite struct WalkInTests {
  @Test func `a walk-in with name and phone is at the summary at once, at the earliest time`() {
    var desk = TestDesk.open()
    desk.press("w")
    desk.type("Alva Ek 212 555 0142")
    desk.press("Enter")
    #expect(desk.model.page == .summary)
    #expect(desk.model.summaryState == .complete)
    #expect(desk.model.draft?.service == Service.ID(1))
    #expect(desk.model.draft?.slot?.start == TestShop.instant("2026-11-23T15:45:00Z"))
    #expect(desk.model.draft?.text(FormSlug.phone) == "+12125550142")
    desk.effects = []
    desk.press("y")
    #expect(desk.effects.count(where: \.isWrite) == 1)
  }

  @Test func `a walk-in without a phone is asked for it, and for nothing else`() {
    var desk = TestDesk.open()
    desk.press("w Alva Enter")
    #expect(desk.model.page == .form)
    #expect(desk.model.draft?.focus == FormSlug.phone)
    desk.type("2125550142")
    desk.press("PgDn")
    #expect(desk.model.page == .summary)
    #expect(desk.model.summaryState == .complete)
  }

  @Test func `a new walk-in takes 28 keys at most`() {
    var desk = TestDesk.open()
    let keys = ["w"] + "2125550142 Maria Meyer".map(String.init) + ["Enter", "y"]
    for key in keys { desk.send(.keyPressed(.character(Character(key.count == 1 ? key : " ")).orNamed(key))) }
    #expect(keys.count <= 28)
    #expect(desk.model.page == .outcome)
  }

  @Test func `with the shop's own mail domain a name is enough`() {
    var desk = TestDesk.open(TestShop(policy: AttendeePolicy(country: "US", emailDomain: "shop.example")))
    desk.shop.services = desk.shop.services.map { service in
      var service = service
      service.fields = []
      return service
    }
    desk.send(.started)
    desk.effects = []
    desk.press("w alv Enter y")
    let writes = desk.effects.compactMap { effect -> NewBooking? in
      if case .commit(_, .create(let booking)) = effect { booking } else { nil }
    }
    #expect(writes.map(\.attendee.email) == ["walkin+t-1.t-2@shop.example"])
    #expect(writes.map(\.attendee.phone) == [nil])
  }

  @Test func `a walk-in on a full week looks further`() {
    var desk = TestDesk.open()
    desk.shop.bookings = (0..<8).map {
      TestShop.booking("x\($0)", 1, "Full", "2026-11-\(23 + $0 > 30 ? 30 : 23 + $0)T13:00:00Z", minutes: 600)
    }
    desk.press("w Ann Enter")
    desk.type("2125550142")
    desk.press("PgDn")
    #expect(desk.model.summaryState == .complete)
    #expect(desk.model.draft?.slot?.start == TestShop.instant("2026-12-01T14:00:00Z"))
  }

  @Test func `a walk-in where nothing is free is told so, and does not spin`() {
    var desk = TestDesk.open()
    desk.shop.hours.schedule.hours = []
    desk.press("w Ann Enter")
    desk.type("2125550142")
    desk.press("PgDn")
    #expect(desk.model.page == .summary)
    #expect(desk.model.summaryState == .needsSlot)
    desk.press("y")
    #expect(desk.model.notice == .slotNeeded)
  }

  @Test func `new by customer goes on to the services with the name filled in`() {
    var desk = TestDesk.open()
    desk.press("n Eva Enter")
    #expect(desk.model.page == .services)
    desk.press("2 1")
    #expect(desk.model.page == .form)
    #expect(desk.model.draft?.text(FormSlug.name) == "Eva")
  }

  @Test func `Esc on the line keeps what was typed`() {
    var desk = TestDesk.open()
    desk.press("w Alva Esc")
    #expect(desk.model.page == .board)
    #expect(desk.model.leftDrafts.map { $0.text(FormSlug.name) } == ["Alva"])
    desk.press("' '")
    #expect(desk.model.page == .form)
    #expect(desk.model.draft?.text(FormSlug.name) == "Alva")
    #expect(desk.model.draft?.wantsEarliest == true)
  }

  @Test func `a line that has not changed does not overwrite what the form corrected`() {
    var desk = TestDesk.open()
    desk.press("w bob Enter")
    desk.press("Shift-Tab")
    desk.type(" Marley")
    desk.press("Esc")
    #expect(desk.model.page == .who)
    desk.press("Enter")
    #expect(desk.model.draft?.text(FormSlug.name) == "bob Marley")
  }

  @Test(arguments: [
    ("Ada Ray", "Ada Ray", "", ""), ("2125550142", "", "+12125550142", ""),
    ("Ada 212-555-0142 Ray", "Ada Ray", "+12125550142", ""), ("(212) 555 0142 Ada", "Ada", "+12125550142", ""),
    ("Ada ada@ray.example", "Ada", "", "ada@ray.example"), ("Unit 4", "Unit 4", "", ""),
    ("+49 30 123456 Jörg Müller", "Jörg Müller", "+4930123456", ""), ("12345", "", "12345", ""),
    ("田中 さくら", "田中 さくら", "", ""), ("  ", "", "", ""),
  ])
  func `the line is read`(text: String, name: String, phone: String, email: String) {
    var desk = TestDesk.open()
    desk.press("n")
    desk.type(text)
    desk.press("Enter")
    #expect(desk.model.draft?.text(FormSlug.name) == name)
    #expect(desk.model.draft?.text(FormSlug.phone) == phone)
    #expect(desk.model.draft?.text(FormSlug.email) == email)
  }
}

extension Key {
  /// The key of that name, where it has more than one letter.
  fileprivate func orNamed(_ name: String) -> Key { name.count > 1 ? Key(name: name) ?? self : self }
}
