import BookingModel

/// What a cell means. `Theme` alone turns it into colours and attributes, so that a view never names one.
enum Role: UInt8, Hashable, Sendable, CaseIterable {
  case plain, dim, title, accent, key, label, border
  /// Where the cursor is: a row, a slot, a field.
  case selected
  /// A time that can be booked, and its dimmer neighbour without focus.
  case free, booked, unavailable, now
  case input, placeholder
  /// The text field with the cursor.
  case focus
  case good, warning, error
}

/// One column of one row.
struct Cell: Hashable, Sendable {
  enum Content: Hashable, Sendable {
    /// A grapheme cluster of one or two columns.
    case glyph(Character)
    /// The right half of a two-column glyph. Its own case, so that it can be told from a blank.
    case continuation
  }
  var content: Content
  var role: Role

  static let blank = Cell(content: .glyph(" "), role: .plain)
}

/// A ``Cell`` as a ``Grid`` keeps it: eight bytes without a reference, because a screen has thousands and is drawn anew at every key.
struct PackedCell: Hashable, Sendable {
  /// The number of a Unicode scalar; or ``continuation``; or with ``clusterBit``, where the grid's list has the cluster.
  var code: UInt32
  var role: Role

  static let continuation = UInt32.max
  static let clusterBit: UInt32 = 0x8000_0000
  static let blank = PackedCell(code: 0x20, role: .plain)

  var isContinuation: Bool { code == PackedCell.continuation }
  var isBlank: Bool { code == 0x20 }
  /// Where the list of the grid has it; `nil` for what is one scalar, and for the right half of a glyph.
  var cluster: Int? {
    code & PackedCell.clusterBit == 0 || isContinuation ? nil : Int(code & ~PackedCell.clusterBit)
  }
}

struct Position: Hashable, Sendable {
  var row: Int
  var column: Int
}

/// A whole screen: cells row by row, and where the real cursor stands (screen readers follow it).
struct Frame: Hashable, Sendable {
  var grid: Grid
  /// `nil` hides the cursor.
  var cursor: Position?
}

extension Frame {
  /// The frame as text, for test fixtures: a line with size and cursor, the rows without their trailing blanks, a
  /// ruler, then one letter per cell for its role.
  func dump() -> String {
    var lines = ["\(grid.size.columns)x\(grid.size.rows)"]
    lines[0] += cursor.map { " cursor \($0.row),\($0.column)" } ?? " no cursor"
    lines += grid.textRows
    lines.append(String(repeating: "=", count: grid.size.columns))
    for row in 0..<grid.size.rows {
      lines.append(String((0..<grid.size.columns).map { grid[row, $0].role.letter }))
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

extension Grid {
  /// What is written, row by row, without trailing blanks.
  var textRows: [String] {
    (0..<size.rows).map { row in
      var text = ""
      for column in 0..<size.columns {
        if case .glyph(let character) = self[row, column].content { text.append(character) }
      }
      while text.last == " " { text.removeLast() }
      return text
    }
  }
}

extension Role {
  /// How ``Frame/dump()`` writes it.
  var letter: Character {
    switch self {
    case .plain: "."
    case .dim: "d"
    case .title: "T"
    case .accent: "a"
    case .key: "k"
    case .label: "l"
    case .border: "b"
    case .selected: "S"
    case .free: "f"
    case .booked: "B"
    case .unavailable: "u"
    case .now: "n"
    case .input: "i"
    case .placeholder: "p"
    case .focus: "F"
    case .good: "g"
    case .warning: "w"
    case .error: "e"
    }
  }
}
