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
    let foot = model.isWide ? 0 : 2
    let area = head + 1..<max(head + 2, canvas.body.upperBound - foot)
    if foot > 0 {
      drawSoonest(model, row: area.upperBound, &canvas)
      drawCursorLine(model, row: area.upperBound + 1, &canvas)
    }
    if !book.isKnown(max(week.lowerBound, model.today)...week.upperBound), book.slots(in: week).isEmpty {
      if let error = book.error(in: week) {
        guard model.wantedSlot != nil else {
          canvas.drawMessage([ErrorText.sentence(error), "Enter tries again, Esc goes back."], role: .error)
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
        ["No free times in these seven days.", "] shows the next ones, g goes to a date."], role: .dim)
      return
    }
    drawCells(model, area, widths, &canvas)
  }

  private func drawCells(
    _ model: Model, _ area: Range<Int>, _ widths: (label: Int, cell: Int), _ canvas: inout Canvas
  ) {
    let lattice = model.lattice
    let rows = lattice.rows
    let cursorRow = lattice.row(of: model.grid.minute)
    let top = Scroll.top(cursor: cursorRow - rows.lowerBound, count: rows.count, height: area.count)
    let shown = rows.dropFirst(top).prefix(area.count)
    let perHour = lattice.rowMinutes == 60
    for (offset, row) in shown.enumerated() {
      let line = area.lowerBound + offset
      let minute = row * lattice.rowMinutes
      // The gaps between days look the same in the colour of what is not free, and cost no change of it: 17 bytes each.
      canvas.grid.fill(
        row: line, columns: widths.label..<widths.label + 7 * widths.cell, role: .unavailable)
      let label = perHour || widths.label < 6 ? canvas.time.hour(minute: minute) : canvas.time.time(minute: minute)
      // Where an hour has several narrow rows, its first one names it.
      let isFirst = offset == 0 || minute % 60 == 0
      guard perHour || widths.label >= 6 || isFirst else { continue }
      canvas.grid.writeTrailing(label, row: line, before: widths.label - 1, role: .dim)
    }
    let visible = (shown.first ?? 0)...(shown.last ?? 0)
    // Days need a gap between them: where the places fill a cell, they lose their colons to make one.
    let isTight = lattice.places * SlotLattice.placeWidth >= widths.cell
    let pitch = isTight ? SlotLattice.placeWidth - 1 : SlotLattice.placeWidth
    let cursorDay = model.grid.day
    let cursorPlace = lattice.place(of: model.grid.minute)
    let zone = model.shop.zone
    let chosen = model.chosenStart
    let ownHold = model.ownHold?.start
    let others = model.blockingHolds
    for (index, day) in model.grid.week.enumerated() {
      let left = widths.label + index * widths.cell
      let starts = starts(model, day, lattice)
      let open = day >= model.today ? model.hours?.intervals(on: day) ?? [] : []
      let whole = zone.interval(of: day)
      // No change of the clock: then the minutes count from the day's beginning.
      let isEven = whole.upperBound == whole.lowerBound.adding(minutes: 1440)
      for row in visible {
        let line = area.lowerBound + row - visible.lowerBound
        for place in 0..<lattice.places {
          let isCursor = row == cursorRow && place == cursorPlace && day == cursorDay
          let position = Position(row: line, column: left + place * pitch)
          if let start = starts[(row - rows.lowerBound) * lattice.places + place] {
            canvas.grid.write(
              (isTight ? "" : ":") + twoDigits(start.minute % 60), at: position,
              role: isCursor ? .selected : start.instant == chosen ? .accent : .free, limit: pitch - 1)
            // Held for the draft in hand: nobody else is offered it.
            if start.instant == ownHold, !isTight {
              canvas.grid.write("=", at: position, role: isCursor ? .selected : .good, limit: 1)
            }
          } else {
            let minute = lattice.minute(row: row, place: place)
            let instant =
              isEven
              ? whole.lowerBound.adding(minutes: minute) : zone.instant(of: LocalTime(day: day, minute: minute))
            let isOpen = !open.isEmpty && isOpen(open, instant)
            let isHeld = isOpen && others.contains { $0.range.contains(instant) }
            canvas.grid.write(
              isHeld ? " h" : isOpen ? " ·" : "  ", at: position,
              role: isCursor ? .selected : isHeld ? .warning : .unavailable)
          }
          if isCursor { canvas.cursor = position }
          canvas.mark(
            .time(day, minute: lattice.minute(row: row, place: place)), row: line,
            columns: position.column..<position.column + pitch)
        }
      }
    }
    if top > 0 { canvas.write("▲", area.lowerBound, canvas.size.columns - 1, .dim) }
    if rows.count - top > area.count { canvas.write("▼", area.upperBound - 1, canvas.size.columns - 1, .dim) }
  }

  /// The free starts of a day by row and place, with their minute of the day.
  private func starts(_ model: Model, _ day: CalendarDay, _ lattice: SlotLattice) -> [(instant: Instant, minute: Int)?]
  {
    var found = [(instant: Instant, minute: Int)?](repeating: nil, count: lattice.rows.count * lattice.places)
    for slot in model.slotBook.day(day).value ?? [] where slot.start >= model.now {
      let minute = model.shop.zone.local(slot.start).minute
      let index = (lattice.row(of: minute) - lattice.rows.lowerBound) * lattice.places + lattice.place(of: minute)
      if found.indices.contains(index), found[index] == nil { found[index] = (slot.start, minute) }
    }
    return found
  }

  private func isOpen(_ open: [Range<Instant>], _ start: Instant) -> Bool { open.contains { $0.contains(start) } }

  private func drawSoonest(_ model: Model, row: Int, _ canvas: inout Canvas) {
    let texts = SlotTexts(model).soonest(columns: canvas.size.columns - 2)
    guard !texts.isEmpty else { return }
    // Plain, so that without colours the digits stand out of them. All nine digits matter more than the word before them.
    let room = canvas.size.columns - 2 - texts.reduce(0) { $0 + $1.columns + 3 }
    var column = 1
    if room >= 8 { column += canvas.write("Soonest ", row, column, .dim) }
    for (index, text) in texts.enumerated() {
      guard column + text.columns + 2 < canvas.size.columns else { break }
      column += canvas.write("\(index + 1)", row, column, .key)
      column += 1 + canvas.write(text, row, column + 1, .plain)
      column += 1
    }
  }

  /// What lies under the cursor, in words: the grid shows minutes only.
  private func drawCursorLine(_ model: Model, row: Int, _ canvas: inout Canvas) {
    guard let found = SlotTexts(model).atCursor(isShort: canvas.isNarrow) else { return }
    canvas.write("\(found.when)  \(found.what)", row, 1, found.role)
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
