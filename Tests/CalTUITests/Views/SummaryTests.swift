import BookingModel
import TestDesk
import Testing

@testable import CalTUI

/// The summary shows what is read out to the customer, as long as there is room.
@Suite struct SummaryTests {
  private func desk(_ answer: String, _ size: Size) -> TestDesk {
    var shop = TestShop()
    shop.services[0].fields.append(BookingField(kind: .text, slug: "car", label: "Car"))
    var desk = TestDesk.summary(shop, size: size)
    desk.model.draft?.entries["car"] = .line(TextLine(answer))
    return desk
  }

  private func page(_ desk: TestDesk) -> String {
    let size = desk.model.size
    return render(desk.model, in: size).grid.textRows[2..<size.rows - 1].joined(separator: " ").split(separator: " ")
      .joined(separator: " ")
  }

  @Test(arguments: [Size(columns: 40, rows: 12), Size(columns: 80, rows: 24), Size(columns: 120, rows: 40)])
  func `a long answer has more than one row where rows are free`(size: Size) {
    let answer = "a very well kept and slightly dented 1987 Volkswagen Golf, licence KLM 4407"
    let page = page(desk(answer, size))
    #expect(page.contains(answer), "\(page)")
    #expect(page.contains("y books it."))
  }

  @Test func `a very long answer keeps to three rows`() {
    let size = Size(columns: 80, rows: 24)
    let page = page(desk(Array(repeating: "word", count: 200).joined(separator: " "), size))
    #expect(page.contains("…") && page.contains("y books it."), "\(page)")
    #expect(page.split(separator: " ").filter { $0 == "word" }.count < 60)
  }

  @Test(arguments: QuestionTests.names, QuestionTests.sizes)
  func `whoever it is for, the service, the price and the time are on it`(name: String, size: Size) {
    var desk = TestDesk.summary(size: size)
    desk.model.draft?.entries[FormSlug.name] = .line(TextLine(name))
    let page = page(desk)
    for part in ["Express Wash, 30 min, $25", "10:45–11:15", "Name \(name.prefix(2))", "y books it."] {
      #expect(page.contains(part), "\(part): \(page)")
    }
  }

  private func away(_ size: Size) throws -> TestDesk {
    try #require(Scene.all.first { $0.name == "summary-away" }).desk(size)
  }

  @Test(arguments: QuestionTests.sizes) func `without the server, all of it still is`(size: Size) throws {
    let page = page(try away(size))
    for part in ["Express Wash, 30 min, $25", "10:45–11:15", "Name Dee Park", "NOT BOOKED", "y asks again"] {
      #expect(page.contains(part), "\(part): \(page)")
    }
  }

  @Test func `the age of the free times is told where it is over a minute`() throws {
    var desk = try away(Size(columns: 80, rows: 24))
    let today = desk.model.today
    let read = try #require(desk.model.slotBook.readAt(today...today))
    desk.isAnswering = false
    desk.model.now = read.adding(seconds: 30)
    let first = page(desk)
    #expect(
      first.contains("NOT BOOKED. The free times cannot be read now: whether this one is free is not known."),
      "\(first)")
    desk.model.now = read.adding(seconds: 600)
    let later = page(desk)
    #expect(later.contains("The free times were read 10 min ago and cannot be read now"), "\(later)")
  }
}
