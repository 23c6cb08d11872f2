import CalProtocol

/// The head of an HTTP/1.1 request: line and headers, without the body.
///
/// FlyingFox's own decoder bounds neither the length of a head nor the time it takes to arrive, and its server gives no place to do so. So
/// the bytes are read from its sockets here, within limits.
struct RequestHead: Equatable {
  static let longestBytes = 32 * 1024
  static let mostHeaders = 100
  static let longestBody = 1024 * 1024

  var method: String
  /// As sent: `/v2/slots?…`.
  var target: String
  var headers: [WireResponse.Header]
  var keepsAlive: Bool
  var contentLength: Int
  var expectsContinue: Bool

  /// What is answered to a head that is none, before the connection ends.
  struct Refusal: Error, Equatable {
    var status: Int
    var reason: String
    static let malformed = Refusal(status: 400, reason: "Bad Request")
    static let timeout = Refusal(status: 408, reason: "Request Timeout")
    static let lengthRequired = Refusal(status: 411, reason: "Length Required")
    static let bodyTooLarge = Refusal(status: 413, reason: "Payload Too Large")
    static let headTooLarge = Refusal(status: 431, reason: "Request Header Fields Too Large")
    static let notSupported = Refusal(status: 505, reason: "HTTP Version Not Supported")
  }

  /// Where the head ends in `bytes`, the empty line included; `nil` when it has not arrived yet. Looks from `start` on.
  static func end(in bytes: [UInt8], from start: Int) -> Int? {
    var index = max(start, 3)
    while index < bytes.count {
      if bytes[index] == 0x0A, bytes[index - 1] == 0x0D, bytes[index - 2] == 0x0A, bytes[index - 3] == 0x0D {
        return index + 1
      }
      index += 1
    }
    return nil
  }

  /// Reads a complete head, the empty line included.
  init(_ bytes: ArraySlice<UInt8>) throws(Refusal) {
    guard bytes.count <= RequestHead.longestBytes else { throw .headTooLarge }
    var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map { line in
      line.last == 0x0D ? line.dropLast() : line
    }
    guard let first = lines.first else { throw .malformed }
    lines.removeFirst()
    let words = first.split(separator: 0x20, omittingEmptySubsequences: false)
    guard words.count == 3, !words[0].isEmpty, words[0].allSatisfy(RequestHead.isToken),
      words[1].first == UInt8(ascii: "/"), words[1].allSatisfy({ $0 > 0x20 && $0 < 0x7F })
    else { throw .malformed }
    let version = String(decoding: words[2], as: UTF8.self)
    guard version == "HTTP/1.1" || version == "HTTP/1.0" else {
      throw version.hasPrefix("HTTP/") ? .notSupported : .malformed
    }
    method = String(decoding: words[0], as: UTF8.self)
    target = String(decoding: words[1], as: UTF8.self)
    var fields: [WireResponse.Header] = []
    for line in lines where !line.isEmpty {
      guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex,
        line[..<colon].allSatisfy(RequestHead.isToken),
        let value = String(validating: line[(colon + 1)...], as: UTF8.self),
        !value.utf8.contains(where: { $0 < 0x20 && $0 != 0x09 || $0 == 0x7F })
      else { throw .malformed }
      guard fields.count < RequestHead.mostHeaders else { throw .headTooLarge }
      fields.append(WireResponse.Header(String(decoding: line[..<colon], as: UTF8.self), value.trimmingBlanks))
    }
    func values(_ name: String) -> [String] { fields.filter { $0.name == name }.map(\.value) }
    headers = fields
    // Two lengths, or a length and a coding, are how requests are smuggled (RFC 9112, 6.3).
    guard values("transfer-encoding").isEmpty else { throw .lengthRequired }
    let lengths = Set(values("content-length"))
    guard lengths.count <= 1 else { throw .malformed }
    if let text = lengths.first {
      guard text.utf8.count < 18, text.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }), let length = Int(text) else {
        throw .malformed
      }
      contentLength = length
    } else {
      contentLength = 0
    }
    guard contentLength <= RequestHead.longestBody else { throw .bodyTooLarge }
    let connection = values("connection").joined(separator: ",").lowercased()
    keepsAlive = version == "HTTP/1.1" ? !connection.contains("close") : connection.contains("keep-alive")
    expectsContinue = values("expect").contains { $0.lowercased() == "100-continue" }
  }

  /// Characters of RFC 9110's tokens.
  private static func isToken(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }
  }
}

extension WireResponse {
  /// The answer on the line.
  func bytes(keepsAlive: Bool) -> [UInt8] {
    var head = "HTTP/1.1 \(status) \(WireResponse.reason(status))\r\n"
    for header in headers {
      head += header.name + ": " + header.value + "\r\n"
    }
    head += "content-length: \(body.count)\r\nconnection: \(keepsAlive ? "keep-alive" : "close")\r\n\r\n"
    return Array(head.utf8) + body
  }

  private static func reason(_ status: Int) -> String {
    switch status {
    case 200: "OK"
    case 201: "Created"
    case 400: "Bad Request"
    case 401: "Unauthorized"
    case 403: "Forbidden"
    case 404: "Not Found"
    case 408: "Request Timeout"
    case 409: "Conflict"
    case 411: "Length Required"
    case 413: "Payload Too Large"
    case 422: "Unprocessable Entity"
    case 429: "Too Many Requests"
    case 431: "Request Header Fields Too Large"
    case 505: "HTTP Version Not Supported"
    default: status < 500 ? "Refused" : "Internal Server Error"
    }
  }
}
