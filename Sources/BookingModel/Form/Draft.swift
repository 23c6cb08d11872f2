/// A booking in the making: everything that was chosen and typed, whichever page is open.
///
/// It is saved as it is typed, so it holds the focus and the cursors as well.
public struct Draft: Equatable, Sendable, Codable, Identifiable {
  public struct ID: Hashable, Sendable, Codable, RawRepresentable {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
  }

  public var id: ID
  public var service: Service.ID?
  public var slot: Slot?
  /// The time that brought the clerk here (a free gap of the board): where the grid puts its cursor.
  public var wantedStart: Instant?
  /// Entries by slug. Those of fields that the present service does not have are kept all the same.
  public var entries: [String: FormEntry]
  /// The texts that the numbers of a choice stand for, by slug: another service, or the same one read anew, may have others.
  public private(set) var optionTexts: [String: [String]]
  /// Whether the form was open, so that it is again after a crash.
  public var isOnForm: Bool
  /// Slug of the field with the cursor.
  public var focus: String
  /// Fields that were left at least once, or all after an attempt to go on: only these show problems.
  public var touched: Set<String>
  /// The server's words about fields, until they are changed.
  public var refusals: [String: String]
  /// Why the server refused it when it was last sent, until something is changed.
  public var refusal: CalError?
  /// A walk-in wants the earliest time; it is chosen as soon as times are known.
  public var wantsEarliest: Bool
  /// The letter under which it is parked: `a` to `f`.
  public var parked: String?
  /// The hold on its slot, so that it is known again after a crash. While the program runs, ``Model/holds`` has the word.
  public var hold: Reservation?
  /// What stands on the customer line while that is open, so that it is there again after a crash.
  public var customerLine: TypedCustomerLine?
  /// How it began: with somebody at the counter (`w`), or ahead of a visit (`n`).
  public var origin: Origin?
  /// For whom, where the desk knows the person.
  public var customer: Customer.ID?
  /// What was filled in from what is known of the customer, by slug.
  public var filled: [String: FormEntry]?
  /// The service that was taken because it is the customer's.
  public var habitualService: Service.ID?

  public enum Origin: String, Equatable, Sendable, Codable { case walkIn, ahead }
  /// Set on a request: since when it is wanted. It was put aside while the server was away, and is not booked.
  public var requestedAt: Instant?
  /// The booking that it is to take the place of, with a name or number put right.
  public var replaces: ReplacedBooking?

  public init(id: ID, service: Service.ID? = nil, slot: Slot? = nil, wantedStart: Instant? = nil) {
    self.id = id
    self.service = service
    self.slot = slot
    self.wantedStart = wantedStart
    self.entries = [:]
    self.optionTexts = [:]
    self.isOnForm = false
    self.focus = FormSlug.name
    self.touched = []
    self.refusals = [:]
    self.wantsEarliest = false
  }

  /// Whether anything was typed or chosen that it would be a pity to lose.
  public var isWorthKeeping: Bool {
    service != nil || slot != nil || !entries.isEmpty || customerLine != nil
  }

  /// Whether there is more in it than a look at the free times of a service.
  public var isWorthReturningTo: Bool { slot != nil || !entries.isEmpty || customerLine != nil || requestedAt != nil }

  public func entry(for field: FormField) -> FormEntry {
    guard let entry = entries[field.slug], entry.fits(field.editor) else {
      return field.preset.map { .choice($0) } ?? .empty(for: field.editor)
    }
    switch (field.editor, entry) {
    case (.choice(let options), .choice(let index)):
      // Where something is always chosen, the service's own default is.
      return .choice(index.flatMap { renumber($0, field.slug, options) } ?? field.preset)
    case (.choices(let options), .choices(let chosen, let cursor)):
      let kept = chosen.compactMap { renumber($0, field.slug, options) }
      return .choices(Set(kept), cursor: min(cursor, max(0, options.count - 1)))
    default: return entry
    }
  }

  public mutating func keep(_ entry: FormEntry, for field: FormField) {
    entries[field.slug] = entry
    switch field.editor {
    case .choice(let options), .choices(let options): optionTexts[field.slug] = options
    default: break
    }
  }

  /// The number that a choice has among these options now; `nil` when it is not offered any more.
  private func renumber(_ index: Int, _ slug: String, _ options: [String]) -> Int? {
    let known = optionTexts[slug] ?? options
    return known.indices.contains(index) ? options.firstIndex(of: known[index]) : nil
  }

  public func text(_ slug: String) -> String { entries[slug]?.text ?? "" }

  private func choice(_ slug: String, of options: [String]) -> Int? {
    if case .choice(let index) = entries[slug] { index.flatMap { renumber($0, slug, options) } } else { nil }
  }

  /// Whole minutes that the booking will take.
  public func minutes(of service: Service) -> Int {
    choice(FormSlug.length, of: service.lengthTexts).map { service.lengthOptions[$0] } ?? service.minutes
  }

  /// Where it takes place, as far as the form knows: the first of the service's places until another is chosen.
  public func location(of service: Service) -> LocationOption? {
    let index = choice(FormSlug.location, of: service.locationTexts) ?? 0
    return service.locations.indices.contains(index) ? service.locations[index] : nil
  }

  /// The length as the slots route wants it: only for services with several.
  public func queryMinutes(of service: Service) -> Int? {
    service.lengthOptions.isEmpty ? nil : minutes(of: service)
  }

  public func fields(of service: Service, policy: AttendeePolicy) -> [FormField] {
    service.formFields(policy: policy, location: location(of: service))
  }

  /// What is wrong or missing, by slug.
  public func problems(_ service: Service, policy: AttendeePolicy) -> [String: FieldProblem] {
    var problems: [String: FieldProblem] = [:]
    let fields = fields(of: service, policy: policy)
    for field in fields {
      if let problem = field.problem(entry(for: field), policy: policy) {
        problems[field.slug] = problem
      } else if let words = refusals[field.slug] {
        problems[field.slug] = .refused(words)
      }
    }
    let hasContact = !text(FormSlug.email).isEmpty || !text(FormSlug.phone).isEmpty || policy.emailDomain != nil
    if !hasContact, problems[FormSlug.phone] == nil, problems[FormSlug.email] == nil {
      problems[FormSlug.phone] = .noContact
    }
    return problems
  }
}

extension Draft {
  /// The request body, once every field is right; `nil` while something is missing.
  /// - Parameter ref: also the local part of an address at the shop's own domain, where none was given.
  public func booking(
    _ service: Service, policy: AttendeePolicy, zone: Zone, ref: DeskRef
  ) -> NewBooking? {
    guard let slot, problems(service, policy: policy).isEmpty else { return nil }
    var answers: [String: JSONValue] = [:]
    for field in fields(of: service, policy: policy) {
      let entry = entry(for: field)
      guard case .custom(let kind) = field.meaning, !isUnanswered(field, entry) else { continue }
      answers[field.slug] = answer(field, kind: kind, entry: entry, policy: policy)
    }
    if !text(FormSlug.notes).isEmpty { answers["notes"] = .string(text(FormSlug.notes)) }
    let phone = try? policy.phone(text(FormSlug.phone)).get().e164
    var email: String? = text(FormSlug.email)
    if email?.isEmpty == true {
      email = service.allowsAttendeeWithoutEmail ? nil : policy.emailDomain.map { "walkin+\(ref.rawValue)@\($0)" }
    }
    return NewBooking(
      service: service.id, start: slot.start,
      minutes: service.lengthOptions.isEmpty ? nil : minutes(of: service),
      attendee: Attendee(name: text(FormSlug.name), email: email, phone: phone, zone: zone.identifier),
      guests: EmailAddress.list(text(FormSlug.guests)), location: location(service, phone: phone), answers: answers)
  }

  private func isUnanswered(_ field: FormField, _ entry: FormEntry) -> Bool {
    if case .flag(let on) = entry { return !on && !field.isRequired && entries[field.slug] == nil }
    return field.isEmpty(entry) || field.editor == .readOnly
  }

  private func answer(
    _ field: FormField, kind: BookingField.Kind, entry: FormEntry, policy: AttendeePolicy
  ) -> JSONValue {
    switch (field.editor, entry) {
    case (.choice(let options), .choice(let index)):
      return index.flatMap { options.indices.contains($0) ? .string(options[$0]) : nil } ?? .null
    case (.choices(let options), .choices(let chosen, _)):
      return .array(chosen.sorted().filter(options.indices.contains).map { .string(options[$0]) })
    case (_, .flag(let on)): return .bool(on)
    default: break
    }
    switch kind {
    case .number:
      let number = PlainNumber.value(entry.text) ?? 0
      return Int64(exactly: number).map(JSONValue.int) ?? .double(number)
    case .phone:
      let number = try? policy.phone(entry.text).get().e164
      return .string(number ?? entry.text)
    case .multiemail: return .array(EmailAddress.list(entry.text).map(JSONValue.string))
    default: return .string(entry.text)
    }
  }

  /// Nothing where the service has one place of its own: the server takes that (CONTRACT 12.4).
  private func location(_ service: Service, phone: String?) -> LocationChoice? {
    let detail = text(FormSlug.locationDetail)
    switch location(of: service) {
    case .attendeeAddress: return .attendeeAddress(detail)
    case .attendeeDefined: return .attendeeDefined(detail)
    case .attendeePhone: return phone.map(LocationChoice.attendeePhone)
    case .address where service.locations.count > 1: return .address
    case .link where service.locations.count > 1: return .link
    case .phone where service.locations.count > 1: return .phone
    case .organizersDefaultApp where service.locations.count > 1: return .organizersDefaultApp
    case .integration(let name) where service.locations.count > 1: return .integration(name)
    default: return nil
    }
  }
}
