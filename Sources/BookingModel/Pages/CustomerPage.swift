/// One customer, whole.
public struct CustomerPage: Equatable, Sendable {
  public var id: Customer.ID?
  public init(id: Customer.ID? = nil) { self.id = id }
}

extension Model {
  mutating func customerAction(_ action: Action, _ key: Key) -> [Effect] {
    if action == .back { stepBack() }
    return []
  }
}
