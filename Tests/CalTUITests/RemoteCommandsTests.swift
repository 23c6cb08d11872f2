import BookingModel
import DeskStore
import Foundation
import Synchronization
import Testing

@testable import CalTUI

@Suite struct RemoteCommandsTests {
  private static let account =
    #"{"status":"success","data":{"id":1,"username":"shop","email":"a@shop.example","timeZone":"Europe/Berlin","name":"Shop"}}"#
  private static let schedule =
    #"{"status":"success","data":{"id":1,"ownerId":1,"name":"Hours","timeZone":"Europe/Berlin","isDefault":true,"availability":[],"overrides":[]}}"#
  private static let eventType =
    #"{"id":7,"slug":"wash","title":"Wash","lengthInMinutes":30,"bookingFields":[{"type":"name","slug":"name","required":true,"isDefault":true},{"type":"email","slug":"email","required":true,"isDefault":true}],"price":2500,"currency":"usd"}"#

  /// A server that knows one service, and answers a new booking as the test says.
  private func server(
    list: @escaping @Sendable () -> String? = { nil }, _ booking: @escaping @Sendable () -> String?
  ) throws -> OneShotServer {
    try OneShotServer { request in
      let path = request.target.prefix { $0 != "?" }
      switch (request.method, path) {
      case ("POST", "/v2/bookings"): return booking()
      case ("GET", "/v2/bookings"): return list()
      default: return RemoteCommandsTests.answer(request.method, String(path))
      }
    }
  }

  private static func answer(_ method: String, _ path: String) -> String {
    switch (method, path) {
    case ("GET", "/v2/me"): return OneShotServer.json(200, RemoteCommandsTests.account)
    case ("GET", "/v2/schedules/default"): return OneShotServer.json(200, RemoteCommandsTests.schedule)
    case ("GET", "/v2/event-types"):
      return OneShotServer.json(200, #"{"status":"success","data":[\#(RemoteCommandsTests.eventType)]}"#)
    case ("GET", "/v2/event-types/7"):
      return OneShotServer.json(200, #"{"status":"success","data":\#(RemoteCommandsTests.eventType)}"#)
    default: return OneShotServer.json(404, #"{"statusCode":404,"message":"no","error":"Not Found"}"#)
    }
  }

  private let shop: ShopFolder
  init() throws { shop = try ShopFolder(config: "country = \"DE\"\n") }

  private func book(_ server: OneShotServer, _ contact: String...) async -> CommandRun {
    await CommandRun.of(
      ["book", "--service", "wash", "--start", "2026-11-23T09:30", "--name", "Ann", "--json"]
        + (contact.isEmpty ? ["--email", "ann@example.com"] : contact), environment(server))
  }

  private func environment(_ server: OneShotServer) -> [String: String] {
    shop.environment(["CAL_API_URL": "http://127.0.0.1:\(server.port)", "CAL_API_KEY": "cal_test_secret"])
  }

  private func journal(_ server: OneShotServer) throws -> [JournalEntry] {
    try DeskStore.open(
      path: shop.path + "/.local/state/caltui/127.0.0.1-\(server.port).desk.sqlite", now: Instant(seconds: 0)
    ).run(.recentWrites(limit: 5))
  }

  static let refusals: [(Int, String, Int32, String)] = [
    (401, #"{"status":"error","error":{"code":"UnauthorizedException","message":"Invalid API key"}}"#, 3, "signIn"),
    (404, #"{"status":"error","error":{"code":"NotFoundException","message":"Event type not found"}}"#, 4, "notFound"),
    (
      400,
      #"{"status":"error","error":{"code":"BadRequestException","message":"User either already has booking at this time or is not available"}}"#,
      5, "slotTaken"
    ),
    (
      400, #"{"status":"error","error":{"code":"BadRequestException","message":"booking_limit_reached"}}"#, 6,
      "ruleRefused"
    ),
    (429, #"{"statusCode":429,"message":"ThrottlerException: Too Many Requests"}"#, 7, "rateLimited"),
    (503, "busy", 9, "outcomeUnknown"), (201, "not json", 9, "outcomeUnknown"),
  ]

  @Test(arguments: refusals)
  func `what the server says of a write decides the exit code`(
    status: Int, body: String, code: Int32, kind: String
  ) async throws {
    let server = try server { OneShotServer.json(status, body) }
    defer { server.stop() }
    let run = await book(server)
    #expect(run.code == code)
    #expect(run.error["kind"] as? String == kind)
    #expect(!run.errors.contains("cal_test_secret"))
    // Once, whatever the answer was.
    #expect(server.requests.count { $0.method == "POST" } == 1)
    let entry = try #require(try journal(server).first)
    switch entry.state {
    case .refused: #expect(code != 9)
    case .unknown: #expect(code == 9)
    default: Issue.record("\(entry.state)")
    }
  }

  @Test func `a connection that breaks after the request leaves the outcome unknown, and it is not sent again`()
    async throws
  {
    let server = try server { nil }
    defer { server.stop() }
    let run = await book(server)
    #expect(run.code == 9)
    #expect(server.requests.count { $0.method == "POST" } == 1)
    let entry = try #require(try journal(server).first)
    #expect(entry.state.isOpen && entry.state != .written)
    #expect("\(run.error["message"] ?? "")".contains(entry.deskRef.rawValue))
    // What was sent carries the reference, by which it is looked up.
    #expect(server.requests.last { $0.method == "POST" }?.body.contains(entry.deskRef.rawValue) == true)
    #expect(await CommandRun.of(["doctor"], environment(server)).code == 9)
  }

  @Test func `a lost answer is looked up: what is there is printed and journalled, and nothing is sent again`()
    async throws
  {
    let made = Mutex<String?>(nil)
    let server = try OneShotServer { request in
      let path = request.target.prefix { $0 != "?" }
      switch (request.method, path) {
      case ("POST", "/v2/bookings"):
        let reference = request.body.range(of: #""deskRef":"[a-z0-9]+""#, options: .regularExpression)
        made.withLock {
          $0 =
            #"{"uid":"found1","status":"accepted","start":"2026-11-23T08:30:00.000Z","end":"2026-11-23T09:00:00.000Z","eventTypeId":7,"#
            + #""attendees":[{"name":"Ann","email":"ann@example.com","timeZone":"Europe/Berlin"}],"metadata":{\#(reference.map { String(request.body[$0]) } ?? "")}}"#
        }
        return nil
      case ("GET", "/v2/bookings"):
        return OneShotServer.json(200, #"{"status":"success","data":[\#(made.withLock { $0 } ?? "")]}"#)
      case ("GET", "/v2/bookings/found1"):
        return OneShotServer.json(200, #"{"status":"success","data":\#(made.withLock { $0 } ?? "null")}"#)
      default: return RemoteCommandsTests.answer(request.method, String(path))
      }
    }
    defer { server.stop() }
    let run = await book(server)
    #expect(run.code == 0, "\(run.errors)")
    #expect(run.object["uid"] as? String == "found1")
    #expect(server.requests.count { $0.method == "POST" } == 1)
    #expect(try journal(server).first?.state == .accepted(.init("found1")))
  }

  @Test func `what is not there is said so, and counted`() async throws {
    let server = try server(list: { OneShotServer.json(200, #"{"status":"success","data":[]}"#) }) { nil }
    defer { server.stop() }
    let run = await book(server)
    #expect(run.code == 9)
    #expect("\(run.error["message"] ?? "")".contains("not found"))
    #expect(try journal(server).first?.lookups == 2)
    #expect(server.requests.count { $0.method == "POST" } == 1)
  }

  @Test func `a service that demands an e-mail address is not promised without one`() async throws {
    let server = try server { nil }
    defer { server.stop() }
    let run = await book(server, "--phone", "0151 1234567")
    #expect(run.code == 6)
    #expect(server.requests.allSatisfy { $0.method == "GET" })
    #expect(try journal(server).isEmpty)
  }

  /// The server's own endpoint and key, as the budget knows them.
  private func mark(_ server: OneShotServer) throws -> AccountMark {
    try #require(AccountMark(server: "http://127.0.0.1:\(server.port)/v2", key: "cal_test_secret"))
  }

  @Test func `a write has the room that is kept for it, with the reading that it needs`() async throws {
    let server = try server {
      OneShotServer.json(
        201,
        #"{"status":"success","data":{"uid":"b1","status":"accepted","start":"2026-11-23T08:30:00.000Z","end":"2026-11-23T09:00:00.000Z","eventTypeId":7,"attendees":[],"metadata":{}}}"#
      )
    }
    defer { server.stop() }
    #expect(await CommandRun.of(["services"], environment(server)).code == 0)
    let store = try DeskStore.open(
      path: shop.path + "/.local/state/caltui/127.0.0.1-\(server.port).desk.sqlite", now: DeskClock().now)
    let mark = try mark(server)
    while try store.run(.takeRequest(.read, of: mark, now: DeskClock().shared)) == 0 {}
    let asked = server.requests.count
    let refused = await CommandRun.of(["services", "--json"], environment(server))
    #expect(refused.code == 7 && refused.output.isEmpty, "\(refused.output)")
    #expect(server.requests.count == asked)
    let booked = await book(server)
    #expect(booked.code == 0, "\(booked.errors)")
  }

  @Test func `commands of a server that no desk knows share a budget too`() async throws {
    let server = try server { nil }
    defer { server.stop() }
    var refused = 0
    for _ in 0..<45 where await CommandRun.of(["services"], environment(server)).code == 7 { refused += 1 }
    #expect(refused > 0)
    #expect(server.requests.count <= 76)
  }

  @Test func `a list with a part missing is not told for the whole`() async throws {
    let server = try OneShotServer { request in
      let path = String(request.target.prefix { $0 != "?" })
      guard path == "/v2/teams" else { return RemoteCommandsTests.answer(request.method, path) }
      return OneShotServer.json(429, #"{"statusCode":429,"message":"ThrottlerException: Too Many Requests"}"#)
    }
    defer { server.stop() }
    let run = await CommandRun.of(["services", "--json"], environment(server))
    #expect(run.code == 7 && run.output.isEmpty, "\(run.code) \(run.output)")
  }

  @Test func `the line of an unknown outcome is whole`() async throws {
    let server = try server(list: { OneShotServer.json(200, #"{"status":"success","data":[]}"#) }) { nil }
    defer { server.stop() }
    let run = await book(server)
    #expect("\(run.error["message"] ?? "")".hasSuffix("before you try again."), "\(run.errors)")
  }

  @Test(arguments: [
    "https://u:pAss-123@api.cal.com", "http://pAss-123@127.0.0.1:1", "https://api.cal.com/?key=pAss-123",
    "https://a@b:pAss-123@host", "pAss-123@host", "cal_pAss-123",
  ]) func `a secret in the address is refused in one line that does not repeat it`(url: String) async throws {
    let run = await CommandRun.of(["services"], shop.environment(["CAL_API_URL": url, "CAL_API_KEY": "cal_x"]))
    #expect(run.code == 2)
    #expect(!run.errors.contains("pAss-123") && !run.output.contains("pAss-123"), "\(run.errors)")
    #expect(run.errors.split(separator: "\n").count == 1)
  }

  @Test func `no server is 8`() async throws {
    let server = try server { nil }
    server.stop()
    let run = await CommandRun.of(["services", "--json"], environment(server))
    #expect(run.code == 8)
    #expect(run.error["kind"] as? String == "network")
  }

  @Test func `a URL without a key is 2, and a key file that others can read is 3`() async throws {
    let bare = await shop.run("services", environment: ["CAL_API_URL": "https://cal.example.org"])
    #expect(bare.code == 2)
    let file = shop.path + "/key"
    try Data("cal_x".utf8).write(to: URL(fileURLWithPath: file))
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file)
    let folder = try ShopFolder(
      config: "profile = \"shop\"\n[profiles.shop]\nurl = \"http://127.0.0.1:1\"\napi_key_file = \"\(file)\"\n")
    #expect(await folder.run("services").code == 3)
  }
}
