public import BookingModel

/// An HTTP request of the Cal.com API as a value: what the client sends and the local server routes.
public struct WireRequest: Hashable, Sendable {
  public enum Method: String, Hashable, Sendable, Codable {
    case get = "GET", post = "POST", patch = "PATCH", delete = "DELETE"
  }

  public var method: Method
  /// Below the base that ends in `/v2`, percent-encoded: `/bookings/pV4k/cancel`.
  public var path: String
  /// Names and values in order, not yet percent-encoded.
  public var query: [QueryItem]
  /// The value of `cal-api-version`; `nil` where the family needs none (CONTRACT 2.1).
  public var version: APIVersion?
  /// UTF-8 JSON.
  public var body: [UInt8]?

  public struct QueryItem: Hashable, Sendable {
    public var name: String
    public var value: String
    public init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  public init(
    _ method: Method, _ path: String, query: [QueryItem] = [], version: APIVersion? = nil, body: [UInt8]? = nil
  ) {
    self.method = method
    self.path = path
    self.query = query
    self.version = version
    self.body = body
  }
}

/// What came back: status line, headers in order, body as received.
public struct WireResponse: Hashable, Sendable {
  public struct Header: Hashable, Sendable {
    /// Lower case.
    public var name: String
    public var value: String
    public init(_ name: String, _ value: String) {
      self.name = name.lowercased()
      self.value = value
    }
  }

  public var status: Int
  public var headers: [Header]
  public var body: [UInt8]

  public init(status: Int, headers: [Header] = [], body: [UInt8] = []) {
    self.status = status
    self.headers = headers
    self.body = body
  }
}

/// A request together with how its answer is read. The client performs it; a test looks at it.
public struct Call<Answer: Sendable>: Sendable {
  public var request: WireRequest
  /// Writes go out on a fresh connection, once, and are never retried (DESIGN 6).
  public var isWrite: Bool
  /// Reads a 2xx answer. Throws ``CalError`` with `.noAnswer(.unreadable)` when it is not the answer to this question.
  public var read: @Sendable (WireResponse) throws(CalError) -> Answer

  public init(
    _ request: WireRequest, isWrite: Bool = false,
    read: @escaping @Sendable (WireResponse) throws(CalError) -> Answer
  ) {
    self.request = request
    self.isWrite = isWrite
    self.read = read
  }
}
