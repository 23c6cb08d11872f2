/// What each ``Role`` looks like: the only place where a role meets a colour.
///
/// Roles that stand side by side differ in every column by more than colour, or carry a mark in their text (the views'
/// duty), so that nobody needs to see colour to work.
struct Theme: Hashable, Sendable {
  enum Name: String, Hashable, Sendable, CaseIterable {
    /// For light text on a dark ground; the ground stays the terminal's own.
    case dark
    /// For dark text on a light ground.
    case light
    /// Bold, full colours and black ground, whatever the terminal's own.
    case highContrast = "high-contrast"
    /// The sixteen colours the clerk has set in the terminal.
    case sixteen
    /// No colour at all.
    case mono
  }

  struct Attributes: OptionSet, Hashable, Sendable {
    let rawValue: UInt8
    static let bold = Attributes(rawValue: 1)
    static let dim = Attributes(rawValue: 2)
    static let underline = Attributes(rawValue: 4)
    static let reverse = Attributes(rawValue: 8)
  }

  struct Style: Hashable, Sendable {
    /// Number of a terminal colour; -1 is the terminal's own.
    var foreground: Int16 = -1
    var background: Int16 = -1
    var attributes: Attributes = []
  }

  /// What of a style shows where nothing is written: neither colour nor boldness of the letters does.
  struct BlankLook: Hashable, Sendable {
    private let style: Style

    init(_ style: Style) {
      let showsLetters = !style.attributes.isDisjoint(with: [.underline, .reverse])
      self.style = showsLetters ? style : Style(background: style.background)
    }
  }

  let name: Name

  /// The theme that fits: no colour when `NO_COLOR` is set (to anything) or fewer than eight colours are there, the
  /// sixteen colours when the wished theme needs 256 and they are not; else what is wished, or what suits the ground.
  init(wished: Name?, colors: Int, noColor: Bool, isLightGround: Bool = false) {
    if noColor && wished == nil || colors < 8 {
      name = .mono
    } else if colors < 256 {
      name = wished == .mono ? .mono : .sixteen
    } else {
      name = wished ?? (isLightGround ? .light : .dark)
    }
  }

  func style(for role: Role) -> Style {
    switch name {
    case .dark: dark(role)
    case .light: light(role)
    case .highContrast: highContrast(role)
    case .sixteen: sixteen(role)
    case .mono: Style(attributes: mono(role))
    }
  }

  // Colours of the 256 are written as their numbers: 16 + 36 red + 6 green + blue (0–5), and 232–255 from dark to
  // light grey.

  // Each text has a contrast of 4.5 or more (WCAG) on black to #1e1e1e, on white to #eee; lines have 3.

  // Two colours cost twenty bytes more than one, on each change; a typed character should cost little (`input`).

  private func dark(_ role: Role) -> Style {
    switch role {
    case .plain: Style()
    case .dim: Style(foreground: 247)
    case .title: Style(foreground: 231, attributes: .bold)
    case .accent: Style(foreground: 80, attributes: .bold)
    case .key: Style(foreground: 222, attributes: .bold)
    case .label: Style(foreground: 110)
    case .border: Style(foreground: 242)
    case .selected: Style(foreground: 80, attributes: [.bold, .reverse])
    case .free: Style(foreground: 114)
    case .booked: Style(foreground: 231)
    case .unavailable: Style(foreground: 245)
    case .now: Style(foreground: 222, attributes: .bold)
    case .input: Style(background: 236)
    case .focus: Style(foreground: 231, background: 24)
    case .placeholder: Style(foreground: 247, background: 236)
    case .good: Style(foreground: 114, attributes: .bold)
    case .warning: Style(foreground: 221, attributes: .bold)
    case .error: Style(foreground: 210, attributes: .bold)
    }
  }

  private func light(_ role: Role) -> Style {
    switch role {
    case .plain: Style()
    case .dim: Style(foreground: 240)
    case .title: Style(foreground: 16, attributes: .bold)
    case .accent: Style(foreground: 24, attributes: .bold)
    case .key: Style(foreground: 94, attributes: .bold)
    case .label: Style(foreground: 60)
    case .border: Style(foreground: 244)
    case .selected: Style(foreground: 24, attributes: [.bold, .reverse])
    case .free: Style(foreground: 22)
    case .booked: Style(foreground: 16)
    case .unavailable: Style(foreground: 242)
    case .now: Style(foreground: 94, attributes: .bold)
    case .input: Style(background: 254)
    case .focus: Style(foreground: 16, background: 153)
    case .placeholder: Style(foreground: 241, background: 254)
    case .good: Style(foreground: 22, attributes: .bold)
    case .warning: Style(foreground: 94, attributes: .bold)
    case .error: Style(foreground: 124, attributes: .bold)
    }
  }

  private func highContrast(_ role: Role) -> Style {
    switch role {
    case .plain, .label, .border, .dim: Style(foreground: 231, background: 16)
    case .title: Style(foreground: 231, background: 16, attributes: .bold)
    case .accent: Style(foreground: 51, background: 16, attributes: .bold)
    case .key: Style(foreground: 226, background: 16, attributes: .bold)
    case .selected: Style(foreground: 16, background: 231, attributes: .bold)
    case .free: Style(foreground: 46, background: 16, attributes: .bold)
    case .booked: Style(foreground: 231, background: 16, attributes: .bold)
    case .unavailable: Style(foreground: 250, background: 16)
    case .now: Style(foreground: 226, background: 16, attributes: .bold)
    case .input: Style(foreground: 231, background: 16, attributes: .underline)
    case .focus: Style(foreground: 16, background: 51, attributes: .bold)
    case .placeholder: Style(foreground: 250, background: 16, attributes: .underline)
    case .good: Style(foreground: 46, background: 16, attributes: .bold)
    case .warning: Style(foreground: 226, background: 16, attributes: [.bold, .underline])
    case .error: Style(foreground: 231, background: 160, attributes: [.bold, .underline])
    }
  }

  /// Black 0, red 1, green 2, yellow 3, blue 4, magenta 5, cyan 6, white 7; bold stands for bright, since eight colours
  /// may be all there are.
  private func sixteen(_ role: Role) -> Style {
    switch role {
    case .plain: Style()
    case .dim: Style(attributes: .dim)
    case .title: Style(attributes: .bold)
    case .accent: Style(foreground: 6, attributes: .bold)
    case .key: Style(foreground: 3, attributes: .bold)
    case .label: Style(foreground: 6)
    case .border: Style(attributes: .dim)
    case .selected: Style(foreground: 6, attributes: .reverse)
    case .free: Style(foreground: 2)
    case .booked: Style()
    case .unavailable: Style(attributes: .dim)
    case .now: Style(foreground: 3, attributes: .bold)
    case .input: Style(attributes: .underline)
    // The terminal's own two, exchanged: white on blue is pale where the clerk's blue is light.
    case .focus: Style(attributes: .reverse)
    case .placeholder: Style(attributes: [.underline, .dim])
    case .good: Style(foreground: 2, attributes: .bold)
    case .warning: Style(foreground: 3, attributes: [.bold, .underline])
    case .error: Style(foreground: 1, attributes: .bold)
    }
  }

  private func mono(_ role: Role) -> Attributes {
    switch role {
    case .plain, .label: []
    case .dim, .border, .unavailable: .dim
    case .title, .accent, .key, .free, .good: .bold
    case .selected, .focus: .reverse
    case .booked: []
    case .now: [.bold, .underline]
    case .input: .underline
    case .placeholder: [.underline, .dim]
    case .warning: [.bold, .underline]
    case .error: [.bold, .reverse]
    }
  }
}
