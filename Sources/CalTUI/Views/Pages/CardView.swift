import BookingModel

/// One booking, whole.
struct CardView: PageView {
  func draw(_ model: Model, on canvas: inout Canvas) {
    canvas.putCursorOnTitle()
    guard let booking = model.selectedBooking else {
      canvas.drawTitle("Booking")
      canvas.drawMessage(["This booking is not on the board any more."])
      return
    }
    let code = ConfirmationCode(booking.uid)
    canvas.drawTitle(
      booking.attendees.first?.name ?? booking.title,
      detail: canvas.isNarrow ? "code \(code.text)" : "code \(code.text)  \(SpokenText.code(code))")
    let details = BookingDetails(booking, model, isCodeShown: true, isNameShown: booking.attendees.first != nil)
    let columns = 1..<canvas.size.columns - 1
    var rows = details.rows(columns: columns.count)
    // On a wide screen the history stands beside the facts.
    if let card = model.card, !model.isWide { rows += HistoryText(card, model).rows(columns: columns.count) }
    let area = canvas.body
    let top = min(model.card?.scroll ?? 0, max(0, rows.count - area.count))
    for (offset, row) in rows.dropFirst(top).prefix(area.count).enumerated() {
      row.draw(at: area.lowerBound + offset, columns, &canvas)
    }
    if top > 0 { canvas.write("▲", area.lowerBound, canvas.size.columns - 1, .dim) }
    if let scroll = model.card?.scroll, scroll > top { canvas.drawEnd() }
    if rows.count - top > area.count { canvas.write("▼", area.upperBound - 1, canvas.size.columns - 1, .dim) }
  }
}

/// One row of a page of facts: a label, and a text beside it.
struct FactRow {
  var label: String
  var text: String
  var role: Role = .plain
  /// Columns of the labels.
  var indent: Int

  func draw(at row: Int, _ columns: Range<Int>, _ canvas: inout Canvas) {
    canvas.write(label, row, columns.lowerBound, .dim, limit: max(0, indent - 1))
    canvas.write(text, row, columns.lowerBound + indent, role, limit: max(0, columns.count - indent))
  }

  static let blank = FactRow(label: "", text: "", indent: 0)

  /// A text over as many rows as it needs, the label on the first.
  static func rows(_ label: String, _ text: String, indent: Int, columns: Int, limit: Int? = nil, role: Role = .plain)
    -> [FactRow]
  {
    wrap(text, to: max(8, columns - indent)).prefix(limit ?? .max).enumerated().map { index, part in
      FactRow(label: index == 0 ? label : "", text: part, role: role, indent: indent)
    }
  }
}

/// What happened to a booking, a line each, oldest first.
struct HistoryText {
  private let card: CardPage
  private let time: TimeText
  private let model: Model

  init(_ card: CardPage, _ model: Model) {
    self.card = card
    self.model = model
    time = TimeText(model.shop)
  }

  func rows(columns: Int) -> [FactRow] {
    var rows = [
      FactRow(label: "", text: "", indent: 0), FactRow(label: "", text: "History", role: .label, indent: 0),
    ]
    let indent = columns >= 60 ? 2 * time.columns + 9 : 0
    for entry in card.history {
      let when = entry.at.map(when) ?? ""
      let what = HistoryText.sentence(entry, when: self.when, isKnown: card.events.value != nil)
      if indent > 0 {
        rows += FactRow.rows(when, what, indent: indent, columns: columns, role: entry.isUnknown ? .error : .plain)
      } else {
        if !when.isEmpty { rows.append(FactRow(label: when, text: "", indent: columns)) }
        rows += FactRow.rows("", what, indent: 1, columns: columns, role: entry.isUnknown ? .error : .plain)
      }
    }
    if card.trouble != nil {
      rows += FactRow.rows(
        "", "By whom is not known: the journal could not be read.", indent: 0, columns: columns, role: .error)
    }
    if card.awaited != nil {
      rows.append(FactRow(label: "", text: "Reading the rest…", role: .dim, indent: 0))
    } else if card.isCut {
      rows.append(FactRow(label: "", text: "The rest of it could not be read.", role: .dim, indent: 0))
    }
    return rows
  }

  private func when(_ instant: Instant) -> String {
    time.day(model.shop.zone.day(of: instant)) + " " + time.time(instant)
  }

  private static func sentence(_ entry: HistoryEntry, when: (Instant) -> String, isKnown: Bool) -> String {
    var text: String
    switch entry.kind {
    case .booked: text = "booked"
    case .moved(let from, let to):
      text = "moved" + (from.map { " from " + when($0) } ?? "") + (to.map { " to " + when($0) } ?? "")
    case .cancelled: text = "cancelled"
    case .confirmed: text = "confirmed"
    case .declined: text = "declined"
    case .absence(let isAbsent): text = isAbsent ? "no-show noted" : "no-show taken back"
    case .guests: text = "guests added"
    case .place: text = "place changed"
    case .reassigned: text = "given to another host"
    }
    if let clerk = entry.clerk {
      if !clerk.isEmpty { text += " by \(clerk)" }
      if let desk = entry.desk, !desk.isEmpty { text += " at \(desk)" }
    } else if isKnown {
      // The web page, Cal.com itself, or a desk on another machine.
      text += ", not at this desk"
    }
    if entry.isUnknown { text += " (outcome unknown)" }
    return text
  }
}

/// The facts of a booking, a line each: on the card, and beside the board where there is room.
struct BookingDetails {
  private var lines: [(label: String, value: String)]

  /// - Parameters:
  ///   - isCodeShown: whether the page says the code elsewhere.
  ///   - isNameShown: the same of the name.
  ///   - isBeside: on a panel beside the board, which says nothing else about the customer.
  init(
    _ booking: Booking, _ model: Model, isCodeShown: Bool = false, isNameShown: Bool = false, isBeside: Bool = false
  ) {
    let time = TimeText(model.shop)
    let day = model.shop.zone.day(of: booking.start)
    let attendee = booking.attendee
    let policy = model.shop.policy
    var lines: [(String, String)] = [
      ("Service", model.service(booking.service)?.title ?? booking.serviceSlug ?? booking.title),
      ("Day", time.longDay(day)),
      ("Time", time.span(booking.start, booking.end) + "  (" + TimeText.length(booking.minutes) + ")"),
    ]
    if !isNameShown { lines.append(("Name", attendee?.name ?? "–")) }
    if let phone = attendee?.phone { lines.append(("Phone", policy.phoneText(phone))) }
    if let email = attendee?.email { lines.append(("E-mail", email)) }
    if isNameShown || isBeside, let customer = model.customer(of: booking) {
      lines.append(("Customer", BookingDetails.visits(customer, model, time)))
    }
    lines.append(("State", BookingDetails.state(booking)))
    let facts = model.facts(of: booking.uid)
    if let arrived = facts.arrivedAt { lines.append(("Arrived", time.time(arrived))) }
    if let done = facts.doneAt { lines.append(("Done", time.time(done))) }
    if !facts.note.isEmpty { lines.append(("Staff note", facts.note)) }
    if let location = booking.location, !location.isEmpty { lines.append(("Place", policy.phoneText(location))) }
    if let host = booking.hosts.first { lines.append(("Host", host.name)) }
    lines += BookingAnswers.told(booking, model.service(booking.service), policy).map { ($0.label, $0.text) }
    if let notes = booking.notes, !notes.isEmpty { lines.append(("Notes", notes)) }
    if !booking.guests.isEmpty { lines.append(("Guests", booking.guests.joined(separator: ", "))) }
    if let reason = booking.cancellationReason, !reason.isEmpty { lines.append(("Reason", reason)) }
    if !isCodeShown { lines.append(("Code", ConfirmationCode(booking.uid).text)) }
    self.lines = lines
  }

  /// The code with the words that spell it; how many rows that took.
  static func drawCode(_ code: ConfirmationCode, row: Int, on canvas: inout Canvas) -> Int {
    canvas.write("Code", row, 1, .dim)
    let used = canvas.write(code.text, row, 15, .accent)
    canvas.write(SpokenText.code(code), row, 17 + used, .plain)
    return 1
  }

  static let systemSlugs: Set = [
    "name", "email", "displayEmail", "attendeePhoneNumber", "location", "guests", "notes", "title", "rescheduleReason",
  ]

  /// `4 visits, last Tue Nov 3; 1 no-show, 2 cancelled`
  static func visits(_ customer: Customer, _ model: Model, _ time: TimeText) -> String {
    func count(_ number: Int, _ one: String, _ many: String) -> String { "\(number) " + (number == 1 ? one : many) }
    let visits = customer.visits(by: model.now)
    var text = CustomersText.visits(visits)
    if let last = customer.lastVisit(by: model.now) {
      let day = model.shop.zone.day(of: last)
      text += ", last " + time.day(day) + (day.year == model.today.year ? "" : " \(day.year)")
    }
    var bad: [String] = []
    if customer.noShows > 0 { bad.append(count(customer.noShows, "no-show", "no-shows")) }
    if customer.cancellations > 0 { bad.append("\(customer.cancellations) cancelled") }
    return bad.isEmpty ? text : text + "; " + bad.joined(separator: ", ")
  }

  private static func state(_ booking: Booking) -> String {
    switch booking.status {
    case .accepted: booking.attendees.first?.isAbsent == true ? "no-show" : "booked"
    case .pending: "to be confirmed"
    case .cancelled: booking.movedTo == nil ? "cancelled" : "moved"
    case .rejected: "declined"
    case .other(let word): word
    }
  }

  static func text(_ answer: JSONValue) -> String? {
    switch answer {
    case .null: nil
    case .bool(let on): on ? "yes" : "no"
    case .int(let number): String(number)
    case .double(let number): String(number)
    case .string(let text): text
    case .array(let items): items.compactMap(text).joined(separator: ", ")
    case .object(let fields): fields["value"].flatMap(text)
    }
  }

  /// - Parameter limit: rows that one fact may take.
  func rows(columns: Int, limit: Int? = nil) -> [FactRow] {
    let indent = min(14, max(8, columns / 3))
    return lines.flatMap { FactRow.rows($0.label, $0.value, indent: indent, columns: columns, limit: limit) }
  }

  func draw(on canvas: inout Canvas, rows area: Range<Int>, columns: Range<Int>) {
    for (offset, row) in rows(columns: columns.count, limit: 4).prefix(area.count).enumerated() {
      row.draw(at: area.lowerBound + offset, columns, &canvas)
    }
  }
}
