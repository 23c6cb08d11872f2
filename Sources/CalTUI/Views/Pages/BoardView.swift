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
    guard !rows.isEmpty else {
      let message = emptyMessage(model, state, canvas)
      canvas.drawMessage(message.lines, role: message.role)
      return
    }
    let selected = model.selectedRow?.id
    let index = rows.firstIndex { $0.id == selected } ?? 0
    let top = Scroll.top(cursor: index, count: rows.count, height: area.count)
    for (offset, row) in rows.dropFirst(top).prefix(area.count).enumerated() {
      draw(row, at: area.lowerBound + offset, width: width, isSelected: row.id == selected, model, &canvas)
    }
    if top > 0 { canvas.write("▲", area.lowerBound, width - 1, .dim) }
    if rows.count - top > area.count { canvas.write("▼", area.upperBound - 1, width - 1, .dim) }
    if isWide {
      canvas.grid.verticalLine(column: width, rows: area)
      if let booking = model.selectedBooking {
        BookingDetails(booking, model).draw(on: &canvas, rows: area, columns: width + 2..<canvas.size.columns - 1)
      }
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
    _ row: BoardRow, at line: Int, width: Int, isSelected: Bool, _ model: Model, _ canvas: inout Canvas
  ) {
    let time = canvas.time
    switch row.content {
    case .now:
      canvas.grid.horizontalLine(row: line, columns: 1..<width - 1, role: .now)
      canvas.write(" now \(time.time(row.start)) ", line, 3, .now)
    case .gap(let range, let fits):
      let role: Role = isSelected ? .selected : .free
      if isSelected { canvas.grid.fill(row: line, columns: 0..<width, role: .selected) }
      let minutes = range.upperBound.minutes(since: range.lowerBound)
      let all = fits.count == model.services.value?.count && fits.count > 1
      let what = all ? "any service" : "fits " + fits.prefix(9).map(String.init).joined(separator: " ")
      canvas.write(isSelected ? "›" : " ", line, 0, role)
      canvas.write(time.span(range.lowerBound, range.upperBound), line, 4, role)
      canvas.write("free  \(TimeText.length(minutes))", line, 18, role)
      canvas.write(what, line, 36, isSelected ? .selected : .dim, limit: max(0, width - 37))
    case .booking(let booking, let number):
      let base: Role = booking.end <= model.now ? .dim : booking.status == .pending ? .warning : .booked
      let role: Role = isSelected ? .selected : base
      if isSelected { canvas.grid.fill(row: line, columns: 0..<width, role: .selected) }
      canvas.write(isSelected ? "›" : " ", line, 0, role)
      canvas.write(number.map(String.init) ?? " ", line, 2, isSelected ? .selected : .key)
      canvas.write(time.span(booking.start, booking.end), line, 4, role)
      let service = model.service(booking.service)?.title ?? booking.serviceSlug ?? booking.title
      let name = booking.attendees.first?.name ?? "–"
      var state = ""
      if booking.status == .pending { state = "to confirm" }
      if booking.attendees.first?.isAbsent == true { state = "no-show" }
      if booking.start <= model.now, booking.end > model.now, state.isEmpty { state = "now" }
      let stateEdge = state.isEmpty ? width : width - 1 - state.columns
      let split = max(18 + 8, 18 + (stateEdge - 18) / 2)
      canvas.write(name, line, 18, role, limit: split - 19)
      canvas.write(
        service, line, split, isSelected ? .selected : base == .booked ? .plain : base, limit: stateEdge - split - 1)
      if !state.isEmpty { canvas.write(state, line, stateEdge, isSelected ? .selected : .accent) }
    }
  }
}

/// Which row is on top so that the cursor stays in sight, near the middle of a list that does not fit.
enum Scroll {
  static func top(cursor: Int, count: Int, height: Int) -> Int {
    guard count > height, height > 0 else { return 0 }
    return min(max(0, cursor - height / 2), count - height)
  }
}
