import BookingModel
import Testing

@testable import CalTUI

@Suite struct HelpKeysTests {
  /// Digits are said as a range, and so are the letters of what is parked.
  @Test func `the keys that pick are all named`() throws {
    for context in KeyContext.allCases {
      for binding in KeyMap.standard.bindings(in: context) where binding.action == .pick {
        let text = HelpView.keyText(binding, in: context)
        let takesLetters = binding.keys.contains(.character("a"))
        #expect(text == (takesLetters ? "a–f 1–9" : "1–9"), "\(context)")
        #expect(binding.keys.contains(.character("f")) == takesLetters)
      }
    }
  }
}
