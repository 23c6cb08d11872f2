import BookingModel
import Testing

@testable import DeskStore

/// Looking through the cached bookings.
@Suite struct FindingTests {
  private let store: DeskStore
  private let rules = CustomerRules()

  init() throws {
    store = try DeskStore.inMemory(now: noon)
    var bookings = [
      CustomerStoreTests.booking("soon", "Ada Ráy", phone: "+15550000001", day: 1),
      CustomerStoreTests.booking("later", "Bo Lind", phone: "+15550000002", day: 3),
      CustomerStoreTests.booking("off", "Ada Ráy", phone: "+15550000001", day: 2, status: .cancelled),
      CustomerStoreTests.booking("past", "Ada Ráy", phone: "+15550000001", day: -3),
      CustomerStoreTests.booking("older", "Cy 100% Title", email: "cy@x.example", day: -9),
    ]
    bookings[1].notes = "Brings the dog Title"
    try store.run(.takePage(bookings, CustomerFeedProgress(), rules: rules, now: noon))
  }

  private func find(_ text: String, customers: [Customer.ID] = [], limit: Int = 10) throws -> FindAnswer {
    try store.run(.find(FindQuestion(text: text, customers: customers, limit: limit, now: noon), rules: rules))
  }

  static let words: [(String, [String])] = [
    ("", ["soon", "off", "later", "past", "older"]), ("lind", ["later"]), ("DOG", ["later"]), ("dog lind", ["later"]),
    ("dog ada", []), ("van of cy", ["older"]), ("100%", ["older"]), ("1%0", []), ("cy@x", ["older"]),
    // Names of JSON members, which are in every row, and words too short to tell anything.
    ("attendees", []), ("updatedAt", []), ("a", []), ("title", ["later", "older"]),
    ("older", ["older"]), ("50000002", ["later"]),
  ]

  @Test(arguments: words) func `words are found in what people wrote, and nowhere else`(
    text: String, uids: [String]
  ) throws {
    #expect(try find(text).bookings.map(\.uid.rawValue) == uids)
  }

  @Test func `the bookings of the customers asked for are found whatever is in them`() throws {
    let ada = Customer.ID("p+15550000001")
    #expect(try find("ra", customers: [ada]).bookings.map(\.uid.rawValue) == ["soon", "off", "past"])
  }

  @Test func `staff notes are searched, word by word`() throws {
    try store.run(.saveFacts(BookingFacts(note: "likes the wax"), of: Booking.UID("past"), at: noon))
    #expect(try find("wax").bookings.map(\.uid.rawValue) == ["past"])
    #expect(try find("WAX likes").bookings.map(\.uid.rawValue) == ["past"])
    #expect(try find("wax dog").bookings.isEmpty)
    #expect(try find("wa_").bookings.isEmpty)
  }

  @Test func `the code that is read aloud finds its booking`() throws {
    let code = ConfirmationCode(Booking.UID("past")).text
    #expect(try find(code).bookings.map(\.uid.rawValue).contains("past"))
    #expect(try find(code.lowercased().filter { $0 != "-" }).bookings.map(\.uid.rawValue).contains("past"))
  }

  @Test func `more than the limit is said`() throws {
    let answer = try find("", limit: 2)
    #expect(answer.bookings.map(\.uid.rawValue) == ["soon", "off"])
    #expect(answer.hasMore)
    #expect(try !find("", limit: 5).hasMore)
  }
}
