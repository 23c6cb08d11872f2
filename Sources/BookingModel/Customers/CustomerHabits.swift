// What is known of a customer, put into a booking in the making: name, phone, e-mail, vehicle and the usual answers.

extension Model {
  /// Makes the draft one for this customer: the last service, else the usual one, else the first.
  mutating func take(_ customer: Customer) {
    if draft?.customer != customer.id { forgetCustomerOfDraft() }
    draft?.customer = customer.id
    if draft?.service == nil {
      let offered = (services.value ?? []).filter { $0.obstacles.isEmpty }
      let habits = [customer.lastService, customer.usualService].compactMap { $0 }
      let service = habits.first { id in offered.contains { $0.id == id } } ?? offered.first?.id
      draft?.service = service
      draft?.habitualService = service
    }
    fillHabits()
  }

  mutating func fillHabits() {
    guard var filled = draft else { return }
    filled.fill(from: customers, service: service(filled.service), policy: shop.policy)
    draft = filled
  }

  /// Takes back what a customer gave and nobody changed since.
  mutating func forgetCustomerOfDraft() {
    for (slug, entry) in draft?.filled ?? [:] where draft?.entries[slug] == entry { draft?.entries[slug] = nil }
    // Another person has other habits; a time that was chosen for theirs goes with them.
    if let service = draft?.habitualService, draft?.service == service {
      draft?.service = nil
      draft?.slot = nil
    }
    draft?.habitualService = nil
    draft?.filled = nil
    draft?.customer = nil
  }
}

extension Draft {
  /// Fills in what the customer of the draft usually answers, where the service asks for it, takes the value, and nothing else was entered.
  fileprivate mutating func fill(from customers: CustomerIndex, service: Service?, policy: AttendeePolicy) {
    guard let service, let customer = customer.flatMap(customers.customer) else { return }
    let vehicleSlug = CustomerRules().vehicleSlugs.first { slug in service.fields.contains { $0.slug == slug } }
    for field in fields(of: service, policy: policy) {
      // What was entered stays, also when it was emptied by hand.
      guard entries[field.slug] == nil || entries[field.slug] == filled?[field.slug],
        let entry = field.entry(of: customer, isVehicle: field.slug == vehicleSlug),
        field.problem(entry, policy: policy) == nil
      else { continue }
      keep(entry, for: field)
      filled = (filled ?? [:]).merging([field.slug: entry]) { $1 }
    }
    if filled == nil { filled = [:] }
  }
}

extension FormField {
  fileprivate func entry(of customer: Customer, isVehicle: Bool) -> FormEntry? {
    switch meaning {
    case .name: return .line(TextLine(customer.name))
    case .phone: return customer.phone.map { .line(TextLine($0)) }
    case .email: return customer.email.map { .line(TextLine($0)) }
    case .custom:
      // The desk's own word about the vehicle is better than what was answered.
      if isVehicle, let vehicle = customer.vehicle, customer.isOwnEntry || customer.usualAnswers[slug] == nil {
        return entry(.string(vehicle))
      }
      return customer.usualAnswers[slug].flatMap(entry)
    case .guests, .notes, .location, .locationDetail, .length: return nil
    }
  }

  /// An answer of another time as an entry of this field; `nil` where it does not fit any more.
  private func entry(_ value: JSONValue) -> FormEntry? {
    switch (editor, value) {
    case (.line, .string(let text)), (.lines, .string(let text)), (.number, .string(let text)):
      return .line(TextLine(text))
    case (.line, .int(let number)), (.number, .int(let number)): return .line(TextLine(String(number)))
    case (.choice(let options), .string(let text)):
      return options.firstIndex(of: text).map { .choice($0) }
    case (.choices(let options), .array(let values)):
      let chosen = values.compactMap { $0.string.flatMap(options.firstIndex(of:)) }
      return chosen.isEmpty ? nil : .choices(Set(chosen), cursor: 0)
    case (.flag, .bool(let flag)): return .flag(flag)
    default: return nil
    }
  }
}
