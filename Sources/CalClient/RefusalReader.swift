import BookingModel
import CalProtocol

extension CalError {
  /// The meaning of an answer that is not 2xx.
  static func refusal(_ response: WireResponse) -> CalError {
    let kind: Kind =
      switch response.status {
      case 429: .rateLimited(seconds: RateBudget.pause(asked: response.headers))
      case 401: .notSignedIn
      case 403: .forbidden
      case 404: .notFound
      case 500...: .serverFailure
      default: .refused
      }
    return CalError(kind: kind, status: response.status)
  }
}
