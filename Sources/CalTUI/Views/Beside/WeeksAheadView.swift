import BookingModel

/// Six weeks to the left of the seven days: the count of free times below each day's number.
struct WeeksAheadView {
  /// Columns of a day: two digits and a blank before them.
  private static let cell = 3

  func draw(_ model: Model, _ area: Range<Int>, on canvas: inout Canvas) {
    let days = model.weeksAhead
    let first = max(days.lowerBound, model.today)
    canvas.write(WeeksAheadView.title(first, days.upperBound, canvas.time), area.lowerBound, 1, .label)
    for (index, day) in days.prefix(7).enumerated() {
      canvas.write(String(day.weekday.short.prefix(2)), area.lowerBound + 1, column(index), .dim)
    }
    // A blank row between the weeks where there is room.
    let pitch = area.count >= 20 ? 3 : 2
    for (index, day) in days.enumerated() {
      let row = area.lowerBound + 2 + index / 7 * pitch
      guard row + 1 < area.upperBound else { break }
      let isCursor = day == model.grid.day
      let role: Role =
        isCursor
        ? .selected
        : day < model.today ? .unavailable : model.grid.week.contains(day) ? .title : .plain
      canvas.grid.writeTrailing("\(day.day)", row: row, before: column(index) + 2, role: role)
      if isCursor, day.day < 10 { canvas.grid.paint(.selected, row: row, columns: column(index)..<column(index) + 2) }
      let count = WeeksAheadView.count(day, model)
      canvas.grid.writeTrailing(count.text, row: row + 1, before: column(index) + 2, role: count.role)
    }
  }

  private func column(_ index: Int) -> Int { 1 + index % 7 * WeeksAheadView.cell }

  /// `November 2026`, or `Nov – Dec 2026`.
  private static func title(_ first: CalendarDay, _ last: CalendarDay, _ time: TimeText) -> String {
    if first.month == last.month { return time.month(first) }
    let start = first.year == last.year ? String(time.shortMonth(first).prefix(3)) : time.shortMonth(first)
    return start + " – " + time.shortMonth(last)
  }

  private static func count(_ day: CalendarDay, _ model: Model) -> (text: String, role: Role) {
    guard day >= model.today else { return ("", .unavailable) }
    let state = model.slotBook.day(day)
    guard let slots = state.value else { return state.error == nil ? ("…", .dim) : ("?", .warning) }
    let free = slots.count { $0.start >= model.now }
    if free > 0 { return (free > 99 ? "++" : "\(free)", .free) }
    let isClosed = model.hours.map { $0.intervals(on: day).isEmpty } ?? false
    return (isClosed ? "–" : "0", .unavailable)
  }
}
