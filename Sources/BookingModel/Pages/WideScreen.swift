/// How a wide terminal shares its columns between a page and what stands beside it.
///
/// Part of the model, because the rows of the grid of free times, and with them what its cursor keys do, follow from the columns that
/// the week gets.
extension Model {
  /// From this size on there is room for a panel beside the page.
  public static let wide = Size(columns: 120, rows: 20)
  /// Columns of the six weeks to the left of the week, and of the card to its right.
  public static let weeksAheadWidth = 23
  public static let slotCardWidth = 33

  public var isWide: Bool { size.columns >= Model.wide.columns && size.rows >= Model.wide.rows }

  /// Columns of the seven days with the labels of their rows.
  public var weekColumns: Int {
    isWide ? size.columns - Model.weeksAheadWidth - Model.slotCardWidth : size.columns
  }

  /// Width of a day's cell and of the hour labels beside them.
  public var gridColumns: (label: Int, cell: Int) {
    // `12:30p` is a column longer than `12:30`, and keeps off the edge as all else does.
    let label = weekColumns < 60 ? 4 : shop.clock == .twelveHours && weekColumns >= 64 ? 8 : 7
    return (label, max(SlotLattice.placeWidth, (weekColumns - label) / 7))
  }

  /// The six weeks beside the seven days, from theirs on: what lies behind has no free times.
  public var weeksAhead: ClosedRange<CalendarDay> {
    let start = grid.first.startOfWeek(shop.weekStart)
    return start...start.advanced(by: 41)
  }

  /// The days whose free times the grid shows.
  public var gridRange: ClosedRange<CalendarDay> {
    grid.view == .month ? monthRange : isWide ? weeksAhead : grid.week
  }
}
