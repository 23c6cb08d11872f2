/// Why a request did not do what it should. Carries facts; `ErrorText` alone makes sentences of them.
public struct CalError: Error, Hashable, Sendable, Codable {
  /// What it means for the desk, read from status and message class (CONTRACT 4.3), never from whole sentences.
  public enum Kind: Hashable, Sendable, Codable {
    /// The slot is gone: host busy, seat gone, or a race lost.
    case slotTaken
    /// Minimum notice, booking window, the past, opening hours.
    case outOfBounds
    /// A daily/weekly limit of the service, or the attendee's active bookings.
    case limitReached
    /// Key, token or guard refused.
    case notSignedIn
    /// Signed in, but not allowed.
    case forbidden
    /// Booking, service, schedule, reservation or route.
    case notFound
    /// Seconds to wait, from the rate headers.
    case rateLimited(seconds: Int)
    /// One answer is missing or wrong; the slug names its field (`email`, `attendeePhoneNumber`, custom slugs).
    case invalidField(slug: String)
    /// Already cancelled, already moved (to that booking), not pending any more.
    case alreadyDone(movedTo: Booking.UID?)
    /// Any other refusal by the server's rules.
    case refused
    /// The server failed or answered garbage: for a write the outcome is unknown.
    case serverFailure
    /// No answer, or a broken one: for a write the outcome is unknown.
    case noAnswer(NetworkTrouble)
  }

  public enum NetworkTrouble: String, Hashable, Sendable, Codable {
    /// Nothing was sent: name not found, connection refused, TLS refused. A write did surely not happen.
    case unreachable, tlsRefused
    /// Sent, then silence or a broken line.
    case timedOut, broken
    /// Larger than we read, or not readable as the answer to this question.
    case tooLarge, unreadable
    /// A redirect, which is not followed with the key.
    case redirected
  }

  public var kind: Kind
  /// HTTP status, when there was one.
  public var status: Int?
  /// The server's own code word (`BadRequestException`, `booking_conflict_error`).
  public var code: String?
  /// The server's own sentence, for people; untrusted text.
  public var message: String

  public init(kind: Kind, status: Int? = nil, code: String? = nil, message: String = "") {
    self.kind = kind
    self.status = status
    self.code = code
    self.message = message
  }

  /// For a write: whether it can have happened all the same (DESIGN 6.3).
  public var leavesOutcomeUnknown: Bool {
    switch kind {
    case .serverFailure, .noAnswer(.timedOut), .noAnswer(.broken), .noAnswer(.tooLarge), .noAnswer(.unreadable),
      .noAnswer(.redirected):
      true
    default: false
    }
  }
}
