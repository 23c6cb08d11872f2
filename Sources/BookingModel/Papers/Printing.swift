// What is put on paper, and what came of it.

/// A paper on screen: where no printer is configured, it can be read there.
public struct PaperPage: Equatable, Sendable {
  public var paper: Paper
  public var outcome: PrintOutcome
  public var scroll = 0
}

extension Model {
  /// Papers on their way together at most: a printer that hangs is not given more and more.
  private static let printLimit = 3

  mutating func printSlip(_ booking: Booking?) -> [Effect] {
    guard let booking else {
      notice = .noBookingSelected
      return []
    }
    return print(.slip(Slip(shop: shop, booking: booking, service: service(booking.service), printedAt: now)))
  }

  /// The day that the board shows.
  mutating func printDay() -> [Effect] {
    guard let sheet = daySheet(board.day) else {
      notice = .dayNotRead
      return []
    }
    return print(.day(sheet))
  }

  /// `nil` while the day has not been read.
  public func daySheet(_ day: CalendarDay) -> DaySheet? {
    guard let bookings = days[day]?.value else { return nil }
    let present = bookings.filter(\.status.takesTime)
    var rows: [DaySheet.Row] = present.map {
      .booking($0, service: service($0.service), facts: facts(of: $0.uid))
    }
    let names = Dictionary(hosts(on: day).map { ($0.id, $0.name) }) { first, _ in first }
    for row in self.rows(on: day) {
      guard case .gap(let range, _) = row.content, case .gap(_, let host) = row.id else { continue }
      rows.append(.free(range, host: host.flatMap { names[$0] }))
    }
    rows.sort { ($0.start, $0.hostName, $0.uid) < ($1.start, $1.hostName, $1.uid) }
    return DaySheet(
      shop: shop, day: day, clerk: clerk, desk: desk, printedAt: now, readAt: days[day]?.loadedAt ?? lastContact,
      rows: rows, gone: bookings.count { !$0.status.takesTime && !$0.isReplaced })
  }

  mutating func print(_ paper: Paper) -> [Effect] {
    guard printing < Model.printLimit else {
      notice = .stillPrinting
      return []
    }
    printing += 1
    notice = .printing(paper.kind)
    return [.print(paper)]
  }

  mutating func printed(_ paper: Paper, _ outcome: PrintOutcome) -> [Effect] {
    printing = max(0, printing - 1)
    // Where nobody has set up a printer, the paper is shown; a clerk who went on to something else is not disturbed.
    if case .kept = outcome, overlays.isEmpty, lock == nil, [.board, .card, .outcome, .handOver].contains(page) {
      notice = nil
      overlays.append(.paper(PaperPage(paper: paper, outcome: outcome)))
      return []
    }
    notice = .printed(paper.kind, outcome)
    return []
  }

  mutating func paperAction(_ action: Action) -> [Effect] {
    guard case .paper(var shown) = overlay else { return [] }
    switch action {
    case .up: shown.scroll = max(0, shown.scroll - 1)
    case .down: shown.scroll = min(shown.scroll + 1, shown.lastScroll(rows: size.rows))
    case .pageBack: shown.scroll = max(0, shown.scroll - PaperPage.page(size))
    case .pageOn: shown.scroll = min(shown.scroll + PaperPage.page(size), shown.lastScroll(rows: size.rows))
    case .first: shown.scroll = 0
    case .last: shown.scroll = shown.lastScroll(rows: size.rows)
    default:
      overlay = nil
      return []
    }
    overlay = .paper(shown)
    return []
  }
}

extension PaperPage {
  /// Rows of the page that are not the paper's: top line, title, where it was kept, notice, keys.
  public static let otherRows = 7

  fileprivate static func page(_ size: Size) -> Int { max(1, size.rows - otherRows) }

  /// Scrolled that far, the last line stands on the last row.
  public func lastScroll(rows: Int) -> Int {
    guard case .kept(_, _, let lines) = outcome else { return 0 }
    return max(0, lines - max(1, rows - PaperPage.otherRows))
  }
}

extension Booking {
  /// Taken away only because another one has its place: it was moved, or a name was put right.
  fileprivate var isReplaced: Bool { movedTo != nil || cancellationReason == Model.reasonOfFix }
}

extension DaySheet.Row {
  fileprivate var hostName: String {
    if case .booking(let booking, _, _) = self { booking.hosts.first?.name ?? "" } else { "" }
  }
  fileprivate var uid: String {
    if case .booking(let booking, _, _) = self { booking.uid.rawValue } else { "" }
  }
}
