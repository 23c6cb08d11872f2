import BookingModel
import DeskStore
import Foundation
import Synchronization
import Testing

@testable import CalTUI

@Suite struct UsageTests {
  private let shop: ShopFolder
  init() throws { shop = try ShopFolder() }

  @Test(arguments: [
    ["bogus"], ["--bogus"], ["services", "--bogus"], ["slots"], ["slots", "--service", "x"],
    ["slots", "--service", "x", "--from", "2026-02-30", "--to", "2026-03-01"],
    ["slots", "--service", "x", "--from", "2026-03-02", "--to", "2026-03-01"], ["list", "--status", "soon"],
    ["list", "--from", "2026-03-02", "--to", "2026-03-01"], ["book"],
    ["book", "--service", "x", "--start", "2026-11-23T09:30", "--name", "Ann"],
    ["book", "--service", "x", "--start", "2026-11-23T09:30", "--name", " ", "--phone", "1"],
    ["book", "--service", "x", "--start", "soon", "--name", "Ann", "--phone", "1"],
    ["book", "--service", "x", "--start", "2026-11-23T09:30", "--name", "Ann", "--email", "nobody"],
    ["book", "--service", "x", "--start", "2026-11-23T09:30", "--name", "Ann", "--phone", "1", "--field", "x"],
    ["move", "u"], ["move", "--start", "2026-11-23T09:30"], ["cancel", "u"],
    ["cancel", "--reason", "x"], ["serve", "--listen", "0.0.0.0:80"], ["serve", "--listen", "127.0.0.1:99999"],
    ["serve", "--listen", "127.0.0.1:0", "--socket", "/x"], ["services", "--profile", "nope"],
    ["list", "--theme", "pink"],
    ["services", "--profile", "../x"],
  ])
  func `wrong use is 2, in one line`(arguments: [String]) async {
    let run = await CommandRun.of(arguments, shop.environment())
    #expect(run.code == 2)
    #expect(run.output.isEmpty)
    #expect(run.errors.hasPrefix("caltui: ") && run.errors.split(separator: "\n").count == 1, "\(run.errors)")
    let json = await CommandRun.of(arguments + ["--json"], shop.environment())
    guard arguments != ["bogus"], arguments != ["--bogus"] else { return }
    #expect(json.code == 2)
    #expect(json.error["exitCode"] as? Int == 2 && json.error["kind"] as? String == "usage", "\(json.errors)")
  }

  @Test func `version and help go to standard output with 0`() async {
    let version = await shop.run("--version")
    #expect(version.code == 0 && version.output == "caltui \(Version.full)\n")
    for arguments in [["--help"], ["help"], ["book", "--help"], ["help", "book"]] {
      let run = await CommandRun.of(arguments, shop.environment())
      #expect(run.code == 0 && run.output.contains("USAGE:") && run.errors.isEmpty, "\(arguments)")
    }
  }

  @Test func `options of the whole program may stand before the command`() {
    #expect(
      Caltui.commandFirst(["--profile", "a", "--ascii", "--clerk=Bo", "list", "--json"]) == [
        "list", "--profile", "a", "--ascii", "--clerk=Bo", "--json",
      ])
    #expect(Caltui.commandFirst(["--profile", "list"]) == ["--profile", "list"])
    #expect(Caltui.commandFirst(["--version"]) == ["--version"])
    #expect(Caltui.commandFirst(["list", "--profile", "a"]) == ["list", "--profile", "a"])
  }

  @Test func `the desk without a terminal is one line and 2`() async throws {
    try #require(isatty(STDOUT_FILENO) == 0 || isatty(STDIN_FILENO) == 0, "run with output to a file")
    let run = await CommandRun.of([], shop.environment())
    #expect(run.code == 2)
    #expect(run.errors.hasPrefix("caltui: the desk needs a terminal."))
  }

  @Test func `a mistyped zone makes no shop`() async throws {
    let folder = try ShopFolder(config: "shop_zone = \"Europe/Berln\"\n")
    let run = await folder.run("services")
    #expect(run.code == 2)
    #expect(run.errors.contains("Did you mean Europe/Berlin?"))
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/.local/share/caltui/local.sqlite"))
  }
}
