import BookingModel

/// The first start: three questions with answers to begin with.
struct SetupView: PageView {
  func draw(_ model: Model, on canvas: inout Canvas) {
    let setup = model.setup
    canvas.drawTitle(
      canvas.isNarrow ? "Welcome. Three questions." : "Welcome. Three questions, then the desk opens.", role: .accent)
    var row = canvas.body.lowerBound + 1
    let labels: [(SetupPage.Field, String, String)] = [
      (.name, "Shop name", "stands on every screen"),
      (
        .country, "Country",
        canvas.isNarrow ? "two letters, like US or DE" : "two letters: how phone numbers and dates are read"
      ),
      (.zone, "Time zone", canvas.isNarrow ? "like America/New_York" : "like America/New_York: when the shop is open"),
    ]
    for (field, label, hint) in labels where row < canvas.body.upperBound {
      canvas.write(label, row, 1, setup.focus == field ? .accent : .label)
      canvas.drawInput(
        setup.line(field), row: row, columns: 13..<min(canvas.size.columns - 1, 53), isFocused: setup.focus == field)
      // Where rows are few, what is wrong comes before hints.
      let isTall = canvas.body.count >= 12
      let isTerse = !isTall && setup.problem != nil
      if !isTerse { canvas.write(hint, row + 1, 13, .dim) }
      row += isTall ? 3 : isTerse ? 1 : 2
    }
    if setup.problem != nil, canvas.body.count < 12 { row += 1 }
    if setup.isBusy {
      canvas.write("Creating the shop…", row, 1, .accent)
    } else if let problem = setup.problem {
      for line in wrap(ErrorText.sentence(problem), to: canvas.size.columns - 2) where row < canvas.body.upperBound {
        canvas.write(line, row, 1, .error)
        row += 1
      }
    } else if row < canvas.body.upperBound {
      canvas.write("\(model.keyName(.nextField, .setup)) goes on. All can be changed later.", row, 1, .dim)
    }
  }
}

/// A one-line prompt over the page.
struct PromptView {
  let label: String
  let line: TextLine
  let hint: String
  let isBad: Bool
  /// A longer text has the whole width, and what it is for stands above it.
  var isLong = false

  static func goTo(_ line: TextLine, failed: Bool) -> PromptView {
    PromptView(
      label: "Go to", line: line,
      hint: failed ? "no such date: thu +3 12/3 next fri 2p" : "thu, +3, 12/3, tomorrow, next fri 2p",
      isBad: failed)
  }

  static func clerk(_ line: TextLine, now clerk: String) -> PromptView {
    let hint = (clerk.isEmpty ? "" : "now \(clerk.shortened(to: 10)); ") + "the name that stands with what you do"
    return PromptView(label: "Clerk", line: line, hint: hint, isBad: false)
  }

  static func note(_ line: TextLine) -> PromptView {
    PromptView(label: "Note", line: line, hint: "for colleagues; stays on this desk", isBad: false, isLong: true)
  }

  static func helpFilter(_ line: TextLine) -> PromptView {
    PromptView(label: "Only", line: line, hint: "words of what a key does, or a key", isBad: false)
  }

  func draw(on canvas: inout Canvas) {
    let row = canvas.noticeRow
    let top = max(1, row - 1)
    canvas.grid.fill(rows: top..<row + 1, columns: 0..<canvas.size.columns)
    let isAbove = isLong || canvas.isNarrow
    if isAbove {
      canvas.write(hint, top, 1, isBad ? .error : .dim)
    } else {
      canvas.grid.horizontalLine(row: top, columns: 0..<canvas.size.columns)
    }
    canvas.write(label, row, 1, .accent)
    let columns =
      label.columns + 2..<(isLong ? canvas.size.columns - 1 : min(canvas.size.columns - 1, label.columns + 26))
    canvas.drawInput(line, row: row, columns: columns, isFocused: true)
    if !isAbove { canvas.write(hint, row, columns.upperBound + 2, isBad ? .error : .dim) }
  }
}

/// The question before leaving.
struct QuitView {
  func draw(_ model: Model, on canvas: inout Canvas) {
    var why: [String] = []
    if model.hasUnresolved { why.append("a write has an unknown outcome") }
    if model.writes.values.contains(where: { $0.state == .underWay }) { why.append("a booking is being sent") }
    if model.draft?.isWorthKeeping == true { why.append("a booking is unfinished (it is kept)") }
    if !model.parked.isEmpty {
      why.append(model.parked.count == 1 ? "a booking is parked" : "\(model.parked.count) bookings are parked")
    }
    let reasons = why.joined(separator: "; ").firstUppercased
    let beside = "Leave the desk? " + reasons
    if beside.columns <= canvas.size.columns - 2, !canvas.isNarrow {
      canvas.drawQuestion(hasRule: false) { _ in [QuestionPart("Leave the desk?", .warning)] }
      canvas.write(reasons, canvas.noticeRow, 17, .plain)
    } else {
      canvas.drawQuestion(hasRule: false) { _ in
        [QuestionPart("Leave the desk?", .warning)] + (reasons.isEmpty ? [] : [QuestionPart(reasons, .plain)])
      }
    }
  }
}

extension String {
  var firstUppercased: String { prefix(1).uppercased() + dropFirst() }
}

/// The keys of the page, from the one table of keys.
struct HelpView {
  let page: HelpPage

  func draw(_ model: Model, on canvas: inout Canvas) {
    let layout = model.helpLayout(page)
    canvas.grid.fill(rows: 1..<canvas.size.rows, columns: 0..<canvas.size.columns)
    canvas.putCursor(row: canvas.body.lowerBound)
    let isKept = !page.isFiltering && !page.filter.isBlank
    canvas.drawTitle(
      "Keys: \(model.helpContext.title)", detail: isKept ? "only: \(page.filter.text)" : "", role: .accent)
    if page.isFiltering { PromptView.helpFilter(page.filter).draw(on: &canvas) }
    let area = canvas.body.lowerBound..<canvas.body.lowerBound + layout.rows
    if layout.entries.isEmpty { canvas.write("No key here does that.", area.lowerBound, 1, .dim) }
    let first = min(page.scroll, layout.lastScroll)
    let end = layout.end(from: first)
    var row = area.lowerBound
    for entry in layout.entries[first..<end] {
      let keys = HelpView.keyText(entry.binding, in: model.helpContext)
      canvas.write(keys, row, 1, .key, limit: layout.column - 2)
      for line in entry.lines where row < area.upperBound {
        canvas.write(line, row, layout.column, .plain)
        row += 1
      }
    }
    if first > 0 { canvas.write("▲", area.lowerBound, canvas.size.columns - 1, .dim) }
    if end < layout.entries.count { canvas.write("▼", area.upperBound - 1, canvas.size.columns - 1, .dim) }
  }

  /// `[ PgUp Left`; digits as a range; in text only the keys that are no text.
  static func keyText(_ binding: KeyMap.Binding, in context: KeyContext) -> String {
    if binding.action == .pick { return context == .jump ? "a–f 1–9" : "1–9" }
    return binding.keys.filter { key in
      if context.takesText, case .character = key { return false }
      return true
    }.map(\.name).joined(separator: " ")
  }
}
