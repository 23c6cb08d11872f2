/// Bytes of answers, good and bad.
enum Answers {
  static func http(_ status: String = "200 OK", _ body: String = "{}", _ headers: [String] = []) -> [UInt8] {
    let lines =
      ["HTTP/1.1 \(status)", "Content-Type: application/json", "Content-Length: \(body.utf8.count)"] + headers
    return Array((lines.joined(separator: "\r\n") + "\r\n\r\n" + body).utf8)
  }

  static func raw(_ text: String) -> [UInt8] { Array(text.utf8) }

  /// A gzip file whose `count` zeros, a multiple of 258, are packed 158 to 1: one literal, then copies of it, in
  /// the fixed code of RFC 1951 3.2.6.
  static func gzippedZeros(_ count: Int) -> [UInt8] {
    var bytes: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]
    var pending: UInt32 = 0
    var width: UInt32 = 0
    func put(_ value: UInt32, _ bits: UInt32) {
      pending |= value << width
      width += bits
      while width >= 8 {
        bytes.append(UInt8(truncatingIfNeeded: pending))
        pending >>= 8
        width -= 8
      }
    }
    // Codes go out from their highest bit, numbers from their lowest, so the codes stand reversed here.
    put(0b011, 3)
    put(0b0000_1100, 8)
    for _ in 0..<(count / 258) {
      put(0b1010_0011, 8)
      put(0, 5)
    }
    put(0, 7)
    put(0, 7)
    let checksum = crc32(zeros: count / 258 * 258 + 1)
    let size = UInt32(count / 258 * 258 + 1)
    for value in [checksum, size] { bytes += (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }
    return bytes
  }

  private static func crc32(zeros count: Int) -> UInt32 {
    let table: [UInt32] = (0..<256).map { index in
      var value = UInt32(index)
      for _ in 0..<8 { value = value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1 }
      return value
    }
    var value = UInt32.max
    for _ in 0..<count { value = table[Int(value & 255)] ^ (value >> 8) }
    return ~value
  }
}
