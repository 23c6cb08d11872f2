/// Looks through customers and bookings, past and coming.
public struct FindPage: Equatable, Sendable {
  public var line: TextLine
  public init(line: TextLine = TextLine()) { self.line = line }
}

extension Model {
  mutating func findAction(_ action: Action) -> [Effect] {
    if action == .back { stepBack() }
    return []
  }

  /// The line changes, and with it what is found.
  mutating func findTyped(_ change: (inout TextLine) -> Void) -> [Effect] {
    change(&find.line)
    return []
  }
}
