/// Which rows the keys of the help take. The view draws by it and scrolling counts by it, so that the two cannot part.
public struct HelpLayout {
  /// A key, and the lines of what it does.
  public struct Entry {
    public var binding: KeyMap.Binding
    public var lines: [String]
  }

  public let entries: [Entry]
  /// Where the sentences begin.
  public let column: Int
  /// Rows for keys: below the title, above the notice and, while a filter is typed, its rule.
  public let rows: Int

  public init(_ bindings: [KeyMap.Binding], size: Size, isFiltering: Bool) {
    let column = size.columns < 60 ? 13 : 22
    let width = max(10, size.columns - column - 2)
    self.column = column
    rows = max(1, size.rows - (isFiltering ? 5 : 4))
    entries = bindings.map { Entry(binding: $0, lines: HelpLayout.lines($0.help, columns: width)) }
  }

  /// Where the page ends whose first key that is: the next page begins there. A key that is higher than the window has one of its own.
  public func end(from first: Int) -> Int {
    var used = 0
    var end = first
    while end < entries.count, end == first || used + entries[end].lines.count <= rows {
      used += entries[end].lines.count
      end += 1
    }
    return end
  }

  /// Where the page begins that ends before that key.
  public func start(before end: Int) -> Int {
    var used = 0
    var start = min(end, entries.count)
    while start > 0, start == end || used + entries[start - 1].lines.count <= rows {
      used += entries[start - 1].lines.count
      start -= 1
    }
    return start
  }

  /// Scrolled that far, the last key stands at the end of the page.
  public var lastScroll: Int { start(before: entries.count) }

  /// Words in lines. The sentences of the table have no letter that is wider than a column.
  private static func lines(_ text: String, columns: Int) -> [String] {
    var lines: [String] = []
    for word in text.split(separator: " ") {
      if let last = lines.last, last.count + 1 + word.count <= columns {
        lines[lines.count - 1] = last + " " + word
      } else {
        lines.append(String(word))
      }
    }
    return lines
  }
}

extension Model {
  public func helpLayout(_ page: HelpPage) -> HelpLayout {
    HelpLayout(helpContextBindings, size: size, isFiltering: page.isFiltering)
  }
}
