public import BookingModel

/// What the rate headers of an answer say (CONTRACT 5): one entry for each named limiter of the key.
public struct RateBudget: Hashable, Sendable {
  public struct Limit: Hashable, Sendable {
    public var limit: Int?
    public var remaining: Int?
    /// Seconds from the answer until the window is new.
    public var resetSeconds: Int?
    public init(limit: Int? = nil, remaining: Int? = nil, resetSeconds: Int? = nil) {
      self.limit = limit
      self.remaining = remaining
      self.resetSeconds = resetSeconds
    }
  }

  /// By the suffix of the headers in lower case: `default`, or empty where a server gives none.
  public var limits: [String: Limit]

  public init(limits: [String: Limit] = [:]) { self.limits = limits }

  /// Names are matched by prefix, whatever their case. A reset above 10⁹ is an epoch in seconds, not a span (CONTRACT 17).
  public init(_ response: WireResponse, now: Instant) {
    limits = [:]
    for header in response.headers {
      let name = header.name.lowercased()
      guard name.hasPrefix(RateBudget.prefix), let value = Int(header.value.filter { $0 != " " }) else { continue }
      let rest = name.dropFirst(RateBudget.prefix.count)
      let cut = rest.firstIndex(of: "-")
      let limiter = cut.map { String(rest[rest.index(after: $0)...]) } ?? ""
      switch rest[..<(cut ?? rest.endIndex)] {
      case "limit": limits[limiter, default: Limit()].limit = value
      case "remaining": limits[limiter, default: Limit()].remaining = value
      case "reset":
        let seconds = value > 1_000_000_000 ? value - Int(now.seconds) : value
        limits[limiter, default: Limit()].resetSeconds = min(max(seconds, 0), 86_400)
      default: continue
      }
    }
  }

  private static let prefix = "x-ratelimit-"

  /// Seconds to wait after a 429: the longest reset, or 60 where the server names none.
  public var wait: Int { limits.values.compactMap(\.resetSeconds).max() ?? 60 }

  /// Requests left before a refusal: a request is refused only when all limiters are exhausted. `nil` when unknown.
  public var remaining: Int? { limits.values.compactMap(\.remaining).max() }

  /// The headers a server sends, with one limiter.
  public static func headers(
    limit: Int, remaining: Int, resetSeconds: Int, name: String = "Default"
  ) -> [WireResponse.Header] {
    [
      WireResponse.Header("X-RateLimit-Limit-" + name, String(limit)),
      WireResponse.Header("X-RateLimit-Remaining-" + name, String(remaining)),
      WireResponse.Header("X-RateLimit-Reset-" + name, String(resetSeconds)),
    ]
  }
}
