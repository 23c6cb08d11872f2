import BookingModel
import DeskStore
import Foundation
import Synchronization
import Testing

@testable import CalTUI

@Suite struct LocalCommandsTests {
  private let shop: ShopFolder
  init() throws { shop = try ShopFolder() }

  private func book(_ start: String, _ more: String...) async -> CommandRun {
    await CommandRun.of(
      ["book", "--service", "express-wash", "--start", start, "--name", "Ann Smith", "--json"]
        + (more.isEmpty ? ["--phone", "0151 1234567"] : more), shop.environment())
  }

  private func journal() throws -> [JournalEntry] {
    try DeskStore.open(
      path: shop.path + "/.local/state/caltui/local.desk.sqlite", now: Instant(seconds: 0)
    ).run(.recentWrites(limit: 10))
  }

  @Test func `the first command makes the shop, with the currency of its country`() async {
    let run = await shop.run("services", "--json")
    #expect(run.code == 0)
    #expect(run.array.map { $0["slug"] as? String } == ["express-wash", "interior-refresh", "full-detail"])
    let first = run.array.first ?? [:]
    #expect(Set(first.keys) == ["id", "slug", "title", "lengthInMinutes", "price", "currency"])
    #expect(first["lengthInMinutes"] as? Int == 30)
    #expect(first["price"] as? Int == 2500)
    #expect(first["currency"] as? String == "eur")
  }

  @Test func `slots are listed by shop day, with the shop's offset`() async throws {
    let run = await shop.run(
      "slots", "--service", "express-wash", "--from", "2026-11-23", "--to", "2026-11-29", "--json")
    #expect(run.code == 0)
    let days = run.object
    // Closed on Sundays.
    #expect(days.keys.sorted().first == "2026-11-23" && days.keys.sorted().last == "2026-11-28")
    let monday = try #require(days["2026-11-23"] as? [[String: String]])
    #expect(monday.first == ["start": "2026-11-23T09:00:00.000+01:00", "end": "2026-11-23T09:30:00.000+01:00"])
    #expect(monday.last?["start"] == "2026-11-23T16:30:00.000+01:00")
  }

  @Test func `a booking is made, listed, moved and cancelled`() async throws {
    let booked = await book(
      "2026-11-23T09:30", "--phone", "0151 1234567", "--field", "vehicle=blue van", "--notes", "hurry")
    #expect(booked.code == 0)
    #expect(booked.object["start"] as? String == "2026-11-23T08:30:00.000Z")
    #expect(booked.object["status"] as? String == "accepted")
    #expect(booked.object["description"] as? String == "hurry")
    #expect((booked.object["bookingFieldsResponses"] as? [String: Any])?["vehicle"] as? String == "blue van")
    let attendee = (booked.object["attendees"] as? [[String: Any]])?.first
    #expect(attendee?["phoneNumber"] as? String == "+491511234567")
    let uid = try #require(booked.object["uid"] as? String)

    let listed = await shop.run("list", "--json")
    #expect(listed.array.map { $0["uid"] as? String } == [uid])
    #expect((listed.array.first?["metadata"] as? [String: String])?["deskRef"] != nil)

    let moved = await shop.run("move", uid, "--start", "2026-11-23T10:00:00+01:00", "--json")
    #expect(moved.code == 0)
    #expect(moved.object["rescheduledFromUid"] as? String == uid)
    let newUID = try #require(moved.object["uid"] as? String)

    let cancelled = await shop.run("cancel", newUID, "--reason", "ill", "--json")
    #expect(cancelled.code == 0)
    #expect(cancelled.object["status"] as? String == "cancelled")
    let again = await shop.run("cancel", newUID, "--reason", "ill", "--json")
    #expect(again.code == 0)
    #expect(again.object["uid"] as? String == newUID)

    #expect(await shop.run("list", "--status", "upcoming", "--json").output == "[]\n")
    #expect(await shop.run("list", "--status", "cancelled", "--json").array.count == 2)
    let entries = try journal()
    #expect(entries.count == 3)
    #expect(entries.allSatisfy { if case .accepted = $0.state { true } else { false } })
  }

  @Test func `a taken slot is 5, and the journal says refused`() async throws {
    #expect(await book("2026-11-23T09:30").code == 0)
    let second = await book("2026-11-23T09:45")
    #expect(second.code == 5)
    #expect(second.error["kind"] as? String == "slotTaken")
    #expect(second.error["exitCode"] as? Int == 5)
    #expect(second.output.isEmpty)
    #expect(try journal().contains { if case .refused = $0.state { true } else { false } })
  }

  @Test(arguments: [("2026-11-23T07:30", 6), ("2026-11-22T10:00", 6), ("2026-11-29T10:00", 5), ("2026-11-23T20:00", 5)])
  func `the past is refused by rule, and closed hours as Cal.com does, like a taken slot`(
    start: String, code: Int32
  ) async {
    #expect(await book(start).code == code)
  }

  @Test func `what is not there is 4`() async {
    let service = await shop.run("slots", "--service", "nope", "--from", "2026-11-23", "--to", "2026-11-23")
    #expect(service.code == 4)
    #expect(
      service.errors
        == "caltui: no service is called \"nope\". There are: express-wash, interior-refresh, full-detail.\n")
    #expect(await shop.run("move", "nope", "--start", "2026-11-23T10:00").code == 4)
    #expect(await shop.run("cancel", "nope", "--reason", "x").code == 4)
    #expect(await shop.run("cancel", "a/../b", "--reason", "x").code == 4)
  }

  @Test func `skipped and doubled times of the clock are refused with what to do`() async {
    let skipped = await book("2027-03-28T02:30")
    #expect(skipped.code == 2)
    #expect("\(skipped.error["message"] ?? "")".contains("does not exist in Europe/Berlin"))
    let doubled = await book("2027-10-31T02:30")
    #expect(doubled.code == 2)
    #expect("\(doubled.error["message"] ?? "")".contains("+02:00 or +01:00"))
  }

  @Test func `answers to fields are checked by name and kind`() async {
    #expect(await book("2026-11-23T09:30", "--phone", "0151 1234567", "--field", "colour=red").code == 2)
    #expect(await book("2026-11-23T09:30", "--phone", "12").code == 2)
    #expect(await book("2026-11-23T09:30", "--phone", "0151 1234567", "--length", "45").code == 2)
    #expect(await book("2026-11-23T09:30", "--phone", "0151 1234567", "--length", "30").code == 0)
  }

  @Test func `the country of the first start decides how a number is read`() async throws {
    let bare = try ShopFolder(config: "shop_zone = \"Europe/Berlin\"\n")
    let store = try DeskStore.open(
      path: bare.path + "/.local/state/caltui/local.desk.sqlite", now: Instant(seconds: 0))
    try store.run(.setSetting("country", "FR"))
    let run = await bare.run(
      "book", "--service", "express-wash", "--start", "2026-11-23T09:30", "--name", "Ann", "--phone", "06 12 34 56 78",
      "--json")
    #expect((run.object["attendees"] as? [[String: Any]])?.first?["phoneNumber"] as? String == "+33612345678")
  }

  @Test func `read-only refuses every write and no read`() async throws {
    #expect(await shop.run("list", "--read-only").code == 0)
    let run = await shop.run(
      "book", "--service", "express-wash", "--start", "2026-11-23T09:30", "--name", "Ann", "--phone", "0151 1234567",
      "--read-only")
    #expect(run.code == 2)
    #expect(await shop.run("list", "--json").output == "[]\n")
  }

  @Test func `list is for people too, and harmless`() async {
    _ = await CommandRun.of(
      [
        "book", "--service", "express-wash", "--start", "2026-11-23T09:30", "--name", "Ann \u{1B}[31m\u{202E}Smith",
        "--phone", "0151 1234567",
      ], shop.environment())
    let run = await shop.run("list")
    #expect(run.output.contains("2026-11-23  09:30–10:00  accepted"))
    #expect(!run.output.contains("\u{1B}") && !run.output.contains("\u{202E}"))
    #expect(run.output.split(separator: "\n").count == 1)
  }

  @Test func `doctor makes no shop where there is none`() async throws {
    let run = await shop.run("doctor", "--json")
    #expect(run.code == 0)
    #expect(run.output.contains("the first start of caltui makes the shop"))
    #expect(!FileManager.default.fileExists(atPath: shop.path + "/.local/share/caltui/local.sqlite"))
  }

  @Test func `doctor finds nothing wrong with a new shop`() async throws {
    #expect(await shop.run("services").code == 0)
    let run = await shop.run("doctor", "--json")
    #expect(run.code == 0)
    #expect(Set(run.object.keys) == ["profile", "server", "checks"])
    let checks = try #require(run.object["checks"] as? [[String: Any]])
    #expect(checks.allSatisfy { Set($0.keys) == ["name", "ok", "detail"] && $0["ok"] as? Bool == true })
    #expect(
      Set(checks.compactMap { $0["name"] as? String }).isSuperset(of: ["config", "store", "server", "zone", "versions"])
    )
  }

  /// Pages in the middle of the file, where nothing of the start is read.
  @Test(arguments: [".local/state/caltui/local.desk.sqlite", ".local/share/caltui/local.sqlite"])
  func `doctor finds a broken page in either database, says where, and changes nothing`(file: String) async throws {
    _ = await shop.run(
      "book", "--service", "express-wash", "--start", "2026-11-24T10:00", "--name", "A", "--phone", "030 1234567")
    let path = shop.path + "/" + file
    var data = try #require(FileManager.default.contents(atPath: path))
    let whole = await shop.run("doctor")
    #expect(whole.code == 0)
    #expect(whole.output.split(separator: "\n").count { $0.contains(", intact") } == 2)
    // The last page that is a leaf of a table or of an index.
    let page = try #require(
      stride(from: data.count - 4096, to: 4096 * 8, by: -4096).first { [10, 13].contains(data[$0]) })
    data.replaceSubrange(page..<page + 64, with: Data(repeating: 0xA5, count: 64))
    try data.write(to: URL(fileURLWithPath: path))
    for extra in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + extra) }
    let run = await shop.run("doctor", "--json")
    #expect(run.code == 1)
    let checks = run.object["checks"] as? [[String: Any]] ?? []
    let wrong = checks.filter { $0["ok"] as? Bool == false }
    let detail = wrong.first?["detail"] as? String ?? ""
    #expect(wrong.count == 1 && detail.contains(path) && detail.contains("is damaged"), "\(detail)")
  }

  @Test func `doctor tells of a wrong config with its line and its code`() async throws {
    let broken = try ShopFolder(config: "clerk = \"Ann\"\nclrk = \"Bo\"\n")
    let run = await broken.run("doctor", "--json")
    #expect(run.code == 2)
    #expect(run.output.contains("config.toml:2: no setting is called"))
  }

  @Test(.timeLimit(.minutes(1)))
  func `doctor tells each check when it is made, and waits for no server longer than its patience`() async throws {
    let never = DispatchSemaphore(value: 0)
    let server = try OneShotServer { _ in
      never.wait()
      return nil
    }
    defer {
      never.signal()
      server.stop()
    }
    let environment = shop.environment(["CAL_API_URL": "http://127.0.0.1:\(server.port)", "CAL_API_KEY": "cal_x"])
    let start = ContinuousClock.now
    let run = await CommandRun.of(["doctor"], environment, examinationMilliseconds: 300)
    #expect(run.code == 8)
    #expect(start.duration(to: .now) < .seconds(10))
    let names = run.output.split(separator: "\n").compactMap { $0.split(separator: " ").first }
    #expect(names.prefix(2) == ["profile", "server"] && names.last == "server")
    // Line by line: nobody who looks at the screen wonders whether it still runs.
    #expect(run.pieces == names.count)
    let last = run.output.split(separator: "\n").last ?? ""
    #expect(last.contains("WRONG") && last.contains("did not answer in time"))
  }

  @Test func `a write whose outcome is unknown is doctor's to tell`() async throws {
    #expect(await book("2026-11-23T09:30").code == 0)
    let store = try DeskStore.open(path: shop.path + "/.local/state/caltui/local.desk.sqlite", now: Instant(seconds: 0))
    try store.run(
      .recordIntent(JournalEntry(deskRef: .init("r"), write: .confirm(.init("b")), createdAt: Instant(seconds: 0))))
    _ = try store.run(.recordOutcome(.init("r"), .unknown(nil), at: Instant(seconds: 0)))
    #expect(await shop.run("doctor").code == 9)
  }

  @Test func `a damaged or foreign database is one clear line`() async throws {
    let folder = shop.path + "/.local/share/caltui"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try Data(repeating: 0xA5, count: 8192).write(to: URL(fileURLWithPath: folder + "/local.sqlite"))
    let run = await shop.run("services")
    #expect(run.code == 1)
    #expect(run.errors.split(separator: "\n").count == 1 && run.errors.contains("is damaged"))
  }
}

@Suite struct UsageTests {
  private let shop: ShopFolder
  init() throws { shop = try ShopFolder() }

  @Test(arguments: [
    ["bogus"], ["--bogus"], ["services", "--bogus"], ["slots"], ["slots", "--service", "x"],
    ["slots", "--service", "x", "--from", "2026-02-30", "--to", "2026-03-01"],
    ["slots", "--service", "x", "--from", "2026-03-02", "--to", "2026-03-01"], ["list", "--status", "soon"],
    ["list", "--from", "2026-03-02", "--to", "2026-03-01"], ["book"],
    ["book", "--service", "x", "--start", "2026-11-23T09:30", "--name", "Ann"],
    ["book", "--service", "x", "--start", "2026-11-23T09:30", "--name", " ", "--phone", "1"],
    ["book", "--service", "x", "--start", "soon", "--name", "Ann", "--phone", "1"],
    ["book", "--service", "x", "--start", "2026-11-23T09:30", "--name", "Ann", "--email", "nobody"],
    ["book", "--service", "x", "--start", "2026-11-23T09:30", "--name", "Ann", "--phone", "1", "--field", "x"],
    ["move", "u"], ["move", "--start", "2026-11-23T09:30"], ["cancel", "u"],
    ["cancel", "--reason", "x"], ["serve", "--listen", "0.0.0.0:80"], ["serve", "--listen", "127.0.0.1:99999"],
    ["serve", "--listen", "127.0.0.1:0", "--socket", "/x"], ["services", "--profile", "nope"],
    ["list", "--theme", "pink"],
    ["services", "--profile", "../x"],
  ])
  func `wrong use is 2, in one line`(arguments: [String]) async {
    let run = await CommandRun.of(arguments, shop.environment())
    #expect(run.code == 2)
    #expect(run.output.isEmpty)
    #expect(run.errors.hasPrefix("caltui: ") && run.errors.split(separator: "\n").count == 1, "\(run.errors)")
    let json = await CommandRun.of(arguments + ["--json"], shop.environment())
    guard arguments != ["bogus"], arguments != ["--bogus"] else { return }
    #expect(json.code == 2)
    #expect(json.error["exitCode"] as? Int == 2 && json.error["kind"] as? String == "usage", "\(json.errors)")
  }

  @Test func `version and help go to standard output with 0`() async {
    let version = await shop.run("--version")
    #expect(version.code == 0 && version.output == "caltui \(Version.full)\n")
    for arguments in [["--help"], ["help"], ["book", "--help"], ["help", "book"]] {
      let run = await CommandRun.of(arguments, shop.environment())
      #expect(run.code == 0 && run.output.contains("USAGE:") && run.errors.isEmpty, "\(arguments)")
    }
  }

  @Test func `options of the whole program may stand before the command`() {
    #expect(
      Caltui.commandFirst(["--profile", "a", "--ascii", "--clerk=Bo", "list", "--json"]) == [
        "list", "--profile", "a", "--ascii", "--clerk=Bo", "--json",
      ])
    #expect(Caltui.commandFirst(["--profile", "list"]) == ["--profile", "list"])
    #expect(Caltui.commandFirst(["--version"]) == ["--version"])
    #expect(Caltui.commandFirst(["list", "--profile", "a"]) == ["list", "--profile", "a"])
  }

  @Test func `the desk without a terminal is one line and 2`() async throws {
    try #require(isatty(STDOUT_FILENO) == 0 || isatty(STDIN_FILENO) == 0, "run with output to a file")
    let run = await CommandRun.of([], shop.environment())
    #expect(run.code == 2)
    #expect(run.errors.hasPrefix("caltui: the desk needs a terminal."))
  }

  @Test func `a mistyped zone makes no shop`() async throws {
    let folder = try ShopFolder(config: "shop_zone = \"Europe/Berln\"\n")
    let run = await folder.run("services")
    #expect(run.code == 2)
    #expect(run.errors.contains("Did you mean Europe/Berlin?"))
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/.local/share/caltui/local.sqlite"))
  }
}

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
