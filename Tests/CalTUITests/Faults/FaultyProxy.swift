import Foundation
import Glibc
import Synchronization

/// Stands between the client and the server, both on Unix sockets, and treats each write as it is told.
final class FaultyProxy: Sendable {
  enum Treatment: String, CaseIterable, Sendable {
    case pass, dropBefore, resetBefore, dropAfter, resetAfter, truncate, garbage, page502, failure500, huge, dribble
    /// Whether the server does the write.
    var reaches: Bool { self != .dropBefore && self != .resetBefore }
    /// Whether the client hears what came of it.
    var isHeard: Bool { self == .pass || self == .dribble }
  }

  let path: String
  private let upstream: String
  private let descriptor: Int32
  private let treat: @Sendable (_ body: String) -> Treatment
  /// Bodies of the writes that arrived.
  private let received = Mutex<[String]>([])
  var writes: [String] { received.withLock { $0 } }

  init(path: String, upstream: String, treat: @escaping @Sendable (_ body: String) -> Treatment) throws {
    self.path = path
    self.upstream = upstream
    self.treat = treat
    descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    let isOpen = FaultyProxy.withAddress(path) { [descriptor] in
      bind(descriptor, $0, $1) == 0 && listen(descriptor, 64) == 0
    }
    guard isOpen else { throw POSIXError(.EADDRINUSE) }
    Thread { [self] in
      while true {
        let connection = accept(descriptor, nil, nil)
        guard connection >= 0 else { return }
        Thread { self.serve(connection) }.start()
      }
    }.start()
  }

  func stop() {
    shutdown(descriptor, Int32(SHUT_RDWR))
    close(descriptor)
    unlink(path)
  }

  private static func withAddress<T>(_ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> T) -> T {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8.prefix(107))) }
    return withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
  }

  private func serve(_ client: Int32) {
    var isReset = false
    defer {
      if isReset {
        var linger = linger(l_onoff: 1, l_linger: 0)
        setsockopt(client, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<linger>.size))
      }
      close(client)
    }
    while let request = FaultyProxy.message(from: client) {
      var treatment = Treatment.pass
      if request.head.hasPrefix("POST") {
        received.withLock { $0.append(request.body) }
        treatment = treat(request.body)
      }
      isReset = treatment == .resetBefore || treatment == .resetAfter
      guard treatment.reaches, let answer = forward(request.bytes) else { return }
      switch treatment {
      case .dropBefore, .resetBefore, .dropAfter, .resetAfter: return
      case .pass: guard send(answer, to: client) else { return }
      case .truncate:
        _ = send(Array(answer.prefix(answer.count - 40)), to: client)
        return
      case .garbage: _ = send(FaultyProxy.answer("201 Created", Array("\u{0}{]\u{1b}".utf8)), to: client)
      case .page502: _ = send(FaultyProxy.answer("502 Bad Gateway", Array("<html>Bad gateway".utf8)), to: client)
      case .failure500: _ = send(FaultyProxy.answer("500 Oops", Array(#"{"statusCode":500}"#.utf8)), to: client)
      case .huge: _ = send(FaultyProxy.answer("201 Created", [UInt8](repeating: 0x20, count: 50 << 20)), to: client)
      case .dribble:
        for byte in answer {
          guard send([byte], to: client) else { return }
          usleep(300)
        }
      }
    }
  }

  private static func answer(_ status: String, _ body: [UInt8]) -> [UInt8] {
    Array("HTTP/1.1 \(status)\r\nContent-Length: \(body.count)\r\n\r\n".utf8) + body
  }

  private func forward(_ bytes: [UInt8]) -> [UInt8]? {
    let server = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(server) }
    guard FaultyProxy.withAddress(upstream, { connect(server, $0, $1) == 0 }), send(bytes, to: server) else {
      return nil
    }
    return FaultyProxy.message(from: server)?.bytes
  }

  private func send(_ bytes: [UInt8], to socket: Int32) -> Bool {
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes { Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      guard count > 0 else { return false }
      sent += count
    }
    return true
  }

  /// One request or answer, head and body.
  private static func message(from socket: Int32) -> (head: String, body: String, bytes: [UInt8])? {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 16_384)
    while true {
      let text = String(decoding: bytes, as: UTF8.self)
      if let end = text.range(of: "\r\n\r\n") {
        let head = String(text[..<end.lowerBound])
        var length = 0
        for line in head.split(separator: "\r\n") where line.lowercased().hasPrefix("content-length:") {
          length = Int(line.dropFirst(15).trimmingCharacters(in: .whitespaces)) ?? 0
        }
        let total = text[..<end.upperBound].utf8.count + length
        if bytes.count >= total { return (head, String(text[end.upperBound...]), bytes) }
      }
      let count = recv(socket, &buffer, buffer.count, 0)
      guard count > 0 else { return nil }
      bytes += buffer[..<count]
    }
  }
}
