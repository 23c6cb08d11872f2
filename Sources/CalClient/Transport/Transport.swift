public import BookingModel
public import CalProtocol
import CurlShim
import Glibc

/// Every transfer of the program, and its one wait (DESIGN 4).
///
/// Not `Sendable`: it is made, used and let go on one thread, and completions are called there, from inside
/// ``wait(for:milliseconds:)`` alone. libcurl is started by the first transfer (0.5 ms), so that the first frame does
/// not pay for it; the first TLS connection costs another 20 ms, mostly for reading the certificate authorities. A wait
/// without transfers is a plain `poll` and wakes for nothing but its descriptors and its limit: a minute is one call.
public final class Transport {
  public struct TransferID: Hashable, Sendable {
    fileprivate var number: UInt64
  }

  var setup: TransferSetup
  /// For other threads: ends the wait.
  public let wakeup = Wakeup()
  private var multi: UnsafeMutableRawPointer?
  private var transfers: [TransferID: Transfer] = [:]
  private var identifiers: [UnsafeMutableRawPointer: TransferID] = [:]
  /// Ended, not delivered yet; the next wait does not wait.
  private var finished: [Finished] = []
  /// Asked of a server in this program, not answered yet.
  private var asked: [TransferID: Asked] = [:]
  private let answers: InProcessAnswers
  private var lastNumber: UInt64 = 0

  private struct Finished {
    var id: TransferID
    var isWrite: Bool
    var result: Result<WireResponse, CalError>
    var completion: (Result<WireResponse, CalError>) -> Void
  }

  private struct Asked {
    var isWrite: Bool
    var completion: (Result<WireResponse, CalError>) -> Void
  }

  /// - Parameters:
  ///   - userAgent: `caltui/1.0`.
  ///   - authorities: a PEM file of certificate authorities, for a shop with its own; `nil`: the system's.
  public init(userAgent: String, authorities: String? = nil) {
    setup = TransferSetup(userAgent: userAgent, authorities: authorities)
    answers = InProcessAnswers(wakeup: wakeup)
  }

  deinit {
    for transfer in transfers.values { cal_curl_multi_remove_handle(multi, transfer.easy) }
    // The easy handles go before the multi handle, as libcurl asks.
    transfers = [:]
    if let multi { cal_curl_multi_cleanup(multi) }
  }

  /// Transfers that run or whose completion is still to be called.
  public var countUnderWay: Int { transfers.count + asked.count + finished.count }

  /// Writes among them. A program that ends now leaves their outcome unknown.
  public var writesUnderWay: Int {
    transfers.values.count { $0.isWrite } + asked.values.count { $0.isWrite } + finished.count { $0.isWrite }
  }

  /// Starts a request; nothing is sent before the next wait, and the completion is called from a later one, once.
  ///
  /// The result is an answer of whatever status but 3xx, or a `.noAnswer`: `.unreachable` and `.tlsRefused` only when
  /// no byte of the request can have left.
  @discardableResult
  public func start(
    _ request: WireRequest, to endpoint: Endpoint, key: Secret?, isWrite: Bool, limits: TransferLimits? = nil,
    completion: @escaping (Result<WireResponse, CalError>) -> Void
  ) -> TransferID {
    lastNumber += 1
    let id = TransferID(number: lastNumber)
    if let server = endpoint.inProcess {
      asked[id] = Asked(isWrite: isWrite, completion: completion)
      server.perform(request, key: key, isWrite: isWrite) { [answers] in answers.add($0, to: id) }
      return id
    }
    do throws(TransferSetup.Refusal) {
      try begin(
        id, request, to: endpoint, key: key, isWrite: isWrite, limits: limits ?? (isWrite ? .write : .read),
        completion: completion)
    } catch {
      let refusal =
        switch error {
        case .malformedRequest: CalError(kind: .refused, code: "malformed request")
        case .unsupported(let code):
          CalError(
            kind: .noAnswer(.unreachable), code: "curl \(code.rawValue)",
            message: String(cString: cal_curl_easy_strerror(code)))
        }
      finished.append(Finished(id: id, isWrite: isWrite, result: .failure(refusal), completion: completion))
    }
    return id
  }

  /// Drops a read; its completion is not called. False for a write, which is never cancelled (the booking may be made
  /// already), and for what is over.
  @discardableResult
  public func cancel(_ id: TransferID) -> Bool {
    if let index = finished.firstIndex(where: { $0.id == id }) {
      guard !finished[index].isWrite else { return false }
      finished.remove(at: index)
      return true
    }
    if let question = asked[id] {
      guard !question.isWrite else { return false }
      asked[id] = nil
      return true
    }
    guard let transfer = transfers[id], !transfer.isWrite else { return false }
    remove(id, transfer)
    return true
  }

  /// The one wait: until a descriptor is ready, a transfer moves, ``Wakeup/wake()`` is called, a signal handler has
  /// run, or `limit` milliseconds have passed (`nil`: no limit). Completions are called before it returns.
  ///
  /// It may return early and with nothing. Calling it from a completion is allowed, and seldom wise.
  /// - Returns: the ready descriptors, each with what it is ready for.
  @discardableResult
  public func wait(for descriptors: [Descriptor] = [], milliseconds limit: Int?) -> [Descriptor] {
    var polled = descriptors.map { pollfd(fd: $0.fd, events: $0.events.pollBits, revents: 0) }
    polled.append(pollfd(fd: wakeup.fd, events: Int16(POLLIN), revents: 0))
    let limit = finished.isEmpty ? limit.map { Int32(clamping: max(0, $0)) } ?? -1 : 0
    if transfers.isEmpty {
      poll(&polled, limit)
    } else {
      pollWithTransfers(&polled, limit)
    }
    if polled.removeLast().revents != 0 {
      wakeup.drain()
      takeAnswers()
    }
    if !transfers.isEmpty { move() }
    deliver()
    return zip(descriptors, polled).compactMap { descriptor, state in
      state.revents == 0 ? nil : Descriptor(descriptor.fd, Descriptor.Events(pollBits: state.revents))
    }
  }

  // MARK: - Inside the wait

  private func pollWithTransfers(_ polled: inout [pollfd], _ limit: Int32) {
    var waited = polled.map { curl_waitfd(fd: $0.fd, events: $0.events.curlWaitBits, revents: 0) }
    let code = cal_curl_multi_poll(multi, &waited, UInt32(waited.count), limit < 0 ? Int32.max : limit, nil)
    // libcurl leaves hang-ups out of its report, which would make a dead keyboard a busy loop: ask the kernel again.
    // When libcurl itself fails, a short pause keeps the loop from spinning until the transfers time out.
    poll(&polled, code == CURLM_OK ? 0 : 10)
  }

  private func poll(_ polled: inout [pollfd], _ limit: Int32) {
    if Glibc.poll(&polled, nfds_t(polled.count), limit) < 0 {
      for index in polled.indices { polled[index].revents = 0 }
    }
  }

  private func move() {
    var running: Int32 = 0
    cal_curl_multi_perform(multi, &running)
    var easy: UnsafeMutableRawPointer?
    var code = CURLE_OK
    while cal_curl_next_finished(multi, &easy, &code) {
      guard let easy, let id = identifiers[easy], let transfer = transfers[id] else { continue }
      let result = TransferOutcome.of(transfer, code)
      remove(id, transfer)
      finished.append(
        Finished(id: id, isWrite: transfer.isWrite, result: result, completion: transfer.completion))
    }
  }

  /// Those of cancelled reads are dropped.
  private func takeAnswers() {
    for (id, response) in answers.take() {
      guard let question = asked.removeValue(forKey: id) else { continue }
      finished.append(
        Finished(id: id, isWrite: question.isWrite, result: .success(response), completion: question.completion))
    }
  }

  /// One by one, since a completion may cancel or start others; those it starts fail into the next wait, not this one.
  private func deliver() {
    let last = lastNumber
    while let index = finished.firstIndex(where: { $0.id.number <= last }) {
      let next = finished.remove(at: index)
      next.completion(next.result)
    }
  }

  private func remove(_ id: TransferID, _ transfer: Transfer) {
    cal_curl_multi_remove_handle(multi, transfer.easy)
    identifiers[transfer.easy] = nil
    transfers[id] = nil
  }

  // MARK: - Start

  private func begin(
    _ id: TransferID, _ request: WireRequest, to endpoint: Endpoint, key: Secret?, isWrite: Bool,
    limits: TransferLimits, completion: @escaping (Result<WireResponse, CalError>) -> Void
  ) throws(TransferSetup.Refusal) {
    let multi = try startedMulti()
    guard let transfer = Transfer(isWrite: isWrite, limits: limits, completion: completion) else {
      throw .unsupported(CURLE_FAILED_INIT)
    }
    try setup.apply(request, to: endpoint, key: key, on: transfer)
    guard cal_curl_multi_add_handle(multi, transfer.easy) == CURLM_OK else { throw .unsupported(CURLE_FAILED_INIT) }
    transfers[id] = transfer
    identifiers[transfer.easy] = id
  }

  private func startedMulti() throws(TransferSetup.Refusal) -> UnsafeMutableRawPointer {
    if let multi { return multi }
    guard Transport.globalStart == CURLE_OK, let multi = cal_curl_multi_init() else {
      throw .unsupported(CURLE_FAILED_INIT)
    }
    cal_curl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, 8)
    self.multi = multi
    return multi
  }

  /// Once in the process. A peer that hangs up under a TLS write must not end the program by SIGPIPE, which libcurl
  /// leaves to us with CURLOPT_NOSIGNAL; a handler that is installed already stays.
  private static let globalStart: CURLcode = {
    var old = sigaction()
    if sigaction(SIGPIPE, nil, &old) == 0, old.__sigaction_handler.sa_handler == nil {
      Glibc.signal(SIGPIPE, SIG_IGN)
    }
    return cal_curl_global_start()
  }()
}

extension Descriptor.Events {
  fileprivate var pollBits: Int16 {
    Int16((contains(.readable) ? POLLIN : 0) | (contains(.writable) ? POLLOUT : 0))
  }

  fileprivate init(pollBits: Int16) {
    let bits = Int32(pollBits)
    self = []
    if bits & POLLIN != 0 { insert(.readable) }
    if bits & POLLOUT != 0 { insert(.writable) }
    if bits & (POLLHUP | POLLERR | POLLNVAL) != 0 { insert(.hungUp) }
  }
}

extension Int16 {
  /// libcurl has numbers of its own for the poll events: CURL_WAIT_POLLIN 1, CURL_WAIT_POLLOUT 4.
  fileprivate var curlWaitBits: Int16 {
    Int16((Int32(self) & POLLIN != 0 ? CURL_WAIT_POLLIN : 0) | (Int32(self) & POLLOUT != 0 ? CURL_WAIT_POLLOUT : 0))
  }
}
