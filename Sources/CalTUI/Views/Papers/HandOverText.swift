import BookingModel

/// The hand-over in lines: on screen with roles, on paper without.
struct HandOverText {
  struct Line: Equatable {
    var text: String
    var role: Role
  }

  /// What is there, in the order of its weight.
  let lines: [Line]
  private let sheet: HandOverSheet
  private let page: PaperColumns
  private let time: TimeText

  init(_ sheet: HandOverSheet, columns: Int) {
    self.sheet = sheet
    let page = PaperColumns(columns: columns)
    let time = TimeText(sheet.shop)
    self.page = page
    self.time = time
    lines = sheet.sections.flatMap { HandOverText.lines($0, page, time, sheet) }
  }

  /// `Alva's shift at front, since Mon 23 Nov 08:02`
  var title: String {
    let day = { (instant: Instant) in time.day(sheet.shop.zone.day(of: instant)) }
    if sheet.isWholeDay { return "Hand-over: the whole of \(day(sheet.period.lowerBound))" }
    let since = "\(day(sheet.period.lowerBound)) \(time.time(sheet.period.lowerBound))"
    let isRunning = sheet.period.upperBound > sheet.printedAt
    let until = isRunning ? "since \(since)" : "\(since)-\(time.time(sheet.period.upperBound))"
    return "Hand-over: \(sheet.clerk.isEmpty ? "shift" : "\(sheet.clerk)'s shift") \(until)"
  }

  var scope: String { sheet.isOwnOnly ? "this clerk only" : "all desks" }

  var pages: [[String]] {
    let pagination = Pagination(lines: PaperText.sheetLines) { number, count in
      page.spread(sheet.shop.name.isEmpty ? "Hand-over" : sheet.shop.name, "page \(number) of \(count)")
        + page.spread(title, scope)
        + page.wrapped(
          "Printed \(time.day(sheet.shop.zone.day(of: sheet.printedAt))) \(time.time(sheet.printedAt)) at \(sheet.desk)"
        )
        + [page.rule]
    }
    return pagination.pages(lines.map { [$0.text] })
  }

  private static func lines(
    _ section: HandOverSheet.Section, _ page: PaperColumns, _ time: TimeText, _ sheet: HandOverSheet
  ) -> [Line] {
    let count = section.lines.count
    let heading = heading(section.topic)
    guard count > 0 else {
      return [Line(text: "\(heading): \(section.topic == .unresolved ? "0" : "none")", role: .dim)]
    }
    let isLoud = section.topic == .unresolved
    var lines = [Line(text: "\(heading): \(count)", role: isLoud ? .error : .label)]
    for line in section.lines {
      let texts = text(line, section.topic, page, time, sheet)
      lines += texts.map { Line(text: $0, role: isLoud ? .error : .plain) }
    }
    return lines
  }

  private static func heading(_ topic: HandOverSheet.Topic) -> String {
    switch topic {
    case .unresolved: "Unresolved writes"
    case .drafts: "Bookings left unfinished"
    case .here: "Customers still here"
    case .made: "Made"
    case .moved: "Moved"
    case .cancelled: "Cancelled"
    case .fixed: "Name or contact corrected"
    case .noShows: "No-shows"
    case .confirmed: "Confirmed"
    case .declined: "Declined"
    case .otherChanges: "Other changes"
    case .notes: "Notes for colleagues"
    }
  }

  /// `10:15  Ada Ray, Express Wash, Mon 23 Nov 11:00 (was 10:30)        Alva, front`
  private static func text(
    _ line: HandOverSheet.Line, _ topic: HandOverSheet.Topic, _ page: PaperColumns, _ time: TimeText,
    _ sheet: HandOverSheet
  ) -> [String] {
    let today = sheet.shop.zone.day(of: sheet.printedAt)
    func when(_ instant: Instant) -> String {
      let day = sheet.shop.zone.day(of: instant)
      return (day == today ? "" : time.day(day) + " ") + time.time(instant)
    }
    var parts = [line.name.isEmpty ? "no name" : line.name]
    if !line.service.isEmpty { parts.append(line.service) }
    if let start = line.start { parts.append(when(start)) }
    var text = parts.joined(separator: ", ")
    if let before = line.before { text += " (was \(when(before)))" }
    if topic == .fixed, !line.text.isEmpty { text += " (was \(line.text))" }
    if topic == .notes { text += ": \(line.text)" }
    let at = when(line.at)
    let who = [line.clerk, line.desk].filter { !$0.isEmpty }.joined(separator: ", ")
    let indent = max(at.columns + 4, 2 + time.columns + 2)
    guard page.columns >= 60, !who.isEmpty else {
      return page.wrapped(text + (who.isEmpty ? "" : " - \(who)"), label: "  " + at, indent: indent)
    }
    // Who did it stands at the right edge, so that the eye can run down it.
    let edge = page.columns - who.columns - 2
    let narrow = PaperColumns(columns: max(edge, 40))
    var lines = narrow.wrapped(text, label: "  " + at, indent: indent)
    if let first = lines.first { lines[0] = page.spread(first, who).first ?? first }
    return lines
  }
}
