import BookingModel
import CalProtocol
import Foundation
import Testing

@testable import CalClient

/// The trap is set before the first transfer: every test of this target runs with proxies named in the environment,
/// and no test may be seen there, since loopback is never asked for through a proxy.
enum ProxyTrap {
  static let server: ScriptedServer? = {
    guard let server = try? ScriptedServer([.request, .send(Answers.http("502 Bad Gateway"))]) else { return nil }
    for name in ["http_proxy", "https_proxy", "all_proxy", "HTTPS_PROXY", "ALL_PROXY"] { setenv(name, server.url, 1) }
    return server
  }()
}

func makeTransport() -> Transport {
  _ = ProxyTrap.server
  return Transport(userAgent: "caltui/test")
}

let key = Secret("cal_test_key")

extension Transport {
  /// Waits until the condition holds; false after ten seconds.
  func run(until isDone: () -> Bool) -> Bool {
    let deadline = Date(timeIntervalSinceNow: 10)
    while !isDone() {
      if Date.now > deadline { return false }
      wait(milliseconds: 20)
    }
    return true
  }

  /// One exchange from start to end.
  func exchange(
    _ request: WireRequest = WireRequest(.get, "/me"), with server: ScriptedServer, isWrite: Bool = false,
    limits: TransferLimits? = nil
  ) throws -> Result<WireResponse, CalError> {
    try exchange(request, at: Endpoint(server.url), isWrite: isWrite, limits: limits)
  }

  func exchange(
    _ request: WireRequest = WireRequest(.get, "/me"), at endpoint: Endpoint, isWrite: Bool = false,
    limits: TransferLimits? = nil
  ) throws -> Result<WireResponse, CalError> {
    var result: Result<WireResponse, CalError>?
    start(request, to: endpoint, key: key, isWrite: isWrite, limits: limits) { result = $0 }
    #expect(run { result != nil })
    return try #require(result)
  }
}

extension Result where Failure == CalError {
  var error: CalError? { if case .failure(let error) = self { error } else { nil } }

  var trouble: CalError.NetworkTrouble? {
    if case .failure(let error) = self, case .noAnswer(let trouble) = error.kind { trouble } else { nil }
  }
}
