/// What lies under the pointer: the view knows, the model decides what that means. A click selects and does no more: it opens nothing, and
/// it commits nothing.
public enum Spot: Hashable, Sendable {
  /// A row of the board, and in whose column.
  case boardRow(BoardRow.ID, host: String?)
  /// A service of the list, from the first shown on.
  case service(Int)
  /// A time of the grid, by the shop's wall clock, and whether it is the second time that this comes.
  case time(CalendarDay, minute: Int, isSecond: Bool = false)
  case day(CalendarDay)
  /// One of the customers that were found.
  case match(Int)
}

extension Model {
  mutating func pointed(at spot: Spot) -> [Effect] {
    lastKeyAt = now
    guard lock == nil, overlay == nil else { return [] }
    notice = nil
    callOffCommit()
    switch (spot, page) {
    case (.boardRow(let id, let host), .board):
      guard rows(on: board.day).contains(where: { $0.id == id && $0.isSelectable }) else { return [] }
      board.selected = id
      if let host { board.host = host }
    case (.service(let index), .services):
      if shownServices.indices.contains(index) { serviceList.cursor = index }
    case (.time(let day, let minute, let isSecond), .slots) where grid.view == .week:
      return pointed(at: day, minute, isSecond: isSecond)
    case (.day(let day), .slots) where grid.view == .month && day >= today:
      grid.awaitsPick = nil
      return moveGrid(to: day)
    case (.match(let index), .who):
      if who.matches.best.indices.contains(index) { who.cursor = index }
    default: break
    }
    return []
  }
}
