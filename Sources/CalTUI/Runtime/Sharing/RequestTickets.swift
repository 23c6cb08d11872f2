import BookingModel

/// Requests that wait for the store's word on the budget.
@MainActor
struct RequestTickets {
  private var waiting: [Int: (purpose: RequestBudget.Purpose, answer: (Int64) -> Void)] = [:]
  private var count = 0
  /// This desk's own, for when the store cannot be written.
  private var sent: [Instant] = []

  nonisolated init() {}

  mutating func add(_ purpose: RequestBudget.Purpose, _ answer: @escaping (Int64) -> Void) -> Int {
    count += 1
    waiting[count] = (purpose, answer)
    return count
  }

  /// - Parameter wait: in milliseconds; `nil` when the store could not tell.
  mutating func answer(_ ticket: Int, _ wait: Int64?, now: Instant) -> (() -> Void)? {
    guard let (purpose, answer) = waiting.removeValue(forKey: ticket) else { return nil }
    sent.removeAll { $0 <= now.adding(seconds: -RequestBudget.memory) }
    let own = RequestBudget.earliest(purpose, after: sent, now: now).milliseconds - now.milliseconds
    let milliseconds = wait ?? own
    if milliseconds == 0 { sent.append(now) }
    return { answer(milliseconds) }
  }
}
