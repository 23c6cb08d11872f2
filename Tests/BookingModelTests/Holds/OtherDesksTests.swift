import BookingModel
import TestDesk
import Testing

/// What other desks hold, and our own other drafts, is not free for the draft in hand.
@Suite struct OtherDesksTests {
  private static let eleven = TestShop.instant("2026-11-23T16:00:00Z")

  private func other(_ service: Int, _ start: Instant, minutes: Int, desk: String = "Desk 2") -> DeskHold {
    DeskHold(
      reservation: Reservation(
        uid: "o\(service)", service: Service.ID(service), start: start, end: start.adding(minutes: minutes),
        until: TestShop.monday10.adding(minutes: 5)), desk: desk, draft: "theirs")
  }

  @Test func `their times are read each second where free times are on screen, and with the polls elsewhere`() {
    var desk = TestDesk.open()
    #expect(desk.effects.count { $0 == .readHolds } == 1)
    desk.tick(seconds: 14)
    #expect(desk.effects.count { $0 == .readHolds } == 1)
    desk.tick(seconds: 1)
    #expect(desk.effects.count { $0 == .readHolds } == 2)
    desk.press("b 1")
    desk.effects = []
    for _ in 0..<3 { desk.tick(seconds: 1) }
    #expect(desk.effects.count { $0 == .readHolds } == 3)
  }

  @Test func `the time of another desk is not free for any service that needs the same hosts, and says whose it is`() {
    var desk = TestDesk.open()
    desk.shop.otherDesks = [other(2, OtherDesksTests.eleven, minutes: 30)]
    desk.press("b 1")
    desk.tick(seconds: 1)
    let free = desk.model.soonest.map(\.start)
    #expect(!free.contains(OtherDesksTests.eleven))
    // 10:45 to 11:15 overlaps it as well.
    #expect(!free.contains(TestShop.instant("2026-11-23T15:45:00Z")))
    #expect(desk.model.reasonNotFree(OtherDesksTests.eleven) == .held(desk: "Desk 2"))
    #expect(desk.model.blockingHolds.map(\.desk) == ["Desk 2"])
  }

  @Test func `a time that another desk takes under our eyes is lost, and y does not send it`() {
    var desk = TestDesk.summary()
    desk.shop.otherDesks = [other(3, TestShop.instant("2026-11-23T15:45:00Z"), minutes: 30)]
    desk.shop.holdTrouble = .server(CalError(kind: .forbidden, status: 403))
    desk.tick(seconds: 1)
    guard case .slotLost = desk.model.summaryState else {
      Issue.record("\(desk.model.summaryState)")
      return
    }
    #expect(desk.model.holdOnChosenTime?.desk == "Desk 2")
    desk.press("y")
    #expect(desk.effects.allSatisfy { !$0.isWrite })
  }

  @Test func `where two hosts serve, one hold leaves room for another`() {
    var shop = TestShop()
    for index in shop.services.indices {
      shop.services[index].hosts = [Host(id: "1", name: "Peter"), Host(id: "2", name: "Pia")]
      shop.services[index].schedulingType = "roundRobin"
    }
    var desk = TestDesk.open(shop)
    desk.shop.otherDesks = [other(2, OtherDesksTests.eleven, minutes: 30)]
    desk.press("b 1")
    desk.tick(seconds: 1)
    #expect(desk.model.soonest.map(\.start).contains(OtherDesksTests.eleven))
    desk.shop.otherDesks.append(other(3, OtherDesksTests.eleven, minutes: 120, desk: "Desk 3"))
    desk.tick(seconds: 1)
    #expect(!desk.model.soonest.map(\.start).contains(OtherDesksTests.eleven))
  }

  @Test func `services of other hosts do not stand in the way`() {
    var shop = TestShop()
    shop.services[0].hosts = [Host(id: "1", name: "Peter")]
    shop.services[1].hosts = [Host(id: "2", name: "Pia")]
    var desk = TestDesk.open(shop)
    desk.shop.otherDesks = [other(2, OtherDesksTests.eleven, minutes: 30)]
    desk.press("b 1")
    desk.tick(seconds: 1)
    #expect(desk.model.soonest.map(\.start).contains(OtherDesksTests.eleven))
  }

  @Test func `what a parked draft of ours holds is not offered to the next, which is told that this desk holds it`() {
    var desk = HoldTests.held()
    desk.press("z")
    desk.press("b 1")
    #expect(!desk.model.soonest.map(\.start).contains(HoldTests.quarterTo))
    #expect(desk.model.reasonNotFree(HoldTests.quarterTo) == .held(desk: nil))
  }

  @Test func `the wish for a hold names the services that need the same hosts`() {
    var desk = TestDesk.summary()
    desk.tick(milliseconds: 400)
    #expect(desk.holdQuestions[0].rivals == [Service.ID(1), Service.ID(2), Service.ID(3)])
    #expect(desk.holdQuestions[0].room == 1)
  }

  @Test func `what another desk lets go is offered again at once`() {
    var desk = TestDesk.open()
    let theirs = other(2, OtherDesksTests.eleven, minutes: 30)
    desk.shop.otherDesks = [theirs]
    desk.shop.reservations = [theirs.reservation]
    desk.press("b 1")
    desk.tick(seconds: 1)
    #expect(!desk.model.soonest.map(\.start).contains(OtherDesksTests.eleven))
    desk.shop.otherDesks = []
    desk.shop.reservations = []
    desk.tick(seconds: 1)
    #expect(desk.model.soonest.map(\.start).contains(OtherDesksTests.eleven))
  }

  @Test func `a hold that has run out is in nobody's way`() {
    var desk = TestDesk.open()
    desk.shop.otherDesks = [other(2, OtherDesksTests.eleven, minutes: 30)]
    desk.press("b 1")
    desk.tick(seconds: 1)
    desk.isAnswering = false
    desk.tick(seconds: 300)
    #expect(desk.model.reasonNotFree(OtherDesksTests.eleven) != .held(desk: "Desk 2"))
  }
}
