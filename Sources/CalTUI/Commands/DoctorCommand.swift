import ArgumentParser
import BookingModel
import CalClient
import CalProtocol
import DeskStore
import Glibc
import LocalServer
import ZoneData

/// `caltui doctor`: everything that has to be right, each with what was found.
struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor", abstract: "Check the set-up: profile, files, server, versions, terminal.")

  @OptionGroup var global: GlobalArguments
  @Flag(help: "Print JSON: {profile, server, checks:[{name, ok, detail}]}.")
  var json = false

  struct Check: Equatable {
    var name: String
    var detail: String
    /// 0 when it is right.
    var exitCode: Int32 = 0
  }

  func run() throws {
    let surroundings = Surroundings.current
    var examination = Examination(surroundings: surroundings, tells: !json)
    examination.examine(global)
    if json {
      let checks = examination.checks.map { check -> JSONValue in
        ["name": .string(check.name), "ok": .bool(check.exitCode == 0), "detail": .string(check.detail)]
      }
      surroundings.print(
        JSONText.text([
          "profile": .string(examination.profile), "server": .string(examination.server), "checks": .array(checks),
        ]))
    }
    let worst = examination.checks.map(\.exitCode).max() ?? 0
    if worst != 0 { throw ExitCode(worst) }
  }
}

/// Goes through the set-up step by step; a step that needs a failed one is left out.
struct Examination {
  let surroundings: Surroundings
  private(set) var profile = ""
  private(set) var server = ""
  private(set) var checks: [DoctorCommand.Check] = []
  /// Each check is told when it is made, because a server may be slow.
  private let tells: Bool
  private var countTold: Int?

  init(surroundings: Surroundings, tells: Bool) {
    self.surroundings = surroundings
    self.tells = tells
  }

  /// What is new; the profile and its server come first.
  private mutating func tell() {
    guard tells else { return }
    if countTold == nil {
      surroundings.print(TextTable.row([("profile", 12), (profile, 0)]))
      surroundings.print(TextTable.row([("server", 12), (server, 0)]))
    }
    for check in checks[(countTold ?? 0)...] {
      surroundings.print(
        TextTable.row([(check.name, 12), (check.exitCode == 0 ? "ok" : "WRONG", 5), (check.detail, 0)]))
    }
    countTold = checks.count
  }

  private mutating func note(_ name: String, _ detail: String) {
    checks.append(DoctorCommand.Check(name: name, detail: ErrorText.oneLine(detail, limit: 400)))
    if !server.isEmpty { tell() }
  }

  private mutating func note(_ name: String, _ failure: CommandFailure) {
    checks.append(DoctorCommand.Check(name: name, detail: failure.message, exitCode: failure.kind.exitCode))
    if !server.isEmpty { tell() }
  }

  /// A file, and what is wrong inside it.
  private mutating func note(_ name: String, _ file: String, findings: [String]) {
    guard !findings.isEmpty else { return note(name, file + ", intact") }
    let words = findings.joined(separator: "; ")
    note(
      name,
      CommandFailure(
        .storage, "\(file) is damaged: \(words). Stop all desks, keep a copy, and restore or repair it."))
  }

  mutating func examine(_ global: GlobalArguments) {
    defer { tell() }
    note("version", "caltui \(Version.full)")
    terminal()
    let configuration: Configuration
    do throws(ConfigurationProblem) {
      configuration = try Launch.configuration(options: global.options, environment: surroundings.environment)
    } catch {
      note("config", CommandFailure(error))
      return
    }
    profile = configuration.profile
    note("config", configuration.configFile ?? "none at \(configuration.paths.config); defaults are used")
    switch configuration.server {
    case .local(let database): server = "local: " + database
    case .remote(let endpoint, let source):
      server = endpoint.description
      note("key", source.origin)
    }
    keys(configuration)
    store(configuration)
    session(configuration, global)
  }

  // MARK: - This machine

  private mutating func terminal() {
    guard isatty(STDOUT_FILENO) == 1 else {
      note("terminal", "standard output is not a terminal: commands only, no desk")
      return
    }
    var size = winsize()
    let hasSize = ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
    let name = surroundings.environment["TERM"] ?? ""
    let place = hasSize ? "\(size.ws_col) columns, \(size.ws_row) rows" : "size unknown"
    if name.isEmpty || name == "dumb" {
      note(
        "terminal",
        CommandFailure(.usage, "TERM is \"\(name)\", which cannot show the desk. Set it, as to xterm-256color."))
    } else {
      note("terminal", "\(name), \(place)")
    }
  }

  private mutating func keys(_ configuration: Configuration) {
    guard !configuration.keys.isEmpty else { return }
    do throws(KeyMap.Clash) {
      _ = try KeyMap.standard.replacing(configuration.keys)
      note("keys", "\(configuration.keys.count) changed in the config")
    } catch {
      note(
        "keys",
        CommandFailure(
          .usage,
          "\(error.key.name) would mean both \(error.first.rawValue) and \(error.second.rawValue). Change [keys]."))
    }
  }

  private mutating func store(_ configuration: Configuration) {
    do throws(StoreError) {
      let clock = (try? configuration.clock()) ?? DeskClock()
      let store = try DeskStore.open(path: configuration.storePath, now: clock.now)
      let unresolved = try store.run(.unresolved()).filter { if case .unknown = $0.state { true } else { false } }
      note("store", configuration.storePath + mode(of: configuration.storePath), findings: try store.findings())
      if !unresolved.isEmpty {
        let references = unresolved.prefix(5).map(\.deskRef.rawValue).joined(separator: ", ")
        note(
          "writes",
          CommandFailure(
            .outcomeUnknown,
            "\(unresolved.count) with unknown outcome: \(references). Look at caltui list, or at U on the desk."))
      }
    } catch {
      note("store", CommandFailure(error))
    }
  }

  /// ` (mode 0600)`
  private func mode(of path: String) -> String {
    var facts = stat()
    guard stat(path, &facts) == 0 else { return "" }
    return " (mode 0" + String(facts.st_mode & 0o777, radix: 8) + ")"
  }

  // MARK: - The server

  private mutating func session(_ configuration: Configuration, _ global: GlobalArguments) {
    if case .local(let database) = configuration.server, access(database, F_OK) != 0 {
      // Looking must not make the shop: its first start asks for its name.
      note("database", "none yet; the first start of caltui makes the shop")
      return
    }
    if case .local(let database) = configuration.server {
      do {
        let findings = try LocalAPI.findings(database: database)
        note("database", database + mode(of: database), findings: findings)
        // Its server would write into it.
        if !findings.isEmpty { return }
      } catch {
        note("database", CommandFailure(localServer: error))
        return
      }
    }
    let session: CommandSession
    let milliseconds = surroundings.examinationMilliseconds
    let patience = RetryPolicy(retries: 0, totalMilliseconds: milliseconds)
    do throws(CommandFailure) { session = try CommandSession(global, surroundings, policy: patience) } catch {
      note("server", error)
      return
    }
    let start = session.clock.now
    let steps: [(String, (inout Examination) throws(CommandFailure) -> Void)] = [
      ("server", { examination throws(CommandFailure) in try examination.account(session) }),
      ("zone", { examination throws(CommandFailure) in try examination.zone(session) }),
      ("versions", { examination throws(CommandFailure) in try examination.versions(session) }),
      ("services", { examination throws(CommandFailure) in try examination.services(session) }),
    ]
    for (name, step) in steps {
      let taken = session.clock.now.milliseconds - start.milliseconds
      if taken > Int64(milliseconds) * 2 {
        let seconds = (taken + 500) / 1_000
        note(name, CommandFailure(.network, "not asked: the server took \(seconds) s for what was asked before."))
        return
      }
      do throws(CommandFailure) { try step(&self) } catch {
        note(name, error)
        // Who does not answer this one answers nothing.
        if name == "server" { return }
      }
    }
  }

  private mutating func account(_ session: CommandSession) throws(CommandFailure) {
    let start = session.clock.now
    let account = try session.ask(Calls.account())
    let seconds = (session.clock.now.milliseconds - start.milliseconds) / 1_000
    let slowness = seconds < 1 ? "" : ", after \(seconds) s"
    note("server", "answers as \(account.name.isEmpty ? account.username : account.name)" + slowness)
  }

  private mutating func zone(_ session: CommandSession) throws(CommandFailure) {
    let zone = try session.zone()
    note("zone", "\(zone.identifier), now \(zone.offsetText(at: session.clock.now))")
  }

  private mutating func versions(_ session: CommandSession) throws(CommandFailure) {
    var outcome: Result<BookingQuery.Dialect, CalError>?
    let limits = TransferLimits(totalMilliseconds: surroundings.examinationMilliseconds)
    session.client.probeBookingsDialect(limits: limits) { outcome = $0 }
    let result = session.client.runUntil { outcome }
    do throws(CalError) {
      let dialect = try result.get()
      note("versions", "bookings \(dialect.version.rawValue) (by \(dialect == .cursor ? "cursor" : "pages"))")
    } catch {
      throw CommandFailure(error)
    }
  }

  private mutating func services(_ session: CommandSession) throws(CommandFailure) {
    let services = try session.services()
    let odd = services.filter { !$0.obstacles.isEmpty }.map(\.slug)
    guard !services.isEmpty else {
      throw CommandFailure(.notFound, "the account has none. Create an event type first.")
    }
    note(
      "services", "\(services.count)" + (odd.isEmpty ? "" : "; on the web only: \(odd.joined(separator: ", "))"))
  }
}

extension Configuration.KeySource {
  /// Where the key comes from, never what it is.
  var origin: String {
    switch self {
    case .environment: "from CAL_API_KEY"
    case .command: "from api_key_command"
    case .file(let path): "from \(path)"
    }
  }
}
