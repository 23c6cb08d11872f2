import BookingModel
import CalClient
import Foundation
import Testing

@testable import CalTUI

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
