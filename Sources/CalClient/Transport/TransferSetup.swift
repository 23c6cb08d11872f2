import CalProtocol
import CurlShim

/// Every option of a transfer, in one place.
struct TransferSetup {
  var userAgent: String
  /// A PEM file of certificate authorities in place of the system's; `nil` for the system's.
  var authorities: String?
  /// The first of two locks against a write that is sent twice; a test leaves it open to see the second one hold.
  var writesOpenConnections = true

  /// Why a transfer cannot even be started; nothing was sent.
  enum Refusal: Error {
    /// Path, version or another part does not fit into a request line or header.
    case malformedRequest
    /// libcurl lacks an option that is not optional here.
    case unsupported(CURLcode)
  }

  func apply(_ request: WireRequest, to endpoint: Endpoint, key: Secret?, on transfer: Transfer) throws(Refusal) {
    guard let address = endpoint.address(of: request) else { throw .malformedRequest }
    var easy = Setter(easy: transfer.easy)
    easy.set(CURLOPT_URL, address)
    easy.set(CURLOPT_PATH_AS_IS, 1)
    easy.set(CURLOPT_NOSIGNAL, 1)
    easy.set(CURLOPT_USERAGENT, userAgent)
    route(endpoint, &easy)
    limit(transfer.limits, &easy)

    // A redirect would take the key, or a write, to a place nobody chose.
    easy.set(CURLOPT_FOLLOWLOCATION, 0)
    easy.check(cal_curl_only_http(transfer.easy))
    easy.set(CURLOPT_ACCEPT_ENCODING, "gzip")
    if transfer.isWrite {
      // A connection kept from before may be dead without our knowing, and libcurl would resend on a new one.
      if writesOpenConnections { easy.set(CURLOPT_FRESH_CONNECT, 1) }
      // One request, one connection: no refused streams, which HTTP/2 clients resend.
      easy.set(CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1)
    } else {
      // A libcurl without HTTP/2 refuses the option and stays with 1.1, which is as good.
      _ = cal_curl_set_long(transfer.easy, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_2TLS)
    }
    method(request, &easy)
    let lines = headers(request, key)
    // A line end inside a value would make a header of what follows.
    guard lines.allSatisfy({ $0.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F } && transfer.addHeader($0) }) else {
      throw .malformedRequest
    }
    easy.check(transfer.connectCallbacks())
    if let refused = easy.refused { throw .unsupported(refused) }
  }

  private func route(_ endpoint: Endpoint, _ easy: inout Setter) {
    if let path = endpoint.unixSocket { easy.set(CURLOPT_UNIX_SOCKET_PATH, path) }
    if endpoint.isLocal {
      easy.set(CURLOPT_PROXY, "")
      easy.set(CURLOPT_NOPROXY, "*")
    }
    easy.set(CURLOPT_SSL_VERIFYPEER, 1)
    easy.set(CURLOPT_SSL_VERIFYHOST, 2)
    easy.set(CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2)
    if let authorities { easy.set(CURLOPT_CAINFO, authorities) }
    easy.set(CURLOPT_TCP_KEEPALIVE, 1)
    easy.check(cal_curl_close_on_exec(easy.easy))
    cal_curl_leave_resolver_behind(easy.easy)
  }

  private func limit(_ limits: TransferLimits, _ easy: inout Setter) {
    easy.set(CURLOPT_CONNECTTIMEOUT_MS, max(1, limits.connectMilliseconds))
    easy.set(CURLOPT_TIMEOUT_MS, max(1, limits.totalMilliseconds))
    if limits.stalledSeconds > 0 {
      easy.set(CURLOPT_LOW_SPEED_LIMIT, 1)
      easy.set(CURLOPT_LOW_SPEED_TIME, limits.stalledSeconds)
    }
    // Ends it at the announcement; the body's sink counts what comes unannounced or compressed.
    easy.check(cal_curl_set_offset(easy.easy, CURLOPT_MAXFILESIZE_LARGE, Int64(limits.bodyBytes)))
  }

  private func method(_ request: WireRequest, _ easy: inout Setter) {
    if request.body != nil || request.method == .post {
      easy.set(CURLOPT_POST, 1)
      let body = request.body ?? []
      easy.check(body.withUnsafeBytes { cal_curl_set_body(easy.easy, $0.baseAddress, $0.count) })
    } else {
      easy.set(CURLOPT_HTTPGET, 1)
    }
    easy.set(CURLOPT_CUSTOMREQUEST, request.method.rawValue)
  }

  private func headers(_ request: WireRequest, _ key: Secret?) -> [String] {
    var lines = ["Accept: application/json", "Expect:"]
    if let key { lines.append("Authorization: Bearer " + key.reveal()) }
    if let version = request.version { lines.append("cal-api-version: " + version.rawValue) }
    // libcurl would call the body of a POST a form.
    if request.body != nil || request.method == .post { lines.append("Content-Type: application/json") }
    return lines
  }

  /// Sets options and keeps the first refusal: most of them guard the key, so none may be missing.
  private struct Setter {
    let easy: UnsafeMutableRawPointer
    private(set) var refused: CURLcode?

    init(easy: UnsafeMutableRawPointer) { self.easy = easy }
    mutating func set(_ option: CURLoption, _ value: Int) { check(cal_curl_set_long(easy, option, value)) }
    mutating func set(_ option: CURLoption, _ value: String) { check(cal_curl_set_string(easy, option, value)) }
    mutating func check(_ code: CURLcode) { if refused == nil, code != CURLE_OK { refused = code } }
  }
}
