import BookingModel

/// A change of a booking before its `y`: what will happen, on the two rows above the keys.
struct ChangeView: PageView {
  let prompt: ChangePrompt

  func draw(_ model: Model, on canvas: inout Canvas) {
    let row = canvas.noticeRow
    let top = max(1, row - 2)
    canvas.grid.fill(rows: top..<row + 1, columns: 0..<canvas.size.columns)
    canvas.grid.horizontalLine(row: top, columns: 0..<canvas.size.columns)
    let who = "\(prompt.booking.attendeeName), \(when(prompt.booking.start, model, canvas))"
    switch prompt.kind {
    case .askReason(let line, let declining):
      let question = "\(declining ? "Decline" : "Cancel") \(who). Why?"
      if line.isEmpty {
        drawReasons(question, row, &canvas)
      } else {
        canvas.write(question, top + 1, 1, .warning)
        canvas.drawInput(line, row: row, columns: 1..<canvas.size.columns - 1, isFocused: true)
      }
    case .cancel(let reason): question("Cancel \(who)?", "Reason: \(reason)", row, &canvas)
    case .decline(let reason): question("Decline \(who)?", "Reason: \(reason)", row, &canvas)
    case .move(let slot):
      let day = canvas.time.longDay(model.shop.zone.day(of: slot.start))
      question(
        "Move \(prompt.booking.attendeeName)?",
        "From \(when(prompt.booking.start, model, canvas)) to \(day) \(canvas.time.span(slot.start, slot.end))", row,
        &canvas)
    case .absent(true): question("\(who): a no-show?", "The customer did not come.", row, &canvas)
    case .absent(false): question("\(who): take the no-show back?", "The customer did come.", row, &canvas)
    case .confirm: question("Confirm \(who)?", "It waits for confirmation.", row, &canvas)
    case .fix(let draft):
      let name = draft.text(FormSlug.name)
      let naming = name == prompt.booking.attendeeName ? "with the new contact" : "as \(name)"
      let time = canvas.time.time(prompt.booking.start)
      let long = "Cancel \(who), and book the same time again \(naming)?"
      let fits = long.columns <= canvas.size.columns - 2
      question(fits ? long : "Cancel \(time), and book it again \(naming)?", "", row, &canvas)
      let state = fixState(model)
      canvas.write(state.text, row, 1, state.role)
    }
  }

  /// Reasons by digit on as many rows as they need, above the line on which another may be typed.
  private func drawReasons(_ question: String, _ row: Int, _ canvas: inout Canvas) {
    let offer = "or type it"
    var lines: [[(number: Int, reason: String)]] = [[]]
    var used = 1
    for (index, reason) in prompt.reasons.enumerated() {
      let width = reason.columns + 4
      if used + width > canvas.size.columns, !(lines.last ?? []).isEmpty {
        lines.append([])
        used = 1
      }
      lines[lines.count - 1].append((index + 1, reason))
      used += width
    }
    let isOfferBeside = used + offer.columns < canvas.size.columns
    let count = lines.count + (isOfferBeside ? 0 : 1)
    let top = max(1, row - count)
    if count > 1 {
      // The question moves up.
      canvas.grid.fill(rows: max(1, top - 1)..<row + 1, columns: 0..<canvas.size.columns)
      canvas.grid.horizontalLine(row: max(1, top - 1), columns: 0..<canvas.size.columns)
    }
    canvas.write(question, top, 1, .warning, limit: canvas.size.columns - 2)
    var column = 1
    for (offset, line) in lines.enumerated() {
      column = 1
      for (number, reason) in line {
        column += canvas.write("\(number)", top + 1 + offset, column, .key) + 1
        column += canvas.write(reason, top + 1 + offset, column, .plain) + 2
      }
    }
    canvas.write(offer, row, isOfferBeside ? column : 1, .dim)
    canvas.cursor = Position(row: row, column: isOfferBeside ? min(column, canvas.size.columns - 1) : 1)
  }

  /// What a `y` does now.
  private func fixState(_ model: Model) -> (text: String, role: Role) {
    switch model.fixState {
    case .ready: ("y sends both, one after the other. For a moment the time is free.", .plain)
    case .checking:
      (
        model.awaitsCommit
          ? "Will be sent as soon as the time is checked. Any other key calls it off."
          : "Checking that the server would give the time again…", .dim
      )
    case .notOffered: ("The server would not give that time again: nothing is sent.", .error)
    case .unchecked(let error):
      ("Not known whether the time could be had again; y asks. " + ErrorText.sentence(error), .error)
    }
  }

  private func question(_ question: String, _ detail: String, _ row: Int, _ canvas: inout Canvas) {
    canvas.write(question, row - 1, 1, .warning)
    canvas.write(detail, row, 1, .plain)
    canvas.cursor = Position(row: row - 1, column: 1)
  }

  private func when(_ start: Instant, _ model: Model, _ canvas: Canvas) -> String {
    let day = model.shop.zone.day(of: start)
    return "\(canvas.time.near(day, today: model.today)) \(canvas.time.time(start))"
  }
}
