// What `u` takes back.

/// One thing that `u` takes back.
public enum UndoStep: Equatable, Sendable {
  case facts(Booking.UID, before: BookingFacts)
  case absence(Booking.UID)
  /// A move goes back to the time before, and like every move asks first.
  case move(Booking.UID, back: Slot)
  /// A cancelled booking cannot be brought back, but booked again.
  case bookAgain(Booking)
  /// A draft that was thrown away.
  case discarded(Draft)
}

extension Model {
  /// For `u`: the latest first, and not without end.
  mutating func remember(_ step: UndoStep) {
    undoSteps.append(step)
    if undoSteps.count > 30 { undoSteps.removeFirst() }
  }

  /// Takes the last change back. What the server is asked for stays to be taken back until it has been.
  mutating func undo() -> [Effect] {
    guard let step = undoSteps.last else {
      notice = .nothingToUndo
      return []
    }
    switch step {
    case .facts(let uid, let before):
      undoSteps.removeLast()
      let after = facts(of: uid)
      facts[uid] = before
      notice = .undone(name: booking(uid)?.attendeeName)
      return [.saveFacts(uid, before, before: after)]
    case .absence(let uid):
      guard mayWrite() else { return [] }
      guard let booking = booking(uid) else { return skipUndo() }
      ask(booking, .absent(false))
    case .move(let uid, let slot):
      guard mayWrite() else { return [] }
      guard let booking = booking(uid) else { return skipUndo() }
      guard slot.start > now else {
        undoSteps.removeLast()
        notice = .timePast
        return []
      }
      ask(booking, .move(to: slot))
    case .bookAgain(let booking):
      guard mayWrite() else { return [] }
      undoSteps.removeLast()
      return bookAgain(booking)
    case .discarded(let draft):
      guard mayWrite() else { return [] }
      undoSteps.removeLast()
      return restore(draft)
    }
    return []
  }

  /// The booking is not known any more: the step before counts.
  private mutating func skipUndo() -> [Effect] {
    undoSteps.removeLast()
    return undo()
  }
}
