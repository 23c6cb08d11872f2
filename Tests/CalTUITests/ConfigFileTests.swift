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

  @Test(arguments: [
    ("[keys]\nbrowse = \"Ctrl-M\"", "2: browse cannot be Ctrl-M: terminals send Ctrl-M as Enter. Choose another key."),
    ("[keys]\nbrowse = \"Ctrl-J\"", "2: browse cannot be Ctrl-J: terminals send Ctrl-J as Enter. Choose another key."),
    (
      "[keys]\n\nbrowse = [\"b\", \"Ctrl-i\"]",
      "3: browse cannot be Ctrl-I: terminals send Ctrl-I as Tab. Choose another key."
    ),
    (
      "[keys]\nundo = \"Ctrl-H\"", "2: undo cannot be Ctrl-H: terminals send Ctrl-H as Backspace. Choose another key."
    ),
    ("[keys]\nback = \"Ctrl-[\"", "2: back cannot be Ctrl-[: terminals send Ctrl-[ as Esc. Choose another key."),
    (
      "[keys]\nfinishForm = \"x\"",
      "2: finishForm cannot be x: where that is used, x is text. Choose a key that types nothing, such as F2."
    ),
    (
      "[keys]\nnextMeaning = [\"F2\", \"Space\"]",
      "2: nextMeaning cannot be Space: where that is used, Space is text. Choose a key that types nothing, such as F2."
    ),
    ("[keys]\ncommit = \"Enter\"", "2: commit cannot be Enter: Enter never sends anything. Choose another key."),
    ("[keys]\ncommit = \"Space\"", "2: commit cannot be Space: Space never sends anything. Choose another key."),
    ("[keys]\nyes = [\"y\", \"Enter\"]", "2: yes cannot be Enter: Enter never sends anything. Choose another key."),
  ])
  func `a key that would not do what the footer says is refused with its line`(text: String, sentence: String) throws {
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
