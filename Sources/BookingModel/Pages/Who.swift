// The customer line: a name, a phone number, or both. What it finds in the customer index is another page's work.

extension Model {
  mutating func startWho(walkIn: Bool) -> [Effect] {
    guard mayWrite() else { return [] }
    startDraft()
    draft?.wantsEarliest = walkIn
    who = TextLine()
    go(to: .who)
    // The earliest times are asked for while the clerk types.
    var effects: [Effect] = []
    if services.value == nil, !services.isLoading {
      services.startLoading()
      effects.append(.loadShop)
    }
    return effects + loadNextFree()
  }

  mutating func whoAction(_ action: Action) -> [Effect] {
    switch action {
    case .back:
      stepBack()
      return []
    case .open:
      let line = CustomerLine(who.text, policy: shop.policy)
      if let name = line.name { draft?.entries[FormSlug.name] = .line(TextLine(name)) }
      if let phone = line.phone { draft?.entries[FormSlug.phone] = .line(TextLine(phone)) }
      if let email = line.email { draft?.entries[FormSlug.email] = .line(TextLine(email)) }
      return draft?.wantsEarliest == true ? startWalkIn() : openServices()
    default: return []
    }
  }

  /// The first service at its earliest time; whatever is missing is asked, else the summary is there at once.
  private mutating func startWalkIn() -> [Effect] {
    guard let first = services.value?.first(where: { $0.obstacles.isEmpty }) else { return openServices() }
    if draft?.service == nil { draft?.service = first.id }
    let fields = formFields
    let problems = formProblems
    if let missing = fields.first(where: { problems[$0.slug] != nil }) {
      var effects = openForm()
      draft?.focus = missing.slug
      effects += completeSummary()
      return effects
    }
    return openSummary()
  }

  /// Back to where a draft was left: to the summary when nothing is missing, else to the form, the grid or the services.
  mutating func resumeDraft() -> [Effect] {
    guard let draft, service(draft.service) != nil else { return openServices() }
    if draft.slot == nil, !draft.wantsEarliest { return openGrid() }
    if !formProblems.isEmpty { return openForm() }
    return openSummary()
  }
}

/// What one typed line says about a customer.
struct CustomerLine: Equatable {
  var name: String?
  /// E.164 where it could be read, else as typed.
  var phone: String?
  var email: String?

  init(_ text: String, policy: AttendeePolicy) {
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
    // Fewer than five digits are part of a name ("Unit 4"), not a number to call.
    if joined.filter(\.isNumber).count >= 5 {
      phone = (try? policy.phone(joined).get().e164) ?? joined
    } else {
      words += digits
    }
    if !words.isEmpty { name = words.joined(separator: " ") }
  }
}
