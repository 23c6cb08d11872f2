// Help, the one-line prompts, and the question before leaving.

extension Model {
  mutating func helpAction(_ action: Action) -> [Effect] {
    guard case .help(let scroll) = overlay else { return [] }
    switch action {
    case .up: overlay = .help(scroll: max(0, scroll - 1))
    case .down: overlay = .help(scroll: min(scroll + 1, lastHelpScroll))
    case .pageBack: overlay = .help(scroll: max(0, scroll - helpRows))
    case .pageOn: overlay = .help(scroll: min(scroll + helpRows, lastHelpScroll))
    case .first: overlay = .help(scroll: 0)
    case .last: overlay = .help(scroll: lastHelpScroll)
    default: overlay = nil
    }
    return []
  }

  /// Scrolled that far, the last key stands on the last row of the page.
  private var lastHelpScroll: Int { max(0, helpContextBindings.count - helpRows) }

  /// In a narrow window a sentence takes up to three rows.
  private var helpRows: Int { max(1, (size.rows - 4) / (size.columns < 60 ? 3 : 1)) }

  /// The keys of what is under the help.
  public var helpContext: KeyContext {
    var below = self
    below.overlays.removeAll { if case .help = $0 { true } else { false } }
    return below.context
  }

  public var helpContextBindings: [KeyMap.Binding] { keys.helpRows(in: helpContext).filter { offers($0.action) } }

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
