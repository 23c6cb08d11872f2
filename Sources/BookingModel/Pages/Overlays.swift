// The one-line prompts, and the question before leaving.

extension Model {
  mutating func promptAction(_ action: Action) -> [Effect] {
    guard action == .open else {
      overlay = nil
      return []
    }
    switch overlay {
    case .goTo(let line, _): return goTo(line)
    case .note(let uid, let line):
      overlay = nil
      guard mayWrite() else { return [] }
      var after = facts(of: uid)
      let before = after
      after.note = line.text.trimmingBlanks
      return keep(after, of: uid, before: before)
    case .clerk(let line):
      overlay = nil
      let name = line.text.trimmingBlanks
      return name.isEmpty ? [] : changeClerk(to: name)
    default:
      overlay = nil
      return []
    }
  }

  private mutating func goTo(_ line: TextLine) -> [Effect] {
    let shown = page == .slots ? grid.day : board.day
    guard let entry = DateEntry.parse(line.text, today: today, shown: shown, order: shop.dateOrder) else {
      overlay = .goTo(line, failed: true)
      return []
    }
    overlay = nil
    guard page == .slots else {
      let effects = showDay(entry.day)
      if let minute = entry.minute {
        board.selected = .gap(shop.zone.instant(of: LocalTime(day: entry.day, minute: minute)))
      }
      return effects
    }
    if let minute = entry.minute {
      grid.minute = minute
      grid.isSecondPass = false
      grid.view = .week
    }
    let effects = moveGrid(to: entry.day)
    if entry.day < today { notice = .dayPast(entry.day) }
    return effects
  }

  mutating func askToQuit() -> [Effect] {
    let underWay = writes.values.contains { $0.state == .underWay }
    if overlays.contains(.quit) || !(hasUnresolved || underWay || draft?.isWorthKeeping == true || !parked.isEmpty) {
      isFinished = true
      return [.quit]
    }
    overlays.append(.quit)
    return []
  }

  mutating func quitAction(_ action: Action) -> [Effect] {
    overlay = nil
    guard action == .yes else { return [] }
    isFinished = true
    return [.quit]
  }

  public var hasUnresolved: Bool { !unresolvedWrites.isEmpty }

  /// Sent and not answered yet, oldest first.
  public var writesUnderWay: [WriteRecord] {
    writes.values.filter { $0.state == .underWay }.sorted { ($0.at, $0.ref.rawValue) < ($1.at, $1.ref.rawValue) }
  }

  public var unresolvedWrites: [WriteRecord] {
    writes.values.filter { if case .unknown = $0.state { true } else { false } }
      .sorted { ($0.at, $0.ref.rawValue) < ($1.at, $1.ref.rawValue) }
  }
}
