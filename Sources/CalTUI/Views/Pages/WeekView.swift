import BookingModel

/// Seven days of free times: a column a day, a row an hour or less, a place a start.
struct WeekView: PageView {
  func draw(_ model: Model, on canvas: inout Canvas) {
    let grid = model.grid
    let book = model.slotBook
    let week = grid.week
    let heading = SlotsHeading(model, week)
    canvas.drawTitle(heading.title, detail: heading.age ?? (model.moving == nil ? "2 of 4" : ""))
    let widths = model.gridColumns
    let head = canvas.body.lowerBound
    for (index, day) in week.enumerated() {
      let column = widths.label + index * widths.cell
      let isToday = day == model.today
      let text =
        widths.cell >= 11
        ? canvas.time.day(day)
        : widths.cell >= 7 ? "\(day.weekday.short) \(day.day)" : "\(day.weekday.short.prefix(2))\(day.day)"
      let role: Role = isToday ? .now : .label
      canvas.write(text, head, column, role, limit: widths.cell - 1)
    }
    // On a wide screen the card beside the grid has the soonest times and what lies under the cursor.
    let (size, isTall) = (canvas.size, canvas.body.count >= 14)
    let soonest = model.isWide ? [] : canvas.stills.soonest(model) { soonestRows($0, size, isTall: isTall) }
    let foot = model.isWide ? 0 : soonest.count + 1
    let area = head + 1..<max(head + 2, canvas.body.upperBound - foot)
    if foot > 0 {
      canvas.drawStill(.soonest, rows: area.upperBound..<area.upperBound + soonest.count, model) { canvas, _ in
        draw(soonest, row: area.upperBound, &canvas)
      }
      drawCursorLine(model, row: area.upperBound + soonest.count, &canvas)
    }
    if !book.isKnown(max(week.lowerBound, model.today)...week.upperBound), book.slots(in: week).isEmpty {
      if let error = book.error(in: week) {
        guard model.wantedSlot != nil else {
          canvas.drawMessage(
            [
              ErrorText.sentence(error),
              "\(model.keyName(.open, .week)) tries again, \(model.keyName(.back, .week)) goes back.",
            ], role: .error)
          return
        }
        drawCells(model, area, widths, &canvas)
        return
      }
      if book.isLoading(week) {
        canvas.drawMessage(["Looking for free times…"])
        return
      }
    }
    if book.isKnown(max(week.lowerBound, model.today)...week.upperBound), book.slots(in: week).isEmpty {
      canvas.drawMessage(
        [
          "No free times in these seven days.",
          "\(model.keyName(.nextWeek, .week)) shows the next ones, \(model.keyName(.goTo, .week)) goes to a date.",
        ], role: .dim)
      return
    }
    drawCells(model, area, widths, &canvas)
  }

  private func drawCells(
    _ model: Model, _ area: Range<Int>, _ widths: (label: Int, cell: Int), _ canvas: inout Canvas
  ) {
    let lattice = canvas.stills.lattice(model)
    let cursor = lattice.row(of: model.grid.minute, isSecond: model.grid.isSecondPass) - lattice.rows.lowerBound
    let top = Scroll.top(cursor: cursor, count: lattice.rows.count, height: area.count)
    canvas.drawStill(.weekCells, rows: area, top: top, model) { canvas, model in
      WeekCells(model: model, lattice: lattice, area: area, widths: widths, top: top).draw(on: &canvas)
    }
    let cells = WeekCells(model: model, lattice: lattice, area: area, widths: widths, top: top)
    cells.drawCursor(on: &canvas)
    cells.mark(on: &canvas)
    if top > 0 { canvas.write("▲", area.lowerBound, canvas.size.columns - 1, .dim) }
    if lattice.rows.count - top > area.count {
      canvas.write("▼", area.upperBound - 1, canvas.size.columns - 1, .dim)
    }
  }

  /// The nine soonest times: in one row, or in two where nine days have too long names for one and rows are not few. What has no room then is
  /// on the grid alone.
  private func soonestRows(_ model: Model, _ size: Size, isTall: Bool) -> [[String]] {
    var rows: [[String]] = [[]]
    var column = 1
    for text in SlotTexts(model).soonest(columns: size.columns - 2) {
      if column + text.columns + 2 >= size.columns {
        guard isTall, rows.count == 1 else { break }
        rows.append([])
        column = 1
      }
      rows[rows.count - 1].append(text)
      column += text.columns + 3
    }
    return rows
  }

  private func draw(_ rows: [[String]], row: Int, _ canvas: inout Canvas) {
    var digit = 0
    for (offset, texts) in rows.enumerated() {
      // Plain, so that without colours the digits stand out of them. All nine digits matter more than the word before them.
      let room = canvas.size.columns - 2 - texts.reduce(0) { $0 + $1.columns + 3 }
      var column = 1
      if room >= 8, rows.count == 1, !texts.isEmpty { column += canvas.write("Soonest ", row, column, .dim) }
      for text in texts {
        digit += 1
        column += canvas.write("\(digit)", row + offset, column, .key)
        column += 1 + canvas.write(text, row + offset, column + 1, .plain)
        column += 1
      }
    }
  }

  /// What lies under the cursor, in words: the grid shows minutes only.
  private func drawCursorLine(_ model: Model, row: Int, _ canvas: inout Canvas) {
    guard let found = SlotTexts(model).atCursor(isShort: canvas.isNarrow) else { return }
    // The time keeps its look whatever it is, so that of it only changed digits go to the terminal.
    let used = canvas.write(found.when, row, 1)
    canvas.write(found.what, row, 1 + used + 2, found.role)
  }
}

/// What both slot views say on top.
struct SlotsHeading {
  let title: String
  /// How old the times of the days on screen are, where that is worth a warning.
  let age: String?

  init(_ model: Model, _ days: ClosedRange<CalendarDay>) {
    let known = max(days.lowerBound, model.today)...max(days.upperBound, model.today)
    age = AgeText.read(model.slotBook.readAt(known), model)
    guard let (service, minutes) = model.slotSubject else {
      title = "Choose a time"
      return
    }
    let what: String
    if let moving = model.moving {
      let time = TimeText(model.shop)
      let day = time.near(model.shop.zone.day(of: moving.start), today: model.today)
      what = "Move \(moving.attendeeName), \(service.title), \(day) \(time.time(moving.start))"
    } else {
      what = "\(service.title), \(TimeText.length(minutes))"
    }
    title = model.size.columns < 60 ? what : what + " — choose a time"
  }
}
