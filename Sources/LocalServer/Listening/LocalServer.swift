import BookingModel
import CalProtocol
import Dispatch
import FlyingSocks
import Glibc
import Synchronization

/// The embedded server: the shop's own Cal.com API over a private socket or over loopback (DESIGN 8). It prints nothing.
public final class LocalServer: Sendable {
  public enum Place: Hashable, Sendable {
    /// The path of a Unix socket: 107 bytes at most. Its folder is made, 0700, when it is missing.
    case unix(path: String)
    /// A port of 127.0.0.1; 0 lets the system choose one.
    case loopback(port: UInt16)
  }

  public struct Address: Hashable, Sendable {
    /// Base of the API without `/v2`: `http://127.0.0.1:5555`, or `http://localhost` over a Unix socket.
    public var url: String
    public var socketPath: String?
    public var port: UInt16?
  }

  /// Seconds that a client may take: to say something at all, for the head, for the body, to take the answer.
  public struct Patience: Hashable, Sendable {
    public var idle: Double
    public var head: Double
    public var body: Double
    public var answer: Double
    public init(idle: Double = 120, head: Double = 10, body: Double = 10, answer: Double = 10) {
      self.idle = idle
      self.head = head
      self.body = body
      self.answer = answer
    }
  }

  public let api: LocalAPI
  private let patience: Patience
  private let work = DispatchQueue(label: "local-server", attributes: .concurrent)
  private let state = Mutex<Running?>(nil)
  static let mostConnections = 64

  private struct Running {
    var socket: Socket
    var path: String?
    var task: Task<Void, Never>
  }

  public init(api: LocalAPI, patience: Patience = Patience()) {
    self.api = api
    self.patience = patience
  }

  /// Opens the database. Throws ``LocalServerError``.
  public convenience init(
    database: String, apiKey: String, edges: Edges = Edges(), requestsPerMinute: Int? = nil,
    patience: Patience = Patience(), isReadOnly: Bool = false
  ) throws {
    self.init(
      api: try LocalAPI(
        database: database, apiKey: apiKey, edges: edges, requestsPerMinute: requestsPerMinute, isReadOnly: isReadOnly),
      patience: patience)
  }

  /// A key for a server that only its own program talks to: 160 random bits, kept in memory alone.
  public static func makeKey() -> String {
    var numbers = SystemRandomNumberGenerator()
    let digits = Array("0123456789abcdef")
    return "cal_local_" + String((0..<40).map { _ in digits[Int.random(in: 0..<16, using: &numbers)] })
  }

  /// Listens, and returns where. Connections made from then on are answered. Throws ``LocalServerError``.
  public func start(on place: Place) async throws -> Address {
    let (socket, address) = try Listener.open(place)
    do {
      // The pool polls the sockets; its logger is silent, because standard output belongs to the screen.
      let pool = SocketPool.ePoll(logger: .disabled)
      try await pool.prepare()
      let listening = try AsyncSocket(socket: socket, pool: pool)
      let task = Task { [self] in await serve(listening, pool) }
      state.withLock { $0 = Running(socket: socket, path: address.socketPath, task: task) }
      return address
    } catch {
      try? socket.close()
      throw LocalServerError.cannotListen(address: address.url, reason: "\(error)")
    }
  }

  /// Stops listening, ends the connections, removes the socket file.
  public func stop() async {
    guard
      let running = state.withLock({ state in
        let running = state
        state = nil
        return running
      })
    else { return }
    running.task.cancel()
    await running.task.value
    try? running.socket.close()
    if let path = running.path { unlink(path) }
  }

  private func serve(_ listening: AsyncSocket, _ pool: some AsyncSocketPool) async {
    let gate = Gate(LocalServer.mostConnections)
    await withTaskGroup(of: Void.self) { group in
      group.addTask { try? await pool.run() }
      await withDiscardingTaskGroup { connections in
        while !Task.isCancelled {
          guard let socket = try? await listening.accept() else {
            // Out of descriptors, or a client gone before it was answered: others may still be served.
            if Task.isCancelled { break }
            try? await Task.sleep(nanoseconds: 50_000_000)
            continue
          }
          Listener.closeOnExec(socket.socket)
          guard gate.enter() else {
            try? socket.close()
            continue
          }
          connections.addTask {
            await self.connection(socket).run()
            // In this order: a client that sees its connection end finds the place free.
            gate.leave()
            try? socket.close()
          }
        }
        connections.cancelAll()
      }
      group.cancelAll()
    }
  }

  private func connection(_ socket: AsyncSocket) -> ServerConnection {
    ServerConnection(
      socket: socket, patience: patience, answer: { [api] request in api.respond(to: request) }, work: work)
  }
}

/// Counts connections.
private final class Gate: Sendable {
  private let open = Mutex(0)
  private let most: Int

  init(_ most: Int) { self.most = most }

  func enter() -> Bool {
    open.withLock { count in
      guard count < most else { return false }
      count += 1
      return true
    }
  }

  func leave() { open.withLock { $0 -= 1 } }
}
