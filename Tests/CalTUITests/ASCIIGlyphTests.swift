import Testing

@testable import CalTUI

/// What is shown for a character where only ASCII is.
@Suite struct ASCIIGlyphTests {
  @Test(
    arguments: [
      ("a", "a"), ("│", "|"), ("…", "~"), ("ë", "e"), ("e\u{308}", "e"), ("É", "E"), ("Ø", "O"), ("ł", "l"), ("ß", "s"),
      ("田", "?"), ("م", "?"), ("👩", "?"), ("\u{FFFD}", "?"),
    ] as [(Character, Character)])
  func `letters lose their marks, lines become strokes, the rest a question mark`(shown: Character, instead: Character)
  {
    #expect(ASCIIGlyphs.substitute(for: shown) == instead)
  }

  @Test func `every substitute is ASCII`() {
    for value in UInt32(0xA0)...0x2FFF {
      guard let scalar = Unicode.Scalar(value) else { continue }
      #expect(ASCIIGlyphs.substitute(for: Character(scalar)).isASCII, "\(value)")
    }
  }
}
