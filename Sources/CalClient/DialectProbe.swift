public import BookingModel
public import CalProtocol

extension CalClient {
  /// Asks once which list of bookings the server speaks (CONTRACT 2.3); the caller keeps the answer by ``endpoint``.
  ///
  /// An unknown version downgrades silently to the oldest controller, which answers 400 or 500 or in another shape:
  /// all of these mean ``BookingQuery/Dialect/pages``. What says nothing about versions (no network, a bad key, a
  /// rate limit, a proxy's 502) is a failure, and nothing to remember.
  @discardableResult
  public func probeBookingsDialect(
    limits: TransferLimits? = nil, completion: @escaping (Result<BookingQuery.Dialect, CalError>) -> Void
  ) -> CallID {
    // Not retried: a 500 is an answer here.
    perform(Calls.probe(.cursor), limits: limits, policy: .never) { result in
      switch result {
      case .success(let speaksCursor): completion(.success(speaksCursor ? .cursor : .pages))
      case .failure(let error):
        switch (error.kind, error.status) {
        case (.noAnswer(.unreadable), 200), (.notFound, _), (_, 400), (_, 500): completion(.success(.pages))
        default: completion(.failure(error))
        }
      }
    }
  }
}
