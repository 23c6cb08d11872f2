import BookingModel
import DeskStore
import FoundationEssentials

/// Saves drafts as they are typed, one write at a time: while the disk is busy, only the newest state waits.
@MainActor
final class DraftSaver {
  private let keeper: StoreKeeper
  private let clock: DeskClock
  private let desk: String
  private var next: Draft?
  private var isWriting = false

  init(keeper: StoreKeeper, clock: DeskClock, desk: String) {
    self.keeper = keeper
    self.clock = clock
    self.desk = desk
  }

  /// Keeps the newest state for ``writeNext()``, which the loop calls when the key's echo is on its way to the screen.
  func save(_ draft: Draft) {
    // Another draft that still waits is not overtaken by this one.
    if let next, next.id != draft.id { write(next) }
    next = draft
  }

  func forget(_ id: Draft.ID) {
    if next?.id == id { next = nil }
    keeper.keep(DraftSaver.key(id), .deleteDraft(id.rawValue))
  }

  private static func key(_ id: Draft.ID) -> String { "draft:" + id.rawValue }

  func writeNext() {
    guard !isWriting, let draft = next else { return }
    next = nil
    isWriting = true
    write(draft)
  }

  /// Nothing waits any more: the store takes all of it, in order. Before the end, and before standing still.
  func writeAll() {
    guard let draft = next else { return }
    next = nil
    write(draft)
  }

  private func write(_ draft: Draft) {
    let request = StoreRequest.saveDraft(id: draft.id.rawValue, desk: desk, updatedAt: clock.now) {
      // On the store's thread: encoding takes as long as drawing the frame.
      Array(try JSONEncoder().encode(draft))
    }
    keeper.keep(DraftSaver.key(draft.id), request) { [weak self] _ in
      // What came meanwhile goes out now.
      self?.isWriting = false
      self?.writeNext()
    }
  }
}
