/// The curtain before the screen.
public struct LockPage: Equatable, Sendable {
  public var line: TextLine
  public init(line: TextLine = TextLine()) { self.line = line }
}

extension Model {
  mutating func lockAction(_ action: Action) -> [Effect] {
    if action == .back { lock = LockPage() }
    return []
  }
}
