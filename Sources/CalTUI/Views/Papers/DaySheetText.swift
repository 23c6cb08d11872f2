import BookingModel

/// The day on sheets of paper.
struct DaySheetText {
  let pages: [[String]]

  init(_ sheet: DaySheet, columns: Int = PaperText.sheetColumns, lines: Int = PaperText.sheetLines) {
    let page = PaperColumns(columns: columns)
    let time = TimeText(sheet.shop)
    let table = Table(page: page, time: time)
    let hosts = Set(
      sheet.rows.compactMap { row -> String? in
        if case .booking(let booking, _, _) = row { booking.hosts.first?.name } else { nil }
      })
    let blocks = sheet.rows.map { table.block($0, sheet, namesHost: hosts.count > 1) }
    let pagination = Pagination(lines: lines) { number, count in
      DaySheetText.head(sheet, page, time, number, count) + [table.head, page.rule]
    }
    let empty = sheet.rows.isEmpty ? [["No bookings."]] : []
    pages = pagination.pages(blocks + empty)
  }

  private static func head(
    _ sheet: DaySheet, _ page: PaperColumns, _ time: TimeText, _ number: Int, _ count: Int
  ) -> [String] {
    let bookings = sheet.rows.count { if case .booking = $0 { true } else { false } }
    var facts = bookings == 1 ? "1 booking" : "\(bookings) bookings"
    if sheet.gone > 0 { facts += ", \(sheet.gone) cancelled" }
    let noon = sheet.shop.zone.instant(of: LocalTime(day: sheet.day, minute: 720))
    facts += "; times are \(time.zoneName(at: noon))"
    var printed = "Printed \(time.day(sheet.shop.zone.day(of: sheet.printedAt))) \(time.time(sheet.printedAt))"
    if let read = sheet.readAt { printed += ", as read at \(time.time(read))" }
    let who = [sheet.clerk, sheet.desk].filter { !$0.isEmpty }.joined(separator: ", ")
    if !who.isEmpty { printed += ", by \(who)" }
    return page.spread(sheet.shop.name.isEmpty ? "Bookings" : sheet.shop.name, time.longDay(sheet.day))
      + page.spread(facts, "page \(number) of \(count)") + page.wrapped(printed) + [""]
  }

  /// Columns of the table; the state has what is left.
  private struct Table {
    let page: PaperColumns
    let time: TimeText

    private var when: Int { 2 * time.columns + 1 }
    private let phone = 15
    private var name: Int { (page.columns - when - phone - 5) * 9 / 20 }
    private var service: Int { (page.columns - when - phone - 5) * 7 / 20 }

    var head: String { line("Time", "Customer", "Phone", "Service", "State") }

    private func line(_ when: String, _ name: String, _ phone: String, _ service: String, _ state: String) -> String {
      page.trimmed(
        page.padded(when, to: self.when) + "  " + page.padded(name, to: self.name) + " "
          + page.padded(phone, to: self.phone) + " " + page.padded(service, to: self.service) + " "
          + page.padded(state, to: page.columns - self.when - self.name - self.phone - self.service - 5))
    }

    func block(_ row: DaySheet.Row, _ sheet: DaySheet, namesHost: Bool) -> [String] {
      switch row {
      case .free(let range, let host):
        let length = TimeText.length(range.upperBound.minutes(since: range.lowerBound))
        let free = "- free, " + [length, host].compactMap { $0 }.joined(separator: ", ")
        return [line(span(range.lowerBound, range.upperBound), free, "", "", "")]
      case .booking(let booking, let service, let facts):
        let title = service?.title ?? booking.serviceSlug ?? booking.title
        let attendee = booking.attendees.first
        let told = { sheet.shop.policy.phoneText($0, columns: phone) }
        var lines = [
          line(
            span(booking.start, booking.end), attendee?.name ?? "", attendee?.phone.map(told) ?? "", title,
            state(booking, facts))
        ]
        let indent = when + 2
        func more(_ label: String, _ text: String?) {
          guard let text, !text.isEmpty else { return }
          lines += page.wrapped(label + ": " + text, indent: indent)
        }
        if namesHost { more("Host", booking.hosts.first?.name) }
        for (label, answer) in BookingAnswers.told(booking, service, sheet.shop.policy) { more(label, answer) }
        more("Notes", booking.notes)
        more("Staff note", facts.note)
        return lines
      }
    }

    private func span(_ start: Instant, _ end: Instant) -> String {
      time.alignedSpan(start, end).split(separator: "–").joined(separator: "-")
    }

    private func state(_ booking: Booking, _ facts: BookingFacts) -> String {
      if booking.attendees.first?.isAbsent == true { return "no-show" }
      if booking.status == .pending { return "to confirm" }
      if facts.doneAt != nil { return "done" }
      if facts.arrivedAt != nil { return "arrived" }
      return "booked"
    }
  }
}
