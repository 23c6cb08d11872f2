public import BookingModel

/// When a read is tried again. Writes never are (DESIGN 6).
public struct RetryPolicy: Hashable, Sendable {
  /// Beyond the first attempt.
  public var retries: Int
  /// Before the first retry; doubled before each further one, and shortened by up to half at random.
  public var firstMilliseconds: Int
  /// From the first attempt to the last answer. A pause that would end later is not begun.
  public var totalMilliseconds: Int

  public init(retries: Int = 2, firstMilliseconds: Int = 400, totalMilliseconds: Int = 30_000) {
    self.retries = retries
    self.firstMilliseconds = firstMilliseconds
    self.totalMilliseconds = totalMilliseconds
  }

  public static let standard = RetryPolicy()
  public static let never = RetryPolicy(retries: 0)

  /// Milliseconds to wait before the next attempt, or `nil` when the error stands.
  ///
  /// - Parameters:
  ///   - attempts: made so far, 1 or more.
  ///   - chance: 0 up to 1, from the caller's source of random numbers.
  public func pause(after error: CalError, attempts: Int, chance: Double) -> Int? {
    guard attempts <= retries else { return nil }
    let doubled = Double(firstMilliseconds << min(attempts - 1, 10))
    let backoff = Int(doubled * (1 - 0.5 * min(max(chance, 0), 1)))
    switch error.kind {
    case .noAnswer(.unreachable), .noAnswer(.timedOut), .noAnswer(.broken), .serverFailure: return backoff
    // The jitter comes on top: earlier than asked would be refused again, and all desks at once too.
    case .rateLimited(let seconds): return min(max(seconds, 0), 86_400) * 1000 + backoff
    default: return nil
    }
  }
}
