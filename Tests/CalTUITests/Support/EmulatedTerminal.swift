import BookingModel
import CursesShim

@testable import CalTUI

/// As much of an xterm as ncurses uses for TERM=xterm-256color, to see what its bytes draw. What it does not know it
/// reports in ``unknown``. No output processing: a line feed only moves down.
struct EmulatedTerminal {
  struct Look: Hashable {
    var attributes: Theme.Attributes = []
    var foreground = -1
    var background = -1
  }

  struct Cell: Hashable {
    /// `nil` is the right half of a wide glyph.
    var text: String? = " "
    var look = Look()
  }

  let size: Size
  private(set) var cells: [Cell]
  private(set) var row = 0
  private(set) var column = 0
  private(set) var cursorIsShown = true
  private(set) var isAlternate = false
  private(set) var bracketsPaste = false
  private(set) var unknown: [String] = []
  private var look = Look()
  private var margins: Range<Int>
  private var wrapsNext = false
  private var last: Unicode.Scalar = " "
  private var scalars: [Unicode.Scalar] = []

  init(size: Size) {
    self.size = size
    margins = 0..<size.rows
    cells = Array(repeating: Cell(), count: size.columns * size.rows)
  }

  subscript(row: Int, column: Int) -> Cell { cells[row * size.columns + column] }

  mutating func feed(_ bytes: [UInt8]) {
    scalars = Array(String(decoding: bytes, as: UTF8.self).unicodeScalars)
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
    while end < scalars.count, !(0x40...0x7E).contains(scalars[end].value) { end += 1 }
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
