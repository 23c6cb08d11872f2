import BookingModel

/// The day as one list.
struct BoardListView {
  let model: Model
  let rows: [BoardRow]
  private let codes: ServiceCodes
  /// Names by id, where there are several hosts: the first word where it tells them apart.
  private let hosts: [String: String]

  init(model: Model, rows: [BoardRow]) {
    self.model = model
    self.rows = rows
    codes = model.shortCodes
    let all = model.hosts(on: model.board.day)
    let firsts = all.map { String($0.name.prefix { $0 != " " }) }
    hosts = Dictionary(
      zip(all, firsts).map { host, first in (host.id, firsts.count { $0 == first } == 1 ? first : host.name) }
    ) { first, _ in first }
  }

  /// Where the parts of a row begin. The same in every row, so that the eye can run down a column.
  private struct Columns {
    let width: Int
    let name: Int
    let service: Int
    let state: Int
    let showsEnd: Bool

    init(width: Int, time: TimeText, isNarrow: Bool) {
      self.width = width
      showsEnd = !isNarrow
      name = 4 + (isNarrow ? time.columns : 2 * time.columns + 1) + 2
      state = width - (isNarrow ? 5 : 11)
      service = isNarrow ? name + (state - name) / 2 : min(name + (state - name) * 3 / 5, name + 34)
    }
  }

  /// All rows that have room, the first of them at the top of the area; none is selected.
  func draw(_ area: Range<Int>, top: Int, width: Int, on canvas: inout Canvas) {
    let columns = Columns(width: width, time: canvas.time, isNarrow: canvas.isNarrow)
    for (offset, row) in rows.dropFirst(top).prefix(area.count).enumerated() {
      draw(row, at: area.lowerBound + offset, columns, isSelected: false, &canvas)
    }
  }

  /// One row again, with the cursor on it.
  func drawSelected(_ index: Int, at line: Int, width: Int, on canvas: inout Canvas) {
    let columns = Columns(width: width, time: canvas.time, isNarrow: canvas.isNarrow)
    draw(rows[index], at: line, columns, isSelected: true, &canvas)
    canvas.cursor = Position(row: line, column: 3)
  }

  private func draw(
    _ row: BoardRow, at line: Int, _ columns: Columns, isSelected: Bool, _ canvas: inout Canvas
  ) {
    guard row.isSelectable else {
      canvas.grid.horizontalLine(row: line, columns: 1..<columns.width - 1, role: .now)
      canvas.write(" now \(canvas.time.time(row.start)) ", line, 3, .now)
      return
    }
    // Only the time is marked: a whole row costs the line to a distant terminal three times as much at every key.
    if isSelected { canvas.write("›", line, 3, .selected) }
    switch row.content {
    case .now: break
    case .gap(let range, let fits):
      canvas.write(when(row, columns, canvas.time), line, 4, isSelected ? .selected : .free)
      let minutes = range.upperBound.minutes(since: range.lowerBound)
      canvas.write(
        "free \(TimeText.length(minutes))", line, columns.name, .free, limit: columns.service - columns.name - 1)
      let room = columns.width - columns.service - 1
      let host = hostName(row)
      let what = BoardText.fits(fits, model, codes: codes, columns: room - (host.isEmpty ? 0 : host.columns + 2))
      canvas.write(host.isEmpty ? what : "\(what), \(host)", line, columns.service, .dim, limit: max(0, room))
    case .booking(let booking, let number):
      let role = BoardText.role(booking, model)
      canvas.write(number.map(String.init) ?? " ", line, 2, .key)
      canvas.write(when(row, columns, canvas.time), line, 4, isSelected ? .selected : role)
      canvas.write(
        booking.attendees.first?.name ?? "–", line, columns.name, role, limit: columns.service - columns.name - 1)
      let state = BoardText.state(booking, model, isShort: !columns.showsEnd)
      let end = state.isEmpty ? columns.width - 1 : columns.state
      let host = hostName(row)
      let service = BoardText.service(booking, model)
      canvas.write(
        host.isEmpty ? service : "\(service), \(host)", line, columns.service, role == .booked ? .plain : role,
        limit: end - columns.service - 1)
      canvas.write(state, line, columns.state, role == .warning ? .warning : .accent)
    }
  }

  /// A time of the day before is left blank: it would look like one of this evening.
  private func when(_ row: BoardRow, _ columns: Columns, _ time: TimeText) -> String {
    var text = time.alignedSpan(row.start, row.end)
    if model.shop.zone.day(of: row.start) < model.board.day {
      text = String(repeating: " ", count: time.columns) + text.dropFirst(time.columns)
      // Where ends do not show, this one's is all there is to say.
      if !columns.showsEnd { return String(text.suffix(time.columns + 1)) }
    }
    return columns.showsEnd ? text : String(text.prefix(time.columns))
  }

  private func hostName(_ row: BoardRow) -> String {
    guard !hosts.isEmpty else { return "" }
    switch row.content {
    case .booking(let booking, _): return booking.hosts.compactMap { hosts[$0.id] }.joined(separator: " + ")
    default:
      guard case .gap(_, let host?) = row.id else { return "" }
      return hosts[host] ?? ""
    }
  }
}
