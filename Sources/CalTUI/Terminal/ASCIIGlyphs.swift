/// Look-alikes for terminals that show nothing beyond ASCII, and for `--ascii`. One column stays one column, so that
/// no layout moves.
enum ASCIIGlyphs {
  /// The character to show instead: itself when it is ASCII, a look-alike for what the views draw, else `?`.
  static func substitute(for character: Character) -> Character {
    if character.isASCII { return character }
    return table[character] ?? "?"
  }

  private static let table: [Character: Character] = {
    let groups: [(Character, String)] = [
      ("|", "│┃║┆┇┊┋╎╏▏▎▍▌▐▕╵╷"), ("-", "─━═┄┅┈┉╌╍–—‒−╴╶"),
      ("+", "┌┐└┘├┤┬┴┼╭╮╰╯┏┓┗┛┣┫┳┻╋╔╗╚╝╠╣╦╩╬"), ("~", "…"),
      ("*", "•●◆■★◉✱"), ("o", "○◌◯◦"), ("#", "█▓▇▆"), (":", "▒▅▄"), (".", "░·▁▂▃∙"),
      (">", "▶▸►→›»❯⏵"), ("<", "◀◂◄←‹«❮⏴"), ("^", "▲▴↑"), ("v", "▼▾↓✓✔"), ("x", "✗✘×"), ("!", "⚠"),
      ("'", "‘’‚′"), ("\"", "“”„″"), (" ", "\u{A0}"), ("?", "\u{FFFD}"), ("_", "␣"),
    ]
    var table: [Character: Character] = [:]
    for (substitute, characters) in groups {
      for character in characters { table[character] = substitute }
    }
    return table
  }()
}
