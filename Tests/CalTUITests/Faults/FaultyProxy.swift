import Foundation
import Glibc
import Synchronization

/// Stands between the client and the server, both on Unix sockets, and treats each write as it is told.
final class FaultyProxy: Sendable {
  enum Treatment: String, CaseIterable, Sendable {
    case pass, dropBefore, resetBefore, dropAfter, resetAfter, truncate, garbage, page502, failure500, huge, dribble
    /// Two seconds before the server gets it, and two before its answer leaves.
    case delay
    /// The last bytes of the answer come one each 100 ms.
    case slowDribble
    case throttled
    /// 409 without a reason that is known.
    case conflict
    /// Done, the answer lost, and lists do not show it for three seconds.
    case stale
    /// Somebody else gets the time first.
    case stolen

    enum Outcome { case done, refused, open }
    /// What must stand in the journal in the end.
    var outcome: Outcome {
      switch self {
      case .dropBefore, .resetBefore: .open
      case .throttled, .conflict, .stolen: .refused
      default: .done
      }
    }
  }

  let path: String
  private let upstream: String
  private let descriptor: Int32
  private let treat: @Sendable (_ body: String) -> Treatment
  /// Bodies of the writes that arrived.
  private let received = Mutex<[String]>([])
  var writes: [String] { received.withLock { $0 } }
  private let countOpen = Mutex(0)
  /// Texts by which bookings are known that lists leave out, and until when.
  private let hidden = Mutex<[(text: String, until: ContinuousClock.Instant)]>([])

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
        countOpen.withLock { $0 += 1 }
        Thread {
          self.serve(connection)
          self.countOpen.withLock { $0 -= 1 }
        }.start()
      }
    }.start()
  }

  /// Waits until the server has answered all that was sent so far: what a client that was killed has sent goes on without it.
  func settle() -> Bool {
    // Whoever came before this one has been let in when it is seen off.
    let own = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(own) }
    guard FaultyProxy.withAddress(path, { connect(own, $0, $1) == 0 }) else { return false }
    shutdown(own, Int32(SHUT_WR))
    var byte: UInt8 = 0
    while recv(own, &byte, 1, 0) > 0 {}
    let end = ContinuousClock.now + .seconds(60)
    while countOpen.withLock({ $0 }) > 0 {
      guard ContinuousClock.now < end else { return false }
      usleep(1_000)
    }
    return true
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
      switch treatment {
      case .dropBefore, .resetBefore: return
      case .throttled:
        let body = Array(#"{"statusCode":429,"message":"ThrottlerException: Too Many Requests"}"#.utf8)
        guard send(FaultyProxy.answer("429 Too Many Requests", body), to: client) else { return }
        continue
      case .conflict:
        let body = Array(#"{"statusCode":409,"message":"booking_conflict_error"}"#.utf8)
        guard send(FaultyProxy.answer("409 Conflict", body), to: client) else { return }
        continue
      case .stolen:
        // The same request with another name and reference, from somebody who is faster.
        let text = String(decoding: request.bytes, as: UTF8.self)
        let thief = text.replacingOccurrences(of: "Customer stolen ", with: "Fastrunners sto ")
          .replacingOccurrences(of: "socket-stolen-", with: "thieve-stolen-")
        guard forward(Array(thief.utf8)) != nil else { return }
      case .delay: usleep(2_000_000)
      case .stale:
        hidden.withLock { $0.append(("Customer stale ", ContinuousClock.now + .seconds(3))) }
      default: break
      }
      guard var answer = forward(request.bytes) else { return }
      if request.head.hasPrefix("GET /v2/bookings?") { answer = lagging(answer) }
      switch treatment {
      case .dropBefore, .resetBefore, .throttled, .conflict, .dropAfter, .resetAfter, .stale: return
      case .pass, .stolen: guard send(answer, to: client) else { return }
      case .delay:
        usleep(2_000_000)
        guard send(answer, to: client) else { return }
      case .slowDribble:
        guard send(Array(answer.dropLast(15)), to: client) else { return }
        for byte in answer.suffix(15) {
          usleep(100_000)
          guard send([byte], to: client) else { return }
        }
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

  /// A list as a replica has it that has not heard of some bookings yet.
  private func lagging(_ answer: [UInt8]) -> [UInt8] {
    let texts = hidden.withLock { $0.filter { $0.until > ContinuousClock.now }.map(\.text) }
    let text = String(decoding: answer, as: UTF8.self)
    guard !texts.isEmpty, let end = text.range(of: "\r\n\r\n"),
      var body = try? JSONSerialization.jsonObject(with: Data(text[end.upperBound...].utf8)) as? [String: Any],
      let rows = body["data"] as? [[String: Any]]
    else { return answer }
    body["data"] = rows.filter { row in
      guard let bytes = try? JSONSerialization.data(withJSONObject: row) else { return true }
      let shown = String(decoding: bytes, as: UTF8.self)
      return !texts.contains { shown.contains($0) }
    }
    guard let bytes = try? JSONSerialization.data(withJSONObject: body) else { return answer }
    return FaultyProxy.answer("200 OK", Array(bytes))
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
