/// The time from which a clerk has a desk, until the next one takes it.
public struct Shift: Hashable, Sendable, Codable {
  public var clerk: String
  public var desk: String
  public var since: Instant

  public init(clerk: String, desk: String, since: Instant) {
    self.clerk = clerk
    self.desk = desk
    self.since = since
  }
}

extension Model {
  /// The shift that runs, as far as one was begun.
  public var shift: Shift? { shifts.last }

  /// A program that is started anew within a day goes on with the shift of the same clerk; else one begins.
  mutating func beginShiftIfNeeded() -> [Effect] {
    if isReadOnly { return [] }
    if let shift, shift.clerk == clerk, shop.zone.day(of: shift.since) == today { return [] }
    return beginShift()
  }

  private mutating func beginShift() -> [Effect] {
    let shift = Shift(clerk: clerk, desk: desk, since: now)
    shifts.append(shift)
    return [.beginShift(shift)]
  }

  /// Another name at the desk: what is done from now on stands under it, and the hand-over begins here.
  mutating func changeClerk(to name: String) -> [Effect] {
    notice = .clerkIs(name)
    if isReadOnly {
      clerk = name
      return []
    }
    guard name != clerk else { return [.rememberClerk(name)] }
    clerk = name
    return [.rememberClerk(name)] + beginShift()
  }
}
