/// What was done since the shift began.
public struct HandOverPage: Equatable, Sendable {
  public init() {}
}

extension Model {
  mutating func handOverAction(_ action: Action, _ key: Key) -> [Effect] {
    if action == .back { stepBack() }
    return []
  }
}
