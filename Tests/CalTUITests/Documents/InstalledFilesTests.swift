import BookingModel
import Foundation
import Testing

@testable import CalTUI

/// What `scripts/install` puts beside the program.
@Suite struct InstalledFilesTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  private func sample() throws -> String {
    try String(contentsOf: InstalledFilesTests.root.appending(path: "share/config.toml"), encoding: .utf8)
  }

  /// Every line that is commented out, taken in.
  private func uncommented() throws -> String {
    try sample().split(separator: "\n", omittingEmptySubsequences: false).map { line in
      let rest = line.hasPrefix("# ") ? line.dropFirst(2) : line
      return rest.hasPrefix("[") || rest.contains(" = ") ? String(rest) : String(line)
    }.joined(separator: "\n")
  }

  @Test func `the sample config is right with every line in force`() throws {
    let file = try ConfigFile(text: uncommented(), path: "config.toml", home: "/home/desk")
    #expect(file.profiles["shop"]?.apiKeyCommand == "pass show cal")
    #expect(file.keys[.browse] == [.character("b"), .function(2)])
  }

  @Test func `the sample config names every setting, and changes nothing as it stands`() throws {
    let text = try uncommented()
    let lines = text.split(separator: "\n")
    // `zone` is another name of `shop_zone`; tables have a head.
    for key in Set(ConfigFile.settings + ConfigFile.profileSettings).subtracting(["zone", "keys", "profiles"]) {
      #expect(lines.contains { $0.hasPrefix(key + " = ") }, "\(key) is missing")
    }
    #expect(try ConfigFile(text: sample(), path: "", home: nil).profiles.isEmpty)
  }

  @Test func `the manual page has every key and every command, and text is never markup`() {
    let page = ManualCommand.page.text
    let macros: Set = [".TH", ".SH", ".SS", ".PP", ".TP", ".B"]
    for line in page.split(separator: "\n") where line.hasPrefix(".") || line.hasPrefix("'") {
      #expect(macros.contains(String(line.prefix { $0 != " " })), "\(line)")
    }
    for binding in KeyMap.standard.bindings {
      let words = binding.help.prefix { $0 != "-" && $0 != "'" && $0 != "\"" && $0 != "`" }
      #expect(page.contains(words), "\(binding.help)")
    }
    for command in ["desk", "services", "slots", "book", "list", "move", "cancel", "serve", "doctor", "audit"] {
      #expect(page.contains(".B \"\(command)\"\n"))
    }
    for context in KeyContext.allCases
    where KeyMap.standard.bindings(in: context).contains(where: { $0.contexts.count < 12 }) && context != .tooSmall {
      #expect(page.contains(".SS \"") && page.contains(context.title.prefix { $0 != "-" && $0 != "?" }))
    }
  }
}
