import BookingModel

/// The day with a column for each host, scrolled sideways where they do not fit beside each other.
struct BoardColumnsView {
  let model: Model
  let columns: BoardColumns
  let selected: BoardRow
  private let codes: ServiceCodes

  /// Columns of the screen that a host needs at least, and that show a booking well.
  static let leastWidth = 22
  static let goodWidth = 23
  /// From here on the service stands beside the name, else below it.
  static let serviceWidth = 31

  /// With the margin of every page before it, and a blank behind.
  static func labelWidth(_ canvas: Canvas) -> Int { canvas.time.columns + 2 }

  init(model: Model, columns: BoardColumns, selected: BoardRow) {
    self.model = model
    self.columns = columns
    self.selected = selected
    codes = model.shortCodes
  }

  func draw(_ area: Range<Int>, width: Int, on canvas: inout Canvas) {
    let label = BoardColumnsView.labelWidth(canvas)
    let count = columns.hosts.count
    // The last column of the screen is for the marks of more rows, which no time may touch.
    let room = width - label - 1
    let shownCount = min(count, max(1, room / BoardColumnsView.leastWidth))
    let cursor = model.cursorColumn(columns, selected)
    let first = min(max(0, cursor - shownCount / 2), count - shownCount)
    let shown = first..<first + shownCount
    let cell = room / shownCount
    for column in shown {
      let host = columns.hosts[column]
      let name = host.id.isEmpty ? "no host" : host.name.isEmpty ? host.id : host.name
      let before = shownCount < count && column == shown.lowerBound && first > 0 ? "‹ " : ""
      var after = ""
      if shownCount < count, column == shown.upperBound - 1 {
        after = " \(column + 1)/\(count)" + (shown.upperBound < count ? " ›" : "")
      }
      // Which of how many it is stays, however long the name.
      let text = before + name.shortened(to: cell - 1 - before.columns - after.columns) + after
      canvas.write(text, area.lowerBound, label + (column - first) * cell, .label, limit: cell - 1)
    }
    let body = area.dropFirst()
    // What begins in none of the shown columns needs no line.
    let lines = columns.lines.filter { line in line.isNow || line.cells[shown].contains { columns.begins($0) } }
    let index = lines.firstIndex { line in line.cells.contains { isSelected($0) } } ?? 0
    let top = Scroll.top(cursor: index, count: lines.count, height: body.count)
    var before: Instant?
    for (offset, line) in lines.dropFirst(top).prefix(body.count).enumerated() {
      let row = body.lowerBound + offset
      if line.isNow {
        canvas.grid.horizontalLine(row: row, columns: 1..<width - 1, role: .now)
        canvas.write(" now \(canvas.time.time(line.start)) ", row, 3, .now)
        continue
      }
      if line.start != before {
        canvas.grid.writeTrailing(startText(line.start, canvas.time), row: row, before: label - 1, role: .dim)
      }
      before = line.start
      for column in shown {
        let left = label + (column - first) * cell
        draw(line.cells[column], row, left..<left + cell - 1, isCursor: column == cursor, &canvas)
        if case .begins(let index) = line.cells[column] {
          canvas.mark(
            .boardRow(columns.rows[index].id, host: columns.hosts[column].id), row: row,
            columns: left..<left + cell - 1)
        }
      }
    }
    if top > 0 { canvas.write("▲", body.lowerBound, width - 1, .dim) }
    if lines.count - top > body.count { canvas.write("▼", body.upperBound - 1, width - 1, .dim) }
  }

  private func isSelected(_ cell: BoardColumns.Cell) -> Bool {
    if case .begins(let index) = cell { columns.rows[index].id == selected.id } else { false }
  }

  /// A time of the day before would look like one of this evening.
  private func startText(_ start: Instant, _ time: TimeText) -> String {
    model.shop.zone.day(of: start) < model.board.day ? "…" : time.time(minute: model.shop.zone.local(start).minute)
  }

  private func draw(
    _ cell: BoardColumns.Cell, _ row: Int, _ area: Range<Int>, isCursor: Bool, _ canvas: inout Canvas
  ) {
    switch cell {
    case .empty: break
    case .goesOn(let index, let isFirst):
      guard case .booking(let booking, _) = columns.rows[index].content else { return }
      let role = BoardText.role(booking, model)
      canvas.write("│", row, area.lowerBound, role == .warning ? .warning : .dim)
      // The first line below the name has room for what is done.
      if isFirst, area.count < BoardColumnsView.serviceWidth {
        canvas.write(BoardText.service(booking, model), row, area.lowerBound + 2, .dim, limit: area.count - 2)
      }
    case .begins(let index):
      let shown = columns.rows[index]
      // A booking of two hosts is marked in the column of the cursor alone.
      let isSelected = isCursor && isSelected(cell)
      if isSelected { canvas.cursor = Position(row: row, column: area.lowerBound) }
      switch shown.content {
      case .now: break
      case .gap(let range, let fits):
        let minutes = range.upperBound.minutes(since: range.lowerBound)
        if isSelected { canvas.write("›", row, area.lowerBound, .selected) }
        let used = canvas.write(
          "free \(TimeText.shortLength(minutes))", row, area.lowerBound + 1, isSelected ? .selected : .free,
          limit: area.count - 1)
        let room = area.count - used - 2
        let what = BoardText.fits(fits, model, codes: codes, columns: room)
        if what.columns <= room { canvas.write(what, row, area.lowerBound + used + 2, .dim) }
      case .booking(let booking, let number): draw(booking, number, row, area, isSelected: isSelected, &canvas)
      }
    }
  }

  private func draw(
    _ booking: Booking, _ number: Int?, _ row: Int, _ area: Range<Int>, isSelected: Bool, _ canvas: inout Canvas
  ) {
    let role = BoardText.role(booking, model)
    let state = BoardText.state(booking, model, isShort: true)
    let isWide = area.count >= BoardColumnsView.serviceWidth
    // The state tells more than the end, which the line below shows as well.
    let right = state.isEmpty ? "–" + canvas.time.time(minute: model.shop.zone.local(booking.end).minute) : state
    let edge = canvas.grid.writeTrailing(
      right, row: row, before: area.upperBound,
      role: state.isEmpty ? .dim : role == .warning ? .warning : .accent)
    if let number { canvas.write("\(number)", row, area.lowerBound, .key) }
    let name = area.lowerBound + 2
    // A short booking has no line below it for its service: its code stands here.
    let code = isWide ? "" : codes[booking.service ?? Service.ID(0)] ?? ""
    let middle = isWide ? area.lowerBound + area.count / 2 : edge - 1 - (code.isEmpty ? 0 : code.columns + 1)
    if !code.isEmpty { canvas.write(code, row, edge - code.columns - 1, .dim) }
    let used = canvas.write(
      booking.attendees.first?.name ?? "–", row, name, role, limit: max(0, middle - name))
    if isWide {
      canvas.write(
        BoardText.service(booking, model), row, middle + 1, role == .booked ? .plain : role,
        limit: max(0, edge - middle - 2))
    }
    guard isSelected else { return }
    canvas.write("›", row, name - 1, .selected)
    canvas.grid.paint(.selected, row: row, columns: name..<name + used)
  }
}
