import ArgumentParser
import BookingModel
import CalClient
import CalProtocol
import Glibc
import LocalServer
import ZoneData

/// `caltui serve`
struct ServeCommand: DeskAction {
  static let configuration = CommandConfiguration(
    commandName: "serve", abstract: "Serve the local shop to other programs of this machine, by the Cal.com API v2.",
    discussion: """
      Clients sign in with the key of CAL_API_KEY or of --api-key-file; without one a key is made for this run. It ends by Ctrl-C or SIGTERM.
      """)

  @OptionGroup var global: GlobalArguments
  @Option(help: ArgumentHelp("Where to listen; port 0 picks a free one.", valueName: "127.0.0.1:port"))
  var listen: String?
  @Option(help: ArgumentHelp("Listen on a Unix socket instead.", valueName: "path"))
  var socket: String?
  @Option(help: ArgumentHelp("The database; the profile's own unless given.", valueName: "file"))
  var database: String?
  @Option(help: ArgumentHelp("A file of mode 0600 with the API key.", valueName: "file"))
  var apiKeyFile: String?
  @Option(help: ArgumentHelp("The time zone of the shop that an empty database gets.", valueName: "zone"))
  var timeZone: String?
  @Flag(help: "Print JSON when ready: {url, database, apiKey}.")
  var json = false

  func validate() throws {
    if listen != nil, socket != nil { throw ValidationError("Give --listen or --socket, not both.") }
    _ = try place()
  }

  private func place() throws -> LocalServer.Place {
    if let socket {
      guard !socket.isEmpty else { throw ValidationError("--socket needs a path.") }
      return .unix(path: socket.hasPrefix("/") ? socket : Folder.current() + "/" + socket)
    }
    let parts = (listen ?? "127.0.0.1:0").split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0] == "127.0.0.1" || parts[0] == "localhost", let port = UInt16(parts[1]) else {
      throw ValidationError("--listen must be 127.0.0.1:PORT: the local server is for this machine only.")
    }
    return .loopback(port: port)
  }

  func perform(_ surroundings: Surroundings) throws(CommandFailure) {
    // Before any thread starts, so that none of them is the one that is interrupted.
    let stops = StopSignals()
    let (server, file, key) = try open(surroundings)
    let address: LocalServer.Address
    do {
      let place = try place()
      address = try Waiting.result { try await server.start(on: place) }
    } catch {
      throw CommandFailure(localServer: error)
    }
    let url = address.socketPath.map { "unix:" + $0 } ?? address.url
    if json {
      surroundings.print(
        JSONText.text(["url": .string(url), "database": .string(file), "apiKey": .string(key.text.reveal())]))
    } else {
      surroundings.print(
        "Serving \(ErrorText.oneLine(file)) at \(ErrorText.oneLine(url))"
          + (key.isMade ? " with the API key \(key.text.reveal())" : "") + "; Ctrl-C ends it."
      )
    }
    let signal = stops.wait()
    _ = try? Waiting.result { await server.stop() }
    if signal == SIGINT { throw CommandFailure(.interrupted, "stopped by Ctrl-C.") }
  }

  private func open(
    _ surroundings: Surroundings
  ) throws(CommandFailure) -> (LocalServer, file: String, key: (text: Secret, isMade: Bool)) {
    // Here the environment's key is the one to serve with, not one for a server elsewhere.
    var environment = surroundings.environment
    environment["CAL_API_KEY"] = nil
    environment["CAL_API_URL"] = nil
    let zones = ZoneLoader()
    let configuration: Configuration
    let clock: DeskClock
    let key: (text: Secret, isMade: Bool)
    do throws(ConfigurationProblem) {
      configuration = try Launch.configuration(options: global.options, environment: environment)
      clock = try configuration.clock(loader: zones)
      for zone in [timeZone, configuration.shopZone] { if let zone { _ = try Launch.zone(zone, loader: zones) } }
      key = try apiKey(surroundings)
    } catch {
      throw CommandFailure(error)
    }
    let file: String
    if let database {
      file = database.hasPrefix("/") ? database : Folder.current() + "/" + database
    } else if case .local(let path) = configuration.server {
      file = path
    } else {
      throw CommandFailure(
        .usage, "the profile \(configuration.profile) is on another server. Use --profile local, or --database FILE.")
    }
    do {
      let server = try LocalServer(
        database: file, apiKey: key.text.reveal(), edges: Edges(clock: { clock.now }),
        isReadOnly: configuration.isReadOnly)
      if try !server.api.hasShop() { try server.api.createShop(.defaults(configuration, zones: zones, zone: timeZone)) }
      return (server, file, key)
    } catch {
      throw CommandFailure(localServer: error)
    }
  }

  private func apiKey(_ surroundings: Surroundings) throws(ConfigurationProblem) -> (text: Secret, isMade: Bool) {
    if let apiKeyFile { return (try KeyFile.read(apiKeyFile), false) }
    if let text = surroundings.environment["CAL_API_KEY"], !text.isEmpty {
      guard let secret = Secret(text) else { throw .badKey(source: "CAL_API_KEY") }
      return (secret, false)
    }
    guard let made = Secret(LocalServer.makeKey()) else { throw .badKey(source: "the generator of keys") }
    return (made, true)
  }
}

/// The signals that end a server in good order.
struct StopSignals {
  private var set = sigset_t()

  /// Blocks them in this thread and in all that it starts.
  init() {
    sigemptyset(&set)
    for number in [SIGINT, SIGTERM, SIGHUP] { sigaddset(&set, number) }
    pthread_sigmask(SIG_BLOCK, &set, nil)
  }

  func wait() -> Int32 {
    var set = set
    var number: Int32 = 0
    while sigwait(&set, &number) != 0 {}
    return number
  }
}

enum Folder {
  /// The working folder, for paths that are given relative to it.
  static func current() -> String {
    guard let pointer = getcwd(nil, 0) else { return "" }
    defer { free(pointer) }
    return String(cString: pointer)
  }
}
