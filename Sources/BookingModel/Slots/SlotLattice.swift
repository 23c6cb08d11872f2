/// How the starts of a week are laid out: rows of so many minutes, and so many places side by side in each day's cell.
///
/// A row is an hour where the starts of an hour fit side by side, else half of it, and so on; the places line up, so that
/// `:15` of every day stands below `:15`.
public struct SlotLattice: Equatable, Sendable {
  /// Minutes of a row: 60, 30, 15, 10 or 5.
  public var rowMinutes: Int
  /// Places in a cell, from left to right.
  public var places: Int
  /// Columns of a place: a start such as `:15`, and a blank.
  public static let placeWidth = 4
  /// Rows from the first open minute to the last, as row numbers from midnight. Those of an hour that the clock goes through twice are there
  /// twice, the second pass right after the first.
  public var rows: Range<Int>
  /// The rows of the first pass of that hour, where one of the shown days has it.
  public private(set) var repeated: Range<Int>?

  /// - Parameters:
  ///   - interval: minutes between offered starts.
  ///   - open: first and last minute of the day that matter in any shown day.
  ///   - width: columns of one day's cell.
  ///   - twice: the minutes that a shown day goes through twice.
  public init(interval: Int, open: Range<Int>, width: Int, twice: Range<Int>? = nil) {
    let interval = min(60, max(5, interval))
    let room = max(1, width / SlotLattice.placeWidth)
    let fitting = [60, 30, 15, 10, 5].first { ($0 + interval - 1) / interval <= room }
    rowMinutes = fitting ?? 5
    places = (rowMinutes + interval - 1) / interval
    let first = max(0, open.lowerBound) / rowMinutes
    let end = (min(1440, open.upperBound) + rowMinutes - 1) / rowMinutes
    rows = first..<max(first + 1, end)
    guard let twice, !twice.isEmpty else { return }
    let both = twice.lowerBound / rowMinutes..<(twice.upperBound + rowMinutes - 1) / rowMinutes
    guard both.overlaps(rows) else { return }
    repeated = both
    rows = min(rows.lowerBound, both.lowerBound)..<max(rows.upperBound, both.upperBound) + both.count
  }

  /// - Parameter isSecond: in the second pass of an hour that comes twice.
  public func row(of minute: Int, isSecond: Bool = false) -> Int {
    let row = minute / rowMinutes
    guard let repeated, isSecond || row >= repeated.upperBound else { return row }
    return row + repeated.count
  }

  public func isSecond(row: Int) -> Bool {
    repeated.map { row >= $0.upperBound && row < $0.upperBound + $0.count } ?? false
  }

  /// From 0, left to right.
  public func place(of minute: Int) -> Int { minute % rowMinutes * places / rowMinutes }
  /// The minute that a place stands for when no start lies there.
  public func minute(row: Int, place: Int) -> Int {
    let once = repeated.map { row >= $0.upperBound ? row - $0.count : row } ?? row
    return once * rowMinutes + (place * rowMinutes + places - 1) / places
  }
}
