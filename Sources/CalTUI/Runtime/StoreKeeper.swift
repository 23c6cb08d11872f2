import BookingModel
import DeskStore

/// Keeps what a person typed or did on the disk, and goes on trying while the disk does not take it: full, read-only, locked.
///
/// What waits is in memory, in the order in which it was done; of what replaces itself, such as a draft, only the newest state waits.
/// Writes to the server are not its business: one that cannot be journalled is not sent.
@MainActor
final class StoreKeeper {
  /// Milliseconds between two attempts.
  nonisolated static let pause: Int64 = 2_000
  /// An error that the disk does not explain is not tried again for ever.
  nonisolated static let mostAttempts = 5

  private struct Item {
    var key: String
    var start: (@escaping @Sendable (StoreError?) -> Void) -> Void
    /// Called each time the store has answered, or has been left out because others wait: whether it is kept.
    var answered: (Bool) -> Void
    var attempts = 0
  }

  private let mailbox: Mailbox
  private let clock: DeskClock
  private let store: DeskStore
  private let send: @MainActor (Message) -> Void

  private var lastNumber = 0
  private var inFlight: [Int: Item] = [:]
  /// The number of the newest state of each key.
  private var latest: [String: Int] = [:]
  private var waiting: [(number: Int, item: Item)] = []
  private var trying: Int?
  private var isInTrouble = false
  private(set) var nextTry: Instant?

  init(store: DeskStore, mailbox: Mailbox, clock: DeskClock, send: @escaping @MainActor (Message) -> Void) {
    self.store = store
    self.mailbox = mailbox
    self.clock = clock
    self.send = send
  }

  /// What is not on the disk yet.
  var countUnkept: Int { waiting.count + inFlight.count }

  /// The store has something in hand.
  var isBusy: Bool { !inFlight.isEmpty }

  /// - Parameter key: what the request replaces: `draft:ID`. A later one with the same key makes this one needless.
  func keep<Answer: Sendable>(
    _ key: String, _ request: StoreRequest<Answer>, answered: @escaping (Bool) -> Void = { _ in }
  ) {
    lastNumber += 1
    let item = Item(
      key: key,
      start: { [store] completion in
        store.start(request) { result in
          if case .failure(let error) = result { completion(error) } else { completion(nil) }
        }
      }, answered: answered)
    latest[key] = lastNumber
    let isWaiting = !waiting.isEmpty
    waiting.removeAll { $0.item.key == key && $0.number != trying }
    guard !isWaiting else {
      // Behind those that wait: what was done later must not be overwritten by what was done before.
      waiting.append((lastNumber, item))
      return answered(false)
    }
    start(lastNumber, item)
  }

  private func start(_ number: Int, _ item: Item) {
    inFlight[number] = item
    item.start { [mailbox] error in mailbox.post(.kept(number, error.map { StoreTrouble($0) })) }
  }

  // MARK: - What the store says

  func answered(_ number: Int, _ trouble: StoreTrouble?) {
    guard var item = inFlight.removeValue(forKey: number) else { return }
    let wasRetry = trying == number
    if wasRetry { trying = nil }
    defer { item.answered(trouble == nil) }
    if latest[item.key] == number, trouble == nil { latest[item.key] = nil }
    guard let trouble else {
      waiting.removeAll { $0.number == number }
      if !waiting.isEmpty { tryNext() } else if isInTrouble { recovered() }
      return
    }
    isInTrouble = true
    item.attempts += 1
    let isHopeless: Bool =
      switch trouble {
      case .diskFull, .notWritable: false
      case .failed: item.attempts >= StoreKeeper.mostAttempts
      case .damaged, .newer: true
      }
    let isOld = latest[item.key] != number
    waiting.removeAll { $0.number == number }
    if !isHopeless, !isOld {
      let place = waiting.firstIndex { $0.number > number } ?? waiting.endIndex
      waiting.insert((number, item), at: place)
    }
    nextTry = waiting.isEmpty ? nil : clock.now.adding(milliseconds: StoreKeeper.pause)
    // Each time: the model says it where nothing else is said.
    send(.storeFailed(trouble))
    if isHopeless, waiting.isEmpty { isInTrouble = false }
  }

  private func recovered() {
    isInTrouble = false
    nextTry = nil
    send(.storeRecovered)
  }

  // MARK: - Trying again

  func fireTimers(at now: Instant) {
    if let nextTry, nextTry <= now { tryNext() }
  }

  /// Before the end: at once, whatever the pause.
  func tryNow() { if trying == nil, !waiting.isEmpty { tryNext() } }

  private func tryNext() {
    nextTry = nil
    guard trying == nil, let first = waiting.first else { return }
    trying = first.number
    start(first.number, first.item)
  }
}
