import BookingModel
import CalClient
import CalProtocol
import DeskStore

/// The bookings of the board's days for all desks of a store: one asks the server, the others read what it stored.
///
/// Against the embedded server every desk looks for itself, because the shop's database is on this machine; of what another desk
/// has changed all hear at once.
@MainActor
final class SharedBoard {
  /// What the store has of some days, for the loop's thread.
  struct News: Sendable {
    enum Reason: Sendable {
      /// The model has asked for them.
      case asked
      /// The bell has rung.
      case rung
      /// The server did not tell.
      case failed(CalError)
    }
    var range: ClosedRange<CalendarDay>
    var reason: Reason
    /// How many changes of notes this desk had made when it asked.
    var asOf: Int
    /// `nil` when the store could not be read.
    var stored: BoardNews?
  }

  private let store: DeskStore
  private let mailbox: Mailbox
  private let clock: DeskClock
  private let isLocal: Bool
  let lock: PollingLock?
  /// Whether this desk asks for all.
  private(set) var polls = true
  private let send: @MainActor (Message) -> Void
  private let askServer: @MainActor (ClosedRange<CalendarDay>, _ isShown: Bool) -> Void

  /// The days that the board shows.
  private var shown: ClosedRange<CalendarDay>?
  private var isReading = false
  private var rangAgain = false
  private var todayReadAt: Instant?
  /// Notes that this desk has changed: what was read before that, or while it was on its way to the disk, is older than the screen.
  private(set) var countNoted = 0
  private var noted: [Booking.UID: Int] = [:]
  /// The newest changes that are not on the disk yet. A reading may be faster than the change that was asked for before it.
  private var onTheWay: [Booking.UID: Int] = [:]

  /// What was read so long ago is due again: the interval of the polls and the time that one may take. In milliseconds.
  nonisolated static let freshFor: Int64 = 35_000
  /// After a failure the other desks do not ask at once as well. In milliseconds.
  nonisolated static let quietAfterFailure: Int64 = 5_000

  init(
    store: DeskStore, mailbox: Mailbox, clock: DeskClock, isLocal: Bool, send: @escaping @MainActor (Message) -> Void,
    askServer: @escaping @MainActor (ClosedRange<CalendarDay>, _ isShown: Bool) -> Void
  ) {
    self.store = store
    self.mailbox = mailbox
    self.clock = clock
    self.isLocal = isLocal
    self.send = send
    self.askServer = askServer
    lock = PollingLock(store: store.path)
  }

  // MARK: - Who polls

  /// Before the first question: the first desk of a store polls.
  func begin() {
    guard !isLocal, let lock, !lock.take() else { return }
    polls = false
    send(.pollingChanged(false))
    waitForTurn()
  }

  private func waitForTurn() { lock?.wait { [mailbox] in mailbox.post(.pollsNow) } }

  /// The desk that polled has ended.
  func tookOver() {
    guard !polls else { return }
    polls = true
    send(.pollingChanged(true))
  }

  /// The desk is about to be stopped for who knows how long.
  func standAside() {
    guard !isLocal, polls, let lock else { return }
    lock.leave()
  }

  func comeBack() {
    guard !isLocal, polls, let lock, !lock.take() else { return }
    polls = false
    send(.pollingChanged(false))
    waitForTurn()
  }

  // MARK: - Reading

  func read(_ range: ClosedRange<CalendarDay>, today: CalendarDay) {
    shown = range
    guard isLocal || polls else { return readStore(range, .asked) }
    askServer(range, true)
    // Others look at today, where this one does not.
    let now = clock.now
    guard !isLocal, !range.contains(today),
      todayReadAt.map({ now.milliseconds - $0.milliseconds >= 25_000 }) ?? true
    else { return }
    todayReadAt = now
    askServer(today...today, false)
  }

  /// The server has told of some days, and the store has them.
  func stored() { lock?.ring() }

  func failed(_ range: ClosedRange<CalendarDay>, _ error: CalError) {
    store.start(.noteFailure(SharedFailure(error: error, at: clock.now))) { [lock] _ in lock?.ring() }
    readStore(range, .failed(error))
  }

  private func readStore(_ range: ClosedRange<CalendarDay>, _ reason: News.Reason) {
    let days = Dictionary(uniqueKeysWithValues: range.map { ($0, zone.interval(of: $0)) })
    store.start(.boardNews(days)) { [mailbox, asOf = countNoted] result in
      mailbox.post(.storedDays(News(range: range, reason: reason, asOf: asOf, stored: try? result.get())))
    }
  }

  /// This desk changes a note. The number is for ``kept(_:_:)``.
  func notes(_ uid: Booking.UID) -> Int {
    countNoted += 1
    noted[uid] = countNoted
    onTheWay[uid] = countNoted
    return countNoted
  }

  /// The change is on the disk.
  func kept(_ uid: Booking.UID, _ number: Int) {
    countNoted += 1
    noted[uid] = countNoted
    if onTheWay[uid] == number { onTheWay[uid] = nil }
  }

  /// Notes as the store had them, without those that this desk has changed since it asked. They come with the reading after its own bell.
  func current(_ facts: [Booking.UID: BookingFacts], asOf: Int) -> [Booking.UID: BookingFacts] {
    facts.filter { onTheWay[$0.key] == nil && noted[$0.key, default: 0] <= asOf }
  }

  /// The shop's zone, which says where days begin.
  var zone = Zone.utc

  /// Another desk, or this one, has changed something.
  func bellRang() {
    guard lock?.drain() == true, let shown else { return }
    guard !isReading else {
      rangAgain = true
      return
    }
    isReading = true
    readStore(shown, .rung)
    send(.othersHoldsChanged)
  }

  func received(_ news: News) {
    let now = clock.now
    let days = news.stored?.days ?? [:]
    let facts = current(news.stored?.facts ?? [:], asOf: news.asOf)
    if !facts.isEmpty { send(.factsLoaded(facts)) }
    let oldest = days.count == news.range.count ? days.values.map(\.readAt).min() : nil
    // A failure that came after what was read.
    let failure = news.stored?.failure.flatMap { failure in
      days.values.map(\.readAt).max().map { $0 < failure.at } ?? true ? failure : nil
    }
    switch news.reason {
    case .failed(let error): send(.storedDaysLoaded(news.range, days, error))
    case .rung:
      isReading = false
      if news.range == shown { send(.storedDaysLoaded(news.range, days, isLocal ? nil : failure?.error)) }
      if rangAgain {
        rangAgain = false
        isReading = true
        if let shown { readStore(shown, .rung) }
      }
    case .asked:
      if let oldest, now.milliseconds - oldest.milliseconds <= SharedBoard.freshFor {
        send(.storedDaysLoaded(news.range, days, failure?.error))
      } else if let failure, now.milliseconds - failure.at.milliseconds <= SharedBoard.quietAfterFailure {
        send(.storedDaysLoaded(news.range, days, failure.error))
      } else {
        askServer(news.range, true)
      }
    }
  }
}
