public import BookingModel
public import CalProtocol
import GRDB
import Synchronization

/// The API of the local server without its socket: a request in, its answer out (CONTRACT 16).
public struct LocalAPI: Sendable {
  let database: LocalDatabase
  let zones: ZoneCache
  let calendar: ShopCalendar
  let edges: Edges
  private let apiKey: String
  private let limiter: RateLimiter
  private let isReadOnly: Bool

  /// Opens the database. Throws ``LocalServerError``. `requestsPerMinute` is `nil` for no limit. One that is read-only refuses every request that
  /// would change something, holds of times among them.
  public init(
    database path: String, apiKey: String, edges: Edges = Edges(), requestsPerMinute: Int? = nil,
    isReadOnly: Bool = false
  ) throws {
    self.isReadOnly = isReadOnly
    database = try LocalDatabase(path: path)
    zones = ZoneCache()
    calendar = ShopCalendar(zones: zones)
    self.edges = edges
    self.apiKey = apiKey
    limiter = RateLimiter(perMinute: requestsPerMinute)
  }

  /// What is wrong inside a database, in SQLite's words; nothing when it is whole. Reads all of it and changes nothing.
  public static func findings(database path: String) throws -> [String] { try LocalDatabase.findings(path: path) }

  /// Whether a first start still has to create the shop.
  public func hasShop() throws -> Bool { try database.read { db in try !HostTable.isEmpty(db) } }

  /// Creates the shop unless there is one, and returns its owner.
  @discardableResult
  public func createShop(_ shop: LocalShop) throws -> Account {
    try LocalShop.create(shop, in: database, zones: zones)
  }

  /// Adds one more host, with opening hours of their own, for services that several people can take (`hosts` of an event type).
  public func addHost(_ account: Account, schedule: Schedule) throws -> Account {
    guard zones.zone(schedule.zone) != nil else { throw LocalServerError.unknownZone(schedule.zone) }
    return try database.write { db in
      var host = try HostTable.insert(db, account)
      host.defaultScheduleID = try ScheduleTable.insert(db, schedule, owner: host.id).id
      try HostTable.update(db, host)
      return host
    }
  }

  /// Never throws and never traps: whatever comes in, there is an answer.
  public func respond(to request: ServerRequest) -> WireResponse {
    let now = edges.clock()
    var response: WireResponse
    let budget = limiter.take(now: now)
    if budget.isRefused {
      response = WireFault.throttled.response(path: request.target, now: now)
    } else {
      do {
        response = try route(request, now: now)
      } catch let fault as WireFault {
        response = fault.response(path: request.target, now: now)
      } catch let error as DatabaseError where [.SQLITE_FULL, .SQLITE_READONLY].contains(error.resultCode) {
        // SQLite has rolled it back. What fails later than that, at the sync of a commit, is another error, and its outcome is open.
        response = WireFault.diskFull.response(path: request.target, now: now)
      } catch {
        response = WireFault.serverFailure.response(path: request.target, now: now)
      }
    }
    response.headers += RateBudget.headers(
      limit: budget.limit, remaining: budget.remaining, resetSeconds: budget.resetSeconds)
    response.headers.append(WireResponse.Header("X-Request-Id", edges.uuid()))
    return response
  }

  private func route(_ request: ServerRequest, now: Instant) throws -> WireResponse {
    let cut = request.target.firstIndex(of: "?")
    let path = request.target[..<(cut ?? request.target.endIndex)]
    let query = cut.map { PathText.items(ofQuery: request.target[request.target.index(after: $0)...]) } ?? []
    let missing = WireFault.noRoute(request.method, request.target)
    guard path.hasPrefix("/v2/"), let method = WireRequest.Method(rawValue: request.method),
      let route = Route.parse(method, String(path.dropFirst(3)))
    else { throw missing }
    let version = APIVersion(header: request.header("cal-api-version"))
    guard route.family.isServed(under: version) else { throw missing }
    let isOwner = try authenticate(request, route)
    guard !isReadOnly || method == .get else { throw WireFault.readOnly }
    var body: JSONValue?
    if !request.body.isEmpty, method != .get {
      do throws(JSONText.Fault) {
        body = try JSONText.read(request.body)
      } catch {
        throw WireFault.bodyNotJSON
      }
    }
    return try answer(
      route,
      Exchange(target: request.target, query: query, version: version, body: body, isOwner: isOwner, now: now))
  }

  /// Whether the sender is the owner. A wrong key is refused everywhere, a missing one where the route demands it (CONTRACT 3.3).
  private func authenticate(_ request: ServerRequest, _ route: Route) throws -> Bool {
    guard let header = request.header("authorization") else {
      // A web page in somebody's browser can reach loopback too: what a browser sends for a page is not a guest's request.
      if route.allowsAnybody, request.header("origin") == nil { return false }
      throw WireFault.noCredentials
    }
    let words = header.split(separator: " ", maxSplits: 1)
    guard words.count == 2, words[0].lowercased() == "bearer" else { throw WireFault.badToken }
    let token = words[1].trimmingBlanks
    if isSame(token, apiKey) { return true }
    throw token.hasPrefix("cal_") ? WireFault.badKey : WireFault.badToken
  }

  /// Compares in a time that does not tell how much of the key was right.
  private func isSame(_ token: String, _ key: String) -> Bool {
    let a = Array(token.utf8)
    let b = Array(key.utf8)
    var difference = a.count ^ b.count
    for index in a.indices where !b.isEmpty { difference |= Int(a[index] ^ b[index % b.count]) }
    return difference == 0 && !b.isEmpty
  }

  private func answer(_ route: Route, _ exchange: Exchange) throws -> WireResponse {
    switch route {
    case .account: return try account()
    case .teams, .teamEventTypes: return .success([])
    case .eventTypes: return try eventTypes(exchange)
    case .createEventType: return try createEventType(exchange)
    case .eventType(let id): return try eventType(id)
    case .updateEventType(let id): return try updateEventType(id, exchange)
    case .deleteEventType(let id): return try deleteEventType(id)
    case .schedules: return try schedules()
    case .defaultSchedule: return try defaultSchedule()
    case .schedule(let id): return try schedule(id)
    case .createSchedule: return try createSchedule(exchange)
    case .updateSchedule(let id): return try updateSchedule(id, exchange)
    case .deleteSchedule(let id): return try deleteSchedule(id)
    case .slots: return try slots(exchange)
    case .createReservation: return try reserve(exchange)
    case .reservation(let uid): return try reservation(uid, exchange)
    case .updateReservation(let uid): return try updateReservation(uid, exchange)
    case .deleteReservation(let uid): return try deleteReservation(uid)
    case .webhooks: return try webhooks(exchange)
    case .createWebhook: return try createWebhook(exchange)
    case .webhook(let id): return try webhook(id)
    case .updateWebhook(let id): return try updateWebhook(id, exchange)
    case .deleteWebhook(let id): return try deleteWebhook(id)
    default: return try bookingAnswer(route, exchange)
    }
  }

  private func bookingAnswer(_ route: Route, _ exchange: Exchange) throws -> WireResponse {
    switch route {
    case .bookings: return try bookings(exchange)
    case .createBooking: return try createBooking(exchange)
    case .booking(let uid): return try booking(uid, exchange)
    case .bookingBySeat(let seat): return try booking(seat: seat, exchange)
    case .reschedule(let uid): return try reschedule(uid, exchange)
    case .cancel(let uid): return try cancel(uid, exchange)
    case .confirm(let uid): return try confirm(uid, exchange)
    case .decline(let uid): return try decline(uid, exchange)
    case .markAbsent(let uid): return try markAbsent(uid, exchange)
    case .reassign(let uid): return try reassign(uid, to: nil, exchange)
    case .reassignTo(let uid, let user): return try reassign(uid, to: user, exchange)
    case .attendees(let uid): return try attendees(uid)
    case .addAttendee(let uid): return try addAttendee(uid, exchange)
    case .attendee(let uid, let id): return try attendee(uid, id)
    case .deleteAttendee(let uid, let id): return try deleteAttendee(uid, id, exchange)
    case .addGuests(let uid): return try addGuests(uid, exchange)
    case .setLocation(let uid): return try setLocation(uid, exchange)
    case .calendarLinks(let uid): return try calendarLinks(uid)
    case .references(let uid): return try references(uid)
    case .requestReschedule(let uid): return try requestReschedule(uid, exchange)
    default: throw WireFault.noRoute(route.method.rawValue, exchange.target)
    }
  }
}

extension Route {
  /// Routes that answer without a key too (CONTRACT 3.3).
  fileprivate var allowsAnybody: Bool {
    switch self {
    case .slots, .reservation, .updateReservation, .deleteReservation, .createReservation, .eventTypes,
      .createBooking, .booking, .bookingBySeat, .reschedule, .cancel:
      true
    default: false
    }
  }
}

/// Counts the requests of a minute (CONTRACT 5). Without a limit it counts nothing, and shows a large one.
private final class RateLimiter: Sendable {
  struct Budget {
    var limit: Int
    var remaining: Int
    var resetSeconds: Int
    var isRefused = false
  }

  private let perMinute: Int?
  private let window = Mutex<(start: Instant, used: Int)>((Instant(milliseconds: 0), 0))

  init(perMinute: Int?) { self.perMinute = perMinute }

  func take(now: Instant) -> Budget {
    guard let perMinute else { return Budget(limit: 1_000_000, remaining: 1_000_000, resetSeconds: 60) }
    return window.withLock { window in
      if now >= window.start.adding(seconds: 60) || now < window.start { window = (now, 0) }
      window.used += 1
      let reset = Int(window.start.adding(seconds: 60).seconds - now.seconds)
      return Budget(
        limit: perMinute, remaining: max(0, perMinute - window.used), resetSeconds: max(1, reset),
        isRefused: window.used > perMinute)
    }
  }
}

extension StringProtocol {
  var trimmingBlanks: String {
    var text = Substring(self)
    while text.first == " " || text.first == "\t" { text.removeFirst() }
    while text.last == " " || text.last == "\t" { text.removeLast() }
    return String(text)
  }
}
