import BookingModel
import TestDesk
import Testing

@testable import CalTUI

/// What is said of an outcome that is not known has its end on screen, however small that is.
@Suite struct UnknownOutcomeTests {
  private static let names = ["outcome-unknown", "outcome-unknown-failure", "fix-cancel-unknown", "fix-create-unknown"]

  @Test(arguments: names, [Size(columns: 40, rows: 12), Size(columns: 60, rows: 12), Size(columns: 80, rows: 24)])
  func `it is whole`(name: String, size: Size) throws {
    let desk = try #require(Scene.all.first { $0.name == name }).desk(size)
    let record = try #require(desk.model.outcomeRecord)
    let rows = render(desk.model, in: size).grid.textRows
    let page = rows[2..<size.rows - 2].joined(separator: " ").split(separator: " ").joined(separator: " ")
    // What happens next, to its last word, and that nothing is sent again.
    for line in LookUpText.lines(record, desk.model, isListed: false) + ReplacedText.lines(desk.model, record.ref) {
      #expect(page.contains(line), "\(line)\n\(rows)")
    }
    #expect(page.contains("never sent again") || page.contains("never resent"))
    #expect(rows.last?.contains("Esc") == true, "\(rows)")
  }
}
