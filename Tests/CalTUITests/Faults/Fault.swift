import Testing

/// What may happen to one request between the desk and the server.
enum Fault: String, CaseIterable, CustomTestStringConvertible {
  case none
  /// Answered, but late.
  case slow
  /// No connection: nothing was sent.
  case unreachable
  /// Sent into the void; the desk waits until its time limit.
  case lostOnTheWay
  /// The connection breaks before the server sees anything.
  case resetBefore
  /// Done, then the connection breaks.
  case resetAfter
  /// Done, and the answer never arrives.
  case silentAfter
  /// Reaches the server only after the desk has given up waiting.
  case tooLate
  case failureBefore, failureAfter
  /// A proxy's page, 502 with HTML.
  case pageBefore, pageAfter
  case throttled
  /// Somebody takes the time first; the answer is a 409 without envelope.
  case bareConflict
  /// Somebody takes the time first; the server says so in its own words.
  case stolen
  /// Done; the answer is cut in the middle.
  case truncated
  /// Done; the answer is no JSON.
  case garbage
  /// Done and lost; lists do not show it for some seconds.
  case stale

  var testDescription: String { rawValue }
  static let harmful = allCases.filter { $0 != .none }
}
