/// How many requests the desks of one API key send together (DESIGN 7): the server allows 120 a minute (CONTRACT 5), and the web book and other
/// programs of the shop live on the same key.
///
/// Any 60 s see fewer than 100, of which 20 are kept for writes; five minutes see fewer than 300, of which 40 are. The numbers here
/// are a little lower, because a request arrives a moment after it was allowed.
public enum RequestBudget {
  public enum Purpose: String, Hashable, Sendable, CaseIterable {
    /// A booking, or a change of one.
    case write
    /// Somebody waits for it.
    case read
    /// Comes again by itself: where there is no room it is left out.
    case background
  }

  /// What was sent longer ago does not count. In seconds.
  public static let memory: Int64 = 300

  /// Windows in seconds, with how many requests of every purpose may be in each before the next one waits.
  static func limits(_ purpose: Purpose) -> [(seconds: Int64, count: Int)] {
    switch purpose {
    case .write: [(60, 96)]
    case .read: [(60, 76), (300, 255)]
    case .background: [(60, 50), (300, 215)]
    }
  }

  /// When a request may be sent; `now` when at once.
  /// - Parameter sent: when those before it were sent, in any order.
  public static func earliest(_ purpose: Purpose, after sent: [Instant], now: Instant) -> Instant {
    var earliest = now
    for limit in limits(purpose) {
      let window = sent.filter { $0.milliseconds > now.milliseconds - limit.seconds * 1000 && $0 <= now }.sorted()
      guard window.count >= limit.count else { continue }
      // Once this one has left the window, there is room for one more.
      let leaving = window[window.count - limit.count]
      earliest = max(earliest, leaving.adding(milliseconds: limit.seconds * 1000))
    }
    return earliest
  }
}
