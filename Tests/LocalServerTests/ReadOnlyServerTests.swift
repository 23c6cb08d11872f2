import BookingModel
import CalProtocol
import Testing

@testable import LocalServer

/// `caltui serve --read-only`: everything can be read, nothing is changed.
@Suite struct ReadOnlyServerTests {
  @Test func `every change is refused with a body, reading goes on`() throws {
    let folder = try ScratchFolder()
    let path = folder.path + "/shop.sqlite"
    let open = try ShopFixture(path: path)
    let uid = try open.book()
    let api = try LocalAPI(
      database: path, apiKey: ShopFixture.key, edges: Edges(clock: { open.clock.now }), isReadOnly: true)
    func send(_ method: String, _ target: String, _ body: JSONValue? = nil, key: String? = ShopFixture.key) -> Answer {
      var headers = ShopFixture.version(target).map { [WireResponse.Header("cal-api-version", $0)] } ?? []
      if let key { headers.append(.init("Authorization", "Bearer " + key)) }
      return Answer(
        api.respond(
          to: ServerRequest(method: method, target: target, headers: headers, body: body.map(JSONText.bytes) ?? [])))
    }
    let changes: [(String, String, JSONValue?)] = [
      ("POST", "/v2/bookings", ShopFixture.booking(start: "2026-09-02T09:00:00Z")),
      ("POST", "/v2/bookings/\(uid)/cancel", ["cancellationReason": "asked"]),
      ("POST", "/v2/bookings/\(uid)/reschedule", ["start": "2026-09-02T10:00:00Z"]),
      ("POST", "/v2/slots/reservations", ["eventTypeId": 1, "slotStart": "2026-09-02T09:00:00Z"]),
      ("PATCH", "/v2/event-types/1", ["title": "Dear Wash"]), ("DELETE", "/v2/event-types/1", nil),
    ]
    for (method, target, body) in changes {
      let answer = send(method, target, body)
      #expect(answer.status == 403 && answer.code == "ForbiddenException", "\(method) \(target): \(answer.text)")
      #expect(answer.message?.contains("read-only") == true)
    }
    // A guest's too, and a wrong key is still a wrong key.
    #expect(send("POST", "/v2/bookings", ShopFixture.booking(), key: nil).status == 403)
    #expect(send("POST", "/v2/bookings", ShopFixture.booking(), key: "cal_wrong").status == 401)
    #expect(send("GET", "/v2/bookings/\(uid)").status == 200)
    #expect(send("GET", "/v2/event-types").status == 200)
    #expect(open.get("/v2/bookings/\(uid)")["data"]?["status"]?.string == "accepted")
    #expect(open.get("/v2/bookings")["data"]?.array?.count == 1)
  }
}
