/// What the one line offers below the preview: bookings by their confirmation code, and the commands of the program, those of the page
/// underneath first.
public enum OneLineRow: Equatable, Sendable {
  case booking(Booking)
  case command(Command)

  public struct Command: Equatable, Sendable {
    public var action: Action
    /// The key that does the same.
    public var key: Key
    /// One or two words; empty where the sentence says it all.
    public var name: String
    public var help: String
    public var place = CommandPlace.here
  }
}

extension Model {
  /// The page on which commands run.
  var belowOneLine: Model {
    var below = self
    below.overlays = []
    if below.page == .oneLine, below.trail.count > 1 { below.trail.removeLast() }
    return below
  }

  /// Where the commands come from, for the view.
  public var oneLineContext: KeyContext { belowOneLine.context }

  public var oneLineRows: [OneLineRow] {
    let text = oneLine.line.text
    return codedBookings.map(OneLineRow.booking) + commands(matching: text).map(OneLineRow.command)
  }

  /// The row that Enter takes; `nil` when it takes the booking that the line describes.
  public var oneLineSelection: Int? {
    let count = oneLineRows.count
    guard count > 0 else { return nil }
    if let selected = oneLine.selected { return selected < 0 ? nil : min(selected, count - 1) }
    return oneLine.reading.isOnlyUnknownWords ? 0 : nil
  }

  mutating func moveOneLineSelection(down: Bool) {
    let count = oneLineRows.count
    guard count > 0 else { return }
    let current = oneLineSelection ?? -1
    // Above the first row is the booking.
    oneLine.selected = min(max(-1, current + (down ? 1 : -1)), count - 1)
  }

  // MARK: - Bookings by code

  /// The store is asked when the text becomes a code, once.
  mutating func findByCode() -> [Effect] {
    let code = ConfirmationCode(typed: oneLine.line.text)
    guard code != oneLine.code else { return [] }
    oneLine.code = code
    oneLine.coded = []
    return code.map { [.findByCode($0)] } ?? []
  }

  /// The bookings that the desk knows by the code that was typed: those on the board first, which are the freshest.
  private var codedBookings: [Booking] {
    guard let code = oneLine.code else { return [] }
    let shown = days.values.flatMap { $0.value ?? [] }.filter { ConfirmationCode($0.uid) == code }
    let uids = Set(shown.map(\.uid))
    return (shown + oneLine.coded.filter { !uids.contains($0.uid) })
      .sorted { ($0.start, $0.uid.rawValue) < ($1.start, $1.uid.rawValue) }
  }

  // MARK: - Enter

  mutating func openFromOneLine() -> [Effect] {
    guard let selection = oneLineSelection else { return bookFromOneLine() }
    switch oneLineRows[selection] {
    case .command(let command): return run(command)
    case .booking(let booking): return openCard(of: booking)
    }
  }

  private mutating func openCard(of booking: Booking) -> [Effect] {
    leaveDraft()
    moving = nil
    trail = [.board]
    let effects = showDay(shop.zone.day(of: booking.start))
    board.selected = .booking(booking.uid)
    return effects + openCard(booking)
  }
}
