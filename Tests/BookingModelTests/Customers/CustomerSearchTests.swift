import BookingModel
import Testing

@Suite struct CustomerSearchTests {
  static let people: [Customer] = [
    Customer(id: .init("1"), name: "Pedro Álvarez", phones: ["+15558675309"], emails: ["pedro@cars.example"]),
    Customer(id: .init("2"), name: "José María de la Cruz", phones: ["+15552345678"], vehicle: "Civic 7ABC123"),
    Customer(id: .init("3"), name: "Jürgen Müller", phones: ["+4915112345678"], vehicle: "B-AB 1234"),
    Customer(id: .init("4"), name: "Søren Ångström", phones: ["+4520123456"]),
    Customer(id: .init("5"), name: "Łukasz Groß", emails: ["lg.gross+car@mail.example"]),
    Customer(id: .init("6"), name: "Siobhán O’Brien-Smith", otherNames: ["Siobhan Walsh"]),
    Customer(id: .init("7"), name: "Nguyễn Văn An"), Customer(id: .init("8"), name: "Иван Петров"),
    Customer(id: .init("9"), name: "田中 太郎"), Customer(id: .init("10"), name: "Alexandria Featherstonehaugh"),
    Customer(id: .init("11"), name: "Alexandra Featherstone"), Customer(id: .init("12"), name: "John Johnson"),
    Customer(id: .init("13"), name: "John Baker"),
  ]
  static let index = CustomerIndex(people, country: Country(code: "US"))

  @Test(arguments: [
    ("a", ["1", "3", "4", "7", "10", "11"]), ("alv", ["1"]), ("ÁLV", ["1"]), ("al pe", ["1"]), ("p alv", ["1"]),
    ("pe a", ["1"]),
    ("álvarez, pedro", ["1"]), ("jose", ["2"]), ("josé", ["2"]), ("cruz", ["2"]), ("dela", ["2"]), ("de la cr", ["2"]),
    ("maria jose", ["2"]), ("muller", ["3"]), ("mueller", ["3"]), ("müll", ["3"]), ("mu\u{308}ll", ["3"]),
    ("jurgen", ["3"]), ("juergen mue", ["3"]), ("soren", ["4"]), ("soeren", ["4"]), ("angs", ["4"]), ("aangst", ["4"]),
    ("luk", ["5"]), ("gross", ["5"]), ("groß", ["5"]), ("GROẞ", ["5"]), ("obr", ["6"]), ("o'br", ["6"]),
    ("brien", ["6"]),
    ("o’brien-sm", ["6"]), ("smith", ["6"]), ("wals", ["6"]), ("nguyen", ["7"]), ("an ngu", ["7"]), ("пет", ["8"]),
    ("ИВАН", ["8"]), ("田", ["9"]), ("alexandria f", ["10"]), ("alexandr", ["10", "11"]),
    ("featherstoneh", ["10"]), ("featherstones", []), ("john john", ["12"]), ("john", ["12", "13"]), ("jo jo jo", []),
    ("pedro@", ["1"]), ("pedro@cars.example", ["1"]), ("pedro@cars.examplf", []), ("lg.gr", ["5"]),
    ("lg.gross+car@m", ["5"]),
    ("car", ["5"]), ("civ", ["2"]), ("7abc", ["2"]), ("7abc123", ["2"]), ("civic 7abc", ["2"]), ("bab12", ["3"]),
    ("b-ab 12", ["3"]), ("ab1234", ["3"]), ("mull 1234", ["3"]), ("al 5309", ["1"]), ("al 5308", []), ("", []),
    ("  - ", []),
    ("zzz", []), ("\u{1B}[31m", []),
  ])
  func `beginnings of words find`(text: String, ids: [String]) {
    let found = Self.index.search(text)
    #expect(found.best.map(\.customer.id.rawValue).sorted() == ids.sorted(), "\(text)")
    #expect(found.total == ids.count)
  }

  @Test(arguments: [
    ("5309", ["1"]), ("8675309", ["1"]), ("867-5309", ["1"]), ("(555) 867", ["1"]), ("555", ["1", "2"]),
    ("+1 555 86", ["1"]),
    ("1-555-867", ["1"]), ("555 867 5309", ["1"]), ("5558675309", ["1"]), ("+15558675309", ["1"]),
    ("+1-555-867-5308", []),
    ("011 49 151", ["3"]), ("+49 151 12345678", ["3"]), ("0049151", ["3"]), ("56", ["4"]), ("8675", ["1"]),
    ("12345678901234567890", []),
  ])
  func `digits find in any spelling`(text: String, ids: [String]) {
    let found = Self.index.search(text).best.map(\.customer.id.rawValue)
    #expect(found.sorted() == ids.sorted(), "\(text)")
  }

  @Test func `digits of home are read as they are dialled there`() {
    let index = CustomerIndex(Self.people, country: Country(code: "DE"))
    #expect(index.search("0151 12").best.map(\.customer.id.rawValue) == ["3"])
  }

  @Test func `last digits come before first ones, and both before inner ones`() {
    let index = CustomerIndex(
      [
        Customer(id: .init("inner"), name: "A", phones: ["+15552344321"]),
        Customer(id: .init("first"), name: "B", phones: ["+12345550000"]),
        Customer(id: .init("last"), name: "C", phones: ["+15556660234"]),
      ], country: Country(code: "US"))
    #expect(index.search("234").best.map(\.customer.id.rawValue) == ["last", "first", "inner"])
    #expect(index.search("234").best.map(\.reason) == [.phone, .phone, .phone])
  }

  @Test func `both words of another name, and a plate written in parts, are found`() {
    let index = CustomerIndex(
      [
        Customer(id: .init("1"), name: "Ilse Brandt", otherNames: ["Otto Kranz"]),
        Customer(id: .init("2"), name: "Ann Lee", vehicle: "Black Volvo XC60 ABC 123"),
      ], country: Country(code: "US"))
    for text in ["otto kranz", "kranz otto", "ilse otto kranz"] {
      #expect(index.search(text).best.map(\.customer.id.rawValue) == ["1"], "\(text)")
    }
    for text in ["abc 123", "abc123", "123", "volvo abc 123"] {
      #expect(index.search(text).best.map(\.customer.id.rawValue) == ["2"], "\(text)")
    }
    #expect(index.search("ilse ilse").best.isEmpty)
  }

  @Test func `a name and the address made of it are one word, not two`() {
    let index = CustomerIndex([Customer(id: .init("1"), name: "Mary Jones", emails: ["mary.jones@mail.example"])])
    #expect(index.search("m mar").best.isEmpty)
    #expect(index.search("mary mary").best.isEmpty)
    #expect(index.search("mary jones").total == 1)
    #expect(index.search("mary.j").total == 1)
  }

  private func visits(_ count: Int, every days: Int64, before: Int64 = 0) -> VisitWeight {
    VisitWeight(
      (0..<count).map { number in
        (at: Instant(seconds: 1_790_000_000 - (before + Int64(number) * days) * 86_400), worth: 1)
      })
  }

  @Test func `frequent and recent customers come first`() {
    #expect(visits(12, every: 30) > visits(4, every: 90))
    #expect(visits(4, every: 90) > visits(4, every: 90, before: 200))
    // Two visits a half-life ago are worth one now.
    let one = visits(1, every: 1).logarithm
    #expect(abs(visits(2, every: 0, before: 365).logarithm - one) < 1e-4)
    #expect(visits(1, every: 1) > .none)
    let index = CustomerIndex([
      Customer(id: .init("rare"), name: "Alva Rare", weight: visits(1, every: 1)),
      Customer(id: .init("often"), name: "Bo Alvarez", weight: visits(20, every: 14)),
      Customer(id: .init("new"), name: "Alvin New"),
    ])
    #expect(index.search("alv").best.map(\.customer.id.rawValue) == ["often", "rare", "new"])
    #expect(index.search("alv", limit: 1).total == 3)
    #expect(index.search("alv", limit: 1).best.count == 1)
  }

  @Test func `words in the order of the name come before words out of order`() {
    let index = CustomerIndex([
      Customer(id: .init("back"), name: "Alan Price", weight: visits(3, every: 30)),
      Customer(id: .init("forth"), name: "Pedro Alvarez", weight: visits(1, every: 30)),
    ])
    #expect(index.search("p al").best.map(\.customer.id.rawValue) == ["forth", "back"])
    #expect(index.search("al p").best.map(\.customer.id.rawValue) == ["back", "forth"])
  }

  @Test func `changed and dropped customers are found as they are now`() {
    var index = Self.index
    var pedro = Self.people[0]
    pedro.name = "Petra Zander"
    pedro.phones = ["+15550000001"]
    index.apply(CustomerChanges(upserted: [pedro], removed: [.init("12"), .init("no such")]))
    #expect(index.search("alv").best.isEmpty)
    #expect(index.search("5309").best.isEmpty)
    #expect(index.search("zan").best.map(\.customer) == [pedro])
    #expect(index.search("0001").best.map(\.customer) == [pedro])
    #expect(index.search("john").best.map(\.customer.id.rawValue) == ["13"])
    #expect(index.customer(.init("12")) == nil)
    #expect(index.count == Self.people.count - 1)
  }

  @Test func `after many changes the index is as if built anew`() {
    var random = CustomerRandom(7)
    var index = CustomerIndex()
    var model: [Customer.ID: Customer] = [:]
    for _ in 0..<400 {
      var upserted: [Customer] = []
      var removed: [Customer.ID] = []
      for _ in 0..<Int.random(in: 0...12, using: &random) {
        let id = Customer.ID("c\(Int.random(in: 0..<300, using: &random))")
        if Int.random(in: 0..<3, using: &random) == 0, !upserted.contains(where: { $0.id == id }) {
          removed.append(id)
          model[id] = nil
        } else if !removed.contains(id) {
          let name = String((0..<3).map { _ in "abc".randomElement(using: &random) ?? "a" }) + " Tail"
          let customer = Customer(
            id: id, name: name, phones: ["+1555\(Int.random(in: 1_000_000...9_999_999, using: &random))"],
            note: String(repeating: "n", count: Int.random(in: 0..<900, using: &random)))
          upserted.removeAll { $0.id == id }
          upserted.append(customer)
          model[id] = customer
        }
      }
      index.apply(upserted: upserted, removed: removed)
    }
    #expect(index.count == model.count)
    for prefix in ["a", "ab", "abc", "tail", "555", "12"] {
      let anew = CustomerIndex(model.values.sorted { $0.id < $1.id })
      #expect(index.search(prefix) == anew.search(prefix))
    }
    for (id, customer) in model { #expect(index.customer(id) == customer) }
    #expect(index.byteCount < 2_000_000)
  }

  @Test func `every part of a customer comes back from the index`() {
    let customer = Customer(
      id: .init("p+1"), name: "Ann", otherNames: ["B", "C"], phones: ["+1", "+2"], emails: ["a@b"], vehicle: "V",
      usualAnswers: ["vehicle": "V", "wax": true, "n": -7, "extras": ["x", "y"]], usualService: Service.ID(0),
      lastService: Service.ID(-4), visits: 300, lastVisit: Instant(milliseconds: -5),
      coming: [Instant(milliseconds: 1 << 45)], noShows: 2, cancellations: 129, note: "né 田", isOwnEntry: true,
      weight: VisitWeight(logarithm: 50.5))
    #expect(CustomerIndex([customer]).customer(customer.id) == customer)
  }

  @Test func `namesakes are told apart`() {
    let now = Instant(seconds: 1_790_000_000)
    let people = [
      Customer(id: .init("1"), name: "John Smith", phones: ["+15550001111"]),
      Customer(id: .init("2"), name: "john smith", phones: ["+15550002222"]),
      Customer(id: .init("3"), name: "Jane Smith"),
      Customer(id: .init("4"), name: "Al Po", phones: ["+15550003333"], vehicle: "Civic"),
      Customer(id: .init("5"), name: "Al Po", phones: ["+15559993333"], lastVisit: now),
      Customer(id: .init("6"), name: "Bo", emails: ["b@x"]), Customer(id: .init("7"), name: "Bo", visits: 3),
    ]
    #expect(
      Customer.distinguishers(people, now: now) == [
        .phoneTail("1111"), .phoneTail("2222"), nil, .vehicle("Civic"), .lastVisit(now), .email("b@x"), .visits(3),
      ])
  }
}
