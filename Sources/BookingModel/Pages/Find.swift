/// Looks through customers and bookings, past and coming.
public struct FindPage: Equatable, Sendable {
  public var line = TextLine()
  /// Set while a customer is looked for who is the same person as this one.
  public var mergesInto: Customer.ID?
  /// Those whom the line finds, the likeliest first.
  public var customers = CustomerMatches()
  /// What the store has found: the coming ones first, soonest first, then those gone by, latest first.
  public var bookings: [Booking] = []
  /// The question that ``bookings`` answers.
  public var answered: FindQuestion?
  /// On its way.
  public var asked: FindQuestion?
  public var hasMore = false
  public var trouble: StoreTrouble?
  /// The row that the clerk moved to; `nil` is the first.
  public var selected: FindRow.ID?
  /// Enter came before the bookings did.
  public var awaitsOpen = false

  /// The page that was open before a customer was looked for: it comes back with it.
  public var below: [FindPage] = []

  /// Every customer found is listed, not only the likeliest above the bookings.
  public var listsAllCustomers = false
  /// How many of them are read out of the index: more as one scrolls.
  var customerReach = FindPage.pageSize

  /// Customers shown above the bookings.
  public static let customerLimit = 6
  /// Customers whose bookings are looked up with the line's own.
  static let askedCustomers = 12
  static let pageSize = 40

  public init() {}
}

/// What the store is asked for.
public struct FindQuestion: Hashable, Sendable {
  /// Words that must all be in a booking: attendees, answers, notes, its uid or its code. Empty asks for every booking.
  public var text: String
  /// Their bookings are found as well.
  public var customers: [Customer.ID]
  public var limit: Int
  /// Divides the coming ones from those gone by.
  public var now: Instant

  public init(text: String, customers: [Customer.ID], limit: Int, now: Instant) {
    self.text = text
    self.customers = customers
    self.limit = limit
    self.now = now
  }
}

public struct FindAnswer: Equatable, Sendable {
  /// The coming ones first, soonest first, then those gone by, latest first.
  public var bookings: [Booking]
  /// There are more than the limit.
  public var hasMore: Bool
  public init(bookings: [Booking], hasMore: Bool) {
    self.bookings = bookings
    self.hasMore = hasMore
  }
}

public enum FindRow: Equatable, Sendable, Identifiable {
  case customer(CustomerMatch)
  /// So many customers are found besides those above.
  case moreCustomers(Int)
  case booking(Booking)

  public enum ID: Hashable, Sendable {
    case customer(Customer.ID)
    case moreCustomers
    case booking(Booking.UID)
  }

  public var id: ID {
    switch self {
    case .customer(let match): .customer(match.customer.id)
    case .moreCustomers: .moreCustomers
    case .booking(let booking): .booking(booking.uid)
    }
  }
}

extension Model {
  mutating func openFind() -> [Effect] {
    find = FindPage()
    push(.find)
    return lookThrough()
  }

  /// Looks for the customer who is the same person as the one on the page.
  mutating func openFind(mergingInto id: Customer.ID) -> [Effect] {
    let before = trail.contains(.find) ? [find] : []
    find = FindPage()
    find.mergesInto = id
    find.below = before
    push(.find)
    return lookThrough()
  }

  public var findRows: [FindRow] {
    let customers = find.customers.best.filter { $0.customer.id != find.mergesInto }
    let total = find.customers.total - (find.customers.best.count - customers.count)
    // A row that tells of one more is no shorter than the one more.
    let limit = total == FindPage.customerLimit + 1 ? total : FindPage.customerLimit
    let shown = isFindShort ? customers.prefix(limit) : customers[...]
    let more = total > shown.count ? [FindRow.moreCustomers(total - shown.count)] : []
    let bookings = find.mergesInto == nil ? find.bookings : []
    return shown.map(FindRow.customer) + more + bookings.map(FindRow.booking)
  }

  /// Whether the likeliest customers only stand above the bookings.
  private var isFindShort: Bool { find.mergesInto == nil && !find.listsAllCustomers && !find.bookings.isEmpty }

  public var findSelection: FindRow? {
    let rows = findRows
    return rows.first { $0.id == find.selected } ?? rows.first
  }

  /// Back to the page that was open before the search for the same person.
  mutating func uncoverFind() {
    if let below = find.below.first { find = below }
  }

  /// The line changes, and with it what is found.
  mutating func findTyped(_ change: (inout TextLine) -> Void) -> [Effect] {
    change(&find.line)
    find.selected = nil
    find.awaitsOpen = false
    find.listsAllCustomers = false
    find.customerReach = FindPage.pageSize
    return lookThrough()
  }

  mutating func findAction(_ action: Action) -> [Effect] {
    switch action {
    case .back:
      stepBack()
      uncoverFind()
      return []
    case .up, .down, .pageBack, .pageOn, .first, .last: return moveInFind(action)
    case .open: return openFound()
    case .showCustomer: return showFoundCustomer()
    case .newBooking: return bookForFound()
    default: return []
    }
  }

  /// Searches the customers at once, and asks the store for bookings unless an answer is on its way: then once it has come.
  mutating func lookThrough() -> [Effect] {
    let text = find.line.text.trimmingBlanks
    find.customers = text.isEmpty ? CustomerMatches() : customers.search(text, limit: find.customerReach)
    return askForBookings(limit: FindPage.pageSize)
  }

  /// More of the customers, before the last of them is reached.
  private mutating func reachForCustomers() {
    find.customerReach = find.customers.best.count + FindPage.pageSize
    find.customers = customers.search(find.line.text.trimmingBlanks, limit: find.customerReach)
  }

  private mutating func listAllCustomers() {
    // The first of those that come.
    let shown = findRows.prefix { if case .customer = $0 { true } else { false } }.count
    find.listsAllCustomers = true
    if find.customers.best.count <= shown { reachForCustomers() }
    let rows = findRows
    find.selected = rows.indices.contains(shown) ? rows[shown].id : nil
  }

  private mutating func askForBookings(limit: Int) -> [Effect] {
    guard find.mergesInto == nil else { return [] }
    let question = FindQuestion(
      text: find.line.text.trimmingBlanks,
      customers: find.customers.best.prefix(FindPage.askedCustomers).map(\.customer.id), limit: limit, now: now)
    guard find.asked == nil else { return [] }
    find.asked = question
    return [.find(question)]
  }

  mutating func found(_ question: FindQuestion, _ result: Result<FindAnswer, StoreTrouble>) -> [Effect] {
    guard page == .find || trail.contains(.find), find.asked == question else { return [] }
    find.asked = nil
    // Typed on meanwhile, or customers came to be known whose bookings were not asked for.
    let isStale =
      question.text != find.line.text.trimmingBlanks
      || question.customers != find.customers.best.prefix(FindPage.askedCustomers).map(\.customer.id)
    switch result {
    case .success(let answer) where !isStale:
      find.bookings = answer.bookings
      find.hasMore = answer.hasMore
      find.answered = question
      find.trouble = nil
    case .success: break
    case .failure(let trouble): find.trouble = trouble
    }
    // Typed on meanwhile: the last word counts. A store that fails is not asked in circles.
    if isStale, find.trouble == nil { return askForBookings(limit: FindPage.pageSize) }
    guard find.awaitsOpen, customersAreKnown, page == .find, overlay == nil else { return [] }
    find.awaitsOpen = false
    return openFound()
  }

  private mutating func moveInFind(_ action: Action) -> [Effect] {
    var rows = findRows
    guard let current = findSelection, let index = rows.firstIndex(where: { $0.id == current.id }) else { return [] }
    let pageRows = max(1, size.rows - 6)
    if !isFindShort, let end = rows.firstIndex(where: { $0.id == .moreCustomers }), index <= end,
      index + 2 * pageRows >= end
    {
      reachForCustomers()
      rows = findRows
    }
    let target =
      switch action {
      case .up: index - 1
      case .down: index + 1
      case .pageBack: index - pageRows
      case .pageOn: index + pageRows
      case .first: 0
      default: rows.count - 1
      }
    let next = min(max(0, target), rows.count - 1)
    find.selected = rows[next].id
    // The next page is on its way before the end is reached.
    guard find.hasMore, next + pageRows >= rows.count else { return [] }
    return askForBookings(limit: find.bookings.count + FindPage.pageSize)
  }

  // MARK: - Going on

  /// A booking opens its card. A customer opens the card of the next coming booking, else the customer.
  private mutating func openFound() -> [Effect] {
    switch findSelection {
    case .booking(let booking): return openCard(booking)
    case .moreCustomers:
      listAllCustomers()
      return []
    case .customer(let match):
      if let id = find.mergesInto { return askToMerge(id, match.customer) }
      guard match.customer.nextVisit(after: now) != nil else { return openCustomer(match.customer.id) }
      if find.answered?.text != find.line.text.trimmingBlanks, find.asked != nil {
        find.awaitsOpen = true
        return []
      }
      let next = find.bookings.first {
        $0.start > now && $0.status.takesTime && match.customer.isAttendee(of: $0)
      }
      return next.map { openCard($0) } ?? openCustomer(match.customer.id)
    case nil:
      // Nothing yet is not nothing.
      if find.asked != nil || !customersAreKnown {
        find.awaitsOpen = true
        return []
      }
      notice = .nothingFound
      return []
    }
  }

  private mutating func showFoundCustomer() -> [Effect] {
    guard find.mergesInto == nil else { return [] }
    if case .moreCustomers = findSelection { return openFound() }
    guard let customer = foundCustomer else {
      notice = findSelection == nil ? .nothingFound : .customerUnknown
      return []
    }
    return openCustomer(customer.id)
  }

  private mutating func bookForFound() -> [Effect] {
    guard find.mergesInto == nil else { return [] }
    if case .moreCustomers = findSelection { return openFound() }
    guard let customer = foundCustomer else {
      notice = findSelection == nil ? .nothingFound : .customerUnknown
      return []
    }
    return book(for: customer, walkIn: false)
  }

  /// The customer of the selected row: of a booking the one whom its attendee's number or address leads to.
  private var foundCustomer: Customer? {
    switch findSelection {
    case .customer(let match): return match.customer
    case .booking(let booking): return customer(of: booking)
    case .moreCustomers, nil: return nil
    }
  }

  /// Who booked, as far as the customers tell: by the number, else by the address, where a family shares one by the name with it, else, where
  /// the booking has neither, by the name.
  public func customer(of booking: Booking) -> Customer? {
    guard let attendee = booking.attendees.first else { return nil }
    func found(_ text: String, _ isRight: (Customer) -> Bool) -> [Customer] {
      customers.search(text, limit: 20).best.map(\.customer).filter(isRight)
    }
    let phone = attendee.phone ?? ""
    if !phone.isEmpty, let owner = found(phone, { $0.phones.contains(phone) }).first { return owner }
    let email = (attendee.email ?? "").lowercased()
    if !email.isEmpty {
      let owners = found(email) { $0.emails.contains(email) }
      return owners.first { $0.isCalled(attendee.name) } ?? owners.first
    }
    return phone.isEmpty ? found(attendee.name) { $0.isCalled(attendee.name) }.first : nil
  }
}

extension Customer {
  /// Whether somebody on the booking has a number of this customer, or name and address, or where the booking has neither the name.
  public func isAttendee(of booking: Booking) -> Bool {
    booking.attendees.contains { attendee in
      let phone = attendee.phone ?? ""
      let email = (attendee.email ?? "").lowercased()
      if phones.contains(phone) || (emails.contains(email) && isCalled(attendee.name)) { return true }
      return phone.isEmpty && email.isEmpty && isCalled(attendee.name)
    }
  }

  fileprivate func isCalled(_ other: String) -> Bool {
    let folded = FoldedText.name(other)
    return ([name] + otherNames).contains { FoldedText.name($0) == folded }
  }
}
