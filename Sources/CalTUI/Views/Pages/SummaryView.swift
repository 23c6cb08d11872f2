import BookingModel

/// Everything on one page before `y`, with the sentence to read to the customer.
struct SummaryView: PageView {
  func draw(_ model: Model, on canvas: inout Canvas) {
    guard let draft = model.draft, let service = model.service(draft.service) else {
      canvas.drawTitle("Summary")
      canvas.drawMessage(["Choose a service first: \(model.keyName(.back, .summary)) goes back."])
      return
    }
    canvas.drawTitle("Summary — not booked yet", detail: "4 of 4", role: .accent)
    var body = canvas.body
    if let parked = ParkedLine(model), body.count > 7 {
      body = body.lowerBound..<body.upperBound - 1
      canvas.write(parked.text, body.upperBound, 1, parked.role)
    }
    let isTall = body.count >= 12
    let facts = facts(model, draft, service, canvas)
    let verdict = verdict(model, canvas, rows: body.count - min(facts.count, 4) - (isTall ? 2 : 0))
    var row = body.lowerBound
    // A small window has room for the facts, not for the sentence as well.
    if isTall, let slot = draft.slot {
      let sentence = SpokenText.readBack(
        name: draft.text(FormSlug.name), service: service, minutes: draft.minutes(of: service), start: slot.start,
        shop: model.shop, today: model.today)
      for line in wrap("“\(sentence)”", to: canvas.size.columns - 2) {
        canvas.write(line, row, 1, .plain)
        row += 1
      }
      row += 1
    }
    let label = canvas.isNarrow ? 9 : 14
    let last = body.upperBound - verdict.count - (isTall ? 1 : 0)
    row = draw(facts, from: row, to: last, label: label, more: model.keyName(.editFields, .summary), on: &canvas)
    if isTall { row += 1 }
    // A screen reader follows the cursor to what can be pressed.
    let asked = verdict.firstIndex { $0.key != nil } ?? 0
    canvas.putCursor(row: min(row + asked, body.upperBound - 1))
    for line in verdict where row < body.upperBound {
      if let key = line.key { canvas.write(key, row, 1, .key) }
      canvas.write(line.text, row, line.indent, line.role)
      row += 1
    }
  }

  private struct Line {
    var key: String?
    var text: String
    var role: Role
    /// The column of the text.
    var indent = 1
    init(key: String? = nil, text: String, role: Role) {
      self.key = key
      self.text = text
      self.role = role
      if let key { indent = 2 + key.columns }
    }

    /// On as many rows as it needs, the key on the first.
    func wrapped(to columns: Int) -> [Line] {
      wrap(text, to: columns - indent + 1).enumerated().map { index, part in
        var line = self
        line.text = part
        if index > 0 { line.key = nil }
        return line
      }
    }
  }

  /// Everything that will be sent stands here before `y`. A long value has up to three rows where they are free. Facts that do not fit
  /// below each other stand in two columns; what still does not fit is counted, never left out in silence. Returns the row after the last.
  private func draw(
    _ facts: [Fact], from first: Int, to last: Int, label: Int, more: String, on canvas: inout Canvas
  ) -> Int {
    let rows = max(0, last - first)
    let whole = canvas.size.columns - 2
    if facts.count <= rows {
      var free = rows - facts.count
      var row = first
      for fact in facts {
        let lines = fact.lines(columns: whole - label, most: 1 + min(2, free))
        free -= lines.count - 1
        canvas.write(fact.label, row, 1, .dim, limit: label - 1)
        for line in lines {
          canvas.write(line, row, 1 + label, fact.role, limit: whole - label)
          row += 1
        }
      }
      return row
    }
    let halves = canvas.size.columns >= 72 ? 2 : 1
    // What is booked and when keeps the whole width.
    let full = halves == 2 ? min(2, facts.count, rows) : 0
    let columns = whole / halves
    let isCut = facts.count > full + halves * (rows - full)
    // The third of three rows is still the name's.
    let isTight = isCut && halves == 1 && rows == 3
    let perColumn = min(max(0, rows - full - (isCut && !isTight ? 1 : 0)), (facts.count - full + halves - 1) / halves)
    func write(_ fact: Fact, _ row: Int, _ column: Int, _ width: Int) {
      let room = width - label - (halves == 2 ? 1 : 0)
      canvas.write(fact.label, row, column, .dim, limit: label - 1)
      canvas.write(fact.lines(columns: room, most: 1)[0], row, column + label, fact.role, limit: room)
    }
    for (index, fact) in facts.prefix(full).enumerated() { write(fact, first + index, 1, whole) }
    for (index, fact) in facts.dropFirst(full).prefix(halves * perColumn).enumerated() {
      write(fact, first + full + index % perColumn, 1 + columns * (index / perColumn), columns)
    }
    let end = first + full + perColumn
    guard isCut, rows > full else { return end }
    if isTight {
      let text = " … \(facts.count - rows) more: \(more)"
      canvas.grid.writeTrailing(text, row: end - 1, before: canvas.size.columns - 1, role: .warning)
      return end
    }
    canvas.write(
      "… and \(facts.count - full - halves * perColumn) more: \(more) shows them", end, 1, .warning)
    return end + 1
  }

  /// Another booking of the customer on the day of the chosen time: the clerk may want to move that one instead.
  private func otherVisit(_ model: Model, _ draft: Draft, on day: CalendarDay) -> Instant? {
    guard let customer = draft.customer.flatMap(model.customers.customer) else { return nil }
    return customer.coming.first { $0 >= model.now && model.shop.zone.day(of: $0) == day }
  }

  private struct Fact {
    var label: String
    var value: String
    var role: Role
    /// What stands behind the value and is never cut off.
    var end = ""

    init(_ label: String, _ value: String, _ role: Role, end: String = "") {
      self.label = label
      self.value = value
      self.role = role
      self.end = end
    }

    /// The value on as many rows as it needs and may have.
    func lines(columns: Int, most: Int) -> [String] {
      let text = value + end
      guard text.columns > columns else { return [text] }
      let lines = wrap(text, to: columns)
      if lines.count <= most { return lines }
      if most == 1 { return [value.shortened(to: max(4, columns - end.columns)) + end] }
      return lines.prefix(most - 1) + [lines.dropFirst(most - 1).joined(separator: " ")]
    }
  }

  private func facts(
    _ model: Model, _ draft: Draft, _ service: Service, _ canvas: Canvas
  ) -> [Fact] {
    let minutes = draft.minutes(of: service)
    var facts: [Fact] = [
      Fact("Service", service.title, .plain, end: ", \(TimeText.length(minutes)), \(service.price.text)")
    ]
    if let slot = draft.slot {
      let day = model.shop.zone.day(of: slot.start)
      let short = canvas.time.day(day) + (day.year == model.today.year ? "" : " \(day.year)")
      let date = canvas.isNarrow ? short : canvas.time.longDay(day)
      var when = "\(date)  \(canvas.time.span(slot.start, slot.end))"
      if model.ownHold != nil, let left = model.holdTime(of: draft.id) {
        when += canvas.isNarrow ? " held" : "  held for " + HoldText.left(left)
      }
      facts.append(Fact("When", when, .plain))
      if let notice = model.noticeBeforeWalkIn {
        let why = "notice \(TimeText.length(notice)): next start \(canvas.time.time(slot.start))"
        facts.append(Fact("Walk-in", why, .warning))
      }
      if let other = otherVisit(model, draft, on: day) {
        facts.append(Fact("Beware", "has a booking at \(canvas.time.time(other)) that day already", .warning))
      }
    } else {
      facts.append(Fact("When", draft.wantsEarliest ? "looking for the earliest time…" : "no time chosen", .warning))
    }
    if let recurrence = service.recurrence { facts.append(Fact("Series", SeriesText.text(recurrence), .warning)) }
    let problems = model.formProblems
    for field in draft.fields(of: service, policy: model.shop.policy) {
      let entry = draft.entry(for: field)
      if let problem = problems[field.slug] {
        facts.append(Fact(field.label, ErrorText.sentence(problem), .error))
      } else if let text = EntryText.text(entry, field), !text.isEmpty, field.meaning != .length {
        facts.append(Fact(field.label, field.isPhone ? model.shop.policy.phoneText(text) : text, .plain))
      }
    }
    if let known = customer(model, draft, canvas) { facts.append(Fact("Customer", known, .dim)) }
    if draft.text(FormSlug.email).isEmpty, let domain = model.shop.policy.emailDomain,
      !service.allowsAttendeeWithoutEmail
    {
      facts.append(Fact("E-mail", "an address at \(domain)", .dim))
    }
    if service.needsConfirmation {
      facts.append(Fact("Note", "bookings of this service wait for confirmation, unless the host makes them", .warning))
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

  /// What stands between here and the booking, in fewer words where rows are few: what is booked has to be on screen.
  private func verdict(_ model: Model, _ canvas: Canvas, rows: Int) -> [Line] {
    let columns = canvas.size.columns - 2
    let whole = lines(model, canvas, isShort: false).flatMap { $0.wrapped(to: columns) }
    if whole.count <= rows { return whole }
    return lines(model, canvas, isShort: true).flatMap { $0.wrapped(to: columns) }
  }

  private func lines(_ model: Model, _ canvas: Canvas, isShort: Bool) -> [Line] {
    func key(_ action: Action) -> String { model.keyName(action, .summary) }
    var lines: [Line] = []
    if let replaced = model.draft?.replaces {
      let line = ReplacedText.line(replaced, model, isShort: isShort)
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
    switch model.summaryState {
    case .complete: lines.append(Line(key: key(.commit), text: "books it.", role: .good))
    case .checking: lines.append(Line(text: "Checking that the time is still free…", role: .dim))
    case .needsSlot:
      if let error = model.away {
        let why = isShort ? "" : " " + ErrorText.sentence(error)
        lines.append(Line(text: "NOT BOOKED: which times are free is not known.\(why)", role: .error))
        lines.append(request(model, isShort: isShort))
      } else {
        lines.append(Line(text: "No time yet: \(key(.showSlots)) shows the free ones.", role: .warning))
      }
    case .needsFields(let count):
      let what = count == 1 ? "One field is" : "\(count) fields are"
      lines.append(Line(text: "\(what) not right yet: \(key(.editFields)) goes there.", role: .warning))
    case .slotLost(let nearest):
      if let other = model.holdOnChosenTime {
        let reason = SlotReason.held(desk: model.isOurs(other) ? nil : other.desk)
        let text = ReasonText(reason, shop: model.shop, minutes: nil).text.firstUppercased
        lines.append(Line(text: text + ". Nothing was booked.", role: .error))
      } else {
        lines.append(Line(text: "The time is not free any more. Nothing was booked.", role: .error))
      }
      if nearest.isEmpty {
        lines.append(Line(text: "No other time near it: \(key(.showSlots)) shows the grid.", role: .warning))
      }
      for (index, slot) in nearest.enumerated() {
        let day = canvas.time.near(model.shop.zone.day(of: slot.start), today: model.today)
        lines.append(Line(key: "\(index + 1)", text: "\(day) \(canvas.time.time(slot.start))", role: .free))
      }
    case .unchecked(let error):
      lines.append(Line(text: unchecked(error, model, isShort: isShort), role: .error))
      let again = isShort ? "asks again, and books it." : "asks again, and books it if it is free."
      lines.append(Line(key: key(.commit), text: again, role: .dim))
      lines.append(request(model, isShort: isShort))
    }
    return lines
  }

  private func request(_ model: Model, isShort: Bool) -> Line {
    let text = isShort ? "keeps it as a request." : "keeps it as a request, to be booked when the server is back."
    return Line(key: model.keyName(.park, .summary), text: text, role: .warning)
  }

  private func unchecked(_ error: CalError, _ model: Model, isShort: Bool) -> String {
    if isShort { return "NOT BOOKED. Not known if it is free." }
    // What was said about the booking is not said again about the time.
    let why = model.draft?.refusal == error ? "" : " " + ErrorText.sentence(error)
    let day = model.draft?.slot.map { model.shop.zone.day(of: $0.start) }
    let read = day.flatMap { model.slotBook.readAt($0...$0) }
    // Their age is told where it tells something.
    let minutes = read.map { Int((model.now.milliseconds - $0.milliseconds) / 60_000) } ?? 0
    let age = minutes == 0 ? "" : "were read \(AgeText.age(minutes: minutes)) ago and "
    return "NOT BOOKED. The free times \(age)cannot be read now: whether this one is free is not known.\(why)"
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
