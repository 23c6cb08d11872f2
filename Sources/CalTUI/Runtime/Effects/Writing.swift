import BookingModel
import CalClient
import CalProtocol
import DeskStore

// Writes (DESIGN 6): the journal first, then the wire, and the look-ups of what is unknown.

extension EffectRunner {
  /// First on the disk, then on the wire.
  func journal(_ ref: DeskRef, _ write: Write) {
    guard let store else {
      send(.writeNotJournalled(ref, .failed("there is no store to journal it in")))
      return
    }
    let entry = JournalEntry(
      deskRef: ref, write: write, profile: shop.profile, clerk: desk.clerk, desk: desk.desk, createdAt: clock.now)
    countJournalling += 1
    store.start(.recordIntent(entry)) { [mailbox] result in
      switch result {
      case .success: mailbox.post(.journalled(ref, write, nil))
      case .failure(let error): mailbox.post(.journalled(ref, write, StoreTrouble(error)))
      }
    }
  }

  /// The journal has answered: now the write may leave, once.
  func journalled(_ ref: DeskRef, _ write: Write, _ trouble: StoreTrouble?) {
    countJournalling -= 1
    if let trouble {
      send(.writeNotJournalled(ref, trouble))
      return
    }
    guard let client else {
      let error = startupError ?? CalError(kind: .noAnswer(.unreachable))
      close(ref, .failure(error))
      return
    }
    client.perform(Calls.write(write, ref: ref)) { [weak self] result in
      self?.close(ref, result.map(\.bookings))
    }
  }

  func close(_ ref: DeskRef, _ result: Result<[Booking], CalError>) {
    let state: JournalEntry.State =
      switch result {
      case .success(let bookings): .accepted(bookings.first?.uid)
      case .failure(let error): error.leavesOutcomeUnknown ? .unknown(error) : .refused(error)
      }
    keeper?.keep("outcome:" + ref.rawValue, .recordOutcome(ref, state, at: clock.now))
    if case .success(let bookings) = result { learn(bookings) }
    send(.writeAnswered(ref, result))
  }

  // MARK: - Looking up what is unknown (DESIGN 6.3)

  /// The journal counts the look-ups that were answered.
  func lookUp(_ ref: DeskRef, _ question: LookUpQuestion, _ client: CalClient) {
    LookUp(client: client, question: question) { [weak self] result in
      guard let self else { return }
      if case .success = result, !self.desk.isReadOnly { self.keep(.recordLookup(ref, at: self.clock.now)) }
      self.send(.lookedUp(ref, question, result))
    }.start()
  }

  /// Every poll looks for writes that a command or another desk left behind.
  func readJournal(_ askedAt: Instant) {
    guard let store else { return }
    store.start(.unresolved()) { [mailbox] result in
      if case .success(let entries) = result { mailbox.post(.journalRead(entries, askedAt: askedAt)) }
    }
  }

  /// What was found by a look-up, or decided by a person.
  func close(_ ref: DeskRef, _ closing: WriteClosing) {
    keeper?.keep("outcome:" + ref.rawValue, .recordOutcome(ref, JournalEntry.State(closing), at: clock.now))
    if case .accepted(let bookings) = closing { learn(bookings) }
  }

  /// What a write was answered with, or was found.
  func learn(_ bookings: [Booking]) {
    keep(.cacheBookings(bookings), rings: true)
    customers?.take(bookings)
  }

  // MARK: - Into the store

  /// Keeps something in the store, behind; a failure is told, not raised.
  /// - Parameter rings: then the other desks are told.
  func keep(_ request: StoreRequest<Void>, rings: Bool = false) {
    store?.start(request) { [mailbox, lock = rings ? board?.lock : nil] result in
      switch result {
      case .success: lock?.ring()
      case .failure(let error): mailbox.post(.storeFailed(StoreTrouble(error)))
      }
    }
  }
}

extension StoreTrouble {
  /// The store's error, as the model tells it.
  init(_ error: StoreError) {
    self =
      switch error {
      case .unwritable(let path, _): .notWritable(path: path)
      case .diskFull: .diskFull
      case .damaged(let path), .foreign(let path): .damaged(path: path)
      case .newer(let path, _, _): .newer(path: path)
      case .busy(let path): .failed("\(path) is locked by another process")
      case .failed(_, let code, let message): .failed("\(message) (\(code))")
      }
  }
}
