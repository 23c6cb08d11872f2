import BookingModel

/// The day: bookings by time, free gaps, *now*. On a wide screen the selected one stands beside it.
struct BoardView: PageView {
  func draw(_ model: Model, on canvas: inout Canvas) {
    let day = model.board.day
    let state = model.days[day] ?? .idle
    let rows = model.rows(on: day)
    canvas.drawTitle(title(model, canvas), detail: detail(model, state, canvas))
    let status = statusRow(model, canvas)
    let area = canvas.body.lowerBound..<(status == nil ? canvas.body.upperBound : canvas.body.upperBound - 1)
    if let status { canvas.write(status.text, area.upperBound, 1, status.role) }
    let isWide = canvas.size.columns >= 100
    let width = isWide ? canvas.size.columns - 40 : canvas.size.columns
    guard rows.contains(where: \.isSelectable) else {
      let message = emptyMessage(model, state, canvas)
      canvas.drawMessage(message.lines, role: message.role)
      return
    }
    let selected = model.selectedRow?.id
    let index = rows.firstIndex { $0.id == selected } ?? 0
    let top = Scroll.top(cursor: index, count: rows.count, height: area.count)
    let columns = Columns(width: width, time: canvas.time, isNarrow: canvas.isNarrow)
    for (offset, row) in rows.dropFirst(top).prefix(area.count).enumerated() {
      let line = area.lowerBound + offset
      draw(row, at: line, columns, isSelected: row.id == selected, model, &canvas)
      if row.id == selected { canvas.cursor = Position(row: line, column: 0) }
    }
    if top > 0 { canvas.write("▲", area.lowerBound, width - 1, .dim) }
    if rows.count - top > area.count { canvas.write("▼", area.upperBound - 1, width - 1, .dim) }
    guard isWide else { return }
    canvas.grid.verticalLine(column: width, rows: area)
    let panel = width + 2..<canvas.size.columns - 1
    if let booking = model.selectedBooking {
      BookingDetails(booking, model).draw(on: &canvas, rows: area, columns: panel)
    } else if case .gap(let range, let fits) = model.selectedRow?.content {
      drawFitting(range, fits, model, panel, area, &canvas)
    }
  }

  /// Beside a free gap: what could be booked there.
  private func drawFitting(
    _ range: Range<Instant>, _ fits: [Int], _ model: Model, _ columns: Range<Int>, _ rows: Range<Int>,
    _ canvas: inout Canvas
  ) {
    let head = canvas.time.span(range.lowerBound, range.upperBound) + " free"
    canvas.write(head, rows.lowerBound, columns.lowerBound, .free, limit: columns.count)
    let services = model.services.value ?? []
    for (offset, number) in fits.prefix(rows.count - 2).enumerated() where services.indices.contains(number - 1) {
      let service = services[number - 1]
      let row = rows.lowerBound + 2 + offset
      let facts = "\(TimeText.shortLength(service.minutes))  \(service.price.text)"
      let edge = canvas.grid.writeTrailing(facts, row: row, before: columns.upperBound, role: .dim)
      canvas.write(service.title, row, columns.lowerBound, .plain, limit: edge - columns.lowerBound - 1)
    }
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

  private func title(_ model: Model, _ canvas: Canvas) -> String {
    let day = model.board.day
    let near = day == model.today ? "Today, " : day == model.today.advanced(by: 1) ? "Tomorrow, " : ""
    return near + (canvas.isNarrow ? canvas.time.day(day) : canvas.time.longDay(day))
  }

  private func detail(_ model: Model, _ state: Loadable<[Booking]>, _ canvas: Canvas) -> String {
    guard let bookings = state.value?.filter(\.status.takesTime) else { return "" }
    let count = bookings.count == 1 ? "1 booking" : "\(bookings.count) bookings"
    return canvas.isNarrow ? "\(bookings.count)" : count
  }

  private func emptyMessage(
    _ model: Model, _ state: Loadable<[Booking]>, _ canvas: Canvas
  ) -> (lines: [String], role: Role) {
    if let error = state.error, state.value == nil { return ([ErrorText.sentence(error)], .error) }
    if state.value == nil { return (["Reading the day's bookings…"], .dim) }
    let open = model.hours?.intervals(on: model.board.day) ?? []
    if model.hours != nil, open.isEmpty { return (["The shop is closed on this day.", "No bookings."], .dim) }
    if model.board.day < model.today { return (["No bookings on this day."], .dim) }
    return (["No bookings yet.", "b browses services and free times."], .dim)
  }

  /// What else the clerk should know: writes without an answer, drafts left.
  private func statusRow(_ model: Model, _ canvas: Canvas) -> (text: String, role: Role)? {
    let unknown = model.unresolvedWrites.count
    if unknown > 0 {
      let count = unknown == 1 ? "1 write has" : "\(unknown) writes have"
      return ("\(count) an unknown outcome: U shows what is known.", .error)
    }
    if let sending = model.writes.values.first(where: { $0.state == .underWay }) {
      return ("Sending: \(WriteText.title(sending.write, model)) …", .accent)
    }
    if let error = model.days[model.board.day]?.error, model.days[model.board.day]?.value != nil {
      return (ErrorText.sentence(error), .warning)
    }
    guard let draft = model.leftDrafts.last else { return nil }
    let name = draft.text(FormSlug.name)
    return ("Left unfinished: \(name.isEmpty ? "a booking" : name) — ' goes on with it.", .accent)
  }

  private func draw(
    _ row: BoardRow, at line: Int, _ columns: Columns, isSelected: Bool, _ model: Model, _ canvas: inout Canvas
  ) {
    let time = canvas.time
    func when(_ start: Instant, _ end: Instant) -> String {
      columns.showsEnd ? time.alignedSpan(start, end) : String(time.alignedSpan(start, end).prefix(time.columns))
    }
    if isSelected {
      canvas.grid.fill(row: line, columns: 0..<columns.width, role: .selected)
      canvas.write("›", line, 0, .selected)
    }
    switch row.content {
    case .now:
      canvas.grid.horizontalLine(row: line, columns: 1..<columns.width - 1, role: .now)
      canvas.write(" now \(time.time(row.start)) ", line, 3, .now)
    case .gap(let range, let fits):
      let role: Role = isSelected ? .selected : .free
      let minutes = range.upperBound.minutes(since: range.lowerBound)
      let all = fits.count == model.services.value?.count && fits.count > 1
      let what = all ? "any service" : "fits " + fits.prefix(9).map(String.init).joined(separator: " ")
      canvas.write(when(range.lowerBound, range.upperBound), line, 4, role)
      canvas.write(
        "free \(TimeText.length(minutes))", line, columns.name, role, limit: columns.service - columns.name - 1)
      canvas.write(
        what, line, columns.service, isSelected ? .selected : .dim, limit: max(0, columns.width - columns.service - 1))
    case .booking(let booking, let number):
      let base: Role = booking.end <= model.now ? .dim : booking.status == .pending ? .warning : .booked
      let role: Role = isSelected ? .selected : base
      canvas.write(number.map(String.init) ?? " ", line, 2, isSelected ? .selected : .key)
      canvas.write(when(booking.start, booking.end), line, 4, role)
      let service = model.service(booking.service)?.title ?? booking.serviceSlug ?? booking.title
      canvas.write(
        booking.attendees.first?.name ?? "–", line, columns.name, role, limit: columns.service - columns.name - 1)
      let state = state(booking, model, isShort: !columns.showsEnd)
      let end = state.isEmpty ? columns.width - 1 : columns.state
      canvas.write(
        service, line, columns.service, isSelected ? .selected : base == .booked ? .plain : base,
        limit: end - columns.service - 1)
      canvas.write(state, line, columns.state, isSelected ? .selected : base == .warning ? .warning : .accent)
    }
  }

  private func state(_ booking: Booking, _ model: Model, isShort: Bool) -> String {
    if booking.attendees.first?.isAbsent == true { return isShort ? "gone" : "no-show" }
    if booking.status == .pending { return isShort ? "wait" : "to confirm" }
    let facts = model.facts(of: booking.uid)
    let mark = facts.note.isEmpty || isShort ? "" : " *"
    if facts.doneAt != nil { return "done" + mark }
    if facts.arrivedAt != nil { return (isShort ? "here" : "arrived") + mark }
    if booking.start <= model.now, booking.end > model.now { return "now" + mark }
    return facts.note.isEmpty ? "" : "*"
  }
}

/// Which row is on top so that the cursor stays in sight, near the middle of a list that does not fit.
enum Scroll {
  static func top(cursor: Int, count: Int, height: Int) -> Int {
    guard count > height, height > 0 else { return 0 }
    return min(max(0, cursor - height / 2), count - height)
  }
}
