public import CalProtocol
import Dispatch
import Synchronization

/// A server that is part of this program: requests reach it as values, without a socket, libcurl or bytes of HTTP in
/// between. It answers on threads of its own.
///
/// Reads come one after the other, and so do writes; a write that waits for another process's lock holds up no read.
public final class InProcessServer: Sendable {
  public typealias Answer = @Sendable (WireRequest, Secret?) -> WireResponse

  private let answer: Answer
  private let reads = DispatchQueue(label: "local-reads")
  private let writes = DispatchQueue(label: "local-writes")

  public init(_ answer: @escaping Answer) { self.answer = answer }

  func perform(
    _ request: WireRequest, key: Secret?, isWrite: Bool, completion: @escaping @Sendable (WireResponse) -> Void
  ) {
    (isWrite ? writes : reads).async { [answer] in completion(answer(request, key)) }
  }
}

extension InProcessServer: Hashable {
  public static func == (a: InProcessServer, b: InProcessServer) -> Bool { a === b }
  public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}

/// Answers on their way from a server's thread to the transport's.
final class InProcessAnswers: Sendable {
  private let arrived = Mutex<[(id: Transport.TransferID, response: WireResponse)]>([])
  private let wakeup: Wakeup

  init(wakeup: Wakeup) { self.wakeup = wakeup }

  func add(_ response: WireResponse, to id: Transport.TransferID) {
    arrived.withLock { $0.append((id, response)) }
    wakeup.wake()
  }

  func take() -> [(id: Transport.TransferID, response: WireResponse)] {
    arrived.withLock { arrived in
      defer { arrived = [] }
      return arrived
    }
  }
}
