import BookingModel

/// The escape sequences that terminals have in common, whatever their description says: ECMA-48 control sequences
/// (CSI), single shifts (SS3), and the strings that answer questions nobody here asks.
enum ControlSequences {
  enum Parsed: Hashable, Sendable {
    /// No sequence starts here.
    case none
    /// The bytes end before the sequence does.
    case unfinished
    case key(Key, length: Int)
    case pasteStarts(length: Int)
    case mouse(KeyEvent, length: Int)
    /// A sequence that is no key of ours: focus, answers, function keys beyond the twelfth.
    case ignored(length: Int)
  }

  /// Longer than any sequence a keyboard sends; what goes on beyond is dropped.
  private static let sequenceLimit = 64
  private static let stringLimit = 4096

  /// A control byte typed by itself: Ctrl with a letter, or one of the keys that have one for their own.
  static func key(control byte: UInt8) -> Key {
    switch byte {
    case 0x09: .tab
    case 0x0A, 0x0D: .enter
    case 0x08, 0x7F: .backspace
    case 0x1B: .escape
    case 0x01...0x1A: .control(Character(Unicode.Scalar(byte + 0x60)))
    default: .control(Character(Unicode.Scalar(byte + 0x40)))
    }
  }

  /// - Parameter bytes: start with Escape.
  static func parse(_ bytes: ArraySlice<UInt8>) -> Parsed {
    guard bytes.count > 1 else { return .unfinished }
    let start = bytes.startIndex
    switch bytes[start + 1] {
    case UInt8(ascii: "["): return parseControlSequence(bytes)
    case UInt8(ascii: "O"): return parseSingleShift(bytes)
    case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "_"), UInt8(ascii: "^"): return parseString(bytes)
    default: return .none
    }
  }

  // MARK: CSI

  private static func parseControlSequence(_ bytes: ArraySlice<UInt8>) -> Parsed {
    let start = bytes.startIndex
    var index = start + 2
    guard index < bytes.endIndex else { return .unfinished }
    // Function keys of the Linux console: ESC [ [ A to E.
    if bytes[index] == UInt8(ascii: "[") {
      guard index + 1 < bytes.endIndex else { return .unfinished }
      guard case 0x41...0x45 = bytes[index + 1] else { return .ignored(length: 3) }
      return .key(.function(Int(bytes[index + 1]) - 0x40), length: 4)
    }
    while index < bytes.endIndex, (0x20...0x3F).contains(bytes[index]) {
      // rxvt ends a shifted key by a dollar sign, which elsewhere comes before the end.
      if bytes[index] == UInt8(ascii: "$"), isNumber(bytes[start + 2..<index]) { break }
      index += 1
    }
    guard index < bytes.endIndex else {
      return bytes.count > sequenceLimit ? .ignored(length: bytes.count) : .unfinished
    }
    let final = bytes[index]
    let parameters = bytes[start + 2..<index]
    let length = index - start + 1
    // A control byte or a character breaks the sequence off, and counts by itself.
    guard (0x40...0x7E).contains(final) || final == UInt8(ascii: "$") else { return .ignored(length: length - 1) }
    if final == UInt8(ascii: "M"), parameters.isEmpty {
      // The oldest mouse report: three bytes of any value follow.
      return bytes.count < 6 ? .unfinished : .ignored(length: 6)
    }
    if final == UInt8(ascii: "M"), parameters.first == UInt8(ascii: "<"),
      let event = mouseEvent(numbers(parameters.dropFirst()))
    {
      return .mouse(event, length: length)
    }
    let numbers = self.numbers(parameters)
    if final == UInt8(ascii: "~"), numbers == [200] { return .pasteStarts(length: length) }
    guard let key = key(final: final, numbers: numbers, isPrivate: isPrivate(parameters)) else {
      return .ignored(length: length)
    }
    return .key(key, length: length)
  }

  /// SGR 1006: `CSI < button ; column ; row M`. Buttons 0 to 2, and 64 and 65 for the wheel; with 4, 8 and 16 for keys held meanwhile,
  /// with 32 for a movement.
  private static func mouseEvent(_ numbers: [Int]) -> KeyEvent? {
    guard numbers.count == 3, numbers[1] > 0, numbers[2] > 0 else { return nil }
    switch numbers[0] {
    case 0: return .click(Position(row: numbers[2] - 1, column: numbers[1] - 1))
    case 64, 65: return .wheel(isUp: numbers[0] == 64)
    default: return nil
    }
  }

  private static func isNumber(_ bytes: ArraySlice<UInt8>) -> Bool {
    !bytes.isEmpty && bytes.allSatisfy { (0x30...0x39).contains($0) }
  }

  private static func isPrivate(_ bytes: ArraySlice<UInt8>) -> Bool {
    bytes.contains { (0x3C...0x3F).contains($0) || (0x20...0x2F).contains($0) }
  }

  private static func numbers(_ bytes: ArraySlice<UInt8>) -> [Int] {
    guard !bytes.isEmpty else { return [] }
    return bytes.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false).map { field in
      // A colon starts sub-parameters, of which none matters here.
      field.prefix { (0x30...0x39).contains($0) }.prefix(7).reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }
  }

  private static func key(final: UInt8, numbers: [Int], isPrivate: Bool) -> Key? {
    if isPrivate { return nil }
    switch final {
    case UInt8(ascii: "A"), UInt8(ascii: "a"): return .up
    case UInt8(ascii: "B"), UInt8(ascii: "b"): return .down
    case UInt8(ascii: "C"), UInt8(ascii: "c"): return .right
    case UInt8(ascii: "D"), UInt8(ascii: "d"): return .left
    case UInt8(ascii: "F"): return .end
    case UInt8(ascii: "H"): return .home
    case UInt8(ascii: "P")...UInt8(ascii: "S"): return .function(Int(final) - 0x50 + 1)
    case UInt8(ascii: "Z"): return .backTab
    case UInt8(ascii: "~"), UInt8(ascii: "$"), UInt8(ascii: "^"), UInt8(ascii: "@"):
      if numbers.count >= 3, numbers[0] == 27 { return key(code: numbers[2], modifiers: numbers[1]) }
      return key(number: numbers.first ?? 0)
    case UInt8(ascii: "u"): return key(code: numbers.first ?? 0, modifiers: numbers.count > 1 ? numbers[1] : 1)
    default: return nil
    }
  }

  /// Keys that VT220 and its heirs number.
  private static func key(number: Int) -> Key? {
    switch number {
    case 1, 7: .home
    case 2: .insert
    case 3: .delete
    case 4, 8: .end
    case 5: .pageUp
    case 6: .pageDown
    case 11...15: .function(number - 10)
    case 17...21: .function(number - 11)
    case 23, 24: .function(number - 12)
    default: nil
    }
  }

  /// A key given as its code point (`CSI 27;5;103~` of xterm, `CSI 103;5u` of others). Modifiers are one more than the
  /// sum of shift 1, alt 2, control 4.
  private static func key(code: Int, modifiers: Int) -> Key? {
    let held = max(0, modifiers - 1)
    switch code {
    case 9: return held & 1 != 0 ? .backTab : .tab
    case 13: return .enter
    case 27: return .escape
    case 8, 127: return .backspace
    default: break
    }
    guard let value = UInt32(exactly: code), let scalar = Unicode.Scalar(value), value >= 0x20,
      !(0x7F..<0xA0).contains(value), !(0xE000...0xF8FF).contains(value)
    else { return nil }
    if held & 4 != 0 {
      guard scalar.isASCII, let letter = String(scalar).lowercased().first else { return nil }
      return .control(letter)
    }
    return held & 2 != 0 ? nil : .character(Character(scalar))
  }

  // MARK: SS3

  private static func parseSingleShift(_ bytes: ArraySlice<UInt8>) -> Parsed {
    let start = bytes.startIndex
    var index = start + 2
    // Some terminals put the modifiers in: ESC O 5 P.
    while index < bytes.endIndex, (0x30...0x3B).contains(bytes[index]), index - start < 8 { index += 1 }
    guard index < bytes.endIndex else { return .unfinished }
    let length = index - start + 1
    switch bytes[index] {
    case UInt8(ascii: "A"), UInt8(ascii: "a"): return .key(.up, length: length)
    case UInt8(ascii: "B"), UInt8(ascii: "b"): return .key(.down, length: length)
    case UInt8(ascii: "C"), UInt8(ascii: "c"): return .key(.right, length: length)
    case UInt8(ascii: "D"), UInt8(ascii: "d"): return .key(.left, length: length)
    case UInt8(ascii: "F"): return .key(.end, length: length)
    case UInt8(ascii: "H"): return .key(.home, length: length)
    case UInt8(ascii: "I"): return .key(.tab, length: length)
    case UInt8(ascii: "M"): return .key(.enter, length: length)
    case UInt8(ascii: "P")...UInt8(ascii: "S"): return .key(.function(Int(bytes[index]) - 0x50 + 1), length: length)
    case UInt8(ascii: "j")...UInt8(ascii: "y"):
      // The keypad sends what is printed on it, 0x40 higher: * + , - . / 0 to 9.
      return .key(.character(Character(Unicode.Scalar(bytes[index] - 0x40))), length: length)
    case UInt8(ascii: "X"): return .key(.character("="), length: length)
    default:
      // No key of a terminal: O was typed after Escape, or with Alt.
      return length == 3 ? .none : .ignored(length: length)
    }
  }

  // MARK: Strings

  /// Answers to questions (OSC, DCS, APC, PM) end by ST or BEL. `]` typed after Escape looks like their beginning; what
  /// follows tells them apart.
  private static func parseString(_ bytes: ArraySlice<UInt8>) -> Parsed {
    let start = bytes.startIndex
    guard bytes.count > 2 else { return .unfinished }
    switch (bytes[start + 1], bytes[start + 2]) {
    case (UInt8(ascii: "]"), 0x30...0x39), (UInt8(ascii: "P"), 0x30...0x3F), (UInt8(ascii: "P"), UInt8(ascii: "+")),
      (UInt8(ascii: "_"), UInt8(ascii: "G")):
      break
    default: return .none
    }
    var index = start + 2
    while index < bytes.endIndex {
      switch bytes[index] {
      case 0x07: return .ignored(length: index - start + 1)
      case 0x1B:
        guard index + 1 < bytes.endIndex else { return bytes.count > stringLimit ? .none : .unfinished }
        // Whatever else starts here breaks the string off.
        return .ignored(length: index - start + (bytes[index + 1] == UInt8(ascii: "\\") ? 2 : 0))
      case 0x18, 0x1A: return .ignored(length: index - start + 1)
      default: index += 1
      }
    }
    return bytes.count > stringLimit ? .ignored(length: bytes.count) : .unfinished
  }
}
