/// Something that is fetched: one state, not three Bools.
public enum Loadable<Value: Equatable & Sendable>: Equatable, Sendable {
  case idle
  /// On its way; what was known before, if anything, stays on screen.
  case loading(previous: Value?)
  case loaded(Value, at: Instant)
  /// The last attempt failed; what was known before stays on screen.
  case failed(CalError, previous: Value?)

  public var value: Value? {
    switch self {
    case .idle: nil
    case .loading(let previous), .failed(_, let previous): previous
    case .loaded(let value, _): value
    }
  }

  public var error: CalError? { if case .failed(let error, _) = self { error } else { nil } }
  public var isLoading: Bool { if case .loading = self { true } else { false } }
  public var loadedAt: Instant? { if case .loaded(_, let at) = self { at } else { nil } }

  /// The same state with another value in it.
  func with(_ value: Value) -> Loadable {
    switch self {
    case .idle: .idle
    case .loading: .loading(previous: value)
    case .loaded(_, let at): .loaded(value, at: at)
    case .failed(let error, _): .failed(error, previous: value)
    }
  }

  public mutating func startLoading() { self = .loading(previous: value) }

  public mutating func finish(_ result: Result<Value, CalError>, at now: Instant) {
    switch result {
    case .success(let value): self = .loaded(value, at: now)
    case .failure(let error): self = .failed(error, previous: value)
    }
  }
}
