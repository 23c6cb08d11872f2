/// One customer, whole: what the desk knows, and the bookings, coming and past.
public struct CustomerPage: Equatable, Sendable {
  public var id: Customer.ID?
  /// Carried here, so that the page stands when the customer is merged away or forgotten.
  public var customer: Customer?
  public var bookings: Loadable<[Booking]> = .idle
  /// Why the bookings could not be read.
  public var trouble: StoreTrouble?
  /// Index into the bookings.
  public var cursor = 0
  /// Merged with another or forgotten, here or at another desk.
  public var isGone = false
  /// The correction that is being typed; kept while the page is.
  public var edit: CustomerEdit?
  public var isEditing = false
  /// What `u` takes back: an entry of the same id that says nothing.
  public var undo: CustomerEntry?

  public init(_ customer: Customer? = nil) {
    self.customer = customer
    id = customer?.id
  }
}

/// A correction of what is known of a customer, while it is typed.
public struct CustomerEdit: Equatable, Sendable {
  public enum Field: CaseIterable, Hashable, Sendable { case name, phone, email, vehicle, note }

  public var lines: [Field: TextLine]
  public var focus: Field = .name
  /// An attempt to save was made: what is wrong shows.
  public var isChecked = false

  init(_ customer: Customer) {
    lines = [
      .name: TextLine(customer.name), .phone: TextLine(customer.phone ?? ""), .email: TextLine(customer.email ?? ""),
      .vehicle: TextLine(customer.vehicle ?? ""), .note: TextLine(customer.note ?? ""),
    ]
  }

  public func text(_ field: Field) -> String { (lines[field]?.text ?? "").trimmingBlanks }
}

public enum CustomerEditProblem: Equatable, Sendable {
  case nameMissing
  case badPhone
  case badEmail
  /// What bookings say can be replaced here, not taken away.
  case cannotBeTakenAway
}

/// A question about a customer that waits for `y`. Nothing of it goes to the server.
public enum CustomerPrompt: Equatable, Sendable {
  /// The second becomes part of the first.
  case merge(Customer, Customer)
  case forget(Customer)
}

extension Model {
  mutating func openCustomer(_ id: Customer.ID) -> [Effect] {
    guard let customer = customers.customer(id) else {
      notice = .customerUnknown
      return []
    }
    customerPage = CustomerPage(customer)
    customerPage.bookings.startLoading()
    push(.customer)
    return [.loadCustomerBookings(id)]
  }

  /// The customer of the selected booking.
  mutating func showCustomerOfBooking() -> [Effect] {
    guard let booking = selectedBooking else {
      notice = .noBookingSelected
      return []
    }
    guard let customer = customer(of: booking) else {
      notice = .customerUnknown
      return []
    }
    return openCustomer(customer.id)
  }

  mutating func customerAction(_ action: Action, _ key: Key) -> [Effect] {
    switch action {
    case .back:
      stepBack()
      return []
    case .up, .down, .first, .last, .pageBack, .pageOn: return moveInCustomer(action)
    case .open: return openBookingOfCustomer()
    case .undo: return undoCustomerEntry()
    default: break
    }
    guard let customer = customerPage.customer, !customerPage.isGone else {
      notice = .customerUnknown
      return []
    }
    switch action {
    case .newBooking, .walkIn: return book(for: customer, walkIn: action == .walkIn)
    case .editFields:
      guard mayWrite() else { return [] }
      if customerPage.edit == nil { customerPage.edit = CustomerEdit(customer) }
      customerPage.isEditing = true
    case .mergeCustomer: return mayWrite() ? openFind(mergingInto: customer.id) : []
    case .forgetCustomer: if mayWrite() { overlays.append(.customer(.forget(customer))) }
    default: break
    }
    return []
  }

  private mutating func moveInCustomer(_ action: Action) -> [Effect] {
    let count = customerPage.bookings.value?.count ?? 0
    let pageRows = max(1, size.rows / 2)
    let target =
      switch action {
      case .up: customerPage.cursor - 1
      case .down: customerPage.cursor + 1
      case .pageBack: customerPage.cursor - pageRows
      case .pageOn: customerPage.cursor + pageRows
      case .first: 0
      default: count - 1
      }
    customerPage.cursor = min(max(0, target), max(0, count - 1))
    return []
  }

  private mutating func openBookingOfCustomer() -> [Effect] {
    guard let bookings = customerPage.bookings.value, bookings.indices.contains(customerPage.cursor) else { return [] }
    return openCard(bookings[customerPage.cursor])
  }

  /// The summary of a new booking, complete by what the customer usually takes.
  mutating func book(for customer: Customer, walkIn: Bool) -> [Effect] {
    guard mayWrite() else { return [] }
    startDraft()
    draft?.origin = walkIn ? .walkIn : .ahead
    draft?.wantsEarliest = true
    take(customer)
    return loadShopIfUnknown() + goToSummary()
  }

  // MARK: - Correcting

  mutating func customerFormAction(_ action: Action) -> [Effect] {
    guard let focus = customerPage.edit?.focus else { return [] }
    let fields = CustomerEdit.Field.allCases
    let index = fields.firstIndex(of: focus) ?? 0
    switch action {
    case .back:
      customerPage.isEditing = false
    case .previousField: customerPage.edit?.focus = fields[max(0, index - 1)]
    case .nextField:
      guard index + 1 < fields.count else { return saveCustomer() }
      customerPage.edit?.focus = fields[index + 1]
    case .finishForm: return saveCustomer()
    default: break
    }
    return []
  }

  mutating func insertIntoCustomer(_ text: String) {
    guard let focus = customerPage.edit?.focus else { return }
    customerPage.edit?.lines[focus]?.insert(text)
  }

  mutating func editCustomerLine(_ key: Key) -> Bool {
    guard let focus = customerPage.edit?.focus else { return false }
    return customerPage.edit?.lines[focus]?.edit(key) ?? false
  }

  /// What is wrong with a correction, by field.
  public var customerEditProblems: [CustomerEdit.Field: CustomerEditProblem] {
    guard let edit = customerPage.edit, let customer = customerPage.customer else { return [:] }
    var problems: [CustomerEdit.Field: CustomerEditProblem] = [:]
    if edit.text(.name).isEmpty { problems[.name] = .nameMissing }
    let phone = edit.text(.phone)
    if phone.isEmpty {
      if customer.phone != nil { problems[.phone] = .cannotBeTakenAway }
    } else if phone != customer.phone, (try? shop.policy.phone(phone).get()) == nil {
      problems[.phone] = .badPhone
    }
    let email = edit.text(.email)
    if email.isEmpty {
      if customer.email != nil { problems[.email] = .cannotBeTakenAway }
    } else if email != customer.email, !EmailAddress.isPlausible(email) {
      problems[.email] = .badEmail
    }
    return problems
  }

  private mutating func saveCustomer() -> [Effect] {
    guard mayWrite(), let edit = customerPage.edit, let customer = customerPage.customer else { return [] }
    customerPage.edit?.isChecked = true
    let problems = customerEditProblems
    if let wrong = CustomerEdit.Field.allCases.first(where: { problems[$0] != nil }) {
      customerPage.edit?.focus = wrong
      return []
    }
    func changed(_ field: CustomerEdit.Field, from known: String?) -> String? {
      let text = edit.text(field)
      return text == known ?? "" ? nil : text
    }
    let phone = changed(.phone, from: customer.phone).map { (try? shop.policy.phone($0).get().e164) ?? $0 }
    let entry = CustomerEntry(
      id: nextRef().rawValue, about: CustomerKey(customer.id).map { [$0] } ?? [], at: now,
      name: changed(.name, from: customer.name), phone: phone,
      email: changed(.email, from: customer.email)?.lowercased(),
      vehicle: changed(.vehicle, from: customer.vehicle), note: changed(.note, from: customer.note))
    customerPage.isEditing = false
    customerPage.edit = nil
    if entry.isEmpty { return [] }
    return keep(entry, notice: .customerKept(entry.name ?? customer.name))
  }

  /// An entry is kept; `u` replaces it with one that says nothing.
  private mutating func keep(_ entry: CustomerEntry, notice: Notice) -> [Effect] {
    customerPage.undo = CustomerEntry(id: entry.id, about: Array(entry.about.prefix(1)), at: entry.at)
    self.notice = notice
    return [.saveCustomerEntry(entry)]
  }

  private mutating func undoCustomerEntry() -> [Effect] {
    guard var entry = customerPage.undo else {
      notice = .nothingToUndo
      return []
    }
    customerPage.undo = nil
    // Of two entries with one id the later one holds.
    entry.at = max(now, entry.at.adding(milliseconds: 1))
    notice = .undone(name: nil)
    return [.saveCustomerEntry(entry)]
  }

  // MARK: - Merging and forgetting

  mutating func askToMerge(_ id: Customer.ID, _ other: Customer) -> [Effect] {
    guard let customer = customers.customer(id) else {
      notice = .customerUnknown
      return []
    }
    overlays.append(.customer(.merge(customer, other)))
    return []
  }

  mutating func customerPromptAction(_ action: Action, _ prompt: CustomerPrompt) -> [Effect] {
    overlay = nil
    guard action == .yes, mayWrite() else { return [] }
    switch prompt {
    case .merge(let customer, let other):
      go(to: .customer)
      uncoverFind()
      let entry = CustomerEntry(
        id: nextRef().rawValue, about: [customer.id, other.id].compactMap { CustomerKey($0) }, at: now,
        name: customer.name, phone: customer.phone)
      return keep(entry, notice: .customersMerged(customer.name, other.name))
    case .forget(let customer):
      customerPage.isGone = true
      customerPage.undo = nil
      notice = .customerForgotten(customer.name)
      stepBack()
      return [.forgetCustomer(customer.id)] + forgetDrafts(of: customer)
    }
  }

  /// What was begun for a forgotten customer goes too, and cannot be taken back.
  private mutating func forgetDrafts(of customer: Customer) -> [Effect] {
    let isTheirs = { (draft: Draft) in
      draft.customer == customer.id || customer.phones.contains(draft.text(FormSlug.phone))
    }
    let gone = (leftDrafts + parked).filter(isTheirs)
    leftDrafts.removeAll(where: isTheirs)
    parked.removeAll(where: isTheirs)
    undoSteps.removeAll { if case .discarded(let draft) = $0 { isTheirs(draft) } else { false } }
    return gone.map { .forgetDraft($0.id) }
  }

  // MARK: - What arrives

  mutating func customerBookingsLoaded(_ id: Customer.ID, _ result: Result<[Booking], StoreTrouble>) -> [Effect] {
    guard customerPage.id == id else { return [] }
    switch result {
    case .success(let bookings):
      let selected = customerPage.bookings.value.flatMap {
        $0.indices.contains(customerPage.cursor) ? $0[customerPage.cursor].uid : nil
      }
      customerPage.bookings = .loaded(FindAnswer.inOrder(bookings, now: now), at: now)
      customerPage.cursor = customerPage.bookings.value?.firstIndex { $0.uid == selected } ?? 0
      customerPage.trouble = nil
    case .failure(let trouble):
      // Not read is not none.
      let known = customerPage.bookings.value
      customerPage.bookings = known.map { .loaded($0, at: now) } ?? .idle
      customerPage.trouble = trouble
      notice = .store(trouble)
    }
    return []
  }

  /// The page follows its customer: under a new id when a stronger key became known, or into the one it was merged with.
  mutating func followCustomerPage(_ changes: CustomerChanges) -> [Effect] {
    guard trail.contains(.customer), let shown = customerPage.customer else { return [] }
    let kept = customers.customer(shown.id)
    let next =
      kept
      ?? changes.upserted.first { !Set($0.phones).isDisjoint(with: shown.phones) && !shown.phones.isEmpty }
      ?? changes.upserted.first { FoldedText.name($0.name) == FoldedText.name(shown.name) }
    guard let next else {
      customerPage.isGone = true
      return []
    }
    guard next != shown else { return [] }
    customerPage.customer = next
    customerPage.id = next.id
    customerPage.isGone = false
    return [.loadCustomerBookings(next.id)]
  }
}

extension CustomerEntry {
  /// Says nothing about anybody.
  public var isEmpty: Bool {
    name == nil && phone == nil && email == nil && vehicle == nil && note == nil && about.count < 2
  }
}

extension FindAnswer {
  /// The coming ones first, soonest first, then those gone by, latest first.
  public static func inOrder(_ bookings: [Booking], now: Instant) -> [Booking] {
    let coming = bookings.filter { $0.end > now }.sorted { ($0.start, $0.uid.rawValue) < ($1.start, $1.uid.rawValue) }
    let past = bookings.filter { $0.end <= now }.sorted { ($0.start, $0.uid.rawValue) > ($1.start, $1.uid.rawValue) }
    return coming + past
  }
}
