// The customer line: who it is, found among all customers while it is typed, or somebody new.

/// What stands on the customer line, and whom it finds.
public struct WhoPage: Equatable, Sendable {
  public var line = TextLine()
  /// The name of somebody new of whom the line gives a number only.
  public var name = TextLine()
  public var asksName = false
  /// The line as it was last taken into the draft.
  public var taken = ""
  /// Those whom the line finds, the likeliest first.
  public var matches = CustomerMatches()
  /// Index into the matches.
  public var cursor = 0
  /// Whose number it is, where the line finds nobody as a whole: one number under two names is one customer.
  public var numberOwner: Customer?
  /// The text that they were found by.
  public var searched = ""
  /// Enter came before the customers were known.
  public var awaits: Awaited?

  public enum Awaited: Equatable, Sendable { case match, newCustomer }

  /// So many are looked for: what fits on a tall screen.
  public static let limit = 40

  public init() {}

  /// All that was typed.
  public var text: String {
    asksName && !name.isBlank ? line.text + " " + name.text : line.text
  }

  mutating func insert(_ text: String) { asksName ? name.insert(text) : line.insert(text) }
  mutating func edit(_ key: Key) -> Bool { asksName ? name.edit(key) : line.edit(key) }
}

/// The customer line as it is typed, kept with its draft.
public struct TypedCustomerLine: Equatable, Sendable, Codable {
  public var line: TextLine
  public var name: TextLine
  public var asksName: Bool
  public var taken: String

  init(_ page: WhoPage) { (line, name, asksName, taken) = (page.line, page.name, page.asksName, page.taken) }
}

/// What Enter does on the customer line.
public enum WhoChoice: Equatable, Sendable {
  case take(Customer)
  /// Somebody new, as far as the line tells.
  case new(CustomerLine)
  /// Nothing was typed.
  case nobody
  /// The customers are not known yet.
  case waiting
}

extension Model {
  mutating func startWho(walkIn: Bool) -> [Effect] {
    guard mayWrite() else { return [] }
    startDraft()
    draft?.origin = walkIn ? .walkIn : .ahead
    draft?.wantsEarliest = walkIn
    who = WhoPage()
    go(to: .who)
    // The earliest times are asked for while the clerk types.
    return loadShopIfUnknown() + loadNextFree()
  }

  public var markedMatch: Customer? {
    guard !who.asksName, who.matches.best.indices.contains(who.cursor) else { return nil }
    return who.matches.best[who.cursor].customer
  }

  public var whoChoice: WhoChoice {
    if who.line.isBlank { return .nobody }
    if !customersAreKnown { return .waiting }
    if let customer = markedMatch { return .take(customer) }
    return .new(CustomerLine(who.text, policy: shop.policy))
  }

  /// Looks for the line among the customers: once for each change of either.
  mutating func refreshMatches() {
    guard !who.asksName else { return }
    who.searched = who.line.text
    let marked = markedMatch?.id
    who.matches = customers.search(who.line.text, limit: WhoPage.limit)
    who.numberOwner = nil
    if who.matches.best.isEmpty, let phone = CustomerLine(who.line.text, policy: shop.policy).phone {
      // The beginning of a number is nobody's.
      who.numberOwner = customers.search(phone, limit: 1).best.first?.customer
      if who.numberOwner?.phones.contains(phone) != true { who.numberOwner = nil }
    }
    // While the same one is shown, the mark stays on it when others come or go.
    who.cursor = who.cursor == 0 ? 0 : who.matches.best.firstIndex { $0.customer.id == marked } ?? 0
  }

  mutating func whoTyped() {
    guard !who.asksName, who.line.text != who.searched else { return }
    who.awaits = nil
    who.cursor = 0
    refreshMatches()
  }

  mutating func whoAction(_ action: Action) -> [Effect] {
    switch action {
    case .back:
      if who.asksName {
        who.asksName = false
        refreshMatches()
        return []
      }
      takeCustomerLine()
      stepBack()
    case .up: who.cursor = max(0, who.cursor - 1)
    case .down: who.cursor = max(0, min(who.matches.best.count - 1, who.cursor + 1))
    case .open: return leaveWho(asNew: false)
    case .takeAsNew: return leaveWho(asNew: true)
    default: break
    }
    return []
  }

  /// Goes on with the marked customer, or with what the line says about somebody new.
  private mutating func leaveWho(asNew: Bool) -> [Effect] {
    if !customersAreKnown, !who.line.isBlank {
      who.awaits = asNew ? .newCustomer : .match
      notice = .customersLoading
      return []
    }
    if !asNew, let customer = markedMatch {
      take(customer)
      who.taken = who.text
      // The one line may have said when.
      if trail.contains(.oneLine), draft?.service != nil { return goOn() }
      if draft?.slot == nil { draft?.wantsEarliest = true }
      return goToSummary()
    }
    takeCustomerLine()
    // Somebody who called in gives the number first; the name is all that is missing.
    let line = CustomerLine(who.text, policy: shop.policy)
    if !who.asksName, line.name == nil, let phone = line.phone, phone.hasPrefix("+") {
      who.asksName = true
      return []
    }
    // The one line has said what is to be booked, and only not for whom.
    if trail.contains(.oneLine), draft?.service != nil { return goOn() }
    return draft?.wantsEarliest == true ? goToSummary() : openServices()
  }

  /// An Enter that waited for the customers.
  mutating func resumeWho() -> [Effect] {
    guard let awaited = who.awaits, customersAreKnown, overlay == nil else { return [] }
    who.awaits = nil
    notice = nil
    return leaveWho(asNew: awaited == .newCustomer)
  }

  /// Puts what the line says into the draft. A line that has not changed since is not taken again: what was corrected in
  /// the form since then stays.
  mutating func takeCustomerLine() {
    draft?.customerLine = nil
    let text = who.text
    guard text != who.taken else { return }
    if draft?.customer != nil { forgetCustomerOfDraft() }
    let before = CustomerLine(who.taken, policy: shop.policy)
    let line = CustomerLine(text, policy: shop.policy)
    who.taken = text
    take(line.name, before.name, FormSlug.name)
    take(line.phone, before.phone, FormSlug.phone)
    take(line.email, before.email, FormSlug.email)
  }

  private mutating func take(_ text: String?, _ before: String?, _ slug: String) {
    if let text {
      draft?.entries[slug] = .line(TextLine(text))
    } else if let before, draft?.text(slug) == before {
      draft?.entries[slug] = nil
    }
  }

  /// To the summary, complete by defaults; where something is missing, it is asked first, and nothing else.
  mutating func goToSummary() -> [Effect] {
    guard let first = services.value?.first(where: { $0.obstacles.isEmpty }) else { return openServices() }
    if draft?.service == nil { draft?.service = first.id }
    fillHabits()
    let fields = formFields
    let problems = formProblems
    if let missing = fields.first(where: { problems[$0.slug] != nil }) {
      var effects = openForm()
      formAsksMissing = true
      draft?.focus = missing.slug
      // What was typed and cannot be used says so at once; what is only missing waits until the field is left.
      if draft?.text(missing.slug).isEmpty == false { draft?.touched.insert(missing.slug) }
      effects += completeSummary()
      return effects
    }
    return openSummary()
  }

  /// Back to where a draft was left: to the summary when nothing is missing, else to the form, the grid or the services.
  mutating func resumeDraft() -> [Effect] {
    if let typed = draft?.customerLine { return resumeCustomerLine(typed) }
    guard let draft, service(draft.service) != nil else {
      return draft?.wantsEarliest == true && services.value != nil ? goToSummary() : openServices()
    }
    trail = [.board, .services]
    if draft.slot == nil, !draft.wantsEarliest { return openGrid() }
    grid = SlotGridPage(day: today)
    if formProblems.isEmpty, !draft.isOnForm {
      trail = [.board]
      return openSummary()
    }
    trail.append(.slots)
    return openForm()
  }
}

extension Model {
  /// The line is kept as it is typed, as the fields of the form are.
  mutating func keepCustomerLine() {
    let isOpen = page == .who && !who.line.isBlank
    draft?.customerLine = isOpen ? TypedCustomerLine(who) : nil
  }

  private mutating func resumeCustomerLine(_ typed: TypedCustomerLine) -> [Effect] {
    who = WhoPage()
    (who.line, who.name, who.taken) = (typed.line, typed.name, typed.taken)
    refreshMatches()
    who.asksName = typed.asksName
    go(to: .who)
    return loadShopIfUnknown() + loadNextFree()
  }
}

/// What one typed line says about a customer.
public struct CustomerLine: Equatable, Sendable {
  public var name: String?
  /// E.164 where it could be read, else as typed.
  public var phone: String?
  public var email: String?

  public init(_ text: String, policy: AttendeePolicy) {
    var words: [Substring] = []
    var digits: [Substring] = []
    for word in text.split(whereSeparator: \.isWhitespace) {
      if EmailAddress.isPlausible(String(word)) {
        email = String(word)
      } else if word.allSatisfy({ $0.isASCII && ($0.isNumber || "+-().".contains($0)) }),
        word.contains(where: \.isNumber)
      {
        digits.append(word)
      } else {
        words.append(word)
      }
    }
    let joined = digits.joined(separator: " ")
    // Fewer than five digits are part of a name ("Unit 4"), not a number to call; alone they are the beginning of one.
    if joined.filter(\.isNumber).count >= 5 || words.isEmpty && !joined.isEmpty {
      phone = (try? policy.phone(joined).get().e164) ?? joined
    } else {
      words += digits
    }
    if !words.isEmpty { name = words.joined(separator: " ") }
  }
}
