public import BookingModel

/// The wrapping of every good answer: `{"status":"success","data":…}` (CONTRACT 4.1).
public enum Envelope {
  public static func success(_ data: JSONValue) -> JSONValue {
    .object(["status": "success", "data": data])
  }

  public static func success(_ data: JSONValue, pagination: PaginationWire) -> JSONValue {
    .object(["status": "success", "data": data, "pagination": pagination.json])
  }

  /// `{"status":"success"}`: what some actions answer.
  public static let acknowledged: JSONValue = ["status": "success"]

  /// What stands under `data`; the whole value when there is no envelope, as the word `status` is never required.
  static func data(of json: JSONValue) -> JSONValue {
    guard case .object(let members) = json else { return json }
    if let data = members["data"] { return data }
    return members["status"] == "success" ? .null : json
  }
}

extension WireResponse {
  /// A JSON answer.
  public init(status: Int, json: JSONValue, headers: [Header] = []) {
    self.init(
      status: status, headers: [Header("content-type", "application/json; charset=utf-8")] + headers,
      body: JSONText.bytes(json))
  }

  public static func success(_ data: JSONValue, status: Int = 200) -> WireResponse {
    WireResponse(status: status, json: Envelope.success(data))
  }

  /// The body as JSON; throws `.noAnswer(.unreadable)` when it is none.
  func json() throws(CalError) -> JSONValue {
    do throws(JSONText.Fault) {
      return try JSONText.read(body)
    } catch {
      throw unreadable("not JSON (byte \(error.offset))")
    }
  }

  /// The error for a 2xx answer that does not answer the question.
  func unreadable(_ what: String) -> CalError {
    CalError(kind: .noAnswer(.unreadable), status: status, message: what)
  }
}

/// The rows of a list that could be read, and how many could not (DESIGN 10).
public struct Rows<Row: Sendable>: Sendable {
  public var rows: [Row]
  public var skipped: Int

  public init(rows: [Row] = [], skipped: Int = 0) {
    self.rows = rows
    self.skipped = skipped
  }

  init(_ values: [JSONValue], read: (JSONValue) -> Row?) {
    rows = []
    rows.reserveCapacity(values.count)
    for value in values {
      if let row = read(value) { rows.append(row) }
    }
    skipped = values.count - rows.count
  }
}

extension Rows: Equatable where Row: Equatable {}

/// The page marks of a list of bookings, in either dialect (CONTRACT 12.6).
public enum PaginationWire: Hashable, Sendable {
  /// 2024-08-13. `total` rows match; this page starts at `skip` and holds `returned` of at most `take`.
  case pages(total: Int, skip: Int, take: Int, returned: Int)
  /// 2026-05-01. The cursor is opaque; `nil` on the last page.
  case cursor(next: String?)

  public var json: JSONValue {
    switch self {
    case .pages(let total, let skip, let take, let returned):
      let size = max(take, 1)
      let left = max(total - skip - returned, 0)
      return .object([
        "totalItems": .number(total), "remainingItems": .number(left), "returnedItems": .number(returned),
        "itemsPerPage": .number(size), "currentPage": .number(skip / size + 1),
        "totalPages": .number((total + size - 1) / size), "hasNextPage": .bool(left > 0),
        "hasPreviousPage": .bool(skip > 0),
      ])
    case .cursor(let next):
      return .object(["nextCursor": .orNull(next), "hasMore": .bool(next != nil)])
    }
  }
}
