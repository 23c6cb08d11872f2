/// The one line with all its parts put together: who comes for what, and when.
public struct OneLineReading: Equatable, Sendable {
  public enum Person: Equatable, Sendable {
    case nobody
    /// Digits or signs that no customer has, and that are no name for a new one.
    case notFound(String)
    case known(Customer)
    /// Phone: E.164.
    case new(name: String, phone: String?, email: String?)
  }

  public enum When: Equatable, Sendable {
    /// Nothing was said.
    case open
    /// As soon as possible.
    case earliest
    case day(CalendarDay)
    /// A wall clock of the shop. It has no instant in a skipped hour, two in a doubled one; ``OneLineReading/start`` is the one meant.
    case time(LocalTime, instants: [Instant])
  }

  /// What a person has said about the text beyond the text itself, by Tab.
  public struct Choices: Equatable, Sendable {
    /// By the piece of text, in small letters.
    public var meanings: [String: OneLine.Meaning] = [:]
    /// Which of those whom the words may mean, from 0; it holds for these words only.
    public var person = 0
    public var personText = ""
    /// The later one of the two hours of the same name.
    public var takesSecondHour = false

    public init() {}
  }

  public var line = OneLine(parts: [])
  public var person = Person.nobody
  /// Whom the words may mean as well, the likeliest first: known customers, then somebody new.
  public var others: [Person] = []
  /// All customers whom the words may mean.
  public var matchCount = 0
  public var service: Service.ID?
  /// The line names no service: it is the one that this customer had last.
  public var isUsualService = false
  public var when = When.open
  public var start: Instant?

  public init() {}

  /// - Parameters:
  ///   - isBookable: whether a desk can book a service; what a customer had last may not be offered any more.
  public init(
    _ text: String, parser: OneLineParser, customers: CustomerIndex, policy: AttendeePolicy, zone: Zone, now: Instant,
    choices: Choices = Choices(), isBookable: (Service.ID) -> Bool
  ) {
    let isCustomer = { (word: String) in !customers.search(word, limit: 1).best.isEmpty }
    line = parser.parse(text, chosen: choices.meanings, isCustomer: isCustomer)
    findPerson(customers, policy, choices)
    if let meanings = otherReading(text, choices) {
      var other = self
      other.line = parser.parse(text, chosen: meanings, isCustomer: isCustomer)
      other.findPerson(customers, policy, choices)
      if case .known = other.person { self = other }
    }
    service = line.service
    if service == nil, case .known(let customer) = person {
      service = [customer.lastService, customer.usualService].lazy.compactMap { $0 }.first(where: isBookable)
      isUsualService = service != nil
    }
    findTime(zone, now, choices)
  }

  /// Nothing but words for a customer, and nobody known is called so.
  public var isOnlyUnknownWords: Bool {
    guard !line.parts.isEmpty, line.phone == nil else { return false }
    let isWords = line.parts.allSatisfy { if case .customer = $0.meaning { true } else { false } }
    switch person {
    case .notFound: return isWords
    case .new(_, let phone, let email): return isWords && phone == nil && email == nil
    case .nobody, .known: return false
    }
  }

  /// `alv 1430`: where nobody is called so, but somebody without the digits is, these are a time.
  private func otherReading(_ text: String, _ choices: Choices) -> [String: OneLine.Meaning]? {
    if case .known = person { return nil }
    let characters = Array(text)
    for part in line.parts {
      guard case .customer = part.meaning,
        let time = part.alternatives.first(where: { if case .time = $0 { true } else { false } })
      else { continue }
      let word = String(characters[part.range]).lowercased()
      guard choices.meanings[word] == nil else { continue }
      return choices.meanings.merging([word: time]) { old, _ in old }
    }
    return nil
  }

  // MARK: - Who

  private mutating func findPerson(_ customers: CustomerIndex, _ policy: AttendeePolicy, _ choices: Choices) {
    let text = line.customer
    let typed = CustomerLine([text, line.phone ?? ""].joined(separator: " "), policy: policy)
    let name = typed.name.flatMap { $0.contains(where: \.isLetter) ? $0 : nil } ?? ""
    let isNew = !name.isEmpty || line.phone != nil || typed.email != nil
    let new: [Person] = isNew ? [.new(name: name, phone: line.phone, email: typed.email)] : []
    guard !text.isEmpty || line.phone != nil else { return }
    var found = CustomerMatches()
    if let phone = line.phone {
      found = customers.search([text, phone].joined(separator: " "), limit: 4)
      // Digits inside another number are not this number.
      found.best.removeAll { !$0.customer.phones.contains(phone) }
      found.total = found.best.count
      // A number that is somebody's, with another name beside it: the name is the person's who calls.
    } else {
      found = customers.search(text, limit: 4)
    }
    matchCount = found.total
    let candidates = found.best.map { Person.known($0.customer) } + new
    guard !candidates.isEmpty else {
      person = .notFound(text)
      return
    }
    let index = choices.personText == text ? choices.person % candidates.count : 0
    person = candidates[index]
    others = Array(candidates[(index + 1)...] + candidates[..<index])
  }

  // MARK: - When

  private mutating func findTime(_ zone: Zone, _ now: Instant, _ choices: Choices) {
    if line.wantsNow {
      when = .earliest
    } else if let minute = line.minute {
      let local = LocalTime(day: line.day ?? nextDay(minute, zone, now), minute: minute)
      let instants = zone.instants(of: local)
      when = .time(local, instants: instants)
      start = choices.takesSecondHour ? instants.last : instants.first
    } else if let day = line.day {
      when = .day(day)
    }
  }

  /// A time alone is the next time the clock shows it.
  private func nextDay(_ minute: Int, _ zone: Zone, _ now: Instant) -> CalendarDay {
    let today = zone.day(of: now)
    let last = zone.instants(of: LocalTime(day: today, minute: minute)).last
    return last.map { $0 >= now } ?? true ? today : today.advanced(by: 1)
  }
}
