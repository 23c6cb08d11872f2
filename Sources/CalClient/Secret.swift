import BookingModel
public import CalProtocol

/// An API key or token (CONTRACT 3.1). It goes out in one header and prints nowhere: not described, dumped or mirrored.
public struct Secret: Hashable, Sendable {
  private let text: String

  /// Spaces and line ends around it are cut, as a command or a file leaves them. `nil` when nothing is left, or when
  /// it holds anything but visible ASCII: a line end inside would add a header of its own.
  public init?(_ text: String) {
    let trimmed = text.utf8.drop(while: Secret.isSpace)
    let count = trimmed.reversed().drop(while: Secret.isSpace).count
    let bytes = Array(trimmed.prefix(count))
    guard !bytes.isEmpty, bytes.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return nil }
    self.text = String(decoding: bytes, as: UTF8.self)
  }

  /// The bare text. Every caller is a place where the key may leak: there are three, the header, the key's own file, and
  /// the hash that stands for the account.
  public func reveal() -> String { text }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
}

// MARK: - Answers that repeat the key

extension Secret {
  /// What stands in place of the key.
  static let mask = "[API key]"
  /// A shorter one may be a word of an answer.
  private static let shortestMasked = 8

  /// The answer without the key: a server, or a proxy before it, that repeats what it was sent must not bring the key to a screen, into a log,
  /// a cache or `--json`.
  public func masked(_ response: WireResponse) -> WireResponse {
    let key = Array(text.utf8)
    guard key.count >= Secret.shortestMasked else { return response }
    var response = response
    if let body = Secret.replacing(key, in: response.body) { response.body = body }
    // Written in escapes, or with escaped slashes, it is found in the values alone.
    if response.body.contains(UInt8(ascii: "\\")), let json = try? JSONText.read(response.body), holds(json) {
      response.body = JSONText.bytes(masked(json))
    }
    response.headers = response.headers.map { WireResponse.Header($0.name, masked($0.value)) }
    return response
  }

  private func masked(_ value: String) -> String {
    Secret.replacing(Array(text.utf8), in: Array(value.utf8)).map { String(decoding: $0, as: UTF8.self) } ?? value
  }

  private func holds(_ json: JSONValue) -> Bool {
    switch json {
    case .string(let value): value.contains(text)
    case .array(let values): values.contains(where: holds)
    case .object(let members): members.contains { $0.key.contains(text) || holds($0.value) }
    default: false
    }
  }

  private func masked(_ json: JSONValue) -> JSONValue {
    switch json {
    case .string(let value): .string(masked(value))
    case .array(let values): .array(values.map(masked))
    case .object(let members):
      .object(Dictionary(members.map { (masked($0.key), masked($0.value)) }, uniquingKeysWith: { first, _ in first }))
    default: json
    }
  }

  /// `nil` where it does not occur.
  private static func replacing(_ key: [UInt8], in bytes: [UInt8]) -> [UInt8]? {
    guard let first = key.first, bytes.count >= key.count else { return nil }
    var result: [UInt8] = []
    var kept = 0
    bytes.withUnsafeBufferPointer { buffer in
      var index = 0
      while index + key.count <= buffer.count {
        guard buffer[index] == first, buffer[index..<index + key.count].elementsEqual(key) else {
          index += 1
          continue
        }
        result += buffer[kept..<index]
        result += mask.utf8
        index += key.count
        kept = index
      }
    }
    return kept == 0 ? nil : result + bytes[kept...]
  }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  public var description: String { "<secret>" }
  public var debugDescription: String { "<secret>" }
  public var customMirror: Mirror { Mirror(self, children: []) }
}
