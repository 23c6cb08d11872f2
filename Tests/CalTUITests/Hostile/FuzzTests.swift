import BookingModel
import CalClient
import CalProtocol
import Foundation
import Testing

@testable import CalTUI
@testable import LocalServer
@testable import ZoneData

/// Everything that reads bytes from outside, from a fixed seed (``Fuzz``).
@Suite(.serialized) struct FuzzTests {
  private static let zone = ZoneLoader().zone("America/New_York") ?? .utc
  private static let today = CalendarDay("2026-11-23") ?? CalendarDay(daysSince1970: 0)
  private static let now = Instant(iso8601: "2026-11-23T15:07:00Z") ?? Instant(milliseconds: 0)

  /// A shop in memory with something of everything, and all its answers.
  private static func shop() throws -> (api: LocalAPI, answers: [(request: WireRequest, body: [UInt8])]) {
    let api = try LocalAPI(database: ":memory:", apiKey: "cal_fuzz", edges: Edges(clock: { now }))
    try api.createShop(LocalShop(name: "Lakeside", country: "US", zone: "America/New_York"))
    var answers: [(WireRequest, [UInt8])] = []
    func ask(_ request: WireRequest) -> JSONValue? {
      let response = api.respond(to: ServerRequest(request, apiKey: "cal_fuzz"))
      answers.append((request, response.body))
      return try? JSONText.read(response.body)
    }
    for hour in 0..<4 {
      _ = ask(
        Calls.write(
          .create(
            NewBooking(
              service: .init(1), start: now.adding(minutes: 53 + hour * 60),
              attendee: Attendee(name: "Dee Park", phone: "+1212555014\(hour)", zone: "America/New_York"))),
          ref: DeskRef("f\(hour)")
        ).request)
    }
    let listed = ask(Calls.bookings(BookingQuery(pageSize: 250)).request)
    let uids = (listed?["data"]?.array ?? []).compactMap { $0["uid"]?.string }.map { Booking.UID($0) }
    for uid in uids.prefix(1) {
      for request in [
        Calls.booking(uid).request, Calls.attendees(uid).request, Calls.calendarLinks(uid).request,
        Calls.write(.cancel(uid, reason: "asked", seat: nil, subsequent: false), ref: DeskRef("x")).request,
        Calls.write(
          .move(uids[1], start: now.adding(minutes: 600), reason: nil, seat: nil, overrides: .none), ref: DeskRef("m")
        )
        .request, Calls.write(.addGuests(uids[2], emails: ["g@x.example"]), ref: DeskRef("g")).request,
      ] { _ = ask(request) }
    }
    let query = SlotQuery(service: .init(1), from: today, through: today.advanced(by: 3))
    for request in [
      Calls.account().request, Calls.services().request, Calls.service(.init(1)).request, Calls.schedules().request,
      Calls.defaultSchedule().request, Calls.schedule(.init(1)).request, Calls.slots(query, zone: zone).request,
      Calls.reserve(service: .init(1), start: now.adding(minutes: 593), minutes: 5).request, Calls.teams().request,
      Calls.webhooks().request, Calls.service(.init(99)).request, Calls.booking(.init("none")).request,
    ] { _ = ask(request) }
    return (api, answers)
  }

  @Test func `JSON text`() throws {
    let bodies = try FuzzTests.shop().answers.map(\.body).filter { $0.count < 6000 }
    let extra = [
      "[[[[1]]]]", "{\"a\":\"\\ud83d\\ude00\\ud800\"}", "-0.1e-99", "[1e400,-1e400]", "\u{FEFF}{}", "\"\\u0000\"",
    ]
    let mutator = Mutator(
      bodies + extra.map { Array($0.utf8) } + [Array(String(repeating: "[", count: 300).utf8)],
      words: ["\\u", "\\ud800", "[", "{\"", "1e999", "\\", "null", "\"", ":", ","])
    Fuzz("json", short: 6_000, long: 400_000).run { random in
      guard let value = try? JSONText.read(mutator.next(&random)) else { return }
      let text = JSONText.bytes(value)
      // What is written can be read, is the same again, and acts on no terminal.
      let again = try? JSONText.read(text)
      #expect(again.map(JSONText.bytes) == text)
      #expect(Hostile.found(in: String(decoding: text, as: UTF8.self), allowed: []) == [])
    }
  }

  /// Each call's reader, with answers of every kind of call and every status.
  @Test func `answers to every call`() throws {
    let answers = try FuzzTests.shop().answers
    let bytes = Mutator(answers.map(\.body).filter { $0.count < 8000 })
    let values = JSONMutator(seeds: answers.compactMap { try? JSONText.read($0.body) })
    let query = SlotQuery(service: .init(1), from: FuzzTests.today, through: FuzzTests.today.advanced(by: 3))
    let readers: [(WireResponse) -> Void] = [
      reader(Calls.account()), reader(Calls.services()), reader(Calls.service(.init(1))), reader(Calls.teams()),
      reader(Calls.teamServices(1)), reader(Calls.schedules()), reader(Calls.defaultSchedule()),
      reader(Calls.schedule(.init(1))), reader(Calls.slots(query, zone: FuzzTests.zone)),
      reader(Calls.reserve(service: .init(1), start: FuzzTests.now, minutes: 5)), reader(Calls.reservation("x")),
      reader(Calls.release("x")), reader(Calls.bookings(BookingQuery(pageSize: 250))),
      reader(Calls.bookings(BookingQuery(pageSize: 250), dialect: .cursor)), reader(Calls.booking(.init("x"))),
      reader(Calls.attendees(.init("x"))), reader(Calls.calendarLinks(.init("x"))), reader(Calls.webhooks()),
      reader(Calls.probe(.cursor)), reader(Calls.probe(.pages)),
      reader(Calls.write(.confirm(.init("x")), ref: DeskRef("r"))),
      reader(
        Calls.write(.cancel(.init("x"), reason: "r", seat: nil, subsequent: true), ref: DeskRef("r"))),
      reader(
        Calls.write(
          .create(NewBooking(service: .init(1), start: FuzzTests.now, attendee: Attendee(name: "A"))), ref: DeskRef("r")
        )),
    ]
    Fuzz("answers", short: 6_000, long: 250_000).run { random in
      let body = Bool.random(using: &random) ? JSONText.bytes(values.next(&random)) : bytes.next(&random)
      let status = [200, 200, 200, 201, 204, 302, 400, 401, 403, 404, 409, 422, 429, 500, 502].randomElement(
        using: &random)
      var headers = [WireResponse.Header("Content-Type", "application/json")]
      for name in ["Retry-After", "X-RateLimit-Reset-default", "X-RateLimit-Remaining-default", "Date"] {
        headers.append(
          WireResponse.Header(name, ["-1", "9223372036854775807", "1e9", "", "x"].randomElement(using: &random) ?? ""))
      }
      let response = WireResponse(status: status ?? 200, headers: headers, body: body)
      readers[Int.random(in: 0..<readers.count, using: &random)](response)
      let error = CalError.read(from: response, now: FuzzTests.now)
      #expect(Hostile.found(in: CommandFailure(error).message, allowed: []) == [])
      _ = RateBudget(response, now: FuzzTests.now)
    }
  }

  private func reader<Answer>(_ call: Call<Answer>) -> (WireResponse) -> Void { { _ = try? call.read($0) } }

  @Test func `the config file`() throws {
    let sample = """
      profile = "shop"
      clerk = "Pat"
      country = "US"
      lock_after = "10m"
      slip_columns = 42
      [profiles.shop]
      url = "https://api.cal.com"
      api_key_command = "pass show cal"
      state_dir = "~/state"
      note = '''
      x = 1'''
      [keys]
      browse = ["b", "F2"]
      walkIn = "w"
      """
    let mutator = Mutator(
      [sample, "a.b.c = {d=[1,2,{e=1979-05-27}]}", "[[x]]\ny=0x1F\n[x.z]\n", "k = \"\"\"\n\\u00e9\"\"\""].map {
        Array($0.utf8)
      },
      words: [
        "[", "[[", "=", "\"\"\"", "'''", "{", "\\U0001F600", "\\uD800", "inf", "nan", "1e400", ".", "\n", "#", "0b1",
        "keys",
      ])
    Fuzz("config", short: 3_000, long: 80_000).run { random in
      let text = mutator.text(&random)
      do throws(ConfigurationProblem) {
        let file = try ConfigFile(text: text, path: "config.toml", home: "/home/x")
        _ = try Configuration(options: GlobalOptions(), environment: ["HOME": "/home/x"], file: file)
      } catch {
        let sentence = CommandFailure(error).message
        #expect(Hostile.found(in: sentence, allowed: []) == [])
      }
      _ = ConfigLines(text)
    }
  }

  @Test func `keys from a terminal`() {
    let seeds = [
      "\u{1B}[A\u{1B}OP\u{1B}[1;5C\u{1B}[3~", "\u{1B}[200~paste\u{1B}[201~", "\u{1B}[<0;1;1M\u{1B}[I", "Zoë 田中 👍🏽",
      "\u{1B}]11;rgb:00/00/00\u{1B}\\",
      "\u{1B}P1+r\u{1B}\\", "\u{1B}[?1;2c\u{1B}[24;80R",
    ].map { Array($0.utf8) }
    let mutator = Mutator(
      seeds, words: ["\u{1B}", "\u{1B}[", "\u{1B}O", "\u{1B}[200~", "\u{1B}[201~", ";;;;", "999999999999"])
    let known = [
      KeySequence(bytes: Array("\u{1B}[5~".utf8), key: .pageUp), KeySequence(bytes: Array("\u{1B}OH".utf8), key: .home),
    ]
    Fuzz("keys", short: 6_000, long: 200_000).run { random in
      var decoder = KeyDecoder(sequences: known, altPrefix: Bool.random(using: &random) ? .escapeThenKey : .ignored)
      var rest = mutator.next(&random, longest: 4096)[...]
      var events: [KeyEvent] = []
      while !rest.isEmpty {
        let count = Int.random(in: 1...max(1, min(rest.count, 64)), using: &random)
        events += decoder.feed(rest.prefix(count))
        rest = rest.dropFirst(count)
        if Int.random(in: 0..<10, using: &random) == 0 { events += decoder.timeout() }
        #expect(decoder.pendingBytes <= KeyDecoder.pasteLimit + 16)
      }
      events += decoder.timeout()
      // Nothing stays behind, and what is typed is no control character.
      #expect(decoder.pendingBytes == 0)
      for case .key(.character(let character)) in events {
        #expect(!character.unicodeScalars.contains { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) })
      }
    }
  }

  @Test func `the one line, dates, numbers and times`() {
    let country = Country(code: "US")
    let services = ["Express Wash", "Interior Refresh", "Full Detail"].enumerated().map {
      Service(id: .init($0 + 1), slug: $1.lowercased(), title: $1, minutes: 30)
    }
    let parser = OneLineParser(
      services: services, hosts: [Host(id: "7", name: "Pat Doe", username: "patd")], country: country,
      today: FuzzTests.today)
    let seeds = [
      "alv ew thu 230p @pat #note", "555 201 3344 fd +3 9-11", "next fri 2p", "12/3", "31.12.2026", "+49 30 901820",
      "4h ir",
      "2026-11-23T09:30:00+01:00", "0:00-24:00 mon", "1230", "12a 12p noon",
    ]
    let mutator = Mutator(
      seeds.map { Array($0.utf8) },
      words: ["9223372036854775807", "99999999999999999999", "+", "@", "#", "next ", "٣", "12:60", "--", "２"])
    Fuzz("one line", short: 5_000, long: 120_000).run { random in
      let text = mutator.text(&random, longest: 400)
      let line = parser.parse(text, isCustomer: { $0.count > 3 })
      for part in line.parts {
        #expect(part.range.lowerBound >= 0 && part.range.upperBound <= text.count)
      }
      for order in [DateEntry.Order.monthFirst, .dayFirst] {
        _ = DateEntry.parse(
          text, today: FuzzTests.today, shown: FuzzTests.today, order: order, isUpcoming: Bool.random(using: &random))
      }
      if let country { _ = try? PhoneNumber(text, country: country) }
      _ = try? PhoneNumber(international: text)
      _ = Instant(iso8601: text)
      _ = ISODateTime(text).map { $0.instant(offsetSeconds: $0.offsetSeconds ?? 0) }
      _ = CalendarDay(text)
      _ = Key(name: text)
      _ = ConfirmationCode(Booking.UID(text)).text
      _ = DateEntry.timeOfDay(text)
    }
  }

  @Test func `heads of requests`() {
    let seeds = [
      "GET /v2/slots?eventTypeId=1&start=2026-11-23T00:00:00Z HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer cal_x\r\ncal-api-version: 2024-09-04\r\n\r\n",
      "POST /v2/bookings HTTP/1.1\r\ncontent-length: 12\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n{\"start\":\"\"}",
      "DELETE / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n",
    ].map { Array($0.utf8) }
    let mutator = Mutator(
      seeds,
      words: [
        "\r\n", "\n", "\r\n\r\n", "content-length: 99999999999999999999\r\n", "Content-Length: -1\r\n", "\u{0}",
        "HTTP/9.9", " ", ":",
      ])
    Fuzz("heads", short: 6_000, long: 200_000).run { random in
      let bytes = mutator.next(&random, longest: 40_000)
      let end = RequestHead.end(in: bytes, from: 0) ?? bytes.count
      guard let head = try? RequestHead(bytes[..<end]) else { return }
      #expect((0...RequestHead.longestBody).contains(head.contentLength))
      #expect(head.headers.count <= RequestHead.mostHeaders)
      #expect(Hostile.found(in: head.target, allowed: []) == [])
    }
  }

  /// What comes through the head and is given to the router: any method, path, query, version and body.
  @Test func `requests to the local server`() throws {
    let (api, answers) = try FuzzTests.shop()
    let requests = answers.map { ServerRequest($0.request, apiKey: "cal_fuzz") }
    let targets = Mutator(
      requests.map { Array($0.target.utf8) },
      words: ["%00", "%", "%zz", "/../", "//", "?", "&", "=", "99999999999999999999", "-1", "%F0%9F"])
    let bodies = JSONMutator(seeds: answers.compactMap { $0.request.body.flatMap { try? JSONText.read($0) } })
    let bytes = Mutator(answers.compactMap(\.request.body))
    Fuzz("router", short: 1_500, long: 60_000).run { random in
      guard var request = requests.randomElement(using: &random) else { return }
      if Bool.random(using: &random) { request.target = targets.text(&random, longest: 600) }
      if Int.random(in: 0..<6, using: &random) == 0 {
        request.method = ["GET", "POST", "PATCH", "DELETE", "PUT", "", "get"].randomElement(using: &random) ?? "GET"
      }
      switch Int.random(in: 0..<4, using: &random) {
      case 0, 1: if !request.body.isEmpty { request.body = JSONText.bytes(bodies.next(&random)) }
      case 2: request.body = bytes.next(&random)
      default: break
      }
      if Int.random(in: 0..<8, using: &random) == 0 {
        request.headers.append(
          .init("cal-api-version", ["2024-08-13", "", "2099-01-01", "x"].randomElement(using: &random) ?? ""))
      }
      let response = api.respond(to: request)
      // There is always an answer, it is JSON, and it is not the server's own failure.
      #expect((200..<500).contains(response.status), "\(request.method) \(request.target) -> \(response.status)")
      #expect(response.body.isEmpty || (try? JSONText.read(response.body)) != nil)
    }
    #expect(try api.hasShop())
  }

  @Test func `files of time zones`() throws {
    let names = [
      "America/New_York", "Europe/Berlin", "Asia/Kathmandu", "Australia/Lord_Howe", "Etc/GMT+5", "Africa/Casablanca",
    ]
    let files = names.compactMap { FileManager.default.contents(atPath: "/usr/share/zoneinfo/" + $0).map(Array.init) }
    try #require(!files.isEmpty)
    let whole = Mutator(files, words: ["TZif2", "TZif", "\nEST5EDT,M3.2.0,M11.1.0\n"])
    let rules = Mutator(
      [
        "EST5EDT,M3.2.0,M11.1.0", "<-03>3<-02>,M3.5.0/-2,M10.5.0/-1", "CET-1CEST,J60/24:59:59,365/-167",
        "IST-1GMT0,M10.5.0,M3.5.0/1",
      ].map { Array($0.utf8) },
      words: ["M", "J", ",", "/", "999999999999", "-", "<", ">"])
    Fuzz("zones", short: 3_000, long: 80_000).run { random in
      if Bool.random(using: &random), let file = ZoneFile(whole.next(&random, longest: 70_000)),
        let zone = Zone(identifier: "Fuzz/Zone", file: file)
      {
        use(zone)
      }
      if let rule = RecurringRule(rules.text(&random, longest: 300)) { _ = rule.changes(years: 2025...2027) }
      let name = rules.text(&random, longest: 100)
      #expect(!ZoneLoader.isPlausible(name) || !name.contains(".."))
    }
  }

  private func use(_ zone: Zone) {
    for hours in stride(from: 0, to: 9000, by: 700) {
      let instant = FuzzTests.now.adding(minutes: hours * 60)
      _ = zone.instants(of: zone.local(instant))
      _ = zone.offsetText(at: instant)
    }
    _ = zone.interval(of: FuzzTests.today)
  }

  /// Over a socket: whatever is sent, the server answers the next client.
  @Test(.timeLimit(.minutes(5))) func `bytes on the server's socket`() async throws {
    let folder = try ShopFolder()
    let path = folder.path + "/f.sock"
    let server = try LocalServer(
      database: ":memory:", apiKey: "cal_fuzz", patience: .init(idle: 0.2, head: 0.2, body: 0.2, answer: 1))
    try server.api.createShop(LocalShop(country: "US", zone: "America/New_York"))
    _ = try await server.start(on: .unix(path: path))
    let seeds = [
      "GET /v2/me HTTP/1.1\r\nAuthorization: Bearer cal_fuzz\r\n\r\n",
      "POST /v2/bookings HTTP/1.1\r\ncontent-length: 20\r\n\r\n{}",
      "\u{16}\u{3}\u{1}\u{2}\u{0}", "GET /v2/me HTTP/1.1\r\n\r\nGET /v2/me HTTP/1.1\r\n\r\n",
    ].map { Array($0.utf8) }
    let mutator = Mutator(seeds, words: ["\r\n", "\r\n\r\n", "content-length: 1048577\r\n"])
    Fuzz("socket", short: 40, long: 1_000).run { random in
      for _ in 0..<4 {
        guard let connection = CallSocket.connect(to: path) else { continue }
        let bytes = mutator.next(&random, longest: 50_000)
        _ = bytes.withUnsafeBytes { send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
        if Bool.random(using: &random) { shutdown(connection, Int32(SHUT_WR)) }
        close(connection)
      }
    }
    let client = CalClient(
      endpoint: try Endpoint(unixSocket: path), key: Secret("cal_fuzz"), transport: Transport(userAgent: "caltui/test"),
      clock: { DeskClock().now })
    #expect(try client.answer(to: Calls.account()).zone == "America/New_York")
    await server.stop()
  }
}
