import Testing

/// What the contract covers, cut into visits: each does what the routes of one subject offer, and expects to read back what it wrote.
enum Area: String, CaseIterable, Sendable, CustomTestStringConvertible {
  case account, services, schedules, webhooks
  case slots, holds
  case bookings, actions, seats, series, consent, turns
  case people, pages, places

  var testDescription: String { rawValue }

  func visit(_ desk: any Desk) throws {
    switch self {
    case .account: try visitAccount(desk)
    case .services: try visitServices(desk)
    case .schedules: try visitSchedules(desk)
    case .webhooks: try visitWebhooks(desk)
    case .slots: try visitSlots(desk)
    case .holds: try visitHolds(desk)
    case .bookings: try visitBookings(desk)
    case .actions: try visitActions(desk)
    case .seats: try visitSeats(desk)
    case .series: try visitSeries(desk)
    case .consent: try visitConsent(desk)
    case .turns: try visitTurns(desk)
    case .people: try visitPeople(desk)
    case .pages: try visitPages(desk)
    case .places: try visitPlaces(desk)
    }
  }
}

/// What is read back equals what was written, on every way (DESIGN 12).
@Suite(.serialized) struct RoundTripTests {
  @Test(arguments: Area.allCases, Way.allCases)
  func whatIsWrittenIsReadBack(_ area: Area, _ way: Way) async throws {
    try await way.run { try area.visit($0) }
  }
}
