import BookingModel
import CalClient
import CalProtocol
import DeskStore
import Foundation
import Glibc
import Synchronization
import Testing
import ZoneData

@testable import CalTUI
@testable import DeskStore
@testable import LocalServer

/// One shop on a server with a limit, and several desks of one machine that share a store: all as in the program, save the screens.
/// Time runs faster than on the wall, and stands still while a desk waits for the disk or for the server: a machine that is slow for a
/// moment makes nothing late.
@MainActor final class SharedShop {
  struct Asked: Sendable {
    var at: Instant
    var path: String
    var desk: Int
    /// The board's days, and not the feed of customers: that is read by whichever desk comes first.
    var isPoll: Bool
  }

  /// Requests as they reach the server, and whether it answers.
  struct Traffic {
    var requests: [Asked] = []
    var isAway = false
    /// Writes are done, and their answers do not come.
    var isSilent = false
  }

  let folder: String
  let api: LocalAPI
  let clock: DeskClock
  let traffic = TrafficLog()
  private let speed: Double
  private let time: Time
  private(set) var desks: [RunningDesk?] = []
  private var marks: [Process] = []
  nonisolated static let key = "cal_shared"

  final class TrafficLog: Sendable {
    private let state = Mutex(Traffic())
    func change<Value: Sendable>(_ body: (inout Traffic) -> Value) -> Value { state.withLock { body(&$0) } }
    var requests: [Asked] { change(\.requests) }
  }

  /// What the clock shows; only ``turn()`` moves it.
  private final class Time: Sendable {
    private let milliseconds: Mutex<Double>
    init(_ start: Instant) { milliseconds = Mutex(Double(start.milliseconds)) }
    var now: Instant { Instant(milliseconds: Int64(milliseconds.withLock { $0 })) }
    func pass(_ passed: Double) { milliseconds.withLock { $0 += passed } }
  }

  /// - Parameter speed: seconds that pass in one.
  init(speed: Double) throws {
    folder = NSTemporaryDirectory() + "cal-desks-" + UUID().uuidString.prefix(8)
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    self.speed = speed
    let time = Time(Instant(iso8601: "2026-11-23T15:07:00Z") ?? Instant(milliseconds: 0))
    self.time = time
    clock = DeskClock { time.now }
    let clock = clock
    api = try LocalAPI(
      database: folder + "/shop.sqlite", apiKey: SharedShop.key, edges: Edges(clock: { clock.now }))
    try api.createShop(LocalShop(country: "US", zone: "America/New_York"))
  }

  deinit {
    for mark in marks { mark.terminate() }
    try? FileManager.default.removeItem(atPath: folder)
  }

  /// Desks of one test process need marks of their own: those of processes that live.
  private func mark() throws -> ProcessMark {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sleep")
    process.arguments = ["600"]
    // Who reads what the tests say need not wait for it.
    (process.standardInput, process.standardOutput, process.standardError) = (
      FileHandle.nullDevice, FileHandle.nullDevice, FileHandle.nullDevice
    )
    try process.run()
    marks.append(process)
    return ProcessMark.running(process.processIdentifier)
  }

  @discardableResult
  func open(_ count: Int = 1) throws -> RunningDesk {
    for _ in 0..<count {
      let number = desks.count
      let (api, clock, traffic) = (api, clock, traffic)
      let server = InProcessServer { request, key in
        let isAway = traffic.change { traffic in
          // Only the feeds have an order.
          let isPoll =
            request.method == .get && request.path == "/bookings"
            && !request.query.contains { $0.name.hasPrefix("sort") }
          traffic.requests.append(Asked(at: clock.now, path: request.path, desk: number, isPoll: isPoll))
          return traffic.isAway
        }
        if isAway { return WireResponse(status: 502, body: Array("<html>".utf8)) }
        let response = api.respond(to: ServerRequest(request, apiKey: key?.reveal()))
        while request.method != .get, request.path == "/bookings", traffic.change(\.isSilent) { usleep(2_000) }
        return response
      }
      desks.append(
        try RunningDesk(
          number: number, folder: folder, process: try mark(), endpoint: Endpoint(inProcess: server),
          key: try #require(Secret(SharedShop.key)), clock: clock))
    }
    return try #require(desks.last ?? nil)
  }

  /// As by SIGKILL: nothing is told to anybody.
  func kill(_ number: Int) {
    desks[number] = nil
    // Its remains count as gone.
    Glibc.kill(marks[number].processIdentifier, SIGKILL)
  }

  var living: [RunningDesk] { desks.compactMap { $0 } }

  /// Lets every desk turn once. Unless one of them waits for an answer, time has passed then: as much as on the wall, times the speed, but
  /// never many seconds at once.
  func turn() {
    let began = ContinuousClock.now
    var isWaiting = false
    for desk in living where desk.turn() { isWaiting = true }
    if isWaiting { return }
    let passed = min((ContinuousClock.now - began) / .milliseconds(1), 20)
    time.pass(passed * speed)
  }

  /// Until something is so; false after so many seconds in which the shop's time went on.
  func run(seconds: Int, until isDone: () throws -> Bool) rethrows -> Bool {
    let end = clock.now.adding(milliseconds: Int64(Double(seconds) * 1000 * speed))
    let patience = ContinuousClock.now + .seconds(seconds + 60)
    while try !isDone() {
      guard clock.now < end, ContinuousClock.now < patience else { return false }
      turn()
    }
    return true
  }

  /// The most requests that the server saw in any window of so many seconds.
  func most(in seconds: Int64) -> Int {
    let times = traffic.requests.map(\.at.milliseconds).sorted()
    var (first, most) = (0, 0)
    for last in times.indices {
      while times[last] - times[first] >= seconds * 1000 { first += 1 }
      most = max(most, last - first + 1)
    }
    return most
  }

  /// Every booking of the server, whatever its status.
  func bookings() throws -> [Booking] {
    var query = BookingQuery(pageSize: 250)
    var all: [Booking] = []
    while true {
      let call = Calls.bookings(query)
      let page = try call.read(api.respond(to: ServerRequest(call.request, apiKey: SharedShop.key)))
      all += page.bookings
      guard let next = page.next else { return all }
      query.page = next
    }
  }
}

/// A desk without a screen: the program's model, effects, store, client and loop.
@MainActor final class RunningDesk {
  let number: Int
  let store: DeskStore
  private(set) var model: Model
  /// What would have been told of the store on the screen.
  private(set) var storeTroubles: [StoreTrouble] = []
  private let transport = Transport(userAgent: "test")
  private let mailbox: Mailbox
  private let clock: DeskClock
  private var runner: EffectRunner?

  init(
    number: Int, folder: String, process: ProcessMark, endpoint: Endpoint, key: Secret, clock: DeskClock,
    change: (inout Startup) -> Void = { _ in }
  ) throws {
    self.number = number
    self.clock = clock
    store = try DeskStore.open(path: folder + "/desk.sqlite", now: clock.now, process: process)
    mailbox = Mailbox(wakeup: transport.wakeup)
    let zones = ZoneLoader()
    let shop = Shop(
      name: "Shop", profile: "shop", isLocal: false, zone: zones.zone("America/New_York") ?? .utc,
      policy: AttendeePolicy(country: "US"))
    let name = "Desk \(number + 1)"
    let settings = DeskSettings(
      shop: shop, hasOwnZone: true, clerk: "Clerk \(number + 1)", desk: name, isReadOnly: false, keys: .standard)
    var startup = DeskStart(store: store, zones: zones, clock: clock)
      .startup(settings, size: Size(columns: 80, rows: 24), setup: nil)
    change(&startup)
    model = Model(startup)
    runner = EffectRunner(
      transport: transport, store: store, mailbox: mailbox, clock: clock, zones: zones, shop: shop,
      desk: .init(clerk: "Clerk \(number + 1)", desk: name),
      office: Office(
        printer: Printer(settings: PrintSettings(), keptFolder: folder + "/slips", configFile: folder + "/config")),
      send: { [weak self] in self?.send($0) })
    runner?.connect(to: endpoint, key: key)
    send(.started)
  }

  var polls: Bool { model.polls }

  func send(_ message: Message) {
    let now = clock.now
    if now > model.now { take(.ticked(now)) }
    take(message)
  }

  private func take(_ message: Message) {
    if case .storeFailed(let trouble) = message { storeTroubles.append(trouble) }
    for effect in update(&model, message) { runner?.start(effect) }
    // A frame follows each message, and tells of what it shows.
    _ = render(model, in: model.size)
    if model.awaitsCommit, message != .painted { take(.painted) }
  }

  /// Whether something came in, or is asked for and not answered yet.
  func turn() -> Bool {
    let bell = runner?.bell.map { [Descriptor($0)] } ?? []
    let ready = transport.wait(for: bell, milliseconds: 1)
    if !ready.isEmpty { runner?.bellRang() }
    let letters = mailbox.drain()
    for letter in letters { runner?.open(letter) }
    let now = clock.now
    if now >= model.nextTimer { take(.ticked(now)) }
    runner?.fireTimers(at: now)
    runner?.painted()
    return !ready.isEmpty || !letters.isEmpty || transport.countUnderWay > 0
      || store.countUnderWay.load(ordering: .acquiring) > 0
  }

  func press(_ keys: String...) {
    for word in keys {
      for key in Key(name: word).map({ [$0] }) ?? word.map(Key.character) { send(.keyPressed(key)) }
    }
  }

  var isQuiet: Bool { model.writesUnderWay.isEmpty }
}
