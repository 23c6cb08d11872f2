import BookingModel

/// What the terminal sends for one key.
struct KeySequence: Hashable, Sendable {
  var bytes: [UInt8]
  var key: Key
}

/// The strings of the terminal's description that we use ourselves, beside those ncurses uses.
struct TerminalStrings {
  /// By terminfo name; `nil` where the terminal has none.
  var lookUp: (String) -> String?
  /// The clerk wants to click.
  var hasMouse = false

  /// Keys by their terminfo names.
  var keySequences: [KeySequence] {
    let functions = (1...12).map { ("kf\($0)", Key.function($0)) }
    return (TerminalStrings.keys + functions).compactMap { name, key in
      lookUp(name).map { KeySequence(bytes: Array($0.utf8), key: key) }
    }
  }

  private static let keys: [(String, Key)] = [
    ("kcuu1", .up), ("kcud1", .down), ("kcub1", .left), ("kcuf1", .right), ("khome", .home), ("kend", .end),
    ("kpp", .pageUp), ("knp", .pageDown), ("kich1", .insert), ("kdch1", .delete), ("kbs", .backspace),
    ("kcbt", .backTab), ("kent", .enter), ("kHOM", .home), ("kEND", .end), ("kLFT", .left), ("kRIT", .right),
    ("kPRV", .pageUp), ("kNXT", .pageDown), ("kDC", .delete), ("kIC", .insert), ("kind", .down), ("kri", .up),
  ]

  /// Sent on taking the terminal: keypad in its transmitting mode (the strings above hold only then), paste marked.
  func enter(terminal: String) -> [UInt8] {
    plain("smkx") + (bracketsPaste(terminal) ? Array("\u{1B}[?2004h".utf8) : [])
      + (reportsMouse(terminal) ? Array("\u{1B}[?1000h\u{1B}[?1006h".utf8) : [])
  }

  /// Sent on giving the terminal back, after what ncurses sends.
  func leave(terminal: String) -> [UInt8] {
    (reportsMouse(terminal) ? Array("\u{1B}[?1006l\u{1B}[?1000l".utf8) : [])
      + (bracketsPaste(terminal) ? Array("\u{1B}[?2004l".utf8) : []) + plain("rmkx")
  }

  /// All of it in one string, for a crash: CAN breaks off a sequence that was half sent.
  func restore(terminal: String) -> [UInt8] {
    [0x18] + plain("sgr0") + plain("op") + plain("cnorm") + leave(terminal: terminal) + plain("rmcup") + [0x0D]
  }

  /// Terminals known to mark pasted text: those whose description says so (`BE`), and the family of xterm. Others could
  /// print the request.
  private func bracketsPaste(_ terminal: String) -> Bool { lookUp("BE") != nil || isModern(terminal) }

  /// The same families tell clicks in the form of SGR 1006.
  private func reportsMouse(_ terminal: String) -> Bool { hasMouse && isModern(terminal) }

  private func isModern(_ terminal: String) -> Bool {
    let families = [
      "xterm", "tmux", "screen", "rxvt", "alacritty", "foot", "kitty", "st-", "vte", "gnome", "konsole", "wezterm",
      "contour", "ghostty", "putty", "mintty", "iterm",
    ]
    return families.contains { terminal.hasPrefix($0) }
  }

  /// A string without its padding (`$<5>`), which no terminal of this century waits for.
  private func plain(_ name: String) -> [UInt8] {
    guard let value = lookUp(name) else { return [] }
    var bytes: [UInt8] = []
    var rest = Substring(value)
    while let start = rest.firstRange(of: "$<"), let end = rest[start.upperBound...].firstIndex(of: ">") {
      bytes += rest[..<start.lowerBound].utf8
      rest = rest[rest.index(after: end)...]
    }
    return bytes + rest.utf8
  }
}
