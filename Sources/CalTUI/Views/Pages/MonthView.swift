import BookingModel

/// A month with the count of free times of each day.
struct MonthView: PageView {
  func draw(_ model: Model, on canvas: inout Canvas) {
    let range = model.monthRange
    let book = model.slotBook
    let month = model.grid.day.month
    let heading = SlotsHeading(model, range)
    canvas.drawTitle(
      heading.title,
      detail: canvas.time.month(model.grid.day)
        + (heading.age.map { "  " + $0 } ?? (model.moving == nil ? "  2 of 4" : "")))
    let cell = max(4, min(14, (canvas.size.columns - 2) / 7))
    let head = canvas.body.lowerBound
    for (index, day) in range.prefix(7).enumerated() {
      canvas.write(day.weekday.short, head, 1 + index * cell, .label, limit: cell - 1)
    }
    let available = canvas.body.upperBound - head - 2
    let height = available >= 18 ? 3 : available >= 12 ? 2 : 1
    for (index, day) in range.enumerated() {
      let row = head + 1 + index / 7 * height
      let column = 1 + index % 7 * cell
      guard row < canvas.body.upperBound - 1 else { break }
      draw(
        day, row: row, column: column, width: cell - 1, isTall: height > 1, inMonth: day.month == month, model, &canvas)
    }
    let status = canvas.body.upperBound - 1
    if let error = book.error(in: range), !book.isKnown(max(range.lowerBound, model.today)...range.upperBound) {
      canvas.write(
        canvas.isNarrow ? "Not known: " + ErrorText.short(error) : ErrorText.sentence(error), status, 1, .error)
    } else if book.isLoading(range) {
      canvas.write("Counting free times…", status, 1, .dim)
    } else if book.slots(in: range).isEmpty {
      let next = model.keyName(.nextMonth, .month)
      let text =
        canvas.isNarrow
        ? "No free times. \(next): next month" : "No free times in these weeks: \(next) shows the next month."
      canvas.write(text, status, 1, .warning)
    } else if !model.isWide, let slots = book.day(model.grid.day).value?.filter({ $0.start >= model.now }) {
      let day = canvas.time.day(model.grid.day)
      let marks = height == 1 && range.contains { count($0, model).text.short == "+" } ? "+ 10 or more" : ""
      let edge = canvas.grid.writeTrailing(marks, row: status, before: canvas.size.columns - 1, role: .dim)
      let head = slots.isEmpty ? "\(day): no free times" : "\(day): \(slots.count) free"
      let times = slots.prefix(8).map { canvas.time.time($0.start) }
      let room = (marks.isEmpty ? canvas.size.columns - 1 : edge - 2) - 1 - head.columns
      canvas.write(head + MonthView.list(times, isCut: slots.count > 8, columns: room), status, 1, .good)
    }
  }

  /// As many whole times as there is room for.
  private static func list(_ times: [String], isCut: Bool, columns: Int) -> String {
    for count in stride(from: times.count, to: 0, by: -1) {
      let more = isCut || count < times.count ? " …" : ""
      let text = ": " + times.prefix(count).joined(separator: " ") + more
      if text.columns <= columns { return text }
    }
    return ""
  }

  private func draw(
    _ day: CalendarDay, row: Int, column: Int, width: Int, isTall: Bool, inMonth: Bool, _ model: Model,
    _ canvas: inout Canvas
  ) {
    for line in row..<row + (isTall ? 2 : 1) {
      canvas.mark(.day(day), row: line, columns: column..<column + width)
    }
    let isCursor = day == model.grid.day
    let number = (day.day < 10 ? " " : "") + "\(day.day)"
    let numberRole: Role =
      isCursor ? .selected : day == model.today ? .now : inMonth && day >= model.today ? .plain : .unavailable
    if isCursor {
      canvas.grid.fill(row: row, columns: column..<column + width, role: .selected)
      if isTall { canvas.grid.fill(row: row + 1, columns: column..<column + width, role: .selected) }
      canvas.cursor = Position(row: row, column: column)
    }
    canvas.write(number, row, column, numberRole)
    let (text, role) = count(day, model)
    if isTall {
      canvas.write(width >= 9 ? text.long : text.few, row + 1, column, isCursor ? .selected : role, limit: width)
    } else {
      canvas.write(text.short, row, column + 3, isCursor ? .selected : role, limit: max(0, width - 3))
    }
  }

  /// In as many words as a cell may have room for; the shortest is for what stands beside the day.
  private typealias CountText = (long: String, few: String, short: String)

  private func count(_ day: CalendarDay, _ model: Model) -> (text: CountText, role: Role) {
    guard day >= model.today else { return (("", "", ""), .unavailable) }
    let state = model.slotBook.day(day)
    guard let slots = state.value else {
      return state.error != nil ? (("not known", "?", "?"), .warning) : (("…", "…", "…"), .dim)
    }
    let free = slots.filter { $0.start >= model.now }.count
    // A narrow cell has one column for the number.
    let short = free > 9 && model.size.columns < 60 ? "+" : "\(free)"
    if free > 0 { return (("\(free) free", "\(free)", short), .free) }
    let closed = model.hours.map { $0.intervals(on: day).isEmpty } ?? false
    return closed ? (("closed", "–", "–"), .unavailable) : (("full", "0", "0"), .unavailable)
  }
}
