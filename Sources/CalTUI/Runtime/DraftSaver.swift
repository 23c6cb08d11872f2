import BookingModel
import DeskStore
import FoundationEssentials

/// Saves drafts as they are typed, one write at a time: while the disk is busy, only the newest state waits.
@MainActor
final class DraftSaver {
  private let store: DeskStore
  private let mailbox: Mailbox
  private let clock: DeskClock
  private let desk: String
  private var next: Draft?
  private var isWriting = false

  init(store: DeskStore, mailbox: Mailbox, clock: DeskClock, desk: String) {
    self.store = store
    self.mailbox = mailbox
    self.clock = clock
    self.desk = desk
  }

  func save(_ draft: Draft) {
    // Another draft that still waits is not overtaken by this one.
    if let next, next.id != draft.id { write(next) }
    next = draft
    if !isWriting { writeNext() }
  }

  func forget(_ id: Draft.ID) {
    if next?.id == id { next = nil }
    store.start(.deleteDraft(id.rawValue)) { [mailbox] result in
      if case .failure(let error) = result { mailbox.post(.storeFailed(StoreTrouble(error))) }
    }
  }

  /// The store has written; what came meanwhile goes out now.
  func finished() {
    isWriting = false
    writeNext()
  }

  private func writeNext() {
    guard let draft = next else { return }
    next = nil
    isWriting = true
    write(draft)
  }

  private func write(_ draft: Draft) {
    guard let json = try? JSONEncoder().encode(draft) else { return }
    let stored = StoredDraft(id: draft.id.rawValue, desk: desk, json: Array(json), updatedAt: clock.now)
    store.start(.saveDraft(stored)) { [mailbox] result in
      if case .failure(let error) = result {
        mailbox.post(.draftWritten(StoreTrouble(error)))
      } else {
        mailbox.post(.draftWritten(nil))
      }
    }
  }
}
