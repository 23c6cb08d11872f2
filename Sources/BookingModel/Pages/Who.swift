// The customer line: a name, a phone number, or both. What it finds in the customer index is another page's work.

extension Model {
  mutating func startWho(walkIn: Bool) -> [Effect] {
    guard mayWrite() else { return [] }
    startDraft()
    draft?.wantsEarliest = walkIn
    who = TextLine()
    whoTaken = ""
    go(to: .who)
    // The earliest times are asked for while the clerk types.
    return loadShopIfUnknown() + loadNextFree()
  }

  mutating func whoAction(_ action: Action) -> [Effect] {
    switch action {
    case .back:
      takeCustomerLine()
      stepBack()
      return []
    case .open:
      takeCustomerLine()
      // The one line has said what is to be booked, and only not for whom.
      if trail.contains(.oneLine), draft?.service != nil { return goOn() }
      return draft?.wantsEarliest == true ? startWalkIn() : openServices()
    default: return []
    }
  }

  /// Puts what the line says into the draft. A line that has not changed since is not taken again: what was corrected in
  /// the form since then stays.
  private mutating func takeCustomerLine() {
    guard who.text != whoTaken else { return }
    let before = CustomerLine(whoTaken, policy: shop.policy)
    let line = CustomerLine(who.text, policy: shop.policy)
    whoTaken = who.text
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

  /// The first service at its earliest time; whatever is missing is asked, else the summary is there at once.
  private mutating func startWalkIn() -> [Effect] {
    guard let first = services.value?.first(where: { $0.obstacles.isEmpty }) else { return openServices() }
    if draft?.service == nil { draft?.service = first.id }
    let fields = formFields
    let problems = formProblems
    if let missing = fields.first(where: { problems[$0.slug] != nil }) {
      var effects = openForm()
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
    guard let draft, service(draft.service) != nil else {
      return draft?.wantsEarliest == true && services.value != nil ? startWalkIn() : openServices()
    }
    trail = [.board, .services]
    if draft.slot == nil, !draft.wantsEarliest { return openGrid() }
    grid = SlotGridPage(day: today)
    trail.append(.slots)
    guard formProblems.isEmpty, !draft.isOnForm else { return openForm() }
    trail.append(.form)
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
