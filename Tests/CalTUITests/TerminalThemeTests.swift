import Testing

@testable import CalTUI

@Suite struct TerminalThemeTests {
  /// Roles that stand side by side and must be told apart.
  static let neighbours: [[Role]] = [
    [.selected, .free, .booked, .unavailable, .now], [.plain, .error, .warning, .good], [.plain, .key, .dim],
    [.input, .placeholder, .plain, .selected],
  ]

  @Test(arguments: Theme.Name.allCases) func neighboursLookDifferent(_ name: Theme.Name) {
    let theme = Theme(wished: name, colors: 256, noColor: false)
    for group in Self.neighbours {
      // High contrast has no dim text: there the texts themselves differ.
      let group = name == .highContrast ? group.filter { $0 != .dim } : group
      #expect(Set(group.map(theme.style)).count == group.count, "\(group)")
    }
  }

  @Test func withoutColourNothingIsSaidByColour() {
    let theme = Theme(wished: .mono, colors: 256, noColor: false)
    for role in Role.allCases {
      #expect(theme.style(for: role).foreground == -1)
      #expect(theme.style(for: role).background == -1)
    }
  }

  @Test func eightColoursAreEnoughForTheSixteen() {
    let theme = Theme(wished: .sixteen, colors: 8, noColor: false)
    for role in Role.allCases {
      #expect(theme.style(for: role).foreground < 8)
      #expect(theme.style(for: role).background < 8)
    }
  }

  @Test(
    arguments: [
      (nil, 256, false, .dark), (.light, 256, false, .light), (nil, 16, false, .sixteen), (.light, 8, false, .sixteen),
      (.mono, 8, false, .mono), (.dark, 2, false, .mono), (nil, 256, true, .mono), (.dark, 256, true, .dark),
    ] as [(Theme.Name?, Int, Bool, Theme.Name)])
  func theThemeFitsTheTerminal(_ wished: Theme.Name?, _ colors: Int, _ noColor: Bool, _ expected: Theme.Name) {
    #expect(Theme(wished: wished, colors: colors, noColor: noColor).name == expected)
  }

  @Test func `a light ground gets the light theme, unless another is wished`() {
    #expect(Theme(wished: nil, colors: 256, noColor: false, isLightGround: true).name == .light)
    #expect(Theme(wished: .highContrast, colors: 256, noColor: false, isLightGround: true).name == .highContrast)
    #expect(Theme(wished: nil, colors: 256, noColor: true, isLightGround: true).name == .mono)
  }
}
