import Testing

@testable import CalTUI

@Suite struct RedundantResetsTests {
  @Test(arguments: [
    ("\u{1B}[39m\u{1B}(B\u{1B}[m", "\u{1B}(B\u{1B}[m"),
    ("a\u{1B}[39;49m\u{1B}[mb", "a\u{1B}[mb"),
    ("\u{1B}[49m\u{1B}(B\u{1B}[0;1mx", "\u{1B}(B\u{1B}[0;1mx"),
    // Not followed by a reset of everything: it is needed.
    ("\u{1B}[39mx", "\u{1B}[39mx"),
    ("\u{1B}[39m\u{1B}[1m", "\u{1B}[39m\u{1B}[1m"),
    ("\u{1B}[39m\u{1B}[48;5;24m", "\u{1B}[39m\u{1B}[48;5;24m"),
    ("\u{1B}[39m", "\u{1B}[39m"),
    ("", ""),
  ])
  func aColourResetGoesOnlyBeforeAFullOne(_ text: String, _ wanted: String) {
    var bytes = Array(text.utf8)
    let count = bytes.withUnsafeMutableBufferPointer { RedundantResets.remove(from: $0) }
    #expect(String(decoding: bytes[..<count], as: UTF8.self) == wanted)
  }
}
