/// The one line: a booking said in tokens, or a command.
public struct OneLinePage: Equatable, Sendable {
  public var line: TextLine
  public init(line: TextLine = TextLine()) { self.line = line }
}

extension Model {
  mutating func oneLineAction(_ action: Action) -> [Effect] {
    if action == .back { stepBack() }
    return []
  }

  mutating func oneLineTyped(_ change: (inout TextLine) -> Void) -> [Effect] {
    change(&oneLine.line)
    return []
  }
}
