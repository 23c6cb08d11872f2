import BookingModel

/// A change of a booking before its `y`: all that will happen, above the keys.
struct ChangeView: PageView {
  let prompt: ChangePrompt

  func draw(_ model: Model, on canvas: inout Canvas) {
    let time = canvas.time
    let name = prompt.booking.attendeeName
    let from = when(prompt.booking.start, model, time)
    func ask(_ question: @escaping (String) -> String, _ detail: @escaping (QuestionForm) -> String) {
      canvas.drawQuestion { form in
        [QuestionPart(question("\(form.name(name)), \(from)"), .warning), QuestionPart(detail(form), .plain)]
      }
    }
    switch prompt.kind {
    case .askReason(let line, let declining): askReason(line, declining, from, &canvas)
    case .cancel(let reason): ask({ "Cancel \($0)?" }, { "Reason: \($0.text(reason))" })
    case .decline(let reason): ask({ "Decline \($0)?" }, { "Reason: \($0.text(reason))" })
    case .move(let slot):
      let span = time.span(slot.start, slot.end)
      let day = model.shop.zone.day(of: slot.start)
      let whole = "From \(from) to \(time.longDay(day)) \(span)"
      let short = "From \(from) to \("\(time.nearWithYear(day, today: model.today)) \(span)".unparted)"
      let detail = whole.columns <= canvas.size.columns - 2 ? whole : short
      canvas.drawQuestion { [QuestionPart("Move \($0.name(name))?", .warning), QuestionPart(detail, .plain)] }
    case .absent(true): ask({ "\($0): a no-show?" }, { _ in "The customer did not come." })
    case .absent(false): ask({ "\($0): take the no-show back?" }, { _ in "The customer did come." })
    case .confirm: ask({ "Confirm \($0)?" }, { _ in "It waits for confirmation." })
    case .fix(let draft):
      let state = fixState(model, isShort: canvas.isNarrow)
      canvas.drawQuestion { form in
        let change = changes(draft, model, form)
        let question = "Cancel \(form.name(name)), \(from), and book the same time again \(change)?"
        return [QuestionPart(question, .warning), QuestionPart(state.text, state.role)]
      }
    }
  }

  /// Reasons by digit on as many rows as they need, above the line on which another may be typed.
  private func askReason(_ typed: TextLine, _ declining: Bool, _ from: String, _ canvas: inout Canvas) {
    func question(_ form: QuestionForm) -> [QuestionPart] {
      let verb = declining ? "Decline" : "Cancel"
      return [QuestionPart("\(verb) \(form.name(prompt.booking.attendeeName)), \(from). Why?", .warning)]
    }
    let row = canvas.noticeRow
    if !typed.isEmpty {
      canvas.drawQuestion(below: 1, question)
      canvas.drawInput(typed, row: row, columns: 1..<canvas.size.columns - 1, isFocused: true)
      return
    }
    let offer = "or type it"
    var lines: [[(number: Int, reason: String)]] = [[]]
    var used = 1
    for (index, reason) in prompt.reasons.enumerated() {
      let width = reason.columns + 4
      if used + width > canvas.size.columns, !(lines.last ?? []).isEmpty {
        lines.append([])
        used = 1
      }
      lines[lines.count - 1].append((index + 1, reason))
      used += width
    }
    let isOfferBeside = used + offer.columns < canvas.size.columns
    let count = lines.count + (isOfferBeside ? 0 : 1)
    canvas.drawQuestion(below: count, question)
    var column = 1
    for (offset, line) in lines.enumerated() {
      column = 1
      for (number, reason) in line {
        column += canvas.write("\(number)", row + 1 - count + offset, column, .key) + 1
        column += canvas.write(reason, row + 1 - count + offset, column, .plain) + 2
      }
    }
    canvas.write(offer, row, isOfferBeside ? column : 1, .dim)
    canvas.cursor = Position(row: row, column: isOfferBeside ? min(column, canvas.size.columns - 1) : 1)
  }

  /// What the new booking has that the old one has not: the fields may be covered by the question.
  private func changes(_ draft: Draft, _ model: Model, _ form: QuestionForm) -> String {
    let attendee = prompt.booking.attendees.first
    let name = draft.text(FormSlug.name)
    let phone = draft.text(FormSlug.phone)
    let email = draft.text(FormSlug.email)
    var contact: [String] = []
    if phone != attendee?.phone ?? "" {
      contact.append(
        phone.isEmpty ? "without the phone number" : "phone " + model.shop.policy.phoneText(phone).unparted)
    }
    if email != attendee?.email ?? "" {
      contact.append(email.isEmpty ? "without the e-mail address" : "e-mail \(form.text(email))")
    }
    let isNamed = name != prompt.booking.attendeeName
    let joint = contact.first?.hasPrefix("without") == true ? "" : "with "
    if !isNamed { return contact.isEmpty ? "as it is" : joint + contact.joined(separator: ", ") }
    return (["as \(form.name(name))"] + contact).joined(separator: ", ")
  }

  /// What a `y` does now.
  private func fixState(_ model: Model, isShort: Bool) -> (text: String, role: Role) {
    let yes = model.keyName(.yes, .changePrompt)
    switch model.fixState {
    case .ready:
      return (
        isShort
          ? "\(yes) sends both; the time is free between."
          : "\(yes) sends both, one after the other. For a moment the time is free.",
        .plain
      )
    case .checking:
      let text =
        !model.awaitsCommit
        ? "Checking that the server would give the time again…"
        : isShort
          ? "Waits for the check; any key stops it."
          : "Will be sent as soon as the time is checked. Any other key calls it off."
      return (text, .dim)
    case .notOffered: return ("The server would not give that time again: nothing is sent.", .error)
    case .unchecked(let error):
      let why = isShort ? ErrorText.short(error) + "." : ErrorText.sentence(error)
      return ("Not known whether the time could be had again; \(yes) asks. \(why)", .error)
    }
  }

  /// Day and time of the booking, never parted.
  private func when(_ start: Instant, _ model: Model, _ time: TimeText) -> String {
    let day = model.shop.zone.day(of: start)
    return "\(time.nearWithYear(day, today: model.today)) \(time.time(start))".unparted
  }
}
