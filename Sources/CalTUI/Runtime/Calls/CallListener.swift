import BookingModel
import CalProtocol
import Dispatch
import Glibc
import Synchronization

/// Hears what `caltui pop` has to say to this desk, off the UI thread, and posts it to the mailbox.
final class CallListener: Sendable {
  /// What a desk says about itself.
  struct Facts {
    var desk: String
    var profile: String
    var policy: AttendeePolicy
    /// There is a shop to book for.
    var hasShop: Bool
    /// When the clerk last pressed a key here, by the machine's clock; in milliseconds since 1970.
    var usedAt: Int64
  }

  private let facts: Mutex<Facts>
  private let mailbox: Mailbox
  private let listening = Mutex<Listening?>(nil)

  private struct Listening: Sendable {
    var descriptor: Int32
    var path: String
  }

  init(facts: Facts, mailbox: Mailbox) {
    self.facts = Mutex(facts)
    self.mailbox = mailbox
  }

  static func machineTime() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
  }

  /// A key was pressed on this desk.
  func used() { facts.withLock { $0.usedAt = CallListener.machineTime() } }

  func shopChanged(_ shop: Shop) {
    facts.withLock {
      $0.policy = shop.policy
      $0.hasShop = true
    }
  }

  /// A desk that cannot listen is a desk without calls, and works: the answer is why it cannot.
  @discardableResult
  func start(in folder: String, name: String = CallSocket.name()) -> String? {
    let path = folder + "/" + name
    guard let descriptor = CallSocket.listen(at: path) else { return "\(path): \(Paths.reason(errno))" }
    listening.withLock { $0 = Listening(descriptor: descriptor, path: path) }
    // A thread of its own that sleeps until somebody calls.
    DispatchQueue(label: "calls").async { [weak self] in
      while true {
        let client = accept(descriptor, nil, nil)
        if client < 0, errno == EINTR || errno == ECONNABORTED { continue }
        guard client >= 0 else { break }
        _ = fcntl(client, F_SETFD, FD_CLOEXEC)
        self?.serve(client)
        close(client)
      }
      close(descriptor)
    }
    return nil
  }

  /// Ends the thread; the file goes too.
  func stop() {
    let ended = listening.withLock { listening in
      defer { listening = nil }
      return listening
    }
    guard let ended else { return }
    unlink(ended.path)
    shutdown(ended.descriptor, Int32(SHUT_RDWR))
  }

  private func serve(_ client: Int32) {
    CallSocket.setPatience(client)
    if let question = CallSocket.read(client) { CallSocket.write(answer(question), to: client) }
  }

  /// Says who this desk is, or takes a call. What comes in is anybody's text: only a number that can be one goes on.
  func answer(_ question: JSONValue) -> JSONValue {
    let facts = facts.withLock { $0 }
    guard case .object(let members) = question, let text = members["call"]?.string else {
      return [
        "desk": .string(facts.desk), "profile": .string(facts.profile), "usedAt": .int(facts.usedAt),
      ]
    }
    guard facts.hasShop else { return ["problem": "noShop"] }
    switch facts.policy.phone(text) {
    case .success(let number):
      mailbox.post(.called(number.e164))
      return ["phone": .string(number.e164), "told": .string(facts.policy.phoneText(number.e164))]
    case .failure(let problem): return ["problem": .string(ErrorText.sentence(problem))]
    }
  }
}
