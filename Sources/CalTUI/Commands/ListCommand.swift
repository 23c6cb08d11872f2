import ArgumentParser
import BookingModel
import CalProtocol

/// `caltui list`
struct ListCommand: DeskAction {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List bookings by start, today's unless told otherwise.")

  @OptionGroup var global: GlobalArguments
  @Option(help: ArgumentHelp("The first day, such as 2026-11-23.", valueName: "date"))
  var from: DayArgument?
  @Option(help: ArgumentHelp("The last day; the first one unless given.", valueName: "date"))
  var to: DayArgument?
  @Option(
    help: ArgumentHelp("upcoming, recurring, past, cancelled or unconfirmed; all unless given.", valueName: "status"))
  var status: String?
  @Flag(help: "Print JSON: an array of booking objects.")
  var json = false

  func validate() throws {
    if let from, let to, to.day < from.day { throw ValidationError("--to must not lie before --from.") }
    _ = try statuses()
  }

  private func statuses() throws -> [BookingQuery.StatusFilter] {
    try (status ?? "").split(separator: ",").map { word in
      guard let status = BookingQuery.StatusFilter(rawValue: String(word)) else {
        let known = BookingQuery.StatusFilter.allCases.map(\.rawValue).joined(separator: ", ")
        throw ValidationError("--status \(word) is unknown. Choose from: \(known).")
      }
      return status
    }
  }

  func perform(_ surroundings: Surroundings) throws(CommandFailure) {
    let session = try CommandSession(global, surroundings)
    let zone = try session.zone()
    let first: CalendarDay
    if let from { first = from.day } else { first = min(try session.today(), to?.day ?? .init(daysSince1970: Int.max)) }
    let range = zone.start(of: first)..<zone.start(of: (to?.day ?? first).advanced(by: 1))
    // The list filters by end, so the last day gets a margin for what goes on past midnight (CONTRACT 12.6).
    let query = BookingQuery(
      statuses: (try? statuses()) ?? [], from: range.lowerBound, through: range.upperBound.adding(minutes: 1440),
      sort: BookingQuery.Sort(.start), pageSize: 250)
    let rows = try session.rows(query).filter { range.contains($0.booking.start) }
      .sorted { ($0.booking.start, $0.booking.uid.rawValue) < ($1.booking.start, $1.booking.uid.rawValue) }
    if json {
      surroundings.print(JSONText.text(.array(rows.map(\.json))))
    } else {
      let policy = session.policy
      for row in rows { surroundings.print(BookingLine.text(row.booking, zone: zone, policy: policy)) }
    }
  }
}

/// A booking as one line for people.
enum BookingLine {
  static func text(_ booking: Booking, zone: Zone, policy: AttendeePolicy) -> String {
    let attendee = booking.attendees.first
    let start = zone.local(booking.start)
    let end = zone.local(booking.end)
    let span = clock(start) + "–" + clock(end)
    return TextTable.row([
      (start.day.description, 10), (span, 11), (booking.status.rawValue, 9), (attendee?.name ?? "", 24),
      (attendee?.phone.map { policy.phoneText($0) } ?? attendee?.email ?? "", 16),
      (booking.serviceSlug ?? booking.title, 20),
      (booking.uid.rawValue, 0),
    ])
  }

  private static func clock(_ time: LocalTime) -> String { twoDigits(time.hour) + ":" + twoDigits(time.minute % 60) }
}

extension CommandSession {
  /// A row of the list and the object it was read from.
  struct Row {
    var booking: Booking
    var json: JSONValue
  }

  /// All pages of a list. Rows that cannot be read are left out.
  func rows(_ query: BookingQuery) throws(CommandFailure) -> [Row] {
    var query = query
    var found: [Row] = []
    // A server whose pages never end must not keep us busy for ever.
    for _ in 0..<200 {
      let call = Calls.bookings(query)
      let read = call.read
      let (next, rows) = try ask(
        Call<(BookingQuery.PageMark?, [Row])>(call.request) {
          (response) throws(CalError) -> (BookingQuery.PageMark?, [Row]) in
          let page = try read(response)
          let data = response.data
          let objects = data.array ?? data["bookings"]?.array ?? []
          return (page.next, objects.compactMap { json in BookingWire.read(json).map { Row(booking: $0, json: json) } })
        })
      found += rows
      guard let next else { break }
      query.page = next
    }
    // Pages of a list that changes while it is read may overlap.
    var seen: Set<Booking.UID> = []
    return found.filter { seen.insert($0.booking.uid).inserted }
  }
}
