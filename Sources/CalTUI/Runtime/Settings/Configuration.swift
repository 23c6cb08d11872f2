import BookingModel
import CalClient

/// What was given on the command line for the whole program (DESIGN 11).
struct GlobalOptions: Equatable {
  var profile: String?
  var clerk: String?
  var desk: String?
  var theme: String?
  var isASCII = false
  var isReadOnly = false
}

/// How this run is set up: options before environment before config file (DESIGN 11). Made of values alone; no key has been fetched yet.
struct Configuration: Equatable {
  /// Where bookings are kept.
  enum Server: Equatable {
    /// The embedded server over this database.
    case local(database: String)
    case remote(Endpoint, KeySource)
  }

  /// Where the API key comes from.
  enum KeySource: Equatable {
    case environment(Secret)
    /// Run by `/bin/sh -c`; the first line it prints.
    case command(String)
    /// Mode 0600.
    case file(String)
  }

  /// The profile's name, or the host of an environment-only one.
  var profile: String
  var server: Server
  /// The desk's own SQLite file (DESIGN 7).
  var storePath: String
  var shopZone: String?
  var country: Country?
  var shopEmailDomain: String?
  var clerk: String?
  var desk: String
  var theme: Theme.Name?
  var isASCII: Bool
  var hasMouse: Bool
  var isReadOnly: Bool
  var isColorless: Bool
  /// The terminal says that its ground is light.
  var isLightGround: Bool
  var clock: Shop.Clock?
  var weekStart: Weekday?
  var printing: PrintSettings
  var unlockCommand: String?
  /// Seconds without a key after which the screen locks.
  var lockAfter: Int64?
  /// Seconds after which a free time must be read anew before it is booked.
  var freshFor: Int64?
  var keys: [Action: [Key]]
  /// Milliseconds to wait for the rest of an escape sequence.
  var escapeDelay: Int?
  /// Where the clock starts (`CALTUI_NOW`); without an offset it is shop time.
  var clockStart: ISODateTime?
  /// `TZ`
  var machineZone: String?
  var paths: Paths
  /// The config file that was read.
  var configFile: String?

  var isLocal: Bool { if case .local = server { true } else { false } }

  static let cloudURL = "https://api.cal.com"

  /// A name that is safe as a file's.
  static func isProfileName(_ name: String) -> Bool {
    (1...64).contains(name.utf8.count) && name.first != "." && name.first != "-"
      && name.utf8.allSatisfy {
        (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) || $0 == 0x2D
          || $0 == 0x2E || $0 == 0x5F
      }
  }
}

extension Configuration {
  init(
    options: GlobalOptions, environment: [String: String], file: ConfigFile?, machineName: String = "desk"
  ) throws(ConfigurationProblem) {
    // An empty variable is as good as none.
    func variable(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
    let paths = try Paths(environment: environment)
    let config = file ?? ConfigFile()
    let choice = try ProfileChoice(options: options, environment: environment, file: config)
    let named = config.profiles[choice.name] ?? ConfigFile.Profile()

    profile = choice.name
    storePath = (named.stateFolder ?? paths.state) + "/\(choice.name).desk.sqlite"
    if let (endpoint, key) = choice.remote {
      server = .remote(endpoint, key)
    } else {
      server = .local(database: (named.dataFolder ?? paths.data) + "/\(choice.name).sqlite")
    }
    shopZone = named.shopZone ?? config.shopZone
    country = named.country ?? config.country
    shopEmailDomain = named.shopEmailDomain ?? config.shopEmailDomain
    clerk = try Configuration.name(options.clerk, option: "--clerk") ?? config.clerk
    desk = try Configuration.name(options.desk, option: "--desk") ?? config.desk ?? machineName
    theme =
      try options.theme.map { name throws(ConfigurationProblem) in
        guard let theme = Theme.Name(rawValue: name) else {
          throw .badOption(name: "--theme", value: name, expected: Theme.Name.choices)
        }
        return theme
      } ?? config.theme
    isASCII = options.isASCII || config.isASCII ?? false
    hasMouse = config.hasMouse ?? false
    isReadOnly = options.isReadOnly || config.isReadOnly ?? false
    isColorless = variable("NO_COLOR") != nil
    // `15;0`, or `15;default;0`: the colours of letters and ground among the sixteen. White and bright white are light.
    let ground = variable("COLORFGBG")?.split(separator: ";").last
    isLightGround = ground == "7" || ground == "15"
    clock = config.clock
    weekStart = config.weekStart
    printing = config.printing
    unlockCommand = config.unlockCommand
    lockAfter = config.lockAfter
    freshFor = config.freshFor
    keys = config.keys
    escapeDelay = variable("ESCDELAY").flatMap { Int($0) }.map { min(max($0, 0), 10_000) }
    if let text = variable("CALTUI_NOW") {
      guard let reading = ISODateTime(text) else {
        throw .badEnvironment(
          name: "CALTUI_NOW", value: text, expected: "a date and time such as 2026-11-23T09:00:00+01:00")
      }
      clockStart = reading
    }
    machineZone = environment["TZ"]
    self.paths = paths
    configFile = file?.path
  }

  private static func name(_ text: String?, option: String) throws(ConfigurationProblem) -> String? {
    guard let text else { return nil }
    let isPlain =
      !text.isEmpty && text.count <= 60 && text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
    guard isPlain else { throw .badOption(name: option, value: text, expected: "a name of at most 60 characters") }
    return text
  }
}

/// Which profile, and which server it leads to.
private struct ProfileChoice {
  var name: String
  var remote: (Endpoint, Configuration.KeySource)?

  init(options: GlobalOptions, environment: [String: String], file: ConfigFile) throws(ConfigurationProblem) {
    func variable(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
    let url = variable("CAL_API_URL")
    let key = variable("CAL_API_KEY")
    let chosen = options.profile ?? variable("CALTUI_PROFILE")
    let name = chosen ?? file.profile ?? "local"
    guard Configuration.isProfileName(name) else { throw .badProfileName(name) }
    if file.profiles[name] == nil, name != "local" {
      if chosen == nil {
        throw .wrongValue(
          file.place(of: ["profile"]), key: "profile", found: "\"\(name)\"", expected: "the name of a [profiles.NAME]")
      }
      throw .unknownProfile(name, known: file.profiles.keys.sorted())
    }
    let profile = file.profiles[name] ?? ConfigFile.Profile()

    // A profile named by an option wins over a server named by the environment, and one that is local stays so. Only then a key without a URL
    // does not mean the cloud: with a profile that has a URL it is that profile's key.
    let environmentURL = options.profile == nil && !(chosen != nil && profile.url == nil) ? url : nil
    if let text = environmentURL ?? profile.url {
      let endpoint = try ProfileChoice.endpoint(
        text, source: environmentURL != nil ? "CAL_API_URL" : "url of the profile \(name)")
      let own = try profile.url.map { own throws(ConfigurationProblem) in
        try ProfileChoice.endpoint(own, source: "url of the profile \(name)")
      }
      // A key is only ever sent to the server it was set up for. With --profile, a pair in the environment belongs to another one.
      let isPairOfAnother = options.profile != nil && url != nil && url != profile.url
      var source: Configuration.KeySource?
      if let key, !isPairOfAnother {
        guard let secret = Secret(key) else { throw .badKey(source: "CAL_API_KEY") }
        source = .environment(secret)
      } else if own == endpoint {
        source = profile.apiKeyCommand.map { .command($0) } ?? profile.apiKeyFile.map { .file($0) }
      }
      guard let source else { throw .urlWithoutKey(url: endpoint.description) }
      remote = (endpoint, source)
      self.name = own == endpoint || chosen != nil ? name : ProfileChoice.storeName(endpoint)
    } else if let key, chosen == nil {
      guard let secret = Secret(key) else { throw .badKey(source: "CAL_API_KEY") }
      remote = (.cloud, .environment(secret))
      self.name = ProfileChoice.storeName(.cloud)
    } else {
      remote = nil
      self.name = name
    }
  }

  private static func endpoint(_ text: String, source: String) throws(ConfigurationProblem) -> Endpoint {
    do throws(EndpointError) { return try Endpoint(text) } catch { throw .badURL(source: source, error) }
  }

  /// `api.cal.com`, `127.0.0.1-8080`, `cal.example.org-api`: what names the files of a server that only the environment names.
  private static func storeName(_ endpoint: Endpoint) -> String {
    var text = endpoint.unixSocket ?? endpoint.base
    if let scheme = text.firstRange(of: "://") { text = String(text[scheme.upperBound...]) }
    if text.hasSuffix("/v2") { text.removeLast(3) }
    let safe = text.map { character -> Character in
      character.isASCII && (character.isLetter || character.isNumber || character == ".") ? character : "-"
    }
    let trimmed = String(safe.drop { $0 == "-" || $0 == "." }.prefix(64))
    return trimmed.isEmpty ? "server" : trimmed
  }
}
