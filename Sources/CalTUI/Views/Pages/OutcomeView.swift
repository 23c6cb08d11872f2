import BookingModel

/// What became of the write that was just sent.
struct OutcomeView: PageView {
  func draw(_ model: Model, on canvas: inout Canvas) {
    guard let record = model.outcomeRecord else {
      canvas.drawTitle("Done")
      canvas.drawMessage(["Nothing is under way.", "Enter goes to the board."])
      return
    }
    switch record.state {
    case .underWay:
      canvas.drawTitle("Sending…", role: .accent)
      canvas.drawMessage([
        "Sending: \(WriteText.title(record.write, model))", "Esc goes to the board; it is finished behind.",
      ])
    case .accepted(let bookings): booked(bookings, model, &canvas)
    case .unknown(let error):
      canvas.drawTitle(canvas.isNarrow ? "OUTCOME UNKNOWN" : "OUTCOME UNKNOWN — do not book again yet", role: .error)
      canvas.drawMessage(
        [
          WriteText.title(record.write, model), ErrorText.unknownCause(error),
          "It may or may not have been booked. It was sent once; it is never sent again by itself.",
          "Look before booking anew: U on the board lists it.",
        ], role: .error)
    case .refused(let error):
      canvas.drawTitle("Not booked", role: .error)
      canvas.drawMessage([ErrorText.sentence(error)], role: .error)
    case .notSent(let trouble):
      canvas.drawTitle("Not booked", role: .error)
      canvas.drawMessage([ErrorText.sentence(trouble)], role: .error)
    }
  }

  private func booked(_ bookings: [Booking], _ model: Model, _ canvas: inout Canvas) {
    guard let booking = bookings.first else {
      canvas.drawTitle("Done", role: .good)
      canvas.drawMessage(["The server took it."], role: .good)
      return
    }
    let isPending = booking.status == .pending
    canvas.drawTitle(
      isPending
        ? "Requested — waits for confirmation" : bookings.count > 1 ? "Booked, \(bookings.count) times" : "Booked",
      detail: "code \(ConfirmationCode(booking.uid).text)", role: isPending ? .warning : .good)
    var row = canvas.body.lowerBound
    // A small window has room for the facts, not for saying them twice.
    if canvas.body.count >= 12, let service = model.service(booking.service) {
      let sentence = SpokenText.readBack(
        name: booking.attendees.first?.name ?? "", service: service, minutes: booking.minutes, start: booking.start,
        shop: model.shop, today: model.today)
      for line in wrap("“\(sentence)”", to: canvas.size.columns - 2) where row < canvas.body.upperBound {
        canvas.write(line, row, 1, .plain)
        row += 1
      }
      row += 1
    }
    if row < canvas.body.upperBound {
      BookingDetails(booking, model, isCodeShown: true).draw(
        on: &canvas, rows: row..<canvas.body.upperBound, columns: 1..<canvas.size.columns - 1)
    }
  }
}

/// Writes whose outcome is not known.
struct UnresolvedView: PageView {
  func draw(_ model: Model, on canvas: inout Canvas) {
    canvas.drawTitle("Unresolved writes")
    let records = model.unresolvedWrites
    guard !records.isEmpty else {
      let underWay = model.writesUnderWay
      if underWay.isEmpty {
        canvas.drawMessage(["Every write has a known outcome."], role: .good)
      } else {
        canvas.drawMessage(
          underWay.map { "Still being sent: \(WriteText.title($0.write, model))" } + ["No other write is open."])
      }
      return
    }
    var row = canvas.body.lowerBound
    let fitting = max(1, canvas.body.count / 2)
    let top = Scroll.top(cursor: model.unresolved, count: records.count, height: fitting)
    for (index, record) in records.enumerated().dropFirst(top).prefix(fitting) {
      let role: Role = index == model.unresolved ? .selected : .plain
      if index == model.unresolved { canvas.cursor = Position(row: row, column: 0) }
      canvas.grid.fill(row: row, columns: 0..<canvas.size.columns, role: role)
      canvas.write("\(canvas.time.time(record.at))  \(WriteText.title(record.write, model))", row, 1, role)
      if case .unknown(let error) = record.state {
        canvas.write(
          "       \(ErrorText.short(error)) — sent once; look before booking again", row + 1, 1, .dim)
      }
      row += 2
    }
  }
}

/// A write in a few words.
enum WriteText {
  static func title(_ write: Write, _ model: Model) -> String {
    let time = TimeText(model.shop)
    func when(_ start: Instant) -> String { "\(time.day(model.shop.zone.day(of: start))) \(time.time(start))" }
    switch write {
    case .create(let booking):
      return "\(model.service(booking.service)?.title ?? "booking"), \(booking.attendee.name), \(when(booking.start))"
    case .move(_, let start, _, _, _): return "move to \(when(start))"
    case .cancel: return "cancellation"
    case .confirm: return "confirmation"
    case .decline: return "decline"
    case .markAbsent: return "no-show"
    case .addGuests: return "guests"
    case .setLocation: return "place"
    case .reassign: return "another host"
    }
  }
}
