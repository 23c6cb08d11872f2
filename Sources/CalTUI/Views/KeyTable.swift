import BookingModel

/// The table of keys for documents, from the same bindings as the footer and the help page.
enum KeyTable {
  /// A Markdown table: page, keys, meaning. Keys that mean the same everywhere come once, at the end.
  static func markdown(_ keys: KeyMap) -> String {
    var lines = ["| Where | Keys | What |", "|---|---|---|"]
    let common: Set<Action> = [.help, .quit, .repaint, .suspend]
    for context in KeyContext.allCases where context != .tooSmall {
      var isFirst = true
      for binding in keys.bindings(in: context) where !common.contains(binding.action) || context == .board {
        guard !(common.contains(binding.action) && binding.contexts.count > 1) else { continue }
        lines.append(row(isFirst ? "**\(context.title)**" : "", binding, context))
        isFirst = false
      }
    }
    for action in [Action.help, .quit, .repaint, .suspend] {
      for binding in keys.bindings where binding.action == action && binding.contexts.count > 1 {
        lines.append(
          row(action == .help && binding.keys.contains(.control("g")) ? "**Everywhere**" : "", binding, .board))
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func row(_ place: String, _ binding: KeyMap.Binding, _ context: KeyContext) -> String {
    let names = HelpView.keyText(binding, in: context).split(separator: " ").map { "`\($0)`" }.joined(separator: " ")
    return "| \(place) | \(names) | \(binding.help) |"
  }
}
