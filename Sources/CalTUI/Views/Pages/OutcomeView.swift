import BookingModel

/// What became of the write that was just sent.
struct OutcomeView: PageView {
  func draw(_ model: Model, on canvas: inout Canvas) {
    canvas.putCursorOnTitle()
    guard let record = model.outcomeRecord else {
      canvas.drawTitle("Done")
      canvas.drawMessage(["Nothing is under way.", "\(model.keyName(.open, .outcome)) goes to the board."])
      return
    }
    switch record.state {
    case .underWay:
      canvas.drawTitle("Sending…", role: .accent)
      canvas.drawMessage(
        ["Sending: \(WriteText.title(record, model))"] + ReplacedText.lines(model, record.ref)
          + ["\(model.keyName(.back, .outcome)) goes to the board; it is finished behind."])
    case .accepted(let bookings): booked(bookings, isFound: record.isFound, model, &canvas)
    case .unknown(let error):
      canvas.drawTitle(canvas.isNarrow ? "OUTCOME UNKNOWN" : "OUTCOME UNKNOWN — do not book again yet", role: .error)
      canvas.drawMessage(unknown(record, error, model, canvas))
    case .refused(let error):
      canvas.drawTitle("Not booked", role: .error)
      canvas.drawMessage([ErrorText.sentence(error)], role: .error)
    case .notSent(let trouble):
      canvas.drawTitle("Not booked", role: .error)
      canvas.drawMessage([ErrorText.sentence(trouble)], role: .error)
    }
  }

  /// The title is loud enough: what is to be read is not. Where it does not all fit, what is said elsewhere gives way: the cause stands with
  /// the look-up, the way out among the keys.
  private func unknown(
    _ record: WriteRecord, _ error: CalError, _ model: Model, _ canvas: Canvas
  ) -> [(text: String, role: Role)] {
    typealias Line = (text: String, role: Role)
    let title: Line = (WriteText.title(record, model, names: canvas.isNarrow ? 20 : 60), .title)
    let cause: Line = (ErrorText.unknownCause(error), .error)
    let whole: Line = ("It may or may not have been done. It was sent once; it is never sent again by itself.", .plain)
    let short: Line = ("It may be done, and is never resent.", .plain)
    let replaced: [Line] = ReplacedText.lines(model, record.ref).map { ($0, .warning) }
    let lookUp: [Line] = LookUpText.lines(record, model, isListed: false).map { ($0, .plain) }
    let way: Line = (way(record, model), .dim)
    let forms: [[Line]] = [
      [title, cause, whole] + replaced + lookUp + [way],
      [title, cause, short] + replaced + lookUp + [way],
      [title, short] + replaced + lookUp + [way],
      [title, short] + replaced + lookUp,
    ]
    return forms.first { canvas.messageRows($0.map(\.text)) <= canvas.body.count } ?? forms[3]
  }

  /// Where something can be done about it: not here, where a key may be meant for the board that was there before.
  private func way(_ record: WriteRecord, _ model: Model) -> String {
    let keys = model.resolutions[record.ref].map { LookUpText.keys(record, $0, model) } ?? ""
    let list = model.keyName(.showUnresolved, .outcome)
    let back = model.keyName(.back, .outcome) + " goes to the board"
    return keys.isEmpty ? "\(back); \(list) lists it." : "\(list) lists it: there \(keys). \(back)."
  }

  private func booked(_ bookings: [Booking], isFound: Bool, _ model: Model, _ canvas: inout Canvas) {
    guard let booking = bookings.first else {
      canvas.drawTitle("Done", role: .good)
      canvas.drawMessage([isFound ? "Looked up on the server: it was done." : "The server took it."], role: .good)
      return
    }
    let isPending = booking.status == .pending
    let isGone = !booking.status.takesTime
    let title =
      isGone
      ? "Booked, and \(booking.status.rawValue) since"
      : isPending
        ? "Requested — waits for confirmation" : bookings.count > 1 ? "Booked, \(bookings.count) times" : "Booked"
    let code = ConfirmationCode(booking.uid)
    canvas.drawTitle(
      title + (isFound ? " — looked up on the server" : ""), detail: "code \(code.text)",
      role: isPending || isGone ? .warning : .good)
    var row = canvas.body.lowerBound
    if let replaced = model.outcome.replaced {
      canvas.write("In place of \(replaced.name)'s booking, which is cancelled.", row, 1, .good)
      row += 1
    }
    // A small window has room for the facts, not for saying them twice.
    if canvas.body.count >= 12, let service = model.service(booking.service) {
      let sentence = SpokenText.readBack(
        name: booking.attendee?.name ?? "", service: service, minutes: booking.minutes, start: booking.start,
        shop: model.shop, today: model.today)
      for line in wrap("“\(sentence)”", to: canvas.size.columns - 2) where row < canvas.body.upperBound {
        canvas.write(line, row, 1, .plain)
        row += 1
      }
      row += 1
      row += BookingDetails.drawCode(code, row: row, on: &canvas)
    }
    if row < canvas.body.upperBound {
      BookingDetails(booking, model, isCodeShown: true).draw(
        on: &canvas, rows: row..<canvas.body.upperBound, columns: 1..<canvas.size.columns - 1)
    }
  }
}

/// The booking whose place another takes, in a sentence.
enum ReplacedText {
  /// Beside what became of a write.
  static func lines(_ model: Model, _ ref: DeskRef) -> [String] {
    if let fixing = model.fixing[ref] {
      return [
        "Then \(name(fixing.draft.text(FormSlug.name), model)) is booked at the same time. Nothing was booked yet."
      ]
    }
    guard let replaced = model.committing[ref]?.replaces else { return [] }
    return ["The old booking (\(name(replaced.name, model))) is cancelled."]
  }

  /// Never so long that the rest of the sentence would have no room.
  private static func name(_ name: String, _ model: Model) -> String {
    name.shortened(to: model.size.columns < 60 ? 20 : 40)
  }

  /// On the summary of the booking that takes its place.
  static func line(_ replaced: ReplacedBooking, _ model: Model, isShort: Bool) -> (text: String, role: Role) {
    let when = TimeText(model.shop).time(replaced.start)
    if isShort {
      return switch model.state(of: replaced) {
      case .cancelled: ("Replaces the CANCELLED one of \(when).", .warning)
      case .stands: ("The old one (\(when)) stands: two then.", .error)
      case .unknown: ("Look whether the old one (\(when)) stands.", .warning)
      }
    }
    let whose = name(replaced.name, model)
    return switch model.state(of: replaced) {
    case .cancelled: ("\(whose)'s old booking (\(when)) is CANCELLED; this one takes its place.", .warning)
    case .stands: ("\(whose)'s old booking (\(when)) still stands: with this one there would be two.", .error)
    case .unknown: ("Meant to replace \(whose)'s booking (\(when)): look whether that is cancelled.", .warning)
    }
  }
}

/// A write in a few words.
enum WriteText {
  static func kind(_ write: Write) -> String {
    switch write {
    case .create: "booking"
    case .move: "move"
    case .cancel: "cancellation"
    case .confirm: "confirmation"
    case .decline: "decline"
    case .markAbsent: "no-show"
    case .addGuests: "adding of guests"
    case .setLocation: "change of place"
    case .reassign: "change of host"
    }
  }

  /// With whose booking it is about, as far as that is known.
  ///
  /// - Parameter names: columns that a name may have.
  static func title(_ record: WriteRecord, _ model: Model, names: Int = .max) -> String {
    let title = title(record.write, model, names: names)
    guard let subject = record.subject else { return title }
    let words = [
      model.service(subject.service)?.title ?? "", subject.name.shortened(to: names), when(subject.start, model),
    ]
    return "\(title): \(words.filter { !$0.isEmpty }.joined(separator: ", "))"
  }

  private static func when(_ start: Instant, _ model: Model) -> String {
    let time = TimeText(model.shop)
    return "\(time.day(model.shop.zone.day(of: start))) \(time.time(start))"
  }

  static func title(_ write: Write, _ model: Model, names: Int = .max) -> String {
    func when(_ start: Instant) -> String { WriteText.when(start, model) }
    switch write {
    case .create(let booking):
      let name = booking.attendee.name.shortened(to: names)
      return "\(model.service(booking.service)?.title ?? "booking"), \(name), \(when(booking.start))"
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
