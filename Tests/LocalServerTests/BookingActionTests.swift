import BookingModel
import CalProtocol
import Testing

@testable import LocalServer

@Suite struct BookingActionTests {
  // MARK: - Reschedule

  @Test func aMoveMakesANewBookingAndClosesTheOld() throws {
    let shop = try ShopFixture()
    let old = try shop.book(["bookingFieldsResponses": ["vehicle": "Golf"], "metadata": ["deskRef": "m"]])
    let answer = shop.post(
      "/v2/bookings/\(old)/reschedule", ["start": "2026-09-02T07:15:00Z", "reschedulingReason": "by phone"])
    #expect(answer.status == 201)
    let new = try #require(answer["data"]?["uid"]?.string)
    #expect(new != old)
    #expect(answer["data"]?["rescheduledFromUid"]?.string == old)
    #expect(answer["data"]?["start"] == "2026-09-02T07:15:00.000Z")
    #expect(answer["data"]?["end"] == "2026-09-02T07:45:00.000Z")
    #expect(answer["data"]?["bookingFieldsResponses"]?["vehicle"] == "Golf")
    #expect(answer["data"]?["reschedulingReason"] == "by phone")
    let before = shop.get("/v2/bookings/\(old)")["data"]
    #expect(before?["status"] == "cancelled")
    #expect(before?["rescheduledToUid"]?.string == new)
    let again = shop.post("/v2/bookings/\(old)/reschedule", ["start": "2026-09-02T09:00:00Z"])
    #expect(again.status == 400)
    #expect(again.message?.contains("has been cancelled and rescheduled already to booking with uid=\(new)") == true)
  }

  @Test func aMoveObeysTheRulesOfACreate() throws {
    let shop = try ShopFixture()
    let uid = try shop.book()
    _ = try shop.book(start: "2026-09-02T08:00:00Z")
    func move(_ body: JSONValue) -> Answer { shop.post("/v2/bookings/\(uid)/reschedule", body) }
    #expect(
      move(["start": "2026-09-02T08:00:00Z"]).message
        == "User either already has booking at this time or is not available")
    #expect(move(["start": "2026-08-02T08:00:00Z"]).message == "Attempting to book a meeting in the past.")
    #expect(
      move(["start": "2026-09-02T09:00:00Z", "colour": 1]).message?.contains("property colour should not exist") == true
    )
    #expect(move([:]).status == 400)
    #expect(shop.post("/v2/bookings/none/reschedule", ["start": "2026-09-02T09:00:00Z"]).status == 404)
    #expect(shop.get("/v2/bookings/\(uid)")["data"]?["status"] == "accepted")
    _ = shop.post("/v2/bookings/\(uid)/cancel", ["cancellationReason": "x"])
    #expect(
      move(["start": "2026-09-02T09:00:00Z"]).message
        == "Can't reschedule booking with uid=\(uid) because it has been cancelled. Please provide uid of a booking that is not cancelled."
    )
  }

  @Test func aSeatMovesAlone() throws {
    let shop = try ShopFixture()
    let id = try shop.service([
      "seats": ["seatsPerTimeSlot": 2, "showAttendeeInfo": true, "showAvailabilityCount": true]
    ])
    func seat(_ name: String) throws -> (uid: String, seat: String) {
      let data = shop.post(
        "/v2/bookings",
        ShopFixture.booking(
          service: id,
          [
            "attendee": [
              "name": .string(name), "timeZone": "UTC", "email": .string("\(name)@x.example"),
              "phoneNumber": "+4930123456",
            ]
          ])
      )["data"]
      return (try #require(data?["uid"]?.string), try #require(data?["seatUid"]?.string))
    }
    let a = try seat("a")
    let b = try seat("b")
    #expect(shop.post("/v2/bookings/\(a.uid)/reschedule", ["start": "2026-09-02T09:00:00Z"]).status == 400)
    let moved = shop.post(
      "/v2/bookings/\(a.uid)/reschedule", ["start": "2026-09-02T09:00:00Z", "seatUid": .string(b.seat)])
    #expect(moved.status == 201)
    #expect(moved["data"]?["seatUid"]?.string == b.seat)
    #expect(moved["data"]?["attendees"]?.array?.map { $0["name"] } == ["b"])
    #expect(shop.get("/v2/bookings/\(a.uid)")["data"]?["status"] == "accepted")
    let wrong = shop.post("/v2/bookings/\(a.uid)/cancel", ["cancellationReason": "x", "seatUid": .string(b.seat)])
    #expect(wrong.message == "Invalid seatUid: this seat does not belong to this booking.")
    let none = shop.post("/v2/bookings/\(a.uid)/cancel", ["cancellationReason": "x", "seatUid": "none"])
    #expect(none.message == "Invalid seatUid: this seat does not exist or has already been cancelled.")
    let stranger = shop.post("/v2/bookings/\(a.uid)/cancel", [:], key: nil)
    #expect(stranger.json == ["statusCode": 401, "message": "User not a host of this event"])
    let last = shop.post("/v2/bookings/\(a.uid)/cancel", ["seatUid": .string(a.seat)], key: nil)
    #expect(last["data"]?["status"] == "cancelled")
  }

  // MARK: - Cancel

  @Test func aCancelNeedsAReasonFromTheHostAndHappensOnce() throws {
    let shop = try ShopFixture()
    let uid = try shop.book()
    let silent = shop.post("/v2/bookings/\(uid)/cancel", [:])
    #expect(silent.json == ["statusCode": 400, "message": "Cancellation reason is required when you are the host"])
    #expect(shop.post("/v2/bookings/\(uid)/cancel", nil).message == "Body is required")
    let done = shop.post("/v2/bookings/\(uid)/cancel", ["cancellationReason": "ill"])
    #expect(done.status == 200)
    #expect(done["data"]?["status"] == "cancelled")
    #expect(done["data"]?["cancellationReason"] == "ill")
    #expect(done["data"]?["updatedAt"] == "2026-09-01T10:00:00.000Z")
    let again = shop.post("/v2/bookings/\(uid)/cancel", ["cancellationReason": "ill"])
    #expect(
      again.message
        == "Can't cancel booking with uid=\(uid) because it has been cancelled already. Please provide uid of a booking that is not cancelled."
    )
    #expect(
      shop.post("/v2/bookings/none/cancel", ["cancellationReason": "x"]).message == "Booking with uid=none not found")
    // The time is free again, and the same booking may be made again.
    _ = try shop.book()
  }

  @Test func whatHasEndedIsNotCancelled() throws {
    let shop = try ShopFixture()
    let uid = try shop.book()
    shop.clock.set("2026-09-02T07:30:00Z")
    let answer = shop.post("/v2/bookings/\(uid)/cancel", ["cancellationReason": "x"])
    #expect(answer.json == ["statusCode": 400, "message": "Cannot cancel a booking that has already ended"])
  }

  @Test func aSeriesIsCancelledFromOneOnOrWhole() throws {
    let shop = try ShopFixture()
    let id = try shop.service(["recurrence": ["interval": 1, "occurrences": 4, "frequency": "weekly"]])
    let rows = try #require(shop.post("/v2/bookings", ShopFixture.booking(service: id))["data"]?.array)
    let uids = rows.compactMap { $0["uid"]?.string }
    let series = try #require(rows.first?["recurringBookingUid"]?.string)
    let wrong = shop.post(
      "/v2/bookings/\(series)/cancel", ["cancellationReason": "x", "cancelSubsequentBookings": true])
    #expect(wrong.message?.hasPrefix("Cannot cancel subsequent bookings for recurring event") == true)
    let later = shop.post(
      "/v2/bookings/\(uids[2])/cancel", ["cancellationReason": "x", "cancelSubsequentBookings": true])
    #expect(later["data"]?.array?.count == 2)
    let rest = shop.post("/v2/bookings/\(series)/cancel", ["cancellationReason": "x"])
    #expect(rest["data"]?.array?.count == 2)
    #expect(shop.get("/v2/bookings?status=cancelled")["data"]?.array?.count == 4)
  }

  // MARK: - The others

  @Test func aPendingBookingIsConfirmedOrDeclinedOnce() throws {
    let shop = try ShopFixture()
    let id = try shop.service(["confirmationPolicy": ["type": "always", "blockUnconfirmedBookingsInBooker": false]])
    let first = try shop.book(service: id, key: nil)
    #expect(shop.post("/v2/bookings/\(first)/confirm", [:], key: nil).status == 401)
    #expect(shop.post("/v2/bookings/\(first)/confirm", [:])["data"]?["status"] == "accepted")
    let again = shop.post("/v2/bookings/\(first)/confirm", [:])
    #expect(again.status == 400)
    #expect(again.code == "TRPCError")
    let second = try shop.book(start: "2026-09-02T08:00:00Z", service: id, key: nil)
    #expect(shop.post("/v2/bookings/\(second)/decline", ["reason": "full"])["data"]?["status"] == "rejected")
    #expect(
      shop.post("/v2/bookings/\(second)/reschedule", ["start": "2026-09-02T09:00:00Z"]).message?.contains("rejected")
        == true)
    #expect(shop.post("/v2/bookings/none/confirm", [:]).status == 404)
  }

  @Test func absenceIsMarkedAfterTheStartOnly() throws {
    let shop = try ShopFixture()
    let uid = try shop.book()
    let body: JSONValue = ["host": true, "attendees": [["email": "4930123456@sms.cal.com", "absent": true]]]
    let early = shop.post("/v2/bookings/\(uid)/mark-absent", body)
    #expect(early.status == 400)
    #expect(
      early.message
        == "Bookings can only be marked as absent after their scheduled start time. Current time in UTC+0: 2026-09-01T10:00:00.000Z, Booking start time in UTC+0: 2026-09-02T07:00:00.000Z"
    )
    shop.clock.set("2026-09-02T07:10:00Z")
    let done = shop.post("/v2/bookings/\(uid)/mark-absent", body)
    #expect(done["data"]?["absentHost"] == true)
    #expect(done["data"]?["attendees"]?.array?.first?["absent"] == true)
    #expect(done["data"]?["status"] == "accepted")
    #expect(shop.post("/v2/bookings/none/mark-absent", body).message == "Booking with uid=none not found.")
    #expect(shop.post("/v2/bookings/\(uid)/mark-absent", ["attendees": []]).status == 400)
  }

  @Test func attendeesComeAndGo() throws {
    let shop = try ShopFixture()
    let uid = try shop.book()
    let added = shop.post(
      "/v2/bookings/\(uid)/attendees", ["name": "Bo", "email": "bo@x.example", "timeZone": "Europe/Berlin"])
    #expect(added.status == 201)
    let id = try #require(added["data"]?["id"]?.int)
    #expect(added["data"]?["bookingId"] != nil)
    let rows = try #require(shop.get("/v2/bookings/\(uid)/attendees")["data"]?.array)
    #expect(rows.map { $0["name"] } == ["Ada Ray", "Bo"])
    #expect(shop.get("/v2/bookings/\(uid)/attendees/\(id)")["data"]?["email"] == "bo@x.example")
    let primary = try #require(rows.first?["id"]?.int)
    #expect(shop.send("DELETE", "/v2/bookings/\(uid)/attendees/\(primary)").status == 400)
    #expect(shop.send("DELETE", "/v2/bookings/\(uid)/attendees/\(id)").status == 200)
    #expect(shop.get("/v2/bookings/\(uid)/attendees/\(id)").status == 404)
    #expect(shop.post("/v2/bookings/\(uid)/attendees", ["name": "Bo"]).status == 400)
  }

  @Test func guestsAreTenAtATimeAndThirtyInAll() throws {
    let shop = try ShopFixture()
    let uid = try shop.book()
    func guests(_ range: Range<Int>) -> JSONValue {
      ["guests": .array(range.map { ["email": .string("g\($0)@x.example")] })]
    }
    #expect(shop.post("/v2/bookings/\(uid)/guests", guests(0..<11)).status == 400)
    #expect(shop.post("/v2/bookings/\(uid)/guests", guests(0..<10))["data"]?["guests"]?.array?.count == 10)
    #expect(shop.post("/v2/bookings/\(uid)/guests", guests(10..<20)).status == 200)
    let full = shop.post("/v2/bookings/\(uid)/guests", guests(20..<30))
    #expect(
      full.message
        == "Cannot add 10 guests. This booking already has 21 attendees. Maximum total guests allowed is 30. You can add up to 9 more guests."
    )
    #expect(shop.get("/v2/bookings/\(uid)")["data"]?["attendees"]?.array?.count == 21)
  }

  @Test func theLocationIsChanged() throws {
    let shop = try ShopFixture()
    let uid = try shop.book()
    let answer = shop.patch(
      "/v2/bookings/\(uid)/location", ["location": ["type": "address", "address": "Bay 2"]])
    #expect(answer.status == 200)
    #expect(answer["data"]?["location"] == "Bay 2")
    #expect(shop.patch("/v2/bookings/\(uid)/location", ["location": ["type": "moon"]]).status == 400)
  }

  @Test func linksLeadToCalendars() throws {
    let shop = try ShopFixture()
    let uid = try shop.book()
    let links = shop.get("/v2/bookings/\(uid)/calendar-links")["data"]?.array ?? []
    #expect(links.map { $0["label"] } == ["Google Calendar", "Microsoft Office 365", "Microsoft Outlook", "ICS"])
    #expect(links.first?["link"]?.string?.contains("20260902T070000Z/20260902T073000Z") == true)
    #expect(shop.get("/v2/bookings/\(uid)/references")["data"] == [])
  }

  @Test func onlyRoundRobinIsReassigned() throws {
    let shop = try ShopFixture()
    let uid = try shop.book()
    #expect(
      shop.post("/v2/bookings/\(uid)/reassign", nil).message
        == "Can't reassign the booking because no other host is available at that time.")
    #expect(
      shop.post("/v2/bookings/\(uid)/reassign/5", [:]).message?.hasPrefix(
        "User with id=5 is not a valid Round Robin host") == true)
    var hours = Schedule(id: Schedule.ID(0), name: "Bo", zone: "Europe/Berlin")
    hours.hours = [Schedule.Hours(days: [.wednesday], span: MinuteSpan(start: 540, end: 1020))]
    let bo = try shop.api.addHost(Account(id: 0, username: "bo", name: "Bo", zone: "Europe/Berlin"), schedule: hours)
    let id = try shop.service([
      "schedulingType": "roundRobin", "hosts": [["userId": 1], ["userId": .int(Int64(bo.id))]],
    ])
    // Bo has nothing that day yet, so it goes there first.
    let mine = try shop.book(start: "2026-09-02T09:00:00Z", service: id)
    #expect(shop.get("/v2/bookings/\(mine)")["data"]?["hosts"]?.array?.first?["name"] == "Bo")
    let answer = shop.post("/v2/bookings/\(mine)/reassign", nil)
    #expect(answer["data"]?["reassignedTo"]?["name"] == "Lakeside")
    #expect(shop.get("/v2/bookings/\(mine)")["data"]?["hosts"]?.array?.first?["name"] == "Lakeside")
  }

  @Test func askingForAnotherTimeCancels() throws {
    let shop = try ShopFixture()
    let uid = try shop.book()
    let answer = shop.post(
      "/v2/bookings/\(uid)/request-reschedule", ["rescheduleReason": "late"], version: "2026-02-25")
    #expect(answer.json == ["status": "success"])
    #expect(shop.get("/v2/bookings/\(uid)")["data"]?["status"] == "cancelled")
  }
}
