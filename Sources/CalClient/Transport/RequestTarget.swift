import CalProtocol

extension Endpoint {
  /// The address of a request, or `nil` when its path could mean another place than the route it was made for:
  /// paths carry uids that came from a server, so they are checked once more here.
  func address(of request: WireRequest) -> String? {
    guard request.path.utf8.first == UInt8(ascii: "/"), request.path.utf8.allSatisfy(Endpoint.isPathByte),
      !request.path.split(separator: "/").contains(where: { $0 == "." || $0 == ".." })
    else { return nil }
    var address = base + request.path
    for (index, item) in request.query.enumerated() {
      address += index == 0 ? "?" : "&"
      Endpoint.appendEscaped(item.name, to: &address)
      address += "="
      Endpoint.appendEscaped(item.value, to: &address)
    }
    return address
  }

  /// Escapes everything but RFC 3986's unreserved bytes, so that no value can end its own field.
  private static func appendEscaped(_ text: String, to address: inout String) {
    for byte in text.utf8 {
      if isUnreserved(byte) {
        address.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        address += byte < 16 ? "%0" : "%"
        address += String(byte, radix: 16, uppercase: true)
      }
    }
  }

  private static func isUnreserved(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
      UInt8(ascii: "~"):
      true
    default: false
    }
  }

  private static func isPathByte(_ byte: UInt8) -> Bool {
    isUnreserved(byte) || "/%:@!$&'()*+,;=".utf8.contains(byte)
  }
}
