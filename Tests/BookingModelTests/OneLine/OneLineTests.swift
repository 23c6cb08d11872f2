import BookingModel
import Testing

@Suite struct ServiceCodeTests {
  private func codes(_ titles: String...) -> [String?] {
    let services = titles.enumerated().map { Service(id: .init($0 + 1), slug: "", title: $1, minutes: 30) }
    let codes = ServiceCodes(services)
    return services.map { codes[$0.id] }
  }

  @Test func `initials are the code`() {
    #expect(codes("Express Wash", "Interior Refresh", "Full Detail") == ["ew", "ir", "fd"])
  }
  @Test func `codes are unique`() {
    #expect(codes("Express Wash", "Engine Wash", "Extra Wash", "Express Wash") == ["ew", "ewa", "ewas", "ewash"])
    #expect(codes("Wash", "Wax", "Wash") == ["wa", "wax", "was"])
    #expect(Set(codes("A", "A", "A", "B b", "B b", "B b")).count == 6)
  }
  @Test func `no code reads as a day or a time`() {
    #expect(codes("Seat Upholstery", "Monthly Oil", "Big Noon") == ["sup", "moi", "bn"])
  }
  @Test func `titles in any script have a code`() {
    #expect(codes("Égouttage Manuel", "洗車", "???") == ["em", "洗車", "s2"])
  }
  @Test func `a new service leaves the codes of the others`() {
    #expect(codes("Express Wash", "Exterior Wax")[0] == codes("Express Wash")[0])
  }
}

@Suite struct OneLineTests {
  /// A Wednesday.
  static let today = CalendarDay("2026-09-02") ?? CalendarDay(daysSince1970: 0)
  static let parser = OneLineParser(
    services: [
      Service(id: .init(1), slug: "express-wash", title: "Express Wash", minutes: 30),
      Service(id: .init(2), slug: "interior-refresh", title: "Interior Refresh", minutes: 45),
      Service(id: .init(3), slug: "full-detail", title: "Full Detail", minutes: 120),
    ],
    hosts: [
      Host(id: "7", name: "Pat Doe", username: "patd"), Host(id: "8", name: "Patricia Poe"),
      Host(id: "9", name: "José Ruiz", username: "joe"),
    ], country: Country(code: "US"), today: today)

  struct Line: Sendable, CustomTestStringConvertible {
    var text: String
    var customer = ""
    var phone: String?
    var service: Int?
    var day: String?
    var minute: Int?
    var now = false
    var host: String?
    var note: String?
    var testDescription: String { text }
  }

  @Test(arguments: [
    Line(
      text: "alv ew thu 230p @patd #dog in car", customer: "alv", service: 1, day: "2026-09-03", minute: 870, host: "7",
      note: "dog in car"),
    Line(text: "#dog in car @joe thu ew", host: "9", note: "dog in car"),
    Line(text: "230p thu ew alv", customer: "alv", service: 1, day: "2026-09-03", minute: 870),
    Line(text: "pedro alvarez FD now", customer: "pedro alvarez", service: 3, now: true),
    Line(text: "alv 14:30", customer: "alv", minute: 870),
    Line(text: "alv +2d 9am", customer: "alv", day: "2026-09-04", minute: 540),
    Line(text: "alv tomorrow 9", customer: "alv", day: "2026-09-03", minute: 540),
    Line(text: "alv tomorrow 2", customer: "alv", day: "2026-09-03", minute: 840),
    Line(text: "930 fri alv", customer: "alv", day: "2026-09-04", minute: 570),
    Line(text: "12/3 alv", customer: "alv", day: "2026-12-03"),
    Line(text: "9 alv ew", customer: "alv", service: 1, minute: 540),
    Line(text: "alv ew 2", customer: "alv", service: 1, minute: 840), Line(text: "alv 77", customer: "alv 77"),
    Line(text: "alv next fri", customer: "alv", day: "2026-09-11"),
    Line(text: "alv next fri 2p ir", customer: "alv", service: 2, day: "2026-09-11", minute: 840),
    Line(text: "dec 3 2:30 pm alv", customer: "alv", day: "2026-12-03", minute: 870),
    Line(text: "3 dec alv", customer: "alv", day: "2026-12-03"),
    Line(text: "2026-10-01 alv", customer: "alv", day: "2026-10-01"),
    Line(text: "2 pm alv", customer: "alv", minute: 840),
    Line(text: "+15558675309 ew", phone: "+15558675309", service: 1),
    Line(text: "(555) 867-5309 Ann Lee", customer: "Ann Lee", phone: "+15558675309"),
    Line(text: "555 867 5309 fd tom", phone: "+15558675309", service: 3, day: "2026-09-03"),
    Line(text: "+1 555 867 5309 alv", customer: "alv", phone: "+15558675309"),
    Line(text: "alv next fri 2 pm", customer: "alv", day: "2026-09-11", minute: 840),
    Line(text: "5309 2 pm", customer: "5309", minute: 840),
    Line(text: "5309 thu 2p", customer: "5309", day: "2026-09-03", minute: 840),
    Line(text: "5558675309", phone: "+15558675309"), Line(text: "5309 ew", customer: "5309", service: 1),
    Line(text: "express alv", customer: "alv", service: 1), Line(text: "alv det", customer: "alv", service: 3),
    Line(text: "o'brien ann@x.org", customer: "o'brien ann@x.org"),
    Line(text: "7abc123 ew", customer: "7abc123", service: 1),
    Line(text: ""), Line(text: "   "), Line(text: "@", customer: "@"), Line(text: "#", note: ""),
    Line(text: "@jose alv", customer: "alv", host: "9"),
    Line(
      text: "Alva Reyes Express Wash friday 10am", customer: "Alva Reyes", service: 1, day: "2026-09-04", minute: 600),
    Line(text: "express wash 10am Alva Reyes fri", customer: "Alva Reyes", service: 1, day: "2026-09-04", minute: 600),
    Line(text: "fri Interior Refresh Alva Reyes", customer: "Alva Reyes", service: 2, day: "2026-09-04"),
    Line(text: "alva ful de 9am", customer: "alva", service: 3, minute: 540),
    Line(text: "FULL DETAIL now alva", customer: "alva", service: 3, now: true),
    Line(text: "express thu wash alva", customer: "alva", service: 1, day: "2026-09-03"),
    Line(text: "ew express wash alva", customer: "alva", service: 1),
    Line(text: "alva in re", customer: "alva in re"),
  ])
  func `tokens in any order`(line: Line) {
    let read = Self.parser.parse(line.text)
    if line.text.hasPrefix("#dog") {
      // A note goes on to the next mark; after the host the words are words again.
      #expect(read.service == .init(1))
      #expect(read.note == line.note)
      #expect(read.host == line.host)
      return
    }
    let found = Line(
      text: line.text, customer: read.customer, phone: read.phone, service: read.service?.rawValue,
      day: read.day?.description, minute: read.minute, now: read.wantsNow, host: read.host, note: read.note)
    #expect(String(describing: found) == String(describing: line))
  }

  @Test func `each part knows its place in the text`() {
    let text = "  alv  next fri 2p #a b "
    let characters = Array(text)
    let read = Self.parser.parse(text)
    #expect(read.parts.map { String(characters[$0.range]) } == ["alv", "next fri 2p", "#a b"])
    #expect(
      read.parts.map(\.meaning) == [
        .customer("alv"), .dayAndTime(CalendarDay("2026-09-11") ?? Self.today, 840), .note("a b"),
      ])
    #expect(read.isClear)
  }

  @Test func `a code that begins a customer's name is shown as ambiguous`() {
    let known = { (word: String) in ["ew", "sat", "det"].contains(word) }
    let read = Self.parser.parse("alv ew", isCustomer: known)
    #expect(read.parts[1].meaning == .service(.init(1)))
    #expect(read.parts[1].alternatives == [.customer("ew")])
    #expect(!read.isClear)
    // Two services cannot be: the one that may be a name is the customer.
    let twice = Self.parser.parse("ew fd", isCustomer: known)
    #expect(twice.customer == "ew")
    #expect(twice.service == .init(3))
    // Nobody else is named.
    #expect(Self.parser.parse("sat fd 2p", isCustomer: known).customer == "sat")
    #expect(Self.parser.parse("alv sat fd 2p", isCustomer: known).day == CalendarDay("2026-09-05"))
    #expect(Self.parser.parse("det ew", isCustomer: known).customer == "det")
  }

  @Test func `four digits may be a time or a phone`() {
    let read = Self.parser.parse("1430 ew")
    #expect(read.parts[0].meaning == .customer("1430"))
    #expect(read.parts[0].alternatives == [.time(870)])
    let beside = Self.parser.parse("alv fri 1430")
    #expect(beside.minute == 870)
    #expect(beside.parts[2].alternatives == [.customer("1430")])
  }

  @Test func `several hosts of one name are all told`() {
    let read = Self.parser.parse("alv @pat")
    #expect(read.parts[1].meaning == .host("7"))
    #expect(read.parts[1].alternatives == [.host("8")])
  }

  @Test func `what is said twice counts once`() {
    let read = Self.parser.parse("alv ew fd thu fri")
    #expect(read.service == .init(1))
    #expect(read.day == CalendarDay("2026-09-03"))
    #expect(read.parts.map(\.isSurplus) == [false, false, true, false, true])
    #expect(!read.isClear)
  }

  @Test func `the words of a title are one part of the line`() {
    let read = Self.parser.parse("Alva Reyes Express Wash friday 10am")
    #expect(read.parts.map(\.range) == [0..<4, 5..<10, 11..<23, 24..<35])
    #expect(read.parts[2].meaning == .service(.init(1)))
    #expect(read.isClear)
  }

  @Test func `words that several titles have are shown as ambiguous, a whole title is not`() {
    var services = Self.parser.services
    services.append(Service(id: .init(4), slug: "", title: "Full Detail Plus", minutes: 180))
    services.append(Service(id: .init(5), slug: "", title: "Monday Wash", minutes: 180))
    let parser = OneLineParser(services: services, today: Self.today)
    let begun = parser.parse("alva full det")
    #expect(begun.parts.last?.meaning == .service(.init(3)))
    #expect(begun.parts.last?.alternatives == [.service(.init(4))])
    #expect(parser.parse("alva full detail").isClear)
    #expect(parser.parse("alva full detail").service == .init(3))
    #expect(parser.parse("alva full detail plus").service == .init(4))
    #expect(parser.parse("alva full detail plus").isClear)
    // A title may have the name of a day.
    let monday = parser.parse("alva monday wash tue 9am")
    #expect(monday.service == .init(5))
    #expect(monday.day == CalendarDay("2026-09-08"))
  }

  @Test func `a customer called like a word of a title can be meant`() {
    let known = { (word: String) in ["dee", "wash"].contains(word.lowercased()) }
    let read = Self.parser.parse("alva reyes express wash 10am", isCustomer: known)
    #expect(read.service == .init(1))
    #expect(read.customer == "alva reyes")
    #expect(read.parts.map(\.isSurplus).allSatisfy { !$0 })
    #expect(read.parts[3].meaning == .service(.init(1)))
    #expect(read.parts[3].alternatives == [.customer("wash")])
    let chosen = Self.parser.parse(
      "express wash 10am", chosen: ["wash": .customer("wash")], isCustomer: known)
    #expect(chosen.customer == "wash")
    #expect(chosen.service == .init(1))
    // In another order than the title's they are words of their own.
    #expect(Self.parser.parse("dee wash express 10am", isCustomer: known).customer == "dee wash")
    #expect(Self.parser.parse("dee wash express 10am", isCustomer: known).service == .init(1))
    #expect(Self.parser.parse("dee wash fd", isCustomer: known).service == .init(3))
    #expect(Self.parser.parse("dee wash fd", isCustomer: known).customer == "dee wash")
  }

  @Test func `what nobody can be is unknown`() {
    #expect(Self.parser.parse("alv @zed").parts.map(\.meaning) == [.customer("alv"), .unknown])
  }

  @Test(arguments: [
    ("+15551234567", PhoneProblem.impossibleGroup("123")), ("+1555", .tooShort(minimum: 10)),
    ("5551234567", .impossibleGroup("123")), ("+999123456", .unknownCountryCode), ("+1555867x309", .notDigits("x")),
    ("21255501429", .tooLong(maximum: 10)),
  ])
  func `why digits are no phone number is known`(text: String, problem: PhoneProblem) {
    let read = Self.parser.parse("alv " + text)
    #expect(read.parts.map(\.meaning) == [.customer("alv"), .noPhone(problem)])
    #expect(!read.isClear)
    // Digits that some customer has are that customer's.
    if !text.hasPrefix("+") {
      #expect(Self.parser.parse("alv " + text, isCustomer: { $0 == text }).parts.last?.meaning == .customer(text))
    }
  }

  @Test(arguments: [
    ("alv 3/12", "2026-12-03", "2027-03-12"), ("alv 12/3", "2027-03-12", "2026-12-03"),
    ("alv 1/9 9am", "2027-09-01", "2027-01-09"), ("alv 1/9/26", "2026-09-01", "2026-01-09"),
    ("alv 25/9 14:30", "2026-09-25", "none"), ("alv 9/25 14:30", "none", "2026-09-25"),
    ("alv 2/9", "2026-09-02", "2027-02-09"), ("alv 29.2.", "2028-02-29", "2028-02-29"),
    ("alv sep 1", "2027-09-01", "2027-09-01"), ("alv +2d 230p", "2026-09-04", "2026-09-04"),
  ])
  func `dates are the coming ones, in the shop's order`(text: String, dayFirst: String, monthFirst: String) {
    for (order, expected) in [(DateEntry.Order.dayFirst, dayFirst), (.monthFirst, monthFirst)] {
      var parser = Self.parser
      parser.order = order
      let read = parser.parse(text)
      #expect(read.day?.description ?? "none" == expected, "\(text) \(order)")
      #expect(read.parts.contains { $0.meaning == .unknown } == (expected == "none"))
    }
  }

  @Test(arguments: ["alv 25:00", "alv 14:75", "alv 31/13", "alv 1/2/3/4"])
  func `what is written like a date or a time and is none is unknown`(text: String) {
    #expect(Self.parser.parse(text).parts.map(\.meaning) == [.customer("alv"), .unknown])
    // Where a customer has it, it is theirs.
    #expect(Self.parser.parse(text, isCustomer: { _ in true }).parts.last?.meaning != .unknown)
  }

  @Test func `a chosen meaning stays, and the others follow it in their order`() {
    let known = { (word: String) in word == "SAT" }
    let saturday = OneLine.Meaning.day(CalendarDay("2026-09-05") ?? Self.today)
    let first = Self.parser.parse("alv SAT fd", isCustomer: known)
    #expect(first.parts[1].meaning == saturday)
    let chosen = Self.parser.parse("alv SAT fd", chosen: ["sat": .customer("SAT")], isCustomer: known)
    #expect(chosen.parts[1].meaning == .customer("SAT"))
    #expect(chosen.parts[1].alternatives == [saturday])
    // A choice that the text cannot mean any more is no choice.
    let stale = Self.parser.parse("alv SAT fd", chosen: ["sat": .host("7")], isCustomer: known)
    #expect(stale == first)
  }

  @Test func `any text is read without trouble`() {
    var random = CustomerRandom(3)
    let alphabet = Array("ab 9+@#/.:-p\u{1B}é田 \u{301}")
    for _ in 0..<3000 {
      let text = String(
        (0..<Int.random(in: 0..<24, using: &random)).map { _ in alphabet.randomElement(using: &random) ?? " " })
      let read = Self.parser.parse(text, isCustomer: { _ in true })
      var end = 0
      for part in read.parts {
        #expect(part.range.lowerBound >= end && !part.range.isEmpty && part.range.upperBound <= text.count)
        end = part.range.upperBound
      }
    }
  }
}
