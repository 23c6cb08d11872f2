import BookingModel
import DeskStore

/// Notices that another process of this store has died in the middle of a write, and takes the write over: one that its owner cannot look up
/// any more must be found within half a minute (DESIGN 6.3), and the poll of the board comes too seldom for that.
///
/// A look is one read of the few rows that are open; nothing is written unless somebody has died.
@MainActor
final class OrphanWatch {
  /// Milliseconds between two looks.
  nonisolated static let pause: Int64 = 5_000

  private let store: DeskStore
  private let mailbox: Mailbox
  private let clock: DeskClock
  private(set) var nextLook: Instant?

  init(store: DeskStore, mailbox: Mailbox, clock: DeskClock) {
    self.store = store
    self.mailbox = mailbox
    self.clock = clock
  }

  func begin() { nextLook = clock.now.adding(milliseconds: OrphanWatch.pause) }

  func fireTimers(at now: Instant) {
    if let nextLook, nextLook <= now { look() }
  }

  /// Also between its times: when the desk that polled has ended.
  func look() {
    let now = clock.now
    nextLook = now.adding(milliseconds: OrphanWatch.pause)
    store.start(.hasOrphans()) { [store, mailbox] found in
      guard case .success(true) = found else { return }
      store.start(.takeOrphans(now: now)) { taken in
        // Another desk may have been faster.
        guard case .success(let count) = taken, count > 0 else { return }
        store.start(.unresolved()) { result in
          if case .success(let entries) = result { mailbox.post(.journalRead(entries, askedAt: now)) }
        }
      }
    }
  }
}
