// An Enter that came before this machine's own store had answered.

extension Model {
  /// What was typed last waits for an answer of the desk's own store. What comes after it was meant for the page that opens then, so a terminal
  /// keeps it back until that answer is there.
  public var awaitsOwnAnswer: Bool {
    guard overlay == nil, lock == nil else { return false }
    switch page {
    case .who: return who.awaits != nil
    case .find: return find.awaitsOpen
    case .oneLine: return oneLine.awaitsCustomers
    default: return false
    }
  }
}
