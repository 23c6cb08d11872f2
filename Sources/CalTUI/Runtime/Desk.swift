import BookingModel
import CalClient
import DeskStore
import FoundationEssentials
import Glibc
import LocalServer
import SystemShim
import ZoneData

/// Opens the desk: store, first frame, then the server behind it.
@MainActor
struct Desk {
  let configuration: Configuration
  let environment: [String: String]
  private let zones = ZoneLoader()

  init(configuration: Configuration, environment: [String: String]) {
    self.configuration = configuration
    self.environment = environment
  }

  /// Runs until the clerk leaves; the exit code. A signal that ended the desk ends the process, once all is put away. Throws
  /// what ``ErrorText`` has a line for, before the screen is taken.
  func run() throws -> Int32 {
    let clock = try configuration.clock(loader: zones)
    guard isatty(0) == 1, isatty(1) == 1 else { throw DeskProblem.noTerminal }
    // A command that fetches the key may ask a person, so it comes before the screen.
    let remote = try remoteServer()
    let store = try DeskStore.open(path: configuration.storePath, now: clock.now)
    let setup = try firstStart(store)
    let terminal = try Terminal(options: terminalOptions)
    defer {
      terminal.close()
      terminal.releaseSignals()
    }
    let transport = Transport(userAgent: Version.userAgent)
    let mailbox = Mailbox(wakeup: transport.wakeup)
    let startup = DeskStart(store: store, zones: zones, clock: clock)
      .startup(try settings(store), size: terminal.size, setup: setup)
    var opener = makeOpener(remote, store: store, mailbox: mailbox, clock: clock, isFirst: setup != nil)
    let calls = CallListener(
      facts: CallListener.Facts(
        desk: startup.desk, profile: startup.shop.profile, policy: startup.shop.policy, hasShop: setup == nil,
        usedAt: CallListener.machineTime()), mailbox: mailbox)
    opener.calls = calls
    opener.start = { [start = opener.start, configuration] in
      start()
      do throws(ConfigurationProblem) {
        let folder = try configuration.paths.socketFolder()
        if let why = calls.start(in: folder) { mailbox.post(.callsUnheard(why)) }
      } catch {
        mailbox.post(.callsUnheard(CommandFailure(error).message))
      }
    }
    defer { calls.stop() }
    let program = Program(
      model: Model(startup), terminal: terminal, transport: transport, mailbox: mailbox, clock: clock, opener: opener)
    let identity = EffectRunner.DeskIdentity(
      clerk: startup.clerk, desk: startup.desk, zone: try ownZone(), clock: configuration.clock,
      weekStart: configuration.weekStart, isReadOnly: configuration.isReadOnly)
    let end = try program.run { send in
      EffectRunner(
        transport: transport, store: store, mailbox: mailbox, clock: clock, zones: zones, shop: startup.shop,
        desk: identity, office: office, send: send)
    }
    let isAllKept = program.countUnkept == 0
    if !isAllKept {
      CommandFailure(
        .storage, "what was typed last could not be kept: \(configuration.storePath) cannot be written. Check its disk."
      ).tell(Surroundings.current, json: false)
    }
    guard case .signalled(let signal) = end else { return isAllKept ? 0 : 1 }
    calls.stop()
    // Shells, scripts and service managers ask by which signal a program ended. The store stays as it is: it is made to be
    // left at any moment, and closing it may wait for another desk.
    cal_signals_end_by(signal)
    return 128 + signal
  }

  // MARK: - What the settings say

  private var terminalOptions: Terminal.Options {
    var options = Terminal.Options(name: environment["TERM"] ?? "")
    options.theme = configuration.theme
    options.noColor = configuration.isColorless
    options.isLightGround = configuration.isLightGround
    options.ascii = configuration.isASCII
    options.mouse = configuration.hasMouse
    if let delay = configuration.escapeDelay { options.escapeDelay = .milliseconds(delay) }
    return options
  }

  private func ownZone() throws -> Zone? {
    try configuration.shopZone.map { try Launch.zone($0, loader: zones) }
  }

  private func settings(_ store: DeskStore) throws -> DeskSettings {
    let country = configuration.country?.code ?? (try? store.run(.setting("country"))) ?? guessedCountry
    let habits = Shop.habits(country: country)
    let own = try ownZone()
    let machine = zones.zone(zones.machineZoneIdentifier(tz: configuration.machineZone)) ?? .utc
    let keys = try KeyMap.standard.replacing(configuration.keys)
    let shop = Shop(
      name: "", profile: configuration.profile, isLocal: configuration.isLocal, zone: own ?? machine,
      policy: AttendeePolicy(country: country, emailDomain: configuration.shopEmailDomain),
      clock: configuration.clock ?? habits.clock, weekStart: configuration.weekStart ?? habits.weekStart,
      dateOrder: habits.order)
    var settings = DeskSettings(
      shop: shop, hasOwnZone: own != nil, clerk: configuration.clerk ?? "", desk: configuration.desk,
      isReadOnly: configuration.isReadOnly, keys: keys)
    settings.lockAfter = configuration.lockAfter
    if let freshFor = configuration.freshFor { settings.freshFor = freshFor }
    settings.hasUnlockCommand = configuration.unlockCommand != nil
    return settings
  }

  private var office: Office {
    let state = configuration.storePath.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    let printer = Printer(
      settings: configuration.printing, keptFolder: state.joined(separator: "/") + "/slips",
      configFile: configuration.paths.config, home: configuration.paths.home)
    return Office(printer: printer, unlockCommand: configuration.unlockCommand)
  }

  /// The country of the machine's zone, else of its language, until the first start has asked.
  private var guessedCountry: String {
    let zone = zones.machineZoneIdentifier(tz: configuration.machineZone)
    if let code = zones.countryCode(ofZone: zone) { return code }
    for name in ["LC_ALL", "LC_TELEPHONE", "LANG"] {
      let parts = (environment[name] ?? "").prefix { $0 != "." }.split(separator: "_")
      if parts.count == 2, let country = Country(code: String(parts[1])) { return country.code }
    }
    return "US"
  }

  // MARK: - The server

  private func remoteServer() throws -> (Endpoint, Secret)? {
    guard case .remote(let endpoint, let source) = configuration.server else { return nil }
    return (endpoint, try source.fetch())
  }

  /// The three questions of the first start, when there is no shop yet.
  private func firstStart(_ store: DeskStore) throws -> SetupPage? {
    guard case .local(let database) = configuration.server else { return nil }
    if (try? store.run(.cachedAccount())) != nil, access(database, F_OK) == 0 { return nil }
    // Makes the file too: that it cannot be written is said before anything is asked.
    if try LocalAPI(database: database, apiKey: LocalServer.makeKey()).hasShop() { return nil }
    return SetupPage(country: guessedCountry, zone: zones.machineZoneIdentifier(tz: configuration.machineZone))
  }

  private func makeOpener(
    _ remote: (endpoint: Endpoint, key: Secret)?, store: DeskStore, mailbox: Mailbox, clock: DeskClock, isFirst: Bool
  ) -> DeskOpener {
    if let remote {
      return DeskOpener(
        start: { mailbox.post(.serverReady(remote.endpoint, remote.key)) }, create: { _ in })
    }
    guard case .local(let database) = configuration.server else {
      return DeskOpener(start: {}, create: { _ in })
    }
    let service = LocalService(
      database: database, clock: clock, mailbox: mailbox, store: store, zones: zones,
      configuration: configuration)
    return DeskOpener(
      start: { if !isFirst { service.start() } },
      create: { setup in service.create(setup) })
  }
}

/// Why the desk cannot open at all.
enum DeskProblem: Error, Equatable {
  case noTerminal
}
