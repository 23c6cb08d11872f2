import BookingModel

/// What was done since the shift began, and what is open: for the clerk who comes next.
struct HandOverView: PageView {
  func draw(_ model: Model, on canvas: inout Canvas) {
    canvas.putCursorOnTitle()
    guard let sheet = model.handOverSheet else {
      canvas.drawTitle("Hand-over")
      if let trouble = model.handOver.trouble {
        canvas.drawMessage([ErrorText.readSentence(trouble)], role: .error)
      } else {
        canvas.drawMessage(["Reading what was done…"])
      }
      return
    }
    let text = HandOverView.text(sheet, canvas.size)
    canvas.drawTitle(text.title, detail: canvas.isNarrow ? "" : text.scope)
    let area = canvas.body
    canvas.putCursor(row: area.lowerBound)
    let top = min(model.handOver.scroll, max(0, text.lines.count - area.count))
    for (offset, line) in text.lines.dropFirst(top).prefix(area.count).enumerated() {
      canvas.write(line.text, area.lowerBound + offset, 1, line.role)
    }
    if top > 0 { canvas.write("▲", area.lowerBound, canvas.size.columns - 1, .dim) }
    if text.lines.count - top > area.count {
      canvas.write("▼", area.upperBound - 1, canvas.size.columns - 1, .dim)
    }
    if model.handOver.scroll > top { canvas.drawEnd() }
  }

  private static func text(_ sheet: HandOverSheet, _ size: Size) -> HandOverText {
    HandOverText(sheet, columns: size.columns - 2)
  }

  /// Whether there is more of it than fits.
  static func goesOn(_ model: Model) -> Bool {
    guard let sheet = model.handOverSheet else { return false }
    return text(sheet, model.size).lines.count > Canvas.body(rows: model.size.rows).count
  }
}
