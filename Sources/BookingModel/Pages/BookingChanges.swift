/// A change of a booking that waits for its `y`.
public struct ChangePrompt: Equatable, Sendable {
  public enum Kind: Equatable, Sendable {
    /// Asks for the reason: a digit or typed text. Cal.com demands one from a host (CONTRACT 12.9).
    case askReason(TextLine, declining: Bool)
    case cancel(reason: String)
    case move(to: Slot)
    case absent(Bool)
    case confirm
    case decline(reason: String)
    /// Cancels it and books the same time again as this draft says.
    case fix(Draft)
  }

  public var booking: Booking
  public var kind: Kind
  /// `y` sends it. While the reason is asked, nothing does.
  public var isReady: Bool { if case .askReason = kind { false } else { true } }

  public init(booking: Booking, kind: Kind) {
    self.booking = booking
    self.kind = kind
  }

  /// Reasons by digit, from 1.
  public static let cancelReasons = [
    "customer asked", "booked by mistake", "the shop cannot do it", "customer not reached",
  ]
  public static let declineReasons = ["no capacity", "not offered", "customer asked", "customer not reached"]

  public var reasons: [String] {
    if case .askReason(_, true) = kind { ChangePrompt.declineReasons } else { ChangePrompt.cancelReasons }
  }
}

extension Model {
  /// Keys on the selected booking, from the board and from its card. `nil`: not one of them.
  mutating func changeAction(_ action: Action) -> [Effect]? {
    switch action {
    case .move, .cancel, .arrived, .done, .noShow, .note, .copy, .confirmBooking, .declineBooking, .slip, .fix: break
    case .undo: return undo()
    default: return nil
    }
    guard let booking = selectedBooking else {
      notice = .noBookingSelected
      return []
    }
    let now = now
    switch action {
    case .arrived: return mark(booking) { $0.arrivedAt = $0.arrivedAt == nil ? now : nil }
    case .done: return mark(booking) { $0.doneAt = $0.doneAt == nil ? now : nil }
    case .note:
      overlays.append(.note(booking.uid, TextLine(facts(of: booking.uid).note)))
      return []
    case .copy: return copy(booking)
    case .slip: return printSlip(booking)
    default: break
    }
    guard mayWrite() else { return [] }
    if isChanging(booking.uid) {
      notice = .writeUnderWay
      return []
    }
    switch action {
    case .move: return startMoving(booking)
    case .fix: return startFix(booking)
    case .cancel:
      guard booking.end > now else {
        notice = .alreadyOver
        return []
      }
      ask(booking, .askReason(TextLine(), declining: false))
    case .noShow:
      guard booking.start <= now else {
        notice = .notStarted
        return []
      }
      ask(booking, .absent(booking.attendees.first?.isAbsent != true))
    case .confirmBooking, .declineBooking:
      guard booking.status == .pending else {
        notice = .notPending
        return []
      }
      ask(booking, action == .confirmBooking ? .confirm : .askReason(TextLine(), declining: true))
    default: break
    }
    return []
  }

  mutating func ask(_ booking: Booking, _ kind: ChangePrompt.Kind) {
    overlays.append(.change(ChangePrompt(booking: booking, kind: kind)))
  }

  /// Whether a write about this booking is under way or of unknown outcome: a second one would cross it.
  private func isChanging(_ uid: Booking.UID) -> Bool {
    writes.values.contains { record in
      guard record.write.booking == uid else { return false }
      switch record.state {
      case .underWay, .unknown: return true
      default: return false
      }
    }
  }

  // MARK: - Local facts

  public func facts(of uid: Booking.UID) -> BookingFacts { facts[uid] ?? .none }

  private mutating func mark(_ booking: Booking, _ change: (inout BookingFacts) -> Void) -> [Effect] {
    let before = facts(of: booking.uid)
    var after = before
    change(&after)
    return keep(after, of: booking.uid, before: before)
  }

  mutating func keep(_ after: BookingFacts, of uid: Booking.UID, before: BookingFacts) -> [Effect] {
    guard after != before else { return [] }
    facts[uid] = after
    remember(.facts(uid, before: before))
    return [.saveFacts(uid, after, before: before)]
  }

  /// A new draft with the same customer, service and answers.
  private mutating func copy(_ booking: Booking) -> [Effect] {
    guard mayWrite() else { return [] }
    startDraft(service: booking.service, wantedStart: booking.start > now ? booking.start : nil)
    let attendee = booking.attendees.first
    var entries: [String: FormEntry] = [:]
    for (slug, text) in [
      (FormSlug.name, attendee?.name), (FormSlug.phone, attendee?.phone), (FormSlug.email, attendee?.email),
    ] {
      if let text, !text.isEmpty { entries[slug] = .line(TextLine(text)) }
    }
    if let service = service(booking.service) {
      for field in service.fields where !field.isSystem {
        guard let answer = booking.answers[field.slug], let entry = FormEntry(answer, for: field) else { continue }
        entries[field.slug] = entry
      }
    }
    draft?.entries = entries
    guard service(booking.service) != nil else { return openServices() }
    trail = [.board, .services]
    return openGrid()
  }

  /// The same once more: where its time is still to come, only `y` is left.
  mutating func bookAgain(_ booking: Booking) -> [Effect] {
    let effects = copy(booking)
    guard booking.start > now, service(booking.service) != nil, draft != nil else { return effects }
    draft?.slot = Slot(start: booking.start, end: booking.end)
    trail = [.board]
    return effects + openSummary()
  }

  // MARK: - Moving

  private mutating func startMoving(_ booking: Booking) -> [Effect] {
    guard booking.status.takesTime, booking.end > now else {
      notice = .alreadyOver
      return []
    }
    guard service(booking.service) != nil else {
      notice = .serviceUnknown
      return []
    }
    leaveDraft()
    moving = booking
    board.selected = .booking(booking.uid)
    if page != .card { trail = [.board] }
    return openGrid()
  }

  /// A time was taken on the grid while a booking is being moved.
  mutating func askToMove(to slot: Slot) -> [Effect] {
    guard let booking = moving else { return [] }
    guard slot.start != booking.start else {
      notice = .sameTime
      return []
    }
    ask(booking, .move(to: slot))
    return []
  }

  // MARK: - The prompt

  /// Whether the next `y` sends something: what it answers must have been painted before the model sees it.
  public var isCommittingPrompt: Bool {
    if lock != nil { return false }
    if case .change(let prompt) = overlay { return prompt.isReady }
    return page == .summary && overlay == nil
  }

  /// The prompt that a `y` typed ahead answers, once it is there.
  mutating func sendAwaitedChange() -> [Effect] {
    guard case .change(let prompt) = overlay, prompt.isReady else { return [] }
    if case .fix = prompt.kind { return sendAwaitedFix() }
    awaitsCommit = false
    return send(prompt)
  }

  mutating func changePromptAction(_ action: Action, _ prompt: ChangePrompt) -> [Effect] {
    switch (action, prompt.kind) {
    case (.open, .askReason(let line, let declining)):
      let text = line.text.trimmingBlanks
      guard !text.isEmpty else {
        notice = .reasonNeeded
        return []
      }
      choose(reason: text, prompt, declining)
    case (.yes, _) where prompt.isReady: return send(prompt)
    case (.back, _), (.no, _): overlay = nil
    default: break
    }
    return []
  }

  /// Text typed at the reason: a digit first of all chooses.
  mutating func typeReason(_ text: String, _ prompt: ChangePrompt, _ line: TextLine, _ declining: Bool) {
    if line.isEmpty, let number = Int(text), prompt.reasons.indices.contains(number - 1) {
      choose(reason: prompt.reasons[number - 1], prompt, declining)
      return
    }
    var line = line
    line.insert(text)
    overlay = .change(ChangePrompt(booking: prompt.booking, kind: .askReason(line, declining: declining)))
  }

  private mutating func choose(reason: String, _ prompt: ChangePrompt, _ declining: Bool) {
    let kind: ChangePrompt.Kind = declining ? .decline(reason: reason) : .cancel(reason: reason)
    overlay = .change(ChangePrompt(booking: prompt.booking, kind: kind))
  }

  private mutating func send(_ prompt: ChangePrompt) -> [Effect] {
    guard mayWrite() else { return [] }
    let uid = prompt.booking.uid
    let write: Write
    switch prompt.kind {
    case .askReason: return []
    case .cancel(let reason): write = .cancel(uid, reason: reason, seat: nil, subsequent: false)
    case .move(let slot): write = .move(uid, start: slot.start, reason: nil, seat: nil, overrides: .none)
    case .absent(let isAbsent):
      guard let email = prompt.booking.attendees.first?.serverAddress else {
        notice = .noAddressForAbsence
        overlay = nil
        return []
      }
      write = .markAbsent(uid, host: nil, attendees: [Write.Absence(email: email, absent: isAbsent)])
    case .confirm: write = .confirm(uid)
    case .decline(let reason): write = .decline(uid, reason: reason)
    case .fix(let draft): return commitFix(prompt, draft)
    }
    overlay = nil
    moving = nil
    trail = [.board]
    let ref = nextRef()
    writes[ref] = WriteRecord(ref: ref, write: write, at: now, subject: WriteSubject(prompt.booking))
    changing[ref] = prompt
    return [.commit(ref, write)]
  }

  // MARK: - The answer

  /// What the board shows after a change; the notice says it in words.
  mutating func changeEnded(_ ref: DeskRef, _ prompt: ChangePrompt, _ state: WriteRecord.State) -> [Effect] {
    let record = writes[ref]
    switch state {
    case .unknown:
      // The prompt is kept: a look-up may end it yet.
      notice = .outcomeUnknown
      return []
    case .underWay: return []
    default: break
    }
    changing[ref] = nil
    writes[ref] = nil
    var effects: [Effect] = []
    switch state {
    case .accepted(let bookings): effects = accepted(prompt, bookings)
    case .refused(let error): effects = refused(prompt, error)
    case .notSent(let trouble): notice = .store(trouble)
    case .unknown, .underWay: break
    }
    if let record, record.isFound {
      if case .refused(let error) = state {
        notice = .didNotHappen(record.write, error)
      } else {
        notice = .foundDone(record.write, name: prompt.booking.attendeeName)
      }
    }
    return effects
  }

  private mutating func accepted(_ prompt: ChangePrompt, _ bookings: [Booking]) -> [Effect] {
    let old = prompt.booking
    var effects: [Effect] = []
    for booking in bookings { adopt(booking) }
    switch prompt.kind {
    case .move(let slot):
      let new = bookings.first { $0.uid != old.uid } ?? old
      retire(old.uid, replacedBy: new.uid)
      let carried = facts(of: old.uid)
      if carried != .none, new.uid != old.uid { effects += keep(carried, of: new.uid, before: .none) }
      board.day = shop.zone.day(of: slot.start)
      board.selected = .booking(new.uid)
      notice = .moved(name: old.attendeeName, slot.start)
      undoSteps.removeAll { if case .move(old.uid, _) = $0 { true } else { false } }
      remember(.move(new.uid, back: Slot(start: old.start, end: old.end)))
    case .cancel:
      retire(old.uid, replacedBy: nil)
      notice = .cancelled(name: old.attendeeName)
      remember(.bookAgain(old))
    case .decline:
      retire(old.uid, replacedBy: nil, as: .rejected)
      notice = .declined(name: old.attendeeName)
      remember(.bookAgain(old))
    case .absent(let isAbsent):
      notice = .markedAbsent(name: old.attendeeName, isAbsent)
      undoSteps.removeAll { $0 == .absence(old.uid) }
      if isAbsent { remember(.absence(old.uid)) }
    case .confirm: notice = .confirmed(name: old.attendeeName)
    // Its cancellation is no change of its own: see `Fixing`.
    case .askReason, .fix: break
    }
    return effects + loadBoard()
  }

  private mutating func refused(_ prompt: ChangePrompt, _ error: CalError) -> [Effect] {
    switch (prompt.kind, error.kind) {
    case (.cancel, .alreadyDone(movedTo: nil)):
      // Cancelled already, by whomever: what was wanted is so (CONTRACT 12.9).
      return accepted(prompt, [])
    case (.move, .slotTaken), (.move, .outOfBounds):
      // Back to the grid with fresh times, the booking still in hand.
      guard page == .board, draft == nil, overlay == nil else { break }
      moving = prompt.booking
      notice = .server(error)
      let effects = openGrid()
      notice = .server(error)
      return effects
    default: break
    }
    if case .noAnswer(.unreachable) = error.kind {
      notice = .changeNotSent(name: prompt.booking.attendeeName)
    } else {
      notice = .server(error)
    }
    return loadBoard()
  }

  /// Takes a booking off the board that the server has cancelled or moved away.
  mutating func retire(_ uid: Booking.UID, replacedBy new: Booking.UID?, as status: Booking.Status = .cancelled) {
    guard new != uid else { return }
    for (day, state) in days {
      guard var list = state.value, let index = list.firstIndex(where: { $0.uid == uid }) else { continue }
      list[index].status = status
      list[index].movedTo = new
      days[day] = .loaded(list, at: state.loadedAt ?? now)
    }
  }
}

extension Booking {
  /// Whom it is for, in a few words.
  public var attendeeName: String { attendee?.name ?? title }
}

extension FormEntry {
  /// An answer given before, as an entry of the form; `nil` when it does not fit the field any more.
  init?(_ answer: JSONValue, for field: BookingField) {
    switch field.kind {
    case .select, .radio, .radioInput:
      guard let text = answer.string, let index = field.options.firstIndex(of: text) else { return nil }
      self = .choice(index)
    case .multiselect, .checkbox:
      let chosen = (answer.array ?? []).compactMap { $0.string.flatMap(field.options.firstIndex(of:)) }
      guard !chosen.isEmpty else { return nil }
      self = .choices(Set(chosen), cursor: 0)
    case .boolean:
      guard let on = answer.bool else { return nil }
      self = .flag(on)
    case .unknown: return nil
    case .multiemail:
      self = .line(TextLine((answer.array ?? []).compactMap(\.string).joined(separator: ", ")))
    default:
      switch answer {
      case .string(let text): self = .line(TextLine(text))
      case .int(let number): self = .line(TextLine(String(number)))
      case .double(let number): self = .line(TextLine(String(number)))
      default: return nil
      }
    }
  }
}
