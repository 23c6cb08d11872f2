import BookingModel
import CalProtocol
import Foundation
import Synchronization
import Testing

@testable import LocalServer

/// A shop in Berlin, on Tuesday 1 September 2026 at 10:00Z (noon there), with the API in hand and no socket.
struct ShopFixture {
  static let key = "cal_test_key"
  let api: LocalAPI
  let clock: FixedClock

  init(path: String = ":memory:", now: String = "2026-09-01T10:00:00Z", requestsPerMinute: Int? = nil) throws {
    let clock = FixedClock(now)
    self.clock = clock
    api = try LocalAPI(
      database: path, apiKey: ShopFixture.key, edges: Edges(clock: { clock.now }),
      requestsPerMinute: requestsPerMinute)
    try api.createShop(LocalShop(name: "Lakeside", country: "DE", zone: "Europe/Berlin"))
  }

  func send(
    _ method: String, _ target: String, _ body: JSONValue? = nil, version: String? = nil, key: String? = ShopFixture.key
  ) -> Answer {
    var headers: [WireResponse.Header] = []
    if let key { headers.append(.init("Authorization", "Bearer " + key)) }
    if let version = version ?? ShopFixture.version(target) { headers.append(.init("cal-api-version", version)) }
    return Answer(
      api.respond(
        to: ServerRequest(method: method, target: target, headers: headers, body: body.map(JSONText.bytes) ?? [])))
  }

  func get(_ target: String, version: String? = nil, key: String? = ShopFixture.key) -> Answer {
    send("GET", target, version: version, key: key)
  }
  func post(_ target: String, _ body: JSONValue?, version: String? = nil, key: String? = ShopFixture.key) -> Answer {
    send("POST", target, body, version: version, key: key)
  }
  func patch(_ target: String, _ body: JSONValue) -> Answer { send("PATCH", target, body) }

  static func version(_ target: String) -> String? {
    if target.hasPrefix("/v2/event-types") { return "2024-06-14" }
    if target.hasPrefix("/v2/schedules") { return "2024-06-11" }
    if target.hasPrefix("/v2/slots") { return "2024-09-04" }
    if target.hasPrefix("/v2/bookings") { return "2024-08-13" }
    return nil
  }

  /// The body of a create that needs nothing else: Express Wash, a phone, no e-mail.
  static func booking(
    start: String = "2026-09-02T07:00:00Z", service: Int = 1, _ more: [String: JSONValue] = [:]
  ) -> JSONValue {
    let body: [String: JSONValue] = [
      "start": .string(start), "eventTypeId": .int(Int64(service)),
      "attendee": ["name": "Ada Ray", "timeZone": "Europe/Berlin", "phoneNumber": "+4930123456"],
    ]
    return .object(body.merging(more) { _, new in new })
  }

  /// Creates one and returns its uid.
  func book(
    start: String = "2026-09-02T07:00:00Z", service: Int = 1, _ more: [String: JSONValue] = [:],
    key: String? = ShopFixture.key
  ) throws -> String {
    let answer = post("/v2/bookings", ShopFixture.booking(start: start, service: service, more), key: key)
    try #require(answer.status == 201, "\(answer.text)")
    return try #require(answer["data"]?["uid"]?.string ?? answer["data"]?.array?.first?["uid"]?.string)
  }

  /// Makes a service and returns its id.
  func service(_ more: [String: JSONValue], slug: String = "extra") throws -> Int {
    let body: [String: JSONValue] = [
      "title": "Extra", "slug": .string(slug), "lengthInMinutes": 30, "minimumBookingNotice": 0,
      "bookingFields": [
        ["type": "email", "required": false],
        ["type": "phone", "slug": "attendeePhoneNumber", "required": true, "hidden": false],
      ],
    ]
    let answer = post("/v2/event-types", .object(body.merging(more) { _, new in new }))
    try #require(answer.status == 201, "\(answer.text)")
    return try #require(answer["data"]?["id"]?.int)
  }
}

struct Answer {
  var response: WireResponse
  var status: Int { response.status }
  var json: JSONValue
  var text: String { String(decoding: response.body, as: UTF8.self) }

  init(_ response: WireResponse) {
    self.response = response
    json = (try? JSONText.read(response.body)) ?? .null
  }

  subscript(key: String) -> JSONValue? { json[key] }
  /// The sentence of a fault, enveloped or bare.
  var message: String? { json["error"]?["message"]?.string ?? json["message"]?.string }
  var code: String? { json["error"]?["code"]?.string }
  func header(_ name: String) -> String? { response.headers.first { $0.name == name.lowercased() }?.value }
}

final class FixedClock: Sendable {
  private let time: Mutex<Instant>
  init(_ text: String) { time = Mutex(Instant(iso8601: text) ?? Instant(milliseconds: 0)) }
  var now: Instant { time.withLock { $0 } }
  func set(_ text: String) { time.withLock { $0 = Instant(iso8601: text) ?? $0 } }
  func advance(minutes: Int) { time.withLock { $0 = $0.adding(minutes: minutes) } }
}

/// A folder of its own, gone afterwards.
final class ScratchFolder: Sendable {
  let path: String
  init() throws {
    path = NSTemporaryDirectory() + "cal-" + UUID().uuidString.prefix(8)
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }
  deinit { try? FileManager.default.removeItem(atPath: path) }
}
