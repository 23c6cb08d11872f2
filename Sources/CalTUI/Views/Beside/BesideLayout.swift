import BookingModel

/// How a page shares a wide screen: what else is worth seeing stands beside it; where nothing is, its lines end before the eye loses
/// them.
struct BesideLayout {
  /// Columns of a panel, the line before it among them.
  static let panelWidth = 40
  /// Longer lines are hard to follow.
  static let lineWidth = 100

  let model: Model

  func draw(_ page: any PageView, on canvas: inout Canvas) {
    let width = canvas.size.columns
    let area = canvas.body
    switch model.page {
    case .board, .setup: page.draw(model, on: &canvas)
    case .slots:
      let edge = width - Model.slotCardWidth
      if model.grid.view == .week {
        canvas.drawPane(Model.weeksAheadWidth..<edge) { page.draw(model, on: &$0) }
        WeeksAheadView().draw(model, area, on: &canvas)
      } else {
        canvas.drawPane(0..<edge) { page.draw(model, on: &$0) }
      }
      canvas.grid.verticalLine(column: edge, rows: area)
      SlotCardView().draw(model, area, edge + 2..<width - 1, on: &canvas)
    case .services, .form, .summary, .find, .customer, .card, .who:
      let edge = width - BesideLayout.panelWidth
      let columns = edge + 2..<width - 1
      canvas.drawPane(0..<edge) { page.draw(model, on: &$0) }
      let rows = SidePanel(model).rows(columns: columns.count)
      guard !rows.isEmpty else { return }
      canvas.grid.verticalLine(column: edge, rows: area)
      for (offset, row) in rows.prefix(area.count).enumerated() {
        row.draw(at: area.lowerBound + offset, columns, &canvas)
      }
    case .outcome, .unresolved, .oneLine, .handOver, .fix:
      canvas.drawPane(0..<min(width, BesideLayout.lineWidth)) { page.draw(model, on: &$0) }
    }
  }
}
