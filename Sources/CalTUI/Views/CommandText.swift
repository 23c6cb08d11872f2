import BookingModel

/// Where a command of the one line is done, in words.
enum CommandText {
  /// What its row says; empty for a command of the page underneath.
  static func place(_ place: CommandPlace, _ time: TimeText) -> String {
    switch place {
    case .here: ""
    case .board: "on the board"
    case .card(let booking): "booking of \(booking.attendeeName), \(time.time(booking.start))"
    case .customer(let booking): "customer \(booking.attendeeName)"
    case .unresolved: "on the page of unresolved writes"
    case .handOver: "on the hand-over"
    case .missing(let need): "not here: " + way(to: need)
    }
  }

  /// What to do first.
  static func way(to need: CommandPlace.Need) -> String {
    switch need {
    case .booking: "select a booking first"
    case .customer: "/ and Tab open a customer"
    case .draft: "w, n or b starts a booking"
    case .freeTimes: "b and a service show the free times"
    case .services: "b shows the services"
    case .customerLine: "w or n asks for the customer"
    }
  }

  /// What Enter does with the command.
  static func enter(_ place: CommandPlace) -> String {
    switch place {
    case .here: "Enter runs the command that is marked"
    case .board, .card, .customer: "Enter goes there and runs the command"
    case .unresolved, .handOver: "Enter goes there"
    case .missing: "It cannot be done from here"
    }
  }
}
