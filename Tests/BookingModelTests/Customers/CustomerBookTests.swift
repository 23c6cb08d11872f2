import BookingModel
import Testing

@Suite struct CustomerBookTests {
  static let asOf = Instant(seconds: 1_790_000_000)

  static func booking(
    _ uid: String, _ name: String, phone: String? = nil, email: String? = nil, day: Int = -1,
    status: Booking.Status = .accepted, service: Int = 1, updated: Int = 0, absent: Bool = false,
    movedFrom: String? = nil, movedTo: String? = nil, answers: [String: JSONValue] = [:]
  ) -> Booking {
    let start = asOf.adding(seconds: Int64(day) * 86_400)
    let created = asOf.adding(seconds: -400 * 86_400)
    return Booking(
      uid: Booking.UID(uid), status: status, start: start, end: start.adding(minutes: 30),
      service: Service.ID(service), attendees: [Attendee(name: name, email: email, phone: phone, isAbsent: absent)],
      createdAt: created, updatedAt: created.adding(seconds: Int64(updated)), answers: answers,
      movedFrom: movedFrom.map(Booking.UID.init(_:)), movedTo: movedTo.map(Booking.UID.init(_:)))
  }

  private func book(_ bookings: [Booking]) -> CustomerBook {
    var book = CustomerBook(asOf: Self.asOf)
    _ = book.take(bookings)
    return book
  }

  private func only(_ bookings: [Booking]) throws -> Customer {
    let customers = book(bookings).customers()
    #expect(customers.count == 1)
    return try #require(customers.first)
  }

  @Test func `one phone is one customer under the latest name`() throws {
    let customer = try only([
      Self.booking("a", "Pedro Alvares", phone: "+15558675309", day: -9),
      Self.booking("b", "Pedro Álvarez", phone: "+15558675309", email: "P@x.org", day: -2),
    ])
    #expect(customer.id == Customer.ID("p+15558675309"))
    #expect(customer.name == "Pedro Álvarez")
    #expect(customer.otherNames == ["Pedro Alvares"])
    #expect(customer.emails == ["p@x.org"])
    #expect(customer.visits == 2)
    #expect(customer.lastVisit == Self.asOf.adding(seconds: -2 * 86_400))
  }

  @Test func `a new number with the same name and address is the same customer`() throws {
    let customer = try only([
      Self.booking("a", "Ann Lee", phone: "+15550001111", email: "ann@x.org", day: -9),
      Self.booking("b", "ann  LEE", phone: "+15550002222", email: "ann@x.org", day: -2),
    ])
    #expect(customer.phones == ["+15550002222", "+15550001111"])
  }

  @Test func `a family with one address stays several customers`() {
    let customers = book([
      Self.booking("a", "Ann Lee", phone: "+15550001111", email: "lee@x.org"),
      Self.booking("b", "Bob Lee", phone: "+15550002222", email: "lee@x.org"),
      Self.booking("c", "Cid Lee", email: "lee@x.org"),
    ]).customers()
    #expect(customers.map(\.name).sorted() == ["Ann Lee", "Bob Lee", "Cid Lee"])
  }

  @Test func `an address without a phone belongs to the only one who has it`() throws {
    let customer = try only([
      Self.booking("a", "A. Lee", email: "lee@x.org", day: -5), Self.booking("b", "Ann", email: "lee@x.org", day: -4),
      Self.booking("c", "Ann Lee", phone: "+15550001111", email: "lee@x.org", day: -3),
    ])
    #expect(customer.visits == 3)
    #expect(customer.id == Customer.ID("p+15550001111"))
  }

  @Test func `a bare name belongs to the only customer of that name`() throws {
    let customer = try only([
      Self.booking("a", "José Núñez", day: -5), Self.booking("b", "Jose Nunez", phone: "+15550001111", day: -3),
    ])
    #expect(customer.visits == 2)
  }

  @Test func `a bare name that two customers bear belongs to neither`() {
    let customers = book([
      Self.booking("a", "John Smith", phone: "+15550001111"), Self.booking("b", "John Smith", phone: "+15550002222"),
      Self.booking("c", "John Smith"), Self.booking("d", "john smith"),
    ]).customers()
    #expect(customers.map(\.id.rawValue) == ["njohn smith", "p+15550001111", "p+15550002222"])
    #expect(customers.map(\.visits) == [2, 1, 1])
  }

  @Test func `a second bearer of a name takes the bare bookings away from the first`() {
    var book = book([Self.booking("a", "John Smith", phone: "+15550001111"), Self.booking("c", "John Smith")])
    #expect(book.count == 1)
    let changes = book.take([Self.booking("b", "John Smith", phone: "+15550002222")])
    #expect(changes.upserted.map(\.id.rawValue) == ["njohn smith", "p+15550001111", "p+15550002222"])
    #expect(changes.removed.isEmpty)
    #expect(changes.upserted[1].visits == 1)
  }

  @Test func `what the shop declined is no cancellation of the customer's`() throws {
    let phone = "+15550001111"
    let customer = try only([
      Self.booking("a", "Ann", phone: phone, day: -3, status: .rejected),
      Self.booking("b", "Ann", phone: phone, day: -2, status: .cancelled),
      Self.booking("c", "Ann", phone: phone, day: 3, status: .rejected),
    ])
    #expect(customer.cancellations == 1)
    #expect(customer.visits == 0 && customer.noShows == 0 && customer.coming.isEmpty)
  }

  @Test func `visits, no-shows and cancellations are counted apart`() throws {
    let phone = "+15550001111"
    let customer = try only([
      Self.booking("a", "Ann", phone: phone, day: -9, service: 1),
      Self.booking("b", "Ann", phone: phone, day: -8, service: 2),
      Self.booking("c", "Ann", phone: phone, day: -7, service: 2),
      Self.booking("d", "Ann", phone: phone, day: -6, service: 3, absent: true),
      Self.booking("e", "Ann", phone: phone, day: -5, status: .cancelled, service: 3),
      Self.booking("f", "Ann", phone: phone, day: 2, service: 1),
      Self.booking("g", "Ann", phone: phone, day: 4, service: 1),
    ])
    #expect(customer.visits == 3)
    #expect(customer.noShows == 1)
    #expect(customer.cancellations == 1)
    // What is only booked yet was not the last one.
    #expect(customer.lastService == Service.ID(2))
    #expect(customer.usualService == Service.ID(1))
    #expect(customer.coming.count == 2)
    let later = Self.asOf.adding(seconds: 3 * 86_400)
    #expect(customer.visits(by: later) == 4)
    #expect(customer.lastVisit(by: later) == customer.coming[0])
    #expect(customer.nextVisit(after: later) == customer.coming[1])
  }

  @Test(arguments: [[0, 1], [1, 0]])
  func `a moved booking counts once, whichever half is read first`(order: [Int]) throws {
    // The old half as it was before the move.
    let halves = [
      Self.booking("old", "Ann", phone: "+15550001111", day: -5),
      Self.booking("new", "Ann", phone: "+15550001111", day: -3, movedFrom: "old"),
    ]
    var book = CustomerBook(asOf: Self.asOf)
    for index in order { _ = book.take([halves[index]]) }
    #expect(book.customers().map(\.visits) == [1])
    let moved = Self.booking(
      "old", "Ann", phone: "+15550001111", day: -5, status: .cancelled, updated: 9, movedTo: "new")
    _ = book.take([moved])
    #expect(book.customers().map(\.visits) == [1])
    #expect(book.customers().map(\.cancellations) == [0])
  }

  @Test func `an older reading of a booking changes nothing`() {
    let cancelled = Self.booking("a", "Ann", phone: "+15550001111", status: .cancelled, updated: 5)
    var book = book([cancelled])
    #expect(book.take([Self.booking("a", "Ann", phone: "+15550001111", updated: 3)]).isEmpty)
    #expect(book.take([cancelled]).isEmpty)
    #expect(book.customers().map(\.visits) == [0])
  }

  @Test func `the usual vehicle and answers are those given most often`() throws {
    let phone = "+15550001111"
    let customer = try only([
      Self.booking("a", "Ann", phone: phone, day: -9, answers: ["vehicle": "Civic 7ABC123", "wax": true]),
      Self.booking("b", "Ann", phone: phone, day: -8, answers: ["vehicle": "Civic 7ABC123", "notes": "late"]),
      Self.booking("c", "Ann", phone: phone, day: -7, answers: ["vehicle": "F-150", "service-notes": "dog"]),
    ])
    #expect(customer.vehicle == "Civic 7ABC123")
    #expect(customer.usualAnswers == ["vehicle": "Civic 7ABC123", "wax": true])
  }

  @Test func `addresses made up by the shop join nobody`() {
    var book = CustomerBook(asOf: Self.asOf, rules: CustomerRules(shopEmailDomain: "shop.example"))
    _ = book.take([
      Self.booking("a", "Ann", phone: "+15550001111", email: "walkin+1@shop.example"),
      Self.booking("b", "Bob", phone: "+15550002222", email: "walkin+1@shop.example"),
    ])
    #expect(book.customers().flatMap(\.emails).isEmpty)
    #expect(book.count == 2)
  }

  @Test func `a correction outlives later bookings`() {
    var book = book([Self.booking("a", "Jon Smyth", phone: "+15550001111")])
    let entry = CustomerEntry(
      id: "1", about: [.phone("+15550001111")], at: Self.asOf, name: "John Smith", phone: "+15550009999", note: "VIP")
    let changes = book.take([entry])
    #expect(changes.upserted.map(\.name) == ["John Smith"])
    _ = book.take([Self.booking("b", "Jon Smyth", phone: "+15550001111", day: 3, updated: 9)])
    _ = book.take([Self.booking("c", "J Smith", phone: "+15550009999", day: 4)])
    let customer = book.customer(for: .phone("+15550001111"))
    #expect(book.count == 1)
    #expect(customer?.name == "John Smith")
    #expect(customer?.phones == ["+15550009999", "+15550001111"])
    #expect(customer?.note == "VIP")
    #expect(customer?.coming.count == 2)
  }

  @Test func `an entry about two customers makes them one, and taking it back parts them`() {
    var book = book([
      Self.booking("a", "Ann Lee", phone: "+15550001111"), Self.booking("b", "Anne Leigh", email: "ann@x.org"),
    ])
    let keys: [CustomerKey] = [.phone("+15550001111"), .email("ann@x.org", name: "anne leigh")]
    let merged = book.take([CustomerEntry(id: "m", about: keys, at: Self.asOf)])
    #expect(merged.upserted.map(\.id.rawValue) == ["p+15550001111"])
    #expect(merged.removed == [keys[1].id])
    #expect(book.customer(for: keys[1])?.id == keys[0].id)
    let parted = book.take([CustomerEntry(id: "m", at: Self.asOf.adding(seconds: 1))])
    #expect(parted.upserted.count == 2)
  }

  @Test func `somebody entered at the desk is a customer before the first booking`() {
    var book = CustomerBook(asOf: Self.asOf)
    _ = book.take([CustomerEntry(id: "1", at: Self.asOf, name: "Ann Lee", phone: "+15550001111")])
    #expect(book.customers().map(\.name) == ["Ann Lee"])
    _ = book.take([Self.booking("a", "Ann L", phone: "+15550001111")])
    #expect(book.customers().map(\.visits) == [1])
    #expect(book.customers().map(\.isOwnEntry) == [true])
  }

  @Test func `a forgotten customer does not come back from the feed, only by booking again`() {
    let old = Self.booking("a", "Ann Lee", phone: "+15550001111")
    var book = book([old, Self.booking("b", "Bob", phone: "+15550002222")])
    let (changes, keys) = book.forget(Customer.ID("p+15550001111"))
    #expect(changes == CustomerChanges(removed: [Customer.ID("p+15550001111")]))
    #expect(keys == [.phone("+15550001111")])
    let marked = { (key: CustomerKey, made: Instant) in keys.contains(key) && made <= Self.asOf }
    #expect(book.take([old], isForgotten: marked).isEmpty)
    // A new program reads everything again.
    var anew = CustomerBook(asOf: Self.asOf)
    _ = anew.take([old], isForgotten: marked)
    #expect(anew.count == 0)
    var again = Self.booking("c", "Ann Lee", phone: "+15550001111", day: 9)
    again.createdAt = Self.asOf.adding(seconds: 60)
    #expect(anew.take([again], isForgotten: marked).upserted.count == 1)
  }

  @Test func `only what changed is told`() {
    var book = book([
      Self.booking("a", "Ann", phone: "+15550001111"), Self.booking("b", "Bob", phone: "+15550002222"),
    ])
    let changes = book.take([Self.booking("a", "Ann", phone: "+15550001111", status: .cancelled, updated: 1)])
    #expect(changes.upserted.map(\.name) == ["Ann"])
  }

  @Test func `a name of nothing but marks makes no customer`() {
    #expect(book([Self.booking("a", " -\u{1B}? ", phone: "+15550001111")]).count == 0)
  }
}

/// Any order of pages, and any number of readings, give the same customers.
@Suite struct CustomerBookOrderTests {
  @Test(arguments: UInt64(1)...12)
  func `any order gives the same customers and the same index`(seed: UInt64) {
    var random = CustomerRandom(seed)
    var bookings: [Booking] = []
    for number in 0..<150 {
      let name =
        ["Ann Lee", "Bob Lee", "Ann Li", "José Paz", "Jose Paz", "Cy", "Di Wu", "Ed Ox", "Flo Wu", "Gil", "Hal Ox"]
        .randomElement(using: &random) ?? ""
      let phone =
        Int.random(in: 0..<3, using: &random) > 0 ? "+1555000\(1000 + Int.random(in: 0..<40, using: &random))" : nil
      let email = Int.random(in: 0..<3, using: &random) == 0 ? "m\(Int.random(in: 0..<25, using: &random))@x.org" : nil
      let uid = "u\(number)"
      let day = Int.random(in: -90..<30, using: &random)
      let from =
        number > 0 && Int.random(in: 0..<6, using: &random) == 0
        ? "u\(Int.random(in: 0..<number, using: &random))" : nil
      bookings.append(
        CustomerBookTests.booking(
          uid, name, phone: phone, email: email, day: day, service: Int.random(in: 1...3, using: &random),
          movedFrom: from,
          answers: ["vehicle": .string("V\(Int.random(in: 0..<3, using: &random))")]))
      if Int.random(in: 0..<4, using: &random) == 0 {
        // Read again later: cancelled, or under another name.
        let status: Booking.Status = Bool.random(using: &random) ? .cancelled : .accepted
        bookings.append(
          CustomerBookTests.booking(
            uid, "Ann Lee", phone: phone, email: email, day: day + 1, status: status, updated: 7))
      }
    }
    let entries = [
      CustomerEntry(id: "1", about: [.phone("+15550001001"), .phone("+15550001002")], at: CustomerBookTests.asOf),
      CustomerEntry(id: "2", about: [.name("cy")], at: CustomerBookTests.asOf, name: "Cyrus"),
      CustomerEntry(id: "3", at: CustomerBookTests.asOf, name: "New", phone: "+15550001011"),
    ]
    var straight = CustomerBook(asOf: CustomerBookTests.asOf)
    _ = straight.take(bookings)
    _ = straight.take(entries)
    let expected = straight.customers()
    #expect(expected.count > 8)

    for _ in 0..<4 {
      var book = CustomerBook(asOf: CustomerBookTests.asOf)
      var index = CustomerIndex()
      var waiting = (bookings + bookings.prefix(20)).shuffled(using: &random)
      var left = entries.shuffled(using: &random)
      while !waiting.isEmpty || !left.isEmpty {
        let size = min(waiting.count, Int.random(in: 1...25, using: &random))
        index.apply(book.take(waiting.prefix(size)))
        waiting.removeFirst(size)
        if !left.isEmpty, waiting.count < 100 || Bool.random(using: &random) {
          index.apply(book.take([left.removeFirst()]))
        }
      }
      #expect(book.customers() == expected)
      // What was told step by step is what there is.
      var indexed: [Customer] = []
      index.forEach { indexed.append($0) }
      #expect(indexed.sorted { $0.id < $1.id } == expected)
      #expect(expected.allSatisfy { index.customer($0.id) == $0 })
      #expect(index.count == expected.count)
    }
  }
}

/// xorshift64*: the same numbers in every run.
struct CustomerRandom: RandomNumberGenerator {
  private var state: UInt64
  init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }
  mutating func next() -> UInt64 {
    state ^= state >> 12
    state ^= state << 25
    state ^= state >> 27
    return state &* 0x2545_F491_4F6C_DD1D
  }
}
