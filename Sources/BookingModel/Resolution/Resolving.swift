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
      resolutions[record.ref] = resumed(record)
      let intent = record.ref.intent
      var sent: Draft?
      if let index = leftDrafts.firstIndex(where: { $0.id == intent }) {
        sent = leftDrafts.remove(at: index)
      } else if let index = parked.firstIndex(where: { $0.id == intent }) {
        sent = parked.remove(at: index)
      }
      guard let sent else { continue }
      if case .create = record.write { committing[record.ref] = sent } else { resumeFixing(record, sent) }
    }
  }

  mutating func stopResolving(_ ref: DeskRef) {
    guard resolutions.removeValue(forKey: ref) != nil else { return }
    closedWrites.insert(ref)
  }

  /// A command on this machine may have left a write of unknown outcome, and another desk may have closed one.
  mutating func journalRead(_ records: [WriteRecord], askedAt: Instant) -> [Effect] {
    var effects: [Effect] = []
    for record in records where writes[record.ref] == nil && !closedWrites.contains(record.ref) {
      guard case .unknown = record.state else { continue }
      writes[record.ref] = record
      resolutions[record.ref] = resumed(record)
    }
    let open = Set(records.map(\.ref))
    for (ref, resolution) in resolutions where !open.contains(ref) && resolution.since < askedAt {
      stopResolving(ref)
      changing[ref] = nil
      if let sent = committing.removeValue(forKey: ref), !isKept(sent.id) { effects.append(.forgetDraft(sent.id)) }
      if let given = fixing.removeValue(forKey: ref) {
        // Cancelled or not, the board will show; the correction waits for a person.
        leftDrafts.append(given.draft)
      }
      if outcome.ref == ref, page == .outcome { trail = [.board] }
      writes[ref] = nil
      notice = .closedElsewhere
    }
    unresolved = min(unresolved, max(0, unresolvedWrites.count - 1))
    return effects + dueLookUps()
  }

  private func resumed(_ record: WriteRecord) -> Resolution {
    // It may have been on its way when the program died, for as long as a write may take.
    let since = min(now, record.at).adding(seconds: Resolution.longestWriteSeconds)
    return Resolution(since: since, nextLook: now)
  }

  /// The cancellation of a correction, of an earlier run: what was typed waits for what it comes to.
  private mutating func resumeFixing(_ record: WriteRecord, _ draft: Draft) {
    let old = draft.replaces
    let booking = Booking(
      uid: record.write.booking ?? Booking.UID(""), start: old?.start ?? now, end: draft.slot?.end ?? now,
      service: draft.service, attendees: [Attendee(name: old?.name ?? "")])
    let page = FixPage(booking: booking, draft: draft, lostAnswers: [])
    fixing[record.ref] = Fixing(page: page, draft: draft, isResumed: true)
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
    let withdrawn = withdraw(ref.intent, shows: ref)
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
      for ref in booking.deskRefs {
        if case .unknown = writes[ref]?.state, case .create = writes[ref]?.write {
          effects += found(ref, bookings.compactMap { $0.made(by: ref) })
        } else if givenUp.remove(ref) != nil {
          notice = .turnedUp(name: booking.made(by: ref)?.attendeeName ?? booking.attendeeName, booking.start)
        }
      }
    }
    return effects
  }

  // MARK: - Closing by a person

  /// Ends an unknown write as not having happened. Only after a look-up that did not find it.
  mutating func abandon(_ ref: DeskRef) -> [Effect] {
    guard let record = writes[ref], case .unknown = record.state else { return [] }
    writes[ref] = nil
    stopResolving(ref)
    changing[ref] = nil
    if case .create = record.write { givenUp.insert(ref) }
    let sent = committing.removeValue(forKey: ref)
    if let sent, sent.replaces != nil, !isKept(sent.id), !bookedIntents.contains(sent.id) {
      // The booking whose place it was to take is gone: what was typed is not forgotten with the write.
      leftDrafts.append(sent)
      return [.closeWrite(ref, .abandoned)]
    }
    let isLast = sent.map { !isKept($0.id) } ?? false
    return [.closeWrite(ref, .abandoned)] + (isLast ? [.forgetDraft(ref.intent)] : []) + fixAbandoned(ref)
  }

  // MARK: - Several sendings of one draft

  /// The other writes of the same draft that are open.
  func siblings(of ref: DeskRef) -> [DeskRef] { openWrites(of: ref.intent).filter { $0 != ref } }

  func openWrites(of intent: Draft.ID) -> [DeskRef] {
    writes.values.filter { record in
      guard record.ref.intent == intent else { return false }
      switch record.state {
      case .unknown, .underWay: return true
      default: return false
      }
    }.map(\.ref).sorted { $0.rawValue < $1.rawValue }
  }

  /// A sending of a draft was found: where the draft was offered again, there is nothing left to book.
  private mutating func withdraw(_ intent: Draft.ID, shows ref: DeskRef) -> [Effect] {
    let isLeft = (leftDrafts + parked).contains { $0.id == intent }
    leftDrafts.removeAll { $0.id == intent }
    parked.removeAll { $0.id == intent }
    if draft?.id == intent {
      draft = nil
      awaitsCommit = false
      overlays = []
      outcome = OutcomePage(ref: ref)
      trail = [.board, .outcome]
    }
    return isLeft ? [.forgetDraft(intent)] : []
  }

  /// A sending was taken. The others, looked up and not found, are closed with it: a person has asked for this one in their place.
  mutating func settleSiblings(_ ref: DeskRef, _ bookings: [Booking], isFound: Bool) -> [Effect] {
    let others = siblings(of: ref)
    if bookedIntents.contains(ref.intent), let booking = bookings.first {
      notice = .turnedUp(name: booking.attendeeName, booking.start)
    }
    guard !others.isEmpty else { return [] }
    bookedIntents.insert(ref.intent)
    guard !isFound else { return [] }
    var effects: [Effect] = []
    for other in others {
      // A server may answer a repeat with the first booking (CONTRACT 14): then that one is recognized by its reference.
      guard let resolution = resolutions[other], resolution.isSettled(at: now), resolution.finding == .notThere,
        !bookings.contains(where: { $0.deskRefs.contains(other) })
      else { continue }
      effects += abandon(other)
    }
    return effects
  }
}
