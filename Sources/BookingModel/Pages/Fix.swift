/// Correcting a name, a phone number or an address. Cal.com has no route for that (CONTRACT 12.10), so the booking is cancelled and made again
/// at the same time; what is typed here is the new one's.
public struct FixPage: Equatable, Sendable {
  public enum Field: Equatable, Sendable, CaseIterable {
    case name, phone, email

    public var slug: String {
      switch self {
      case .name: FormSlug.name
      case .phone: FormSlug.phone
      case .email: FormSlug.email
      }
    }
  }

  public var booking: Booking
  /// The new booking as it will be sent, what cannot be typed here included.
  public var draft: Draft
  public var focus = Field.name
  /// What is wrong, once the clerk wanted to go on.
  public var problems: [Field: FieldProblem] = [:]
  /// Labels of answers that the service does not ask for any more: the new booking will not have them.
  public var lostAnswers: [String]

  public func line(_ field: Field) -> TextLine { draft.entries[field.slug]?.line ?? TextLine() }

  /// What stood there before.
  public func before(_ field: Field) -> String {
    let attendee = booking.attendees.first
    return switch field {
    case .name: attendee?.name ?? ""
    case .phone: attendee?.phone ?? ""
    case .email: attendee?.email ?? ""
    }
  }

  mutating func insert(_ text: String) { edit { $0.insert(text) } }

  mutating func edit(_ key: Key) -> Bool {
    var isEdit = false
    edit { isEdit = $0.edit(key) }
    return isEdit
  }

  private mutating func edit(_ change: (inout TextLine) -> Void) {
    var line = line(focus)
    let before = line.text
    change(&line)
    draft.entries[focus.slug] = .line(line)
    if line.text != before { problems[focus] = nil }
  }
}

/// The booking whose place a draft takes.
public struct ReplacedBooking: Hashable, Sendable, Codable {
  public var uid: Booking.UID
  public var name: String
  public var start: Instant
  /// Known to be cancelled.
  public var isCancelled: Bool
}

/// Why a booking cannot be made again as it is.
public enum FixObstacle: Equatable, Sendable {
  /// It has begun: no server takes a booking in the past.
  case begun
  /// One seat of a shared time, or one of a series: a booking of its own would be something else.
  case seat, series
  /// Its length or place is none that the service offers now.
  case length, place
  /// The service asks for something that the booking does not have.
  case field(label: String)
}

extension Model {
  mutating func startFix(_ booking: Booking) -> [Effect] {
    guard let service = service(booking.service) else {
      notice = .serviceUnknown
      return []
    }
    let made = fixPage(booking, service)
    guard case .success(let fresh) = made else {
      if case .failure(let failure) = made { notice = .cannotFix(failure.obstacle) }
      return []
    }
    leaveDraft()
    notice = nil
    board.selected = .booking(booking.uid)
    // What was typed for this booking before is still there.
    if fix?.booking.uid != booking.uid { fix = fresh }
    fix?.booking = booking
    fix?.problems = [:]
    push(.fix)
    return loadFull(service.id) + loadFixTimes()
  }

  private struct FixFailure: Error { var obstacle: FixObstacle }

  private mutating func fixPage(_ booking: Booking, _ service: Service) -> Result<FixPage, FixFailure> {
    if booking.attendees.contains(where: { $0.seatUID != nil }) || service.rules.seats != nil {
      return .failure(FixFailure(obstacle: .seat))
    }
    if booking.seriesUID != nil || service.recurrence != nil { return .failure(FixFailure(obstacle: .series)) }
    guard booking.start > now else { return .failure(FixFailure(obstacle: .begun)) }
    var draft = Draft(
      id: Draft.ID(rawValue: nextRef().rawValue), service: service.id,
      slot: Slot(start: booking.start, end: booking.end))
    if let obstacle = draft.fill(from: booking, service, policy: shop.policy) {
      return .failure(FixFailure(obstacle: obstacle))
    }
    let asked = Set(draft.fields(of: service, policy: shop.policy).map(\.slug))
    let lost = booking.answers.filter { slug, answer in
      !FormSlug.system.contains(slug) && answer.isTold && (!asked.contains(slug) || draft.entries[slug] == nil)
    }.keys.sorted().map { slug in service.fields.first { $0.slug == slug }?.label ?? slug }
    draft.replaces = ReplacedBooking(
      uid: booking.uid, name: booking.attendeeName, start: booking.start, isCancelled: false)
    return .success(FixPage(booking: booking, draft: draft, lostAnswers: lost))
  }

  // MARK: - Keys

  mutating func fixAction(_ action: Action) -> [Effect] {
    guard let focus = fix?.focus else {
      stepBack()
      return []
    }
    let fields = FixPage.Field.allCases
    let index = fields.firstIndex(of: focus) ?? 0
    switch action {
    case .back: stepBack()
    case .nextField:
      settlePhone()
      if index + 1 == fields.count { return askToFix() }
      fix?.focus = fields[index + 1]
    case .previousField:
      settlePhone()
      fix?.focus = fields[max(0, index - 1)]
    case .finishForm: return askToFix()
    default: break
    }
    return []
  }

  /// Shows the number as it will be sent.
  private mutating func settlePhone() {
    guard let text = fix?.draft.text(FormSlug.phone), case .success(let phone) = shop.policy.phone(text) else { return }
    fix?.draft.entries[FormSlug.phone] = .line(TextLine(phone.e164))
  }

  private mutating func askToFix() -> [Effect] {
    settlePhone()
    guard let page = fix, let service = service(page.booking.service) else { return [] }
    guard page.booking.start > now else {
      notice = .cannotFix(.begun)
      return []
    }
    let isChanged = FixPage.Field.allCases.contains { page.draft.text($0.slug) != page.before($0) }
    guard isChanged else {
      notice = .nothingChanged
      return []
    }
    let problems = page.draft.problems(service, policy: shop.policy)
    fix?.problems = [:]
    for field in FixPage.Field.allCases { fix?.problems[field] = problems[field.slug] }
    if let first = FixPage.Field.allCases.first(where: { problems[$0.slug] != nil }) {
      fix?.focus = first
      notice = .fieldsMissing(fix?.problems.count ?? 1)
      return []
    }
    if let other = page.draft.fields(of: service, policy: shop.policy).first(where: { problems[$0.slug] != nil }) {
      notice = .cannotFix(.field(label: other.label))
      return []
    }
    overlays.append(.change(ChangePrompt(booking: page.booking, kind: .fix(page.draft))))
    return loadFixTimes()
  }

  // MARK: - Whether the server would take the time again

  /// The free times around the booking as they are without it.
  private var fixKey: SlotBook.Key? {
    guard let booking = fix?.booking, let service = service(booking.service) else { return nil }
    return SlotBook.Key(
      service: service.id, minutes: service.lengthOptions.isEmpty ? nil : booking.minutes, moving: booking.uid)
  }

  private mutating func loadFixTimes() -> [Effect] {
    guard let key = fixKey, let booking = fix?.booking else { return [] }
    let day = shop.zone.day(of: booking.start)
    return load(key, day...day)
  }

  public enum FixState: Equatable, Sendable {
    case ready, checking
    /// Cancelled, the time could not be booked again: notice, window, hours.
    case notOffered
    case unchecked(CalError)
  }

  /// Nothing is cancelled before the server has said that it would offer the time again.
  public var fixState: FixState {
    guard let key = fixKey, let booking = fix?.booking, booking.start > now else { return .notOffered }
    switch slotBooks[key]?.day(shop.zone.day(of: booking.start)) ?? .idle {
    case .idle, .loading: return .checking
    case .failed(let error, _): return .unchecked(error)
    case .loaded(let slots, _): return slots.contains { $0.start == booking.start } ? .ready : .notOffered
    }
  }

  /// A `y` on the question.
  mutating func commitFix(_ prompt: ChangePrompt, _ draft: Draft) -> [Effect] {
    switch fixState {
    case .ready: return sendFix(prompt.booking, draft)
    case .checking:
      awaitsCommit = true
      notice = .waitingToFix
    case .unchecked:
      awaitsCommit = true
      notice = .waitingToFix
      return loadFixTimes()
    case .notOffered: notice = .notOfferedAgain
    }
    return []
  }

  /// A `y` that waited for the times.
  mutating func sendAwaitedFix() -> [Effect] {
    guard case .change(let prompt) = overlay, case .fix(let draft) = prompt.kind else { return [] }
    switch fixState {
    case .checking: return []
    case .ready:
      awaitsCommit = false
      return sendFix(prompt.booking, draft)
    case .notOffered:
      awaitsCommit = false
      notice = .notOfferedAgain
    case .unchecked(let error):
      awaitsCommit = false
      notice = .server(error)
    }
    return []
  }
}

extension Draft {
  /// Takes over everything of a booking that a new one can have; what it cannot is told.
  fileprivate mutating func fill(from booking: Booking, _ service: Service, policy: AttendeePolicy) -> FixObstacle? {
    let attendee = booking.attendees.first
    var email = attendee?.email
    // An address that was made up for that booking is not the customer's.
    if let domain = policy.emailDomain, email?.hasPrefix("walkin+") == true, email?.hasSuffix("@" + domain) == true {
      email = nil
    }
    for (slug, text) in [
      (FormSlug.name, attendee?.name), (FormSlug.phone, attendee?.phone), (FormSlug.email, email),
      (FormSlug.notes, booking.notes), (FormSlug.guests, booking.guests.joined(separator: ", ")),
    ] {
      if let text, !text.isEmpty { entries[slug] = .line(TextLine(text)) }
    }
    if service.lengthOptions.count > 1 {
      guard let index = service.lengthOptions.firstIndex(of: booking.minutes) else { return .length }
      entries[FormSlug.length] = .choice(index)
    }
    if let obstacle = takePlace(of: booking, service) { return obstacle }
    for field in service.fields where !field.isSystem {
      guard let answer = booking.answers[field.slug], let entry = FormEntry(answer, for: field) else { continue }
      entries[field.slug] = entry
    }
    return nil
  }

  private mutating func takePlace(of booking: Booking, _ service: Service) -> FixObstacle? {
    let place = booking.location ?? ""
    guard !place.isEmpty, !service.locations.isEmpty else { return nil }
    let attendee = booking.attendees.first
    let own = service.locations.firstIndex { option in
      switch option {
      case .address(let text), .link(let text), .phone(let text), .integration(let text): text == place
      case .attendeePhone: attendee?.phone == place
      case .organizersDefaultApp: place.hasPrefix("integrations:")
      case .attendeeAddress, .attendeeDefined, .unknown: false
      }
    }
    let typed = service.locations.firstIndex { $0 == .attendeeAddress || $0 == .attendeeDefined }
    guard let index = own ?? typed else { return service.locations.count > 1 ? .place : nil }
    if service.locations.count > 1 { entries[FormSlug.location] = .choice(index) }
    if own == nil { entries[FormSlug.locationDetail] = .line(TextLine(place)) }
    return nil
  }
}

extension FormSlug {
  /// Answers that have places of their own in a booking (CONTRACT 8.3).
  static let system: Set = [
    "name", "email", "displayEmail", "attendeePhoneNumber", "location", "guests", "notes", "title", "rescheduleReason",
  ]
}

extension JSONValue {
  /// Whether it says anything.
  fileprivate var isTold: Bool {
    switch self {
    case .null, .string(""), .bool(false): false
    case .array(let items): !items.isEmpty
    case .object(let fields): !fields.isEmpty
    default: true
    }
  }
}
