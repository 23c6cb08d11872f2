import BookingModel

/// Writes whose outcome is not known: what is known of each, when it is looked up, and what happens then.
struct UnresolvedView: PageView {
  func draw(_ model: Model, on canvas: inout Canvas) {
    let detail = "each was sent once, and is never sent again by itself"
    canvas.drawTitle("Unresolved writes", detail: canvas.isNarrow ? "" : detail)
    let records = model.unresolvedWrites
    guard !records.isEmpty else {
      let underWay = model.writesUnderWay
      if underWay.isEmpty {
        canvas.drawMessage(["Every write has a known outcome."], role: .good)
      } else {
        canvas.drawMessage(
          underWay.map { "Still being sent: \(WriteText.title($0, model))" } + ["No other write is open."])
      }
      return
    }
    // Three lines each; the selected one is always on screen.
    let fitting = max(1, canvas.body.count / 3)
    let selected = min(max(0, model.unresolved), records.count - 1)
    let top = Scroll.top(cursor: selected, count: records.count, height: fitting)
    var row = canvas.body.lowerBound
    for (index, record) in records.enumerated().dropFirst(top).prefix(fitting) {
      let role: Role = index == selected ? .selected : .plain
      if index == selected { canvas.cursor = Position(row: row, column: 0) }
      canvas.grid.fill(row: row, columns: 0..<canvas.size.columns, role: role)
      canvas.write("\(canvas.time.time(record.at))  \(WriteText.title(record, model))", row, 1, role)
      for (line, text) in LookUpText.lines(record, model, isListed: true).enumerated()
      where row + 1 + line < canvas.body.upperBound {
        canvas.write("  " + text, row + 1 + line, 1, line == 0 ? .warning : .dim)
      }
      row += 3
    }
  }
}

/// What is known of an unknown write, in two lines: what was found, and what happens next.
enum LookUpText {
  /// - Parameter isListed: on the list of such writes, whose keys they name.
  static func lines(_ record: WriteRecord, _ model: Model, isListed: Bool) -> [String] {
    guard case .unknown(let error) = record.state, let resolution = model.resolutions[record.ref] else { return [] }
    let time = TimeText(model.shop)
    let next = next(record, resolution, model, time)
    let keys =
      isListed && resolution.question == nil && resolution.trouble == nil ? keys(record, resolution, model) : ""
    return [found(resolution, error, model, time), keys.isEmpty ? next : "\(next); \(keys)"]
  }

  /// What a person may do about it on the list; nothing before it was looked for.
  static func keys(_ record: WriteRecord, _ resolution: Resolution, _ model: Model) -> String {
    guard resolution.isSettled(at: model.now) else { return "" }
    if case .create = record.write, resolution.finding == .notThere { return "a books it again, xx gives up" }
    return "xx gives up"
  }

  private static func found(
    _ resolution: Resolution, _ error: CalError, _ model: Model, _ time: TimeText
  ) -> String {
    let until = resolution.lastLook.map { time.timeWithSeconds($0) } ?? ""
    switch resolution.finding {
    case .nothing: return "\(ErrorText.short(error)); not looked up yet"
    case .notThere: return "not found until \(until)"
    case .undecided(let booking):
      let place = booking.location.map { model.shop.policy.phoneText($0) } ?? ""
      let facts = [booking.status.rawValue, place, booking.hosts.first?.name ?? ""]
      return "looked up \(until), cannot be told; now: " + facts.filter { !$0.isEmpty }.joined(separator: ", ")
    }
  }

  private static func next(
    _ record: WriteRecord, _ resolution: Resolution, _ model: Model, _ time: TimeText
  ) -> String {
    if resolution.question != nil { return "asking the server now" }
    let when = "next look-up \(time.timeWithSeconds(max(resolution.nextLook, model.now)))"
    if let trouble = resolution.trouble { return "\(ErrorText.short(trouble)); \(when); if it is there, it is done" }
    if case .create = record.write, resolution.isSettled(at: model.now), resolution.finding == .notThere {
      return "\(when); if there, it is booked"
    }
    return "\(when); if it is there, it is done"
  }
}

extension TimeText {
  /// `14:32:05`
  func timeWithSeconds(_ instant: Instant) -> String {
    let text = time(minute: zone.local(instant).minute)
    let second = ":" + twoDigits(Int(instant.milliseconds / 1000 % 60))
    guard clock == .twelveHours, let half = text.last else { return text + second }
    return text.dropLast() + second + String(half)
  }
}
