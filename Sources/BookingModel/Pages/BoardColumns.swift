/// A day with a column for each host: lines by time, one for each minute at which something begins.
///
/// Lines rather than a scale: a quiet hour takes no room, a busy one is whole, and a time is exact.
public struct BoardColumns: Equatable, Sendable {
  public enum Cell: Equatable, Sendable {
    case empty
    /// Begins on this line; an index into ``rows``.
    case begins(Int)
    /// Goes on from a line above. `first` on the line right below its beginning.
    case goesOn(Int, first: Bool)
  }

  public struct Line: Equatable, Sendable {
    public var start: Instant
    /// The line that says what time it is; it has no cells.
    public var isNow: Bool
    /// One a column.
    public var cells: [Cell]
  }

  /// One a column; the last one has an empty id where some bookings have no host.
  public var hosts: [Host]
  public var rows: [BoardRow]
  public var lines: [Line] = []

  public init(hosts: [Host], rows: [BoardRow]) {
    self.hosts = hosts
    self.rows = rows
    if rows.contains(where: { columns(of: $0).isEmpty && $0.isSelectable }) {
      self.hosts.append(Host(id: "", name: ""))
    }
    makeLines()
  }

  /// The columns in which a row stands: a booking with several hosts in each of theirs.
  public func columns(of row: BoardRow) -> [Int] {
    switch row.content {
    case .now: return []
    case .gap:
      guard case .gap(_, let host) = row.id else { return [] }
      return hosts.indices.filter { hosts[$0].id == host }
    case .booking(let booking, _):
      let own = hosts.indices.filter { index in booking.hosts.contains { $0.id == hosts[index].id } }
      return own.isEmpty ? hosts.indices.filter { hosts[$0].id.isEmpty } : own
    }
  }

  /// Whether something begins in a cell.
  public func begins(_ cell: Cell) -> Bool { if case .begins = cell { true } else { false } }

  /// The selectable rows of a column, by time.
  public func rows(inColumn column: Int) -> [BoardRow] {
    rows.filter { $0.isSelectable && columns(of: $0).contains(column) }
  }

  private mutating func makeLines() {
    /// What each column is in the midst of, the one that ends last; and the line on which it began.
    var open = [(index: Int, line: Int)?](repeating: nil, count: hosts.count)
    var index = 0
    while index < rows.count {
      let start = rows[index].start
      if !rows[index].isSelectable {
        lines.append(Line(start: start, isNow: true, cells: []))
        index += 1
        continue
      }
      // Everything that begins at this minute, column by column; what overlaps in one column takes another line.
      var queues = [[Int]](repeating: [], count: hosts.count)
      while index < rows.count, rows[index].start == start, rows[index].isSelectable {
        for column in columns(of: rows[index]) { queues[column].append(index) }
        index += 1
      }
      for depth in 0..<(queues.map(\.count).max() ?? 0) {
        var line = Line(start: start, isNow: false, cells: [])
        for column in hosts.indices {
          if queues[column].indices.contains(depth) {
            let row = queues[column][depth]
            line.cells.append(.begins(row))
            if open[column].map({ rows[$0.index].end <= rows[row].end }) ?? true { open[column] = (row, lines.count) }
          } else if let (row, began) = open[column], rows[row].end > start {
            line.cells.append(.goesOn(row, first: began == lines.count - 1))
          } else {
            line.cells.append(.empty)
          }
        }
        lines.append(line)
      }
    }
  }
}

extension Model {
  /// The shown day in columns; `nil` where there is one host, or the clerk wants the list.
  public var boardColumns: BoardColumns? {
    guard !board.showsList else { return nil }
    let hosts = hosts(on: board.day)
    return hosts.isEmpty ? nil : BoardColumns(hosts: hosts, rows: rows(on: board.day))
  }

  /// The column that the cursor is in.
  public func cursorColumn(_ columns: BoardColumns, _ row: BoardRow?) -> Int {
    guard let row else { return 0 }
    let own = columns.columns(of: row)
    return own.first { columns.hosts[$0].id == board.host } ?? own.first ?? 0
  }

  /// Up and down stay in a column; sideways goes to what stands beside.
  mutating func moveInColumns(_ columns: BoardColumns, _ action: Action) {
    guard let current = selectedRow(of: columns.rows) else { return }
    let column = cursorColumn(columns, current)
    board.host = columns.hosts[column].id
    let own = columns.rows(inColumn: column)
    let index = own.firstIndex { $0.id == current.id } ?? 0
    switch action {
    case .up: board.selected = own[max(0, index - 1)].id
    case .down: board.selected = own[min(own.count - 1, index + 1)].id
    case .first: board.selected = own.first?.id
    case .last: board.selected = own.last?.id
    default:
      let beside =
        action == .left ? Array((0..<column).reversed()) : Array((column + 1)..<max(column + 1, columns.hosts.count))
      for other in beside {
        guard let row = columns.rows(inColumn: other).nearest(to: current.start) else { continue }
        board.selected = row.id
        board.host = columns.hosts[other].id
        return
      }
    }
  }
}

extension [BoardRow] {
  /// What goes on at that time, else what begins nearest to it.
  fileprivate func nearest(to time: Instant) -> BoardRow? {
    first { $0.start <= time && $0.end > time }
      ?? self.min { abs($0.start.milliseconds - time.milliseconds) < abs($1.start.milliseconds - time.milliseconds) }
  }
}
