// Everything on one page before `y`, and what stands in the way of it.

public enum SummaryState: Equatable, Sendable {
  case complete
  /// The times are on their way.
  case checking
  case needsSlot
  case needsFields(Int)
  /// The chosen time is not free any more; these are the nearest.
  case slotLost(nearest: [Slot])
  /// The times could not be read: whether the slot is free is not known.
  case unchecked(CalError)
}

extension Model {
  public var summaryState: SummaryState {
    guard let draft, let service = service(draft.service), let key = slotKey else { return .needsSlot }
    let problems = formProblems.count
    let book = book(key)
    guard let slot = draft.slot else {
      if draft.wantsEarliest, book.isLoading(searchRange) || isLettingGo { return .checking }
      return .needsSlot
    }
    let day = shop.zone.day(of: slot.start)
    // A time that the server refused is lost even where its list of free times still has it.
    let isRefused = draft.refusal?.kind == .slotTaken
    let isLost = { (slots: [Slot]) in
      isRefused || slot.start < now || !slots.contains { $0.start == slot.start }
    }
    switch book.day(day) {
    case .idle: return slot.start < now ? slotLost(slot) : .checking
    case .loading(let known):
      // A time that was gone already stays gone on screen while the list is read anew, and what was offered instead stays offered.
      // A list that still has the time is older than the refusal.
      guard let known, slot.start < now || !known.contains(where: { $0.start == slot.start }) else { return .checking }
      return slotLost(slot)
    case .failed(let error, _):
      let isGone = slot.start < now || isTaken(service, on: day, moving: draft.replaces?.uid)(slot)
      return isGone ? slotLost(slot) : .unchecked(error)
    case .loaded(let slots, let at):
      if isLost(slots) { return slotLost(slot) }
      // Too old to be booked by: read once more first.
      if now.milliseconds - at.milliseconds > freshFor * 1000 { return .checking }
    }
    if problems > 0 { return .needsFields(problems) }
    // What may have been booked already is looked for once more before it is sent again.
    return isChecked(draft.id) ? .complete : .checking
  }

  private func slotLost(_ slot: Slot) -> SummaryState {
    let day = shop.zone.day(of: slot.start)
    let free = slotBook.slots(in: day.advanced(by: -1)...day.advanced(by: 7)).filter {
      $0.start >= now && $0.start != slot.start
    }
    return .slotLost(nearest: free.nearest(to: slot.start, count: 3))
  }

  /// Days in which the earliest time is looked for.
  private var searchRange: ClosedRange<CalendarDay> { today...today.advanced(by: 34) }

  /// Minutes of notice that keep a walk-in from starting now: the slot is the first one that the server takes after them.
  public var noticeBeforeWalkIn: Int? {
    guard let draft, draft.origin == .walkIn, let slot = draft.slot, let service = service(draft.service) else {
      return nil
    }
    let notice = service.rules.minimumNotice
    guard notice > 0, slot.start >= now.adding(minutes: notice),
      slotBook.slots(in: searchRange).first(where: { $0.start >= now }) == slot
    else { return nil }
    return notice
  }

  mutating func openSummary() -> [Effect] {
    go(to: .summary)
    return completeSummary() + (draft?.service.map(loadFull) ?? [])
  }

  /// Finds what the summary still lacks: the earliest time where one was asked for, and fresh times around the slot.
  mutating func completeSummary() -> [Effect] {
    guard let key = slotKey else { return [] }
    if draft?.slot == nil, draft?.wantsEarliest == true {
      // The server still hides what the draft held before: the earliest time could be among it.
      if isLettingGo { return [] }
      let book = book(key)
      let week = today...today.advanced(by: 6)
      let range = book.isKnown(week) ? searchRange : week
      if let first = book.slots(in: range).first(where: { $0.start >= now }) {
        draft?.slot = first
      } else {
        let effects = load(key, range)
        if effects.isEmpty, !book.isLoading(range) { draft?.wantsEarliest = false }
        return effects
      }
    }
    guard let slot = draft?.slot else { return [] }
    let day = shop.zone.day(of: slot.start)
    // The day itself and the week after it: what `.` and the nearest times need, in one request.
    return load(key, day.advanced(by: -1)...day.advanced(by: 7)) + (draft.map { check($0.id) } ?? [])
  }

  mutating func summaryAction(_ action: Action, _ key: Key) -> [Effect] {
    switch action {
    case .commit: return commit()
    case .back:
      stepBack()
      return page == .slots ? loadGrid() : []
    case .editFields: return openForm()
    case .showSlots: return openGrid()
    case .laterSlot: return moveSlot(later: true)
    case .earlierSlot: return moveSlot(later: false)
    case .pick: return pickOnSummary(key)
    default: break
    }
    return []
  }

  /// A digit takes one of the offered times when the chosen one was lost, else changes the service.
  private mutating func pickOnSummary(_ key: Key) -> [Effect] {
    guard case .character(let character) = key, let number = character.wholeNumberValue else { return [] }
    // A digit that was meant for the times on offer must not change the service while they are read anew.
    if draft?.refusal?.kind == .slotTaken, summaryState == .checking {
      notice = .notYetComplete
      return []
    }
    if case .slotLost(let nearest) = summaryState {
      guard nearest.indices.contains(number - 1) else {
        notice = .noSuchNumber(number)
        return []
      }
      draft?.slot = nearest[number - 1]
      draft?.refusal = nil
      return completeSummary()
    }
    guard let all = services.value, all.indices.contains(number - 1) else {
      notice = .noSuchNumber(number)
      return []
    }
    let chosen = all[number - 1]
    guard chosen.obstacles.isEmpty else {
      notice = chosen.obstacles.first.map(Notice.serviceHasObstacle)
      return []
    }
    let letGo = draft.map { dropHold(of: $0.id) } ?? []
    draft?.service = chosen.id
    draft?.slot = nil
    draft?.refusal = nil
    draft?.wantsEarliest = true
    fillHabits()
    return letGo + completeSummary() + loadFull(chosen.id)
  }

  /// Holds are on their way back to the server.
  private var isLettingGo: Bool { !releasing.isEmpty }

  private mutating func moveSlot(later: Bool) -> [Effect] {
    guard let slot = draft?.slot, let key = slotKey else { return [] }
    let day = shop.zone.day(of: slot.start)
    let range = later ? day...day.advanced(by: 7) : max(today, day.advanced(by: -7))...day
    let free = slotBook.slots(in: range).filter { $0.start >= now }
    let next = later ? free.first { $0.start > slot.start } : free.last { $0.start < slot.start }
    let shown = shop.zone.day(of: (next ?? slot).start)
    if let next {
      draft?.slot = next
      draft?.refusal = nil
    } else {
      notice = slotBook.isLoading(range) ? .notYetComplete : .noOtherSlot(later: later)
    }
    return load(key, later ? shown...shown.advanced(by: 7) : shown.advanced(by: -7)...shown)
  }

  // MARK: - y

  private mutating func commit() -> [Effect] {
    guard mayWrite() else { return [] }
    switch summaryState {
    case .complete: return send()
    case .checking:
      awaitsCommit = true
      notice = .waitingToCommit
      return completeSummary()
    case .needsSlot: notice = away.map { .serverAway($0) } ?? .slotNeeded
    case .needsFields: return finishFormFromSummary()
    case .slotLost: notice = lostNotice
    case .unchecked:
      // Once more: the `y` counts if the time turns out to be free.
      awaitsCommit = true
      notice = .waitingToCommit
      return completeSummary()
    }
    return []
  }

  // MARK: - A y that waits

  /// What a `y` answers: it counts for this time at this price only.
  struct Offer: Equatable {
    var slot: Slot?
    var price: Money?
  }

  var offer: Offer { Offer(slot: draft?.slot, price: service(draft?.service)?.price) }

  /// Any other key takes a waiting `y` back.
  mutating func callOffCommit() {
    guard awaitsCommit else { return }
    awaitsCommit = false
    notice = .commitCancelled
  }

  /// So does a change of time or price, and an answer after which the summary is not complete. The earliest time that a
  /// walk-in waits for is no change.
  mutating func checkAwaitedCommit(_ before: Offer) {
    guard awaitsCommit, page == .summary else { return }
    let after = offer
    let isSame = (before.slot == nil || before.slot == after.slot) && before.price == after.price
    let state = summaryState
    guard !isSame || (state != .checking && state != .complete) else { return }
    awaitsCommit = false
    // No key came first: what the answer has changed is said instead.
    notice =
      switch state {
      case .unchecked(let error): .serverAway(error)
      case .needsSlot: away.map { .serverAway($0) } ?? .slotNeeded
      case .slotLost: lostNotice
      case .complete, .checking, .needsFields: .offerChanged
      }
  }

  /// Why the chosen time cannot be had: one that has begun was taken by nobody.
  private var lostNotice: Notice {
    draft?.slot.map { $0.start < now } == true && draft?.refusal == nil ? .timePast : .slotTaken
  }

  private mutating func finishFormFromSummary() -> [Effect] {
    let effects = openForm()
    return effects + finishForm()
  }

  /// A `y` that came before its summary was complete counts once the complete summary has been painted (DESIGN 5).
  mutating func painted() -> [Effect] {
    guard awaitsCommit, lock == nil else { return [] }
    if moving != nil || page == .fix { return sendAwaitedChange() }
    guard page == .summary, overlay == nil, summaryState == .complete else { return [] }
    awaitsCommit = false
    return commit()
  }

  private mutating func send() -> [Effect] {
    guard let draft, let service = service(draft.service) else { return [] }
    let ref = DeskRef(sending: draft.id, nextRef())
    guard
      let booking = draft.booking(service, policy: shop.policy, zone: shop.zone, ref: ref)
    else { return [] }
    let write = Write.create(booking)
    writes[ref] = WriteRecord(ref: ref, write: write, at: now)
    committing[ref] = draft
    self.draft = nil
    outcome = OutcomePage(ref: ref)
    trail = [.board, .outcome]
    return [.commit(ref, write)]
  }
}
