import BookingModel
import CalProtocol
import Testing

@testable import LocalServer

@Suite struct BookingListTests {
  /// Five bookings on five days, the second cancelled, the fourth pending.
  private func shop() throws -> (ShopFixture, [String]) {
    let shop = try ShopFixture()
    let id = try shop.service(["confirmationPolicy": ["type": "always", "blockUnconfirmedBookingsInBooker": false]])
    var uids: [String] = []
    for (day, service) in [("02", 1), ("03", 2), ("04", 1), ("05", id), ("07", 1)] {
      shop.clock.advance(minutes: 1)
      uids.append(
        try shop.book(
          start: "2026-09-\(day)T07:00:00Z", service: service,
          [
            "attendee": [
              "name": .string("P\(day)"), "timeZone": "UTC", "email": .string("p+\(day)@x.example"),
              "phoneNumber": "+4930123456",
            ]
          ],
          key: service == id ? nil : ShopFixture.key))
    }
    _ = shop.post("/v2/bookings/\(uids[1])/cancel", ["cancellationReason": "ill"])
    shop.clock.set("2026-09-03T12:00:00Z")
    return (shop, uids)
  }

  private func uids(_ answer: Answer) -> [String] { answer["data"]?.array?.compactMap { $0["uid"]?.string } ?? [] }

  @Test func filtersAreThoseOfTheContract() throws {
    let (shop, all) = try shop()
    func list(_ query: String) -> [Int] {
      uids(shop.get("/v2/bookings?" + query)).compactMap { uid in all.firstIndex(of: uid) }
    }
    #expect(list("") == [0, 1, 2, 3, 4])
    #expect(list("status=upcoming") == [2, 3, 4])
    #expect(list("status=past") == [0])
    #expect(list("status=cancelled") == [1])
    #expect(list("status=unconfirmed") == [3])
    #expect(list("status=recurring") == [])
    #expect(list("status=past,cancelled") == [0, 1])
    #expect(list("eventTypeId=2") == [1])
    #expect(list("eventTypeIds=1,2&sortStart=desc") == [4, 2, 1, 0])
    #expect(list("afterStart=2026-09-04T07:00:00Z&beforeEnd=2026-09-05T07:30:00Z") == [2, 3])
    #expect(list("attendeeName=P04") == [2])
    #expect(list("attendeeEmail=p%2B04@x.example") == [2])
    #expect(list("attendeeEmail=p+04@x.example") == [2])
    #expect(list("bookingUid=\(all[4])") == [4])
    #expect(list("afterCreatedAt=2026-09-01T10:04:00.000Z") == [3, 4])
    #expect(list("beforeCreatedAt=2026-09-01T10:01:00.000Z") == [0])
    #expect(list("afterUpdatedAt=2026-09-01T10:00:00.000Z") == [1])
    #expect(list("sortCreated=desc") == [4, 3, 2, 1, 0])
    #expect(list("teamId=7") == [])
    // What is not known is ignored without a word.
    #expect(list("limit=1&page=2&fromDate=2026-09-04") == [0, 1, 2, 3, 4])
  }

  @Test func pagesCountTheirItems() throws {
    let (shop, all) = try shop()
    let page = shop.get("/v2/bookings?take=2&skip=2")
    #expect(uids(page) == Array(all[2...3]))
    #expect(
      page["pagination"] == [
        "totalItems": 5, "remainingItems": 1, "returnedItems": 2, "itemsPerPage": 2, "currentPage": 2, "totalPages": 3,
        "hasNextPage": true, "hasPreviousPage": true,
      ])
  }

  @Test func cursorsLeadThroughTheWholeListOnce() throws {
    let (shop, all) = try shop()
    var seen: [String] = []
    var cursor: String?
    repeat {
      let answer = shop.get(
        "/v2/bookings?limit=2" + (cursor.map { "&cursor=" + $0 } ?? ""), version: "2026-05-01")
      #expect(answer["pagination"]?["hasMore"]?.bool != nil)
      seen += uids(answer)
      cursor = answer["pagination"]?["nextCursor"]?.string
    } while cursor != nil && seen.count < 20
    #expect(seen == all.reversed())
    #expect(uids(shop.get("/v2/bookings?status=upcoming", version: "2026-05-01")) == Array(all[2...]))
    #expect(shop.get("/v2/bookings?status=past,upcoming", version: "2026-05-01").status == 400)
    #expect(shop.get("/v2/bookings?cursor=zzz", version: "2026-05-01").status == 400)
  }

  @Test(arguments: [
    ("status=open", "status"), ("take=251", "take"), ("take=0", "take"), ("skip=-1", "skip"),
    ("afterStart=soon", "afterStart"), ("sortStart=up", "sortStart"), ("eventTypeId=x", "eventTypeId"),
  ])
  func faultyValuesAreNamed(_ query: String, _ property: String) throws {
    let answer = try ShopFixture().get("/v2/bookings?" + query)
    #expect(answer.status == 400)
    #expect(answer.message == "Bad Request Exception")
    #expect(answer["error"]?["details"]?["errors"]?.array?.first?["property"]?.string == property)
  }

  @Test func anUnknownServiceIsRefusedWithoutSayingWhich() throws {
    let answer = try ShopFixture().get("/v2/bookings?eventTypeId=99")
    #expect(answer.status == 400)
    #expect(answer.code == "TRPCError")
  }

  @Test func anUnknownBookingIsNotFound() throws {
    let answer = try ShopFixture().get("/v2/bookings/none")
    #expect(answer.status == 404)
    #expect(answer.message == "Booking with uid=none was not found in the database")
  }
}
