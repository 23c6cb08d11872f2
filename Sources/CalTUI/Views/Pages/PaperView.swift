import BookingModel

/// A paper on screen, where no printer is set up: what it says, where it was kept, and how to have it printed.
struct PaperView {
  let shown: PaperPage

  func draw(_ model: Model, on canvas: inout Canvas) {
    guard case .kept(let path, let config, _) = shown.outcome else { return }
    canvas.grid.fill(rows: 1..<canvas.size.rows, columns: 0..<canvas.size.columns)
    canvas.drawTitle("Not printed: no printer is set up", role: .warning)
    let first = canvas.body.lowerBound
    canvas.write("To print, add \(ErrorText.printLine(shown.paper.kind)) to \(config)", first, 1, .plain)
    canvas.write("Kept as \(path)", first + 1, 1, .dim)
    let area = first + 3..<max(first + 3, canvas.body.upperBound)
    canvas.putCursor(row: shown.scroll == 0 ? first : area.lowerBound)
    let lines = PaperText(shown.paper).lines
    let top = min(shown.scroll, max(0, lines.count - area.count))
    // A sheet as wide as the screen has it all.
    let isWide = lines.contains { $0.columns > canvas.size.columns - 2 }
    for (offset, line) in lines.dropFirst(top).prefix(area.count).enumerated() {
      canvas.write(line, area.lowerBound + offset, isWide ? 0 : 1)
    }
    let edge = canvas.size.columns - 1
    if top > 0 { canvas.write("▲", area.lowerBound - 1, edge, .dim) }
    if lines.count - top > area.count { canvas.write("▼", canvas.noticeRow, edge, .dim) }
  }
}
