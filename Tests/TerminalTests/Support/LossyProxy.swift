import Foundation
import Glibc
import Synchronization

/// Stands between a desk and its server, counts what passes, and loses answers or keeps requests back when told to.
final class LossyProxy: Sendable {
  struct State {
    /// Requests whose first line starts so are passed on; their answers are not.
    var loses: String?
    /// Requests whose first line has this are kept back while it is so, then passed on, whether somebody still waits or not.
    var stalls: String?
    /// Writes take up to so many milliseconds longer, on the way there and back.
    var slowness: UInt32 = 0
    /// Connections that carry a request that was kept back.
    var stalled = 0
    /// First lines of all requests, without the version of HTTP.
    var requests: [String] = []
  }

  let port: Int
  private let listener: Int32
  private let state = Shared()

  private final class Shared: Sendable {
    let facts = Mutex(State())
  }

  init(to port: Int) throws {
    let listener = LossyProxy.makeSocket()
    var address = LossyProxy.loopback(port: 0)
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isListening = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, size) == 0 && listen(listener, 64) == 0 && getsockname(listener, $0, &size) == 0
      }
    }
    guard isListening else { throw ChildProcess.Failure(path: "listen", code: errno) }
    self.listener = listener
    self.port = Int(UInt16(bigEndian: address.sin_port))
    Thread.detachNewThread { [state] in
      while true {
        let client = accept(listener, nil, nil)
        guard client >= 0 else { return }
        Thread.detachNewThread { LossyProxy.pass(client, to: port, state) }
      }
    }
  }

  deinit {
    shutdown(listener, Int32(SHUT_RDWR))
    close(listener)
  }

  func lose(_ firstLine: String?) { state.facts.withLock { $0.loses = firstLine } }

  /// `nil` lets go what was kept back.
  func stall(_ text: String?) { state.facts.withLock { $0.stalls = text } }
  var countStalled: Int { state.facts.withLock { $0.stalled } }

  func slow(_ milliseconds: UInt32) { state.facts.withLock { $0.slowness = milliseconds } }

  func count(_ firstLine: String) -> Int {
    state.facts.withLock { $0.requests.filter { $0.hasPrefix(firstLine) }.count }
  }

  // MARK: - One connection

  private static func pass(_ client: Int32, to port: Int, _ state: Shared) {
    let server = makeSocket()
    defer {
      close(client)
      close(server)
    }
    var address = loopback(port: port)
    let isConnected = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(server, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
    guard isConnected else { return }
    var losesAnswer = false
    var slowness: UInt32 = 0
    while true {
      var waiting = [client, server].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
      guard poll(&waiting, 2, -1) > 0 else { return }
      if waiting[0].revents != 0 {
        guard let bytes = receive(client) else { return }
        // Clients here send the next request only after an answer, so a request starts a piece of its own.
        let line = String(decoding: bytes.prefix { $0 != 13 }, as: UTF8.self)
        if line.hasSuffix(" HTTP/1.1") {
          losesAnswer = state.facts.withLock { state in
            state.requests.append(String(line.dropLast(9)))
            return state.loses.map { line.contains($0) } ?? false
          }
          wait(line, state)
          slowness = line.hasPrefix("POST") ? state.facts.withLock { $0.slowness } : 0
        }
        if slowness > 0 { usleep(UInt32.random(in: 0...slowness) * 1_000) }
        guard send(bytes, to: server) else { return }
      }
      if waiting[1].revents != 0 {
        guard let bytes = receive(server), !losesAnswer else { return }
        if slowness > 0 { usleep(UInt32.random(in: 0...slowness) * 1_000) }
        guard send(bytes, to: client) else { return }
      }
    }
  }

  private static func wait(_ line: String, _ state: Shared) {
    func isStalled() -> Bool { state.facts.withLock { $0.stalls.map { line.contains($0) } ?? false } }
    guard isStalled() else { return }
    state.facts.withLock { $0.stalled += 1 }
    while isStalled() { usleep(2_000) }
    state.facts.withLock { $0.stalled -= 1 }
  }

  private static func makeSocket() -> Int32 { socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0) }

  private static func loopback(port: Int) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return address
  }

  private static func receive(_ descriptor: Int32) -> [UInt8]? {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = recv(descriptor, &buffer, buffer.count, 0)
    return count > 0 ? Array(buffer[..<count]) : nil
  }

  private static func send(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes {
        Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }
}
