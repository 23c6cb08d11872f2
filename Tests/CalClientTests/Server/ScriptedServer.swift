import Foundation
import Glibc
import Synchronization

/// A server that answers by script, one script a connection, and keeps every byte it was sent. Loopback or a Unix
/// socket only; no call of it waits longer than ten seconds.
final class ScriptedServer: Sendable {
  enum Step: Sendable {
    /// Reads one request with its body.
    case request
    case send([UInt8])
    /// The same bytes again and again, until the other side has had enough or the count is reached.
    case flood([UInt8], times: Int)
    /// Until the other side closes.
    case awaitClose
    /// Closes with a reset instead of an end.
    case reset
  }

  private struct State {
    var received: [[UInt8]] = []
    var ended: [Bool] = []
    var stopped = false
  }

  let port: UInt16
  let socketPath: String?
  private let listener: Int32
  private let scripts: [[Step]]
  private let state = Mutex(State())

  /// Connections beyond the scripts' number get the last script again.
  convenience init(_ scripts: [Step]..., unixSocket: String? = nil) throws {
    try self.init(scripts: scripts, unixSocket: unixSocket)
  }

  init(scripts: [[Step]], unixSocket: String? = nil) throws {
    self.scripts = scripts
    self.socketPath = unixSocket
    (listener, port) = try ScriptedServer.listen(unixSocket: unixSocket)
    Thread.detachNewThread { [self] in acceptAll() }
  }

  /// Ends the accepting thread, which holds the server until then.
  func stop() {
    state.withLock { $0.stopped = true }
    shutdown(listener, Int32(SHUT_RDWR))
    if let socketPath { unlink(socketPath) }
  }

  var url: String { "http://127.0.0.1:\(port)" }
  /// Bytes of each connection, in the order they were accepted.
  var received: [[UInt8]] { state.withLock { $0.received } }
  var texts: [String] { received.map { String(decoding: $0, as: UTF8.self) } }
  var countConnections: Int { state.withLock { $0.received.count } }
  /// How many requests came in all.
  var countRequests: Int { texts.map { $0.components(separatedBy: " HTTP/1.1\r\n").count - 1 }.reduce(0, +) }
  /// Whether the script of that connection is through.
  func hasEnded(_ connection: Int) -> Bool {
    state.withLock { $0.ended.indices.contains(connection) && $0.ended[connection] }
  }

  // MARK: - Sockets

  struct SocketFailure: Error { var call: String, code: Int32 }

  static func listen(unixSocket: String?, backlog: Int32 = 64) throws -> (Int32, UInt16) {
    if let path = unixSocket {
      unlink(path)
      let fd = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
      var address = sockaddr_un()
      address.sun_family = sa_family_t(AF_UNIX)
      withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
      let bound = withUnsafePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(fd, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) }
      }
      guard bound == 0, Glibc.listen(fd, backlog) == 0 else { throw SocketFailure(call: "bind", code: errno) }
      return (fd, 0)
    }
    let fd = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let bound = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(fd, $0, size) == 0 && getsockname(fd, $0, &size) == 0
      }
    }
    guard bound, Glibc.listen(fd, backlog) == 0 else { throw SocketFailure(call: "bind", code: errno) }
    return (fd, UInt16(bigEndian: address.sin_port))
  }

  private func acceptAll() {
    while true {
      let fd = accept(listener, nil, nil)
      if fd < 0 || state.withLock({ $0.stopped }) { break }
      var limit = timeval(tv_sec: 10, tv_usec: 0)
      setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
      setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
      let index = state.withLock { state in
        state.received.append([])
        state.ended.append(false)
        return state.received.count - 1
      }
      Thread.detachNewThread { [self] in
        play(scripts[min(index, scripts.count - 1)], on: fd, index)
        close(fd)
        state.withLock { $0.ended[index] = true }
      }
    }
    close(listener)
  }

  private func play(_ script: [Step], on fd: Int32, _ index: Int) {
    for step in script {
      switch step {
      case .request:
        if !readRequest(fd, index) { return }
      case .send(let bytes):
        if !sendAll(bytes, fd) { return }
      case .flood(let bytes, let times):
        for _ in 0..<times where !sendAll(bytes, fd) { return }
      case .awaitClose:
        while readSome(fd, index) {}
      case .reset:
        var linger = linger(l_onoff: 1, l_linger: 0)
        setsockopt(fd, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<Glibc.linger>.size))
      }
    }
  }

  private func readSome(_ fd: Int32, _ index: Int) -> Bool {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = read(fd, &buffer, buffer.count)
    guard count > 0 else { return false }
    state.withLock { $0.received[index] += buffer[..<count] }
    return true
  }

  /// Until the bytes since the last request hold a head and as much body as it announces.
  private func readRequest(_ fd: Int32, _ index: Int) -> Bool {
    let start = state.withLock { $0.received[index].count }
    while true {
      let text = state.withLock { String(decoding: $0.received[index][start...], as: UTF8.self) }
      if let end = text.range(of: "\r\n\r\n") {
        let head = text[..<end.lowerBound].lowercased()
        let announced = head.components(separatedBy: "\r\ncontent-length: ").dropFirst().first
        let length = announced.flatMap { Int($0.prefix { $0.isNumber }) } ?? 0
        if text[end.upperBound...].utf8.count >= length { return true }
      }
      if !readSome(fd, index) { return false }
    }
  }

  private func sendAll(_ bytes: [UInt8], _ fd: Int32) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { send(fd, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }
}
