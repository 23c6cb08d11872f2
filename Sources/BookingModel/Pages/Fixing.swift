// Cancel, then book again: two writes of one wish. The old booking takes the time, so it goes first; no hold is possible before that (CONTRACT 11),
// and after it the new booking is as fast as a hold would be.

/// A cancellation under way whose new booking waits.
public struct Fixing: Equatable, Sendable {
  public var page: FixPage
  public var draft: Draft
  /// From an earlier run of the program: then a person sends the new one.
  public var isResumed = false
}

extension Model {
  /// What is given as the reason of the cancellation.
  public static let reasonOfFix = "name or contact corrected; booked again"

  mutating func sendFix(_ booking: Booking, _ draft: Draft) -> [Effect] {
    guard let page = fix, mayWrite() else { return [] }
    overlay = nil
    fix = nil
    // The draft's own id begins the references of both writes: they are one wish, also in the journal.
    let ref = DeskRef(sending: draft.id, nextRef())
    let write = Write.cancel(booking.uid, reason: Model.reasonOfFix, seat: nil, subsequent: false)
    writes[ref] = WriteRecord(ref: ref, write: write, at: now, subject: WriteSubject(booking))
    fixing[ref] = Fixing(page: page, draft: draft)
    outcome = OutcomePage(ref: ref)
    trail = [.board, .outcome]
    return [.saveDraft(draft), .commit(ref, write)]
  }

  /// The cancellation has come to something.
  mutating func fixCancelEnded(_ ref: DeskRef, _ fixing: Fixing, _ state: WriteRecord.State) -> [Effect] {
    switch state {
    case .underWay: return []
    case .unknown:
      if !isShowing(ref) { notice = .outcomeUnknown }
      return []
    case .accepted: return oldIsCancelled(ref, fixing)
    case .refused(let error):
      if error.kind == .alreadyDone(movedTo: nil) {
        // Somebody else has cancelled it: perhaps the customer. Whether it is wanted again, a person knows.
        return keepForPerson(ref, fixing, .cancelledByOther(name: fixing.page.booking.attendeeName))
      }
      return nothingChanged(ref, fixing, .server(error))
    case .notSent(let trouble): return nothingChanged(ref, fixing, .store(trouble))
    }
  }

  /// Now the new one, at once.
  private mutating func oldIsCancelled(_ ref: DeskRef, _ fixing: Fixing) -> [Effect] {
    var draft = fixing.draft
    draft.replaces?.isCancelled = true
    guard !fixing.isResumed, let service = service(draft.service), let slot = draft.slot, slot.start > now else {
      return keepForPerson(ref, fixing, .oldCancelled(name: fixing.page.booking.attendeeName))
    }
    let next = DeskRef(sending: draft.id, nextRef())
    guard let booking = draft.booking(service, policy: shop.policy, zone: shop.zone, ref: next) else {
      return keepForPerson(ref, fixing, .oldCancelled(name: fixing.page.booking.attendeeName))
    }
    let wasShowing = isShowing(ref)
    finish(ref, cancelled: fixing.page.booking)
    let write = Write.create(booking)
    writes[next] = WriteRecord(ref: next, write: write, at: now)
    committing[next] = draft
    if wasShowing { outcome = OutcomePage(ref: next, replaced: draft.replaces) }
    return [.saveDraft(draft), .commit(next, write)]
  }

  /// The old booking is gone and the new one was not sent: it waits as a draft.
  private mutating func keepForPerson(_ ref: DeskRef, _ fixing: Fixing, _ why: Notice) -> [Effect] {
    var draft = fixing.draft
    draft.replaces?.isCancelled = true
    if isShowing(ref) { trail = [.board] }
    finish(ref, cancelled: fixing.page.booking)
    leftDrafts.removeAll { $0.id == draft.id }
    leftDrafts.append(draft)
    notice = why
    return [.saveDraft(draft)] + loadBoard()
  }

  private mutating func finish(_ ref: DeskRef, cancelled booking: Booking) {
    writes[ref] = nil
    fixing[ref] = nil
    retire(booking.uid, replacedBy: nil)
  }

  /// The old booking stands as it was; what was typed comes back.
  private mutating func nothingChanged(_ ref: DeskRef, _ fixing: Fixing, _ why: Notice) -> [Effect] {
    let wasShowing = isShowing(ref)
    writes[ref] = nil
    self.fixing[ref] = nil
    if fix == nil { fix = fixing.page }
    if wasShowing {
      fix = fixing.page
      trail = [.board, .fix]
    }
    notice = why
    return [.forgetDraft(fixing.draft.id)] + loadBoard()
  }

  /// The cancellation was given up, looked up and not found: nothing has changed.
  mutating func fixAbandoned(_ ref: DeskRef) -> [Effect] {
    guard let given = fixing.removeValue(forKey: ref) else { return [] }
    if fix == nil { fix = given.page }
    return [.forgetDraft(given.draft.id)]
  }

  // MARK: - The old booking of a draft

  public enum ReplacedState: Equatable, Sendable {
    case cancelled
    /// It stands: booking this draft would make two of one customer.
    case stands
    case unknown
  }

  /// How the booking stands whose place a draft takes.
  public func state(of replaced: ReplacedBooking) -> ReplacedState {
    if replaced.isCancelled { return .cancelled }
    guard let known = knownBookings.first(where: { $0.uid == replaced.uid }) else { return .unknown }
    return known.status.takesTime ? .stands : .cancelled
  }

  /// Marks of the old booking go over to the new one.
  mutating func carryFacts(_ sent: Draft?, to bookings: [Booking]) -> [Effect] {
    guard let old = sent?.replaces?.uid, let new = bookings.first?.uid, new != old else { return [] }
    let carried = facts(of: old)
    guard carried != .none, facts(of: new) == .none else { return [] }
    facts[new] = carried
    return [.saveFacts(new, carried, before: .none)]
  }
}
