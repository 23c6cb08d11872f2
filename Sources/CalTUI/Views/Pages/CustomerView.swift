import BookingModel

/// One customer, whole: the facts, then the bookings.
struct CustomerView: PageView {
  func draw(_ model: Model, on canvas: inout Canvas) {
    let page = model.customerPage
    guard let customer = page.customer else {
      canvas.drawTitle("Customer")
      canvas.drawMessage(["This customer is not known any more."])
      return
    }
    canvas.drawTitle(customer.name, detail: CustomersText.visits(customer.visits(by: model.now)))
    if page.isEditing, let edit = page.edit {
      drawForm(edit, model, &canvas)
      return
    }
    var row = canvas.body.lowerBound
    if page.isGone {
      canvas.write(
        "Merged with another or forgotten: nothing more can be done here.", row, 1, .warning,
        limit: canvas.size.columns - 2)
      row += 1
    }
    // The bookings keep at least a third of the page.
    let facts = facts(customer, model, canvas)
    let room = max(1, canvas.body.count * 2 / 3)
    for fact in facts.prefix(room) {
      fact.draw(at: row, 1..<canvas.size.columns - 1, &canvas)
      row += 1
    }
    if canvas.body.count > 10 { row += 1 }
    drawBookings(page, model, row..<canvas.body.upperBound, &canvas)
  }

  private func facts(_ customer: Customer, _ model: Model, _ canvas: Canvas) -> [FactRow] {
    let columns = canvas.size.columns - 2
    let indent = min(14, max(8, columns / 4))
    var rows: [FactRow] = []
    func add(_ label: String, _ text: String?, role: Role = .plain) {
      guard let text, !text.isEmpty else { return }
      rows += FactRow.rows(label, text, indent: indent, columns: columns, limit: 3, role: role)
    }
    add("Phone", customer.phones.map { model.shop.policy.phoneText($0) }.joined(separator: ", "))
    add("E-mail", customer.emails.joined(separator: ", "))
    add("Also as", customer.otherNames.joined(separator: ", "))
    add("Vehicle", customer.vehicle)
    add("Usually", model.service(customer.usualService)?.title)
    add("Note", customer.note)
    var counts: [String] = []
    if let last = customer.lastVisit(by: model.now) {
      counts.append("last visit " + canvas.time.longDay(model.shop.zone.day(of: last)))
    }
    if customer.noShows > 0 { counts.append(customer.noShows == 1 ? "1 no-show" : "\(customer.noShows) no-shows") }
    if customer.cancellations > 0 {
      counts.append(customer.cancellations == 1 ? "1 cancelled" : "\(customer.cancellations) cancelled")
    }
    add("So far", counts.joined(separator: ", "), role: customer.noShows > 0 ? .warning : .plain)
    return rows
  }

  private func drawBookings(_ page: CustomerPage, _ model: Model, _ area: Range<Int>, _ canvas: inout Canvas) {
    guard area.count > 0 else { return }
    guard let bookings = page.bookings.value else {
      if page.trouble != nil {
        canvas.write("The bookings could not be read.", area.lowerBound, 1, .error, limit: canvas.size.columns - 2)
        return
      }
      canvas.write("Reading the bookings…", area.lowerBound, 1, .dim)
      return
    }
    guard !bookings.isEmpty else {
      canvas.write("No bookings.", area.lowerBound, 1, .dim)
      return
    }
    let top = Scroll.top(cursor: page.cursor, count: bookings.count, height: area.count)
    for (offset, booking) in bookings.dropFirst(top).prefix(area.count).enumerated() {
      let row = area.lowerBound + offset
      let isMarked = top + offset == page.cursor
      if isMarked {
        canvas.grid.fill(row: row, columns: 0..<canvas.size.columns, role: .selected)
        canvas.write("›", row, 0, .selected)
        canvas.cursor = Position(row: row, column: 0)
      }
      BookingLineView(booking, model).draw(row, isMarked: isMarked, isNamed: false, on: &canvas)
    }
    let right = canvas.size.columns - 1
    if top > 0 { canvas.write("▲", area.lowerBound, right, .dim) }
    if bookings.count - top > area.count { canvas.write("▼", area.upperBound - 1, right, .dim) }
  }

  // MARK: - Correcting

  private func drawForm(_ edit: CustomerEdit, _ model: Model, _ canvas: inout Canvas) {
    let labels: [(CustomerEdit.Field, String)] = [
      (.name, "Name"), (.phone, "Phone"), (.email, "E-mail"), (.vehicle, "Vehicle"), (.note, "Note"),
    ]
    let problems = edit.isChecked ? model.customerEditProblems : [:]
    let isTall = canvas.body.count >= 14
    var row = canvas.body.lowerBound + (isTall ? 1 : 0)
    for (field, label) in labels where row < canvas.body.upperBound {
      let isFocused = edit.focus == field
      canvas.write(label, row, 1, isFocused ? .accent : .label)
      let line = edit.lines[field] ?? TextLine()
      canvas.drawInput(
        field == .phone ? line.asPhone(model.shop.policy, isFocused: isFocused) : line, row: row,
        columns: 10..<min(canvas.size.columns - 1, 60), isFocused: isFocused)
      if let problem = problems[field], isTall || isFocused {
        canvas.write(CustomerView.sentence(problem), row + 1, 10, .error, limit: canvas.size.columns - 11)
        if !isTall { row += 1 }
      }
      row += isTall ? 2 : 1
    }
    if row < canvas.body.upperBound {
      canvas.write(
        canvas.isNarrow ? "Stays on this desk." : "Stays on this desk: bookings at the server are not changed.", row, 1,
        .dim)
    }
  }

  static func sentence(_ problem: CustomerEditProblem) -> String {
    switch problem {
    case .nameMissing: "A name is needed."
    case .badPhone: "No phone number: write it with its area code, or +1…"
    case .badEmail: "No e-mail address."
    case .cannotBeTakenAway: "Bookings say so: it can be replaced, not taken away."
    }
  }
}

/// A question about customers before its `y`, above the keys.
struct CustomerPromptView {
  let prompt: CustomerPrompt

  func draw(_ model: Model, on canvas: inout Canvas) {
    let isNarrow = canvas.isNarrow
    canvas.drawQuestion { form in
      switch prompt {
      case .merge(let customer, let other):
        let name = form.name(customer.name)
        let undo = model.keyName(.undo, .customer)
        return [
          QuestionPart("Are \(who(customer, model, form)) and \(who(other, model, form)) one person?", .warning),
          QuestionPart("One customer from now on, called \(name). \(undo) takes it back.", .plain),
        ]
      case .forget(let customer):
        let coming = customer.coming.count { $0 > model.now }
        return [
          QuestionPart("Forget \(who(customer, model, form))?", .warning),
          QuestionPart(isNarrow ? shortDetail(coming) : detail(coming), .plain),
        ]
      }
    }
  }

  private func detail(_ coming: Int) -> String {
    switch coming {
    case 0: "Everything goes from this desk; the server keeps its bookings."
    case 1: "The booking to come stays; all else goes from this desk."
    default: "The \(coming) bookings to come stay; all else goes from this desk."
    }
  }

  private func shortDetail(_ coming: Int) -> String {
    coming == 0 ? "The server keeps the bookings." : "\(coming) to come: kept until over."
  }

  private func who(_ customer: Customer, _ model: Model, _ form: QuestionForm) -> String {
    ([form.name(customer.name)] + (customer.phone.map { [model.shop.policy.phoneText($0).unparted] } ?? []))
      .joined(separator: " ")
  }
}
