/// What became of a write that was just sent.
public struct OutcomePage: Equatable, Sendable {
  public var ref: DeskRef?
  public init(ref: DeskRef? = nil) { self.ref = ref }
}

extension Model {
  public var outcomeRecord: WriteRecord? { outcome.ref.flatMap { writes[$0] } }

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
        + recognize(bookings)
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

  private func isShowing(_ ref: DeskRef) -> Bool { page == .outcome && outcome.ref == ref }

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
      notice = why
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
    default: return effects
    }
  }
}

/// A short code to read aloud: four letters and digits that are not taken for one another by ear or eye.
public struct ConfirmationCode: Hashable, Sendable {
  public let text: String
  private static let letters = Array("ACDEFGHJKLMNPQRTUVWXY3479")

  /// As people type it: `K7-QX`, `k7qx`, `code k7 qx`; `nil` for what is no code.
  public init?(typed: String) {
    var words = typed.uppercased().split(whereSeparator: \.isWhitespace).map(String.init)
    if words.count > 1, words[0] == "CODE" { words.removeFirst() }
    let letters = words.joined().filter { $0 != "-" }
    guard words.count <= 2, letters.count == 4, letters.allSatisfy(ConfirmationCode.letters.contains) else {
      return nil
    }
    text = "\(letters.prefix(2))-\(letters.suffix(2))"
  }

  public init(_ uid: Booking.UID) {
    // FNV-1a; the code is for recognising a booking at the counter, not a secret.
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in uid.rawValue.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    let letters = ConfirmationCode.letters
    var code = ""
    for index in 0..<4 {
      if index == 2 { code += "-" }
      code.append(letters[Int(hash % UInt64(letters.count))])
      hash /= UInt64(letters.count)
    }
    text = code
  }
}
