import BookingModel

/// The one line with what each of its parts means, the booking that it makes, and the commands that its words name.
struct OneLineView: PageView {
  func draw(_ model: Model, on canvas: inout Canvas) {
    canvas.drawTitle("One line", detail: canvas.isNarrow ? "" : "nothing is booked from here")
    let body = canvas.body
    canvas.write(":", body.lowerBound, 1, .key)
    canvas.drawInput(
      model.oneLine.line, row: body.lowerBound, columns: 3..<canvas.size.columns - 1, isFocused: true,
      placeholder: canvas.isNarrow ? "a booking, or a command" : "a booking in any order, or a command")
    let isTall = body.count >= 12
    var row = body.lowerBound + (isTall ? 2 : 1)
    if model.oneLine.reading.line.parts.isEmpty {
      row = drawCodes(model, from: row, on: &canvas)
      if isTall { row += 1 }
      drawRows(model, from: row, isAsked: model.oneLine.selected != nil, on: &canvas)
      return
    }
    // The booking and at least one command stay on screen whatever is typed.
    let result = OneLineText(model, canvas.time).result(columns: canvas.size.columns - 2)
    let reserved = result.count + (isTall ? 2 : 0) + (model.oneLineRows.isEmpty ? 0 : 1)
    row = drawParts(model, from: row, to: max(row + 1, body.upperBound - reserved), on: &canvas)
    if isTall { row += 1 }
    for line in result where row < body.upperBound {
      canvas.write(line.text, row, 1, line.role)
      row += 1
    }
    if isTall { row += 1 }
    drawRows(model, from: row, isAsked: true, on: &canvas)
  }

  // MARK: - Nothing typed yet

  private func drawCodes(_ model: Model, from first: Int, on canvas: inout Canvas) -> Int {
    let codes = model.serviceCodes
    let end = canvas.body.upperBound
    var row = first
    func line(_ text: String, _ role: Role = .dim) {
      for part in wrap(text, to: canvas.size.columns - 2) where row < end {
        canvas.write(part, row, 1, role)
        row += 1
      }
    }
    // Where rows are few the codes come first: nobody can guess them.
    let hints = canvas.body.count >= 12 ? 4 : 1
    let room = max(1, end - row - hints)
    for item in codes.prefix(codes.count > room ? room - 1 : room) {
      canvas.write(item.code, row, 1, .key, limit: 8)
      canvas.write(item.service.title, row, 10, .plain, limit: canvas.isNarrow ? canvas.size.columns - 11 : 32)
      if !canvas.isNarrow {
        canvas.write(
          "\(TimeText.shortLength(item.service.minutes)), \(item.service.price.text)", row,
          min(canvas.size.columns - 18, 44), .dim)
      }
      row += 1
    }
    if codes.count > room {
      canvas.write("… and \(codes.count - room + 1) more", row, 1, .dim)
      row += 1
    }
    if codes.isEmpty { line(model.services.isLoading ? "Reading the services…" : "No services are known yet.") }
    guard canvas.body.count >= 12 else {
      line("Name or phone, code, day, time, #note")
      return row
    }
    row += 1
    line("Name or phone, service, day and time, @host, #note: in any order.")
    line(
      model.shop.dateOrder == .monthFirst
        ? "alv ew thu 230p   +2d 14:30   12/3   tomorrow 9   now"
        : "alv ew thu 230p   +2d 14:30   3/12   tomorrow 9   now")
    line("Or the name of a command, or a booking's code. \(model.keyName(.down, .oneLine)) lists the commands.")
    return row
  }

  // MARK: - What was typed

  private func drawParts(_ model: Model, from first: Int, to end: Int, on canvas: inout Canvas) -> Int {
    let text = OneLineText(model, canvas.time)
    let token = canvas.isNarrow ? 10 : 18
    let kind = canvas.isNarrow ? 0 : 10
    let wide = canvas.size.columns - 5 - token - kind
    var row = first
    let meanings = text.meanings()
    func lines(_ meaning: OneLineText.Meaning) -> Int { meaning.other == nil || canvas.isNarrow ? 1 : 2 }
    // What was typed last is what the clerk looks at: where rows are few the first parts are left out.
    var hidden = 0
    while meanings.dropFirst(hidden).reduce(hidden == 0 ? 0 : 1, { $0 + lines($1) }) > max(1, end - first),
      hidden < meanings.count - 1
    {
      hidden += 1
    }
    if hidden > 0, end - first > 1 {
      canvas.write("… \(hidden) before", row, 3, .dim)
      row += 1
    }
    for meaning in meanings.dropFirst(hidden) where row < end {
      let role: Role = meaning.flag == "!" ? .error : meaning.flag == "?" ? .warning : .plain
      canvas.write(meaning.flag, row, 1, role)
      canvas.write(meaning.token, row, 3, .plain, limit: token - 1)
      if kind > 0 { canvas.write(meaning.kind, row, 3 + token, .dim, limit: kind - 1) }
      var shown = meaning.text
      if canvas.isNarrow, let other = meaning.other { shown += "; " + other }
      canvas.write(shown, row, 3 + token + kind, role, limit: wide)
      row += 1
      if let other = meaning.other, !canvas.isNarrow, row < end {
        canvas.write(other, row, 3 + token + kind, .dim, limit: wide)
        row += 1
      }
    }
    return row
  }

  // MARK: - Commands

  private func drawRows(_ model: Model, from first: Int, isAsked: Bool, on canvas: inout Canvas) {
    let rows = model.oneLineRows
    let area = first..<canvas.body.upperBound
    guard isAsked, !rows.isEmpty, !area.isEmpty else { return }
    let selection = model.oneLineSelection
    let column = 12
    let room = canvas.size.columns - column - 1
    let texts = rows.map { text($0, model, canvas, room: room) }
    // Where rows are free, a long explanation has more than one.
    let wrapped = texts.map { wrap($0, to: room) }
    let isRoomy = wrapped.reduce(0) { $0 + $1.count } <= area.count
    let top = isRoomy ? 0 : Scroll.top(cursor: selection ?? 0, count: rows.count, height: area.count)
    var row = area.lowerBound
    for (index, item) in rows.enumerated().dropFirst(top) where row < area.upperBound {
      let isSelected = index == selection
      let role: Role = isSelected ? .selected : .plain
      let lines = isRoomy ? wrapped[index] : [texts[index]]
      if isSelected {
        canvas.grid.fill(rows: row..<row + lines.count, columns: 0..<canvas.size.columns, role: .selected)
      }
      canvas.write(isSelected ? "›" : " ", row, 0, role)
      switch item {
      case .command(let command):
        canvas.write(
          command.key.name, row, 2, isSelected ? .selected : command.place == .here ? .key : .dim, limit: column - 3)
      case .booking(let booking):
        canvas.write(ConfirmationCode(booking.uid).text, row, 2, isSelected ? .selected : .key)
      }
      for line in lines {
        canvas.write(line, row, column, role, limit: room)
        row += 1
      }
    }
    if !isRoomy, top + area.count < rows.count { canvas.write("▼", area.upperBound - 1, canvas.size.columns - 1, .dim) }
    if top > 0 { canvas.write("▲", area.lowerBound, canvas.size.columns - 1, .dim) }
  }

  private func text(_ item: OneLineRow, _ model: Model, _ canvas: Canvas, room: Int) -> String {
    switch item {
    case .command(let command):
      let place = CommandText.place(command.place, canvas.time, model.keys)
      if place.isEmpty {
        let name = command.name.isEmpty || canvas.isNarrow ? "" : command.name + ": "
        return canvas.isNarrow && !command.name.isEmpty ? command.name : name + command.help
      }
      if !command.name.isEmpty { return command.name + ": " + place }
      // The place is named last, and is not cut off.
      let left = room - place.columns - 3
      return left > 12 ? command.help.shortened(to: left) + " (\(place))" : command.help
    case .booking(let booking):
      let day = canvas.time.day(model.shop.zone.day(of: booking.start))
      return "open \(booking.attendees.first?.name ?? booking.title), \(day) \(canvas.time.time(booking.start))"
    }
  }
}
