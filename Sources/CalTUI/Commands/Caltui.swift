import ArgumentParser
import BookingModel
import CalClient
import DeskStore
import FoundationEssentials
import ZoneData

@main
struct Caltui: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "caltui")
  func run() throws { try MainActor.assumeIsolated { try Caltui.desk() } }

  @MainActor
  static func desk() throws {
    let env = ProcessInfo.processInfo.environment
    let clock = DeskClock(startingAt: env["CALTUI_NOW"].flatMap { Instant(iso8601: $0) })
    let zones = ZoneLoader()
    let store = try DeskStore.open(path: "/tmp/deskstore/desk.sqlite", now: clock.now)
    let terminal = try Terminal(options: Terminal.Options(name: env["TERM"] ?? "xterm"))
    let transport = Transport(userAgent: "caltui/0.1")
    let mailbox = Mailbox(wakeup: transport.wakeup)
    let shop = Shop(name: "", zone: .utc, clock: .twelveHours, weekStart: .sunday, dateOrder: .monthFirst)
    let start = DeskStart(store: store, zones: zones, clock: clock)
    let startup = start.startup(
      DeskSettings(shop: shop, hasOwnZone: false, clerk: "Pat", desk: "Desk 1", isReadOnly: false, keys: .standard),
      size: terminal.size, setup: nil)
    let endpoint = try Endpoint(env["CAL_API_URL"] ?? "http://127.0.0.1:9000")
    let program = Program(
      model: Model(startup), terminal: terminal, transport: transport, mailbox: mailbox, clock: clock,
      opener: DeskOpener(
        start: { Secret("cal_x").map { mailbox.post(.serverReady(endpoint, $0)) } }, create: { _ in }))
    let code = try program.run { send in
      EffectRunner(
        transport: transport, store: store, mailbox: mailbox, clock: clock, zones: zones, shop: startup.shop,
        desk: .init(clerk: startup.clerk, desk: startup.desk), send: send)
    }
    if code != 0 { throw ExitCode(code) }
  }
}
