import BookingModel
import Foundation
import Testing

@testable import CalTUI

@Suite("README")
struct ReadmeTests {
  private static let readme = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "README.md")
  private static let start = "record with RECORD_README=1 -->\n"
  private static let end = "<!-- /keys -->"

  @Test("The README has the table of keys")
  func hasTheTableOfKeys() throws {
    let text = try String(contentsOf: ReadmeTests.readme, encoding: .utf8)
    let first = try #require(text.range(of: ReadmeTests.start))
    let last = try #require(text.range(of: ReadmeTests.end))
    let table = KeyTable.markdown(.standard)
    if ProcessInfo.processInfo.environment["RECORD_README"] != nil {
      try (text[..<first.upperBound] + table + text[last.lowerBound...]).write(
        to: ReadmeTests.readme, atomically: true, encoding: .utf8)
      Issue.record("The table was recorded; run again without RECORD_README.")
    } else {
      #expect(text[first.upperBound..<last.lowerBound] == table)
    }
  }
}
