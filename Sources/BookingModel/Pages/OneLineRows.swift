/// What the one line offers below the preview: bookings by their confirmation code, and the commands of the page underneath.
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
  }
}

extension Model {
  /// The page on which commands run.
  private var belowOneLine: Model {
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

  // MARK: - Commands

  /// Moving the cursor and digits are no commands to look for.
  private static let unlisted: Set<Action> = [.pick, .up, .down, .left, .right, .oneLine, .nextMeaning]

  /// Commands of which every word typed begins a word; with nothing typed all of them. Those that are called so come before those
  /// whose explanation says so.
  private func commands(matching text: String) -> [OneLineRow.Command] {
    let words = Model.words(text)
    guard !words.isEmpty || text.allSatisfy(\.isWhitespace) else { return [] }
    let context = oneLineContext
    var seen: Set<Action> = []
    var named: [OneLineRow.Command] = []
    var explained: [OneLineRow.Command] = []
    for binding in keys.bindings(in: context) where !Model.unlisted.contains(binding.action) {
      guard seen.insert(binding.action).inserted, let key = keys.key(for: binding.action, in: context) else { continue }
      let command = OneLineRow.Command(
        action: binding.action, key: key, name: binding.footer, help: binding.help)
      let names = Model.words(binding.footer + " " + binding.action.words)
      let all = names + Model.words(binding.help)
      if words.allSatisfy({ word in names.contains { $0.hasPrefix(word) } }) {
        named.append(command)
      } else if words.allSatisfy({ word in word.count > 2 && all.contains { $0.hasPrefix(word) } }) {
        explained.append(command)
      }
    }
    return named + explained
  }

  private static func words(_ text: String) -> [String] {
    FoldedText.name(String(text.prefix(100).map { $0 == "-" ? " " : $0 })).split(separator: " ").map(String.init)
  }

  // MARK: - Enter

  mutating func openFromOneLine() -> [Effect] {
    guard let selection = oneLineSelection else { return bookFromOneLine() }
    switch oneLineRows[selection] {
    case .command(let command): return run(command)
    case .booking(let booking): return openCard(of: booking)
    }
  }

  /// As if its key was pressed on the page underneath. A command that writes still asks there.
  private mutating func run(_ command: OneLineRow.Command) -> [Effect] {
    stepBack()
    // Only the key itself answers what stands on the summary.
    if command.action == .commit {
      notice = .commitByKey(command.key)
      return []
    }
    return perform(command.action, command.key, in: context)
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

extension Action {
  /// What else people call it, for the search among commands.
  fileprivate var words: String {
    switch self {
    case .noShow: "no-show noshow absent missed"
    case .handOver: "hand-over handover shift end"
    case .walkIn: "walk-in walkin counter"
    case .newBooking: "new booking call caller"
    case .browse: "book services browse"
    case .move: "move reschedule another time"
    case .cancel: "cancel delete"
    case .copy: "copy again rebook repeat"
    case .undo: "undo take back revert"
    case .slip: "slip print ticket"
    case .printDay: "print day"
    case .fix: "fix name phone rename correct"
    case .find: "find search customers bookings"
    case .lock: "lock screen"
    case .park: "park draft later"
    case .jump, .reopenDraft, .discard: "draft parked resume unfinished throw away"
    case .changeClerk: "clerk change user"
    case .showUnresolved: "unresolved unknown outcome"
    case .goTo: "go to date day"
    case .today: "today"
    case .previousDay: "day before back yesterday"
    case .nextDay: "day after next tomorrow"
    case .confirmBooking: "confirm accept"
    case .declineBooking: "decline reject"
    case .arrived: "arrived here check in"
    case .done: "done finished"
    case .note: "note memo"
    case .quit: "quit exit leave"
    case .help: "help keys"
    case .repaint: "repaint redraw refresh screen"
    case .suspend: "suspend shell"
    case .takeCall: "take call caller phone"
    case .commit: "book"
    default: ""
    }
  }
}
