public import BookingModel
public import CalProtocol

extension CalClient {
  /// Performs a call and waits for its end: for the command line, which has nothing else to do meanwhile.
  public func answer<Answer>(
    to call: Call<Answer>, limits: TransferLimits? = nil, purpose: RequestBudget.Purpose? = nil
  ) throws(CalError) -> Answer {
    var outcome: Result<Answer, CalError>?
    perform(call, limits: limits, purpose: purpose) { outcome = $0 }
    return try runUntil { outcome }.get()
  }

  /// Runs the wait until `value` gives one; calls started before go on meanwhile. It ends when a call that was
  /// performed does, so `value` must come from a completion.
  public func runUntil<Value>(_ value: () -> Value?) -> Value {
    while true {
      if let value = value() { return value }
      transport.wait(milliseconds: nextTimer.map { Int(clamping: $0.milliseconds - now.milliseconds) })
      fireTimers(at: now)
    }
  }
}
