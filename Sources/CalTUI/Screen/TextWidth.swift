/// How many columns text takes, and what of it a cell can hold.
///
/// The answer is the number ncurses advances by, which is the C library's `wcwidth` of each spacing scalar. An ncurses
/// cell holds one spacing scalar and four marks and silently drops the rest, so a grapheme cluster is first taken
/// apart into glyphs that fit: a family emoji becomes its first member, a flag its two letters, a skin tone goes.
enum TextWidth {
  /// What one cell (or a pair of cells) shows.
  struct Glyph: Hashable, Sendable {
    /// One spacing scalar with at most ``marksPerCell`` marks.
    var character: Character
    /// 1 or 2.
    var columns: Int
  }

  /// `CCHARW_MAX` of ncurses less the spacing scalar.
  static let marksPerCell = 4

  /// Stands for every control character, so that it is seen and does nothing.
  static let replacement = Glyph(character: "\u{FFFD}", columns: 1)
  static let space = Glyph(character: " ", columns: 1)

  /// What `wcwidth` says: 2 for East Asian wide and emoji, 0 for marks and format characters, 1 for the rest;
  /// `nil` where there is nothing to show (controls, separators of lines, code points without a character).
  static func columns(of scalar: Unicode.Scalar) -> Int? {
    let value = scalar.value
    if value < 0x300 {
      return value < 0x20 || (0x7F..<0xA0).contains(value) ? nil : 1
    }
    if isConjoiningJamo(value) { return 0 }
    switch scalar.properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned: return nil
    case .nonspacingMark, .enclosingMark: return 0
    case .format: return isSubtendingMark(value) ? 1 : 0
    case .privateUse: return 1
    default: return isWide(scalar) ? 2 : 1
    }
  }

  /// The glyphs of one grapheme cluster: none for what is invisible (bidi overrides, joiners, stray marks), one nearly
  /// always, several where the cluster has several spacing scalars (Indic vowels, Thai, flags).
  static func glyphs(of cluster: Character) -> [Glyph] {
    if isPlain(cluster) { return [Glyph(character: cluster, columns: 1)] }
    // One cluster, and one line break.
    if cluster == "\r\n" { return [space] }
    var builder = GlyphBuilder()
    for scalar in cluster.unicodeScalars {
      guard builder.append(scalar) else { break }
    }
    return builder.finish()
  }

  /// One scalar of one column, told by its number alone: most of what is on a screen, without asking for properties.
  private static func isPlain(_ cluster: Character) -> Bool {
    let scalars = cluster.unicodeScalars
    guard let first = scalars.first, scalars.index(after: scalars.startIndex) == scalars.endIndex else { return false }
    return isPlain(first)
  }

  /// No two of these ever make one cluster: text of them alone has a glyph of one column for each scalar.
  fileprivate static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    // Latin without the soft hyphen, dashes and quotes, the middle of general punctuation, the single pointing quotes, arrows, lines and
    // blocks.
    case 0x20...0x7E, 0xA1...0xAC, 0xAE...0x24F, 0x2010...0x2027, 0x2039...0x203A, 0x2190...0x21FF, 0x2500...0x259F:
      return true
    default: return false
    }
  }

  /// Vowels and final consonants of Hangul, drawn into the cell of the consonant before them.
  private static func isConjoiningJamo(_ value: UInt32) -> Bool {
    (0x1160...0x11FF).contains(value) || (0xD7B0...0xD7C6).contains(value) || (0xD7CB...0xD7FB).contains(value)
  }

  /// Format characters that are drawn: Arabic and Syriac number signs, which span the digits after them.
  private static func isSubtendingMark(_ value: UInt32) -> Bool {
    switch value {
    case 0x600...0x605, 0x6DD, 0x70F, 0x890...0x891, 0x8E2, 0x110BD, 0x110CD: true
    default: false
    }
  }

  fileprivate static func isRegionalIndicator(_ value: UInt32) -> Bool { (0x1F1E6...0x1F1FF).contains(value) }
  fileprivate static func isSkinTone(_ value: UInt32) -> Bool { (0x1F3FB...0x1F3FF).contains(value) }

  private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
    guard scalar.value >= 0x1100 else { return false }
    return wideRanges.contains { $0.contains(scalar.value) }
      || (scalar.properties.isEmojiPresentation && !isRegionalIndicator(scalar.value))
  }

  /// East Asian wide blocks; the emoji among the wide scalars are found by their property.
  private static let wideRanges: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x2329...0x232A, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3,
    0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x18DFF,
    0x1AFF0...0x1B2FF, 0x1F200...0x1F2FF, 0x20000...0x3FFFD,
  ]
}

/// Collects the scalars of one grapheme cluster into glyphs.
private struct GlyphBuilder {
  private var glyphs: [TextWidth.Glyph] = []
  private var open: (text: String.UnicodeScalarView, columns: Int, marks: Int, isEmoji: Bool)?

  /// False when the rest of the cluster is not drawn.
  mutating func append(_ scalar: Unicode.Scalar) -> Bool {
    let value = scalar.value
    switch value {
    case 0x0A, 0x09, 0x2028, 0x2029:
      close()
      glyphs.append(TextWidth.space)
      return true
    case 0x200D:
      return !(open?.isEmoji ?? false)
    case 0x34F, 0xFE00...0xFE0F, 0xE0100...0xE01EF:
      return true
    case _ where TextWidth.isRegionalIndicator(value):
      close()
      let letter = Unicode.Scalar(UInt8(0x41 + value - 0x1F1E6))
      open = (text: String(letter).unicodeScalars, columns: 1, marks: 0, isEmoji: false)
      return true
    case _ where TextWidth.isSkinTone(value) && open != nil:
      return true
    default: break
    }
    switch TextWidth.columns(of: scalar) {
    case nil:
      close()
      glyphs.append(TextWidth.replacement)
    case 0:
      let isMark = scalar.properties.generalCategory != .format
      if isMark, open.map({ $0.marks < TextWidth.marksPerCell }) ?? false {
        open?.text.append(scalar)
        open?.marks += 1
      }
    case let columns?:
      close()
      open = (
        text: String(scalar).unicodeScalars, columns: columns, marks: 0,
        isEmoji: scalar.properties.isEmoji && value > 0x7F
      )
    }
    return true
  }

  mutating func finish() -> [TextWidth.Glyph] {
    close()
    return glyphs
  }

  private mutating func close() {
    guard let open else { return }
    self.open = nil
    let text = String(open.text)
    // Dropping a joiner between two scalars may leave what is no longer one cluster: then the first speaks alone.
    guard let character = text.first else { return }
    glyphs.append(TextWidth.Glyph(character: character, columns: open.columns))
  }
}

extension StringProtocol {
  /// Columns this text takes in a ``Grid``.
  var columns: Int {
    if isPrintableASCII { return utf8.count }
    if isPlain { return unicodeScalars.count }
    return reduce(0) { sum, cluster in TextWidth.glyphs(of: cluster).reduce(sum) { $0 + $1.columns } }
  }

  /// A column for each scalar.
  var isPlain: Bool { unicodeScalars.allSatisfy { TextWidth.isPlain($0) } }

  /// The common case, for which one byte is one column.
  var isPrintableASCII: Bool { utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F } }
}
