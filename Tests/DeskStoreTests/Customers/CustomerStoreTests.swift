import BookingModel
import Foundation
import GRDB
import Testing

@testable import DeskStore

/// The store's customers against a book of everything, and what a desk learns of changes.
@Suite struct CustomerStoreTests {
  private let store: DeskStore
  private let rules = CustomerRules(shopEmailDomain: "shop.example")
  init() throws { store = try DeskStore.inMemory(now: noon) }

  private func all() throws -> [Customer] {
    var customers: [Customer] = []
    try store.run(.customers(country: Country(code: "US"))).index.forEach { customers.append($0) }
    return customers.sorted { $0.id < $1.id }
  }

  private func take(_ bookings: [Booking]) throws {
    try store.run(.takeForCustomers(bookings, rules: rules, now: noon))
  }

  static func booking(
    _ uid: String, _ name: String, phone: String? = nil, email: String? = nil, day: Int = -1,
    status: Booking.Status = .accepted, made: Int64 = -3600, changed: Int64? = nil
  ) -> Booking {
    let start = noon.adding(seconds: Int64(day) * 86_400)
    var booking = Booking(
      uid: .init(uid), status: status, start: start, end: start.adding(minutes: 30), service: .init(1),
      attendees: [Attendee(name: name, email: email, phone: phone)], createdAt: start.adding(seconds: made))
    booking.updatedAt = changed.map { noon.adding(seconds: $0) }
    booking.answers = ["vehicle": .string("van of \(name)"), "notes": "never kept"]
    return booking
  }

  /// Few names, numbers and addresses, so that people meet in all ways.
  static func random(_ count: Int, seed: UInt64) -> [Booking] {
    var random = Numbers(state: seed)
    return (0..<count).map { number in
      let changed = Int64(random.next() % 4)
      var booking = booking(
        "u\(random.next() % UInt64(max(1, count * 3 / 4)))",
        ["Ada Ray", "Bo Lind", "ada  ráy", "Cy", ""][Int(random.next() % 5)],
        phone: [nil, nil, "+15550000001", "+15550000002", "+15550000003"][Int(random.next() % 5)],
        email: [nil, nil, "ada@x.example", "fam@x.example", "walkin+1@shop.example"][Int(random.next() % 5)],
        day: Int(random.next() % 20) - 15,
        status: [.accepted, .accepted, .cancelled, .pending][Int(random.next() % 4)], changed: changed)
      if random.next() % 6 == 0 { booking.movedFrom = .init("u\(random.next() % UInt64(count))") }
      if random.next() % 9 == 0 { booking.movedTo = .init("u\(random.next() % UInt64(count))") }
      if random.next() % 5 == 0 { booking.attendees.append(Attendee(name: "Guest \(number % 3)")) }
      return booking
    }
  }

  private struct Numbers: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state >> 33
    }
  }

  @Test(arguments: 0..<40)
  func `page by page the store has the customers that a book of everything has`(seed: Int) throws {
    var random = Numbers(state: UInt64(seed) &+ 99)
    let bookings = Self.random(60, seed: UInt64(seed))
    let entries = [
      CustomerEntry(id: "1", about: [.phone("+15550000001")], at: noon, name: "Ada Raye", note: "front door"),
      CustomerEntry(id: "2", about: [.phone("+15550000002"), .name("cy")], at: noon.adding(seconds: 1)),
      CustomerEntry(id: "3", at: noon.adding(seconds: 2), name: "New Person", phone: "+15550000009"),
      CustomerEntry(id: "1", about: [.phone("+15550000003")], at: noon.adding(seconds: 3), name: "Corrected"),
      CustomerEntry(id: "4", about: [.entry("3"), .email("fam@x.example", name: "bo lind")], at: noon),
    ]
    var book = CustomerBook(asOf: noon, rules: rules)
    var index = CustomerIndex(country: Country(code: "US"))
    var change = try store.run(.customers(country: nil)).change
    var left = bookings[...]
    var open = entries[...]
    while !left.isEmpty {
      let page = Array(left.prefix(Int(random.next() % 9) + 1))
      left = left.dropFirst(page.count)
      try take(page)
      _ = book.take(page)
      if let entry = open.first, random.next() % 2 == 0 {
        open = open.dropFirst()
        try store.run(.saveCustomerEntry(entry, rules: rules, now: noon))
        _ = book.take([entry])
      }
      // What a desk is told of changes adds up to the whole.
      let news = try #require(try store.run(.customerNews(since: change)))
      index.apply(news.changes)
      change = news.change
    }
    let expected = book.customers()
    #expect(try all() == expected)
    var told: [Customer] = []
    index.forEach { told.append($0) }
    #expect(told.sorted { $0.id < $1.id } == expected)
  }

  @Test func `what is known already or older changes nothing`() throws {
    let first = Self.booking("a", "Ada Ray", phone: "+15550000001", changed: 10)
    try take([first])
    let change = try store.run(.customers(country: nil)).change
    try take([first])
    var older = first
    older.updatedAt = noon
    older.attendees[0].name = "Old Name"
    try take([older])
    #expect(try store.run(.customerNews(since: change)) == CustomerNews(changes: CustomerChanges(), change: change))
    #expect(try all().map(\.name) == ["Ada Ray"])
  }

  @Test func `a forgotten customer stays away until a booking is made later`() throws {
    let bookings = [
      Self.booking("a", "Ada Ray", phone: "+15550000001"), Self.booking("b", "Bo Lind", phone: "+15550000002"),
      Self.booking("c", "Ada Ray", email: "ada@x.example", day: -3),
    ]
    try store.run(.cacheBookings(bookings))
    try take(bookings)
    try store.run(
      .saveCustomerEntry(
        CustomerEntry(
          id: "1", about: [.phone("+15550000001"), .email("ada@x.example", name: "ada ray")], at: noon, note: "x"),
        rules: rules, now: noon))
    let before = try store.run(.customers(country: nil)).change
    #expect(try all().map(\.name) == ["Ada Ray", "Bo Lind"])
    try store.run(.forgetCustomer(Customer.ID("p+15550000001"), rules: rules, now: noon))
    #expect(try all().map(\.name) == ["Bo Lind"])
    let news = try store.run(.customerNews(since: before))
    #expect(news?.changes.removed == [Customer.ID("p+15550000001")])
    #expect(try store.run(.cachedBooking(.init("a"))) == nil)
    // Read again, and in another state: still nobody.
    var cancelled = bookings[2]
    cancelled.status = .cancelled
    cancelled.updatedAt = noon.adding(seconds: 60)
    try take(bookings + [cancelled])
    #expect(try all().map(\.name) == ["Bo Lind"])
    // Nothing readable is left.
    try store.run(
      StoreRequest(.write) { db, _ in
        for table in ["evidence", "customer", "setting", "booking"] {
          let dump = try Row.fetchAll(db, sql: "SELECT * FROM \(table)").map { String(describing: $0) }.joined()
          #expect(!dump.contains("Ada"))
        }
        for row in try Row.fetchAll(db, sql: "SELECT value FROM evidence") {
          #expect(!String(decoding: row["value"] as Data, as: UTF8.self).lowercased().contains("ada"))
        }
      })
    // Who comes back later is a new acquaintance.
    try take([Self.booking("d", "Ada Ray", phone: "+15550000001", day: 5)])
    #expect(try all().map(\.name) == ["Ada Ray", "Bo Lind"])
    #expect(try all().first?.note == nil)
  }

  @Test func `what a forgotten customer has booked is found until it is over`() throws {
    let bookings = [
      Self.booking("a", "Ada Ray", phone: "+15550000001"),
      Self.booking("b", "Ada Ray", phone: "+15550000001", day: 3, made: -5 * 86_400),
    ]
    try store.run(.cacheBookings(bookings))
    try take(bookings)
    try store.run(.forgetCustomer(Customer.ID("p+15550000001"), rules: rules, now: noon))
    #expect(try all().isEmpty)
    let question = FindQuestion(text: "ada ray", customers: [], limit: 5, now: noon)
    #expect(try store.run(.find(question, rules: rules)).bookings.map(\.uid.rawValue) == ["b"])
  }

  @Test func `who asks too late reads all anew`() throws {
    try take([Self.booking("a", "Ada Ray")])
    let change = try store.run(.customers(country: nil)).change
    try take([Self.booking("a", "Ada Ray", phone: "+15550000001", changed: 5)])
    #expect(try store.run(.customerNews(since: change))?.changes.removed == [Customer.ID("nada ray")])
    try store.run(
      .takeForCustomers([Self.booking("z", "Zoe")], rules: rules, now: noon.adding(seconds: 3600)))
    #expect(try store.run(.customerNews(since: change)) == nil)
  }

  @Test func `the bookings of a customer come latest first, those of a namesake do not`() throws {
    let bookings = [
      Self.booking("a", "Ada Ray", phone: "+15550000001", day: -9), Self.booking("b", "Ada Ray", phone: "+15550000002"),
      Self.booking("c", "A. Ray", phone: "+15550000001", day: -2),
    ]
    try store.run(.cacheBookings(bookings))
    try take(bookings)
    #expect(
      try store.run(.bookings(of: Customer.ID("p+15550000001"), rules: rules)).map(\.uid.rawValue) == ["c", "a"])
  }

  @Test func `how far the reading came is kept, and one desk reads for all`() throws {
    let folder = try TemporaryFolder()
    let front = try DeskStore.open(path: folder.file, now: noon)
    let back = try DeskStore.open(
      path: folder.file, now: noon, process: ProcessMark(pid: 1, boot: "other", started: "other"))
    #expect(try front.run(.leaseCustomerFeed(now: noon)) == .ours(CustomerFeedProgress()))
    #expect(try back.run(.leaseCustomerFeed(now: noon.adding(seconds: 60))) == .anothers(CustomerFeedProgress()))
    let progress = CustomerFeedProgress(loaded: 240, createdAfter: noon, updatedAfter: noon)
    try front.run(.takePage([Self.booking("a", "Ada Ray")], progress, rules: rules, now: noon.adding(seconds: 60)))
    #expect(try back.run(.leaseCustomerFeed(now: noon.adding(seconds: 120))) == .anothers(progress))
    #expect(try back.run(.leaseCustomerFeed(now: noon.adding(seconds: 151))) == .ours(progress))
    // A desk that has died gives way at once.
    #expect(try front.run(.leaseCustomerFeed(now: noon.adding(seconds: 152))) == .ours(progress))
    // The other desk has its customers from the store.
    #expect(try back.run(.customers(country: nil)).index.count == 1)
  }

  @Test func `a file of version 2 keeps all it had, and its cached bookings become customers`() throws {
    let folder = try TemporaryFolder()
    let queue = try DatabaseQueue(path: folder.file)
    try queue.writeWithoutTransaction { db in
      for step in Schema.versions[..<2] { try db.execute(sql: step) }
      try db.execute(sql: "PRAGMA application_id = \(Schema.applicationID); PRAGMA user_version = 2")
      try db.execute(
        sql: """
          INSERT INTO customer (name, foldedName, phone, digits, updatedAt) VALUES ('Maria Álvarez', 'maria alvarez',
            '+15558675309', '15558675309', 1);
          INSERT INTO customerWord (word, customer) VALUES ('maria', 1), ('alvarez', 1);
          INSERT INTO setting (name, value) VALUES ('clerk', 'Pat');
          """)
      for number in 0..<600 {
        var booking = sampleBooking("b\(number)", start: noon.adding(minutes: number))
        if number > 0 {
          booking.attendees[0].phone = "+1555000\(1000 + number % 300)"
          booking.attendees[0].email = nil
        }
        try db.execute(
          sql: "INSERT INTO booking (uid, start, end, value) VALUES (?, ?, ?, ?)",
          arguments: [
            booking.uid.rawValue, booking.start.milliseconds, booking.end.milliseconds, try JSONText.encode(booking),
          ])
      }
    }
    try queue.close()
    let store = try DeskStore.open(path: folder.file, now: noon)
    #expect(try store.run(.setting("clerk")) == "Pat")
    try store.run(.adoptCachedBookings(rules: rules, now: noon))
    let index = try store.run(.customers(country: Country(code: "US"))).index
    #expect(index.count == 301)
    #expect(index.search("5309").best.map(\.customer.name) == ["Maria Álvarez"])
    // Once only.
    let change = try store.run(.customers(country: nil)).change
    try store.run(.adoptCachedBookings(rules: rules, now: noon))
    #expect(try store.run(.customers(country: nil)).change == change)
  }

  @Test func `another server's bookings go, own entries stay`() throws {
    try take([Self.booking("a", "Ada Ray", phone: "+15550000001")])
    try store.run(
      .saveCustomerEntry(CustomerEntry(id: "1", at: noon, name: "Own Entry"), rules: rules, now: noon))
    try store.run(.clearCache())
    #expect(try all().map(\.name) == ["Own Entry"])
    #expect(try store.run(.leaseCustomerFeed(now: noon)) == .ours(CustomerFeedProgress()))
  }
}
