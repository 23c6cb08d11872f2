/// An amount in the smallest unit of its currency (2500 `usd` is $25.00), as Cal.com carries it (CONTRACT 8.2).
public struct Money: Hashable, Sendable, Codable {
  public var minorUnits: Int
  /// ISO 4217, lower case.
  public var currency: String

  public init(minorUnits: Int, currency: String) {
    self.minorUnits = minorUnits
    self.currency = currency.lowercased()
  }

  /// Digits after the point. Source: ISO 4217, the codes whose minor unit is not 2.
  public var exponent: Int {
    switch currency {
    case "bif", "clp", "djf", "gnf", "isk", "jpy", "kmf", "krw", "pyg", "rwf", "ugx", "uyi", "vnd", "vuv", "xaf",
      "xof", "xpf":
      return 0
    case "bhd", "iqd", "jod", "kwd", "lyd", "omr", "tnd": return 3
    default: return 2
    }
  }

  /// `$25`, `$24.50`, `€40`, `CHF 12`; `free` for nothing.
  public var text: String {
    guard minorUnits != 0 else { return "free" }
    let scale = (0..<exponent).reduce(1) { value, _ in value * 10 }
    // `magnitude`, because the amount comes from a server and `abs` of the smallest integer traps.
    let whole = minorUnits.magnitude / UInt(scale)
    let rest = minorUnits.magnitude % UInt(scale)
    var number = String(whole)
    if rest != 0 {
      let digits = String(rest)
      number += "." + String(repeating: "0", count: exponent - digits.count) + digits
    }
    let sign = minorUnits < 0 ? "-" : ""
    switch currency {
    case "usd": return sign + "$" + number
    case "eur": return sign + "€" + number
    case "gbp": return sign + "£" + number
    case "jpy": return sign + "¥" + number
    default: return sign + currency.uppercased() + " " + number
    }
  }
}
