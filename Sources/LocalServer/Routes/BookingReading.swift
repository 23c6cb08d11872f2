import BookingModel
import CalProtocol
import GRDB

// GET /v2/bookings and its single forms (CONTRACT 12.6, 12.7).

extension LocalAPI {
  func booking(_ uid: Booking.UID, _ exchange: Exchange) throws -> WireResponse {
    try database.read { db in
      if let record = try BookingTable.find(db, uid) { return .success(try shown(db, record, exchange).json()) }
      let series = try BookingTable.series(db, uid)
      guard !series.isEmpty else { throw WireFault.bookingNotFound(uid) }
      return .success(.array(try series.map { try shown(db, $0, exchange).json() }))
    }
  }

  func booking(seat: String, _ exchange: Exchange) throws -> WireResponse {
    try database.read { db in
      guard let record = try BookingTable.find(db, seat: seat) else { throw WireFault.seatNotFound(seat) }
      var shown = record
      if !exchange.isOwner { shown.attendees.removeAll { $0.attendee.seatUID != seat } }
      return .success(shown.json(seat: seat))
    }
  }

  /// Who is not the host does not see the other people of a seated booking, unless the service shows them.
  private func shown(_ db: Database, _ record: BookingRecord, _ exchange: Exchange) throws -> BookingRecord {
    guard record.isSeated, !exchange.isOwner else { return record }
    let service = try record.booking.service.flatMap { try ServiceTable.find(db, $0)?.service }
    var result = record
    if service?.rules.seats?.showsAttendees != true { result.attendees = [] }
    return result
  }

  func bookings(_ exchange: Exchange) throws -> WireResponse {
    let dialect: BookingQuery.Dialect = exchange.version == .bookingsCursor ? .cursor : .pages
    let query = try BookingQuery.read(exchange.query, dialect: dialect)
    return try database.read { db in
      for id in query.services {
        // Unknown ids are refused without saying which (CONTRACT 12.6).
        guard try ServiceTable.find(db, id) != nil || BookingSearch.isBooked(db, id) else { throw WireFault.notPending }
      }
      let search = BookingSearch(query, dialect: dialect, now: exchange.now)
      switch dialect {
      case .pages:
        var skip = 0
        if case .skip(let count) = query.page { skip = count }
        let take = query.pageSize ?? 100
        let rows = try search.rows(db, limit: take, offset: skip)
        let page = PaginationWire.pages(total: try search.count(db), skip: skip, take: take, returned: rows.count)
        return WireResponse(
          status: 200, json: Envelope.success(.array(rows.map { $0.json() }), pagination: page))
      case .cursor:
        let limit = query.pageSize ?? 50
        let rows = try search.after(query.page).rows(db, limit: limit + 1, offset: 0)
        let shown = rows.prefix(limit)
        let next = rows.count > limit ? shown.last.map(BookingSearch.cursor) : nil
        return WireResponse(
          status: 200, json: Envelope.success(.array(shown.map { $0.json() }), pagination: .cursor(next: next)))
      }
    }
  }
}

/// The list's question as SQL.
struct BookingSearch {
  private var conditions: [String] = []
  private var arguments: [any DatabaseValueConvertible] = []
  private var column = "startAt"
  private var isAscending = true

  init(_ query: BookingQuery, dialect: BookingQuery.Dialect, now: Instant) {
    let statuses = BookingQuery.StatusFilter.allCases.filter(query.statuses.contains)
    if !statuses.isEmpty {
      conditions.append("(" + statuses.map(BookingSearch.condition).joined(separator: " OR ") + ")")
      // Every kind but "cancelled" asks for the present moment once.
      arguments += statuses.filter { $0 != .cancelled }.map { _ in now.milliseconds }
    }
    add("startAt >= ?", query.from?.milliseconds)
    add("endAt <= ?", query.through?.milliseconds)
    add("createdAt >= ?", query.createdAfter?.milliseconds)
    add("createdAt <= ?", query.createdBefore?.milliseconds)
    add("updatedAt >= ?", query.updatedAfter?.milliseconds)
    add("updatedAt <= ?", query.updatedBefore?.milliseconds)
    add("uid = ?", query.uid?.rawValue)
    add("id IN (SELECT bookingId FROM attendee WHERE email = ?)", query.attendeeEmail?.lowercased())
    add("id IN (SELECT bookingId FROM attendee WHERE name = ?)", query.attendeeName)
    if !query.services.isEmpty {
      conditions.append("serviceId IN (" + query.services.map { String($0.rawValue) }.joined(separator: ",") + ")")
    }
    // There are no teams here, so nothing belongs to one.
    if !query.teams.isEmpty { conditions.append("0") }
    switch dialect {
    case .pages:
      isAscending = statuses != [.past] && statuses != [.cancelled]
      guard let sort = query.sort else { break }
      isAscending = sort.isAscending
      column =
        switch sort.key {
        case .start: "startAt"
        case .end: "endAt"
        case .created: "createdAt"
        case .updated: "updatedAt"
        }
    case .cursor:
      // Coming ones from about an hour ago on, everything else backwards (CONTRACT 12.6).
      isAscending = !statuses.isEmpty && statuses != [.past] && statuses != [.cancelled]
      if isAscending { add("startAt >= ?", now.adding(minutes: -60).milliseconds) }
    }
  }

  private mutating func add(_ condition: String, _ value: (any DatabaseValueConvertible)?) {
    guard let value else { return }
    conditions.append(condition)
    arguments.append(value)
  }

  private var filter: String { conditions.isEmpty ? "" : " WHERE " + conditions.joined(separator: " AND ") }

  func count(_ db: Database) throws -> Int {
    try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM booking" + filter, arguments: StatementArguments(arguments)) ?? 0
  }

  func rows(_ db: Database, limit: Int, offset: Int) throws -> [BookingRecord] {
    let direction = isAscending ? "ASC" : "DESC"
    let sql = "SELECT * FROM booking\(filter) ORDER BY \(column) \(direction), id \(direction) LIMIT ? OFFSET ?"
    return try BookingTable.records(
      db, Row.fetchAll(db, sql: sql, arguments: StatementArguments(arguments + [limit, offset])))
  }

  /// Goes on behind the row that a cursor names; a cursor of ours is `start.id` of the last row shown.
  func after(_ page: BookingQuery.PageMark?) throws -> BookingSearch {
    guard case .cursor(let text) = page else { return self }
    let parts = text.split(separator: ".").map { Int64($0) }
    guard parts.count == 2, let start = parts[0], let id = parts[1] else {
      throw WireFault.lax([
        PropertyFault("cursor", value: .string(text), constraints: [.init("isCursor", "cursor is not valid")])
      ])
    }
    var result = self
    result.conditions.append("(startAt, id) \(isAscending ? ">" : "<") (?, ?)")
    result.arguments += [start, id]
    return result
  }

  static func cursor(_ record: BookingRecord) -> String { "\(record.booking.start.milliseconds).\(record.id)" }

  /// A service that is gone is still known where bookings name it.
  static func isBooked(_ db: Database, _ id: Service.ID) throws -> Bool {
    try Bool.fetchOne(
      db, sql: "SELECT EXISTS (SELECT 1 FROM booking WHERE serviceId = ?)", arguments: [id.rawValue]) ?? false
  }

  private static func condition(_ status: BookingQuery.StatusFilter) -> String {
    switch status {
    case .upcoming:
      "(endAt >= ? AND status NOT IN ('cancelled', 'rejected') AND (seriesUid IS NULL OR status = 'accepted'))"
    case .recurring: "(endAt >= ? AND seriesUid IS NOT NULL AND status NOT IN ('cancelled', 'rejected'))"
    case .past: "(endAt <= ? AND status NOT IN ('cancelled', 'rejected'))"
    case .cancelled: "status IN ('cancelled', 'rejected')"
    case .unconfirmed: "(endAt >= ? AND status = 'pending')"
    }
  }
}
