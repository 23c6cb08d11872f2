/// What a key can mean. Raw values are the names in the config's `[keys]`.
public enum Action: String, Hashable, Sendable, CaseIterable {
  case help, quit, repaint, suspend, back, open
  case up, down, left, right, first, last
  /// A digit: its meaning depends on the page.
  case pick
  case previousDay, nextDay, previousWeek, nextWeek, previousMonth, nextMonth, today, goTo
  case walkIn, newBooking, browse, reopenDraft, changeClerk, showUnresolved
  case filter, changeView
  case previousField, nextField, finishForm, toggle, newLine, previousOption, nextOption
  case commit, earlierSlot, laterSlot, showSlots, editFields
  case yes, no
  /// On the selected booking.
  case move, cancel, arrived, done, noShow, note, copy, undo, confirmBooking, declineBooking
  case lookAgain, offerAgain, giveUp
  case find, oneLine, nextMeaning, handOver, lock
  case takeCall
  /// The customer line as somebody new, although it finds others.
  case takeAsNew
  case park, jump
  /// Throws a draft away that was put aside.
  case discard
  case slip, printDay, fix
  /// A screenful back and on.
  case pageBack, pageOn
  case showCustomer, mergeCustomer, forgetCustomer
}

/// The state of the program that decides what a key means. Each has its own table of keys.
public enum KeyContext: String, Hashable, Sendable, CaseIterable {
  case board, card, services, filter, week, month, who, form, choice, summary, outcome, unresolved, setup
  case find, customer, customerForm, oneLine, handOver, jump, lock, fix, paper
  case prompt, reason, changePrompt, quitPrompt, help, helpFilter, tooSmall

  /// Whether printable keys are text here: then commands have non-printing keys only (DESIGN 5).
  public var takesText: Bool {
    switch self {
    case .filter, .who, .form, .setup, .prompt, .reason, .find, .customerForm, .oneLine, .lock, .fix, .helpFilter:
      true
    default: false
    }
  }

  /// For the help page and the README.
  public var title: String {
    switch self {
    case .board: "Board"
    case .card: "Booking"
    case .services: "Services"
    case .filter: "Services: filter"
    case .week: "Slots: week"
    case .month: "Slots: month"
    case .who: "Customer line"
    case .form: "Attendee form: text"
    case .choice: "Attendee form: choices"
    case .summary: "Summary"
    case .outcome: "Outcome"
    case .unresolved: "Unresolved writes"
    case .setup: "First start"
    case .find: "Find"
    case .customer: "Customer"
    case .customerForm: "Customer: correction"
    case .oneLine: "One line"
    case .handOver: "Hand-over"
    case .jump: "Parked drafts"
    case .lock: "Locked"
    case .fix: "Name and contact"
    case .paper: "Paper"
    case .prompt: "One-line prompt"
    case .reason: "Reason"
    case .changePrompt: "Change of a booking"
    case .quitPrompt: "Quit?"
    case .help: "Keys"
    case .helpFilter: "Keys: filter"
    case .tooSmall: "Window too small"
    }
  }
}
