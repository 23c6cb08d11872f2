import BookingModel
import CursesShim

/// Paints frames with ncurses, and gives back the bytes to send: ncurses itself never touches the terminal.
///
/// On the main actor because ncurses keeps one current screen for the whole process.
@MainActor
final class CursesScreen {
  /// What the terminal shows as far as we know; `nil` after anything that makes us unsure.
  private var shown: Frame?
  private let screen: OpaquePointer
  private let styles: [Style]
  private let enterBytes: [UInt8]
  private let leaveBytes: [UInt8]
  /// Sent before the next frame: what ncurses does not say by itself on entering.
  private var prefix: [UInt8] = []
  private var isClosed = false

  private(set) var size: Size
  /// Nothing but ASCII is drawn: the locale is not UTF-8, or the clerk asked for it.
  let isASCII: Bool
  let colors: Int
  let theme: Theme
  /// What the terminal sends for its keys, for ``KeyDecoder``.
  let keySequences: [KeySequence]
  /// Sent by the handler of a crash: everything as it was before.
  let restoreBytes: [UInt8]

  private struct Style {
    var attributes: UInt32
    var pair: UInt16
    /// Styles in which a blank looks the same have the same number.
    var blankLook: Int
  }

  /// Opens on a terminal by its terminfo name (`TERM`).
  /// - Parameters:
  ///   - ascii: draw nothing beyond ASCII, though the locale allows it.
  ///   - mouse: let the terminal tell of clicks.
  ///   - locale: "" is the environment's.
  init(
    terminal: String, size: Size, theme wished: Theme.Name? = nil, noColor: Bool = false, isLightGround: Bool = false,
    ascii: Bool = false, mouse: Bool = false, locale: String = ""
  ) throws(TerminalError) {
    let isUTF8 = cal_locale_open(locale) == 1
    isASCII = ascii || !isUTF8
    self.size = CursesScreen.usable(size)
    var opened: OpaquePointer?
    let failure = cal_screen_open(terminal, Int32(self.size.rows), Int32(self.size.columns), &opened)
    guard let opened else { throw CursesScreen.error(failure, terminal: terminal) }
    screen = opened
    colors = Int(cal_screen_colors(opened))
    theme = Theme(wished: wished, colors: colors, noColor: noColor, isLightGround: isLightGround)
    styles = CursesScreen.defineStyles(theme, on: opened)
    let strings = TerminalStrings(
      lookUp: { name in cal_screen_string(opened, name).map { String(cString: $0) } }, hasMouse: mouse)
    keySequences = strings.keySequences
    enterBytes = strings.enter(terminal: terminal)
    leaveBytes = strings.leave(terminal: terminal)
    restoreBytes = strings.restore(terminal: terminal)
    prefix = enterBytes
  }

  isolated deinit { cal_screen_free(screen) }

  // MARK: Painting

  /// The bytes that turn what the terminal shows into this frame. Of a frame of another size the common part.
  func paint(_ frame: Frame) -> [UInt8] {
    guard !isClosed, shown != frame || !prefix.isEmpty else { return [] }
    let rows = min(size.rows, frame.grid.size.rows)
    let columns = min(size.columns, frame.grid.size.columns)
    let old = shown.flatMap { $0.grid.size == frame.grid.size ? $0.grid : nil }
    for row in 0..<rows {
      for run in changedRuns(in: frame.grid, since: old, row: row, columns: columns) {
        put(frame.grid, row: row, columns: run)
      }
    }
    let cursor = frame.cursor.flatMap { $0.row < rows && $0.column < columns ? $0 : nil }
    cal_screen_update(screen, Int32(cursor?.row ?? -1), Int32(cursor?.column ?? 0))
    shown = frame
    defer { prefix = [] }
    return takeBytes() + prefix
  }

  /// The next ``paint(_:)`` draws everything: Ctrl-L, or another program wrote to the terminal.
  func repaint() {
    cal_screen_forget(screen)
    shown = nil
  }

  /// The terminal has another size. The next ``paint(_:)`` draws everything.
  func resize(to newSize: Size) throws(TerminalError) {
    let usable = CursesScreen.usable(newSize)
    guard usable != size else { return repaint() }
    guard cal_screen_resize(screen, Int32(usable.rows), Int32(usable.columns)) == 0 else {
      throw TerminalError(call: "resize_term", reason: .outOfMemory)
    }
    size = usable
    shown = nil
  }

  /// The bytes that give the terminal back for a while. The next ``paint(_:)`` takes it again.
  func suspend() -> [UInt8] {
    guard !isClosed else { return [] }
    cal_screen_leave(screen)
    prefix = enterBytes
    repaint()
    return takeBytes() + leaveBytes
  }

  /// The bytes that give the terminal back for good.
  func close() -> [UInt8] {
    defer { isClosed = true }
    return suspend()
  }

  /// What ncurses believes the terminal shows, for tests: a glyph, or `nil` for the right half of a wide one.
  func readCell(row: Int, column: Int) -> (character: Character?, pair: Int, attributes: Theme.Attributes)? {
    var cell = cal_cell()
    guard cal_screen_read(screen, Int32(row), Int32(column), &cell) == 0 else { return nil }
    var text = String.UnicodeScalarView()
    withUnsafeBytes(of: &cell.scalars) { bytes in
      text.append(contentsOf: bytes.bindMemory(to: UInt32.self).prefix(Int(cell.count)).compactMap(Unicode.Scalar.init))
    }
    let attributes = Theme.Attributes(curses: cell.attributes)
    return (cell.columns == 0 ? nil : String(text).first, Int(cell.pair), attributes)
  }

  // MARK: Runs

  /// Columns that differ, widened to whole wide glyphs.
  private func changedRuns(in grid: Grid, since old: Grid?, row: Int, columns: Int) -> [Range<Int>] {
    guard let old else { return columns > 0 ? [0..<columns] : [] }
    var runs: [Range<Int>] = []
    var column = 0
    let start = row * grid.size.columns
    while column < columns {
      guard !grid.isUnchanged(start + column, since: old) else {
        column += 1
        continue
      }
      var first = column
      if grid.cells[start + first].isContinuation { first -= 1 }
      while column < columns, !grid.isUnchanged(start + column, since: old) { column += 1 }
      if column < columns, grid.cells[start + column].isContinuation { column += 1 }
      runs.append(first..<column)
    }
    return runs
  }

  private func put(_ grid: Grid, row: Int, columns: Range<Int>) {
    let start = row * grid.size.columns
    withUnsafeTemporaryAllocation(of: cal_cell.self, capacity: columns.count) { buffer in
      var count = 0
      for column in columns {
        let cell = grid.cells[start + column]
        guard !cell.isContinuation else { continue }
        let isWide = column + 1 < grid.size.columns && grid.cells[start + column + 1].isContinuation
        // A wide glyph whose right half is cut off by the edge.
        let columnsLeft = columns.upperBound - column
        let style = cell.isBlank ? blankStyle(grid, start + column, column) : styles[Int(cell.role.rawValue)]
        if isASCII, isWide {
          buffer.initializeElement(at: count, to: CursesScreen.glyph("?", columns: 1, style))
          count += 1
          guard columnsLeft > 1 else { continue }
          buffer.initializeElement(at: count, to: CursesScreen.glyph(" ", columns: 1, style))
        } else if isWide, columnsLeft < 2 {
          buffer.initializeElement(at: count, to: CursesScreen.glyph(" ", columns: 1, style))
        } else {
          buffer.initializeElement(at: count, to: curses(cell, of: grid, columns: isWide ? 2 : 1, style))
        }
        count += 1
      }
      cal_screen_put(screen, Int32(row), Int32(columns.lowerBound), buffer.baseAddress, count)
    }
  }

  /// Up to three blanks between two words are sent in the style of the first word where that looks the same, which spares
  /// the terminal two changes of style: a third of the bytes of a full screen. Longer gaps keep their own, since those
  /// are cleared with one sequence.
  private func blankStyle(_ grid: Grid, _ index: Int, _ column: Int) -> Style {
    let own = styles[Int(grid.cells[index].role.rawValue)]
    let end = min(index - column + grid.size.columns, index + 4)
    guard let next = (index + 1..<end).first(where: { !grid.cells[$0].isBlank }) else { return own }
    for previous in (max(index - column, next - 4)..<index).reversed() {
      let cell = grid.cells[previous]
      let style = styles[Int(cell.role.rawValue)]
      guard style.blankLook == own.blankLook, !cell.isContinuation else { return own }
      if !cell.isBlank { return style }
    }
    return own
  }

  private func curses(_ cell: PackedCell, of grid: Grid, columns: UInt8, _ style: Style) -> cal_cell {
    if cell.cluster == nil, !isASCII || cell.code < 0x80, let scalar = Unicode.Scalar(cell.code) {
      return CursesScreen.cell(scalar, columns: columns, style)
    }
    guard let glyph = grid.glyph(cell) else { return CursesScreen.glyph(" ", columns: columns, style) }
    return CursesScreen.glyph(isASCII ? ASCIIGlyphs.substitute(for: glyph) : glyph, columns: columns, style)
  }

  private static func cell(_ scalar: Unicode.Scalar, columns: UInt8, _ style: Style) -> cal_cell {
    var cell = cal_cell()
    cell.columns = columns
    cell.pair = style.pair
    cell.attributes = style.attributes
    cell.scalars.0 = scalar.value
    cell.count = 1
    return cell
  }

  private static func glyph(_ character: Character, columns: UInt8, _ style: Style) -> cal_cell {
    var cell = cal_cell()
    cell.columns = columns
    cell.pair = style.pair
    cell.attributes = style.attributes
    withUnsafeMutableBytes(of: &cell.scalars) { bytes in
      let scalars = bytes.bindMemory(to: UInt32.self)
      var count = 0
      for scalar in character.unicodeScalars.prefix(scalars.count) {
        scalars[count] = scalar.value
        count += 1
      }
      cell.count = UInt8(count)
    }
    return cell
  }

  private func takeBytes() -> [UInt8] {
    let count = cal_screen_pending(screen)
    guard count > 0 else { return [] }
    return [UInt8](unsafeUninitializedCapacity: count) { buffer, taken in
      taken = cal_screen_take(screen, buffer.baseAddress, count)
      taken = RedundantResets.remove(from: UnsafeMutableBufferPointer(rebasing: buffer[..<taken]))
    }
  }

  // MARK: Opening

  /// ncurses cannot be smaller than one cell, and a terminal that does not know its size gets the classic one.
  private static func usable(_ size: Size) -> Size {
    guard size.columns > 0, size.rows > 0 else { return Size(columns: 80, rows: 24) }
    return Size(columns: min(size.columns, 1000), rows: min(size.rows, 500))
  }

  private static func defineStyles(_ theme: Theme, on screen: OpaquePointer) -> [Style] {
    var looks: [Theme.BlankLook] = []
    return Role.allCases.map { role in
      let style = theme.style(for: role)
      let look = Theme.BlankLook(style)
      let number = looks.firstIndex(of: look) ?? looks.count
      if number == looks.count { looks.append(look) }
      var pair = UInt16(role.rawValue) + 1
      let isPlain = style.foreground < 0 && style.background < 0
      if isPlain
        || cal_screen_define_pair(screen, Int32(pair), Int32(style.foreground), Int32(style.background)) != 0
      {
        pair = 0
      }
      return Style(attributes: style.attributes.curses, pair: pair, blankLook: number)
    }
  }

  private static func error(_ failure: cal_open_failure, terminal: String) -> TerminalError {
    let reason: TerminalError.Reason =
      switch failure {
      case CAL_OPEN_UNKNOWN_TERMINAL: .unknownTerminal(terminal)
      case CAL_OPEN_NO_DATABASE: .noTerminalDatabase
      case CAL_OPEN_TOO_PLAIN: .tooPlain(terminal)
      default: .outOfMemory
      }
    return TerminalError(call: "newterm", reason: reason)
  }
}

extension Theme.Attributes {
  private static var table: [(Theme.Attributes, UInt32)] {
    [
      (.bold, cal_attribute_bold), (.dim, cal_attribute_dim), (.underline, cal_attribute_underline),
      (.reverse, cal_attribute_reverse),
    ]
  }

  fileprivate var curses: UInt32 {
    Self.table.reduce(0) { contains($1.0) ? $0 | $1.1 : $0 }
  }

  fileprivate init(curses: UInt32) {
    self = Self.table.reduce(into: []) { if curses & $1.1 != 0 { $0.insert($1.0) } }
  }
}
