import BookingModel
import Testing

@testable import DeskStore

@Suite struct CustomerTests {
  private let store: DeskStore
  init() throws { store = try DeskStore.inMemory(now: noon) }

  @discardableResult
  private func add(_ name: String, _ phone: String? = nil, _ email: String? = nil, seen: Int64? = nil) throws -> Int64 {
    try store.run(
      .upsertCustomer(name: name, phone: phone, email: email, seenAt: seen.map { noon.adding(seconds: $0) }, now: noon))
  }

  private func named(_ text: String, limit: Int = 10) throws -> [String] {
    try store.run(.customers(named: text, limit: limit)).map(\.name)
  }

  @Test(arguments: [
    ("alv", ["Pedro Álvarez"]), ("ÁLV", ["Pedro Álvarez"]), ("ped alv", ["Pedro Álvarez"]),
    ("alv ped", ["Pedro Álvarez"]),
    ("varez", []), ("mull", ["Jürgen Müller"]), ("müll", ["Jürgen Müller"]), ("strasse", ["Ann Straße"]),
    ("o'b", ["Sean O'Brien"]), ("田", ["田中 一郎"]), ("", []), ("%", []), ("'; DROP", []), ("an", ["Ann Straße"]),
  ])
  func `beginnings of the words of a name find it`(text: String, names: [String]) throws {
    for name in ["Pedro Álvarez", "Jürgen Müller", "Ann Straße", "Sean O'Brien", "田中 一郎"] { try add(name) }
    #expect(try named(text) == names)
  }

  @Test func `who was here last comes first, and the limit holds`() throws {
    try add("Ann Early", "+15550000001", seen: 10)
    try add("Ann Late", "+15550000002", seen: 20)
    try add("Ann Never", "+15550000003")
    #expect(try named("ann") == ["Ann Late", "Ann Early", "Ann Never"])
    #expect(try named("ann", limit: 1) == ["Ann Late"])
  }

  @Test func `digits find a number, its end first`() throws {
    try add("Middle", "+15309558675", seen: 20)
    try add("End", "+15558675309", seen: 10)
    func found(_ digits: String) throws -> [String] {
      try store.run(.customers(phoneDigits: digits, limit: 10)).map(\.name)
    }
    #expect(try found("5309") == ["End", "Middle"])
    #expect(try found("15558") == ["End"])
    #expect(try found("") == [])
    #expect(try found("x") == [])
  }

  @Test func `the telephone number tells one customer from another`() throws {
    let first = try add("Ann Smith", "+15550000001", seen: 1)
    #expect(try add("Ann Jones", "+15550000001", seen: 2) == first)
    #expect(try add("Ann Jones", "+15550000002", seen: 2) != first)
    #expect(try named("smith") == [])
    #expect(try named("jones").count == 2)
  }

  @Test func `an older booking read later changes neither name nor last visit`() throws {
    try add("New Name", "+15550000001", seen: 10)
    try add("Old Name", "+15550000001", seen: 5)
    let found = try store.run(.customers(named: "name", limit: 5))
    #expect(found.map(\.name) == ["New Name"])
    #expect(found.first?.lastSeenAt == noon.adding(seconds: 10))
  }

  @Test func `an e-mail address is one customer, a family's shared one is not`() throws {
    let ann = try add("Ann Smith", nil, "Smith@example.com")
    #expect(try add("Ann Smith", "+15550000001", "smith@example.com") == ann)
    #expect(try add("Bo Smith", "+15550000002", "smith@example.com") != ann)
    #expect(try add("Ann Smith", nil, "smith@example.com") == ann)
    #expect(try store.run(.customers(phoneDigits: "0001", limit: 5)).first?.email == "smith@example.com")
  }

  @Test func `attendees of bookings become customers once`() throws {
    try store.run(
      .upsertCustomers(
        from: [sampleBooking("a"), sampleBooking("b", start: noon.adding(minutes: 60))], now: noon))
    let found = try store.run(.customers(named: "maria", limit: 5))
    #expect(found.count == 1)
    #expect(found.first?.phone == "+15558675309")
    #expect(found.first?.lastSeenAt == noon.adding(minutes: 60))
  }
}
