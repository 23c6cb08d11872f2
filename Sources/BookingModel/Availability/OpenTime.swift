/// Opening hours laid on the time line.
///
/// A host is open at an instant when the wall clock of the schedule's zone then reads a time inside a span of that date. So an hour that the
/// clock skips is never open, and a doubled one is open twice.
struct OpenTime {
  /// The stretch that one span of one date covers: its start anchors a grid of slots, wherever `now` is.
  struct Piece {
    var start: Int64
    var end: Int64
  }

  /// In order. A span gives two pieces only where the clock is set back across its edge.
  private(set) var pieces: [Piece] = []
  /// The same time with touching pieces joined: a slot may run over midnight where both days are open.
  private(set) var joined: [Piece] = []

  /// Instants in milliseconds. `range` is widened to whole days of the zone, and by a day on either side for hours that touch at midnight.
  init(_ schedule: Schedule, zone: Zone, range: Range<Instant>) {
    guard !range.isEmpty else { return }
    let first = zone.day(of: range.lowerBound).advanced(by: -1)
    let last = zone.day(of: range.upperBound).advanced(by: 1)
    let week = Weekday.allCases.map { day in
      MinuteSpan.merged(schedule.hours.filter { $0.days.contains(day) }.map(\.span))
    }
    let replaced = Dictionary(grouping: schedule.overrides, by: \.day).mapValues { MinuteSpan.merged($0.map(\.span)) }
    for day in first...last {
      for span in replaced[day] ?? week[day.weekday.fromMonday] {
        pieces += OpenTime.pieces(of: span, on: day, in: zone)
      }
    }
    pieces.sort { $0.start < $1.start }
    for piece in pieces {
      if let end = joined.last?.end, piece.start <= end {
        joined[joined.count - 1].end = max(end, piece.end)
      } else {
        joined.append(piece)
      }
    }
  }

  func covers(_ start: Int64, _ end: Int64) -> Bool {
    var low = 0
    var high = joined.count
    while low < high {
      let middle = (low + high) / 2
      if joined[middle].start <= start { low = middle + 1 } else { high = middle }
    }
    return low > 0 && joined[low - 1].end >= end
  }

  private static func pieces(of span: MinuteSpan, on day: CalendarDay, in zone: Zone) -> [Piece] {
    let start = LocalTime(day: day, minute: span.start).millisecondsSince1970AsIfUTC
    let end = LocalTime(day: day, minute: span.end).millisecondsSince1970AsIfUTC
    // Offsets lie within ±26 h, so nothing further away can govern this span.
    let from = start - 93_600_000
    let until = end + 93_600_000
    var offset = Int64(zone.offsetSeconds(at: Instant(milliseconds: from))) * 1000
    var since = Int64.min
    var result: [Piece] = []

    func add(upTo limit: Int64) {
      let piece = Piece(start: max(start - offset, since), end: min(end - offset, limit))
      guard piece.start < piece.end else { return }
      if let last = result.last, last.end == piece.start {
        result[result.count - 1].end = piece.end
      } else {
        result.append(piece)
      }
    }

    for transition in zone.transitions[zone.firstTransition(after: from)...] {
      let at = transition.at.milliseconds
      if at >= until { break }
      add(upTo: at)
      since = at
      offset = Int64(transition.offsetSeconds) * 1000
    }
    add(upTo: Int64.max)
    return result
  }
}

extension Zone {
  /// Index of the first transition later than that instant.
  fileprivate func firstTransition(after milliseconds: Int64) -> Int {
    var low = 0
    var high = transitions.count
    while low < high {
      let middle = (low + high) / 2
      if transitions[middle].at.milliseconds <= milliseconds { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
