import BookingModel

/// Cells in rows. ``write(_:at:role:limit:)`` is the one door for text, strangers' text above all.
struct Grid: Hashable, Sendable {
  let size: Size
  private(set) var cells: [Cell]

  init(size: Size) {
    self.size = size
    self.cells = Array(repeating: .blank, count: max(0, size.columns * size.rows))
  }

  subscript(row: Int, column: Int) -> Cell { cells[row * size.columns + column] }
}
