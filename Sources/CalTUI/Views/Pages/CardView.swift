import BookingModel

/// One booking, whole.
struct CardView: PageView {
  func draw(_ model: Model, on canvas: inout Canvas) {
    guard let booking = model.selectedBooking else {
      canvas.drawTitle("Booking")
      canvas.drawMessage(["This booking is not on the board any more."])
      return
    }
    let code = ConfirmationCode(booking.uid).text
    canvas.drawTitle(booking.attendees.first?.name ?? booking.title, detail: "code \(code)")
    BookingDetails(booking, model, isCodeShown: true, isNameShown: booking.attendees.first != nil).draw(
      on: &canvas, rows: canvas.body, columns: 1..<canvas.size.columns - 1)
  }
}

/// The facts of a booking, a line each: on the card, and beside the board where there is room.
struct BookingDetails {
  private var lines: [(label: String, value: String)]

  /// - Parameters:
  ///   - isCodeShown: whether the page says the code elsewhere.
  ///   - isNameShown: the same of the name.
  init(_ booking: Booking, _ model: Model, isCodeShown: Bool = false, isNameShown: Bool = false) {
    let time = TimeText(model.shop)
    let day = model.shop.zone.day(of: booking.start)
    let attendee = booking.attendees.first
    var lines: [(String, String)] = [
      ("Service", model.service(booking.service)?.title ?? booking.serviceSlug ?? booking.title),
      ("Day", time.longDay(day)),
      ("Time", time.span(booking.start, booking.end) + "  (" + TimeText.length(booking.minutes) + ")"),
    ]
    if !isNameShown { lines.append(("Name", attendee?.name ?? "–")) }
    if let phone = attendee?.phone { lines.append(("Phone", phone)) }
    if let email = attendee?.email { lines.append(("E-mail", email)) }
    lines.append(("State", BookingDetails.state(booking)))
    let facts = model.facts(of: booking.uid)
    if let arrived = facts.arrivedAt { lines.append(("Arrived", time.time(arrived))) }
    if let done = facts.doneAt { lines.append(("Done", time.time(done))) }
    if !facts.note.isEmpty { lines.append(("Staff note", facts.note)) }
    if let location = booking.location, !location.isEmpty { lines.append(("Place", location)) }
    if let host = booking.hosts.first { lines.append(("Host", host.name)) }
    for (slug, answer) in booking.answers.sorted(by: { $0.key < $1.key }) {
      guard !BookingDetails.systemSlugs.contains(slug), let text = BookingDetails.text(answer), !text.isEmpty else {
        continue
      }
      let label = model.service(booking.service)?.fields.first { $0.slug == slug }?.label ?? slug
      lines.append((label.isEmpty ? slug : label, text))
    }
    if let notes = booking.notes, !notes.isEmpty { lines.append(("Notes", notes)) }
    if !booking.guests.isEmpty { lines.append(("Guests", booking.guests.joined(separator: ", "))) }
    if let reason = booking.cancellationReason, !reason.isEmpty { lines.append(("Reason", reason)) }
    if !isCodeShown { lines.append(("Code", ConfirmationCode(booking.uid).text)) }
    self.lines = lines
  }

  private static let systemSlugs: Set = [
    "name", "email", "displayEmail", "attendeePhoneNumber", "location", "guests", "notes", "title", "rescheduleReason",
  ]

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

  func draw(on canvas: inout Canvas, rows: Range<Int>, columns: Range<Int>) {
    let label = min(14, max(8, columns.count / 4))
    var row = rows.lowerBound
    for line in lines {
      for (index, part) in wrap(line.value, to: max(8, columns.count - label)).prefix(4).enumerated() {
        guard row < rows.upperBound else { return }
        if index == 0 { canvas.write(line.label, row, columns.lowerBound, .dim, limit: label - 1) }
        canvas.write(part, row, columns.lowerBound + label, .plain, limit: columns.count - label)
        row += 1
      }
    }
  }
}
