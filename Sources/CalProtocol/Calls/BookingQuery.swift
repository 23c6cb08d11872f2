public import BookingModel

/// The question of `GET /v2/bookings` (CONTRACT 12.6): sent by the client, read by the local server.
public struct BookingQuery: Hashable, Sendable {
  /// How the list is paged: by the version of the request.
  public enum Dialect: Hashable, Sendable {
    /// 2024-08-13 and 2026-02-25: `take` and `skip`.
    case pages
    /// 2026-05-01: `limit` and `cursor`, one status at most.
    case cursor

    public var version: APIVersion { self == .pages ? .bookings : .bookingsCursor }
    public var largestPage: Int { self == .pages ? 250 : 100 }
  }

  public enum StatusFilter: String, Hashable, Sendable, CaseIterable {
    case upcoming, recurring, past, cancelled, unconfirmed
  }

  public enum SortKey: String, Hashable, Sendable, CaseIterable {
    case start = "sortStart"
    case end = "sortEnd"
    case created = "sortCreated"
    case updated = "sortUpdatedAt"
  }

  public struct Sort: Hashable, Sendable {
    public var key: SortKey
    public var isAscending: Bool
    public init(_ key: SortKey, ascending: Bool = true) {
      self.key = key
      self.isAscending = ascending
    }
  }

  /// Where a page begins.
  public enum PageMark: Hashable, Sendable {
    case skip(Int)
    /// Opaque.
    case cursor(String)
  }

  /// None means every status.
  public var statuses: [StatusFilter]
  /// Starts at or after.
  public var from: Instant?
  /// Ends at or before: a booking that crosses the limit is not listed, so leave a margin.
  public var through: Instant?
  public var createdAfter: Instant?
  public var createdBefore: Instant?
  public var updatedAfter: Instant?
  public var updatedBefore: Instant?
  public var services: [Service.ID]
  public var teams: [Int]
  /// Exact.
  public var attendeeEmail: String?
  /// Exact.
  public var attendeeName: String?
  public var uid: Booking.UID?
  /// Not sent in the cursor dialect, which has no order of its own.
  public var sort: Sort?
  /// Rows of a page; `nil` means the server's own size. Cut to what the dialect allows.
  public var pageSize: Int?
  public var page: PageMark?

  public init(
    statuses: [StatusFilter] = [], from: Instant? = nil, through: Instant? = nil, createdAfter: Instant? = nil,
    createdBefore: Instant? = nil, updatedAfter: Instant? = nil, updatedBefore: Instant? = nil,
    services: [Service.ID] = [], teams: [Int] = [], attendeeEmail: String? = nil, attendeeName: String? = nil,
    uid: Booking.UID? = nil, sort: Sort? = nil, pageSize: Int? = nil, page: PageMark? = nil
  ) {
    self.statuses = statuses
    self.from = from
    self.through = through
    self.createdAfter = createdAfter
    self.createdBefore = createdBefore
    self.updatedAfter = updatedAfter
    self.updatedBefore = updatedBefore
    self.services = services
    self.teams = teams
    self.attendeeEmail = attendeeEmail
    self.attendeeName = attendeeName
    self.uid = uid
    self.sort = sort
    self.pageSize = pageSize
    self.page = page
  }

  /// The query as it is sent. The list ignores what it does not know without a word, so nothing else goes out (trap 5 of CONTRACT 18).
  public func items(_ dialect: Dialect) -> [WireRequest.QueryItem] {
    var items: [WireRequest.QueryItem] = []
    func add(_ name: String, _ value: String?) {
      if let value { items.append(WireRequest.QueryItem(name, value)) }
    }
    let sent = dialect == .cursor ? Array(statuses.prefix(1)) : statuses
    add("status", sent.isEmpty ? nil : sent.map(\.rawValue).joined(separator: ","))
    add("attendeeEmail", attendeeEmail)
    add("attendeeName", attendeeName)
    add("bookingUid", uid?.rawValue)
    if services.count == 1 {
      add("eventTypeId", String(services[0].rawValue))
    } else if !services.isEmpty {
      add("eventTypeIds", services.map { String($0.rawValue) }.joined(separator: ","))
    }
    if teams.count == 1 {
      add("teamId", String(teams[0]))
    } else if !teams.isEmpty {
      add("teamsIds", teams.map(String.init).joined(separator: ","))
    }
    add("afterStart", from?.iso8601)
    add("beforeEnd", through?.iso8601)
    add("afterCreatedAt", createdAfter?.iso8601)
    add("beforeCreatedAt", createdBefore?.iso8601)
    add("afterUpdatedAt", updatedAfter?.iso8601)
    add("beforeUpdatedAt", updatedBefore?.iso8601)
    let size = pageSize.map { String(min(max($0, 1), dialect.largestPage)) }
    switch dialect {
    case .pages:
      if let sort { add(sort.key.rawValue, sort.isAscending ? "asc" : "desc") }
      add("take", size)
      if case .skip(let count) = page { add("skip", String(count)) }
    case .cursor:
      add("limit", size)
      if case .cursor(let text) = page { add("cursor", text) }
    }
    return items
  }
}

/// One page of a list of bookings.
public struct BookingPage: Hashable, Sendable {
  public var bookings: [Booking]
  /// Rows that could not be read.
  public var skipped: Int
  /// `nil` on the last page.
  public var next: BookingQuery.PageMark?

  public init(bookings: [Booking], skipped: Int = 0, next: BookingQuery.PageMark? = nil) {
    self.bookings = bookings
    self.skipped = skipped
    self.next = next
  }

  /// Reads either dialect, and the legacy `data.bookings` with `nextCursor` (CONTRACT 17). `nil` when it is no list.
  init?(_ json: JSONValue, query: BookingQuery) {
    let data = Envelope.data(of: json)
    let wrapper = JSONFields(data)
    guard let values = data.array ?? wrapper?.list("bookings") else { return nil }
    let rows = Rows(values, read: BookingWire.read)
    self.init(bookings: rows.rows, skipped: rows.skipped)
    let marks = JSONFields(json)?.object("pagination")
    if let cursor = marks?.label("nextCursor") ?? wrapper?.label("nextCursor") {
      next = marks?.bool("hasMore") == false ? nil : .cursor(cursor)
    } else if marks?.bool("hasNextPage") == true, !values.isEmpty,
      // `totalItems` forgets some filters, so a short page is the end whatever the marks say (CONTRACT 12.6).
      values.count >= (marks?.int("itemsPerPage") ?? 1)
    {
      var start = 0
      if case .skip(let count) = query.page { start = count }
      next = .skip(start + values.count)
    }
  }

  /// Whether the answer has the form of the dialect asked: if not, the server fell back to an older version (CONTRACT 2.3).
  public static func isAnswer(_ json: JSONValue, in dialect: BookingQuery.Dialect) -> Bool {
    guard let top = JSONFields(json), top.list("data") != nil, let marks = top.object("pagination") else {
      return false
    }
    return dialect == .cursor ? marks.has("nextCursor") || marks.has("hasMore") : marks.has("hasNextPage")
  }
}
