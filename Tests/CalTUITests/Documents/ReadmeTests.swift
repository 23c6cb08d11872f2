import BookingModel
import Foundation
import TestDesk
import Testing

@testable import CalTUI

@Suite("README")
struct ReadmeTests {
  private static let readme = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "README.md")
  @Test("The README has the table of keys")
  func hasTheTableOfKeys() throws { try expect(KeyTable.markdown(.standard), of: "keys") }

  /// The numbers are those of ``KeyBudget``, which a test of the model plays.
  @Test("The README has the table of keys per task")
  func hasTheTableOfTasks() throws {
    var lines = [
      "| Task | Keys here | | Cal.com's web page | Cal.com's command line | As API requests in a shell |",
      "|---|---|---|---|---|---|",
    ]
    for budget in KeyBudget.all {
      let requests = budget.requests.isEmpty ? "not there" : "\(budget.requestKeys) keys"
      lines.append(
        "| \(budget.task) | \(budget.keys.count) | `\(budget.trace)` | \(budget.elsewhere.webPage) "
          + "| \(budget.elsewhere.commandLine) | \(requests) |")
    }
    try expect(lines.joined(separator: "\n") + "\n", of: "tasks")
  }

  private func expect(_ table: String, of name: String) throws {
    let text = try String(contentsOf: ReadmeTests.readme, encoding: .utf8)
    let start = try #require(text.range(of: "<!-- \(name): "))
    let first = try #require(text.range(of: " -->\n", range: start.upperBound..<text.endIndex))
    let last = try #require(text.range(of: "<!-- /\(name) -->"))
    if ProcessInfo.processInfo.environment["RECORD_README"] != nil {
      try (text[..<first.upperBound] + table + text[last.lowerBound...]).write(
        to: ReadmeTests.readme, atomically: true, encoding: .utf8)
      Issue.record("The table was recorded; run again without RECORD_README.")
    } else {
      #expect(text[first.upperBound..<last.lowerBound] == table)
    }
  }
}
