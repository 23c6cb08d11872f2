import BookingModel

/// The places of a week's starts on the screen: a column of cells a day, places side by side in each.
struct WeekCells {
  private let model: Model
  private let lattice: SlotLattice
  private let area: Range<Int>
  private let widths: (label: Int, cell: Int)
  /// Row numbers of the lattice that have room.
  private let rows: Range<Int>
  /// Days need a gap between them: where the places fill a cell, they lose their colons to make one.
  private let isTight: Bool
  private let pitch: Int

  /// - Parameter top: how many rows of the lattice are above the area.
  init(model: Model, lattice: SlotLattice, area: Range<Int>, widths: (label: Int, cell: Int), top: Int) {
    self.model = model
    self.lattice = lattice
    self.area = area
    self.widths = widths
    let first = min(lattice.rows.lowerBound + top, lattice.rows.upperBound)
    rows = first..<min(first + area.count, lattice.rows.upperBound)
    isTight = lattice.places * SlotLattice.placeWidth >= widths.cell
    pitch = isTight ? SlotLattice.placeWidth - 1 : SlotLattice.placeWidth
  }

  /// All of them, as they are without the cursor.
  func draw(on canvas: inout Canvas) {
    drawLabels(&canvas)
    let looks = Looks(model)
    for (index, day) in model.grid.week.enumerated() {
      let facts = DayFacts(model, day, lattice, model.slotBook)
      for row in rows {
        for place in 0..<lattice.places { draw(row, place, index, facts, looks, isCursor: false, &canvas) }
      }
    }
  }

  /// The one under the cursor, once more.
  func drawCursor(on canvas: inout Canvas) {
    let row = lattice.row(of: model.grid.minute, isSecond: model.grid.isSecondPass)
    let index = model.grid.day.daysSince1970 - model.grid.first.daysSince1970
    guard rows.contains(row), (0..<7).contains(index) else { return }
    let place = lattice.place(of: model.grid.minute)
    let facts = DayFacts(model, model.grid.day, lattice, model.slotBook)
    draw(row, place, index, facts, Looks(model), isCursor: true, &canvas)
    canvas.cursor = position(row, place, index)
  }

  func mark(on canvas: inout Canvas) {
    guard canvas.spots != nil else { return }
    for (index, day) in model.grid.week.enumerated() {
      for row in rows {
        for place in 0..<lattice.places {
          let start = position(row, place, index)
          canvas.mark(
            .time(day, minute: lattice.minute(row: row, place: place), isSecond: lattice.isSecond(row: row)),
            row: start.row,
            columns: start.column..<start.column + pitch)
        }
      }
    }
  }

  private func position(_ row: Int, _ place: Int, _ index: Int) -> Position {
    Position(row: area.lowerBound + row - rows.lowerBound, column: widths.label + index * widths.cell + place * pitch)
  }

  private func drawLabels(_ canvas: inout Canvas) {
    let perHour = lattice.rowMinutes == 60
    for row in rows {
      let line = area.lowerBound + row - rows.lowerBound
      let minute = lattice.minute(row: row, place: 0)
      // The gaps between days look the same in the colour of what is not free, and cost no change of it: 17 bytes each.
      canvas.grid.fill(row: line, columns: widths.label..<widths.label + 7 * widths.cell, role: .unavailable)
      var label = perHour || widths.label < 6 ? canvas.time.hour(minute: minute) : canvas.time.time(minute: minute)
      // The second pass of an hour is told apart by the letters of its zone.
      if lattice.isSecond(row: row), minute % 60 == 0 { label = secondPassName(limit: widths.label - 1) }
      // Where an hour has several narrow rows, its first one names it.
      let isFirst = row == rows.lowerBound || minute % 60 == 0
      guard perHour || widths.label >= 6 || isFirst else { continue }
      canvas.grid.writeTrailing(label, row: line, before: widths.label - 1, role: .dim)
    }
  }

  private func secondPassName(limit: Int) -> String {
    let zone = model.shop.zone
    for day in model.grid.week {
      guard let twice = zone.repeatedMinutes(of: day) else { continue }
      let second = zone.instants(of: LocalTime(day: day, minute: twice.lowerBound)).last
      let letters = second.map { zone.abbreviation(at: $0) } ?? ""
      return letters.isEmpty || letters.count > limit ? "2nd" : letters
    }
    return "2nd"
  }

  private func draw(
    _ row: Int, _ place: Int, _ index: Int, _ day: DayFacts, _ looks: Looks, isCursor: Bool, _ canvas: inout Canvas
  ) {
    let position = position(row, place, index)
    if let start = day.starts[(row - lattice.rows.lowerBound) * lattice.places + place] {
      canvas.grid.write(
        (isTight ? "" : ":") + twoDigits(start.minute % 60), at: position,
        role: isCursor ? .selected : start.instant == looks.chosen ? .accent : .free, limit: pitch - 1)
      // Held for the draft in hand: nobody else is offered it.
      if start.instant == looks.ownHold, !isTight {
        canvas.grid.write("=", at: position, role: isCursor ? .selected : .good, limit: 1)
      }
      return
    }
    let instant = day.instant(minute: lattice.minute(row: row, place: place), isSecond: lattice.isSecond(row: row))
    let isOpen = instant.map { instant in day.open.contains { $0.contains(instant) } } ?? false
    let isHeld = isOpen && looks.others.contains { hold in instant.map(hold.range.contains) ?? false }
    canvas.grid.write(
      isHeld ? " h" : isOpen ? " ·" : "  ", at: position,
      role: isCursor ? .selected : isHeld ? .warning : .unavailable)
  }

  /// Which starts look different from the rest.
  private struct Looks {
    let chosen: Instant?
    let ownHold: Instant?
    let others: [DeskHold]

    init(_ model: Model) {
      chosen = model.chosenStart
      ownHold = model.ownHold?.start
      others = model.blockingHolds
    }
  }

  private struct DayFacts {
    let day: CalendarDay
    /// The free starts by row and place, with their minute of the day.
    private(set) var starts: [(instant: Instant, minute: Int)?]
    let open: [Range<Instant>]
    private let zone: Zone
    private let begin: Instant
    /// No change of the clock: then the minutes count from the day's beginning.
    private let isEven: Bool

    init(_ model: Model, _ day: CalendarDay, _ lattice: SlotLattice, _ book: SlotBook) {
      self.day = day
      zone = model.shop.zone
      open = day >= model.today ? model.hours?.intervals(on: day) ?? [] : []
      let whole = zone.interval(of: day)
      begin = whole.lowerBound
      isEven = whole.upperBound == whole.lowerBound.adding(minutes: 1440)
      starts = Array(repeating: nil, count: lattice.rows.count * lattice.places)
      for slot in book.day(day).value ?? [] where slot.start >= model.now {
        let minute = zone.local(slot.start).minute
        let isSecond = lattice.repeated != nil && zone.isSecondPass(slot.start)
        let row = lattice.row(of: minute, isSecond: isSecond) - lattice.rows.lowerBound
        let index = row * lattice.places + lattice.place(of: minute)
        if starts.indices.contains(index), starts[index] == nil { starts[index] = (slot.start, minute) }
      }
    }

    /// `nil` for the second pass of what comes once.
    func instant(minute: Int, isSecond: Bool) -> Instant? {
      if isSecond {
        let both = isEven ? [] : zone.instants(of: LocalTime(day: day, minute: minute))
        return both.count > 1 ? both.last : nil
      }
      return isEven ? begin.adding(minutes: minute) : zone.instant(of: LocalTime(day: day, minute: minute))
    }
  }
}
