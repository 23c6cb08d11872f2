/// The keys of the page underneath, or those of them that some words tell of.
public struct HelpPage: Equatable, Sendable {
  /// Keys that lie above the window.
  public var scroll = 0
  public var filter = TextLine()
  /// Keys are text for the filter.
  public var isFiltering = false

  public init() {}

  mutating func insert(_ text: String) {
    filter.insert(text)
    scroll = 0
  }

  mutating func edit(_ key: Key) -> Bool {
    let before = filter.text
    let isEditing = filter.edit(key)
    if filter.text != before { scroll = 0 }
    return isEditing
  }

  /// Whether every word of the filter begins a word of what the keys do, or names one of them. Capitals count for single letters only.
  func shows(_ binding: KeyMap.Binding) -> Bool {
    let told = (binding.help + " " + binding.footer).lowercased().split { !$0.isLetter && !$0.isNumber && $0 != "-" }
    let names = binding.keys.map(\.name)
    return filter.text.split(separator: " ").allSatisfy { word in
      let small = word.lowercased()
      return names.contains(String(word)) || names.contains { $0.count > 1 && $0.lowercased() == small }
        || (word.count > 1 && told.contains { $0.hasPrefix(small) })
    }
  }
}

extension Model {
  mutating func helpAction(_ action: Action) -> [Effect] {
    guard case .help(var page) = overlay else { return [] }
    let layout = helpLayout(page)
    let last = layout.lastScroll
    // In another window, or with another filter, less may be above it.
    page.scroll = min(page.scroll, last)
    switch action {
    case .up: page.scroll = max(0, page.scroll - 1)
    case .down: page.scroll = min(page.scroll + 1, last)
    case .pageBack: page.scroll = layout.start(before: page.scroll)
    case .pageOn: page.scroll = min(layout.end(from: page.scroll), last)
    case .first: page.scroll = 0
    case .last: page.scroll = last
    case .filter: page.isFiltering = true
    case .open where page.isFiltering: page.isFiltering = false
    case .back where page.isFiltering || !page.filter.isEmpty: page = HelpPage()
    default:
      overlay = nil
      return []
    }
    overlay = .help(page)
    return []
  }

  /// The keys of what is under the help.
  public var helpContext: KeyContext {
    var below = self
    below.overlays.removeAll { if case .help = $0 { true } else { false } }
    return below.context
  }

  public var helpContextBindings: [KeyMap.Binding] {
    let all = keys.helpRows(in: helpContext).filter { offers($0.action) }
    guard case .help(let page) = overlay, !page.filter.isBlank else { return all }
    return all.filter(page.shows)
  }
}
