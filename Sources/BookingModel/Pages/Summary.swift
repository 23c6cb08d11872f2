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
    guard let draft, service(draft.service) != nil, let key = slotKey else { return .needsSlot }
    let problems = formProblems.count
    guard let slot = draft.slot else {
      if draft.wantsEarliest, slotBooks[key]?.isLoading(searchRange) == true { return .checking }
      return .needsSlot
    }
    let day = shop.zone.day(of: slot.start)
    let state = slotBooks[key]?.day(day) ?? .idle
    switch state {
    case .idle, .loading: return .checking
    case .failed(let error, _): return .unchecked(error)
    case .loaded(let slots, _):
      guard slots.contains(where: { $0.start == slot.start }) else {
        let range = day.advanced(by: -1)...day.advanced(by: 7)
        let free = slotBook.slots(in: range).filter { $0.start >= now }
        return .slotLost(nearest: free.nearest(to: slot.start, count: 3))
      }
    }
    return problems > 0 ? .needsFields(problems) : .complete
  }

  /// Days in which the earliest time is looked for.
  private var searchRange: ClosedRange<CalendarDay> { today...today.advanced(by: 34) }

  mutating func openSummary() -> [Effect] {
    go(to: .summary)
    return completeSummary() + (draft?.service.map(loadFull) ?? [])
  }

  /// Finds what the summary still lacks: the earliest time where one was asked for, and fresh times around the slot.
  mutating func completeSummary() -> [Effect] {
    guard let key = slotKey else { return [] }
    if draft?.slot == nil, draft?.wantsEarliest == true {
      let book = slotBooks[key] ?? SlotBook()
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
    return load(key, day.advanced(by: -1)...day.advanced(by: 7))
  }

  mutating func summaryAction(_ action: Action, _ key: Key) -> [Effect] {
    let waited = awaitsCommit
    awaitsCommit = false
    switch action {
    case .commit: return commit()
    case .back: stepBack()
    case .editFields: return openForm()
    case .showSlots: return openGrid()
    case .laterSlot: return moveSlot(later: true)
    case .earlierSlot: return moveSlot(later: false)
    case .pick: return pickOnSummary(key)
    default: awaitsCommit = waited
    }
    if waited, !awaitsCommit { notice = .commitCancelled }
    return []
  }

  /// A digit takes one of the offered times when the chosen one was lost, else changes the service.
  private mutating func pickOnSummary(_ key: Key) -> [Effect] {
    guard case .character(let character) = key, let number = character.wholeNumberValue else { return [] }
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
    draft?.service = chosen.id
    draft?.slot = nil
    draft?.refusal = nil
    draft?.wantsEarliest = true
    return completeSummary() + loadFull(chosen.id)
  }

  private mutating func moveSlot(later: Bool) -> [Effect] {
    guard let slot = draft?.slot, let key = slotKey else { return [] }
    let day = shop.zone.day(of: slot.start)
    let range = later ? day...day.advanced(by: 7) : max(today, day.advanced(by: -7))...day
    let free = slotBook.slots(in: range).filter { $0.start >= now }
    let next = later ? free.first { $0.start > slot.start } : free.last { $0.start < slot.start }
    if let next { draft?.slot = next }
    draft?.refusal = nil
    guard let moved = draft?.slot else { return [] }
    let shown = shop.zone.day(of: moved.start)
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
    case .needsSlot: notice = .slotNeeded
    case .needsFields: return finishFormFromSummary()
    case .slotLost: notice = .slotTaken
    case .unchecked(let error): notice = .server(error)
    }
    return []
  }

  private mutating func finishFormFromSummary() -> [Effect] {
    let effects = openForm()
    return effects + finishForm()
  }

  /// A `y` that came before its summary was complete counts once the complete summary has been painted (DESIGN 5).
  mutating func painted() -> [Effect] {
    guard awaitsCommit, page == .summary, overlay == nil, summaryState == .complete else { return [] }
    awaitsCommit = false
    return commit()
  }

  private mutating func send() -> [Effect] {
    let ref = nextRef()
    guard let draft, let service = service(draft.service),
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
