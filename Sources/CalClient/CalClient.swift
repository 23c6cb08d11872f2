public import BookingModel
public import CalProtocol

/// Calls to one server with one key: retries of reads, the rate limits, and what an answer means.
///
/// Confined to its transport's thread. It keeps no clock and never sleeps: the loop asks for ``nextTimer``, waits no
/// longer than that, and calls ``fireTimers(at:)``.
public final class CalClient {
  public struct CallID: Hashable, Sendable {
    fileprivate var number: UInt64
  }

  public let endpoint: Endpoint
  public let transport: Transport
  /// As of the last answer; shared by every desk with this key (DESIGN 7).
  public private(set) var rateLimits = RateLimits()

  private let key: Secret?
  private let policy: RetryPolicy
  private let gate: RequestGate?
  private let clock: () -> Instant
  var now: Instant { clock() }
  private let chance: () -> Double
  private var calls: [CallID: Pending] = [:]
  private var lastNumber: UInt64 = 0

  private struct Pending {
    var request: WireRequest
    var isWrite: Bool
    var purpose: RequestBudget.Purpose
    var limits: TransferLimits
    var policy: RetryPolicy
    /// No attempt of a read outlives it.
    var deadline: Instant
    var attempts = 0
    /// The running attempt, or the time of the next one.
    var transfer: Transport.TransferID?
    var retryAt: Instant?
    /// The server has asked for that pause.
    var isHeldOff = false
    /// There was no room for it: told at the next turn of the loop, never from inside ``CalClient/perform``.
    var refusal: CalError?
    /// Gets the 2xx answer, or what became of the call.
    var deliver: (Result<WireResponse, CalError>) -> Void
  }

  /// - Parameters:
  ///   - clock: the time now, for deadlines and for when a limit's window ends.
  ///   - gate: asked before each attempt; without one every request is sent at once.
  ///   - chance: a number from 0 up to 1, new at each call: the jitter of retries.
  public init(
    endpoint: Endpoint, key: Secret?, transport: Transport, policy: RetryPolicy = .standard,
    gate: RequestGate? = nil, clock: @escaping () -> Instant,
    chance: @escaping () -> Double = { Double.random(in: 0..<1) }
  ) {
    self.endpoint = endpoint
    self.key = key
    self.transport = transport
    self.policy = policy
    self.gate = gate
    self.clock = clock
    self.chance = chance
  }

  /// Starts a call. The completion is called once, from a later wait of the transport or a timer, unless the call is cancelled.
  ///
  /// `limits` and `policy` stand in for the usual ones. A write is sent at most once, whatever happens; whether it can have happened when it failed, the error says
  /// (``CalError/leavesOutcomeUnknown``).
  @discardableResult
  public func perform<Answer>(
    _ call: Call<Answer>, limits: TransferLimits? = nil, policy: RetryPolicy? = nil,
    purpose: RequestBudget.Purpose? = nil,
    completion: @escaping (Result<Answer, CalError>) -> Void
  ) -> CallID {
    lastNumber += 1
    let id = CallID(number: lastNumber)
    let policy = policy ?? self.policy
    calls[id] = Pending(
      request: call.request, isWrite: call.isWrite, purpose: purpose ?? (call.isWrite ? .write : .read),
      limits: limits ?? (call.isWrite ? .write : .read), policy: policy,
      deadline: clock().adding(milliseconds: Int64(policy.totalMilliseconds))
    ) { result in
      completion(
        result.flatMap { response in
          do throws(CalError) { return .success(try call.read(response)) } catch { return .failure(error) }
        })
    }
    attempt(id)
    return id
  }

  /// Drops a read, running or waiting for its retry; its completion is not called. A write goes on: false.
  @discardableResult
  public func cancel(_ id: CallID) -> Bool {
    guard let pending = calls[id], !pending.isWrite else { return false }
    if let transfer = pending.transfer { transport.cancel(transfer) }
    calls[id] = nil
    return true
  }

  /// Calls whose completion is still to come, those that wait for a retry among them.
  public var countUnderWay: Int { calls.count }

  // MARK: - Timers

  /// When ``fireTimers(at:)`` wants to be called next; `nil`: never, as things stand.
  public var nextTimer: Instant? { calls.values.lazy.compactMap(\.retryAt).min() }

  /// Until when the server wants to be left alone, where a read waits for that.
  public var heldOffUntil: Instant? {
    calls.values.lazy.filter { $0.isHeldOff }.compactMap(\.retryAt).min()
  }

  /// Starts the retries that are due.
  public func fireTimers(at now: Instant) {
    let due = calls.filter { $0.value.retryAt.map { $0 <= now } ?? false }.keys
    for id in due.sorted(by: { $0.number < $1.number }) { attempt(id) }
  }

  // MARK: - Attempts

  /// Asks the gate first.
  private func attempt(_ id: CallID) {
    if let refused = calls[id], let refusal = refused.refusal {
      calls[id] = nil
      return refused.deliver(.failure(refusal))
    }
    guard let gate, let pending = calls[id] else { return send(id) }
    calls[id]?.retryAt = nil
    let now = clock()
    // The key is used elsewhere too, and the server says so: the rest is for writes.
    if pending.purpose != .write, let left = rateLimits.remaining(at: now), left <= CalClient.keptForWrites,
      let newWindow = rateLimits.resetsAt(after: now)
    {
      return admitted(id, after: max(1, newWindow.milliseconds - now.milliseconds))
    }
    gate.admit(pending.purpose) { [weak self] in self?.admitted(id, after: $0) }
  }

  /// Requests of a window that reads leave alone.
  private static let keptForWrites = 20

  private func admitted(_ id: CallID, after wait: Int64) {
    guard let pending = calls[id] else { return }
    guard wait > 0 else { return send(id) }
    let next = clock().adding(milliseconds: wait)
    // A write waits for its turn. So does a read, be it one for a write, within its own time; what comes again by itself is left out.
    guard pending.isWrite || pending.purpose != .background && next < pending.deadline else {
      calls[id]?.refusal = CalError(kind: .rateLimited(seconds: Int((wait + 999) / 1000)))
      calls[id]?.retryAt = clock()
      return
    }
    calls[id]?.retryAt = next
  }

  private func send(_ id: CallID) {
    guard var pending = calls[id] else { return }
    var limits = pending.limits
    if !pending.isWrite {
      let left = pending.deadline.milliseconds - clock().milliseconds
      limits.totalMilliseconds = min(limits.totalMilliseconds, Int(max(1, left)))
    }
    pending.attempts += 1
    pending.retryAt = nil
    pending.isHeldOff = false
    // The client stays alive until the answer is in: a write's outcome is always heard.
    pending.transfer = transport.start(
      pending.request, to: endpoint, key: key, isWrite: pending.isWrite, limits: limits
    ) { self.ended(id, $0) }
    calls[id] = pending
  }

  private func ended(_ id: CallID, _ result: Result<WireResponse, CalError>) {
    guard var pending = calls[id] else { return }
    let now = clock()
    let isElsewhere = endpoint.inProcess == nil
    let judged = result.flatMap { response -> Result<WireResponse, CalError> in
      let response = isElsewhere ? key?.masked(response) ?? response : response
      rateLimits.take(RateBudget(response, now: now), at: now)
      return (200..<300).contains(response.status)
        ? .success(response) : .failure(CalError.read(from: response, now: now))
    }
    if case .failure(let error) = judged, case .rateLimited(let seconds) = error.kind { gate?.refused(seconds) }
    if case .failure(let error) = judged, !pending.isWrite,
      let pause = pending.policy.pause(after: error, attempts: pending.attempts, chance: chance())
    {
      let retryAt = now.adding(milliseconds: Int64(pause))
      if retryAt < pending.deadline {
        pending.transfer = nil
        pending.retryAt = retryAt
        if case .rateLimited = error.kind { pending.isHeldOff = true }
        calls[id] = pending
        return
      }
    }
    calls[id] = nil
    pending.deliver(judged)
  }
}
