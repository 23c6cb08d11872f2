import BookingModel

/// The day: bookings by time, free gaps, *now*; as a list, or a column for each host. On a wide screen the selected one stands
/// beside it.
struct BoardView: PageView {
  func draw(_ model: Model, on canvas: inout Canvas) {
    let state = model.days[model.board.day] ?? .idle
    canvas.drawStill(.boardTitle, rows: 1..<2, model) { canvas, model in
      BoardTitle(model, canvas, bookings: model.days[model.board.day]?.value).draw(on: &canvas)
    }
    let status = statusRow(model, canvas)
    let area = canvas.body.lowerBound..<(status == nil ? canvas.body.upperBound : canvas.body.upperBound - 1)
    if let status { canvas.write(status.text, area.upperBound, 1, status.role) }
    let columns = model.boardColumns
    let rows = columns?.rows ?? model.rows(on: model.board.day)
    guard let selected = model.selectedRow(of: rows) else {
      let message = emptyMessage(model, state, canvas)
      canvas.drawMessage(message.lines, role: message.role)
      return
    }
    // Beside columns the details stand only where all columns keep their width.
    let isWide = canvas.size.columns >= 100
    let least =
      columns.map { BoardColumnsView.labelWidth(canvas) + 1 + $0.hosts.count * BoardColumnsView.goodWidth } ?? 0
    let width = isWide && canvas.size.columns - 40 >= least ? canvas.size.columns - 40 : canvas.size.columns
    if let columns {
      BoardColumnsView(model: model, columns: columns, selected: selected).draw(area, width: width, on: &canvas)
    } else {
      drawList(model, rows, selected, area, width, &canvas)
    }
    guard width < canvas.size.columns else { return }
    canvas.grid.verticalLine(column: width, rows: area)
    let panel = width + 2..<canvas.size.columns - 1
    switch selected.content {
    case .booking(let booking, _):
      BookingDetails(booking, model, isBeside: true).draw(on: &canvas, rows: area, columns: panel)
    case .gap(let range, let fits): drawFitting(range, fits, model, panel, area, &canvas)
    case .now: break
    }
  }

  private func drawList(
    _ model: Model, _ rows: [BoardRow], _ selected: BoardRow, _ area: Range<Int>, _ width: Int, _ canvas: inout Canvas
  ) {
    let index = rows.firstIndex { $0.id == selected.id } ?? 0
    let top = Scroll.top(cursor: index, count: rows.count, height: area.count)
    canvas.drawStill(.boardRows, rows: area, top: top, model) { canvas, model in
      BoardListView(model: model, rows: model.rows(on: model.board.day)).draw(area, top: top, width: width, on: &canvas)
    }
    if selected.isSelectable {
      BoardListView(model: model, rows: rows)
        .drawSelected(index, at: area.lowerBound + index - top, width: width, on: &canvas)
    }
    if canvas.spots != nil {
      for (offset, row) in rows.dropFirst(top).prefix(area.count).enumerated() where row.isSelectable {
        canvas.mark(.boardRow(row.id, host: nil), row: area.lowerBound + offset, columns: 0..<width)
      }
    }
    if top > 0 { canvas.write("▲", area.lowerBound, width - 1, .dim) }
    if rows.count - top > area.count { canvas.write("▼", area.upperBound - 1, width - 1, .dim) }
  }

  /// Beside a free gap: what could be booked there.
  private func drawFitting(
    _ range: Range<Instant>, _ fits: [Int], _ model: Model, _ columns: Range<Int>, _ rows: Range<Int>,
    _ canvas: inout Canvas
  ) {
    let head = canvas.time.span(range.lowerBound, range.upperBound) + " free"
    canvas.write(head, rows.lowerBound, columns.lowerBound, .free, limit: columns.count)
    let services = model.services.value ?? []
    for (offset, number) in fits.prefix(max(0, rows.count - 2)).enumerated() where services.indices.contains(number - 1)
    {
      let service = services[number - 1]
      let row = rows.lowerBound + 2 + offset
      let facts = "\(TimeText.shortLength(service.minutes))  \(service.price.text)"
      let edge = canvas.grid.writeTrailing(facts, row: row, before: columns.upperBound, role: .dim)
      canvas.write(service.title, row, columns.lowerBound, .plain, limit: edge - columns.lowerBound - 1)
    }
  }

  private func emptyMessage(
    _ model: Model, _ state: Loadable<[Booking]>, _ canvas: Canvas
  ) -> (lines: [String], role: Role) {
    if let until = model.heldOffUntil, until > model.now, state.value == nil {
      let time = canvas.time.timeWithSeconds(until)
      return (["The server has had too many requests with this API key.", "It is asked again at \(time)."], .warning)
    }
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
      return ("\(count) an unknown outcome: \(model.keyName(.showUnresolved, .board)) shows what is known.", .error)
    }
    if let sending = model.writes.values.first(where: { $0.state == .underWay }) {
      return ("Sending: \(WriteText.title(sending, model)) …", .accent)
    }
    // What is not booked comes before why nothing is read: that the top line says too.
    if !model.requests.isEmpty, let parked = ParkedLine(model) { return (parked.text, parked.role) }
    if let error = model.days[model.board.day]?.error, model.days[model.board.day]?.value != nil {
      return (ErrorText.sentence(error), .warning)
    }
    if let parked = ParkedLine(model) { return (parked.text, parked.role) }
    guard let draft = model.leftDrafts.last else { return nil }
    let name = draft.customerLine?.line.text ?? draft.text(FormSlug.name)
    return (
      "Left unfinished: \(name.isEmpty ? "a booking" : name) — \(model.keyName(.jump, .board))\(model.keyName(.reopenDraft, .jump)) goes on with it.",
      .accent
    )
  }
}

/// What the board says of a booking or a gap in a few words.
struct BoardText {
  /// How a booking stands: a word, and a star where it has a staff note.
  static func state(_ booking: Booking, _ model: Model, isShort: Bool) -> String {
    if booking.attendees.first?.isAbsent == true { return isShort ? "gone" : "no-show" }
    if booking.status == .pending { return isShort ? "wait" : "to confirm" }
    let facts = model.facts(of: booking.uid)
    let mark = facts.note.isEmpty || isShort ? "" : " *"
    if facts.doneAt != nil { return "done" + mark }
    if facts.arrivedAt != nil { return (isShort ? "here" : "arrived") + mark }
    if booking.start <= model.now, booking.end > model.now { return "now" + mark }
    return facts.note.isEmpty ? "" : "*"
  }

  static func role(_ booking: Booking, _ model: Model) -> Role {
    booking.end <= model.now ? .dim : booking.status == .pending ? .warning : .booked
  }

  static func service(_ booking: Booking, _ model: Model) -> String {
    model.service(booking.service)?.title ?? booking.serviceSlug ?? booking.title
  }

  /// Which services a gap has room for: by name, by short name, by number, whichever fits into the columns.
  static func fits(_ numbers: [Int], _ model: Model, codes: ServiceCodes, columns: Int) -> String {
    let services = model.services.value ?? []
    if numbers.isEmpty { return columns < 20 ? "fits none" : "no service fits" }
    if numbers.count == services.count, numbers.count > 1 { return "any service" }
    let fitting = numbers.compactMap { services.indices.contains($0 - 1) ? services[$0 - 1] : nil }
    let titles = fitting.map(\.title).joined(separator: ", ")
    if titles.columns <= columns { return titles }
    let short = "fits " + fitting.compactMap { codes[$0.id] }.joined(separator: " ")
    if short.columns <= columns { return short }
    return "fits " + numbers.map(String.init).joined(separator: " ")
  }
}

/// Which row is on top so that the cursor stays in sight, near the middle of a list that does not fit.
enum Scroll {
  static func top(cursor: Int, count: Int, height: Int) -> Int {
    guard count > height, height > 0 else { return 0 }
    return min(max(0, cursor - height / 2), count - height)
  }
}
