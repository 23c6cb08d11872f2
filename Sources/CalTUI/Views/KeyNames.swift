import BookingModel

/// The keys that sentences name: those of this desk, however the config has bound them.
extension KeyMap {
  func name(_ action: Action, _ context: KeyContext) -> String { key(for: action, in: context)?.name ?? "" }
}

extension Model {
  func keyName(_ action: Action, _ context: KeyContext) -> String { keys.name(action, context) }
}
