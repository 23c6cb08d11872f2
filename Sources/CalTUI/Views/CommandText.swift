import BookingModel

/// Where a command of the one line is done, in words.
enum CommandText {
  /// What its row says; empty for a command of the page underneath.
  static func place(_ place: CommandPlace, _ time: TimeText, _ keys: KeyMap) -> String {
    switch place {
    case .here: ""
    case .board: "on the board"
    case .card(let booking): "booking of \(booking.attendeeName), \(time.time(booking.start))"
    case .customer(let booking): "customer \(booking.attendeeName)"
    case .unresolved: "on the page of unresolved writes"
    case .handOver: "on the hand-over"
    case .missing(let need): "not here: " + way(to: need, keys)
    }
  }

  /// What to do first.
  static func way(to need: CommandPlace.Need, _ keys: KeyMap) -> String {
    func key(_ action: Action, _ context: KeyContext = .board) -> String { keys.name(action, context) }
    return switch need {
    case .booking: "select a booking first"
    case .customer: "\(key(.find)) and \(key(.showCustomer, .find)) open a customer"
    case .draft: "\(key(.walkIn)), \(key(.newBooking)) or \(key(.browse)) starts a booking"
    case .freeTimes: "\(key(.browse)) and a service show the free times"
    case .services: "\(key(.browse)) shows the services"
    case .customerLine: "\(key(.walkIn)) or \(key(.newBooking)) asks for the customer"
    }
  }

  /// What Enter does with the command.
  static func enter(_ place: CommandPlace, _ keys: KeyMap) -> String {
    let open = keys.name(.open, .oneLine)
    return switch place {
    case .here: "\(open) runs the command that is marked"
    case .board, .card, .customer: "\(open) goes there and runs the command"
    case .unresolved, .handOver: "\(open) goes there"
    case .missing: "It cannot be done from here"
    }
  }
}
