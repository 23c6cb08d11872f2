/// Where a Cal.com API v2 answers: the base up to and including `/v2` (CONTRACT 1), over TCP or a Unix socket.
///
/// A value of this type is safe to send the key to: it is `https`, or it does not leave this machine.
public struct Endpoint: Hashable, Sendable {
  /// `https://api.cal.com/v2`: no slash at the end, no user, query or fragment.
  public let base: String
  /// Path of the socket that is connected to instead of the base's host; at most ``longestSocketPath`` bytes.
  public let unixSocket: String?
  /// 127.0.0.0/8, `::1`, `localhost`, or a Unix socket. Such an endpoint is never reached through a proxy.
  public let isLocal: Bool

  /// Answers in place of a socket: the server is part of this program.
  public let inProcess: InProcessServer?

  /// `sun_path` holds 108 bytes, the closing zero included.
  public static let longestSocketPath = 107

  /// The cloud of the United States; the European one is `https://api.cal.eu`.
  public static let cloud = Endpoint(base: "https://api.cal.com/v2", unixSocket: nil, isLocal: false)

  private init(base: String, unixSocket: String?, isLocal: Bool, inProcess: InProcessServer? = nil) {
    self.base = base
    self.unixSocket = unixSocket
    self.isLocal = isLocal
    self.inProcess = inProcess
  }

  /// A server in this program.
  public init(inProcess server: InProcessServer) {
    self.init(base: "http://localhost/v2", unixSocket: nil, isLocal: true, inProcess: server)
  }

  /// The embedded server's socket.
  public init(unixSocket path: String) throws(EndpointError) {
    guard path.utf8.first == UInt8(ascii: "/"), !path.utf8.contains(0) else { throw .socketPathNotAbsolute }
    guard path.utf8.count <= Endpoint.longestSocketPath else { throw .socketPathTooLong(bytes: path.utf8.count) }
    self.init(base: "http://localhost/v2", unixSocket: path, isLocal: true)
  }

  /// Reads what a person writes in `CAL_API_URL` or the config: an origin and an optional prefix, with or without
  /// `/v2` (`https://cal.example.org/api`), or `unix:` and a socket's path.
  public init(_ text: String) throws(EndpointError) {
    let bytes = Array(text.utf8)
    guard !bytes.isEmpty else { throw .empty }
    // libcurl, a shell and a log each read odd bytes in their own way; a base URL has no need of any.
    guard bytes.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { throw .unreadable }
    if text.hasPrefix("unix:") {
      try self.init(unixSocket: String(text.dropFirst(5)))
      return
    }
    guard let separator = text.firstRange(of: "://") else { throw .noScheme }
    let scheme = text[..<separator.lowerBound].lowercased()
    guard scheme == "https" || scheme == "http" else { throw .unknownScheme(scheme) }
    let rest = text[separator.upperBound...]
    guard !rest.contains(where: { $0 == "?" || $0 == "#" }) else { throw .queryOrFragment }
    guard !rest.contains(where: { $0 == "\\" || $0 == "%" }) else { throw .unreadable }
    let authority = rest.prefix { $0 != "/" }
    guard !authority.contains("@") else { throw .userInformation }
    let (host, port) = try Endpoint.hostAndPort(authority)
    let isLocal = Endpoint.isLoopback(host)
    guard scheme == "https" || isLocal else { throw .plainHTTP(host: host) }

    var segments = rest.dropFirst(authority.count).split(separator: "/", omittingEmptySubsequences: true)
    guard !segments.contains(where: { $0 == "." || $0 == ".." }) else { throw .unreadable }
    if segments.last != "v2" { segments.append("v2") }
    let origin = scheme + "://" + host + (port.map { ":\($0)" } ?? "")
    self.init(base: origin + "/" + segments.joined(separator: "/"), unixSocket: nil, isLocal: isLocal)
  }

  /// The host in lower case, with its brackets when it is an IPv6 address.
  private static func hostAndPort(_ authority: Substring) throws(EndpointError) -> (String, UInt16?) {
    let host: Substring
    let rest: Substring
    if authority.first == "[" {
      guard let end = authority.firstIndex(of: "]") else { throw .badHost }
      host = authority[...end]
      rest = authority[authority.index(after: end)...]
      let inner = host.dropFirst().dropLast()
      guard inner.contains(":"), inner.allSatisfy({ $0.isHexDigit || $0 == ":" || $0 == "." }) else { throw .badHost }
    } else {
      host = authority.prefix { $0 != ":" }
      rest = authority.dropFirst(host.count)
      guard !host.isEmpty, host.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "." || $0 == "-" || $0 == "_" })
      else { throw .badHost }
    }
    guard !rest.isEmpty else { return (host.lowercased(), nil) }
    let digits = rest.dropFirst()
    guard rest.first == ":", digits.allSatisfy(\.isNumber), let port = UInt16(digits), port > 0 else { throw .badPort }
    return (host.lowercased(), port)
  }

  /// Only the plain spellings: what needs a resolver or a generous parser to mean this machine is not trusted to.
  private static func isLoopback(_ host: String) -> Bool {
    if host == "localhost" || host == "[::1]" { return true }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127"
      && parts.allSatisfy { UInt8($0) != nil && ($0.count == 1 || $0.first != "0") }
  }
}

extension Endpoint: CustomStringConvertible {
  /// For people: the base, or the socket's path.
  public var description: String { unixSocket.map { "unix:" + $0 } ?? base }
}

/// Why a text names no endpoint.
public enum EndpointError: Error, Hashable, Sendable {
  case empty
  /// A byte that is not visible ASCII, an escape, a backslash, or a path that climbs.
  case unreadable
  case noScheme
  case unknownScheme(String)
  /// `user:password@`: the key is the only credential, and a URL is printed.
  case userInformation
  case badHost
  case badPort
  case queryOrFragment
  /// `http:` to another machine would show the key to the network.
  case plainHTTP(host: String)
  case socketPathNotAbsolute
  case socketPathTooLong(bytes: Int)
}
