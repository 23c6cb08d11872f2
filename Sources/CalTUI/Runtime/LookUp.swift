import BookingModel
import CalClient
import CalProtocol
import DeskStore

/// Asks the server about a write whose outcome is unknown. Reads only.
@MainActor
struct LookUp {
  let client: CalClient
  let question: LookUpQuestion
  let completion: @MainActor (Result<[Booking], CalError>) -> Void

  /// Ends at this time at the latest after the start of a booking: the list filters by end, and wants a margin (CONTRACT 12.6).
  nonisolated static let longestMinutes = 25 * 60

  /// The list at the time of a create or a move, whatever the status of its bookings.
  nonisolated static func query(of service: Service.ID, start: Instant) -> BookingQuery {
    BookingQuery(from: start, through: start.adding(minutes: longestMinutes), services: [service], pageSize: 250)
  }

  func start() {
    switch question {
    case .bookings(let service, let start):
      BookingsReading(client: client, query: LookUp.query(of: service, start: start), policy: .never) {
        [completion] result in
        // Older servers drop the filter of the service (CONTRACT 12.6).
        completion(result.map { $0.filter { $0.start == start } })
      }.start()
    case .booking(let uid):
      client.perform(Calls.booking(uid), policy: .never) { [completion] result in
        MainActor.assumeIsolated { completion(result) }
      }
    }
  }
}

extension JournalEntry.State {
  init(_ closing: WriteClosing) {
    self =
      switch closing {
      case .accepted(let bookings): .accepted(bookings.first?.uid)
      case .refused(let error): .refused(error)
      case .abandoned: .abandoned
      }
  }
}
