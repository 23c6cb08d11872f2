/// What became of a write that was just sent.
public struct OutcomePage: Equatable, Sendable {
  public var ref: DeskRef?
  /// The booking whose place the new one takes: it is cancelled.
  public var replaced: ReplacedBooking?
  public init(ref: DeskRef? = nil, replaced: ReplacedBooking? = nil) {
    self.ref = ref
    self.replaced = replaced
  }
}

extension Model {
  public var outcomeRecord: WriteRecord? { outcome.ref.flatMap { writes[$0] } }

  /// The booking that the page shows as made.
  public var outcomeBooking: Booking? {
    if case .accepted(let bookings) = outcomeRecord?.state { bookings.first } else { nil }
  }

  mutating func writeEnded(_ ref: DeskRef, _ state: WriteRecord.State) -> [Effect] {
    guard writes[ref]?.state == .underWay else { return [] }
    return settle(ref, state)
  }

  /// A write has come to something: by its own answer, or by a look-up.
  mutating func settle(_ ref: DeskRef, _ state: WriteRecord.State) -> [Effect] {
    guard let record = writes[ref] else { return [] }
    writes[ref]?.state = state
    if case .unknown = state { startResolving(ref) } else { stopResolving(ref) }
    if let prompt = changing[ref] {
      for key in slotBooks.keys { slotBooks[key]?.invalidate() }
      return changeEnded(ref, prompt, state)
    }
    if let fixing = fixing[ref] {
      for key in slotBooks.keys { slotBooks[key]?.invalidate() }
      return fixCancelEnded(ref, fixing, state)
    }
    let sent = committing[ref]
    // Whatever happened, the free times that are known may be wrong now.
    for key in slotBooks.keys { slotBooks[key]?.invalidate() }
    switch state {
    case .accepted(let bookings):
      committing[ref] = nil
      for booking in bookings { adopt(booking) }
      if isShowing(ref) {
        if let booking = bookings.first { board.selected = .booking(booking.uid) }
      } else {
        writes[ref] = nil
        notice = tidings(of: record, bookings)
      }
      return (sent.map { [.forgetDraft($0.id)] } ?? []) + settleSiblings(ref, bookings, isFound: record.isFound)
        + recognize(bookings) + carryFacts(sent, to: bookings)
    case .refused(let error):
      let why = record.isFound ? Notice.didNotHappen(record.write, error) : .server(error)
      return refused(record, sent, why, error)
    case .notSent(let trouble): return refused(record, sent, .store(trouble), nil)
    case .unknown:
      if !isShowing(ref) { notice = .outcomeUnknown }
      return []
    case .underWay: return []
    }
  }

  func isShowing(_ ref: DeskRef) -> Bool { page == .outcome && outcome.ref == ref }

  /// What to say of an accepted write whose page is not open.
  private func tidings(of record: WriteRecord, _ bookings: [Booking]) -> Notice? {
    switch record.write {
    case .create, .move:
      guard let booking = bookings.first else { return record.isFound ? .foundDone(record.write, name: "") : nil }
      return record.isFound
        ? .foundBooked(name: booking.attendeeName, booking.start) : .booked(name: booking.attendeeName, booking.start)
    default: return record.isFound ? .foundDone(record.write, name: bookings.first?.attendeeName ?? "") : nil
    }
  }

  /// Nothing typed is lost: the draft comes back to where it was sent from, or among those that were left.
  private mutating func refused(
    _ record: WriteRecord, _ sent: Draft?, _ why: Notice, _ error: CalError?
  ) -> [Effect] {
    let ref = record.ref
    let showing = isShowing(ref)
    writes[ref] = nil
    committing[ref] = nil
    guard var sent else {
      notice = why
      return []
    }
    if bookedIntents.contains(sent.id) {
      // Its first sending was found meanwhile: there is nothing left to book.
      if showing { trail = [.board] }
      notice = .repeatFound
      return [.forgetDraft(sent.id)]
    }
    sent.refusal = error
    guard showing, draft == nil else {
      leftDrafts.append(sent)
      notice = sent.replaces.map { .oldCancelled(name: $0.name) } ?? why
      return [.saveDraft(sent)] + siblings(of: ref).flatMap { lookUp($0) }
    }
    if case .invalidField(let slug) = error?.kind { sent.refusals[slug] = error?.message }
    draft = sent
    // Every step can be gone back to, whichever way led here.
    trail = [.board, .services, .slots, .form, .summary]
    grid = SlotGridPage(day: today)
    notice = error?.kind == .slotTaken ? .slotTaken : why
    if case .invalidField(let slug) = error?.kind, formFields.contains(where: { $0.slug == slug }) {
      draft?.focus = slug
      return openForm()
    }
    // A time refused to a repeat may have gone to its first sending: look again (CONTRACT 14).
    return completeSummary() + siblings(of: ref).flatMap { lookUp($0) }
  }

  mutating func outcomeAction(_ action: Action, _ key: Key) -> [Effect] {
    if action == .slip { return printSlip(outcomeBooking) }
    if let ref = outcome.ref {
      switch writes[ref]?.state {
      case .underWay, .unknown: break
      case .accepted(let bookings):
        writes[ref] = nil
        if let start = bookings.first?.start { board.day = shop.zone.day(of: start) }
      default: writes[ref] = nil
      }
    }
    trail = [.board]
    let effects = loadBoard()
    switch action {
    case .walkIn, .newBooking, .browse: return effects + boardAction(action, key)
    case .showUnresolved:
      let listed = effects + boardAction(action, key)
      unresolved = unresolvedWrites.firstIndex { $0.ref == outcome.ref } ?? 0
      return listed
    default: return effects
    }
  }
}
