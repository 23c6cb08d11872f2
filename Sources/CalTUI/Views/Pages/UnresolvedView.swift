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
    let selected = min(max(0, model.unresolved), records.count - 1)
    let blocks = records.enumerated().map { lines(of: $1, model, canvas, isSelected: $0 == selected) }
    // The selected one is always whole on screen.
    var top = selected
    var used = blocks[selected].count
    while top > 0, used + blocks[top - 1].count <= canvas.body.count {
      top -= 1
      used += blocks[top].count
    }
    var row = canvas.body.lowerBound
    for (index, block) in blocks.enumerated().dropFirst(top) {
      if index == selected { canvas.cursor = Position(row: row, column: 0) }
      for line in block where row < canvas.body.upperBound {
        if line.role == .selected { canvas.grid.fill(row: row, columns: 0..<canvas.size.columns, role: .selected) }
        canvas.write(line.text, row, 1, line.role)
        row += 1
      }
    }
  }

  /// Three lines each; the selected one, which a key may close, on as many as it needs.
  private func lines(
    of record: WriteRecord, _ model: Model, _ canvas: Canvas, isSelected: Bool
  ) -> [(text: String, role: Role)] {
    let time = canvas.time.time(record.at) + "  "
    let known = LookUpText.lines(record, model, isListed: true)
    func roles(_ texts: [String], _ role: Role) -> [(text: String, role: Role)] { texts.map { ($0, role) } }
    guard isSelected else {
      let title: [(text: String, role: Role)] = [(time + WriteText.title(record, model), .plain)]
      return title + known.enumerated().map { ("  " + $1, $0 == 0 ? .warning : .dim) }
    }
    let columns = canvas.size.columns - 2
    let title = WriteText.title(record, model, names: canvas.isNarrow ? 20 : 40)
    let indent = String(repeating: " ", count: time.columns)
    var result: [(text: String, role: Role)] = wrap(title, to: columns - time.columns).enumerated().map {
      (($0 == 0 ? time : indent) + $1, .selected)
    }
    let resolution = model.resolutions[record.ref]
    let keys = resolution.map { LookUpText.keys(record, $0, model) } ?? ""
    let rows = result.count + known.reduce(0) { $0 + wrap($1, to: columns - 2).count }
    // Where not all of it fits, what can be pressed comes before when it is looked up next.
    let shown = rows > canvas.body.count && !keys.isEmpty ? known.prefix(1) + [keys] : known
    for (index, text) in shown.enumerated() {
      result += roles(wrap(text, to: columns - 2).map { "  " + $0 }, index == 0 ? .warning : .dim)
    }
    return result
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
    let giveUp = model.keyName(.giveUp, .unresolved)
    let twice = giveUp.count == 1 ? giveUp + giveUp : giveUp + " " + giveUp
    if case .create = record.write, resolution.finding == .notThere {
      return "\(model.keyName(.offerAgain, .unresolved)) books it again, \(twice) gives up"
    }
    return "\(twice) gives up"
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
