import BookingModel
import CalProtocol
import Testing

@testable import LocalServer

@Suite struct SetupRouteTests {
  @Test func aFirstStartMakesTheShop() throws {
    let shop = try ShopFixture()
    let me = shop.get("/v2/me")
    #expect(me.status == 200)
    #expect(me["data"]?["username"] == "lakeside")
    #expect(me["data"]?["timeZone"] == "Europe/Berlin")
    #expect(me["data"]?["weekStart"] == "Monday")
    let types = shop.get("/v2/event-types")
    #expect(types["data"]?.array?.map { $0["slug"]?.string } == ["express-wash", "interior-refresh", "full-detail"])
    #expect(types["data"]?.array?.map { $0["lengthInMinutes"]?.int } == [30, 45, 120])
    #expect(types["data"]?.array?.map { $0["price"]?.int } == [2500, 4000, 7500])
    #expect(types["data"]?.array?.allSatisfy { $0["currency"] == "eur" && $0["slotInterval"] == 15 } == true)
    let schedule = shop.get("/v2/schedules/default")
    #expect(schedule["data"]?["availability"]?.array?.first?["startTime"] == "09:00")
    #expect(schedule["data"]?["isDefault"] == true)
    let service = try #require(EventTypeWire.read(types["data"]?.array?.first ?? .null))
    #expect(service.allowsAttendeeWithoutEmail)
    #expect(service.fields.contains { $0.slug == "vehicle" && !$0.isRequired && $0.kind == .text })
  }

  @Test func aSecondDeskFindsTheShopMade() throws {
    let folder = try ScratchFolder()
    let first = try ShopFixture(path: folder.path + "/shop.sqlite")
    let second = try ShopFixture(path: folder.path + "/shop.sqlite")
    #expect(second.get("/v2/event-types")["data"]?.array?.count == 3)
    #expect(first.get("/v2/me").json == second.get("/v2/me").json)
  }

  @Test func everyAnswerCarriesItsIdAndTheRateHeaders() throws {
    let answer = try ShopFixture().get("/v2/me")
    #expect(answer.header("X-Request-Id")?.count == 36)
    #expect(answer.header("X-RateLimit-Limit-Default") != nil)
    #expect(answer.header("X-RateLimit-Remaining-Default") != nil)
    #expect(answer.header("X-RateLimit-Reset-Default") == "60")
  }

  @Test func aLimitThatIsSetIsKept() throws {
    let shop = try ShopFixture(requestsPerMinute: 2)
    #expect(shop.get("/v2/me").status == 200)
    #expect(shop.get("/v2/me").header("x-ratelimit-remaining-default") == "0")
    let refused = shop.get("/v2/me")
    #expect(refused.status == 429)
    #expect(refused.code == "ThrottlerException")
    shop.clock.advance(minutes: 1)
    #expect(shop.get("/v2/me").status == 200)
  }

  @Test(arguments: [
    ("cal_wrong", "ApiAuthStrategy - api key - Your api key is not valid"),
    ("something.else", "ApiAuthStrategy - access token - Invalid Access Token."),
  ])
  func aWrongKeyIsRefusedEvenOnPublicRoutes(_ key: String, _ text: String) throws {
    let shop = try ShopFixture()
    for target in ["/v2/me", "/v2/slots?eventTypeId=1&start=2026-09-02&end=2026-09-02"] {
      let answer = shop.get(target, key: key)
      #expect(answer.status == 401)
      #expect(answer.message == text)
    }
  }

  @Test func withoutAKeyOnlyTheOpenRoutesAnswer() throws {
    let shop = try ShopFixture()
    #expect(shop.get("/v2/me", key: nil).status == 401)
    #expect(shop.get("/v2/me", key: nil).message?.hasPrefix("ApiAuthStrategy - No authentication method") == true)
    #expect(shop.get("/v2/bookings", key: nil).status == 401)
    #expect(shop.get("/v2/event-types", key: nil)["data"] == [])
    #expect(shop.get("/v2/event-types?username=lakeside", key: nil)["data"]?.array?.count == 3)
    #expect(shop.get("/v2/slots?eventTypeId=1&start=2026-09-02&end=2026-09-02", key: nil).status == 200)
  }

  @Test(arguments: [
    ("GET", "/v2/slots?eventTypeId=1&start=2026-09-02&end=2026-09-02", "2024-08-13"),
    ("GET", "/v2/slots?eventTypeId=1&start=2026-09-02&end=2026-09-02", ""),
    ("GET", "/v2/event-types", "2024-08-13"), ("GET", "/v2/event-types", "2026-02-25"),
    ("GET", "/v2/bookings", "2024-09-04"), ("GET", "/v2/bookings", "2099-01-01"),
    ("GET", "/v2/schedules", "2024-08-13"), ("GET", "/v2/nowhere", "2024-08-13"), ("DELETE", "/v2/me", ""),
    ("PUT", "/v2/bookings", "2024-08-13"), ("GET", "/v1/bookings", "2024-08-13"), ("GET", "/v2", ""),
  ])
  func aRouteThatIsNotThereSaysCannot(_ method: String, _ target: String, _ version: String) throws {
    let answer = try ShopFixture().send(method, target, version: version)
    #expect(answer.status == 404)
    #expect(answer.message == "Cannot \(method) \(target)")
    #expect(answer.code == "NotFoundException")
    #expect(answer["path"]?.string == target)
  }

  @Test func aServiceIsCreatedReadPatchedAndDeleted() throws {
    let shop = try ShopFixture()
    let id = try shop.service(["slotInterval": 10, "beforeEventBuffer": 5, "lengthInMinutesOptions": [30, 60]])
    var answer = shop.get("/v2/event-types/\(id)")
    #expect(answer["data"]?["beforeEventBuffer"] == 5)
    #expect(answer["data"]?["lengthInMinutesOptions"] == [30, 60])
    #expect(answer["data"]?["bookingFields"]?.array?.contains { $0["hidden"] == true } == true)
    let listed = shop.get("/v2/event-types")["data"]?.array?.last
    #expect(listed?["id"]?.int == id)
    #expect(listed?["bookingFields"]?.array?.contains { $0["hidden"] == true } == false)
    answer = shop.patch("/v2/event-types/\(id)", ["title": "Other", "hidden": true])
    #expect(answer["data"]?["title"] == "Other")
    #expect(answer["data"]?["slotInterval"] == 10)
    #expect(shop.get("/v2/event-types?username=lakeside")["data"]?.array?.count == 3)
    #expect(shop.get("/v2/event-types?username=lakeside&eventSlug=full-detail")["data"]?.array?.count == 1)
    #expect(shop.get("/v2/event-types?username=nobody")["data"] == [])
    #expect(shop.send("DELETE", "/v2/event-types/\(id)").status == 200)
    answer = shop.get("/v2/event-types/\(id)")
    #expect(answer.status == 404)
    #expect(answer.message == "Event type with id \(id) not found")
  }

  @Test func aSlugIsUsedOnce() throws {
    let shop = try ShopFixture()
    let answer = shop.post("/v2/event-types", ["title": "T", "slug": "express-wash", "lengthInMinutes": 30])
    #expect(answer.status == 400)
    #expect(answer.message == "User already has an event type with this slug.")
    #expect(shop.patch("/v2/event-types/2", ["slug": "express-wash"]).status == 400)
    #expect(shop.patch("/v2/event-types/1", ["slug": "express-wash"]).status == 200)
  }

  @Test func schedulesAreCreatedPatchedAndDeleted() throws {
    let shop = try ShopFixture()
    let made = shop.post(
      "/v2/schedules",
      [
        "name": "Summer", "timeZone": "Asia/Kathmandu", "isDefault": true,
        "availability": [["days": ["Monday"], "startTime": "10:00", "endTime": "12:00"]],
      ])
    #expect(made.status == 201)
    let id = try #require(made["data"]?["id"]?.int)
    #expect(shop.get("/v2/schedules/default")["data"]?["id"]?.int == id)
    #expect(shop.get("/v2/me")["data"]?["defaultScheduleId"]?.int == id)
    #expect(shop.get("/v2/schedules")["data"]?.array?.count == 2)
    let override: JSONValue = ["overrides": [["date": "2026-12-24", "startTime": "09:00", "endTime": "12:00"]]]
    #expect(shop.patch("/v2/schedules/\(id)", override)["data"]?["overrides"]?.array?.count == 1)
    #expect(shop.send("DELETE", "/v2/schedules/\(id)").status == 200)
    #expect(shop.get("/v2/schedules/\(id)").message == "Schedule with ID=\(id) does not exist.")
    #expect(shop.get("/v2/schedules/default")["data"]?["name"] == "Opening hours")
    let lost = shop.post("/v2/schedules", ["name": "X", "timeZone": "Mars/Olympus", "isDefault": false])
    #expect(lost.status == 400)
  }

  @Test func anotherHostsScheduleIsNotOurs() throws {
    let shop = try ShopFixture()
    _ = try shop.api.addHost(
      Account(id: 0, username: "bo", name: "Bo", zone: "Europe/Berlin"),
      schedule: Schedule(id: Schedule.ID(0), name: "Bo", zone: "Europe/Berlin"))
    let answer = shop.get("/v2/schedules/2")
    #expect(answer.status == 403)
    #expect(answer.message == "User with ID=1 does not own schedule with ID=2")
  }

  @Test func webhooksAreKept() throws {
    let shop = try ShopFixture()
    let body: JSONValue = [
      "active": true, "subscriberUrl": "https://shop.example/hook", "triggers": ["BOOKING_CREATED"], "secret": "s",
    ]
    let made = shop.post("/v2/webhooks", body)
    #expect(made.status == 201)
    let id = try #require(made["data"]?["id"]?.string)
    #expect(shop.post("/v2/webhooks", body).status == 409)
    #expect(shop.get("/v2/webhooks")["data"]?.array?.count == 1)
    #expect(shop.patch("/v2/webhooks/\(id)", ["active": false])["data"]?["active"] == false)
    #expect(shop.send("DELETE", "/v2/webhooks/\(id)").status == 200)
    #expect(shop.get("/v2/webhooks/\(id)").message == "Webhook (\(id)) not found")
    #expect(
      shop.post("/v2/webhooks", ["active": true, "subscriberUrl": "x", "triggers": ["BOOKING_OPENED"]]).status == 400)
  }

  @Test func thereAreNoTeams() throws {
    #expect(try ShopFixture().get("/v2/teams")["data"] == [])
  }
}
