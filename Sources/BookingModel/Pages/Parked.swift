// Drafts that wait under a letter while another is worked on.

extension Model {
  mutating func jumpAction(_ action: Action, _ key: Key) -> [Effect] {
    if action == .back { overlay = nil }
    return []
  }
}
