// Unknown writes are looked up until they are found, or until a person closes them. Nothing here sends anything anew.

/// How the journal's row of a write is closed after a look-up.
public enum WriteClosing: Equatable, Sendable {
  case accepted([Booking])
  case refused(CalError)
  /// By a person, after it was looked up and not found.
  case abandoned
}

extension Model {
  /// Questions on their way together at most: an outage that left many writes unknown must not use up the request budget at once.
  private static let lookUpLimit = 4

  // MARK: - Starting

  /// Writes that an earlier run left unknown are looked up at once; their drafts are theirs, and not offered as unsent.
  mutating func resumeResolutions() {
    for record in unresolvedWrites.reversed() {
      // It may have been on its way when the program died, for as long as a write may take.
      let since = min(now, record.at).adding(seconds: Resolution.longestWriteSeconds)
      resolutions[record.ref] = Resolution(since: since, nextLook: now)
      guard let id = record.ref.draft, let index = leftDrafts.firstIndex(where: { $0.id == id }) else { continue }
      committing[record.ref] = leftDrafts.remove(at: index)
    }
  }

  mutating func startResolving(_ ref: DeskRef) {
    if resolutions[ref] == nil { resolutions[ref] = Resolution(since: now) }
  }

  /// The earliest look-up that is due; `nil` when none is.
  var nextLookUp: Instant? {
    guard resolutions.values.count(where: { $0.question != nil }) < Model.lookUpLimit else { return nil }
    return resolutions.values.lazy.filter { $0.question == nil }.map(\.nextLook).min()
  }

  // MARK: - Asking

  mutating func dueLookUps() -> [Effect] {
    guard !resolutions.isEmpty, page != .setup else { return [] }
    let room = Model.lookUpLimit - resolutions.values.count { $0.question != nil }
    let due = resolutions.filter { $0.value.isDue(at: now) }.sorted {
      ($0.value.nextLook, $0.key.rawValue) < ($1.value.nextLook, $1.key.rawValue)
    }
    return due.prefix(max(0, room)).flatMap { lookUp($0.key) }
  }

  /// Asks now, unless a question is on its way.
  mutating func lookUp(_ ref: DeskRef) -> [Effect] {
    guard let record = writes[ref], resolutions[ref]?.question == nil else { return [] }
    let question = record.write.lookUpQuestion
    resolutions[ref]?.ask(question, at: now)
    return [.lookUp(ref, question)]
  }

  /// The server has answered a poll.
  mutating func serverIsBack() -> [Effect] {
    for ref in resolutions.keys { resolutions[ref]?.serverIsBack(at: now) }
    return dueLookUps()
  }

  // MARK: - Answers

  mutating func lookedUp(
    _ ref: DeskRef, _ question: LookUpQuestion, _ answer: Result<[Booking], CalError>
  ) -> [Effect] {
    guard let record = writes[ref], case .unknown = record.state, resolutions[ref]?.question == question else {
      return []
    }
    switch record.write.verdict(ref, sentAt: record.at, on: question, answer) {
    case .done(let bookings): return found(ref, bookings) + dueLookUps()
    case .impossible(let error): return didNotHappen(ref, error) + dueLookUps()
    case .ask(let next):
      resolutions[ref]?.question = next
      return [.lookUp(ref, next)]
    case .notThere: resolutions[ref]?.answered(.notThere, at: now)
    case .undecided(let booking): resolutions[ref]?.answered(.undecided(booking), at: now)
    case .noAnswer(let error):
      let (poll, contact) = (pollInterval, lastContact)
      resolutions[ref]?.failed(error, at: now, pollMilliseconds: poll, contact: contact)
    }
    return dueLookUps()
  }

  /// It happened: the write is accepted, late.
  private mutating func found(_ ref: DeskRef, _ bookings: [Booking]) -> [Effect] {
    writes[ref]?.isFound = true
    let withdrawn = withdrawRepeats(of: ref)
    let effects = settle(ref, .accepted(bookings))
    return [.closeWrite(ref, .accepted(bookings))] + withdrawn + effects + loadBoardUnless(effects)
  }

  private mutating func didNotHappen(_ ref: DeskRef, _ error: CalError) -> [Effect] {
    writes[ref]?.isFound = true
    let effects = settle(ref, .refused(error))
    return [.closeWrite(ref, .refused(error))] + effects + loadBoardUnless(effects)
  }

  private mutating func loadBoardUnless(_ effects: [Effect]) -> [Effect] {
    effects.contains { if case .loadBookings = $0 { true } else { false } } ? [] : loadBoard()
  }

  /// Any answer may show a booking that is looked for: the poll of the board, or the answer to another write.
  mutating func recognize(_ bookings: [Booking]) -> [Effect] {
    guard !resolutions.isEmpty || !givenUp.isEmpty else { return [] }
    var effects: [Effect] = []
    for booking in bookings {
      guard let ref = booking.deskRef else { continue }
      if case .unknown = writes[ref]?.state, case .create = writes[ref]?.write {
        effects += found(ref, bookings.filter { $0.deskRef == ref })
      } else if givenUp.remove(ref) != nil {
        notice = .turnedUp(name: booking.attendeeName, booking.start)
      }
    }
    return effects
  }

  // MARK: - Closing by a person

  /// Ends an unknown write as not having happened. Only after a look-up that did not find it.
  mutating func abandon(_ ref: DeskRef) -> [Effect] {
    guard let record = writes[ref], case .unknown = record.state else { return [] }
    writes[ref] = nil
    resolutions[ref] = nil
    changing[ref] = nil
    if case .create = record.write { givenUp.insert(ref) }
    // What was offered again in its place stands for itself now.
    if draft?.repeats == ref { draft?.repeats = nil }
    for index in leftDrafts.indices where leftDrafts[index].repeats == ref { leftDrafts[index].repeats = nil }
    for other in committing.keys where committing[other]?.repeats == ref { committing[other]?.repeats = nil }
    let sent = committing.removeValue(forKey: ref)
    return [.closeWrite(ref, .abandoned)] + (sent.map { [.forgetDraft($0.id)] } ?? [])
  }

  /// A draft that was offered again need not be sent any more: its first sending has been found.
  private mutating func withdrawRepeats(of ref: DeskRef) -> [Effect] {
    var gone = leftDrafts.filter { $0.repeats == ref }
    leftDrafts.removeAll { $0.repeats == ref }
    if let shown = draft, shown.repeats == ref {
      gone.append(shown)
      draft = nil
      awaitsCommit = false
      overlays = []
      outcome = OutcomePage(ref: ref)
      trail = [.board, .outcome]
    }
    return gone.map { .forgetDraft($0.id) }
  }
}

extension Draft {
  /// Whether its first sending has been found meanwhile: then it must not be sent, or offered, once more.
  func isRepeatFound(_ model: Model) -> Bool { repeats.map { model.resolutions[$0] == nil } ?? false }
}
