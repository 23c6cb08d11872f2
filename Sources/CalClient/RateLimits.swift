public import BookingModel
public import CalProtocol

/// The rate limits of the key as the last answers told them (CONTRACT 5), with windows as points in time.
public struct RateLimits: Hashable, Sendable {
  public struct Window: Hashable, Sendable {
    /// Requests a window allows; `nil` when only the rest is known.
    public var limit: Int?
    public var remaining: Int
    public var resetsAt: Instant
  }

  /// By the limiter's name in lower case, `default` as a rule. Endpoints may have stricter ones of their own.
  public private(set) var windows: [String: Window] = [:]

  public init() {}

  /// Requests that may still be made now: a request is refused only when every limiter is exhausted, so the most
  /// generous one counts. `nil` when nothing current is known.
  public func remaining(at now: Instant) -> Int? {
    windows.values.lazy.filter { $0.resetsAt > now }.map(\.remaining).max()
  }

  /// When the last of the current windows ends; `nil` when nothing current is known.
  public func resetsAt(after now: Instant) -> Instant? {
    windows.values.lazy.map(\.resetsAt).filter { $0 > now }.max()
  }

  /// Takes what one answer said. A limiter it does not name stays as it was.
  public mutating func take(_ budget: RateBudget, at now: Instant) {
    for (name, said) in budget.limits {
      guard let remaining = said.remaining else { continue }
      // A day at most: the number is a stranger's.
      let seconds = min(max(said.resetSeconds ?? 60, 0), 86_400)
      windows[name] = Window(
        limit: said.limit, remaining: max(0, remaining), resetsAt: now.adding(seconds: Int64(seconds)))
    }
  }
}
