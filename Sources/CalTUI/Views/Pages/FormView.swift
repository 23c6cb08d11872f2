import BookingModel

/// The attendee form: a label, an entry, and below it what is wrong.
struct FormView: PageView {
  func draw(_ model: Model, on canvas: inout Canvas) {
    guard let draft = model.draft, let service = model.service(draft.service) else {
      canvas.drawTitle("Attendee")
      canvas.drawMessage(["Choose a service first."])
      return
    }
    var heading = service.title
    if let slot = draft.slot {
      let day = model.shop.zone.day(of: slot.start)
      heading += ", \(canvas.time.day(day)) \(canvas.time.time(slot.start))"
    }
    canvas.drawTitle(canvas.isNarrow ? heading : "Attendee — \(heading)", detail: "3 of 4")
    let fields = model.formFields
    let problems = model.shownProblems
    let blocks = fields.map { Block($0, draft.entry(for: $0), problems[$0.slug]) }
    let focus = fields.firstIndex { $0.slug == model.focusedField?.slug } ?? 0
    let area = canvas.body
    let tops = blocks.indices.map { index in blocks[..<index].reduce(0) { $0 + $1.height } }
    let total = blocks.reduce(0) { $0 + $1.height }
    // The focused block stays whole in sight, with a block before it where there is room.
    var top = 0
    if total > area.count, blocks.indices.contains(focus) {
      top = min(max(0, tops[focus] - area.count / 2), max(0, total - area.count))
      top = max(top, tops[focus] + blocks[focus].height - area.count)
    }
    for (index, block) in blocks.enumerated() {
      let row = area.lowerBound + tops[index] - top
      guard row >= area.lowerBound, row + block.height <= area.upperBound else { continue }
      draw(block, model, row: row, isFocused: index == focus, &canvas)
    }
    if top > 0 { canvas.write("▲", area.lowerBound, canvas.size.columns - 1, .dim) }
    if total - top > area.count { canvas.write("▼", area.upperBound - 1, canvas.size.columns - 1, .dim) }
  }

  private struct Block {
    let field: FormField
    let entry: FormEntry
    let problem: FieldProblem?
    var height: Int { problem == nil ? 1 : 2 }
    init(_ field: FormField, _ entry: FormEntry, _ problem: FieldProblem?) {
      self.field = field
      self.entry = entry
      self.problem = problem
    }
  }

  private func draw(_ block: Block, _ model: Model, row: Int, isFocused: Bool, _ canvas: inout Canvas) {
    let label = canvas.isNarrow ? 12 : 20
    let columns = label..<max(label + 4, min(canvas.size.columns - 2, label + 56))
    let name = block.field.label + (block.field.isRequired ? " *" : "")
    canvas.write(name, row, 1, isFocused ? .accent : .label, limit: label - 2)
    switch (block.field.editor, block.entry) {
    case (.choice(let options), .choice(let chosen)):
      drawChoice(options, chosen, row, columns, isFocused, &canvas)
    case (.choices(let options), .choices(let chosen, let cursor)):
      drawChoices(options, chosen, cursor, row, columns, isFocused, &canvas)
    case (.flag, .flag(let on)):
      canvas.write(on ? "[x] yes" : "[ ] no", row, columns.lowerBound, isFocused ? .focus : .input)
      if isFocused { canvas.cursor = Position(row: row, column: columns.lowerBound + 1) }
    case (.readOnly, _):
      canvas.write("(this kind of question can only be answered on the web)", row, columns.lowerBound, .dim)
    case (_, .line(let line)):
      let shown = block.field.isPhone ? line.asPhone(model.shop.policy, isFocused: isFocused) : line
      canvas.drawInput(
        shown, row: row, columns: columns, isFocused: isFocused, placeholder: block.field.placeholder)
    default: break
    }
    if let problem = block.problem {
      canvas.write("↑ " + ErrorText.sentence(problem), row + 1, columns.lowerBound, .error)
    }
  }

  /// One of several: the chosen one stands between arrows, its number before it.
  private func drawChoice(
    _ options: [String], _ chosen: Int?, _ row: Int, _ columns: Range<Int>, _ isFocused: Bool, _ canvas: inout Canvas
  ) {
    let text = chosen.flatMap { options.indices.contains($0) ? options[$0] : nil }
    let role: Role = isFocused ? .focus : .input
    let used = canvas.write("‹ \(text ?? "choose") ›", row, columns.lowerBound, role, limit: columns.count)
    if isFocused { canvas.cursor = Position(row: row, column: columns.lowerBound) }
    let list = options.prefix(9).enumerated().map { "\($0.offset + 1) \($0.element)" }.joined(separator: "  ")
    if isFocused {
      canvas.write(
        list, row, columns.lowerBound + used + 2, .dim,
        limit: max(0, canvas.size.columns - columns.lowerBound - used - 3))
    }
  }

  private func drawChoices(
    _ options: [String], _ chosen: Set<Int>, _ cursor: Int, _ row: Int, _ columns: Range<Int>, _ isFocused: Bool,
    _ canvas: inout Canvas
  ) {
    var column = columns.lowerBound
    for (index, option) in options.enumerated() {
      let text = (chosen.contains(index) ? "[x] " : "[ ] ") + option
      let isHere = isFocused && index == cursor
      guard column + 4 < canvas.size.columns else { break }
      if isHere { canvas.cursor = Position(row: row, column: column + 1) }
      column += canvas.write(text, row, column, isHere ? .focus : .input) + 2
    }
  }
}

extension FormField {
  var isPhone: Bool { meaning == .phone || meaning == .custom(.phone) }
}

extension TextLine {
  /// A number as it is read, while nobody types it.
  func asPhone(_ policy: AttendeePolicy, isFocused: Bool) -> TextLine {
    isFocused ? self : TextLine(policy.phoneText(text))
  }
}
