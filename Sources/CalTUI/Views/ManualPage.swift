import BookingModel

/// The manual page in the form of man(7), from the same tables as the footer, the help and the command line.
struct ManualPage {
  var keys: KeyMap
  /// Name and purpose of each command.
  var commands: [(name: String, abstract: String)]
  var version: String

  var text: String {
    var page = Page()
    page.macro("TH", ["CALTUI", "1", "", "caltui " + version, "User Commands"])
    page.section("NAME")
    page.prose("caltui - the front desk of a service shop, in a terminal")
    page.section("SYNOPSIS")
    page.macro("B", ["caltui"])
    page.prose("[options] [command]")
    page.section("DESCRIPTION")
    page.prose(
      "A full-screen desk for bookings by keyboard alone. It speaks the Cal.com API v2, in the cloud or self-hosted, or keeps the shop on "
        + "this machine, which is the default and needs neither account nor network.")
    page.prose("Without a command it opens the desk. Each command takes --json and --help.")
    page.section("COMMANDS")
    for command in commands { page.item(command.name, command.abstract) }
    page.section("OPTIONS")
    for (name, meaning) in ManualPage.options { page.item(name, meaning) }
    page.section("KEYS")
    page.subsection("On nearly every page")
    for binding in keys.bindings where ManualPage.isCommon(binding) {
      page.item(HelpView.keyText(binding, in: binding.contexts[0]), binding.help)
    }
    for context in KeyContext.allCases where context != .tooSmall {
      let bindings = keys.helpRows(in: context) { !ManualPage.isCommon($0) }
      guard !bindings.isEmpty else { continue }
      page.subsection(context.title)
      for binding in bindings { page.item(HelpView.keyText(binding, in: context), binding.help) }
    }
    page.section("FILES")
    for (name, meaning) in ManualPage.files { page.item(name, meaning) }
    page.section("ENVIRONMENT")
    for (name, meaning) in ManualPage.environment { page.item(name, meaning) }
    page.section("EXIT STATUS")
    for (code, meaning) in ManualPage.exitCodes { page.item(code, meaning) }
    return page.text
  }

  /// Keys of so many pages that they are told once.
  private static func isCommon(_ binding: KeyMap.Binding) -> Bool { binding.contexts.count >= 12 }

  private static let options = [
    ("--profile NAME", "The profile of the config to use; \"local\" is the shop on this machine."),
    ("--clerk NAME", "Who writes, for the journal."),
    ("--desk NAME", "The name of this desk."),
    ("--theme NAME", "Colours: dark, light, high-contrast, sixteen or mono."),
    ("--ascii", "Draw with ASCII characters only."),
    ("--read-only", "Refuse everything that changes a booking."),
    ("--version", "Print version and commit."),
  ]

  private static let files = [
    ("$XDG_CONFIG_HOME/caltui/config.toml", "The config; everything in it is optional. Usually under ~/.config."),
    ("$XDG_DATA_HOME/caltui/", "The shop on this machine. Usually under ~/.local/share."),
    ("$XDG_STATE_HOME/caltui/", "The desk's store: journal, audit, cache, drafts. Usually under ~/.local/state."),
  ]

  private static let environment = [
    ("CAL_API_KEY", "The key of the Cal.com account."),
    ("CAL_API_URL", "Origin of the server, and a prefix where it has one."),
    ("CALTUI_PROFILE", "The profile, where --profile does not say."),
    ("CALTUI_NOW", "A fixed start of the clock, for trials."),
    ("NO_COLOR", "When set, no colours."),
    ("COLORFGBG", "Set by some terminals: tells a light ground from a dark one."),
    ("ESCDELAY", "Milliseconds to wait for the rest of an escape sequence."),
  ]

  private static let exitCodes = [
    ("0", "Done."), ("1", "A file of this machine failed."), ("2", "Wrong use."), ("3", "Sign-in."),
    ("4", "Not found."), ("5", "Slot taken."), ("6", "Refused by a rule."), ("7", "Rate limited."), ("8", "Network."),
    ("9", "Outcome unknown."), ("130", "Interrupted."),
  ]
}

/// Lines of man(7) markup. Text never becomes markup.
private struct Page {
  private(set) var text = ""

  mutating func macro(_ name: String, _ arguments: [String]) {
    let quoted = arguments.map { "\"" + Page.escaped($0) + "\"" }
    text += "." + ([name] + quoted).joined(separator: " ") + "\n"
  }

  mutating func section(_ title: String) { macro("SH", [title]) }
  mutating func subsection(_ title: String) { macro("SS", [title]) }

  mutating func prose(_ sentence: String) {
    if !text.hasSuffix("\n.SH \"NAME\"\n"), !text.hasSuffix("\n.B \"caltui\"\n") { text += ".PP\n" }
    text += Page.line(sentence) + "\n"
  }

  mutating func item(_ term: String, _ meaning: String) {
    text += ".TP\n.B \"" + Page.escaped(term) + "\"\n" + Page.line(meaning) + "\n"
  }

  private static func line(_ text: String) -> String {
    let escaped = escaped(text, quotes: false)
    return escaped.hasPrefix(".") || escaped.hasPrefix("'") ? "\\&" + escaped : escaped
  }

  private static func escaped(_ text: String, quotes: Bool = true) -> String {
    var result = ""
    for character in text {
      switch character {
      case "\\": result += "\\e"
      case "-": result += "\\-"
      case "'": result += "\\(aq"
      case "\"" where quotes: result += "\\(dq"
      case "^": result += "\\(ha"
      case "~": result += "\\(ti"
      case "`": result += "\\(ga"
      case "–": result += "\\(en"
      default: result.append(character)
      }
    }
    return result
  }
}
