import Foundation
import Testing

@testable import CalTUI

/// Can what is written be read: contrast by the formula of WCAG 2, over the colours that a number of the 256 stands for.
@Suite struct ThemeContrastTests {
  struct Color: Equatable {
    var red: Int
    var green: Int
    var blue: Int

    init(grey: Int) {
      red = grey
      green = grey
      blue = grey
    }

    /// 16–231 are a cube of six steps a side, 232–255 greys; the sixteen before them are whatever the clerk has set.
    init?(number: Int16) {
      let place = Int(number) - 16
      let steps = [0, 95, 135, 175, 215, 255]
      guard (0..<240).contains(place) else { return nil }
      red = place < 216 ? steps[place / 36] : 8 + (place - 216) * 10
      green = place < 216 ? steps[place / 6 % 6] : red
      blue = place < 216 ? steps[place % 6] : red
    }

    var luminance: Double {
      func linear(_ part: Int) -> Double {
        let value = Double(part) / 255
        return value > 0.04045 ? pow((value + 0.055) / 1.055, 2.4) : value / 12.92
      }
      return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
    }

    static func contrast(_ one: Color, _ other: Color) -> Double {
      let (dark, light) = (min(one.luminance, other.luminance), max(one.luminance, other.luminance))
      return (light + 0.05) / (dark + 0.05)
    }
  }

  /// A theme with a ground it is for, and the letters that the terminal has of its own there.
  struct Ground: Sendable, CustomTestStringConvertible {
    var theme: Theme.Name
    var ground: Int
    var letters: Int
    var testDescription: String { "\(theme.rawValue) on grey \(ground)" }
  }

  static let grounds = [
    Ground(theme: .dark, ground: 0, letters: 200), Ground(theme: .dark, ground: 0x1E, letters: 200),
    Ground(theme: .light, ground: 0xFF, letters: 50), Ground(theme: .light, ground: 0xEE, letters: 50),
    // It brings its own ground.
    Ground(theme: .highContrast, ground: 0, letters: 200), Ground(theme: .highContrast, ground: 0xFF, letters: 50),
  ]

  @Test func `the formula gives what is known`() throws {
    let black = Color(grey: 0)
    let white = Color(grey: 255)
    #expect(abs(Color.contrast(black, white) - 21) < 0.001)
    #expect(abs(Color.contrast(Color(grey: 0x77), white) - 4.478) < 0.001)
    #expect(Color(number: 196)?.red == 255)
    #expect(try #require(Color(number: 244)) == Color(grey: 128))
  }

  @Test(arguments: grounds, Role.allCases)
  func `every text has a contrast of 4.5, every line of 3`(ground: Ground, role: Role) {
    let style = Theme(wished: ground.theme, colors: 256, noColor: false).style(for: role)
    let front = Color(number: style.foreground) ?? Color(grey: ground.letters)
    let back = Color(number: style.background) ?? Color(grey: ground.ground)
    let contrast = Color.contrast(front, back)
    #expect(contrast >= (role == .border ? 3 : 4.5), "\(role): \(contrast)")
  }
}
