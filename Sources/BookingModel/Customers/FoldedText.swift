/// Text as customers are looked for by it: small letters and digits without marks, as UTF-8.
///
/// `José` is `jose`, `Groß` is `gross`, `Łukasz` is `lukasz`; `Müller` is `muller`, and `mueller` when umlauts are spelled out.
/// Letters of other scripts stay as they are.
public enum FoldedText {
  /// What becomes of ä, ö, ü, ø, å: the bare letter, or the two letters that stand for it where a keyboard lacks it.
  public enum Umlauts: Sendable { case bare, spelledOut }

  /// Stands between words.
  static let gap = UInt8(ascii: " ")
  /// Stands where one word may be written as two: hyphen, apostrophe, dot.
  static let joint = UInt8(ascii: "-")

  /// The text with every run of other characters made a gap or a joint; no such mark at either end.
  public static func fold(_ text: String, umlauts: Umlauts = .bare) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(text.utf8.count + 4)
    for scalar in text.unicodeScalars {
      if scalar.isASCII {
        appendASCII(UInt8(scalar.value), to: &result)
      } else {
        append(scalar, to: &result, umlauts)
      }
    }
    while let last = result.last, last == gap || last == joint { result.removeLast() }
    return result
  }

  /// The words of a text with one space between them: two names with the same text are the same name.
  public static func name(_ text: String) -> String {
    let words = fold(text).split(whereSeparator: { $0 == gap || $0 == joint })
    return String(decoding: Array(words.joined(separator: [gap])), as: UTF8.self)
  }

  private static func appendASCII(_ byte: UInt8, to result: inout [UInt8]) {
    switch byte {
    case 0x61...0x7A, 0x30...0x39: result.append(byte)
    case 0x41...0x5A: result.append(byte | 0x20)
    case UInt8(ascii: "'"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "`"): separate(by: joint, &result)
    default: separate(by: gap, &result)
    }
  }

  /// A gap is stronger than a joint: `St. John` is two words.
  private static func separate(by mark: UInt8, _ result: inout [UInt8]) {
    guard let last = result.last else { return }
    if last == gap { return }
    if last != joint {
      result.append(mark)
    } else if mark == gap {
      result[result.count - 1] = gap
    }
  }

  private static func append(_ scalar: Unicode.Scalar, to result: inout [UInt8], _ umlauts: Umlauts) {
    if umlauts == .spelledOut {
      if let pair = spelledOut[scalar] {
        result += pair
        return
      }
      // The two dots as a character of their own, after a, o or u.
      if scalar == "\u{308}", let last = result.last, "aou".utf8.contains(last) {
        result.append(UInt8(ascii: "e"))
        return
      }
    }
    if let plain = marked[scalar] {
      result += plain
      return
    }
    let properties = scalar.properties
    switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: break
    case .uppercaseLetter, .titlecaseLetter:
      for lower in properties.lowercaseMapping.unicodeScalars where lower.properties.generalCategory != .nonspacingMark
      {
        if lower.isASCII { appendASCII(UInt8(lower.value), to: &result) } else { result += Array(String(lower).utf8) }
      }
    case .lowercaseLetter, .otherLetter, .modifierLetter, .spacingMark, .letterNumber:
      result += Array(String(scalar).utf8)
    case .decimalNumber:
      result.append(0x30 + UInt8(properties.numericValue ?? 0))
    default:
      let isJoint = (0x2010...0x2015).contains(scalar.value) || scalar == "\u{2019}" || scalar == "\u{2BC}"
      separate(by: isJoint ? joint : gap, &result)
    }
  }

  // MARK: - Letters with marks

  private static let groups: [(plain: String, letters: String)] = [
    ("a", "àáâãäåāăąǎạảấầẩẫậắằẳẵặ"), ("ae", "æǽ"), ("c", "çćĉċč"), ("d", "ďđð"), ("e", "èéêëēĕėęěẹẻẽếềểễệ"),
    ("g", "ĝğġģ"), ("h", "ĥħ"), ("i", "ìíîïĩīĭįıỉị"), ("j", "ĵ"), ("k", "ķ"), ("l", "ĺļľŀł"), ("n", "ñńņňŉŋ"),
    ("o", "òóôõöøōŏőơọỏốồổỗộớờởỡợ"), ("oe", "œ"), ("r", "ŕŗř"), ("s", "śŝşšșſ"), ("ss", "ßẞ"), ("t", "ţťŧț"),
    ("th", "þ"),
    ("u", "ùúûüũūŭůűųưụủứừửữự"), ("w", "ŵẁẃẅ"), ("y", "ýÿŷỳỵỷỹ"), ("z", "źżž"),
  ]

  private static let marked: [Unicode.Scalar: [UInt8]] = table(groups)
  private static let spelledOut: [Unicode.Scalar: [UInt8]] = table([
    ("ae", "äæ"), ("oe", "öø"), ("ue", "ü"), ("aa", "å"),
  ])

  private static func table(_ groups: [(plain: String, letters: String)]) -> [Unicode.Scalar: [UInt8]] {
    var table: [Unicode.Scalar: [UInt8]] = [:]
    for group in groups {
      for letter in group.letters.unicodeScalars {
        table[letter] = Array(group.plain.utf8)
        for upper in letter.properties.uppercaseMapping.unicodeScalars where !upper.isASCII {
          if table[upper] == nil { table[upper] = Array(group.plain.utf8) }
        }
      }
    }
    return table
  }
}
