import BookingModel

/// Name, phone and e-mail of a booking, as they are and as they shall be.
struct FixView: PageView {
  func draw(_ model: Model, on canvas: inout Canvas) {
    guard let page = model.fix else {
      canvas.drawTitle("Name and contact")
      return
    }
    let time = canvas.time
    let day = time.near(model.shop.zone.day(of: page.booking.start), today: model.today)
    canvas.drawTitle(
      "Correct: \(page.booking.attendeeName)", detail: "\(day) \(time.time(page.booking.start))", role: .accent)
    let label = canvas.isNarrow ? 8 : 10
    let isTall = canvas.body.count >= 12
    var row = canvas.body.lowerBound + (isTall ? 1 : 0)
    for field in FixPage.Field.allCases where row < canvas.body.upperBound {
      let isFocused = page.focus == field
      canvas.write(FixView.label(field), row, 1, isFocused ? .accent : .label)
      let line = page.line(field)
      canvas.drawInput(
        field == .phone ? line.asPhone(model.shop.policy, isFocused: isFocused) : line, row: row,
        columns: 1 + label..<min(canvas.size.columns - 1, label + 46), isFocused: isFocused)
      if row + 1 < canvas.body.upperBound { draw(field, page, model, row: row + 1, column: 1 + label, &canvas) }
      row += isTall ? 3 : 2
    }
    for line in explanation(page, canvas) where row < canvas.body.upperBound {
      canvas.write(line, row, 1, .dim)
      row += 1
    }
  }

  static func label(_ field: FixPage.Field) -> String {
    switch field {
    case .name: "Name"
    case .phone: "Phone"
    case .email: "E-mail"
    }
  }

  /// Under a field: what is wrong with it, else what stood there before.
  private func draw(
    _ field: FixPage.Field, _ page: FixPage, _ model: Model, row: Int, column: Int, _ canvas: inout Canvas
  ) {
    if let problem = page.problems[field] {
      canvas.write(ErrorText.sentence(problem), row, column, .error)
    } else if page.line(field).text.trimmingBlanks != page.before(field) {
      let before = field == .phone ? model.shop.policy.phoneText(page.before(field)) : page.before(field)
      canvas.write("was: \(before.isEmpty ? "nothing" : before)", row, column, .dim)
    }
  }

  private func explanation(_ page: FixPage, _ canvas: Canvas) -> [String] {
    var text =
      canvas.isNarrow
      ? "Cancels, then books the same time again; sends nothing before y."
      : "The server cannot change these. So the booking is cancelled and the same time booked again; nothing is sent before y."
    if !page.lostAnswers.isEmpty {
      text += " Not carried over: \(page.lostAnswers.joined(separator: ", "))."
    }
    return wrap(text, to: canvas.size.columns - 2)
  }
}
