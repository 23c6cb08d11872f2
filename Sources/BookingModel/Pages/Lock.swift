/// The curtain before the screen: for the eyes of customers, not against somebody who has the keyboard and time.
public struct LockPage: Equatable, Sendable {
  public enum Trouble: Equatable, Sendable {
    case nameNeeded
    /// The unlock command ended with another status than 0.
    case refused
    case command(PrintTrouble)
    /// The desk is not left from behind the curtain: that would show the shell.
    case staysLocked
  }

  public var line: TextLine
  public var since: Instant
  /// The unlock command is being asked.
  public var isChecking = false
  public var trouble: Trouble?

  public init(since: Instant, line: TextLine = TextLine()) {
    self.since = since
    self.line = line
  }
}

/// What the unlock command said.
public enum UnlockAnswer: Equatable, Sendable {
  case unlocked, refused
  case failed(PrintTrouble)
}

extension Model {
  /// Drafts, prompts and what is on its way stay as they are behind the curtain; a `y` that waits is called off.
  mutating func lockScreen() -> [Effect] {
    guard lock == nil, page != .setup else { return [] }
    callOffCommit()
    lock = LockPage(since: now)
    return []
  }

  /// When the screen locks by itself; `nil` when it does not.
  var locksAt: Instant? {
    guard let lockAfter, lock == nil, page != .setup else { return nil }
    return (lastKeyAt ?? openedAt).adding(seconds: lockAfter)
  }

  mutating func lockAction(_ action: Action) -> [Effect] {
    switch action {
    case .back: lock?.line = TextLine()
    case .open: return unlock()
    case .quit, .suspend: lock?.trouble = .staysLocked
    default: break
    }
    return []
  }

  private mutating func unlock() -> [Effect] {
    guard let typed = lock?.line.text, lock?.isChecking == false else { return [] }
    if hasUnlockCommand {
      lock?.line = TextLine()
      lock?.trouble = nil
      lock?.isChecking = true
      return [.checkUnlock(typed)]
    }
    let name = typed.trimmingBlanks
    guard !name.isEmpty else {
      lock?.trouble = .nameNeeded
      return []
    }
    lock = nil
    // The same name in another spelling is the same clerk.
    return name.lowercased() == clerk.lowercased() ? [] : changeClerk(to: name)
  }

  mutating func unlockChecked(_ answer: UnlockAnswer) -> [Effect] {
    guard lock?.isChecking == true else { return [] }
    lock?.isChecking = false
    switch answer {
    case .unlocked:
      lock = nil
      lastKeyAt = now
    case .refused: lock?.trouble = .refused
    case .failed(let trouble): lock?.trouble = .command(trouble)
    }
    return []
  }
}
