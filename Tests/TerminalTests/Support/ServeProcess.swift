import Foundation
import Synchronization
import Testing

/// `caltui serve`: the local server as a process of its own.
final class ServeProcess: Sendable {
  private struct Ready: Decodable {
    var url: String
    var database: String
    var apiKey: String
  }

  let url: String
  let apiKey: String
  let port: Int
  private let child: ChildProcess

  init(_ home: DeskHome, port: Int = 0, key: String? = nil) throws {
    child = try ChildProcess(
      Caltui.program, ["serve", "--json", "--listen", "127.0.0.1:\(port)"],
      environment: home.environment(key.map { ["CAL_API_KEY": $0] } ?? [:]))
    guard let line = child.readLine() else {
      let ending = child.finish()
      throw ChildProcess.Failure(path: "caltui serve: \(ending.errors)", code: ending.code)
    }
    let ready = try JSONDecoder().decode(Ready.self, from: Data(line.utf8))
    url = ready.url
    apiKey = ready.apiKey
    self.port = try #require(URL(string: url)?.port)
  }

  deinit { stop() }

  /// What a desk or a command needs to speak to it.
  var environment: [String: String] { ["CAL_API_URL": url, "CAL_API_KEY": apiKey] }

  func stop() {
    // The process is ours until it is waited for, so its number is not another's.
    if isStopped.withLock({ was in
      defer { was = true }
      return was
    }) {
      return
    }
    kill(child.process, SIGTERM)
    _ = child.finish()
  }

  private let isStopped = Mutex(false)
}
