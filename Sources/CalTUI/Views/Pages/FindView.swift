import BookingModel

/// Customers and bookings that match a line.
struct FindView: PageView {
  func draw(_ model: Model, on canvas: inout Canvas) {
    let find = model.find
    let merging = find.mergesInto.flatMap { _ in model.customerPage.customer }
    canvas.drawTitle(
      merging.map { "The same person as \($0.name)" } ?? "Find", detail: CustomersText.state(model))
    let row = canvas.body.lowerBound + (canvas.body.count > 10 ? 1 : 0)
    let input = 7..<min(canvas.size.columns - 1, 63)
    canvas.write("Find", row, 1, .label)
    canvas.drawInput(
      find.line, row: row, columns: input, isFocused: true,
      placeholder: canvas.isNarrow ? "name, phone, code" : "name, digits of the phone, plate, e-mail, note, code")
    let area = row + 2..<canvas.body.upperBound
    let rows = model.findRows
    guard !rows.isEmpty else {
      if let message = message(model) {
        for (offset, line) in wrap(message.text, to: canvas.size.columns - 2).prefix(area.count).enumerated() {
          canvas.write(line, area.lowerBound + offset, 1, message.role)
        }
      }
      return
    }
    drawRows(rows, model, area, &canvas)
  }

  private func message(_ model: Model) -> (text: String, role: Role)? {
    let find = model.find
    if let trouble = find.trouble { return (ErrorText.sentence(trouble), .error) }
    if !model.customersAreKnown { return ("Reading the customers…", .dim) }
    if find.asked != nil { return find.line.isBlank ? nil : ("Looking…", .dim) }
    if find.line.isBlank {
      return (find.mergesInto == nil ? "No bookings are known yet." : "Type the other name or number.", .dim)
    }
    return ("Nothing is found by that.", .dim)
  }

  /// The rows with a head over each kind; the one that is marked stays in sight.
  private func drawRows(_ rows: [FindRow], _ model: Model, _ area: Range<Int>, _ canvas: inout Canvas) {
    var lines: [Line] = []
    var kind: String?
    let shown = rows.compactMap { row -> Customer? in if case .customer(let match) = row { match.customer } else { nil }
    }
    let marks = Customer.distinguishers(shown, now: model.now)
    var customers = 0
    for row in rows {
      let head = Line.head(of: row, now: model.now)
      if head != kind, canvas.body.count > 10 { lines.append(.head(head)) }
      kind = head
      if case .customer = row {
        lines.append(.row(row, marks[customers]))
        customers += 1
      } else {
        lines.append(.row(row, nil))
      }
    }
    let selected = model.findSelection?.id
    let cursor = lines.firstIndex { if case .row(let row, _) = $0 { row.id == selected } else { false } } ?? 0
    let top = Scroll.top(cursor: cursor, count: lines.count, height: area.count)
    for (offset, line) in lines.dropFirst(top).prefix(area.count).enumerated() {
      let row = area.lowerBound + offset
      switch line {
      case .head(let text): canvas.write(text, row, 1, .label)
      case .row(let found, let mark):
        let isMarked = found.id == selected
        if isMarked {
          canvas.grid.fill(row: row, columns: 0..<canvas.size.columns, role: .selected)
          canvas.write("›", row, 0, .selected)
        }
        switch found {
        case .customer(let match): draw(match, mark, isMarked, row, model, &canvas)
        case .moreCustomers(let count):
          let text = "… \(CustomersText.number(count)) more customers"
          let role: Role = isMarked ? .selected : .dim
          let way =
            canvas.isNarrow
            ? ""
            : model.find.listsAllCustomers
              ? ": \(model.keyName(.down, .find)) goes on" : ": \(model.keyName(.open, .find)) shows them"
          canvas.write(text + way, row, 2, role, limit: canvas.size.columns - 3)
        case .booking(let booking): BookingLineView(booking, model).draw(row, isMarked: isMarked, on: &canvas)
        }
      }
    }
    let right = canvas.size.columns - 1
    if top > 0 { canvas.write("▲", area.lowerBound, right, .dim) }
    if lines.count - top > area.count || model.find.hasMore { canvas.write("▼", area.upperBound - 1, right, .dim) }
  }

  private enum Line {
    case head(String)
    case row(FindRow, Distinguisher?)

    static func head(of row: FindRow, now: Instant) -> String {
      switch row {
      case .customer, .moreCustomers: "Customers"
      case .booking(let booking): booking.end > now ? "Now and coming" : "Past"
      }
    }
  }

  private func draw(
    _ match: CustomerMatch, _ mark: Distinguisher?, _ isMarked: Bool, _ row: Int, _ model: Model,
    _ canvas: inout Canvas
  ) {
    let customer = match.customer
    let plain: Role = isMarked ? .selected : .plain
    let dim: Role = isMarked ? .selected : .dim
    let width = canvas.size.columns
    let name = canvas.isNarrow ? width / 2 - 2 : min(30, width / 3)
    canvas.write(MatchedText.name(customer, found: model.find.line.text), row, 2, plain, limit: name)
    let room = min(18, width - 4 - name)
    let contact = customer.phone.map { model.shop.policy.phoneText($0, columns: room) } ?? customer.email ?? ""
    canvas.write(contact, row, 3 + name, mark == nil || isMarked ? plain : .accent, limit: room)
    guard !canvas.isNarrow else { return }
    var facts: [String] = []
    let visits = customer.visits(by: model.now)
    if let next = customer.nextVisit(after: model.now) {
      facts.append(
        "next " + canvas.time.near(model.shop.zone.day(of: next), today: model.today) + " " + canvas.time.time(next))
    }
    if visits > 0 {
      let last = CustomersText.lastVisit(customer, model, canvas.time)
      facts.append(
        CustomersText.visits(visits) + (last.isEmpty ? "" : ", last \(last)"))
    }
    if customer.noShows > 0 { facts.append(customer.noShows == 1 ? "1 no-show" : "\(customer.noShows) no-shows") }
    let column = 22 + name
    let rest = max(0, width - column - 1)
    // What was looked for comes first.
    if match.reason == .vehicle {
      facts.insert(MatchedText.vehicle(match, found: model.find.line.text, columns: rest), at: 0)
    } else if let vehicle = customer.vehicle {
      facts.append(vehicle)
    }
    canvas.write(facts.joined(separator: "; "), row, column, dim, limit: rest)
  }
}

/// One booking in a list over many days.
struct BookingLineView {
  let booking: Booking
  let model: Model

  init(_ booking: Booking, _ model: Model) {
    self.booking = booking
    self.model = model
  }

  /// What became of it, in a word; empty for a plain booking.
  var state: String {
    if booking.attendees.first?.isAbsent == true { return "no-show" }
    switch booking.status {
    case .accepted: return ""
    case .pending: return "to confirm"
    case .cancelled: return booking.movedTo == nil ? "cancelled" : "moved"
    case .rejected: return "declined"
    case .other(let word): return word
    }
  }

  func draw(_ row: Int, isMarked: Bool, isNamed: Bool = true, on canvas: inout Canvas) {
    let isOff = !booking.status.takesTime
    let plain: Role = isMarked ? .selected : isOff || booking.end <= model.now ? .dim : .plain
    let time = canvas.time
    let day = model.shop.zone.day(of: booking.start)
    let isFar = abs(day.daysSince1970 - model.today.daysSince1970) > 180
    let date = isFar ? time.shortDay(day) + " \(day.year)" : canvas.isNarrow ? time.shortDay(day) : time.day(day)
    // Where columns are few, the year says more than the hour.
    let when = isFar && canvas.isNarrow ? date : date + " " + time.time(booking.start)
    let width = canvas.size.columns
    let name = canvas.isNarrow ? 2 + min(16, when.columns) + 1 : 2 + 21
    canvas.write(when, row, 2, plain, limit: name - 3)
    let state = state
    let edge = state.isEmpty ? width - 1 : width - state.columns - 2
    if !state.isEmpty {
      canvas.write(state, row, edge + 1, isMarked ? .selected : booking.status == .pending ? .warning : .accent)
    }
    let service = model.service(booking.service)?.title ?? booking.serviceSlug ?? booking.title
    guard isNamed else {
      canvas.write(service, row, name, plain, limit: max(0, edge - name - 1))
      return
    }
    let middle = canvas.isNarrow ? edge : min(name + 29, name + (width - 12 - name) / 2)
    canvas.write(booking.attendeeName, row, name, plain, limit: max(0, middle - name - 1))
    if !canvas.isNarrow { canvas.write(service, row, middle, plain, limit: max(0, edge - middle - 1)) }
  }
}
