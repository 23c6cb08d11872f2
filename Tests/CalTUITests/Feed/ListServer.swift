import BookingModel
import CalClient
import CalProtocol
import DeskStore
import Synchronization

@testable import CalTUI

/// A server's list of bookings, paged as CONTRACT 12.6 says, the total that forgets the filters included.
final class ListServer: Sendable {
  struct State {
    var bookings: [Booking] = []
    var queries: [BookingQuery] = []
    /// Requests after so many are refused.
    var answers = Int.max
    var ignoresSkip = false
    /// Done once after the first page.
    var afterFirstPage: (@Sendable (inout State) -> Void)?
  }

  let state: Mutex<State>

  init(_ bookings: [Booking]) { state = Mutex(State(bookings: bookings)) }

  var queries: [BookingQuery] { state.withLock(\.queries) }
  func change(_ body: (inout State) -> Void) { state.withLock { body(&$0) } }

  func answer(_ request: WireRequest) -> WireResponse {
    guard let query = try? BookingQuery.read(request.query, dialect: .pages) else { return WireResponse(status: 400) }
    return state.withLock { state in
      state.queries.append(query)
      // Not one that is tried again.
      guard state.queries.count <= state.answers else { return WireResponse(status: 403) }
      let key: (Booking) -> Instant? = query.sort?.key == .updated ? \.updatedAt : \.createdAt
      var rows = state.bookings.filter { booking in
        if let after = query.createdAfter, (booking.createdAt ?? booking.start) < after { return false }
        if let after = query.updatedAfter, (booking.updatedAt.map { $0 < after } ?? true) { return false }
        return true
      }
      rows.sort { a, b in
        let (x, y) = ((key(a), a.uid.rawValue), (key(b), b.uid.rawValue))
        let isBefore = (x.0?.milliseconds ?? 0, x.1) < (y.0?.milliseconds ?? 0, y.1)
        return query.sort?.isAscending == false ? !isBefore && x.1 != y.1 : isBefore
      }
      var skip = 0
      if case .skip(let count) = query.page, !state.ignoresSkip { skip = count }
      let take = query.pageSize ?? 100
      let page = Array(rows.dropFirst(skip).prefix(take))
      let answer = WireResponse(
        status: 200,
        json: Envelope.success(
          .array(page.map { BookingWire.json($0) }),
          pagination: .pages(total: state.bookings.count, skip: skip, take: take, returned: page.count)))
      if let change = state.afterFirstPage {
        state.afterFirstPage = nil
        change(&state)
      }
      return answer
    }
  }
}

/// A feed with its store and its loop, and no screen.
@MainActor final class FeedDesk {
  let store: DeskStore
  let feed: CustomerFeed
  private(set) var customers = CustomerIndex()
  private(set) var states: [CustomerFeedState] = []
  private let transport = Transport(userAgent: "test")
  private let mailbox: Mailbox
  private let client: CalClient
  private let clock: DeskClock

  init(_ server: ListServer, _ store: DeskStore, clock: DeskClock = DeskClock(startingAt: FeedDesk.now)) {
    self.store = store
    self.clock = clock
    mailbox = Mailbox(wakeup: transport.wakeup)
    client = CalClient(
      endpoint: Endpoint(inProcess: InProcessServer { request, _ in server.answer(request) }), key: nil,
      transport: transport, clock: { clock.now })
    let heard = Heard()
    feed = CustomerFeed(
      store: store, mailbox: mailbox, clock: clock, shop: Shop(name: "Shop", zone: .utc),
      send: { heard.messages.append($0) })
    self.heard = heard
    feed.keeper = StoreKeeper(store: store, mailbox: mailbox, clock: clock, send: { heard.messages.append($0) })
  }

  private final class Heard { var messages: [Message] = [] }
  private let heard: Heard

  nonisolated static let now = Instant(iso8601: "2026-11-23T15:07:00Z") ?? Instant(milliseconds: 0)

  /// Lets the loop turn; false after half a minute.
  func run(until isDone: () -> Bool) -> Bool {
    let end = DeskClock().now.adding(seconds: 30)
    while !isDone() {
      guard DeskClock().now < end else { return false }
      transport.wait(milliseconds: 20)
      for letter in mailbox.drain() {
        switch letter {
        case .customers(let news): feed.received(news)
        case .kept(let number, let trouble): feed.keeper?.answered(number, trouble)
        default: break
        }
      }
      feed.fireTimers(at: clock.now)
      for message in heard.messages {
        switch message {
        case .customersLoaded(let index): customers = index
        case .customersChanged(let changes): customers.apply(changes)
        case .customersFollowed(let state): states.append(state)
        default: break
        }
      }
      heard.messages = []
    }
    return true
  }

  func load() -> Bool {
    feed.load()
    // An index without a country is the one it begins with.
    return run { customers.country != nil }
  }

  /// One round, to its end.
  func follow() -> Bool {
    states = []
    feed.follow(client)
    return run {
      switch states.last {
      case .upToDate, .failed: true
      default: false
      }
    }
  }

  /// Until what the store has learned last is known here.
  func settle() -> Bool {
    let expected = (try? store.run(.customers(country: nil)).index.count) ?? -1
    return run { customers.count == expected }
  }
}
