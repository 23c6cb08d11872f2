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
    var row = canvas.body.lowerBound
    let state = model.summaryState
    let width = canvas.size.columns - 4
    if let slot = draft.slot {
      let sentence = SpokenText.readBack(
        name: draft.text(FormSlug.name), service: service, minutes: draft.minutes(of: service), start: slot.start,
        shop: model.shop, today: model.today)
      for line in wrap("“\(sentence)”", to: width) where row < canvas.body.upperBound {
        canvas.write(line, row, 2, .title)
        row += 1
      }
      if canvas.body.count > 12 { row += 1 }
    }
    for fact in facts(model, draft, service, canvas) where row < canvas.body.upperBound - 2 {
      canvas.write(fact.label, row, 2, .dim, limit: 13)
      canvas.write(fact.value, row, 16, fact.role, limit: canvas.size.columns - 17)
      row += 1
    }
    if canvas.body.count > 12 { row += 1 }
    for line in verdict(state, model, canvas) where row < canvas.body.upperBound {
      for part in wrap(line.text, to: width) where row < canvas.body.upperBound {
        canvas.write(part, row, 2, line.role)
        row += 1
      }
    }
  }

  private func facts(
    _ model: Model, _ draft: Draft, _ service: Service, _ canvas: Canvas
  ) -> [(label: String, value: String, role: Role)] {
    let minutes = draft.minutes(of: service)
    var facts: [(label: String, value: String, role: Role)] = [
      ("Service", "\(service.title), \(TimeText.length(minutes)), \(service.price.text)", .plain)
    ]
    if let slot = draft.slot {
      let day = model.shop.zone.day(of: slot.start)
      let when = "\(canvas.time.longDay(day))  \(canvas.time.span(slot.start, slot.end))"
      facts.append(("When", when, .plain))
    } else {
      facts.append(("When", draft.wantsEarliest ? "looking for the earliest time…" : "no time chosen", .warning))
    }
    let problems = model.formProblems
    for field in draft.fields(of: service, policy: model.shop.policy) {
      let entry = draft.entry(for: field)
      if let problem = problems[field.slug] {
        facts.append((field.label, ErrorText.sentence(problem), .error))
      } else if let text = EntryText.text(entry, field), !text.isEmpty, field.meaning != .length {
        facts.append((field.label, text, .plain))
      }
    }
    if draft.text(FormSlug.email).isEmpty, let domain = model.shop.policy.emailDomain,
      !service.allowsAttendeeWithoutEmail
    {
      facts.append(("E-mail", "an address at \(domain)", .dim))
    }
    if service.needsConfirmation { facts.append(("Note", "the booking waits for confirmation", .warning)) }
    return facts
  }

  private func verdict(_ state: SummaryState, _ model: Model, _ canvas: Canvas) -> [(text: String, role: Role)] {
    var lines: [(text: String, role: Role)] = []
    if let refusal = model.draft?.refusal, refusal.kind != .slotTaken {
      lines.append((ErrorText.sentence(refusal), .error))
    }
    switch state {
    case .complete: lines.append(("y books it.", .good))
    case .checking: lines.append(("Checking that the time is still free…", .dim))
    case .needsSlot: lines.append(("No time yet: s shows the free ones.", .warning))
    case .needsFields(let count):
      lines.append(
        (count == 1 ? "One field is missing: e goes there." : "\(count) fields are missing: e goes there.", .warning))
    case .slotLost(let nearest):
      lines.append(("The time is not free any more. Nothing was booked.", .error))
      if nearest.isEmpty {
        lines.append(("No other time near it: s shows the grid.", .warning))
      } else {
        let times = nearest.enumerated().map { index, slot in
          let day = model.shop.zone.day(of: slot.start)
          return "\(index + 1) \(canvas.time.near(day, today: model.today)) \(canvas.time.time(slot.start))"
        }
        lines.append(("Nearest free: " + times.joined(separator: "   "), .free))
      }
    case .unchecked(let error):
      lines.append(("Whether the time is free is not known. " + ErrorText.sentence(error), .error))
    }
    return lines
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
