import BookingModel
import CalClient
import Foundation
import Testing

@testable import CalTUI

@Suite struct ConfigFileTests {
  private func file(_ text: String) throws(ConfigurationProblem) -> ConfigFile {
    try ConfigFile(text: text, path: "/c/config.toml", home: "/home/ann")
  }

  @Test func `every setting is read`() throws {
    let config = try file(
      """
      # The shop's desk
      profile = "shop"
      theme = "light"
      country = "de"
      shop_zone = "Europe/Berlin"
      shop_email_domain = "Shop.Example"
      clerk = "Ann"
      desk = "front"
      clock = "12h"
      week_start = "sun"
      ascii = true
      read_only = true
      slip_command = "lp"
      slip_folder = "~/slips"
      slip_columns = 32
      print_command = "lp -d office"
      print_folder = "/srv/days"
      unlock_command = "pin-check"
      lock_after = "10m"
      fresh_for = "2m"

      [keys]
      walkIn = "W"
      help = ["F1", "Ctrl-G"]

      [profiles.shop]
      url = "https://cal.example.org"
      api_key_command = "pass show cal"
      zone = "Europe/Vienna"
      country = "AT"
      state_dir = "/srv/shop"
      data_dir = "~/shop"
      api_key_file = "~/key"
      """)
    #expect(config.profile == "shop" && config.theme == .light)
    #expect(config.country?.code == "DE")
    #expect(config.shopEmailDomain == "shop.example")
    #expect(config.clock == .twelveHours)
    #expect(config.weekStart == .sunday)
    #expect(config.isASCII == true && config.isReadOnly == true)
    #expect(
      config.printing
        == PrintSettings(
          slipCommand: "lp", slipFolder: "/home/ann/slips", slipColumns: 32, printCommand: "lp -d office",
          printFolder: "/srv/days"))
    #expect(config.unlockCommand == "pin-check" && config.lockAfter == 600)
    #expect(config.freshFor == 120)
    #expect(config.keys == [.walkIn: [.character("W")], .help: [.function(1), .control("g")]])
    let shop = try #require(config.profiles["shop"])
    #expect(shop.url == "https://cal.example.org")
    #expect(shop.apiKeyCommand == "pass show cal")
    #expect(shop.apiKeyFile == "/home/ann/key")
    #expect(shop.shopZone == "Europe/Vienna")
    #expect(shop.stateFolder == "/srv/shop")
    #expect(shop.dataFolder == "/home/ann/shop")
  }

  @Test(arguments: [
    ("a = 1", 1, "a"), ("clerk = \"Ann\"\n\nclrk = \"Bo\"", 3, "clrk"), ("# x\nclock = \"13h\"", 2, "clock"),
    ("ascii = \"yes\"", 1, "ascii"), ("clerk = 3", 1, "clerk"), ("theme = \"pink\"", 1, "theme"),
    ("clerk = \"\"", 1, "clerk"), ("\nslip_command = 4", 2, "slip_command"),
    ("slip_folder = \"slips\"", 1, "slip_folder"),
    ("slip_columns = 19", 1, "slip_columns"), ("slip_columns = \"40\"", 1, "slip_columns"),
    ("lock_after = \"10\"", 1, "lock_after"), ("lock_after = \"5s\"", 1, "lock_after"),
    ("lock_after = 10", 1, "lock_after"),
    ("lock_after = \"99999999999h\"", 1, "lock_after"), ("unlock_command = \"\"", 1, "unlock_command"),
    ("week_start = \"Someday\"", 1, "week_start"), ("country = \"Germany\"", 1, "country"),
    ("shop_email_domain = \"nodots\"", 1, "shop_email_domain"), ("profiles = 4", 1, "profiles"),
    ("[profiles.shop]\n\nurl = \"https://x\"\nkey = \"y\"", 4, "key"), ("[profiles]\nshop.ur = \"x\"", 2, "ur"),
    ("[keys]\nwalkIn = \"w\"\nfly = \"f\"", 3, "fly"), ("[keys]\nwalkIn = \"Strg-G\"", 2, "walkIn"),
    ("[keys]\nwalkIn = 4", 2, "walkIn"), ("[keys]\nquit = \"Q\"\nbrowse = \"w\"", 3, "browse"),
    ("[keys]\nwalkIn = \"b\"\n", 2, "walkIn"), ("[profiles.a]\nstate_dir = \"relative\"", 2, "state_dir"),
    ("[profiles.\"a\"]\n\"url\" = 4", 2, "url"), ("desk = \"\"\"\nclrk = 1\n\"\"\"\nclrk = 2", 4, "clrk"),
  ])
  func `a wrong key or value names its line`(text: String, line: Int, key: String) throws {
    do throws(ConfigurationProblem) {
      _ = try file(text)
      Issue.record("accepted")
    } catch {
      switch error {
      case .unknownKey(let place, let found, _), .wrongValue(let place, let found, _, _):
        #expect(place == .init(path: "/c/config.toml", line: line))
        #expect(found == key)
      case .clashingKeys(let place, let clash, _):
        #expect(place == .init(path: "/c/config.toml", line: line))
        #expect([clash.first, clash.second].contains { $0.rawValue == key })
      default: Issue.record("\(error)")
      }
      #expect(error.exitCode == 2)
      #expect(ErrorText.sentence(error).hasPrefix("/c/config.toml:\(line): "))
    }
  }

  @Test(arguments: [
    ("[keys]\nwalkIn = \"b\"", "2: b would mean both walkIn and browse on Board. Change the line."),
    (
      "[keys]\nbrowse = [\"b\", \"J\"]\n\nwalkIn = \"J\"",
      "4: J would mean both walkIn and browse on Board. Change the line, or line 2."
    ),
  ])
  func `two meanings of one key are refused with both names and their lines`(text: String, sentence: String) throws {
    do throws(ConfigurationProblem) {
      _ = try file(text)
      Issue.record("accepted")
    } catch {
      #expect(ErrorText.sentence(error) == "/c/config.toml:" + sentence)
      #expect(error.exitCode == 2)
    }
  }

  @Test(arguments: [("clerk = \"Ann", 1), ("clerk = \"Ann\"\nx = = 2", 2), ("[profiles\n", 1), ("a = 1\na = 2", 2)])
  func `a syntax error names its line`(text: String, line: Int) throws {
    do throws(ConfigurationProblem) {
      _ = try file(text)
      Issue.record("accepted")
    } catch {
      guard case .syntax(let place, _) = error else {
        Issue.record("\(error)")
        return
      }
      #expect(place.line == line)
    }
  }

  @Test func `a near miss is suggested`() {
    #expect(
      throws: ConfigurationProblem.unknownKey(.init(path: "/c/config.toml", line: 1), key: "clrk", suggestion: "clerk")
    ) { try file("clrk = \"Ann\"") }
  }
}

@Suite struct ConfigurationTests {
  private let base = ["HOME": "/home/ann"]

  private func configuration(
    _ environment: [String: String] = [:], options: GlobalOptions = GlobalOptions(), text: String? = nil
  ) throws(ConfigurationProblem) -> Configuration {
    let file = try text.map { text throws(ConfigurationProblem) in
      try ConfigFile(text: text, path: "/c/config.toml", home: "/home/ann")
    }
    return try Configuration(
      options: options, environment: base.merging(environment) { $1 }, file: file, machineName: "host")
  }

  private let shops = """
    profile = "shop"
    [profiles.shop]
    url = "https://cal.example.org"
    api_key_command = "pass show cal"
    [profiles.second]
    shop_zone = "Europe/Berlin"
    data_dir = "/srv/data"
    state_dir = "/srv/state"
    [profiles.bare]
    url = "https://bare.example.org"
    """

  private func key(_ text: String) throws -> Configuration.KeySource { .environment(try #require(Secret(text))) }
  private func endpoint(_ text: String) throws -> Endpoint { try Endpoint(text) }

  @Test func `with nothing set up it is the local shop`() throws {
    let result = try configuration()
    #expect(result.profile == "local")
    #expect(result.server == .local(database: "/home/ann/.local/share/caltui/local.sqlite"))
    #expect(result.storePath == "/home/ann/.local/state/caltui/local.desk.sqlite")
    #expect(result.desk == "host")
    #expect(result.clerk == nil)
  }

  @Test func `a key alone means the cloud, and its store is named for the host`() throws {
    let result = try configuration(["CAL_API_KEY": "cal_x"])
    #expect(result.server == .remote(.cloud, try key("cal_x")))
    #expect(result.profile == "api.cal.com")
    #expect(result.storePath == "/home/ann/.local/state/caltui/api.cal.com.desk.sqlite")
  }

  @Test(arguments: [
    ("https://cal.example.org/api", "cal.example.org-api"), ("http://127.0.0.1:8080", "127.0.0.1-8080"),
    ("http://[::1]:8080/v2", "1--8080"), ("https://CAL.example.org/v2/", "cal.example.org"),
    ("unix:/run/cal/s.sock", "run-cal-s.sock"),
  ])
  func `an environment-only server keeps its store under its own name`(url: String, name: String) throws {
    let result = try configuration(["CAL_API_KEY": "cal_x", "CAL_API_URL": url])
    #expect(result.server == .remote(try endpoint(url), try key("cal_x")))
    #expect(result.profile == name)
    #expect(Configuration.isProfileName(name))
  }

  @Test func `a URL without a key is refused`() {
    #expect(throws: ConfigurationProblem.urlWithoutKey(url: "https://cal.example.org/v2")) {
      try configuration(["CAL_API_URL": "https://cal.example.org"])
    }
    #expect(throws: ConfigurationProblem.urlWithoutKey(url: "https://bare.example.org/v2")) {
      try configuration(["CALTUI_PROFILE": "bare"], text: shops)
    }
  }

  @Test(arguments: [
    "http://cal.example.org", "cal.example.org", "ftp://x", "https://ann:pw@cal.example.org", "https://x/?a=b",
    "http://127.1",
  ])
  func `an address that is unsafe or unreadable is refused`(url: String) throws {
    do throws(ConfigurationProblem) {
      _ = try configuration(["CAL_API_KEY": "cal_x", "CAL_API_URL": url])
      Issue.record("accepted")
    } catch {
      guard case .badURL("CAL_API_URL", _) = error else {
        Issue.record("\(error)")
        return
      }
      #expect(error.exitCode == 2)
    }
  }

  /// A key that was pasted a field too far: what cannot be read is never said again, only which setting it is and what a right one looks like.
  @Test(arguments: [
    "https://cal.example.org:S3cret", "https://cal.example.org:S3cret/v2", "S3cret://cal.example.org", "S3cret",
    "http://S3cret", "https://S3cret@cal.example.org", "https://S3cret:x@cal.example.org", "https://x/?key=S3cret",
    "https://x/#S3cret", "https://x y/S3cret", "https://[S3cret]", "https://x/../S3cret", "https://x\\S3cret",
  ])
  func `an address that cannot be read is not repeated`(url: String) throws {
    do throws(ConfigurationProblem) {
      _ = try configuration(["CAL_API_KEY": "cal_x", "CAL_API_URL": url])
      Issue.record("accepted")
    } catch {
      let sentence = ErrorText.sentence(error)
      #expect(!sentence.lowercased().contains("s3cret"), "\(sentence)")
      #expect(sentence.hasPrefix("CAL_API_URL is no server's address: "))
      #expect(sentence.contains("https://api.cal.com"))
    }
  }

  @Test func `the config's profile is used with its own key`() throws {
    let result = try configuration(text: shops)
    #expect(result.profile == "shop")
    #expect(result.server == .remote(try endpoint("https://cal.example.org"), .command("pass show cal")))
  }

  @Test func `the environment's key beats the profile's, on the profile's server`() throws {
    let result = try configuration(["CAL_API_KEY": "cal_x"], text: shops)
    #expect(result.profile == "shop")
    #expect(result.server == .remote(try endpoint("https://cal.example.org"), try key("cal_x")))
  }

  @Test func `the environment's server beats the config's, and never gets the profile's key`() throws {
    let result = try configuration(["CAL_API_URL": "https://other.example.org", "CAL_API_KEY": "cal_x"], text: shops)
    #expect(result.profile == "other.example.org")
    #expect(result.server == .remote(try endpoint("https://other.example.org"), try key("cal_x")))
    #expect(throws: ConfigurationProblem.urlWithoutKey(url: "https://other.example.org/v2")) {
      try configuration(["CAL_API_URL": "https://other.example.org"], text: shops)
    }
  }

  @Test func `an option beats the environment`() throws {
    let pair = ["CAL_API_URL": "https://other.example.org", "CAL_API_KEY": "cal_x", "CALTUI_PROFILE": "bare"]
    let shop = try configuration(pair, options: GlobalOptions(profile: "shop"), text: shops)
    #expect(shop.server == .remote(try endpoint("https://cal.example.org"), .command("pass show cal")))
    let second = try configuration(pair, options: GlobalOptions(profile: "second"), text: shops)
    #expect(second.server == .local(database: "/srv/data/second.sqlite"))
    #expect(second.storePath == "/srv/state/second.desk.sqlite")
    #expect(second.shopZone == "Europe/Berlin")
    let local = try configuration(pair, options: GlobalOptions(profile: "local"), text: shops)
    #expect(local.isLocal)
  }

  @Test func `the environment's profile beats the config's`() throws {
    #expect(try configuration(["CALTUI_PROFILE": "second"], text: shops).profile == "second")
    #expect(try configuration(["CALTUI_PROFILE": "second", "CAL_API_KEY": "cal_x"], text: shops).isLocal)
    #expect(
      try configuration(["CALTUI_PROFILE": "bare", "CAL_API_KEY": "cal_x"], text: shops).server
        == .remote(try endpoint("https://bare.example.org"), try key("cal_x")))
  }

  @Test func `a profile that is not there is refused, with those that are`() throws {
    #expect(throws: ConfigurationProblem.unknownProfile("shp", known: ["bare", "second", "shop"])) {
      try configuration(["CALTUI_PROFILE": "shp"], text: shops)
    }
    #expect(throws: ConfigurationProblem.badProfileName("../x")) {
      try configuration(options: GlobalOptions(profile: "../x"))
    }
    #expect(
      throws: ConfigurationProblem.wrongValue(
        .init(path: "/c/config.toml", line: 2), key: "profile", found: "\"gone\"",
        expected: "the name of a [profiles.NAME]")
    ) { try configuration(text: "\nprofile = \"gone\"") }
  }

  @Test func `options beat the config for clerk, desk and theme`() throws {
    let text = "clerk = \"Ann\"\ndesk = \"front\"\ntheme = \"light\"\n"
    let plain = try configuration(text: text)
    #expect((plain.clerk, plain.desk, plain.theme) == ("Ann", "front", .light))
    let given = try configuration(options: GlobalOptions(clerk: "Bo", desk: "back", theme: "dark"), text: text)
    #expect((given.clerk, given.desk, given.theme) == ("Bo", "back", .dark))
    #expect(throws: ConfigurationProblem.self) { try configuration(options: GlobalOptions(clerk: "a\u{1B}b")) }
    #expect(
      throws: ConfigurationProblem.badOption(
        name: "--theme", value: "pink", expected: "dark, light, high-contrast, sixteen or mono")
    ) { try configuration(options: GlobalOptions(theme: "pink")) }
  }

  @Test func `a key with a line end in it is refused and never told`() throws {
    do throws(ConfigurationProblem) {
      _ = try configuration(["CAL_API_KEY": "cal_secret\nX-Header: 1"])
      Issue.record("accepted")
    } catch {
      #expect(error == .badKey(source: "CAL_API_KEY"))
      #expect(error.exitCode == 3)
      #expect(!ErrorText.sentence(error).contains("secret"))
    }
  }

  @Test func `the key is in no description of the configuration`() throws {
    let result = try configuration(["CAL_API_KEY": "cal_secret"])
    var dumped = ""
    dump(result, to: &dumped)
    #expect(!"\(result)\(dumped)".contains("cal_secret"))
  }

  @Test func `empty variables are as good as none`() throws {
    let result = try configuration(["CAL_API_KEY": "", "CAL_API_URL": "", "CALTUI_PROFILE": "", "NO_COLOR": ""])
    #expect(result.isLocal && !result.isColorless)
    #expect(try configuration(["NO_COLOR": "1"]).isColorless)
    #expect(try configuration(["COLORFGBG": "0;15"]).isLightGround)
    #expect(try configuration(["COLORFGBG": "0;default;7"]).isLightGround)
    #expect(try !configuration(["COLORFGBG": "15;0"]).isLightGround)
    #expect(try !configuration(["COLORFGBG": "nonsense"]).isLightGround)
    #expect(try configuration(["ESCDELAY": "40"]).escapeDelay == 40)
    #expect(try configuration(["ESCDELAY": "x"]).escapeDelay == nil)
  }

  @Test func `the clock starts where it is told and runs on`() throws {
    let start = try #require(Instant(iso8601: "2026-11-23T08:00:00Z"))
    for text in ["2026-11-23T09:00:00+01:00", "2026-11-23T09:00:00", "2026-11-23T09:00"] {
      let result = try configuration(["CALTUI_NOW": text], text: "shop_zone = \"Europe/Berlin\"")
      let clock = try result.clock()
      let first = clock.now
      #expect(first >= start && first < start.adding(seconds: 30))
      #expect(clock.now >= first)
    }
    #expect(throws: ConfigurationProblem.self) { try configuration(["CALTUI_NOW": "tomorrow"]) }
    #expect(throws: ConfigurationProblem.unknownZone("Europe/Berln", suggestions: ["Europe/Berlin"])) {
      try configuration(["CALTUI_NOW": "2026-11-23T09:00"], text: "shop_zone = \"Europe/Berln\"").clock()
    }
  }

  @Test func `XDG folders are used when they are absolute`() throws {
    let result = try configuration(["XDG_STATE_HOME": "/s", "XDG_DATA_HOME": "relative", "XDG_CONFIG_HOME": "/c"])
    #expect(result.storePath == "/s/caltui/local.desk.sqlite")
    #expect(result.server == .local(database: "/home/ann/.local/share/caltui/local.sqlite"))
    #expect(result.paths.config == "/c/caltui/config.toml")
    #expect(throws: ConfigurationProblem.noHome) {
      try Configuration(options: GlobalOptions(), environment: [:], file: nil)
    }
  }
}

@Suite struct KeyFetchingTests {
  private let folder = NSTemporaryDirectory() + "caltui-keys-" + UUID().uuidString

  init() throws { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) }

  private func keyFile(_ content: String, mode: Int) throws -> Configuration.KeySource {
    let path = folder + "/key"
    try Data(content.utf8).write(to: URL(fileURLWithPath: path))
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    return .file(path)
  }

  @Test func `a file of mode 0600 gives its key`() throws {
    #expect(try keyFile("cal_x\n", mode: 0o600).fetch().reveal() == "cal_x")
    #expect(try keyFile("cal_x", mode: 0o400).fetch().reveal() == "cal_x")
  }

  @Test(arguments: [0o644, 0o640, 0o604, 0o660]) func `a file that others can read is refused`(mode: Int) throws {
    #expect(throws: ConfigurationProblem.keyFileMode(path: folder + "/key", mode: UInt32(mode))) {
      try keyFile("cal_x", mode: mode).fetch()
    }
  }

  @Test func `a missing or empty file is refused`() throws {
    #expect(throws: ConfigurationProblem.keyFile(path: "/nonexistent/key", reason: "there is no such file")) {
      try Configuration.KeySource.file("/nonexistent/key").fetch()
    }
    #expect(throws: ConfigurationProblem.badKey(source: folder + "/key")) { try keyFile("\n", mode: 0o600).fetch() }
    #expect(throws: ConfigurationProblem.keyFile(path: folder, reason: "not a regular file")) {
      try Configuration.KeySource.file(folder).fetch()
    }
  }

  @Test(arguments: ["echo cal_x", "printf 'cal_x\\nsecond line\\n'", "printf cal_x", "printf ' cal_x \\r\\n'"])
  func `a command's first line is the key`(command: String) throws {
    #expect(try Configuration.KeySource.command(command).fetch().reveal() == "cal_x")
  }

  @Test(arguments: [
    ("exit 3", "it ended with status 3"), ("true", "it printed nothing"), ("kill -9 $$", "it was ended by signal 9"),
    ("exec sleep 30", "it did not end within 0 s"), ("yes", "it printed more than a key"),
  ])
  func `a command that fails says how`(command: String, reason: String) {
    #expect(throws: ConfigurationProblem.keyCommand(reason: reason)) {
      try Configuration.KeySource.command(command).fetch(timeout: command.contains("sleep") ? 0 : 20)
    }
  }
}

@Suite struct SocketFolderTests {
  private let folder = NSTemporaryDirectory() + "ct-" + UUID().uuidString.prefix(8)

  init() throws { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) }

  private func paths(_ runtime: String?) throws -> Paths {
    try Paths(environment: ["HOME": "/home/ann"].merging(runtime.map { ["XDG_RUNTIME_DIR": $0] } ?? [:]) { $1 })
  }

  private func mode(_ path: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
  }

  @Test func `the runtime folder is used and closed to others`() throws {
    #expect(try paths(folder).socketFolder(temporary: folder) == folder + "/caltui")
    #expect(try mode(folder + "/caltui") == 0o700)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder + "/caltui")
    #expect(try paths(folder).socketFolder(temporary: folder) == folder + "/caltui")
    #expect(try mode(folder + "/caltui") == 0o700)
  }

  @Test(arguments: [String?.none, "/nonexistent/folder", "/" + String(repeating: "x", count: 100)])
  func `without a usable one it is a closed folder under tmp`(runtime: String?) throws {
    let found = try paths(runtime).socketFolder(temporary: folder)
    #expect(found == folder + "/caltui-\(geteuid())")
    #expect(try mode(found) == 0o700)
    #expect((found + "/desk-4194304.sock").utf8.count <= Endpoint.longestSocketPath)
  }

  @Test func `sockets of killed programs are taken away, others stay`() throws {
    try Paths.makePrivate(folder + "/caltui", user: geteuid())
    let names = ["desk-999999999.sock", "1-\(getpid()).sock", "notes.txt", "odd.sock", "desk-x.sock"]
    for name in names { try Data().write(to: URL(fileURLWithPath: folder + "/caltui/" + name)) }
    _ = try paths(folder).socketFolder(temporary: folder)
    let left = try FileManager.default.contentsOfDirectory(atPath: folder + "/caltui").sorted()
    #expect(left == names.dropFirst().sorted())
  }

  @Test func `a link, a file or somebody else's folder in its place is refused`() throws {
    let place = folder + "/caltui-\(geteuid())"
    try FileManager.default.createSymbolicLink(atPath: place, withDestinationPath: folder)
    #expect(throws: ConfigurationProblem.folder(path: place, reason: "it is not a folder")) {
      try paths(nil).socketFolder(temporary: folder)
    }
    try FileManager.default.createDirectory(atPath: folder + "/caltui-4242", withIntermediateDirectories: true)
    #expect(throws: ConfigurationProblem.folder(path: folder + "/caltui-4242", reason: "it belongs to somebody else")) {
      try paths(nil).socketFolder(user: 4242, temporary: folder)
    }
  }
}
