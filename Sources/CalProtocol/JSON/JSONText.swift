public import BookingModel

/// JSON text (RFC 8259) to values and back.
///
/// Written by hand because lists of bookings decode on the interface's thread: no error is thrown per value, and no
/// Foundation is loaded. Bytes that are not UTF-8 and lone surrogates become U+FFFD, so that one bad name does not lose a list.
public enum JSONText {
  /// Where reading stopped, as an offset in bytes.
  public struct Fault: Error, Hashable, Sendable {
    public var offset: Int
  }

  /// Deeper nesting is refused: it is an attack on the stack, not an answer.
  public static let maximumDepth = 64

  public static func read(_ bytes: [UInt8]) throws(Fault) -> JSONValue {
    // Typed errors do not pass through `withUnsafeBufferPointer`, hence the detour by a result.
    let result: Result<JSONValue, Fault> = bytes.withUnsafeBufferPointer { buffer in
      var reader = JSONReader(bytes: buffer)
      do throws(Fault) { return .success(try reader.document()) } catch { return .failure(error) }
    }
    return try result.get()
  }

  /// Keys in alphabetical order, so that the same value is the same text everywhere.
  public static func bytes(_ value: JSONValue) -> [UInt8] {
    var output: [UInt8] = []
    write(value, to: &output)
    return output
  }

  public static func text(_ value: JSONValue) -> String { String(decoding: bytes(value), as: UTF8.self) }

  private static func write(_ value: JSONValue, to output: inout [UInt8]) {
    switch value {
    case .null: output.append(contentsOf: "null".utf8)
    case .bool(let value): output.append(contentsOf: (value ? "true" : "false").utf8)
    case .int(let value): output.append(contentsOf: String(value).utf8)
    case .double(let value): output.append(contentsOf: number(value).utf8)
    case .string(let value): writeString(value, to: &output)
    case .array(let values):
      output.append(UInt8(ascii: "["))
      for (index, element) in values.enumerated() {
        if index > 0 { output.append(UInt8(ascii: ",")) }
        write(element, to: &output)
      }
      output.append(UInt8(ascii: "]"))
    case .object(let members):
      output.append(UInt8(ascii: "{"))
      for (index, member) in members.sorted(by: { $0.key < $1.key }).enumerated() {
        if index > 0 { output.append(UInt8(ascii: ",")) }
        writeString(member.key, to: &output)
        output.append(UInt8(ascii: ":"))
        write(member.value, to: &output)
      }
      output.append(UInt8(ascii: "}"))
    }
  }

  /// JSON has no infinities: they are written as null.
  private static func number(_ value: Double) -> String {
    guard value.isFinite else { return "null" }
    if value.rounded() == value, abs(value) < 9e15 { return String(Int64(value)) }
    return "\(value)"
  }

  private static func writeString(_ text: String, to output: inout [UInt8]) {
    output.append(UInt8(ascii: "\""))
    // Characters that a terminal or a viewer would act on are written as escapes: the same value, and harmless on any screen.
    if text.utf8.contains(where: { $0 == 0xC2 || $0 == 0xD8 || $0 == 0xE2 }) {
      for scalar in text.unicodeScalars {
        if isActing(scalar) {
          let digits = String(scalar.value, radix: 16)
          output.append(contentsOf: ("\\u" + String(repeating: "0", count: 4 - digits.count) + digits).utf8)
        } else {
          writeBytes(String(scalar).utf8, to: &output)
        }
      }
    } else {
      writeBytes(text.utf8, to: &output)
    }
    output.append(UInt8(ascii: "\""))
  }

  /// Control characters of the second half (C1), marks and overrides of direction, separators of lines and paragraphs.
  private static func isActing(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x80...0x9F, 0x61C, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069: true
    default: false
    }
  }

  private static func writeBytes(_ bytes: String.UTF8View, to output: inout [UInt8]) {
    for byte in bytes {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        output.append(UInt8(ascii: "\\"))
        output.append(byte)
      case 0x0A: output.append(contentsOf: "\\n".utf8)
      case 0x0D: output.append(contentsOf: "\\r".utf8)
      case 0x09: output.append(contentsOf: "\\t".utf8)
      case 0..<0x20, 0x7F:
        let digits = String(byte, radix: 16)
        output.append(contentsOf: ("\\u00" + (digits.count < 2 ? "0" : "") + digits).utf8)
      default: output.append(byte)
      }
    }
  }
}

/// One pass over the bytes of a document.
private struct JSONReader {
  let bytes: UnsafeBufferPointer<UInt8>
  var index = 0

  mutating func document() throws(JSONText.Fault) -> JSONValue {
    // A byte order mark is not JSON, but proxies add it.
    if bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF { index = 3 }
    let value = try value(depth: 0)
    skipSpace()
    guard index == bytes.count else { throw fault }
    return value
  }

  private var fault: JSONText.Fault { JSONText.Fault(offset: index) }

  private mutating func skipSpace() {
    while index < bytes.count {
      switch bytes[index] {
      case 0x20, 0x0A, 0x0D, 0x09: index += 1
      default: return
      }
    }
  }

  private mutating func value(depth: Int) throws(JSONText.Fault) -> JSONValue {
    guard depth <= JSONText.maximumDepth else { throw fault }
    skipSpace()
    guard index < bytes.count else { throw fault }
    switch bytes[index] {
    case UInt8(ascii: "{"): return try object(depth: depth)
    case UInt8(ascii: "["): return try array(depth: depth)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"):
      try word("true")
      return .bool(true)
    case UInt8(ascii: "f"):
      try word("false")
      return .bool(false)
    case UInt8(ascii: "n"):
      try word("null")
      return .null
    default: return try number()
    }
  }

  private mutating func word(_ text: StaticString) throws(JSONText.Fault) {
    let count = text.utf8CodeUnitCount
    guard index + count <= bytes.count else { throw fault }
    for offset in 0..<count where bytes[index + offset] != text.utf8Start[offset] { throw fault }
    index += count
  }

  private mutating func object(depth: Int) throws(JSONText.Fault) -> JSONValue {
    index += 1
    var members: [String: JSONValue] = [:]
    skipSpace()
    if index < bytes.count, bytes[index] == UInt8(ascii: "}") {
      index += 1
      return .object(members)
    }
    while true {
      skipSpace()
      guard index < bytes.count, bytes[index] == UInt8(ascii: "\"") else { throw fault }
      let key = try string()
      skipSpace()
      guard index < bytes.count, bytes[index] == UInt8(ascii: ":") else { throw fault }
      index += 1
      members[key] = try value(depth: depth + 1)
      skipSpace()
      guard index < bytes.count else { throw fault }
      switch bytes[index] {
      case UInt8(ascii: ","): index += 1
      case UInt8(ascii: "}"):
        index += 1
        return .object(members)
      default: throw fault
      }
    }
  }

  private mutating func array(depth: Int) throws(JSONText.Fault) -> JSONValue {
    index += 1
    var values: [JSONValue] = []
    skipSpace()
    if index < bytes.count, bytes[index] == UInt8(ascii: "]") {
      index += 1
      return .array(values)
    }
    while true {
      values.append(try value(depth: depth + 1))
      skipSpace()
      guard index < bytes.count else { throw fault }
      switch bytes[index] {
      case UInt8(ascii: ","): index += 1
      case UInt8(ascii: "]"):
        index += 1
        return .array(values)
      default: throw fault
      }
    }
  }

  private mutating func string() throws(JSONText.Fault) -> String {
    index += 1
    let start = index
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "\""):
        defer { index += 1 }
        return String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<index]), as: UTF8.self)
      case UInt8(ascii: "\\"): return try escapedString(from: start)
      case 0..<0x20: throw fault
      default: index += 1
      }
    }
    throw fault
  }

  private mutating func escapedString(from start: Int) throws(JSONText.Fault) -> String {
    var content = Array(bytes[start..<index])
    while index < bytes.count {
      let byte = bytes[index]
      switch byte {
      case UInt8(ascii: "\""):
        index += 1
        return String(decoding: content, as: UTF8.self)
      case UInt8(ascii: "\\"):
        index += 1
        try escape(into: &content)
      case 0..<0x20: throw fault
      default:
        content.append(byte)
        index += 1
      }
    }
    throw fault
  }

  private mutating func escape(into content: inout [UInt8]) throws(JSONText.Fault) {
    guard index < bytes.count else { throw fault }
    let byte = bytes[index]
    index += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): content.append(byte)
    case UInt8(ascii: "b"): content.append(0x08)
    case UInt8(ascii: "f"): content.append(0x0C)
    case UInt8(ascii: "n"): content.append(0x0A)
    case UInt8(ascii: "r"): content.append(0x0D)
    case UInt8(ascii: "t"): content.append(0x09)
    case UInt8(ascii: "u"):
      let unit = try codeUnit()
      var scalar = UnicodeScalar(unit)
      if unit >= 0xD800, unit < 0xDC00, index + 1 < bytes.count, bytes[index] == UInt8(ascii: "\\"),
        bytes[index + 1] == UInt8(ascii: "u")
      {
        let mark = index
        index += 2
        let low = try codeUnit()
        if low >= 0xDC00, low < 0xE000 {
          scalar = UnicodeScalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00))
        } else {
          index = mark
        }
      }
      content.append(contentsOf: String(Character(scalar ?? "\u{FFFD}")).utf8)
    default: throw fault
    }
  }

  private mutating func codeUnit() throws(JSONText.Fault) -> UInt32 {
    guard index + 4 <= bytes.count else { throw fault }
    var value: UInt32 = 0
    for _ in 0..<4 {
      let byte = bytes[index]
      let digit: UInt8
      switch byte {
      case 0x30...0x39: digit = byte - 0x30
      case 0x41...0x46: digit = byte - 0x41 + 10
      case 0x61...0x66: digit = byte - 0x61 + 10
      default: throw fault
      }
      value = value << 4 | UInt32(digit)
      index += 1
    }
    return value
  }

  private mutating func number() throws(JSONText.Fault) -> JSONValue {
    let start = index
    var isInteger = true
    if index < bytes.count, bytes[index] == UInt8(ascii: "-") { index += 1 }
    let digits = index
    while index < bytes.count, isDigit(bytes[index]) { index += 1 }
    guard index > digits, index - digits == 1 || bytes[digits] != UInt8(ascii: "0") else { throw fault }
    if index < bytes.count, bytes[index] == UInt8(ascii: ".") {
      isInteger = false
      index += 1
      let fraction = index
      while index < bytes.count, isDigit(bytes[index]) { index += 1 }
      guard index > fraction else { throw fault }
    }
    if index < bytes.count, bytes[index] == UInt8(ascii: "e") || bytes[index] == UInt8(ascii: "E") {
      isInteger = false
      index += 1
      if index < bytes.count, bytes[index] == UInt8(ascii: "+") || bytes[index] == UInt8(ascii: "-") { index += 1 }
      let exponent = index
      while index < bytes.count, isDigit(bytes[index]) { index += 1 }
      guard index > exponent else { throw fault }
    }
    let text = String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<index]), as: UTF8.self)
    if isInteger, let value = Int64(text) { return .int(value) }
    guard let value = Double(text) else { throw fault }
    return .double(value)
  }

  private func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
}
