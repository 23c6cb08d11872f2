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
    // A shop on this machine answers at once: what is typed ahead acts on the times it was meant for.
    case .slots: return shop.isLocal && isLoading(grid.view == .week ? grid.week : monthRange)
    // So does a digit for one of the times that stand in for a lost one, while they are read anew.
    case .summary:
      return shop.isLocal && summaryState == .checking && (draft?.slot == nil || draft?.refusal?.kind == .slotTaken)
    default: return false
    }
  }

  /// Some of these days are on their way for the first time.
  private func isLoading(_ days: ClosedRange<CalendarDay>) -> Bool {
    let coming = max(days.lowerBound, today)...max(days.upperBound, today)
    return slotBook.isLoading(coming) && !slotBook.isKnown(coming)
  }
}
