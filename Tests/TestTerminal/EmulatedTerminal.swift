package import BookingModel
import CursesShim

/// As much of an xterm as ncurses uses for TERM=xterm-256color, to see what its bytes draw. What it does not know it
/// reports in ``unknown``. No output processing: a line feed only moves down.
package struct EmulatedTerminal: Sendable {
  package struct Attributes: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }
    package static let bold = Attributes(rawValue: 1)
    package static let dim = Attributes(rawValue: 2)
    package static let underline = Attributes(rawValue: 4)
    package static let reverse = Attributes(rawValue: 8)
  }

  package struct Look: Hashable, Sendable {
    package var attributes: Attributes
    package var foreground: Int
    package var background: Int

    package init(attributes: Attributes = [], foreground: Int = -1, background: Int = -1) {
      (self.attributes, self.foreground, self.background) = (attributes, foreground, background)
    }
  }

  package struct Cell: Hashable, Sendable {
    /// `nil` is the right half of a wide glyph.
    package var text: String?
    package var look: Look

    package init(text: String? = " ", look: Look = Look()) { (self.text, self.look) = (text, look) }
  }

  package let size: Size
  package private(set) var cells: [Cell]
  package private(set) var row = 0
  package private(set) var column = 0
  package private(set) var cursorIsShown = true
  package private(set) var isAlternate = false
  package private(set) var bracketsPaste = false
  package private(set) var unknown: [String] = []
  private var look = Look()
  private var margins: Range<Int>
  private var wrapsNext = false
  private var last: Unicode.Scalar = " "
  private var scalars: [Unicode.Scalar] = []
  private var rest: [UInt8] = []

  /// How wide a character is, the C library says by the locale.
  private static let locale = cal_locale_open("C.UTF-8")

  package init(size: Size) {
    _ = EmulatedTerminal.locale
    self.size = size
    margins = 0..<size.rows
    cells = Array(repeating: Cell(), count: size.columns * size.rows)
  }

  package subscript(row: Int, column: Int) -> Cell { cells[row * size.columns + column] }

  /// The rows of the screen, without the blanks at their ends.
  package var rows: [String] {
    (0..<size.rows).map { row in
      let text = (0..<size.columns).compactMap { self[row, $0].text }.joined()
      return String(text.reversed().drop { $0 == " " }.reversed())
    }
  }

  package func shows(_ text: String) -> Bool { rows.contains { $0.contains(text) } }

  /// What ends in the middle of a sequence or of a character is drawn with the rest of it.
  package mutating func feed(_ bytes: [UInt8]) {
    let all = rest + bytes
    let whole = EmulatedTerminal.wholeCount(all)
    rest = Array(all[whole...])
    scalars = Array(String(decoding: all[..<whole], as: UTF8.self).unicodeScalars)
    var index = 0
    while index < scalars.count {
      switch scalars[index] {
      case "\u{1B}": index = escape(index + 1)
      case "\r":
        column = 0
        wrapsNext = false
      case "\n": lineFeed()
      case "\u{8}": move(row, column - 1)
      case "\t": move(row, (column / 8 + 1) * 8)
      case "\u{7}", "\u{18}": break
      case let scalar where scalar.value < 0x20: unknown.append("control \(scalar.value)")
      case let scalar: draw(scalar)
      }
      index += 1
    }
  }

  private static func wholeCount(_ bytes: [UInt8]) -> Int {
    var count = bytes.count
    if let escape = bytes.lastIndex(of: 0x1B), !isWhole(bytes[(escape + 1)...]) { count = escape }
    // The first byte of a character says how many follow.
    if let head = bytes[..<count].lastIndex(where: { $0 & 0xC0 != 0x80 }), bytes[head] >= 0xC0 {
      let length = bytes[head] >= 0xF0 ? 4 : bytes[head] >= 0xE0 ? 3 : 2
      if head + length > count { count = head }
    }
    return count
  }

  /// Whether what follows an escape character is all there.
  private static func isWhole(_ tail: ArraySlice<UInt8>) -> Bool {
    switch tail.first {
    case nil: false
    case UInt8(ascii: "["): tail.dropFirst().contains { (0x40...0x7E).contains($0) || $0 < 0x20 }
    case UInt8(ascii: "]"): tail.contains(0x07)
    case UInt8(ascii: "("): tail.count > 1
    default: true
    }
  }

  private mutating func lineFeed() {
    if row == margins.upperBound - 1 { scroll(margins, by: -1) } else { move(row + 1, column) }
  }

  /// Moves rows down (or up, by a negative distance) within a range of them; what comes free is blank.
  private mutating func scroll(_ rows: Range<Int>, by distance: Int) {
    let old = cells
    for target in rows {
      for column in 0..<size.columns {
        cells[target * size.columns + column] =
          rows.contains(target - distance)
          ? old[(target - distance) * size.columns + column] : Cell(look: Look(background: look.background))
      }
    }
    wrapsNext = false
  }

  private mutating func move(_ newRow: Int, _ newColumn: Int) {
    row = min(max(0, newRow), size.rows - 1)
    column = min(max(0, newColumn), size.columns - 1)
    wrapsNext = false
  }

  private mutating func draw(_ scalar: Unicode.Scalar) {
    let columns = Int(cal_scalar_columns(scalar.value))
    if columns == 0 {
      var target = wrapsNext ? column : column - 1
      if target > 0, self[row, target].text == nil { target -= 1 }
      guard target >= 0 else { return }
      cells[row * size.columns + target].text?.unicodeScalars.append(scalar)
      return
    }
    guard columns > 0 else { return unknown.append("unprintable \(scalar.value)") }
    if wrapsNext || column + columns > size.columns {
      lineFeed()
      column = 0
    }
    let index = row * size.columns + column
    if cells[index].text == nil, column > 0 { cells[index - 1].text = " " }
    if column + columns < size.columns, cells[index + columns].text == nil { cells[index + columns].text = " " }
    cells[index] = Cell(text: String(scalar), look: look)
    if columns == 2 { cells[index + 1] = Cell(text: nil, look: look) }
    last = scalar
    if column + columns >= size.columns {
      column = size.columns - 1
      wrapsNext = true
    } else {
      column += columns
    }
  }

  // MARK: Sequences

  private mutating func escape(_ index: Int) -> Int {
    guard index < scalars.count else { return index }
    switch scalars[index] {
    case "[": return control(index + 1)
    case "(": return index + 1
    case "]":
      return (index..<scalars.count).first { scalars[$0] == "\u{7}" } ?? scalars.count
    case ">", "=", "7", "8": return index
    case "M":
      if row == margins.lowerBound { scroll(margins, by: 1) } else { move(row - 1, column) }
    case let other: unknown.append("ESC \(other)")
    }
    return index
  }

  private mutating func control(_ start: Int) -> Int {
    var end = start
    while end < scalars.count, !(0x40...0x7E).contains(scalars[end].value) {
      // CAN breaks a sequence off, ESC begins another one.
      if scalars[end] == "\u{18}" { return end }
      if scalars[end] == "\u{1B}" { return end - 1 }
      end += 1
    }
    guard end < scalars.count else { return end }
    var parameters = String(String.UnicodeScalarView(scalars[start..<end]))
    let isPrivate = parameters.hasPrefix("?")
    if isPrivate { parameters.removeFirst() }
    let numbers = parameters.split(separator: ";", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
    run(scalars[end], numbers: numbers, isPrivate: isPrivate)
    return end
  }

  private mutating func run(_ final: Unicode.Scalar, numbers: [Int], isPrivate: Bool) {
    let first = numbers.first ?? 0
    let count = max(1, first)
    switch final {
    case "h", "l":
      if isPrivate, first == 25 { cursorIsShown = final == "h" }
      if isPrivate, first == 1049 { isAlternate = final == "h" }
      if isPrivate, first == 2004 { bracketsPaste = final == "h" }
    case "t": break
    case "r":
      let top = min(count, size.rows) - 1
      let bottom = numbers.count > 1 && numbers[1] > 0 ? min(numbers[1], size.rows) : size.rows
      margins = top < bottom ? top..<bottom : 0..<size.rows
      move(0, 0)
    case "S": scroll(margins, by: -count)
    case "T": scroll(margins, by: count)
    case "L" where margins.contains(row): scroll(row..<margins.upperBound, by: min(count, size.rows))
    case "M" where margins.contains(row): scroll(row..<margins.upperBound, by: -min(count, size.rows))
    case "H": move(count - 1, max(1, numbers.count > 1 ? numbers[1] : 1) - 1)
    case "A": move(row - count, column)
    case "B": move(row + count, column)
    case "C": move(row, column + count)
    case "D": move(row, column - count)
    case "G": move(row, count - 1)
    case "d": move(count - 1, column)
    case "Z": move(row, max(0, (column - 1) / 8 * 8))
    case "b": for _ in 0..<count { draw(last) }
    case "m": select(numbers.isEmpty ? [0] : numbers)
    case "J":
      if first == 2 {
        erase(0..<cells.count)
      } else {
        erase(row * size.columns + column..<cells.count)
      }
    case "K":
      let start = row * size.columns
      erase(first == 1 ? start..<start + column + 1 : start + column..<start + size.columns)
    case "X": erase(row * size.columns + column..<row * size.columns + min(size.columns, column + count))
    case "P": shift(by: -count)
    case "@": shift(by: count)
    default: unknown.append("CSI \(numbers) \(final)")
    }
  }

  private mutating func erase(_ range: Range<Int>) {
    guard let lowest = range.first, let highest = range.last else { return }
    if cells[lowest].text == nil { cells[lowest - 1].text = " " }
    if highest + 1 < cells.count, cells[highest + 1].text == nil { cells[highest + 1].text = " " }
    for index in range { cells[index] = Cell(look: Look(background: look.background)) }
    wrapsNext = false
  }

  /// Moves what is right of the cursor, within the row.
  private mutating func shift(by distance: Int) {
    let start = row * size.columns
    let old = Array(cells[start..<start + size.columns])
    for target in column..<size.columns {
      let source = target - distance
      cells[start + target] =
        source >= column && source < size.columns ? old[source] : Cell(look: Look(background: look.background))
    }
    wrapsNext = false
  }

  private mutating func select(_ numbers: [Int]) {
    var rest = numbers[...]
    while let number = rest.popFirst() {
      switch number {
      case 0: look = Look()
      case 1: look.attributes.insert(.bold)
      case 2: look.attributes.insert(.dim)
      case 4: look.attributes.insert(.underline)
      case 7: look.attributes.insert(.reverse)
      case 22: look.attributes.subtract([.bold, .dim])
      case 24: look.attributes.remove(.underline)
      case 27: look.attributes.remove(.reverse)
      case 30...37: look.foreground = number - 30
      case 38:
        look.foreground = rest.dropFirst().first ?? -2
        rest = rest.dropFirst(2)
      case 39: look.foreground = -1
      case 40...47: look.background = number - 40
      case 48:
        look.background = rest.dropFirst().first ?? -2
        rest = rest.dropFirst(2)
      case 49: look.background = -1
      case 90...97: look.foreground = number - 82
      case 100...107: look.background = number - 92
      default: unknown.append("SGR \(number)")
      }
    }
  }
}
