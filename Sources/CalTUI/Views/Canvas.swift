import BookingModel

/// A frame in the making: the grid, the cursor, and the rows that pages may use.
///
/// Row 0 is the top line, row 1 the page's title; the last row has the keys, the one above it the notice.
struct Canvas {
  var grid: Grid
  var cursor: Position?
  let size: Size
  let time: TimeText
  /// What can be clicked, the topmost last; `nil` where nobody asks.
  private(set) var spots: [(rows: Range<Int>, columns: Range<Int>, spot: Spot)]?
  /// What a pane's page calls itself: its title has the whole width of the screen.
  private var paneTitle: (title: String, detail: String, role: Role)?
  private var isPane = false
  var stills: Stills

  init(model: Model, size: Size, findsSpots: Bool = false, stills: Stills = Stills()) {
    self.size = size
    self.stills = stills
    spots = findsSpots ? [] : nil
    grid = Grid(size: size)
    time = TimeText(model.shop)
    drawTopLine(model)
  }

  /// A part of another canvas, as high and less wide.
  private init(paneOf canvas: Canvas, columns: Int) {
    size = Size(columns: columns, rows: canvas.size.rows)
    grid = Grid(size: size)
    time = canvas.time
    spots = canvas.spots == nil ? nil : []
    isPane = true
    stills = canvas.stills
  }

  /// An empty one, to draw on what is kept.
  private init(size: Size, time: TimeText) {
    self.size = size
    self.time = time
    grid = Grid(size: size)
    stills = Stills()
  }

  /// Says what lies in some cells.
  mutating func mark(_ spot: Spot, row: Int, columns: Range<Int>) {
    spots?.append((row..<row + 1, columns, spot))
  }

  func spot(at position: Position) -> Spot? {
    spots?.last { $0.rows.contains(position.row) && $0.columns.contains(position.column) }?.spot
  }

  /// Lets a page draw into some columns as if they were all of them.
  mutating func drawPane(_ columns: Range<Int>, _ draw: (inout Canvas) -> Void) {
    var pane = Canvas(paneOf: self, columns: columns.count)
    draw(&pane)
    stills = pane.stills
    grid.draw(
      pane.grid, rows: body.lowerBound..<noticeRow, at: Position(row: body.lowerBound, column: columns.lowerBound))
    for (rows, inner, spot) in pane.spots ?? [] {
      spots?.append((rows, columns.lowerBound + inner.lowerBound..<columns.lowerBound + inner.upperBound, spot))
    }
    if let cursor = pane.cursor {
      // Above the body stands the title, which is the screen's.
      let left = cursor.row < body.lowerBound ? 0 : columns.lowerBound
      self.cursor = Position(row: cursor.row, column: left + cursor.column)
    }
    if let title = pane.paneTitle { drawTitle(title.title, detail: title.detail, role: title.role) }
  }

  /// Draws whole rows that the cursor of the page does not change, or takes them from the frame before.
  ///
  /// What they are drawn from has no cursor (``Stills``), so that they cannot hang on it.
  mutating func drawStill(
    _ name: Stills.Part.Name, rows: Range<Int>, top: Int = 0, _ model: Model, _ draw: (inout Canvas, Model) -> Void
  ) {
    let (size, time) = (size, time)
    let kept = stills.grid(Stills.Part(name: name, size: size, top: top)) { still in
      var canvas = Canvas(size: size, time: time)
      draw(&canvas, still)
      return canvas.grid
    }
    if let kept { grid.copy(rows, of: kept) } else { draw(&self, model) }
  }

  /// Rows between the title and the notice.
  var body: Range<Int> { Canvas.body(rows: size.rows) }
  static func body(rows: Int) -> Range<Int> { 2..<max(3, rows - 2) }
  var noticeRow: Int { size.rows - 2 }
  var footerRow: Int { size.rows - 1 }
  var isNarrow: Bool { size.columns < 60 }

  // MARK: - Lines of every page

  /// Shop, date, zone, age of the data, clerk and desk.
  private mutating func drawTopLine(_ model: Model) {
    grid.fill(row: 0, columns: 0..<size.columns, role: .title)
    if model.page == .setup {
      grid.write("caltui", at: Position(row: 0, column: 1), role: .title)
      grid.writeTrailing("first start", row: 0, before: size.columns - 1, role: .title)
      return
    }
    let age = DataAge(model)
    var right = age.text
    if model.isReadOnly { right += isNarrow ? "  READS" : "  READ ONLY" }
    // However long names are, shop, date and age of the data stay.
    if !model.clerk.isEmpty, !isNarrow { right += "  \(model.clerk.shortened(to: size.columns / 5))" }
    if !model.desk.isEmpty, !isNarrow { right += " · \(model.desk.shortened(to: size.columns / 8))" }
    let clock = time.time(minute: model.shop.zone.local(model.now).minute)
    let edge = grid.writeTrailing(right, row: 0, before: size.columns - 1, role: .title)
    if age.isBad {
      grid.paint(.warning, row: 0, columns: edge..<edge + age.text.columns)
    }
    let name = model.shop.name.isEmpty ? "caltui" : model.shop.name
    // The date grows as long as the shop's name leaves room; a name too long for any of them is cut.
    let day = time.day(model.today)
    let zone = "UTC" + model.shop.zone.offsetText(at: model.now)
    let dates = ["\(day) \(clock) \(time.zoneName(at: model.now))", "\(day) \(clock) \(zone)", "\(day) \(clock)"]
    let room = edge - 2 - min(name.columns, 24) - 3
    let date = isNarrow ? clock : dates.first { $0.columns <= room } ?? clock
    let dateEdge = grid.writeTrailing(date, row: 0, before: edge - 2, role: .title)
    grid.writeClipped(name, at: Position(row: 0, column: 1), role: .title, limit: max(0, dateEdge - 3))
  }

  /// What this page is, and on the right a detail.
  mutating func drawTitle(_ title: String, detail: String = "", role: Role = .label) {
    if isPane {
      paneTitle = (title, detail, role)
      return
    }
    let edge =
      detail.isEmpty ? size.columns : grid.writeTrailing(detail, row: 1, before: size.columns - 1, role: .dim)
    grid.writeClipped(title, at: Position(row: 1, column: 1), role: role, limit: max(0, edge - 2))
  }

  /// The notice, and the keys that matter now, drawn from the one table of keys.
  mutating func drawFooter(_ model: Model) {
    if let notice = model.notice, model.lock == nil, !isSaid(notice, model) {
      let text = NoticeText(notice, shop: model.shop, keys: model.keys)
      grid.fill(row: noticeRow, columns: 0..<size.columns)
      grid.writeClipped(text.text, at: Position(row: noticeRow, column: 1), role: text.role)
      drawCall(model, besides: text.text.columns)
    } else {
      drawCall(model, besides: 0)
    }
    drawStill(.keys, rows: footerRow..<footerRow + 1, model) { $0.drawKeys($1) }
  }

  /// The model knows only about how far a text goes, the view exactly: a key that went beyond is answered here.
  mutating func drawEnd() {
    write(NoticeText.end, noticeRow, 1, .dim)
  }

  private mutating func drawKeys(_ model: Model) {
    grid.fill(row: footerRow, columns: 0..<size.columns)
    let keys = FooterKeys(model)
    // The way out and the way to all keys always stand at the right end.
    var edge = size.columns - 1 - keys.always.reduce(-2) { $0 + $1.columns + 2 }
    let left = edge - 2
    for hint in keys.always {
      draw(hint, at: edge)
      edge += hint.columns + 2
    }
    var column = 1
    for hint in keys.hints where column + hint.columns <= left {
      draw(hint, at: column)
      column += hint.columns + 2
    }
  }

  /// Who is calling, and the key that takes the call: beside the notice where both fit, else after it has gone.
  private mutating func drawCall(_ model: Model, besides used: Int) {
    guard let call = CallText(model) else { return }
    let room = size.columns - 2 - (used == 0 ? 0 : used + 3)
    guard let text = [call.text, call.short].first(where: { $0.columns <= room }) ?? (used == 0 ? call.short : nil)
    else { return }
    if used == 0 {
      grid.fill(row: noticeRow, columns: 0..<size.columns)
      grid.writeClipped(text, at: Position(row: noticeRow, column: 1), role: .accent)
    } else {
      grid.writeTrailing(text, row: noticeRow, before: size.columns - 1, role: .accent)
    }
  }

  private mutating func draw(_ hint: FooterKeys.Hint, at column: Int) {
    let used = grid.write(hint.key, at: Position(row: footerRow, column: column), role: .key)
    grid.write(hint.label, at: Position(row: footerRow, column: column + used + 1), role: .dim)
  }

  /// Prompts stand where the notice would, and the summary says itself why it was refused.
  private func isSaid(_ notice: Notice, _ model: Model) -> Bool {
    switch model.overlay {
    case .goTo, .clerk, .note, .quit, .jump, .customer: return true
    case .paper: return false
    // The reason for asking again stands where the choice is.
    case .change(let prompt): return prompt.isReady || notice != .reasonNeeded
    case .help, nil: break
    }
    if model.page == .summary, let refusal = model.draft?.refusal, notice == .server(refusal) { return true }
    return false
  }

  // MARK: - Drawing

  /// Where a page has nothing to type or to choose, the real cursor stands at the line that matters most: screen readers follow it.
  mutating func putCursor(row: Int) { cursor = Position(row: row, column: 1) }
  mutating func putCursorOnTitle() { putCursor(row: 1) }

  @discardableResult
  mutating func write(_ text: String, _ row: Int, _ column: Int, _ role: Role = .plain, limit: Int? = nil) -> Int {
    grid.writeClipped(text, at: Position(row: row, column: column), role: role, limit: limit)
  }

  /// A message in the middle of the page: empty, loading and failed states.
  mutating func drawMessage(_ lines: [String], role: Role = .dim) {
    drawMessage(lines.map { (text: $0, role: role) })
  }

  mutating func drawMessage(_ lines: [(text: String, role: Role)]) {
    // In the upper third, but not so low that the end would be cut off.
    let room = body.count - messageRows(lines.map(\.text))
    var row = body.lowerBound + max(0, min(room, (body.count - lines.count) / 3))
    for line in lines {
      for part in wrap(line.text, to: messageColumns) where row < body.upperBound {
        write(part, row, max(1, (size.columns - part.columns) / 2), line.role)
        row += 1
      }
    }
  }

  private var messageColumns: Int { max(10, size.columns - 4) }

  /// Rows that a message takes.
  func messageRows(_ texts: [String]) -> Int { texts.reduce(0) { $0 + wrap($1, to: messageColumns).count } }

  /// An editable line with its cursor; the part around the cursor shows when it is too long.
  mutating func drawInput(
    _ line: TextLine, row: Int, columns: Range<Int>, isFocused: Bool, placeholder: String = "", role: Role = .input
  ) {
    grid.fill(row: row, columns: columns, role: isFocused ? .focus : role)
    let role = isFocused ? Role.focus : role
    if line.isEmpty, !placeholder.isEmpty {
      write(placeholder, row, columns.lowerBound, isFocused ? .focus : .placeholder, limit: columns.count)
    }
    let shown = String(line.characters.map { $0 == "\n" ? "⏎" : $0 })
    let before = String(shown.prefix(line.cursor)).columns
    // The cursor needs a column of its own behind the last character.
    var hidden = 0
    var skipped = 0
    for character in shown where before - hidden >= columns.count {
      hidden += String(character).columns
      skipped += 1
    }
    grid.write(
      String(shown.dropFirst(skipped)), at: Position(row: row, column: columns.lowerBound), role: role,
      limit: columns.count)
    if isFocused {
      cursor = Position(row: row, column: min(columns.upperBound - 1, columns.lowerBound + before - hidden))
    }
  }
}

/// How old what the screen shows is (DESIGN 5).
struct DataAge {
  let text: String
  let isBad: Bool

  init(_ model: borrowing Model) {
    if let until = model.heldOffUntil, until > model.now {
      // Seconds: the server counts in them.
      (text, isBad) = ("BUSY, again \(TimeText(model.shop).timeWithSeconds(until))", true)
      return
    }
    // The day on the board may be older than what was heard last.
    let shown = model.page == .board ? model.dayReadAt[model.board.day] : nil
    guard let last = shown.map({ min($0, model.lastContact ?? $0) }) ?? model.lastContact else {
      switch model.trouble?.kind {
      case nil: (text, isBad) = ("connecting", false)
      case .notSignedIn: (text, isBad) = ("KEY REFUSED", true)
      default: (text, isBad) = ("OFFLINE", true)
      }
      return
    }
    let seconds = (model.now.milliseconds - last.milliseconds) / 1000
    let minutes = Int(seconds / 60)
    if model.trouble?.kind == .notSignedIn {
      (text, isBad) = ("KEY REFUSED", true)
    } else if let trouble = model.trouble, case .noAnswer = trouble.kind {
      (text, isBad) = (minutes == 0 ? "OFFLINE" : "OFFLINE \(AgeText.age(minutes: minutes))", true)
    } else if seconds <= AgeText.live {
      (text, isBad) = ("live", false)
    } else if minutes < 10 {
      (text, isBad) = (AgeText.age(minutes: minutes), false)
    } else {
      (text, isBad) = ("STALE \(AgeText.age(minutes: minutes))", true)
    }
  }
}

/// The keys for the bottom line: those of the state, with what they do just now.
struct FooterKeys {
  struct Hint {
    var key: String
    var label: String
    var columns: Int { key.columns + (label.isEmpty ? 0 : 1 + label.columns) }
  }

  /// In the order of their weight: what does not fit is left out.
  var hints: [Hint] = []
  /// Never left out.
  var always: [Hint] = []

  init(_ model: borrowing Model) {
    let context = model.context
    for binding in model.keys.bindings(in: context) where !binding.footer.isEmpty {
      var key = model.keys.key(for: binding.action, in: context)?.name
      if binding.action == .pick { key = FooterKeys.digits(model) }
      if binding.action == .nextOption { key = FooterKeys.options(model) }
      guard let key, binding.action != .help, FooterKeys.isUseful(binding.action, model, context) else { continue }
      let hint = Hint(key: key, label: FooterKeys.label(binding, model, context))
      if binding.action == .back {
        // Esc explains itself where columns are few.
        always.append(model.size.columns < 60 && hint.label == "back" ? Hint(key: key, label: "") : hint)
      } else if binding.action == .park, context == .summary, FooterKeys.isRequest(model) {
        // While the server is away it is what there is to do, after the key that asks again.
        hints.insert(hint, at: hints.first?.key == model.keyName(.commit, .summary) ? 1 : 0)
      } else {
        hints.append(hint)
      }
    }
    // The help says nothing of itself, and nothing comes before the curtain.
    if context != .help, context != .lock, let help = model.keys.key(for: .help, in: context) {
      always.append(Hint(key: help.name, label: "keys"))
    }
  }

  /// The keys of a booking stay in the footer while the cursor is on a gap: a line that changed at every step would be neither
  /// quiet nor cheap.
  private static func isUseful(_ action: Action, _ model: Model, _ context: KeyContext) -> Bool {
    guard model.offers(action) else { return false }
    if case .jump(let purpose) = model.overlay {
      if action == .reopenDraft { return purpose != .makeRoom && !model.leftDrafts.isEmpty }
      if action == .discard { return purpose == .goOn }
    }
    switch (context, action) {
    case (.card, .confirmBooking), (.card, .declineBooking): return model.selectedBooking?.status == .pending
    case (.unresolved, .lookAgain), (.unresolved, .giveUp): return model.hasUnresolved
    case (.unresolved, .offerAgain):
      if case .create = model.selectedUnresolved?.write { return true } else { return false }
    case (.summary, .commit):
      switch model.summaryState {
      case .slotLost: return false
      case .needsSlot: return model.away == nil
      default: return true
      }
    case (.outcome, .slip): return model.outcomeBooking != nil
    case (.find, .showCustomer), (.find, .newBooking): return model.find.mergesInto == nil
    // What is all on the screen cannot be scrolled.
    case (.help, .down), (.helpFilter, .down):
      if case .help(let page) = model.overlay { return model.helpLayout(page).lastScroll > 0 }
    case (.paper, .down):
      if case .paper(let shown) = model.overlay { return shown.lastScroll(rows: model.size.rows) > 0 }
    case (.handOver, .down): return HandOverView.goesOn(model)
    case (.handOver, .changeView): return !model.handOver.isWholeDay
    // With a command even whether something was typed is nobody's to see.
    case (.lock, .back): return model.hasUnlockCommand || model.lock?.line.isEmpty == false
    default: break
    }
    if context == .board, action == .changeView { return !model.hosts(on: model.board.day).isEmpty }
    return true
  }

  private static func digits(_ model: Model) -> String? {
    switch model.context {
    case .summary:
      if case .slotLost(let nearest) = model.summaryState { return nearest.isEmpty ? nil : "1-\(nearest.count)" }
      return "1-9"
    case .jump: return FooterKeys.letters(model)
    case .week, .month: return model.soonest.isEmpty ? nil : "1-\(model.soonest.count)"
    default: return "1-9"
    }
  }

  /// Both ways, where each has one key.
  private static func options(_ model: Model) -> String? {
    let keys = [Action.previousOption, .nextOption].map { model.keyName($0, model.context) }
    return keys.contains("") ? nil : keys.joined(separator: "/")
  }

  private static func letters(_ model: Model) -> String? {
    let letters = model.parkedByLetter.compactMap(\.parked)
    guard let first = letters.first, let last = letters.last else { return nil }
    return letters.count == 1 ? first : letters.count == 2 ? first + " " + last : first + "-" + last
  }

  /// Whether what is put aside now is a request, because no time can be had.
  private static func isRequest(_ model: Model) -> Bool { model.away != nil || model.isTimeUnchecked }

  private static func label(_ binding: KeyMap.Binding, _ model: Model, _ context: KeyContext) -> String {
    if binding.action == .pick, context == .summary, case .slotLost = model.summaryState { return "nearest" }
    if binding.action == .pick, case .jump(.makeRoom) = model.overlay { return "makes room" }
    if binding.action == .pick, case .jump(.discard) = model.overlay { return "throw away" }
    if binding.action == .open, context == .find, model.find.mergesInto != nil { return "the same person" }
    if binding.action == .park, isRequest(model) { return "keep as request" }
    if binding.action == .commit, case .unchecked = model.summaryState { return "try again" }
    if binding.action == .changeView, context == .handOver, model.handOver.isOwnOnly { return "all desks" }
    return binding.footer
  }
}

/// Breaks a text at blanks so that no line is wider than `columns`; a longer word is cut.
func wrap(_ text: String, to columns: Int) -> [String] {
  var lines: [String] = []
  var line = ""
  for word in text.split(separator: " ", omittingEmptySubsequences: true) {
    let joined = line.isEmpty ? String(word) : line + " " + word
    if joined.columns <= columns {
      line = joined
      continue
    }
    if !line.isEmpty { lines.append(line) }
    line = ""
    var used = 0
    for character in word {
      let width = String(character).columns
      if used + width > columns, !line.isEmpty {
        lines.append(line)
        (line, used) = ("", 0)
      }
      line.append(character)
      used += width
    }
  }
  if !line.isEmpty { lines.append(line) }
  return lines.isEmpty ? [""] : lines
}
