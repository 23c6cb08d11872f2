import BookingModel

/// Look-alikes for terminals that show nothing beyond ASCII, and for `--ascii`. One column stays one column, so that
/// no layout moves.
enum ASCIIGlyphs {
  /// The character to show instead: itself when it is ASCII, a look-alike for what the views draw and for
  /// letters with marks, else `?`.
  static func substitute(for character: Character) -> Character {
    if character.isASCII { return character }
    return table[character] ?? letter(character) ?? "?"
  }

  /// `e` for `ë`: a name without its marks is still that name.
  private static func letter(_ character: Character) -> Character? {
    let folded = FoldedText.fold(String(character))
    guard let first = folded.first, folded.allSatisfy({ (0x61...0x7A).contains($0) }) else { return nil }
    return Character(Unicode.Scalar(character.isUppercase ? first & ~0x20 : first))
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
