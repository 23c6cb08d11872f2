import BookingModel

/// The board's first line: the day, who is overdue and who comes next, as far as there is room.
struct BoardTitle {
  private let title: String
  /// From left to right, at the right end of the line.
  private let parts: [(text: String, role: Role)]

  init(_ model: Model, _ canvas: Canvas, bookings: [Booking]?) {
    let count = (bookings?.filter(\.status.takesTime).count).map { BoardTitle.count($0, canvas.isNarrow) }
    let arrivals = ArrivalsText(model, canvas.time)
    let titles = BoardTitle.titles(model, canvas)
    let counted = count.map { [($0, Role.dim)] } ?? []
    // What matters most goes last: first the long date goes, then the number of bookings, then parts of names.
    var wishes = titles.map { ($0, arrivals.whole + counted) }
    wishes += arrivals.shorter.map { (titles[titles.count - 1], $0) }
    wishes.append((titles[titles.count - 1], []))
    let room = canvas.size.columns - 2
    let best = wishes.first { title, parts in
      title.columns + parts.reduce(0) { $0 + 2 + $1.0.columns } <= room
    }
    title = best?.0 ?? titles[titles.count - 1]
    parts = best?.1 ?? []
  }

  private static func count(_ count: Int, _ isNarrow: Bool) -> String {
    isNarrow ? "\(count)" : count == 1 ? "1 booking" : "\(count) bookings"
  }

  private static func titles(_ model: Model, _ canvas: Canvas) -> [String] {
    let day = model.board.day
    let near = day == model.today ? "Today, " : day == model.today.advanced(by: 1) ? "Tomorrow, " : ""
    let short = near + canvas.time.day(day)
    return canvas.isNarrow ? [short] : [near + canvas.time.longDay(day), short]
  }

  func draw(on canvas: inout Canvas) {
    var edge = canvas.size.columns - 1
    for part in parts.reversed() {
      edge = canvas.grid.writeTrailing(part.text, row: 1, before: edge, role: part.role) - 2
    }
    canvas.grid.writeClipped(title, at: Position(row: 1, column: 1), role: .label, limit: max(0, edge - 1))
  }
}

/// The next arrival and those overdue, in fewer and fewer words.
struct ArrivalsText {
  typealias Part = (text: String, role: Role)
  var whole: [Part] = []
  var shorter: [[Part]] = []

  init(_ model: Model, _ time: TimeText) {
    guard let arrivals = model.arrivals else { return }
    let late = arrivals.overdue.first.map { first in
      let count = "\(arrivals.overdue.count) overdue"
      let whom = "\(first.attendeeName) \(time.time(first.start))"
      let cut = "\(first.attendeeName.shortened(to: 10)) \(time.time(first.start))"
      return [count + ": " + whom, count + ": " + cut, count, "\(arrivals.overdue.count) late"]
    }
    let next = arrivals.next.map { next in
      let minutes = next.start.minutes(since: model.now)
      let wait = next.start <= model.now ? "now" : "in " + (minutes == 0 ? "1 min" : TimeText.length(minutes))
      let start = "next \(time.time(next.start))"
      let cut = next.attendeeName.shortened(to: 14)
      return [
        "\(start) \(next.attendeeName), \(wait)", "\(start) \(cut), \(wait)", "\(start) \(cut)", start,
      ]
    }
    func combined(_ lateLevel: Int, _ nextLevel: Int?) -> [Part] {
      var parts: [Part] = []
      if let late { parts.append((late[lateLevel], .warning)) }
      if let next, let nextLevel { parts.append((next[nextLevel], .plain)) }
      return parts
    }
    whole = combined(0, 0)
    shorter = [
      whole, combined(0, 1), combined(1, 1), combined(1, 2), combined(2, 2), combined(2, 3), combined(3, 3),
      combined(3, nil),
    ]
  }
}
