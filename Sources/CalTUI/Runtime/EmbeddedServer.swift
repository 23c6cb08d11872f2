import BookingModel
import CalClient
import CalProtocol
import Dispatch
import LocalServer
import Synchronization
import ZoneData

/// The local server inside this process (DESIGN 8).
///
/// It has no socket: requests are the same values with the same key that would go over one, in a tenth of the time, and
/// without the 9 MiB and 9 ms of libcurl. `caltui serve` is for other programs.
struct EmbeddedServer: Sendable {
  let endpoint: Endpoint
  let key: Secret

  /// Opens the database. An empty one gets `firstShop`; without a shop it is left empty, and the server answers as far as
  /// it can. Throws ``LocalServerError``.
  static func open(database: String, clock: DeskClock, firstShop: LocalShop?) throws -> EmbeddedServer {
    let text = LocalServer.makeKey()
    guard let key = Secret(text) else { throw LocalServerError.noShop }
    let api = try LocalAPI(database: database, apiKey: text, edges: Edges(clock: { clock.now }))
    if let firstShop, try !api.hasShop() { try api.createShop(firstShop) }
    let server = InProcessServer { request, key in
      api.respond(to: ServerRequest(request, apiKey: key?.reveal()))
    }
    return EmbeddedServer(endpoint: Endpoint(inProcess: server), key: key)
  }
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
