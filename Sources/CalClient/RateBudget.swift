public import BookingModel
import CalProtocol

/// What the server said about its rate limits (CONTRACT 5), by limiter. A key can have several, and endpoints have
/// stricter ones of their own (`booking_attendees_add`).
public struct RateBudget: Hashable, Sendable {
  public struct Limit: Hashable, Sendable {
    /// Requests a window allows; `nil` when only the rest is known.
    public var limit: Int?
    public var remaining: Int
    /// When the window starts anew.
    public var resetsAt: Instant
  }

  /// By the limiter's name in lower case, `default` as a rule.
  public private(set) var limits: [String: Limit] = [:]

  public init() {}

  /// Requests that may still be made in this window: a request is refused only when every limiter is exhausted, so
  /// the most generous one counts. `nil` when nothing current is known.
  public func remaining(at now: Instant) -> Int? {
    limits.values.lazy.filter { $0.resetsAt > now }.map(\.remaining).max()
  }

  /// When the last of the current windows ends; `nil` when nothing current is known.
  public func resetsAt(after now: Instant) -> Instant? {
    limits.values.lazy.map(\.resetsAt).filter { $0 > now }.max()
  }

  /// Takes the headers of any answer. `Reset` is seconds from now, not a date (CONTRACT 5).
  mutating func read(_ headers: [WireResponse.Header], at now: Instant) {
    var found: [String: (limit: Int?, remaining: Int?, reset: Int?)] = [:]
    for header in headers where header.name.hasPrefix("x-ratelimit-") {
      let rest = header.name.dropFirst("x-ratelimit-".count)
      guard let dash = rest.firstIndex(of: "-"), let value = Int(header.value), value >= 0 else { continue }
      let name = String(rest[rest.index(after: dash)...])
      switch rest[..<dash] {
      case "limit": found[name, default: (nil, nil, nil)].limit = value
      case "remaining": found[name, default: (nil, nil, nil)].remaining = value
      case "reset": found[name, default: (nil, nil, nil)].reset = value
      default: break
      }
    }
    for (name, said) in found {
      guard let remaining = said.remaining else { continue }
      // A day at most: the number is a stranger's.
      let seconds = min(said.reset ?? RateBudget.window, 86_400)
      limits[name] = Limit(limit: said.limit, remaining: remaining, resetsAt: now.adding(seconds: Int64(seconds)))
    }
  }

  /// Seconds to wait after a 429: the longest reset, else `Retry-After` from whoever stands before the server, else
  /// the usual block.
  static func pause(asked headers: [WireResponse.Header]) -> Int {
    let resets = headers.filter { $0.name.hasPrefix("x-ratelimit-reset-") }.compactMap { Int($0.value) }
    let asked = resets.max() ?? headers.first { $0.name == "retry-after" }.flatMap { Int($0.value) } ?? window
    return min(max(asked, 1), 86_400)
  }

  /// The server's window and its block, in seconds.
  private static let window = 60
}
