import Foundation
import Glibc
import Synchronization

/// An HTTP server on loopback whose answers a test composes; `nil` breaks the connection without one.
final class OneShotServer: Sendable {
  struct Request: Sendable {
    var method: String
    var target: String
    var body: String
  }

  let port: UInt16
  private let descriptor: Int32
  private let received = Mutex<[Request]>([])

  var requests: [Request] { received.withLock { $0 } }

  init(_ answer: @escaping @Sendable (Request) -> String?) throws {
    let listening = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isOpen = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listening, $0, length) == 0 && listen(listening, 16) == 0 && getsockname(listening, $0, &length) == 0
      }
    }
    guard isOpen else { throw POSIXError(.EADDRINUSE) }
    descriptor = listening
    port = UInt16(bigEndian: address.sin_port)
    Thread { [self] in
      while true {
        let connection = accept(listening, nil, nil)
        guard connection >= 0 else { return }
        Thread { self.serve(connection, answer) }.start()
      }
    }.start()
  }

  /// Ends the thread that accepts.
  func stop() {
    shutdown(descriptor, Int32(SHUT_RDWR))
    close(descriptor)
  }

  /// `HTTP/1.1 200 …` with a JSON body.
  static func json(_ status: Int, _ body: String, headers: String = "") -> String {
    "HTTP/1.1 \(status) X\r\nContent-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\(headers)\r\n\(body)"
  }

  private func serve(_ connection: Int32, _ answer: (Request) -> String?) {
    defer { close(connection) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      while let request = OneShotServer.take(&bytes) {
        received.withLock { $0.append(request) }
        guard let text = answer(request) else { return }
        let data = Array(text.utf8)
        guard send(connection, data, data.count, Int32(MSG_NOSIGNAL)) == data.count else { return }
      }
      let count = recv(connection, &buffer, buffer.count, 0)
      guard count > 0 else { return }
      bytes += buffer[..<count]
    }
  }

  private static func take(_ bytes: inout [UInt8]) -> Request? {
    let text = String(decoding: bytes, as: UTF8.self)
    guard let end = text.range(of: "\r\n\r\n") else { return nil }
    let head = text[..<end.lowerBound]
    let words = head.split(separator: " ")
    var length = 0
    for line in head.split(separator: "\r\n") where line.lowercased().hasPrefix("content-length:") {
      length = Int(line.dropFirst(15).trimmingCharacters(in: .whitespaces)) ?? 0
    }
    let headLength = text[..<end.upperBound].utf8.count
    guard words.count > 1, bytes.count >= headLength + length else { return nil }
    let body = String(decoding: bytes[headLength..<headLength + length], as: UTF8.self)
    bytes.removeFirst(headLength + length)
    return Request(method: String(words[0]), target: String(words[1]), body: body)
  }
}
