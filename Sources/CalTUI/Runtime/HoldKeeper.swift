import BookingModel
import CalClient
import CalProtocol
import DeskStore

/// Asks for holds, renews them and lets them go: first among the desks of this machine, then at the server.
@MainActor
final class HoldKeeper {
  private let store: DeskStore?
  private let mailbox: Mailbox
  private let clock: DeskClock
  private let desk: String
  /// Names the rows of claims.
  private let prefix: String
  private let send: @MainActor (Message) -> Void
  /// Tells the other desks.
  var ring: @Sendable () -> Void = {}

  /// What must be heard of before the program may end.
  private(set) var countUnderWay = 0
  private var lastRead: [DeskHold]?
  private var isReading = false

  /// A claim outlives the longest wait for its answer, and not much more.
  private static let claimSeconds: Int64 = 60

  /// What waits for the end of a hold does not wait for long: it ends by itself.
  private static let limits = TransferLimits(totalMilliseconds: 5_000)

  init(
    store: DeskStore?, mailbox: Mailbox, clock: DeskClock, desk: String, send: @escaping @MainActor (Message) -> Void
  ) {
    self.store = store
    self.mailbox = mailbox
    self.clock = clock
    self.desk = desk
    self.send = send
    prefix = DeskStart.randomPrefix()
  }

  // MARK: - Asking

  func ask(_ question: HoldQuestion, _ client: CalClient) {
    countUnderWay += 1
    if case .renewal(let uid) = question.kind { return renew(uid, question, client) }
    guard let store else { return claimed(question, .success(nil), client) }
    let claim = HoldClaim(
      question, name: name(question), desk: desk, until: clock.now.adding(seconds: HoldKeeper.claimSeconds))
    store.start(.claimHold(claim, now: clock.now)) { [mailbox] result in
      mailbox.post(.holdClaimed(question, result.mapError(StoreTrouble.init)))
    }
  }

  private func name(_ question: HoldQuestion) -> String { "\(prefix)-\(question.number)" }

  /// The store has decided between the desks.
  func claimed(_ question: HoldQuestion, _ result: Result<DeskHold?, StoreTrouble>, _ client: CalClient?) {
    guard let client else { return answer(question, .failure(.server(CalError(kind: .noAnswer(.unreachable))))) }
    guard case .new(let replaced) = question.kind else { return }
    let go: @MainActor (CalError?) -> Void = { [weak self] failure in
      switch result {
      case .success(nil): self?.reserve(question, after: failure, client)
      case .success(let other?): self?.answer(question, .failure(.heldBy(other)))
      case .failure(let trouble): self?.answer(question, .failure(.store(trouble)))
      }
    }
    // The server sees a conflict between the old hold and the new one.
    guard let replaced else { return go(nil) }
    forget(replaced)
    client.perform(Calls.release(replaced), limits: HoldKeeper.limits, policy: .never, purpose: .read) { result in
      MainActor.assumeIsolated {
        if case .failure(let error) = result { go(error) } else { go(nil) }
      }
    }
  }

  private func reserve(_ question: HoldQuestion, after failure: CalError?, _ client: CalClient) {
    let target = question.target
    client.perform(
      Calls.reserve(service: target.service, start: target.start, slotMinutes: target.minutes), purpose: .read
    ) {
      [weak self] result in
      MainActor.assumeIsolated {
        switch result {
        case .success(let reservation): self?.granted(reservation, question, claim: self?.name(question))
        case .failure(let error):
          // With the old hold still there, a conflict may be with that one.
          self?.refused(question, error.kind == .slotTaken ? failure ?? error : error)
        }
      }
    }
  }

  private func renew(_ uid: String, _ question: HoldQuestion, _ client: CalClient) {
    let target = question.target
    let call = Calls.renew(uid, service: target.service, start: target.start, slotMinutes: target.minutes)
    client.perform(call, purpose: .read) { [weak self] result in
      MainActor.assumeIsolated {
        switch result {
        case .success(let reservation): self?.granted(reservation, question, claim: uid)
        case .failure(let error) where error.kind == .slotTaken:
          // Most likely our own hold (CONTRACT 11): let go and made anew.
          client.perform(Calls.release(uid), limits: HoldKeeper.limits, policy: .never, purpose: .read) { result in
            MainActor.assumeIsolated {
              if case .failure(let error) = result {
                self?.answer(question, .failure(.server(error)))
              } else {
                self?.reserve(question, after: nil, client)
              }
            }
          }
        case .failure(let error): self?.answer(question, .failure(.server(error)))
        }
      }
    }
  }

  private func granted(_ reservation: Reservation, _ question: HoldQuestion, claim: String?) {
    var kept = reservation
    (kept.start, kept.end) = (question.target.start, question.target.end)
    let hold = DeskHold(reservation: kept, desk: desk, draft: question.draft.rawValue)
    keep(.confirmHold(hold, claim: claim ?? name(question)))
    if case .renewal(let uid) = question.kind, uid != reservation.uid { forget(uid) }
    answer(question, .success(reservation))
  }

  private func refused(_ question: HoldQuestion, _ error: CalError) {
    forget(name(question))
    answer(question, .failure(.server(error)))
  }

  private func answer(_ question: HoldQuestion, _ result: Result<Reservation, HoldTrouble>) {
    countUnderWay -= 1
    send(.holdAnswered(question, result))
  }

  // MARK: - Letting go

  func release(_ uid: String, _ client: CalClient) {
    countUnderWay += 1
    forget(uid)
    client.perform(Calls.release(uid), limits: HoldKeeper.limits, policy: .never, purpose: .read) { [weak self] _ in
      MainActor.assumeIsolated {
        self?.countUnderWay -= 1
        self?.send(.holdReleased(uid))
      }
    }
  }

  func forget(_ uid: String) { keep(.deleteHold(reservation: uid)) }

  /// Holds run out by themselves; that a row of them could not be written is no trouble of the clerk's.
  private func keep(_ request: StoreRequest<Void>) { store?.start(request) { [ring] _ in ring() } }

  func note(_ hold: DeskHold) { keep(.insertHold(hold)) }

  // MARK: - Looking

  func check(_ uid: String, _ client: CalClient) {
    client.perform(Calls.reservation(uid), limits: HoldKeeper.limits, policy: .never, purpose: .background) {
      [send] result in
      MainActor.assumeIsolated { send(.holdChecked(uid, result)) }
    }
  }

  /// Reads the other desks' holds behind; only what has changed is told.
  func read() {
    guard let store, !isReading else { return }
    isReading = true
    store.start(.otherDesksHolds(now: clock.now)) { [mailbox] result in
      mailbox.post(.deskHolds(try? result.get()))
    }
  }

  func wasRead(_ holds: [DeskHold]?) {
    isReading = false
    guard let holds, holds != lastRead ?? [] else { return }
    lastRead = holds
    send(.deskHoldsLoaded(holds))
  }
}
