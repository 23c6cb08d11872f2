// The attendee form: rows come from the service, entries live in the draft.

extension Model {
  /// The rows of the form, in order.
  public var formFields: [FormField] {
    guard let draft, let service = service(draft.service) else { return [] }
    return draft.fields(of: service, policy: shop.policy)
  }

  public var focusedField: FormField? {
    let fields = formFields
    return fields.first { $0.slug == draft?.focus } ?? fields.first
  }

  var isTextFocused: Bool {
    switch focusedField?.editor {
    case .line, .lines, .number: true
    default: false
    }
  }

  /// What is wrong with the entries, where it may be shown: fields not yet left keep quiet.
  public var shownProblems: [String: FieldProblem] {
    guard let draft else { return [:] }
    return formProblems.filter { draft.touched.contains($0.key) || draft.refusals[$0.key] != nil }
  }

  public var formProblems: [String: FieldProblem] {
    guard let draft, let service = service(draft.service) else { return [:] }
    return draft.problems(service, policy: shop.policy)
  }

  mutating func openForm() -> [Effect] {
    formAsksMissing = false
    if page == .summary { push(.form) } else { go(to: .form) }
    let fields = formFields
    if !fields.contains(where: { $0.slug == draft?.focus }) { draft?.focus = fields.first?.slug ?? FormSlug.name }
    return draft?.service.map(loadFull) ?? []
  }

  // MARK: - Editing

  mutating func insertIntoForm(_ text: String) {
    edit { entry, field in
      guard case .line(var line) = entry else { return }
      line.insert(text, multiline: field.editor == .lines)
      entry = .line(line)
    }
  }

  mutating func editForm(_ key: Key) -> Bool {
    var wasEditing = false
    edit { entry, _ in
      guard case .line(var line) = entry else { return }
      wasEditing = line.edit(key)
      entry = .line(line)
    }
    return wasEditing
  }

  /// Changes the entry under the cursor. A change takes back what the server said about it.
  private mutating func edit(_ change: (inout FormEntry, FormField) -> Void) {
    guard let field = focusedField, var draft else { return }
    let before = draft.entry(for: field)
    var entry = before
    change(&entry, field)
    guard entry != before else { return }
    draft.keep(entry, for: field)
    draft.refusals[field.slug] = nil
    // A time that is taken stays so, whatever is typed; another length may fit.
    if draft.refusal?.kind != .slotTaken || field.meaning == .length { draft.refusal = nil }
    // Another length moves the end; whether the start still fits is asked before the summary is complete.
    if field.meaning == .length, let slot = draft.slot, let service = service(draft.service) {
      draft.slot = Slot(start: slot.start, end: slot.start.adding(minutes: draft.minutes(of: service)))
    }
    self.draft = draft
  }

  mutating func formAction(_ action: Action, _ key: Key) -> [Effect] {
    switch action {
    case .back:
      leaveField()
      normalizePhone()
      stepBack()
      if page == .slots {
        placeCursor()
        return loadGrid()
      }
      return page == .summary ? completeSummary() : []
    case .nextField: return moveFocus(by: 1)
    case .previousField: return moveFocus(by: -1)
    case .finishForm: return finishForm()
    case .newLine:
      if focusedField?.editor == .lines { insertIntoForm("\n") }
    case .nextOption: cycle(by: 1)
    case .previousOption: cycle(by: -1)
    case .toggle: toggle()
    case .pick:
      guard case .character(let character) = key, let number = character.wholeNumberValue else { return [] }
      pickOption(number - 1)
    default: break
    }
    return []
  }

  private mutating func leaveField() {
    if let field = focusedField { draft?.touched.insert(field.slug) }
  }

  private mutating func moveFocus(by step: Int) -> [Effect] {
    leaveField()
    normalizePhone()
    let fields = formFields
    guard let current = focusedField, let index = fields.firstIndex(of: current) else { return [] }
    if formAsksMissing, step > 0 { return goToMissing(after: index, in: fields) }
    let next = index + step
    if next >= fields.count { return finishForm() }
    draft?.focus = fields[max(0, next)].slug
    return []
  }

  /// The next field that something is missing in, from the first again after the last; the summary when there is none.
  private mutating func goToMissing(after index: Int, in fields: [FormField]) -> [Effect] {
    let problems = formProblems
    let open = fields.indices.filter { problems[fields[$0].slug] != nil }
    guard let next = open.first(where: { $0 > index }) ?? open.first else { return openSummary() }
    if next <= index { notice = .fieldsMissing(open.count) }
    draft?.focus = fields[next].slug
    return []
  }

  /// Shows the number as it will be sent, as soon as the field is left.
  private mutating func normalizePhone() {
    guard let field = focusedField, field.meaning == .phone || field.meaning == .custom(.phone),
      case .success(let phone) = shop.policy.phone(draft?.entry(for: field).text ?? "")
    else { return }
    draft?.entries[field.slug] = .line(TextLine(phone.e164))
  }

  mutating func finishForm() -> [Effect] {
    leaveField()
    normalizePhone()
    let fields = formFields
    draft?.touched.formUnion(fields.map(\.slug))
    let problems = formProblems
    guard let first = fields.first(where: { problems[$0.slug] != nil }) else { return openSummary() }
    draft?.focus = first.slug
    notice = .fieldsMissing(problems.count)
    return []
  }

  // MARK: - Choices

  private mutating func cycle(by step: Int) {
    edit { entry, field in
      switch (field.editor, entry) {
      case (.choice(let options), .choice(let index)):
        guard !options.isEmpty else { return }
        let start = index ?? (step > 0 ? -1 : options.count)
        entry = .choice((start + step + options.count) % options.count)
      case (.choices(let options), .choices(let chosen, let cursor)):
        guard !options.isEmpty else { return }
        entry = .choices(chosen, cursor: (cursor + step + options.count) % options.count)
      case (.flag, .flag(let on)): entry = .flag(!on)
      default: break
      }
    }
  }

  private mutating func toggle() {
    edit { entry, field in
      switch entry {
      case .flag(let on): entry = .flag(!on)
      case .choices(var chosen, let cursor):
        if chosen.remove(cursor) == nil { chosen.insert(cursor) }
        entry = .choices(chosen, cursor: cursor)
      case .choice(let index):
        guard case .choice(let options) = field.editor, !options.isEmpty else { return }
        entry = .choice(((index ?? -1) + 1) % options.count)
      case .line: break
      }
    }
  }

  private mutating func pickOption(_ index: Int) {
    edit { entry, field in
      switch (field.editor, entry) {
      case (.choice(let options), _) where options.indices.contains(index): entry = .choice(index)
      case (.choices(let options), .choices(var chosen, _)) where options.indices.contains(index):
        if chosen.remove(index) == nil { chosen.insert(index) }
        entry = .choices(chosen, cursor: index)
      default: break
      }
    }
  }
}
