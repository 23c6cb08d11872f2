import BookingModel
import CalClient
import CalProtocol
import DeskStore
import Foundation
import Glibc
import LocalServer
import Synchronization
import Testing
import ZoneData

@testable import CalTUI

/// SIGKILL at random moments of `caltui book`: what was sent is in the journal, and the journal's open rows lead to the truth.
@Suite(.enabled(if: BuiltProgram.path != nil, "the program is not built beside the tests"))
struct KillTests {
  private static let runs = FaultSuite.isLong ? 300 : 24

  /// The process that is to be killed, as long as it runs: a number is used again by others.
  private final class Target: Sendable {
    private let state = Mutex<(pid: pid_t?, run: Int, onArrival: Bool)>((nil, 0, false))

    func aim(at pid: pid_t?, run: Int, onArrival: Bool) { state.withLock { $0 = (pid, run, onArrival) } }

    func kill(run: Int) {
      state.withLock { if let pid = $0.pid, $0.run == run { _ = Glibc.kill(pid, SIGKILL) } }
    }

    func killOnArrival() {
      state.withLock { if let pid = $0.pid, $0.onArrival { _ = Glibc.kill(pid, SIGKILL) } }
    }
  }

  @Test(.timeLimit(.minutes(10))) func `no write leaves without a journal row, and every row is resolved`() async throws
  {
    let shop = try ShopFolder()
    let key = "cal_kill_test"
    let server = try LocalServer(
      database: shop.path + "/shop.sqlite", apiKey: key, edges: Edges(clock: { ShopFolder.clock.now }))
    try server.api.createShop(LocalShop(country: "DE", zone: "Europe/Berlin"))
    _ = try await server.start(on: .unix(path: shop.path + "/s.sock"))
    let victim = Target()
    let proxy = try FaultyProxy(path: shop.path + "/p.sock", upstream: shop.path + "/s.sock") { _ in
      victim.killOnArrival()
      return .dribble
    }
    defer { proxy.stop() }
    let zone = try #require(ZoneLoader().zone("Europe/Berlin"))
    let environment = ["CAL_API_URL": "unix:" + proxy.path, "CAL_API_KEY": key]
    var random = SeededRandom(seed: 4)
    var days = (0..<60).map { CalendarDay("2026-11-24")?.advanced(by: $0) ?? CalendarDay(daysSince1970: 0) }
    days.removeAll { $0.weekday == .sunday }
    var usual: Double = 0
    for run in 0..<KillTests.runs {
      let start = zone.start(of: days[run / 16]).adding(minutes: 540 + run % 16 * 30)
      let begin = Date()
      let program = try BuiltProgram(
        [
          "book", "--service", "express-wash", "--start", start.iso8601Seconds, "--name", "Killed \(run)", "--phone",
          "+4930123456",
        ], shop.environment(environment))
      if run > 0 {
        let isOnArrival = Int.random(in: 0..<4, using: &random) == 0
        victim.aim(at: program.pid, run: run, onArrival: isOnArrival)
        // From before the first byte to after the last one.
        let delay = Double.random(in: 0...1.1, using: &random) * usual
        if !isOnArrival { DispatchQueue.global().asyncAfter(deadline: .now() + delay) { victim.kill(run: run) } }
      }
      let end = program.finish()
      victim.aim(at: nil, run: run, onArrival: false)
      if run == 0 {
        try #require(end.code == 0, "\(end.errors)")
        usual = Date().timeIntervalSince(begin)
      }
    }

    try #require(proxy.settle())
    // The next start: what the dead left behind is unknown, and is looked up.
    let folder = shop.path + "/.local/state/caltui"
    let file = try #require(
      try FileManager.default.contentsOfDirectory(atPath: folder).first { $0.hasSuffix(".desk.sqlite") })
    let store = try DeskStore.open(path: folder + "/" + file, now: ShopFolder.clock.now)
    let transport = Transport(userAgent: "caltui/test")
    let client = CalClient(
      endpoint: try Endpoint(unixSocket: shop.path + "/s.sock"), key: Secret(key), transport: transport,
      clock: { ShopFolder.clock.now })
    let bookings =
      try client.answer(to: Calls.bookings(BookingQuery(pageSize: 250))).bookings
      + client.answer(to: Calls.bookings(BookingQuery(pageSize: 250, page: .skip(250)))).bookings
    let entries = try store.run(.recentWrites(limit: 1000))
    let journalled = Set(entries.map(\.deskRef))
    for booking in bookings {
      #expect(booking.deskRef.map(journalled.contains) == true, "\(booking.attendeeName) was sent unjournalled")
    }
    let made = Set(bookings.compactMap(\.deskRef))
    var states: [String: Int] = [:]
    for entry in entries {
      let ref = entry.deskRef
      #expect(proxy.writes.count { $0.contains(#""\#(ref.rawValue)""#) } <= 1, "\(ref.rawValue) was sent once")
      switch entry.state {
      case .accepted:
        states["answered", default: 0] += 1
        #expect(made.contains(ref))
      case .unknown:
        switch WriteLookUp(client: client).verdict(of: entry) {
        case .done:
          states["found", default: 0] += 1
          #expect(made.contains(ref))
        case .notThere:
          states["not there", default: 0] += 1
          #expect(!made.contains(ref))
        default: Issue.record("\(ref.rawValue) is not resolved")
        }
      default: Issue.record("\(ref.rawValue): \(entry.state)")
      }
    }
    #expect(Set(bookings.map(\.attendeeName)).count == bookings.count)
    // The kills hit what they were meant for.
    #expect(states["found", default: 0] > 0)
    if FaultSuite.isLong { print("kills \(KillTests.runs): \(states)") }
    await server.stop()
  }
}
