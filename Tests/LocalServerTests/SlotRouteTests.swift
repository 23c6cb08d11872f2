import BookingModel
import CalProtocol
import Testing

@testable import LocalServer

@Suite struct SlotRouteTests {
  private func days(_ answer: Answer) -> [String: [String]] {
    (answer["data"]?.object ?? [:]).mapValues { $0.array?.compactMap { $0["start"]?.string } ?? [] }
  }

  @Test func aDayOfTheShopHasItsSlotsInItsOwnOffset() throws {
    let answer = try ShopFixture().get(
      "/v2/slots?eventTypeId=1&start=2026-09-01T22:00:00Z&end=2026-09-02T21:59:59Z&timeZone=Europe/Berlin")
    let day = try #require(days(answer)["2026-09-02"])
    #expect(day.count == 31)
    #expect(day.first == "2026-09-02T09:00:00.000+02:00")
    #expect(day.last == "2026-09-02T16:30:00.000+02:00")
    #expect(days(answer).count == 1)
  }

  @Test func startsAndEndsAreReadAsUTCAndMidnightIsWidened() throws {
    let shop = try ShopFixture()
    let wide = days(shop.get("/v2/slots?eventTypeId=1&start=2026-09-02&end=2026-09-02"))
    #expect(wide["2026-09-02"]?.first == "2026-09-02T07:00:00.000Z")
    #expect(wide["2026-09-02"]?.count == 31)
    let explicit = days(shop.get("/v2/slots?eventTypeId=1&start=2026-09-02T00:00:00Z&end=2026-09-03T00:00:00Z"))
    #expect(explicit.keys.sorted() == ["2026-09-02", "2026-09-03"])
    let apia = days(shop.get("/v2/slots?eventTypeId=1&start=2026-09-02&end=2026-09-02&timeZone=Pacific/Apia"))
    #expect(apia.keys.sorted() == ["2026-09-02", "2026-09-03"])
  }

  @Test func thePastAndClosedDaysAreLeftOut() throws {
    let shop = try ShopFixture()
    let today = days(shop.get("/v2/slots?eventTypeId=1&start=2026-09-01&end=2026-09-01"))
    #expect(today["2026-09-01"]?.first == "2026-09-01T10:00:00.000Z")
    #expect(days(shop.get("/v2/slots?eventTypeId=1&start=2026-09-06&end=2026-09-06")) == [:])
    #expect(days(shop.get("/v2/slots?eventTypeId=1&start=2026-08-01&end=2026-08-05")) == [:])
  }

  @Test func rangesHaveEndsAndSlugsAddressToo() throws {
    let shop = try ShopFixture()
    let answer = shop.get(
      "/v2/slots?eventTypeSlug=full-detail&username=lakeside&start=2026-09-02&end=2026-09-02&format=range")
    let first = answer["data"]?["2026-09-02"]?.array?.first
    #expect(first?["start"] == "2026-09-02T07:00:00.000Z")
    #expect(first?["end"] == "2026-09-02T09:00:00.000Z")
  }

  @Test(arguments: [
    ("eventTypeId=99&start=2026-09-02&end=2026-09-02", 404, "Event Type not found"),
    ("eventTypeSlug=x&username=lakeside&start=2026-09-02&end=2026-09-02", 404, "Event Type not found"),
    ("eventTypeSlug=x&username=nobody&start=2026-09-02&end=2026-09-02", 404, "User with username nobody not found"),
    ("eventTypeSlug=x&teamSlug=red&start=2026-09-02&end=2026-09-02", 404, "Team with slug red not found"),
    (
      "usernames=a,b&organizationSlug=acme&start=2026-09-02&end=2026-09-02", 404,
      "slots-input.service.ts: Organization with slug acme not found"
    ),
    (
      "usernames=a&organizationSlug=acme&start=2026-09-02&end=2026-09-02", 400,
      "The array must contain at least 2 elements."
    ),
    ("eventTypeId=1&start=2026-09-03&end=2026-09-02", 400, "Invalid time range given"),
    ("eventTypeId=1&startTime=2026-09-03&endTime=2026-09-02", 400, "property startTime should not exist"),
    ("eventTypeId=1&username=lakeside&start=2026-09-02&end=2026-09-02", 400, "property username should not exist"),
    ("eventTypeId=1&start=2026-09-02&end=2026-09-02&format=list", 400, "slotFormat must be either 'range' or 'time'"),
    ("eventTypeId=1&start=2026-09-02&end=2026-09-02&duration=60", 400, "not a variable length event type"),
    ("eventTypeId=1&start=2026-09-02&end=2026-09-02&timeZone=Mars/Olympus", 400, "IANA"),
  ])
  func aFaultyQuestionIsRefused(_ query: String, _ status: Int, _ text: String) throws {
    let answer = try ShopFixture().get("/v2/slots?" + query)
    #expect(answer.status == status)
    #expect(answer.message?.contains(text) == true, "\(answer.text)")
  }

  @Test func aLengthOfSeveralIsAnswered() throws {
    let shop = try ShopFixture()
    let id = try shop.service(["lengthInMinutesOptions": [30, 60], "slotInterval": 30])
    let answer = shop.get("/v2/slots?eventTypeId=\(id)&start=2026-09-02&end=2026-09-02&duration=60&format=range")
    #expect(answer["data"]?["2026-09-02"]?.array?.count == 15)
    #expect(
      shop.get("/v2/slots?eventTypeId=\(id)&start=2026-09-02&end=2026-09-02&duration=45").status == 400)
  }

  @Test func aBookingHidesItsTimeUnlessItIsTheOneThatMoves() throws {
    let shop = try ShopFixture()
    let uid = try shop.book()
    let query = "/v2/slots?eventTypeId=1&start=2026-09-02&end=2026-09-02"
    #expect(days(shop.get(query))["2026-09-02"]?.first == "2026-09-02T07:30:00.000Z")
    #expect(
      days(shop.get(query + "&bookingUidToReschedule=" + uid))["2026-09-02"]?.first == "2026-09-02T07:00:00.000Z")
  }

  @Test func aHoldHidesItsSlotFromEverybodyUntilItEnds() throws {
    let shop = try ShopFixture()
    let query = "/v2/slots?eventTypeId=1&start=2026-09-02&end=2026-09-02"
    let made = shop.post(
      "/v2/slots/reservations",
      ["eventTypeId": 1, "slotStart": "2026-09-02T07:00:00Z", "reservationDuration": 10])
    #expect(made.status == 201)
    #expect(made["data"]?["reservationUntil"] == "2026-09-01T10:10:00.000Z")
    #expect(made["data"]?["slotEnd"] == "2026-09-02T07:30:00.000Z")
    let uid = try #require(made["data"]?["reservationUid"]?.string)
    #expect(days(shop.get(query))["2026-09-02"]?.first == "2026-09-02T07:30:00.000Z")
    #expect(shop.get("/v2/slots/reservations/\(uid)", key: nil)["data"]?["reservationUid"]?.string == uid)
    // It is no lock: the booking may be made, with or without it (CONTRACT 11).
    shop.clock.advance(minutes: 10)
    #expect(days(shop.get(query))["2026-09-02"]?.first == "2026-09-02T07:00:00.000Z")
    #expect(shop.get("/v2/slots/reservations/\(uid)")["data"] == .null)
  }

  @Test func aHoldOnWhatIsTakenIsRefused() throws {
    let shop = try ShopFixture()
    let body: JSONValue = ["eventTypeId": 1, "slotStart": "2026-09-02T07:00:00Z"]
    let first = shop.post("/v2/slots/reservations", body)
    #expect(first["data"]?["reservationDuration"] == 5)
    let second = shop.post("/v2/slots/reservations", body)
    #expect(second.status == 422)
    #expect(second.message?.hasPrefix("This time slot is already reserved by another user.") == true)
    let uid = try #require(first["data"]?["reservationUid"]?.string)
    let longer = shop.patch(
      "/v2/slots/reservations/\(uid)",
      ["eventTypeId": 1, "slotStart": "2026-09-02T07:00:00Z", "reservationDuration": 30])
    #expect(longer.status == 200)
    #expect(longer["data"]?["reservationUntil"] == "2026-09-01T10:30:00.000Z")
    #expect(shop.send("DELETE", "/v2/slots/reservations/\(uid)", key: nil).status == 200)
    #expect(shop.send("DELETE", "/v2/slots/reservations/\(uid)", key: nil).status == 200)
    _ = try shop.book()
    let booked = shop.post("/v2/slots/reservations", body)
    #expect(booked.status == 422)
    #expect(booked.message == "Can't reserve a slot if the event is already booked.")
  }

  @Test func reservationsSayWhatIsWrong() throws {
    let shop = try ShopFixture()
    let anonymous = shop.post(
      "/v2/slots/reservations",
      ["eventTypeId": 1, "slotStart": "2026-09-02T07:00:00Z", "reservationDuration": 10], key: nil)
    #expect(anonymous.status == 401)
    #expect(anonymous.message?.hasPrefix("reservationDuration can only be used") == true)
    let unknown = shop.post("/v2/slots/reservations", ["eventTypeId": 9, "slotStart": "2026-09-02T07:00:00Z"])
    #expect(unknown.status == 404)
    #expect(unknown.message == "Event Type with ID=9 not found")
    let length = shop.post(
      "/v2/slots/reservations", ["eventTypeId": 1, "slotStart": "2026-09-02T07:00:00Z", "slotDuration": 60])
    #expect(length.status == 400)
    let gone = shop.patch("/v2/slots/reservations/abc", ["eventTypeId": 1, "slotStart": "2026-09-02T07:00:00Z"])
    #expect(gone.message == "Slot with uid=abc not found")
  }

  @Test func seatsAreCounted() throws {
    let shop = try ShopFixture()
    let id = try shop.service([
      "seats": ["seatsPerTimeSlot": 2, "showAttendeeInfo": true, "showAvailabilityCount": true]
    ])
    _ = try shop.book(service: id)
    let first = shop.get("/v2/slots?eventTypeId=\(id)&start=2026-09-02&end=2026-09-02")["data"]?["2026-09-02"]?.array?
      .first
    #expect(first?["seatsTotal"] == 2)
    #expect(first?["seatsBooked"] == 1)
    #expect(first?["seatsRemaining"] == 1)
  }
}
