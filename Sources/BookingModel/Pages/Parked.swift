// Drafts that wait under a letter while another is worked on. Their holds go on until they end.

extension Model {
  /// The letters, in the order in which they are given.
  public static let parkingLetters = ["a", "b", "c", "d", "e", "f"]

  /// The parked drafts by letter, as the screen lists them.
  public var parkedByLetter: [Draft] { parked.sorted { ($0.parked ?? "") < ($1.parked ?? "") } }

  var freeLetter: String? { Model.parkingLetters.first { letter in !parked.contains { $0.parked == letter } } }

  // MARK: - Parking

  /// Puts the draft in hand aside, or on the board the one that was left last, which is held again.
  mutating func park() -> [Effect] {
    guard mayWrite() else { return [] }
    if page == .who { takeCustomerLine() }
    if page == .board, draft == nil, moving == nil, freeLetter != nil, let last = leftDrafts.popLast() { draft = last }
    guard moving == nil, draft?.isWorthKeeping == true else {
      notice = .nothingToPark
      return []
    }
    guard let letter = freeLetter else {
      overlays.append(.jump(.makeRoom))
      return []
    }
    let effects = park(under: letter)
    trail = [.board]
    notice = draftIsRequest(letter) ? .requestKept(letter) : .parked(letter)
    return effects + loadBoard()
  }

  func draftIsRequest(_ letter: String) -> Bool { parked.contains { $0.parked == letter && $0.requestedAt != nil } }

  mutating func park(under letter: String) -> [Effect] {
    guard var parking = draft else { return [] }
    awaitsCommit = false
    let cannotAsk = isTimeUnchecked || away != nil
    draft = nil
    // As the other pages do: the form is open again when its draft is.
    parking.isOnForm = page == .form
    parking.parked = letter
    if cannotAsk, parking.service != nil { parking.requestedAt = parking.requestedAt ?? now }
    parked.append(parking)
    return [.saveDraft(parking)]
  }

  // MARK: - Going on

  mutating func openJump() -> [Effect] {
    guard mayWrite() else { return [] }
    guard !parked.isEmpty || !leftDrafts.isEmpty else {
      notice = .noDraft
      return []
    }
    overlays.append(.jump(.goOn))
    return []
  }

  mutating func jumpAction(_ action: Action, _ key: Key) -> [Effect] {
    guard case .jump(let purpose) = overlay else { return [] }
    switch action {
    case .pick:
      guard case .character(let character) = key else { return [] }
      let number = character.wholeNumberValue
      if number != nil, purpose == .makeRoom { return [] }
      overlay = nil
      switch purpose {
      case .goOn: return number.map { jump(toLeft: $0) } ?? jump(to: String(character))
      case .makeRoom: return drop(String(character))
      case .discard: return number.map { discard(left: $0) } ?? discard(String(character))
      }
    case .reopenDraft:
      if purpose == .makeRoom { return [] }
      overlay = nil
      return purpose == .goOn ? reopenDraft() : discard(left: 1)
    case .discard:
      if purpose == .goOn { overlay = .jump(.discard) }
      return []
    default:
      overlay = nil
      return []
    }
  }

  /// Those that were left, the latest first, as far as they have numbers.
  public var leftByNumber: [Draft] { Array(leftDrafts.reversed().prefix(9)) }

  private mutating func jump(toLeft number: Int) -> [Effect] {
    overlay = nil
    guard leftByNumber.indices.contains(number - 1) else {
      notice = .noSuchNumber(number)
      return []
    }
    return goOn(with: leftDrafts.remove(at: leftDrafts.count - number))
  }

  private mutating func jump(to letter: String) -> [Effect] {
    guard let index = parked.firstIndex(where: { $0.parked == letter }) else {
      notice = .noParked(letter)
      return []
    }
    return goOn(with: parked.remove(at: index))
  }

  // MARK: - Throwing away

  private mutating func discard(_ letter: String) -> [Effect] {
    guard let index = parked.firstIndex(where: { $0.parked == letter }) else {
      notice = .noParked(letter)
      return []
    }
    return discard(parked.remove(at: index))
  }

  private mutating func discard(left number: Int) -> [Effect] {
    guard leftByNumber.indices.contains(number - 1) else {
      notice = .noSuchNumber(number)
      return []
    }
    return discard(leftDrafts.remove(at: leftDrafts.count - number))
  }

  private mutating func discard(_ draft: Draft) -> [Effect] {
    var kept = draft
    kept.hold = nil
    remember(.discarded(kept))
    notice = .discarded(name: draft.text(FormSlug.name))
    return [.forgetDraft(draft.id)]
  }

  /// Brings back what was thrown away: under its letter, or the next one, if it had one. Its hold is asked for anew.
  mutating func restore(_ discarded: Draft) -> [Effect] {
    var draft = discarded
    if let letter = draft.parked, parked.contains(where: { $0.parked == letter }) { draft.parked = freeLetter }
    if let letter = draft.parked {
      parked.append(draft)
      notice = .parked(letter)
    } else {
      leftDrafts.append(draft)
      notice = .draftKept
    }
    return [.saveDraft(draft)]
  }

  /// The one that was left last; where none was, the one that was parked last.
  private mutating func reopenDraft() -> [Effect] {
    guard let last = leftDrafts.popLast() ?? parked.popLast() else {
      notice = .noDraft
      return []
    }
    return goOn(with: last)
  }

  /// The draft in hand takes the letter that has become free, or the next.
  private mutating func goOn(with next: Draft) -> [Effect] {
    var effects: [Effect] = []
    if draft?.isWorthKeeping == true {
      if let letter = next.parked ?? freeLetter { effects = park(under: letter) } else { leaveDraft() }
    }
    moving = nil
    trail = [.board]
    draft = next
    draft?.parked = nil
    notice = .draftReopened
    return effects + resumeDraft()
  }

  /// A seventh draft needs a letter: the one that had it is kept with those that were left, without its hold.
  private mutating func drop(_ letter: String) -> [Effect] {
    guard let index = parked.firstIndex(where: { $0.parked == letter }) else {
      notice = .noParked(letter)
      return []
    }
    var dropped = parked.remove(at: index)
    dropped.parked = nil
    dropped.hold = nil
    leftDrafts.append(dropped)
    let effects = [.saveDraft(dropped)] + park(under: letter)
    trail = [.board]
    notice = .parkedDropped(letter)
    return effects + loadBoard()
  }

  // MARK: - Starting

  /// Parked drafts of earlier runs keep their letters; where two have the same, the later one takes a free one, or counts as left.
  mutating func resumeParked(_ drafts: [Draft]) {
    for var draft in drafts {
      if parked.contains(where: { $0.parked == draft.parked }) || !Model.parkingLetters.contains(draft.parked ?? "") {
        draft.parked = freeLetter
      }
      if draft.parked == nil { leftDrafts.append(draft) } else { parked.append(draft) }
    }
  }

  /// What is left of the hold of a draft; `nil` when its time is not held.
  public func holdTime(of id: Draft.ID) -> HoldTime? {
    guard let until = holds[id]?.reservation?.until, until > now else { return nil }
    return HoldTime(until: until, now: now)
  }
}
