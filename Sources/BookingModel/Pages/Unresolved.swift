// Writes whose outcome is unknown: what is known of each, and what a person may do about it.

extension Model {
  /// The record under the cursor.
  public var selectedUnresolved: WriteRecord? {
    let records = unresolvedWrites
    return records.indices.contains(unresolved) ? records[unresolved] : records.last
  }

  mutating func unresolvedAction(_ action: Action) -> [Effect] {
    let wasGivingUp = selectedUnresolved.map { resolutions[$0.ref]?.isGivingUp == true } ?? false
    for ref in resolutions.keys { resolutions[ref]?.isGivingUp = false }
    switch action {
    case .up: unresolved = max(0, min(unresolved, unresolvedWrites.count - 1) - 1)
    case .down: unresolved = min(max(0, unresolvedWrites.count - 1), unresolved + 1)
    case .lookAgain: return lookAgain()
    case .giveUp: return giveUp(wasGivingUp)
    case .offerAgain: return offerAgain()
    default: trail = [.board]
    }
    return []
  }

  private mutating func lookAgain() -> [Effect] {
    guard let record = selectedUnresolved else { return [] }
    notice = .lookingUp
    return lookUp(record.ref)
  }

  /// The first press asks, and looks once more; the second one closes it, if it is still not there.
  private mutating func giveUp(_ isSecond: Bool) -> [Effect] {
    guard let record = selectedUnresolved, mayWrite() else { return [] }
    let isSettled = resolutions[record.ref]?.isSettled(at: now) == true
    guard isSecond, isSettled else {
      resolutions[record.ref]?.isGivingUp = true
      notice = isSettled ? .giveUpAgain : .lookingUpFirst
      return isSettled ? [] : lookUp(record.ref)
    }
    notice = .givenUp
    let effects = abandon(record.ref)
    unresolved = min(unresolved, max(0, unresolvedWrites.count - 1))
    return effects
  }

  /// What was typed comes back on a fresh summary; `y` there sends a new write, once. The old one stays open until then.
  private mutating func offerAgain() -> [Effect] {
    guard let record = selectedUnresolved, mayWrite() else { return [] }
    guard case .create(let booking) = record.write else {
      notice = .onlyNewBookingsAgain
      return []
    }
    let intent = record.ref.intent
    guard !bookedIntents.contains(intent) else {
      notice = .repeatFound
      return []
    }
    let others = siblings(of: record.ref)
    if draft?.id == intent || leftDrafts.contains(where: { $0.id == intent })
      || parked.contains(where: { $0.id == intent })
      || others.contains(where: { writes[$0]?.state == .underWay })
    {
      notice = .offeredAlready
      return []
    }
    // Every sending of it must have been looked for.
    guard isChecked(intent) else {
      notice = .lookingUpFirst
      return check(intent)
    }
    leaveDraft()
    let kept = ([record.ref] + others).first { committing[$0] != nil }
    var again = kept.flatMap { committing.removeValue(forKey: $0) } ?? draft(of: booking, record.ref)
    again.refusal = nil
    draft = again
    grid = SlotGridPage(day: today)
    trail = [.board, .services, .slots, .form, .summary]
    return completeSummary() + loadFull(booking.service)
  }

  private mutating func draft(of booking: NewBooking, _ ref: DeskRef) -> Draft {
    var booking = booking
    // An address that was made up for this very write is not the customer's.
    if booking.attendee.email?.hasPrefix("walkin+\(ref.rawValue)@") == true { booking.attendee.email = nil }
    return Draft(id: ref.intent, booking, service(booking.service))
  }

  // MARK: - The summary of a booking that is offered again

  /// Whether everything that was sent of a draft before has just been looked up and is not there, so that `y` may send it again.
  func isChecked(_ intent: Draft.ID) -> Bool {
    openWrites(of: intent).allSatisfy { ref in
      guard let resolution = resolutions[ref] else { return false }
      return resolution.isSettled(at: now) && resolution.finding == .notThere
    }
  }

  mutating func check(_ intent: Draft.ID) -> [Effect] {
    openWrites(of: intent).flatMap { ref in
      resolutions[ref]?.isSettled(at: now) == true ? [] : lookUp(ref)
    }
  }
}

extension Draft {
  /// What can be told of a draft from the write that it became: for writes of the command line, and drafts that are lost.
  init(id: ID, _ booking: NewBooking, _ service: Service?) {
    self.init(id: id, service: booking.service, wantedStart: booking.start)
    if let service {
      let minutes = booking.minutes ?? service.minutes
      slot = Slot(start: booking.start, end: booking.start.adding(minutes: minutes))
    }
    func put(_ slug: String, _ text: String?) {
      if let text, !text.isEmpty { entries[slug] = .line(TextLine(text)) }
    }
    put(FormSlug.name, booking.attendee.name)
    put(FormSlug.email, booking.attendee.email)
    put(FormSlug.phone, booking.attendee.phone)
    put(FormSlug.guests, booking.guests.joined(separator: ", "))
    for (slug, answer) in booking.answers { put(slug, answer.string) }
  }
}
