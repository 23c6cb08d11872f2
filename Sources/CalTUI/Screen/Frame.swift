import BookingModel

/// What a cell means. `Theme` alone turns it into colours and attributes, so that a view never names one.
enum Role: UInt8, Hashable, Sendable, CaseIterable {
  case plain, dim, title, accent, key, label, border
  /// Where the cursor is: a row, a slot, a field.
  case selected
  /// A time that can be booked, and its dimmer neighbour without focus.
  case free, booked, unavailable, now
  case input, placeholder
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

struct Position: Hashable, Sendable {
  var row: Int
  var column: Int
}

/// A whole screen: cells row by row, and where the real cursor stands (screen readers follow it).
struct Frame: Hashable, Sendable {
  var grid: Grid
  var cursor: Position?
}
