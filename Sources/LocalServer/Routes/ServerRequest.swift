import BookingModel
public import CalProtocol

/// An HTTP request as it came in: what ``LocalAPI`` answers, whether it arrived by a socket or in a test.
public struct ServerRequest: Hashable, Sendable {
  /// As sent: `GET`.
  public var method: String
  /// As sent, `/v2` and query included.
  public var target: String
  /// Names in any case.
  public var headers: [WireResponse.Header]
  public var body: [UInt8]

  public init(method: String, target: String, headers: [WireResponse.Header] = [], body: [UInt8] = []) {
    self.method = method
    self.target = target
    self.headers = headers
    self.body = body
  }

  /// The request that a client would send for `request` with that key.
  public init(_ request: WireRequest, apiKey: String?) {
    var headers: [WireResponse.Header] = []
    if let apiKey { headers.append(WireResponse.Header("authorization", "Bearer " + apiKey)) }
    if let version = request.version { headers.append(WireResponse.Header("cal-api-version", version.rawValue)) }
    let query = PathText.query(request.query)
    self.init(
      method: request.method.rawValue, target: "/v2" + request.path + (query.isEmpty ? "" : "?" + query),
      headers: headers, body: request.body ?? [])
  }

  func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }
}

/// A request on its way to its route: read, and its sender known.
struct Exchange {
  var target: String
  var query: [WireRequest.QueryItem]
  var version: APIVersion
  var body: JSONValue?
  /// Signed in with the shop's key: the desk is the owner of everything here.
  var isOwner: Bool
  var now: Instant
}
