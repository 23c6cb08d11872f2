import BookingModel

/// Everything on one page before `y`, with the sentence to read to the customer.
struct SummaryView: PageView {
  func draw(_ model: Model, on canvas: inout Canvas) {
    guard let draft = model.draft, let service = model.service(draft.service) else {
      canvas.drawTitle("Summary")
      canvas.drawMessage(["Choose a service first: Esc goes back."])
      return
    }
    canvas.drawTitle("Summary — not booked yet", detail: "4 of 4", role: .accent)
    var body = canvas.body
    if let parked = ParkedLine(model), body.count > 7 {
      body = body.lowerBound..<body.upperBound - 1
      canvas.write(parked.text, body.upperBound, 1, parked.role)
    }
    let isTall = body.count >= 12
    let width = canvas.size.columns - 2
    let verdict = verdict(model.summaryState, model, canvas).flatMap { line in
      wrap(line.text, to: width - (line.key == nil ? 0 : 2)).map { Line(key: line.key, text: $0, role: line.role) }
    }
    var row = body.lowerBound
    // A small window has room for the facts, not for the sentence as well.
    if isTall, let slot = draft.slot {
      let sentence = SpokenText.readBack(
        name: draft.text(FormSlug.name), service: service, minutes: draft.minutes(of: service), start: slot.start,
        shop: model.shop, today: model.today)
      for line in wrap("“\(sentence)”", to: width) {
        canvas.write(line, row, 1, .plain)
        row += 1
      }
      row += 1
    }
    let label = canvas.isNarrow ? 9 : 14
    let last = body.upperBound - verdict.count - (isTall ? 1 : 0)
    row = draw(facts(model, draft, service, canvas), from: row, to: last, label: label, on: &canvas)
    if isTall { row += 1 }
    for line in verdict where row < body.upperBound {
      if let key = line.key { canvas.write(key, row, 1, .key) }
      canvas.write(line.text, row, line.key == nil ? 1 : 3, line.role)
      row += 1
    }
  }

  private struct Line {
    var key: String?
    var text: String
    var role: Role
    init(key: String? = nil, text: String, role: Role) {
      self.key = key
      self.text = text
      self.role = role
    }
  }

  /// Everything that will be sent stands here before `y`. Facts that do not fit below each other stand in two columns; what still does not
  /// fit is counted, never left out in silence. Returns the row after the last.
  private func draw(_ facts: [Fact], from first: Int, to last: Int, label: Int, on canvas: inout Canvas) -> Int {
    let rows = max(0, last - first)
    let halves = facts.count > rows && canvas.size.columns >= 72 ? 2 : 1
    // What is booked and when keeps the whole width.
    let full = halves == 2 ? min(2, facts.count, rows) : 0
    let columns = (canvas.size.columns - 2) / halves
    let isCut = facts.count > full + halves * (rows - full)
    let perColumn = min(max(0, rows - full - (isCut ? 1 : 0)), (facts.count - full + halves - 1) / halves)
    func write(_ fact: Fact, _ row: Int, _ column: Int, _ width: Int) {
      canvas.write(fact.label, row, column, .dim, limit: label - 1)
      canvas.write(fact.value, row, column + label, fact.role, limit: width - label - (halves == 2 ? 1 : 0))
    }
    for (index, fact) in facts.prefix(full).enumerated() { write(fact, first + index, 1, canvas.size.columns - 2) }
    for (index, fact) in facts.dropFirst(full).prefix(halves * perColumn).enumerated() {
      write(fact, first + full + index % perColumn, 1 + columns * (index / perColumn), columns)
    }
    let end = first + full + perColumn
    guard isCut, rows > full else { return end }
    canvas.write("… and \(facts.count - full - halves * perColumn) more: e shows them", end, 1, .warning)
    return end + 1
  }

  /// Another booking of the customer on the day of the chosen time: the clerk may want to move that one instead.
  private func otherVisit(_ model: Model, _ draft: Draft, on day: CalendarDay) -> Instant? {
    guard let customer = draft.customer.flatMap(model.customers.customer) else { return nil }
    return customer.coming.first { $0 >= model.now && model.shop.zone.day(of: $0) == day }
  }

  private typealias Fact = (label: String, value: String, role: Role)

  private func facts(
    _ model: Model, _ draft: Draft, _ service: Service, _ canvas: Canvas
  ) -> [Fact] {
    let minutes = draft.minutes(of: service)
    var facts: [Fact] = [
      ("Service", "\(service.title), \(TimeText.length(minutes)), \(service.price.text)", .plain)
    ]
    if let slot = draft.slot {
      let day = model.shop.zone.day(of: slot.start)
      let date = canvas.isNarrow ? canvas.time.day(day) : canvas.time.longDay(day)
      var when = "\(date)  \(canvas.time.span(slot.start, slot.end))"
      if model.ownHold != nil, let left = model.holdTime(of: draft.id) {
        when += canvas.isNarrow ? " held" : "  held for " + HoldText.left(left)
      }
      facts.append(("When", when, .plain))
      if let notice = model.noticeBeforeWalkIn {
        let why = "notice \(TimeText.length(notice)): next start \(canvas.time.time(slot.start))"
        facts.append(("Walk-in", why, .warning))
      }
      if let other = otherVisit(model, draft, on: day) {
        facts.append(("Beware", "has a booking at \(canvas.time.time(other)) that day already", .warning))
      }
    } else {
      facts.append(("When", draft.wantsEarliest ? "looking for the earliest time…" : "no time chosen", .warning))
    }
    if let recurrence = service.recurrence { facts.append(("Series", SeriesText.text(recurrence), .warning)) }
    let problems = model.formProblems
    for field in draft.fields(of: service, policy: model.shop.policy) {
      let entry = draft.entry(for: field)
      if let problem = problems[field.slug] {
        facts.append((field.label, ErrorText.sentence(problem), .error))
      } else if let text = EntryText.text(entry, field), !text.isEmpty, field.meaning != .length {
        facts.append((field.label, field.isPhone ? model.shop.policy.phoneText(text) : text, .plain))
      }
    }
    if let known = customer(model, draft, canvas) { facts.append(("Customer", known, .dim)) }
    if draft.text(FormSlug.email).isEmpty, let domain = model.shop.policy.emailDomain,
      !service.allowsAttendeeWithoutEmail
    {
      facts.append(("E-mail", "an address at \(domain)", .dim))
    }
    if service.needsConfirmation {
      facts.append(("Note", "bookings of this service wait for confirmation, unless the host makes them", .warning))
    }
    return facts
  }

  /// What a clerk likes to know of somebody who has been here before.
  private func customer(_ model: Model, _ draft: Draft, _ canvas: Canvas) -> String? {
    guard let customer = draft.customer.flatMap(model.customers.customer) else { return nil }
    let visits = customer.visits(by: model.now)
    var parts = [CustomersText.visits(visits)]
    let last = CustomersText.lastVisit(customer, model, canvas.time)
    if !last.isEmpty { parts.append("last \(last)") }
    if customer.noShows > 0 { parts.append(customer.noShows == 1 ? "1 no-show" : "\(customer.noShows) no-shows") }
    if let note = customer.note { parts.append(note) }
    return parts.joined(separator: ", ")
  }

  /// What stands between here and `y`.
  private func verdict(_ state: SummaryState, _ model: Model, _ canvas: Canvas) -> [Line] {
    var lines: [Line] = []
    if let replaced = model.draft?.replaces {
      let line = ReplacedText.line(replaced, model)
      lines.append(Line(text: line.text, role: line.role))
    }
    if let since = model.draft?.requestedAt {
      let day = model.shop.zone.day(of: since)
      let when = (day == model.today ? "" : canvas.time.day(day) + " ") + canvas.time.time(since)
      lines.append(Line(text: "A request of \(when), NOT BOOKED yet.", role: .warning))
    }
    if let refusal = model.draft?.refusal, refusal.kind != .slotTaken {
      lines.append(Line(text: "Nothing was booked. " + ErrorText.sentence(refusal), role: .error))
    }
    switch state {
    case .complete: lines.append(Line(key: "y", text: "books it.", role: .good))
    case .checking: lines.append(Line(text: "Checking that the time is still free…", role: .dim))
    case .needsSlot:
      if let error = model.away {
        lines.append(
          Line(text: "NOT BOOKED: which times are free is not known. " + ErrorText.sentence(error), role: .error))
        lines.append(
          Line(key: "z", text: "keeps it as a request, to be booked when the server is back.", role: .warning))
      } else {
        lines.append(Line(text: "No time yet: s shows the free ones.", role: .warning))
      }
    case .needsFields(let count):
      let what = count == 1 ? "One field is" : "\(count) fields are"
      lines.append(Line(text: "\(what) not right yet: e goes there.", role: .warning))
    case .slotLost(let nearest):
      if let other = model.holdOnChosenTime {
        lines.append(
          Line(
            text: ReasonText(.held(desk: model.isOurs(other) ? nil : other.desk), shop: model.shop, minutes: nil).text
              .firstUppercased
              + ". Nothing was booked.",
            role: .error))
      } else {
        lines.append(Line(text: "The time is not free any more. Nothing was booked.", role: .error))
      }
      if nearest.isEmpty { lines.append(Line(text: "No other time near it: s shows the grid.", role: .warning)) }
      for (index, slot) in nearest.enumerated() {
        let day = canvas.time.near(model.shop.zone.day(of: slot.start), today: model.today)
        lines.append(Line(key: "\(index + 1)", text: "\(day) \(canvas.time.time(slot.start))", role: .free))
      }
    case .unchecked(let error):
      // What was said about the booking is not said again about the time.
      let why = model.draft?.refusal == error ? "" : " " + ErrorText.sentence(error)
      let day = model.draft?.slot.map { model.shop.zone.day(of: $0.start) }
      let age = day.flatMap { AgeText.read(model.slotBook.readAt($0...$0), model) }
      let known = age.map { "The free times are old (\($0)): whether it is free is not known." }
      lines.append(Line(text: "NOT BOOKED. \(known ?? "Whether the time is free is not known.")\(why)", role: .error))
      lines.append(Line(key: "y", text: "asks again, and books it if it is free.", role: .dim))
      lines.append(Line(key: "z", text: "keeps it as a request, to be booked when the server is back.", role: .warning))
    }
    return lines
  }
}

/// What one `y` books where a service is booked as a series.
enum SeriesText {
  static func text(_ recurrence: Service.Recurrence) -> String {
    let unit =
      switch recurrence.frequency {
      case "weekly": "week"
      case "monthly": "month"
      case "yearly": "year"
      default: recurrence.frequency
      }
    let pace = recurrence.interval == 1 ? "every \(unit)" : "every \(recurrence.interval) \(unit)s"
    return "\(recurrence.occurrences) bookings, one \(pace)"
  }
}

/// What was entered, as one line of text.
enum EntryText {
  static func text(_ entry: FormEntry, _ field: FormField) -> String? {
    switch (field.editor, entry) {
    case (.choice(let options), .choice(let index)):
      index.flatMap { options.indices.contains($0) ? options[$0] : nil }
    case (.choices(let options), .choices(let chosen, _)):
      chosen.sorted().filter(options.indices.contains).map { options[$0] }.joined(separator: ", ")
    case (_, .flag(let on)): on ? "yes" : nil
    default: entry.text
    }
  }
}
