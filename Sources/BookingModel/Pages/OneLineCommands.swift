// The commands of the program by their names, from any page.

/// Where a command of the program is done.
public enum CommandPlace: Equatable, Sendable {
  /// The page underneath has it.
  case here
  /// Enter goes there and does it.
  case board
  case card(Booking)
  case customer(of: Booking)
  /// Enter goes there; what it is to be done with is chosen there.
  case unresolved, handOver
  /// There is nothing yet that it could be done with.
  case missing(Need)

  public enum Need: Equatable, Sendable {
    case booking, customer
    /// A booking that is being made.
    case draft
    case freeTimes, services, customerLine
  }
}

extension Model {
  /// Moving the cursor and digits are no commands to look for.
  private static let unlisted: Set<Action> = [.pick, .up, .down, .left, .right, .oneLine, .nextMeaning]

  /// These mean nothing away from their own page.
  private static let unlistedElsewhere: Set<Action> = unlisted.union([
    .first, .last, .pageBack, .pageOn, .open, .back, .nextField, .previousField, .finishForm, .toggle, .newLine,
    .previousOption, .nextOption, .yes, .no,
  ])

  /// The same wherever they are pressed.
  private static let everywhere: Set<Action> = [
    .lock, .help, .quit, .repaint, .suspend, .takeCall, .find, .jump, .park, .undo, .walkIn, .newBooking, .showCustomer,
  ]

  private static let onBooking: Set<Action> = [
    .move, .cancel, .arrived, .done, .noShow, .note, .fix, .slip, .copy, .confirmBooking, .declineBooking,
    .showCustomer,
  ]

  private static let listedContexts: [KeyContext] = [
    .board, .card, .customer, .summary, .services, .week, .month, .who, .unresolved, .handOver,
  ]

  /// Commands of which every word typed begins a word; with nothing typed all of them. Those that are called so come before those
  /// whose explanation says so, and those of the page underneath before others of the program, which are found by their names only.
  func commands(matching text: String) -> [OneLineRow.Command] {
    let words = Model.words(text)
    guard !words.isEmpty || text.allSatisfy(\.isWhitespace) else { return [] }
    let context = oneLineContext
    var seen: Set<Action> = []
    var told: Set<String> = []
    var named: [OneLineRow.Command] = []
    var explained: [OneLineRow.Command] = []
    for binding in keys.bindings(in: context) where !Model.unlisted.contains(binding.action) {
      told.insert(binding.help)
      guard seen.insert(binding.action).inserted, let key = keys.key(for: binding.action, in: context) else { continue }
      let command = OneLineRow.Command(
        action: binding.action, key: key, name: binding.footer, help: binding.help)
      let names = Model.names(binding)
      let all = names + Model.words(binding.help)
      if words.allSatisfy({ word in names.contains { $0.hasPrefix(word) } }) {
        named.append(command)
      } else if words.allSatisfy({ word in word.count > 2 && all.contains { $0.hasPrefix(word) } }) {
        explained.append(command)
      }
    }
    let booking = bookingBelowOneLine
    for other in Model.listedContexts where other != context {
      for binding in keys.bindings(in: other) where !Model.unlistedElsewhere.contains(binding.action) {
        if seen.contains(binding.action), Model.everywhere.contains(binding.action) { continue }
        guard told.insert(binding.help).inserted, let key = keys.key(for: binding.action, in: other),
          let place = place(of: binding.action, in: other, booking)
        else { continue }
        seen.insert(binding.action)
        let names = Model.names(binding)
        guard words.allSatisfy({ word in names.contains { $0.hasPrefix(word) } }) else { continue }
        named.append(
          OneLineRow.Command(
            action: binding.action, key: key, name: binding.footer, help: binding.help, place: place))
      }
    }
    return named + explained
  }

  /// The booking that the page underneath is about.
  private var bookingBelowOneLine: Booking? {
    let below = belowOneLine
    switch below.page {
    case .board, .card: return below.selectedBooking
    case .customer:
      let bookings = below.customerPage.bookings.value ?? []
      return bookings.indices.contains(below.customerPage.cursor) ? bookings[below.customerPage.cursor] : nil
    case .outcome: return below.outcomeBooking
    default: return nil
    }
  }

  /// Where a command of another page is done from here; `nil` where it is no command of its own.
  private func place(of action: Action, in other: KeyContext, _ booking: Booking?) -> CommandPlace? {
    switch other {
    case .board where Model.onBooking.contains(action), .card: booking.map { .card($0) } ?? .missing(.booking)
    case .board: .board
    case .customer: booking.map { .customer(of: $0) } ?? .missing(.customer)
    case .summary: .missing(.draft)
    case .services: .missing(.services)
    case .week, .month: .missing(.freeTimes)
    case .who: .missing(.customerLine)
    case .unresolved: .unresolved
    case .handOver: .handOver
    default: nil
    }
  }

  private static func names(_ binding: KeyMap.Binding) -> [String] {
    words(binding.footer + " " + binding.action.words)
  }

  private static func words(_ text: String) -> [String] {
    FoldedText.name(String(text.prefix(100).map { $0 == "-" ? " " : $0 })).split(separator: " ").map(String.init)
  }

  // MARK: - Enter

  /// As if its key was pressed on the page that has it. A command that writes still asks there.
  mutating func run(_ command: OneLineRow.Command) -> [Effect] {
    switch command.place {
    case .here:
      stepBack()
      // Only the key itself answers what stands on the summary.
      if command.action == .commit {
        notice = .commitByKey(command.key)
        return []
      }
      return perform(command.action, command.key, in: context)
    case .missing(let need):
      notice = .commandNeeds(need)
      return []
    case .card(let booking):
      let effects = leaveOneLine() + openCard(booking)
      return effects + perform(command.action, command.key, in: context)
    case .customer(let booking):
      guard let customer = customer(of: booking) else {
        notice = .customerUnknown
        return []
      }
      let effects = leaveOneLine() + openCustomer(customer.id)
      return effects + perform(command.action, command.key, in: context)
    case .board: return goToBoard() + perform(command.action, command.key, in: context)
    case .unresolved: return goToBoard() + perform(.showUnresolved, command.key, in: context)
    case .handOver: return goToBoard() + perform(.handOver, command.key, in: context)
    }
  }

  /// Back to the page underneath; from what was just booked to the board.
  private mutating func leaveOneLine() -> [Effect] {
    stepBack()
    return page == .outcome ? outcomeAction(.back, .escape) : []
  }

  /// What is in hand is kept.
  private mutating func goToBoard() -> [Effect] {
    let effects = trail.contains(.outcome) ? outcomeAction(.back, .escape) : []
    leaveDraft()
    moving = nil
    trail = [.board]
    return effects
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
