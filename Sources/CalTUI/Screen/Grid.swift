import BookingModel

/// Cells in rows. ``write(_:at:role:limit:)`` is the one door for text, strangers' text above all.
///
/// A two-column glyph is always followed by its continuation, in the same role; every function here keeps that true.
/// Whatever lies outside the grid is cut off in silence, so that a view need not know how small the terminal is.
struct Grid: Hashable, Sendable {
  let size: Size
  private(set) var cells: [PackedCell]
  /// The glyphs of more than one scalar, in the order in which they were written.
  private(set) var clusters: [Character] = []

  init(size: Size) {
    self.size = Size(columns: max(0, size.columns), rows: max(0, size.rows))
    self.cells = Array(repeating: .blank, count: self.size.columns * self.size.rows)
  }

  subscript(row: Int, column: Int) -> Cell {
    let cell = cells[row * size.columns + column]
    return Cell(content: glyph(cell).map { .glyph($0) } ?? .continuation, role: cell.role)
  }

  /// What a cell of this grid shows; `nil` for the right half of a wide glyph.
  func glyph(_ cell: PackedCell) -> Character? {
    if cell.isContinuation { return nil }
    if let cluster = cell.cluster { return clusters[cluster] }
    return Unicode.Scalar(cell.code).map(Character.init)
  }

  /// Whether a cell looks as it does in another grid of the same size. May be false where only the order of clusters differs.
  func isUnchanged(_ index: Int, since old: Grid) -> Bool {
    let cell = cells[index]
    guard cell == old.cells[index] else { return false }
    guard let cluster = cell.cluster else { return true }
    return clusters[cluster] == old.clusters[cluster]
  }

  // MARK: Text

  /// Writes text on one row and gives the columns it took.
  ///
  /// Control characters become U+FFFD, line breaks and tabs a space; bidi controls and other invisible characters are
  /// dropped; clusters a cell cannot hold are simplified (``TextWidth``).
  /// - Parameter limit: columns at most; a wide glyph that does not fit whole is left out, and so is all after it.
  @discardableResult
  mutating func write(_ text: some StringProtocol, at position: Position, role: Role = .plain, limit: Int? = nil) -> Int
  {
    guard (0..<size.rows).contains(position.row), position.column < size.columns else { return 0 }
    let end = limit.map { min(size.columns, position.column + max(0, $0)) } ?? size.columns
    var column = position.column
    // Nearly all text is of scalars that are a glyph each.
    if text.isPlain {
      for scalar in text.unicodeScalars {
        guard column < end else { break }
        put(scalar.value, columns: 1, row: position.row, column: column, role: role)
        column += 1
      }
      return max(0, column - position.column)
    }
    for cluster in text {
      for glyph in TextWidth.glyphs(of: cluster) {
        guard column + glyph.columns <= end else { return column - position.column }
        put(code(of: glyph.character), columns: glyph.columns, row: position.row, column: column, role: role)
        column += glyph.columns
      }
    }
    return column - position.column
  }

  /// As ``write(_:at:role:limit:)``, but text that is too long ends in `…`.
  @discardableResult
  mutating func writeClipped(
    _ text: some StringProtocol, at position: Position, role: Role = .plain, limit: Int? = nil
  ) -> Int {
    let room = min(limit ?? .max, size.columns - position.column)
    guard room > 0 else { return 0 }
    // No text takes more columns than it has bytes.
    if text.utf8.count <= room { return write(text, at: position, role: role, limit: room) }
    // Counting stops being useful past the edge; a line of 4 kB need not be measured whole.
    guard text.prefix(room + 1).columns > room || text.dropFirst(room + 1).contains(where: { !$0.isInvisible }) else {
      return write(text, at: position, role: role, limit: room)
    }
    let used = write(text, at: position, role: role, limit: room - 1)
    return used + write("…", at: Position(row: position.row, column: position.column + used), role: role, limit: 1)
  }

  /// Writes text so that it ends just before `column`, cut with `…` to `limit`; gives the column where it starts.
  @discardableResult
  mutating func writeTrailing(
    _ text: some StringProtocol, row: Int, before column: Int, role: Role = .plain, limit: Int? = nil
  ) -> Int {
    let room = max(0, min(limit ?? .max, column))
    let start = column - min(room, text.columns)
    writeClipped(text, at: Position(row: row, column: start), role: role, limit: column - start)
    return start
  }

  // MARK: Areas

  /// Blanks a part of a row in a role.
  mutating func fill(row: Int, columns: Range<Int>, role: Role = .plain) {
    guard (0..<size.rows).contains(row) else { return }
    for column in columns.clamped(to: 0..<size.columns) {
      put(0x20, columns: 1, row: row, column: column, role: role)
    }
  }

  /// Blanks a rectangle in a role.
  mutating func fill(rows: Range<Int>, columns: Range<Int>, role: Role = .plain) {
    for row in rows.clamped(to: 0..<size.rows) { fill(row: row, columns: columns, role: role) }
  }

  /// Gives what is written there another role. A wide glyph that is touched changes whole.
  mutating func paint(_ role: Role, row: Int, columns: Range<Int>) {
    guard (0..<size.rows).contains(row) else { return }
    let columns = columns.clamped(to: 0..<size.columns)
    guard !columns.isEmpty else { return }
    let start = row * size.columns
    var first = start + columns.lowerBound
    var end = start + columns.upperBound
    if cells[first].isContinuation { first -= 1 }
    if end < start + size.columns, cells[end].isContinuation { end += 1 }
    for index in first..<end { cells[index].role = role }
  }

  /// As ``paint(_:row:columns:)``, for a rectangle.
  mutating func paint(_ role: Role, rows: Range<Int>, columns: Range<Int>) {
    for row in rows.clamped(to: 0..<size.rows) { paint(role, row: row, columns: columns) }
  }

  /// Copies another grid, or some rows of it, into this one, the first cell at `position`: a pane, a box over the page.
  mutating func draw(_ other: Grid, rows: Range<Int>? = nil, at position: Position) {
    let rows = (rows ?? 0..<other.size.rows).clamped(to: 0..<other.size.rows)
    for row in rows where (0..<size.rows).contains(position.row + row - rows.lowerBound) {
      for column in 0..<other.size.columns {
        let index = row * other.size.columns + column
        let cell = other.cells[index]
        guard !cell.isContinuation else { continue }
        let isWide = column + 1 < other.size.columns && other.cells[index + 1].isContinuation
        let target = position.column + column
        guard target + (isWide ? 2 : 1) <= size.columns else { continue }
        let packed = cell.cluster.map { code(of: other.clusters[$0]) } ?? cell.code
        put(
          packed, columns: isWide ? 2 : 1, row: position.row + row - rows.lowerBound, column: target, role: cell.role)
      }
    }
  }

  /// Takes over whole rows of a grid of the same size.
  mutating func copy(_ rows: Range<Int>, of other: Grid) {
    let rows = rows.clamped(to: 0..<size.rows)
    guard other.size == size, other.clusters.isEmpty || clusters.isEmpty else {
      return draw(other, rows: rows, at: Position(row: rows.lowerBound, column: 0))
    }
    if !other.clusters.isEmpty { clusters = other.clusters }
    let cells = rows.lowerBound * size.columns..<rows.upperBound * size.columns
    self.cells.replaceSubrange(cells, with: other.cells[cells])
  }

  // MARK: Lines

  mutating func horizontalLine(row: Int, columns: Range<Int>, role: Role = .border) {
    guard (0..<size.rows).contains(row) else { return }
    for column in columns.clamped(to: 0..<size.columns) {
      put("─", columns: 1, row: row, column: column, role: role)
    }
  }

  mutating func verticalLine(column: Int, rows: Range<Int>, role: Role = .border) {
    for row in rows.clamped(to: 0..<size.rows) {
      put("│", columns: 1, row: row, column: column, role: role)
    }
  }

  /// A frame on the outermost cells of a rectangle; what is inside stays. Below two rows or columns nothing is drawn.
  mutating func box(rows: Range<Int>, columns: Range<Int>, role: Role = .border) {
    guard rows.count >= 2, columns.count >= 2 else { return }
    let (top, bottom) = (rows.lowerBound, rows.upperBound - 1)
    let (left, right) = (columns.lowerBound, columns.upperBound - 1)
    for row in [top, bottom] { horizontalLine(row: row, columns: left + 1..<right, role: role) }
    for column in [left, right] { verticalLine(column: column, rows: top + 1..<bottom, role: role) }
    put("┌", columns: 1, row: top, column: left, role: role)
    put("┐", columns: 1, row: top, column: right, role: role)
    put("└", columns: 1, row: bottom, column: left, role: role)
    put("┘", columns: 1, row: bottom, column: right, role: role)
  }

  // MARK: Cells

  private mutating func put(_ line: Unicode.Scalar, columns: Int, row: Int, column: Int, role: Role) {
    put(line.value, columns: columns, row: row, column: column, role: role)
  }

  /// Sets one glyph, blanking the other half of any wide glyph it cuts. Outside the grid: nothing happens.
  private mutating func put(_ code: UInt32, columns: Int, row: Int, column: Int, role: Role) {
    guard (0..<size.rows).contains(row), column >= 0, column + columns <= size.columns else { return }
    let start = row * size.columns
    let index = start + column
    let next = index + columns
    if cells[index].isContinuation { cells[index - 1].code = PackedCell.blank.code }
    if next < start + size.columns, cells[next].isContinuation { cells[next].code = PackedCell.blank.code }
    cells[index] = PackedCell(code: code, role: role)
    if columns == 2 { cells[index + 1] = PackedCell(code: PackedCell.continuation, role: role) }
  }

  private mutating func code(of glyph: Character) -> UInt32 {
    let scalars = glyph.unicodeScalars
    if let first = scalars.first, scalars.index(after: scalars.startIndex) == scalars.endIndex { return first.value }
    // A row is often written twice, and the last one written is likely to be the same.
    if let known = clusters.lastIndex(of: glyph) { return PackedCell.clusterBit | UInt32(known) }
    clusters.append(glyph)
    return PackedCell.clusterBit | UInt32(clusters.count - 1)
  }
}

extension Character {
  /// Leaves no trace in a grid.
  fileprivate var isInvisible: Bool { TextWidth.glyphs(of: self).isEmpty }
}
