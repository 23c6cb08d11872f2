import BookingModel

/// What stands beside a page of its own making: the thing that its cursor is on, or that it is about.
struct SidePanel {
  private let model: Model
  private let time: TimeText
  private static let indent = 12

  init(_ model: Model) {
    self.model = model
    time = TimeText(model.shop)
  }

  func rows(columns: Int) -> [FactRow] {
    switch model.page {
    case .services:
      let shown = model.shownServices
      let cursor = model.serviceList.cursor
      return shown.indices.contains(cursor) ? service(shown[cursor].service, columns) : []
    case .form: return draft(columns)
    case .summary:
      return model.draft?.customer.flatMap(model.customers.customer).map { customer($0, columns) } ?? []
    case .who:
      if case .take(let found) = model.whoChoice { return customer(found, columns) }
      return []
    case .find:
      switch model.findSelection {
      case .customer(let match): return customer(match.customer, columns)
      case .booking(let found): return booking(found, columns)
      case .moreCustomers, nil: return []
      }
    case .customer:
      let page = model.customerPage
      guard !page.isEditing, let bookings = page.bookings.value, bookings.indices.contains(page.cursor) else {
        return []
      }
      return booking(bookings[page.cursor], columns)
    case .card:
      guard let card = model.card, model.selectedBooking != nil else { return [] }
      return Array(HistoryText(card, model).rows(columns: columns).dropFirst())
    default: return []
    }
  }

  private func head(_ text: String, _ columns: Int) -> [FactRow] {
    FactRow.rows("", text, indent: 0, columns: columns, limit: 2, role: .label)
  }

  private func facts(_ facts: [(label: String, text: String?)], _ columns: Int) -> [FactRow] {
    facts.flatMap { fact -> [FactRow] in
      guard let text = fact.text, !text.isEmpty else { return [] }
      return FactRow.rows(fact.label, text, indent: SidePanel.indent, columns: columns, limit: 4)
    }
  }

  private func booking(_ booking: Booking, _ columns: Int) -> [FactRow] {
    BookingDetails(booking, model).rows(columns: columns, limit: 4)
  }

  private func customer(_ customer: Customer, _ columns: Int) -> [FactRow] {
    var next: String?
    if let visit = customer.nextVisit(after: model.now) {
      next = time.near(model.shop.zone.day(of: visit), today: model.today) + " " + time.time(visit)
    }
    return head(customer.name, columns)
      + facts(
        [
          ("Phone", customer.phones.map { model.shop.policy.phoneText($0) }.joined(separator: ", ")),
          ("E-mail", customer.emails.joined(separator: ", ")),
          ("Also as", customer.otherNames.joined(separator: ", ")), ("Vehicle", customer.vehicle),
          ("Usually", model.service(customer.usualService)?.title), ("Next", next),
          ("So far", BookingDetails.visits(customer, model, time)), ("Note", customer.note),
        ], columns)
  }

  private func service(_ service: Service, _ columns: Int) -> [FactRow] {
    let lengths = service.lengthOptions.isEmpty ? [service.minutes] : service.lengthOptions.sorted()
    let about = (service.summary ?? "").split(whereSeparator: \.isNewline).joined(separator: " ")
    let asked = Draft(id: Draft.ID(rawValue: ""), service: service.id).fields(of: service, policy: model.shop.policy)
    let rules = service.rules
    return head(service.title, columns)
      + (about.isEmpty
        ? []
        : FactRow.rows("", about, indent: 0, columns: columns, limit: 6, role: .dim) + [FactRow.blank])
      + facts(
        [
          ("Length", lengths.map(TimeText.length).joined(separator: ", ")), ("Price", service.price.text),
          ("Notice", rules.minimumNotice == 0 ? nil : TimeText.length(rules.minimumNotice)),
          ("Seats", rules.seats.map { "\($0.perSlot) at a time" }),
          ("Hosts", service.hosts.map(\.name).joined(separator: ", ")),
          ("Needs", asked.filter(\.isRequired).map(\.label).joined(separator: ", ")),
          ("Booking", service.needsConfirmation ? "waits for confirmation" : nil),
        ], columns)
  }

  /// What the form is filled in for.
  private func draft(_ columns: Int) -> [FactRow] {
    guard let draft = model.draft, let service = model.service(draft.service) else { return [] }
    var facts: [(label: String, text: String?)] = [
      ("Length", TimeText.length(draft.minutes(of: service))), ("Price", service.price.text),
    ]
    if let slot = draft.slot {
      facts.append(("Day", time.longDay(model.shop.zone.day(of: slot.start))))
      facts.append(("Time", time.span(slot.start, slot.end)))
    }
    if let left = model.holdTime(of: draft.id) { facts.append(("Held", "for " + HoldText.left(left))) }
    let known = draft.customer.flatMap(model.customers.customer)
    return head(service.title, columns) + self.facts(facts, columns)
      + (known.map { [FactRow.blank] + customer($0, columns) } ?? [])
  }
}
