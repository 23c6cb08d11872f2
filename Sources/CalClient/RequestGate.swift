public import BookingModel

/// Decides when a request may be sent, for all programs that use the same key.
public struct RequestGate {
  /// Answers once, on the client's thread, at once or later: 0 when the request may be sent now, and counts as sent, else the milliseconds
  /// after which it may be asked for again.
  public var admit: (RequestBudget.Purpose, @escaping (Int64) -> Void) -> Void
  /// The server has refused a request for the number of them; seconds until it takes the next.
  public var refused: (Int) -> Void

  public init(
    admit: @escaping (RequestBudget.Purpose, @escaping (Int64) -> Void) -> Void,
    refused: @escaping (Int) -> Void = { _ in }
  ) {
    self.admit = admit
    self.refused = refused
  }
}
