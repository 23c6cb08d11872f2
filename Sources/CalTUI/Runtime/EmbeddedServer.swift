import BookingModel
import CalClient
import Dispatch
import Glibc
import LocalServer
import Synchronization
import ZoneData

/// The local server inside this process, on a socket of its own (DESIGN 8).
final class EmbeddedServer: Sendable {
  let endpoint: Endpoint
  let key: Secret
  private let server: LocalServer

  private init(endpoint: Endpoint, key: Secret, server: LocalServer) {
    self.endpoint = endpoint
    self.key = key
    self.server = server
  }

  private static let count = Mutex(0)

  /// Opens the database and listens. An empty database gets `firstShop`; without one it is left empty, and the server
  /// answers as far as it can. Throws ``LocalServerError``.
  static func start(
    database: String, socketFolder: String, clock: DeskClock, firstShop: LocalShop?
  ) async throws -> EmbeddedServer {
    let number = count.withLock { count in
      count += 1
      return count
    }
    let path = "\(socketFolder)/\(number)-\(getpid()).sock"
    let text = LocalServer.makeKey()
    let server = try LocalServer(database: database, apiKey: text, edges: Edges(clock: { clock.now }))
    if let firstShop, try !server.api.hasShop() { try server.api.createShop(firstShop) }
    _ = try await server.start(on: .unix(path: path))
    guard let key = Secret(text) else { throw LocalServerError.noShop }
    return EmbeddedServer(endpoint: try Endpoint(unixSocket: path), key: key, server: server)
  }

  func stop() { _ = try? Waiting.result { [server] in await server.stop() } }
}

extension LocalShop {
  /// What a first start creates where nobody can be asked (DESIGN 8): the configured zone and country, else the machine's.
  static func defaults(_ configuration: Configuration, zones: ZoneLoader, zone: String? = nil) -> LocalShop {
    let zone = zone ?? configuration.shopZone ?? zones.machineZoneIdentifier(tz: configuration.machineZone)
    return LocalShop(country: configuration.country?.code ?? zones.countryCode(ofZone: zone) ?? "US", zone: zone)
  }
}

/// Waits on this thread for something asynchronous: the command line has nothing else to do meanwhile.
enum Waiting {
  private final class Outcome<Value: Sendable>: Sendable {
    let result = Mutex<Result<Value, any Error>?>(nil)
  }

  static func result<Value: Sendable>(_ body: @escaping @Sendable () async throws -> Value) throws -> Value {
    let outcome = Outcome<Value>()
    let done = DispatchSemaphore(value: 0)
    Task.detached {
      let result: Result<Value, any Error>
      do { result = .success(try await body()) } catch { result = .failure(error) }
      outcome.result.withLock { $0 = result }
      done.signal()
    }
    done.wait()
    guard let result = outcome.result.withLock({ $0 }) else { throw CancellationError() }
    return try result.get()
  }
}
