import BookingModel
import CalProtocol
import Synchronization

@testable import LocalServer

/// The real server without its socket, on a clock that stands still until it is set, behind a line that fails as it is told.
final class FaultyServer {
  final class Clock: Sendable {
    private let time: Mutex<Instant>
    init(_ start: Instant) { time = Mutex(start) }
    var now: Instant {
      get { time.withLock { $0 } }
      set { time.withLock { $0 = max($0, newValue) } }
    }
  }

  /// What the desk gets of one request, and when.
  struct Delivery {
    var afterMilliseconds: Int64
    var result: Result<WireResponse, CalError>
  }

  static let key = "cal_faults"
  let clock: Clock
  let api: LocalAPI
  private var random: SeededRandom
  /// Lists leave out what was made after this, until ``staleUntil``: a replica that lags.
  private var staleSince: Instant?
  private(set) var staleUntil: Instant
  private(set) var services: [Service] = []
  private(set) var hours: Schedule?
  private(set) var onRequest = Service.ID(0)
  private(set) var series = Service.ID(0)
  /// Runs something at a later time.
  var later: (Int64, @escaping () -> Void) -> Void = { _, _ in }

  /// Writes that reached the server, by reference: the times of it, and whether it did them.
  private(set) var arrivals: [DeskRef: [(at: Instant, isDone: Bool)]] = [:]

  init(seed: UInt64, start: Instant) throws {
    let clock = Clock(start)
    self.clock = clock
    random = SeededRandom(seed: seed)
    staleUntil = start
    let numbers = Mutex(SeededRandom(seed: seed &+ 1))
    api = try LocalAPI(
      database: ":memory:", apiKey: FaultyServer.key,
      edges: Edges(
        clock: { clock.now },
        random: { SeededRandom(seed: numbers.withLock { $0.next() }) }))
    try api.createShop(LocalShop(country: "US", zone: "America/New_York"))
    // One that a host confirms, and one that is booked as a series.
    onRequest = try addService(
      "on-request", ["confirmationPolicy": ["type": "always", "blockUnconfirmedBookingsInBooker": false]])
    series = try addService("series", ["recurrence": ["interval": 1, "occurrences": 3, "frequency": "weekly"]])
    services = try Calls.services().read(answer(Calls.services().request)).rows
    hours = try Calls.defaultSchedule().read(answer(Calls.defaultSchedule().request))
  }

  private func addService(_ slug: String, _ more: [String: JSONValue]) throws -> Service.ID {
    let body: [String: JSONValue] = [
      "title": .string(slug), "slug": .string(slug), "lengthInMinutes": 30, "minimumBookingNotice": 0,
      "bookingFields": [
        ["type": "email", "required": false],
        ["type": "phone", "slug": "attendeePhoneNumber", "required": true, "hidden": false],
      ],
    ]
    let answer = api.respond(
      to: ServerRequest(
        method: "POST", target: "/v2/event-types",
        headers: [
          .init("Authorization", "Bearer " + FaultyServer.key), .init("cal-api-version", "2024-06-14"),
        ], body: JSONText.bytes(.object(body.merging(more) { _, new in new }))))
    guard let id = try JSONText.read(answer.body)["data"]?["id"]?.int else { throw CalError(kind: .refused) }
    return Service.ID(id)
  }

  /// Somebody books on the web, without a key: such a booking waits for the host's word.
  func askOnTheWeb(_ name: String, at start: Instant) -> Booking? {
    let wanted = NewBooking(
      service: onRequest, start: start,
      attendee: Attendee(name: name, phone: "+12125550177", zone: "America/New_York"))
    let call = Calls.write(.create(wanted), ref: DeskRef("web-\(name)"))
    return try? call.read(api.respond(to: ServerRequest(call.request, apiKey: nil))).bookings.first
  }

  /// The server's answer, without any fault.
  func answer(_ request: WireRequest) -> WireResponse {
    api.respond(to: ServerRequest(request, apiKey: FaultyServer.key))
  }

  /// Every booking, whatever its status.
  func bookings() throws -> [Booking] {
    var query = BookingQuery(pageSize: 250)
    var all: [Booking] = []
    while true {
      let page = try Calls.bookings(query).read(answer(Calls.bookings(query).request))
      all += page.bookings
      guard let next = page.next else { return all }
      query.page = next
    }
  }

  func booking(_ uid: Booking.UID) throws -> Booking? {
    try Calls.booking(uid).read(answer(Calls.booking(uid).request)).first
  }

  // MARK: - The line

  /// Sends a request over the faulty line. `ref` is set for writes.
  func exchange(_ request: WireRequest, ref: DeskRef?, fault: Fault) -> Delivery {
    let limit: Int64 = ref == nil ? 15_000 : 20_000
    let short = Int64.random(in: 1...40, using: &random)
    func failed(_ trouble: CalError.NetworkTrouble, _ milliseconds: Int64) -> Delivery {
      Delivery(afterMilliseconds: milliseconds, result: .failure(CalError(kind: .noAnswer(trouble))))
    }
    func answered(_ response: WireResponse, _ milliseconds: Int64) -> Delivery {
      Delivery(afterMilliseconds: milliseconds, result: .success(response))
    }
    func page(_ status: Int) -> WireResponse {
      WireResponse(status: status, body: Array("<html><body>Bad gateway</body></html>".utf8))
    }
    func failure() -> WireResponse {
      WireFault(500, "An unexpected error occurred on the server. Please try again later", .trpc)
        .response(path: request.path, now: clock.now)
    }
    switch fault {
    case .none: return answered(serve(request, ref), short)
    case .slow: return answered(serve(request, ref), Int64.random(in: 1000...14_000, using: &random))
    case .unreachable: return failed(.unreachable, short)
    case .lostOnTheWay: return failed(.timedOut, limit)
    case .resetBefore: return failed(.broken, short)
    case .resetAfter:
      _ = serve(request, ref)
      return failed(.broken, short)
    case .silentAfter:
      _ = serve(request, ref)
      return failed(.timedOut, limit)
    case .tooLate:
      later(limit + Int64.random(in: 1...4000, using: &random)) { _ = self.serve(request, ref) }
      return failed(.timedOut, limit)
    case .failureBefore: return answered(failure(), short)
    case .failureAfter:
      _ = serve(request, ref)
      return answered(failure(), short)
    case .pageBefore: return answered(page(502), short)
    case .pageAfter:
      _ = serve(request, ref)
      return answered(page(502), short)
    case .throttled:
      let headers = [WireResponse.Header("X-RateLimit-Reset-Default", "7")]
      return answered(WireFault.throttled.response(path: request.path, now: clock.now, headers: headers), short)
    case .bareConflict:
      steal(request)
      let body = JSONText.bytes(["statusCode": 409, "message": "booking_conflict_error"])
      return answered(WireResponse(status: 409, body: body), short)
    case .stolen:
      steal(request)
      return answered(serve(request, ref), short)
    case .truncated:
      var response = serve(request, ref)
      response.body = Array(response.body.prefix(response.body.count / 2))
      return answered(response, short)
    case .garbage:
      var response = serve(request, ref)
      response.body = Array("\u{0}\u{1}{]".utf8)
      return answered(response, short)
    case .stale:
      if ref != nil {
        staleSince = clock.now.adding(milliseconds: -1)
        staleUntil = clock.now.adding(milliseconds: Int64.random(in: 500...5000, using: &random))
      }
      _ = serve(request, ref)
      return failed(.broken, short)
    }
  }

  private func serve(_ request: WireRequest, _ ref: DeskRef?) -> WireResponse {
    var response = answer(request)
    if let ref {
      arrivals[ref, default: []].append((clock.now, (200..<300).contains(response.status)))
    } else if request.path == "/bookings", let staleSince, clock.now < staleUntil {
      response = without(response, since: staleSince)
    }
    return response
  }

  /// A list as a replica shows it that has not heard of what came after `since`.
  private func without(_ response: WireResponse, since: Instant) -> WireResponse {
    guard var json = try? JSONText.read(response.body), case .object(var top) = json, let rows = top["data"]?.array
    else { return response }
    top["data"] = .array(
      rows.filter { ($0["createdAt"]?.string.flatMap { Instant(iso8601: $0) } ?? since) <= since })
    json = .object(top)
    var stale = response
    stale.body = JSONText.bytes(json)
    return stale
  }

  /// Somebody else books the time of a create or a move just before it arrives.
  private func steal(_ request: WireRequest) {
    guard let body = request.body.flatMap({ try? JSONText.read($0) }), let start = body["start"]?.string,
      let time = Instant(iso8601: start)
    else { return }
    let thief = NewBooking(
      service: Service.ID(body["eventTypeId"]?.int ?? 1), start: time,
      attendee: Attendee(name: "Somebody Else", phone: "+12125550199", zone: "America/New_York"))
    _ = answer(Calls.write(.create(thief), ref: DeskRef("thief-\(clock.now.milliseconds)")).request)
  }
}
