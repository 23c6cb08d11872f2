import BookingModel
import CalClient
import Dispatch
import Foundation
import LocalServer
import Testing

/// The ways on which the same contract is held: the router in this process, and the program's client on a live server.
enum Way: String, CaseIterable, Sendable, CustomTestStringConvertible {
  case inProcess, loopback, unixSocket

  var testDescription: String { rawValue }

  /// Runs `body` with a desk on a shop of its own, on a thread that may wait.
  func run(requestsPerMinute: Int? = nil, _ body: @escaping @Sendable (any Desk) throws -> Void) async throws {
    let shop = try ContractShop(requestsPerMinute: requestsPerMinute)
    switch self {
    case .inProcess:
      let result = await withTaskExecutorPreference(OwnThread()) { Result { try body(InProcessDesk(shop)) } }
      try result.get()
    case .loopback:
      try await serving(shop, on: .loopback(port: 0)) {
        LiveDesk(shop, at: try Endpoint($0.url))
      } body: {
        try body($0)
      }
    case .unixSocket:
      let folder = NSTemporaryDirectory() + "cal-" + UUID().uuidString.prefix(8)
      defer { try? FileManager.default.removeItem(atPath: folder) }
      let path = folder + "/run/api.sock"
      try await serving(shop, on: .unix(path: path)) { _ in
        LiveDesk(shop, at: try Endpoint(unixSocket: path))
      } body: {
        try body($0)
      }
    }
  }

  private func serving(
    _ shop: ContractShop, on place: LocalServer.Place,
    desk: @escaping @Sendable (LocalServer.Address) throws -> LiveDesk,
    body: @escaping @Sendable (LiveDesk) throws -> Void
  ) async throws {
    let server = LocalServer(api: shop.api)
    let address = try await server.start(on: place)
    let result = await withTaskExecutorPreference(OwnThread()) {
      Result { try body(desk(address)) }
    }
    await server.stop()
    try result.get()
  }
}

/// Runs a task where waiting hinders nobody: the server's own tasks need the threads that tests share.
private final class OwnThread: TaskExecutor {
  private let queue = DispatchQueue(label: "desk")

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    let executor = asUnownedTaskExecutor()
    queue.async { job.runSynchronously(on: executor) }
  }
}
