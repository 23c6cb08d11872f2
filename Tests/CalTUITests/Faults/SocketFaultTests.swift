import BookingModel
import CalClient
import CalProtocol
import DeskStore
import Foundation
import LocalServer
import Synchronization
import Testing
import ZoneData

@testable import CalTUI

/// The same promise over real sockets: libcurl, the journal on a disk, the embedded server, and a proxy between them.
@Suite struct SocketFaultTests {
  @MainActor
  private final class SocketDesk {
    var model: Model
    let store: DeskStore
    private let transport: Transport
    private let mailbox: Mailbox
    private var runner: EffectRunner?
    private let clock = DeskClock()

    init(folder: String, endpoint: Endpoint, key: Secret) throws {
      store = try DeskStore.open(path: folder + "/desk.sqlite", now: clock.now)
      let zones = ZoneLoader()
      let shop = Shop(name: "Shop", zone: zones.zone("Europe/Berlin") ?? .utc)
      transport = Transport(userAgent: "caltui/test")
      mailbox = Mailbox(wakeup: transport.wakeup)
      let start = DeskStart(store: store, zones: zones, clock: clock)
      let settings = DeskSettings(
        shop: shop, hasOwnZone: true, clerk: "Alva", desk: "front", isReadOnly: false, keys: .standard)
      model = Model(start.startup(settings, size: Size(columns: 80, rows: 24), setup: nil))
      runner = EffectRunner(
        transport: transport, store: store, mailbox: mailbox, clock: clock, zones: zones, shop: shop,
        desk: .init(clerk: "Alva", desk: "front"),
        office: Office(
          printer: Printer(settings: PrintSettings(), keptFolder: folder + "/slips", configFile: folder + "/config")),
        send: { [weak self] in self?.send($0) })
      runner?.connect(to: endpoint, key: key)
      send(.started)
    }

    func send(_ message: Message) {
      if clock.now > model.now { take(.ticked(clock.now)) }
      take(message)
    }

    private func take(_ message: Message) {
      for effect in update(&model, message) { runner?.start(effect) }
    }

    func write(_ write: Write, _ ref: DeskRef) {
      model.writes[ref] = WriteRecord(ref: ref, write: write, at: clock.now)
      runner?.start(.commit(ref, write))
    }

    /// Runs the program's loop until the condition holds. `false` after so many seconds.
    func run(seconds: Int64, until isDone: (Model) -> Bool) -> Bool {
      let end = clock.now.adding(seconds: seconds)
      while !isDone(model) {
        guard clock.now < end else { return false }
        transport.wait(milliseconds: 20)
        for letter in mailbox.drain() {
          if case .journalled(let ref, let write, let trouble) = letter { runner?.journalled(ref, write, trouble) }
        }
        runner?.fireTimers(at: clock.now)
        if clock.now >= model.nextTimer { take(.ticked(clock.now)) }
      }
      return true
    }
  }

  @MainActor @Test(.timeLimit(.minutes(2)))
  func `every way to lose an answer over a socket ends with the truth, and each write is sent once`() async throws {
    let folder = NSTemporaryDirectory() + "cal-faults-" + UUID().uuidString.prefix(8)
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let text = LocalServer.makeKey()
    let server = try LocalServer(database: folder + "/shop.sqlite", apiKey: text)
    try server.api.createShop(LocalShop(country: "DE", zone: "Europe/Berlin"))
    _ = try await server.start(on: .unix(path: folder + "/s.sock"))
    let treatments = FaultyProxy.Treatment.allCases
    // The customer's name says how the write is treated.
    let proxy = try FaultyProxy(path: folder + "/p.sock", upstream: folder + "/s.sock") { body in
      treatments.first { body.contains("Customer \($0.rawValue) ") } ?? .pass
    }
    defer { proxy.stop() }
    let desk = try SocketDesk(folder: folder, endpoint: Endpoint(unixSocket: proxy.path), key: #require(Secret(text)))

    // Next week's Tuesday to Friday, from ten o'clock on.
    let zone = try #require(ZoneLoader().zone("Europe/Berlin"))
    let today = zone.day(of: DeskClock().now)
    let tuesday = (7...13).map { today.advanced(by: $0) }.first { $0.weekday == .tuesday } ?? today
    var expected: [DeskRef: FaultyProxy.Treatment] = [:]
    for round in 0..<2 {
      for (index, treatment) in treatments.enumerated() {
        let ref = DeskRef("socket-\(treatment.rawValue)-\(round)")
        expected[ref] = treatment
        // Within the hours of the shop: a time outside would be refused, and the answer lost.
        let day = tuesday.advanced(by: round * 2 + index / 12)
        let start = zone.start(of: day).adding(minutes: 600 + index % 12 * 30)
        desk.write(
          .create(
            NewBooking(
              service: Service.ID(1), start: start,
              attendee: Attendee(
                name: "Customer \(treatment.rawValue) \(round)", phone: "+4930123456", zone: zone.identifier))), ref)
      }
    }
    // Two look-ups, so that what is not found has been asked for twice.
    let isSettled = desk.run(seconds: 60) { model in
      model.writes.values.allSatisfy { record in
        guard case .unknown = record.state, expected[record.ref]?.outcome == .open else { return false }
        return model.resolutions[record.ref]?.finding == .notThere
          && (model.resolutions[record.ref]?.lastLook ?? record.at) >= record.at.adding(seconds: 4)
      }
    }
    #expect(isSettled)
    // What the desk has found is in the journal once the store has done what it was asked.
    try desk.store.run(.allWritten())

    for (ref, treatment) in expected {
      let state = try desk.store.run(.journalEntry(ref))?.state
      switch treatment.outcome {
      case .done:
        guard case .accepted(let uid?) = state else {
          Issue.record("\(ref.rawValue): \(String(describing: state))")
          continue
        }
        #expect(!uid.rawValue.isEmpty)
      case .refused:
        guard case .refused = state else {
          Issue.record("\(ref.rawValue): \(String(describing: state))")
          continue
        }
      case .open:
        guard case .unknown = state else {
          Issue.record("\(ref.rawValue): \(String(describing: state))")
          continue
        }
        #expect(try desk.store.run(.journalEntry(ref))?.lookups ?? 0 >= 2)
      }
      #expect(proxy.writes.count { $0.contains(#""\#(ref.rawValue)""#) } == 1, "\(ref.rawValue) is sent once")
    }
    await server.stop()
  }
}
