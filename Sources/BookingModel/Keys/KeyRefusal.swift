/// Why a key cannot be given to an action, whatever else it does.
public enum KeyRefusal: Hashable, Sendable {
  /// A terminal sends it as another key, so that it would never come.
  case sentAs(Key)
  /// Where the action is used, the key is text.
  case isText
  /// Enter and the space bar, which are pressed without a thought, never send anything (DESIGN 5).
  case sends
}

extension KeyMap {
  /// Why the config cannot give that key to that action; `nil` where it can.
  public func refusal(of key: Key, for action: Action) -> KeyRefusal? {
    if let other = key.sentAs { return .sentAs(other) }
    if action == .commit || action == .yes, key == .enter || key == .character(" ") { return .sends }
    if key.isPrintable, isForTyping(action) { return .isText }
    return nil
  }

  /// Whether it is of use only where text is typed. A form's choices are part of that: a key that works in one field and is text in the next
  /// would be a trap.
  private func isForTyping(_ action: Action) -> Bool {
    let contexts = bindings.filter { $0.action == action }.flatMap(\.contexts).filter { $0 != .choice }
    return !contexts.isEmpty && contexts.allSatisfy(\.takesText)
  }
}
