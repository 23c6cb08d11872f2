/// Checks that a text is written as TOML before the parser sees it: toml++ ends the whole program where some texts break off, such as
/// `clerk = # nobody` or `[é]`, instead of saying that they are wrong.
///
/// It knows what a config can hold: tables, texts, numbers, truth values, lists. Dates are refused: no setting is one. What the values are, and
/// whether a key is there twice, the parser and ``ConfigFile`` tell.
struct ConfigSyntax {
  struct Fault: Error, Equatable {
    /// From 1.
    var line: Int
    var reason: String
  }

  private let bytes: [UInt8]
  private var index = 0
  private var line = 1
  /// Deeper lists are an attack on the stack, not a config.
  private static let maximumDepth = 16

  static func check(_ text: String) throws(Fault) {
    var syntax = ConfigSyntax(text)
    try syntax.document()
  }

  private init(_ text: String) {
    bytes = Array(text.utf8)
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { index = 3 }
  }

  private var next: UInt8? { index < bytes.count ? bytes[index] : nil }
  private func fault(_ reason: String) -> Fault { Fault(line: line, reason: reason) }

  // MARK: - Lines

  private mutating func document() throws(Fault) {
    while true {
      skipBlanks()
      switch next {
      case nil: return
      case UInt8(ascii: "#"), 0x0A, 0x0D: break
      case UInt8(ascii: "["): try head()
      default: try assignment(depth: 0)
      }
      try lineEnd()
    }
  }

  private mutating func skipBlanks() {
    while let byte = next, byte == 0x20 || byte == 0x09 { index += 1 }
  }

  /// A comment, and the end of the line or of the text.
  private mutating func lineEnd() throws(Fault) {
    skipBlanks()
    try comment()
    switch next {
    case nil: return
    case 0x0A: break
    case 0x0D where index + 1 < bytes.count && bytes[index + 1] == 0x0A: index += 1
    default: throw fault("something stands behind the end of the value")
    }
    index += 1
    line += 1
  }

  private mutating func comment() throws(Fault) {
    guard next == UInt8(ascii: "#") else { return }
    while let byte = next, byte != 0x0A {
      guard byte == 0x09 || byte == 0x0D || byte >= 0x20 && byte != 0x7F else {
        throw fault("a control character stands in a comment")
      }
      if byte == 0x0D, index + 1 < bytes.count, bytes[index + 1] == 0x0A { return }
      index += 1
    }
  }

  private mutating func head() throws(Fault) {
    index += 1
    let isList = next == UInt8(ascii: "[")
    if isList { index += 1 }
    skipBlanks()
    try key()
    for _ in 0..<(isList ? 2 : 1) {
      guard next == UInt8(ascii: "]") else { throw fault("the table's name does not end in ]") }
      index += 1
    }
  }

  private mutating func assignment(depth: Int) throws(Fault) {
    try key()
    guard next == UInt8(ascii: "=") else { throw fault("= and a value are missing") }
    index += 1
    skipBlanks()
    try value(depth: depth)
  }

  // MARK: - Keys and values

  /// `a."b c".d`, and the blanks behind it.
  private mutating func key() throws(Fault) {
    while true {
      skipBlanks()
      switch next {
      case UInt8(ascii: "\""), UInt8(ascii: "'"): try text(mayBeLong: false)
      default:
        let start = index
        while let byte = next, ConfigSyntax.isBare(byte) { index += 1 }
        guard index > start else { throw fault("a name is missing, or has a character that needs quotes") }
      }
      skipBlanks()
      guard next == UInt8(ascii: ".") else { return }
      index += 1
    }
  }

  private static func isBare(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "_"): true
    default: false
    }
  }

  private mutating func value(depth: Int) throws(Fault) {
    guard depth <= ConfigSyntax.maximumDepth else { throw fault("too many brackets in each other") }
    switch next {
    case UInt8(ascii: "\""), UInt8(ascii: "'"): try text(mayBeLong: true)
    case UInt8(ascii: "["): try list(depth: depth)
    case UInt8(ascii: "{"): try inlineTable(depth: depth)
    default: try word()
    }
  }

  /// A number or a truth value.
  private mutating func word() throws(Fault) {
    let start = index
    while let byte = next, ConfigSyntax.isBare(byte) || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "+") {
      index += 1
    }
    let word = String(decoding: bytes[start..<index], as: UTF8.self)
    guard !word.isEmpty else { throw fault("a value is missing") }
    if word == "true" || word == "false" { return }
    guard ConfigSyntax.isNumber(word) else { throw fault("\"\(word.prefix(40))\" is no value; texts stand in quotes") }
  }

  /// `42`, `-1_000`, `0.5`, `1e6`.
  private static func isNumber(_ word: String) -> Bool {
    var digits = word.utf8[...]
    if digits.first == UInt8(ascii: "+") || digits.first == UInt8(ascii: "-") { digits = digits.dropFirst() }
    guard word.utf8.count < 40, let first = digits.first, (0x30...0x39).contains(first),
      let last = digits.last, (0x30...0x39).contains(last)
    else { return false }
    let plain = word.replacing("_", with: "")
    return !word.contains("__") && Double(plain) != nil && !plain.lowercased().contains("x")
      && (digits.count == 1 || first != 0x30 || digits.dropFirst().first == UInt8(ascii: "."))
  }

  /// Over several lines, with comments and a comma behind the last one.
  private mutating func list(depth: Int) throws(Fault) {
    index += 1
    while true {
      try skipLines()
      if next == UInt8(ascii: "]") { break }
      try value(depth: depth + 1)
      try skipLines()
      if next == UInt8(ascii: ",") {
        index += 1
      } else if next != UInt8(ascii: "]") {
        throw fault("a list does not end in ]")
      }
    }
    index += 1
  }

  private mutating func skipLines() throws(Fault) {
    while true {
      skipBlanks()
      try comment()
      guard next == 0x0A || next == 0x0D else { return }
      if next == 0x0A { line += 1 }
      index += 1
    }
  }

  private mutating func inlineTable(depth: Int) throws(Fault) {
    index += 1
    skipBlanks()
    if next == UInt8(ascii: "}") {
      index += 1
      return
    }
    while true {
      try assignment(depth: depth + 1)
      skipBlanks()
      switch next {
      case UInt8(ascii: ","): index += 1
      case UInt8(ascii: "}"):
        index += 1
        return
      default: throw fault("an inline table does not end in }")
      }
    }
  }

  // MARK: - Texts

  private mutating func text(mayBeLong: Bool) throws(Fault) {
    let quote = bytes[index]
    let isLong = mayBeLong && isThree(quote)
    index += isLong ? 3 : 1
    while let byte = next {
      if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
        try escape(isLong: isLong)
        continue
      }
      if byte == quote, !isLong || isThree(quote) {
        index += isLong ? 3 : 1
        // Up to two quotes may stand before those that end it.
        if isLong { for _ in 0..<2 where next == quote { index += 1 } }
        return
      }
      if byte == 0x0A {
        guard isLong else { break }
        line += 1
      } else if byte < 0x20 && byte != 0x09 && !(isLong && byte == 0x0D) || byte == 0x7F {
        throw fault("a control character stands in a text")
      }
      index += 1
    }
    throw fault("a text has no end: its closing quote is missing")
  }

  private func isThree(_ quote: UInt8) -> Bool {
    index + 2 < bytes.count && bytes[index] == quote && bytes[index + 1] == quote && bytes[index + 2] == quote
  }

  private mutating func escape(isLong: Bool) throws(Fault) {
    index += 1
    guard let byte = next else { throw fault("a text has no end: its closing quote is missing") }
    index += 1
    switch byte {
    case UInt8(ascii: "b"), UInt8(ascii: "t"), UInt8(ascii: "n"), UInt8(ascii: "f"), UInt8(ascii: "r"),
      UInt8(ascii: "\""), UInt8(ascii: "\\"):
      return
    case UInt8(ascii: "u"), UInt8(ascii: "U"):
      let count = byte == UInt8(ascii: "u") ? 4 : 8
      let digits = String(decoding: bytes[index..<min(bytes.count, index + count)], as: UTF8.self)
      guard digits.utf8.count == count, digits.utf8.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
        let value = UInt32(digits, radix: 16), Unicode.Scalar(value) != nil
      else { throw fault("an escape \\u has no such character") }
      index += count
    case 0x0A, 0x0D, 0x20, 0x09:
      // A line that goes on: blanks to the end of the line, then the break.
      guard isLong else { throw fault("a backslash stands before nothing that can be escaped") }
      index -= 1
      skipBlanks()
      if next == 0x0D { index += 1 }
      guard next == 0x0A else { throw fault("a backslash stands before nothing that can be escaped") }
    default: throw fault("a backslash stands before nothing that can be escaped")
    }
  }
}
