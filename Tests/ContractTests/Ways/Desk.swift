import BookingModel
import CalClient
import CalProtocol
import LocalServer
import Synchronization
import Testing

/// Who asks.
enum Caller: CaseIterable, Sendable {
  case owner
  /// Without a key.
  case guest
  /// With a key of the right form that nobody gave out.
  case stranger

  var key: String? {
    switch self {
    case .owner: ContractShop.key
    case .guest: nil
    case .stranger: "cal_somebody_else"
    }
  }
}

/// A request and its answer, as they went over the wire.
struct Exchanged: Sendable {
  var request: WireRequest
  var response: WireResponse
  var json: JSONValue { (try? JSONText.read(response.body)) ?? .null }
  /// The reference that a create carried.
  var deskRef: String? {
    request.body.flatMap { try? JSONText.read($0) }?["metadata"]?["deskRef"]?.string
  }
}

/// A client of a shop's server, whatever way its requests take. Confined to the thread it is made on.
protocol Desk: AnyObject {
  var shop: ContractShop { get }
  /// The 2xx answers so far, in order.
  var log: ExchangeLog { get }
  /// The answer as it came, whatever its status.
  func send(_ request: WireRequest, as caller: Caller) throws -> WireResponse
  /// What the answer means to the program.
  func answer<Answer>(to call: Call<Answer>, as caller: Caller) throws(CalError) -> Answer
}

final class ExchangeLog: Sendable {
  private let rows = Mutex<[Exchanged]>([])
  var all: [Exchanged] { rows.withLock { $0 } }

  /// The same call, writing down the answer that it reads.
  func recording<Answer>(_ call: Call<Answer>) -> Call<Answer> {
    let request = call.request
    let read = call.read
    return Call(request, isWrite: call.isWrite) { [self] (response) throws(CalError) -> Answer in
      note(request, response)
      return try read(response)
    }
  }

  func note(_ request: WireRequest, _ response: WireResponse) {
    guard (200..<300).contains(response.status) else { return }
    rows.withLock { $0.append(Exchanged(request: request, response: response)) }
  }
}

/// The server's routes without a socket.
final class InProcessDesk: Desk {
  let shop: ContractShop
  let log = ExchangeLog()

  init(_ shop: ContractShop) { self.shop = shop }

  func send(_ request: WireRequest, as caller: Caller) throws -> WireResponse {
    let response = shop.api.respond(to: ServerRequest(request, apiKey: caller.key))
    log.note(request, response)
    return response
  }

  func answer<Answer>(to call: Call<Answer>, as caller: Caller) throws(CalError) -> Answer {
    let response = shop.api.respond(to: ServerRequest(call.request, apiKey: caller.key))
    guard (200..<300).contains(response.status) else { throw CalError.read(from: response, now: shop.clock.now) }
    return try log.recording(call).read(response)
  }
}

/// The program's own client on a live server.
final class LiveDesk: Desk {
  let shop: ContractShop
  let log = ExchangeLog()
  private let endpoint: Endpoint
  /// Other tests may keep the threads of the server's tasks busy for a while: what is slow here is not the server.
  static let patient = TransferLimits(connectMilliseconds: 60_000, totalMilliseconds: 120_000)
  private let transport = Transport(userAgent: "caltui/contract")
  private var clients: [Caller: CalClient] = [:]

  init(_ shop: ContractShop, at endpoint: Endpoint) {
    self.shop = shop
    self.endpoint = endpoint
  }

  func client(_ caller: Caller = .owner) -> CalClient {
    if let client = clients[caller] { return client }
    let client = CalClient(
      endpoint: endpoint, key: caller.key.flatMap { Secret($0) }, transport: transport,
      policy: RetryPolicy(retries: 0, totalMilliseconds: 120_000),
      clock: { Edges.systemClock() }, chance: { 0 })
    clients[caller] = client
    return client
  }

  func send(_ request: WireRequest, as caller: Caller) throws -> WireResponse {
    var result: Result<WireResponse, CalError>?
    transport.start(
      request, to: endpoint, key: caller.key.flatMap { Secret($0) }, isWrite: request.method != .get,
      limits: LiveDesk.patient
    ) {
      result = $0
    }
    // The transfer's own time limit ends the wait.
    while result == nil { transport.wait(milliseconds: 100) }
    let response = try #require(result).get()
    log.note(request, response)
    return response
  }

  func answer<Answer>(to call: Call<Answer>, as caller: Caller) throws(CalError) -> Answer {
    try client(caller).answer(to: log.recording(call), limits: LiveDesk.patient)
  }
}

extension Desk {
  func answer<Answer>(to call: Call<Answer>) throws(CalError) -> Answer { try answer(to: call, as: .owner) }
  func send(_ request: WireRequest) throws -> WireResponse { try send(request, as: .owner) }

  /// A request that the client has no call for.
  func send(
    _ route: Route, query: [WireRequest.QueryItem] = [], body: JSONValue? = nil, version: APIVersion? = nil,
    as caller: Caller = .owner
  ) throws -> WireResponse {
    try send(
      WireRequest(
        route.method, route.path, query: query, version: version ?? route.family.sent, body: body.map(JSONText.bytes)),
      as: caller)
  }

  /// `data` of the answer to such a request, which must be a good one.
  func data(
    _ route: Route, query: [WireRequest.QueryItem] = [], body: JSONValue? = nil, as caller: Caller = .owner
  ) throws -> JSONValue {
    let response = try send(route, query: query, body: body, as: caller)
    let json = try JSONText.read(response.body)
    try #require((200..<300).contains(response.status), "\(route): \(JSONText.text(json))")
    return json["data"] ?? .null
  }

  func write(_ write: Write, ref: String? = nil, as caller: Caller = .owner) throws -> [Booking] {
    try answer(to: Calls.write(write, ref: DeskRef(ref ?? "ref-\(log.all.count)")), as: caller).bookings
  }

  /// The one booking that a write answers with.
  func one(_ write: Write, ref: String? = nil, as caller: Caller = .owner) throws -> Booking {
    let bookings = try self.write(write, ref: ref, as: caller)
    try #require(bookings.count == 1)
    return bookings[0]
  }

  func booking(_ uid: Booking.UID, as caller: Caller = .owner) throws -> Booking {
    let bookings = try answer(to: Calls.booking(uid), as: caller)
    try #require(bookings.count == 1)
    return bookings[0]
  }

  func service(_ slug: String, _ change: (inout Service) -> Void = { _ in }) throws -> Service {
    try answer(to: Calls.createService(ContractShop.service(slug, change)))
  }
}
