import BookingModel
import CalClient
import CalProtocol

/// Asks who we are, which services there are and when the shop is open: several requests, one answer.
@MainActor
final class ShopReading {
  struct Answer {
    var account: Account
    var services: [Service]
    var schedule: Schedule?
  }

  private let client: CalClient
  private let isLocal: Bool
  private let completion: @MainActor (Result<Answer, CalError>) -> Void
  private var account: Account?
  private var services: [Service] = []
  private var teamServices: [Service] = []
  private var schedule: Schedule?
  private var underWay = 0
  private var failure: CalError?

  init(client: CalClient, isLocal: Bool, completion: @escaping @MainActor (Result<Answer, CalError>) -> Void) {
    self.client = client
    self.isLocal = isLocal
    self.completion = completion
  }

  func start() {
    ask(Calls.account()) { $0.account = $1 }
    ask(Calls.services()) { $0.services = $1.rows }
    ask(Calls.defaultSchedule()) { $0.schedule = $1 }
    // Team types are on lists of their own (CONTRACT 18, trap 19). The local server has no teams.
    if !isLocal { askTeams() }
  }

  private func ask<Value>(_ call: Call<Value>, _ keep: @escaping @MainActor (ShopReading, Value) -> Void) {
    underWay += 1
    client.perform(call) { result in
      MainActor.assumeIsolated {
        switch result {
        case .success(let value): keep(self, value)
        case .failure(let error): self.failure = self.failure ?? error
        }
        self.oneIsBack()
      }
    }
  }

  /// A key without the right to teams, or an old server without the route, has personal types only: no failure.
  private func askTeams() {
    underWay += 1
    client.perform(Calls.teams()) { result in
      MainActor.assumeIsolated {
        if case .success(let teams) = result {
          for team in teams.rows.prefix(10) { self.askServices(ofTeam: team.id) }
        }
        self.oneIsBack()
      }
    }
  }

  private func askServices(ofTeam team: Int) {
    underWay += 1
    client.perform(Calls.teamServices(team)) { result in
      MainActor.assumeIsolated {
        if case .success(let found) = result { self.teamServices += found.rows }
        self.oneIsBack()
      }
    }
  }

  private func oneIsBack() {
    underWay -= 1
    guard underWay == 0 else { return }
    if let failure { return completion(.failure(failure)) }
    guard let account else { return completion(.failure(CalError(kind: .noAnswer(.unreadable)))) }
    let known = Set(services.map(\.id))
    let all = services + teamServices.filter { !known.contains($0.id) }
    completion(.success(Answer(account: account, services: all, schedule: schedule)))
  }
}

/// Reads a list of bookings page by page.
@MainActor
final class BookingsReading {
  private let client: CalClient
  private var query: BookingQuery
  private let policy: RetryPolicy?
  private let completion: @MainActor (Result<[Booking], CalError>) -> Void
  private var found: [Booking] = []

  /// Pages at most: a server whose pages never end must not keep us busy for ever.
  nonisolated static let pageLimit = 40
  private var pages = 0

  init(
    client: CalClient, query: BookingQuery, policy: RetryPolicy? = nil,
    completion: @escaping @MainActor (Result<[Booking], CalError>) -> Void
  ) {
    self.client = client
    self.query = query
    self.policy = policy
    self.completion = completion
  }

  func start() {
    pages += 1
    client.perform(Calls.bookings(query), policy: policy) { result in
      MainActor.assumeIsolated { self.received(result) }
    }
  }

  private func received(_ result: Result<BookingPage, CalError>) {
    switch result {
    case .failure(let error): completion(.failure(error))
    case .success(let page):
      found += page.bookings
      guard let next = page.next, pages < BookingsReading.pageLimit else { return completion(.success(found)) }
      query.page = next
      start()
    }
  }
}
