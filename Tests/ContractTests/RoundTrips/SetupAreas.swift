import BookingModel
import CalProtocol
import Testing

// Account, event types, schedules, webhooks (CONTRACT 7, 8, 9, 15).

extension Area {
  func visitAccount(_ desk: any Desk) throws {
    #expect(try desk.answer(to: Calls.account()) == desk.shop.owner)
    #expect(try desk.answer(to: Calls.teams()).rows.isEmpty)
    #expect(try desk.answer(to: Calls.teamServices(3)).rows.isEmpty)
  }

  func visitServices(_ desk: any Desk) throws {
    #expect(
      try desk.answer(to: Calls.services()).rows.map(\.slug) == ["express-wash", "interior-refresh", "full-detail"])
    var whole = ClientRequests.service
    whole.slug = "whole"
    whole.scheduleID = desk.shop.owner.defaultScheduleID
    whole.fields = ContractShop.systemFields + ContractShop.questions.map(\.field)
    var plain = ContractShop.service("plain")
    plain.locations = []
    for service in [whole, plain] {
      let made = try desk.answer(to: Calls.createService(service))
      var expected = service
      expected.id = made.id
      // The route sets no price (CONTRACT 8.1).
      expected.price = Money(minorUnits: 0, currency: made.price.currency)
      #expect(made == expected)
      #expect(try desk.answer(to: Calls.service(made.id)) == expected)
      let named = try desk.answer(to: Calls.services(username: desk.shop.owner.username, slug: service.slug)).rows
      // Lists leave hidden questions out (CONTRACT 8.1).
      var listed = expected
      listed.fields.removeAll { $0.isHidden }
      #expect(named == [listed])
    }
    let id = try desk.answer(to: Calls.services()).rows.first { $0.slug == "plain" }?.id ?? Service.ID(0)
    let changed = try desk.answer(
      to: Calls.updateService(id, ["title": "New", "hidden": true, "slotInterval": nil, "lengthInMinutes": 40]))
    var expected = plain
    expected.id = id
    expected.title = "New"
    expected.isHidden = true
    expected.minutes = 40
    expected.rules.slotInterval = nil
    #expect(changed == expected)
    #expect(try desk.answer(to: Calls.service(id)) == expected)
    // Hidden ones are their owner's to see.
    #expect(try desk.answer(to: Calls.services()).rows.contains { $0.id == id })
    #expect(try desk.answer(to: Calls.services(), as: .guest).rows.isEmpty)
    try desk.answer(to: Calls.deleteService(id))
    #expect(try !desk.answer(to: Calls.services()).rows.contains { $0.id == id })
  }

  func visitSchedules(_ desk: any Desk) throws {
    let first = try #require(try desk.answer(to: Calls.defaultSchedule()))
    #expect(first.id == desk.shop.owner.defaultScheduleID)
    #expect(first.hours.map(\.span) == [MinuteSpan(start: 540, end: 1020)])
    var wanted = ClientRequests.schedule
    wanted.overrides.append(.init(day: ClientRequests.day.advanced(by: 1), span: MinuteSpan(start: 0, end: 0)))
    wanted.isDefault = false
    let made = try desk.answer(to: Calls.createSchedule(wanted))
    wanted.id = made.id
    #expect(made == wanted)
    #expect(try desk.answer(to: Calls.schedule(made.id)) == wanted)
    #expect(try desk.answer(to: Calls.schedules()).rows == [first, wanted])
    wanted.name = "Summer"
    wanted.zone = "Asia/Kathmandu"
    wanted.isDefault = true
    wanted.hours = []
    #expect(try desk.answer(to: Calls.updateSchedule(wanted)) == wanted)
    #expect(try desk.answer(to: Calls.defaultSchedule()) == wanted)
    #expect(try desk.answer(to: Calls.account()).defaultScheduleID == wanted.id)
    try desk.answer(to: Calls.deleteSchedule(wanted.id))
    #expect(try desk.answer(to: Calls.schedules()).rows == [first])
    #expect(try desk.answer(to: Calls.defaultSchedule()) == first)
    try desk.answer(to: Calls.deleteSchedule(first.id))
    #expect(try desk.answer(to: Calls.defaultSchedule()) == nil)
  }

  func visitWebhooks(_ desk: any Desk) throws {
    var wanted = ClientRequests.webhook
    let made = try desk.answer(to: Calls.createWebhook(wanted))
    wanted.id = made.id
    wanted.userID = desk.shop.owner.id
    #expect(made == wanted)
    #expect(try desk.answer(to: Calls.webhooks()).rows == [wanted])
    wanted.isActive = false
    wanted.triggers = ["BOOKING_CANCELLED", "BOOKING_RESCHEDULED"]
    wanted.subscriberURL = "https://other.example/hook"
    #expect(try desk.answer(to: Calls.updateWebhook(wanted)) == wanted)
    #expect(WebhookWire(try desk.data(.webhook(wanted.id))) == wanted)
    try desk.answer(to: Calls.deleteWebhook(wanted.id))
    #expect(try desk.answer(to: Calls.webhooks()).rows.isEmpty)
  }
}
