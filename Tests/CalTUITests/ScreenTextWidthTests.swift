import BookingModel
import CursesShim
import Glibc
import Testing

@testable import CalTUI

@Suite struct ScreenTextWidthTests {
  struct Case: CustomTestStringConvertible {
    var testDescription: String
    var text: String
    var written: String
    var columns: Int
  }

  static let cases: [Case] = [
    Case(testDescription: "ascii", text: "Peter", written: "Peter", columns: 5),
    Case(testDescription: "é composed", text: "caf\u{E9}", written: "café", columns: 4),
    Case(testDescription: "é decomposed", text: "cafe\u{301}", written: "café", columns: 4),
    Case(testDescription: "ideographs", text: "田中", written: "田中", columns: 4),
    Case(testDescription: "half-width kana with a voiced mark", text: "ｶﾞ", written: "ｶﾞ", columns: 2),
    Case(testDescription: "Hangul syllables", text: "김", written: "김", columns: 2),
    Case(testDescription: "Hangul jamo", text: "\u{1100}\u{1161}", written: "\u{1100}\u{1161}", columns: 2),
    Case(testDescription: "emoji", text: "🚗", written: "🚗", columns: 2),
    Case(testDescription: "heart with emoji presentation", text: "❤️", written: "❤", columns: 1),
    Case(testDescription: "family", text: "👨‍👩‍👦", written: "👨", columns: 2),
    Case(testDescription: "flag", text: "🇸🇦", written: "SA", columns: 2),
    Case(testDescription: "skin tone", text: "👍🏽", written: "👍", columns: 2),
    Case(testDescription: "Indic vowel sign", text: "का", written: "का", columns: 2),
    Case(testDescription: "Thai sara am", text: "น้ำ", written: "น้ำ", columns: 2),
    Case(
      testDescription: "more marks than fit", text: "e" + String(repeating: "\u{301}", count: 40),
      written: "e\u{301}\u{301}\u{301}\u{301}", columns: 1),
    Case(testDescription: "a mark alone", text: "\u{301}", written: "", columns: 0),
    Case(testDescription: "escape sequence", text: "\u{1B}[2J", written: "�[2J", columns: 4),
    Case(testDescription: "C1", text: "a\u{9B}2Jb", written: "a�2Jb", columns: 5),
    Case(testDescription: "DEL and NUL", text: "\u{7F}\u{0}", written: "��", columns: 2),
    Case(testDescription: "right-to-left override", text: "a\u{202E}b", written: "ab", columns: 2),
    Case(
      testDescription: "isolates and marks", text: "a\u{2066}\u{2069}\u{200E}\u{200F}\u{61C}\u{200B}\u{FEFF}b",
      written: "ab", columns: 2),
    Case(testDescription: "OSC 52", text: "\u{1B}]52;c;aGk=\u{7}", written: "�]52;c;aGk=�", columns: 12),
    Case(testDescription: "lines and tabs", text: "a\nb\r\nc\td\re", written: "a b c d�e", columns: 9),
    Case(testDescription: "line separator", text: "a\u{2028}b", written: "a b", columns: 3),
    Case(testDescription: "soft hyphen", text: "a\u{AD}b", written: "a\u{AD}b", columns: 3),
    Case(
      testDescription: "4 kB", text: String(repeating: "ab", count: 2048),
      written: String(repeating: "ab", count: 2048),
      columns: 4096),
  ]

  @Test(arguments: cases) func aStringIsWrittenAsGlyphsOfItsColumns(_ example: Case) {
    #expect(example.text.columns == example.columns)
    var grid = Grid(size: .init(columns: 5000, rows: 1))
    let used = grid.write(example.text, at: Position(row: 0, column: 0))
    #expect(used == example.columns)
    #expect(
      Array(grid.textRows[0].unicodeScalars) == Array(example.written.unicodeScalars)
        || grid.textRows[0] == example.written)
  }

  @Test func nothingInvisibleOrControllingReachesACell() {
    for value in UInt32(0)..<0x2FFFF {
      guard let scalar = Unicode.Scalar(value) else { continue }
      for glyph in TextWidth.glyphs(of: Character(scalar)) {
        for written in glyph.character.unicodeScalars {
          let category = written.properties.generalCategory
          #expect(category != .control && category != .lineSeparator && category != .paragraphSeparator)
          #expect(TextWidth.columns(of: written) ?? 0 > 0)
        }
      }
    }
  }

  /// The one printable scalar (Ahom medial RA, a spacing mark to Unicode) where the C library of Debian 12 differs.
  /// Should a cell ever hold it, `CursesScreen` draws a replacement, as for whatever a library does not agree on.
  static let knownExceptions: Set<UInt32> = [0x1171E]

  @Test func aScalarIsAsWideAsTheCLibrarySays() throws {
    let locale = try #require(newlocale(LC_CTYPE_MASK, "C.UTF-8", nil))
    let previous = uselocale(locale)
    defer {
      uselocale(previous)
      freelocale(locale)
    }
    var differing: [String] = []
    for value in UInt32(0x20)..<0x30000 {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let expected = Int(cal_scalar_columns(value))
      // The C library does not print it: nothing to agree on, and a cell never gets it (`CursesScreen` asks again).
      guard expected >= 0 else { continue }
      let actual = TextWidth.columns(of: scalar) ?? -1
      if actual != expected, !Self.knownExceptions.contains(value) {
        differing.append("\(String(value, radix: 16)): \(actual), not \(expected)")
      }
    }
    #expect(differing == [])
  }
}
