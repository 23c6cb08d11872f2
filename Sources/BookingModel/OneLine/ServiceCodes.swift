/// Short codes for services, made of their titles: `ew` for Express Wash.
///
/// Every service has one, no two share one, and none reads as a date or a time. They are given in order of id, so a new service does
/// not change the codes of those that were there.
public struct ServiceCodes: Equatable, Sendable {
  public private(set) var codes: [Service.ID: String] = [:]
  private var services: [String: Service.ID] = [:]

  public init(_ list: [Service]) {
    for service in list.sorted(by: { $0.id < $1.id }) where codes[service.id] == nil {
      let words = FoldedText.name(service.title).split(separator: " ").map(String.init)
      let taken = services
      let isFree = { (code: String) in taken[code] == nil && !ServiceCodes.isTaken(code) }
      let code =
        ServiceCodes.candidates(words).first(where: isFree)
        ?? ServiceCodes.numbered(words).first(where: isFree)
      codes[service.id] = code
      if let code { services[code] = service.id }
    }
  }

  public subscript(service: Service.ID) -> String? { codes[service] }
  public func service(_ code: String) -> Service.ID? { services[code.lowercased()] }

  /// Initials, then more and more of the last word, then of the first one.
  private static func candidates(_ words: [String]) -> [String] {
    let initials = words.compactMap(\.first).map(String.init).joined()
    var result: [String] = []
    if words.count > 1, let last = words.last, let first = words.first {
      result.append(initials)
      result += last.indices.dropFirst().map { String(initials.dropLast()) + String(last[...$0]) }
      result += first.indices.dropFirst().map { String(first[...$0]) + String(initials.dropFirst()) }
    } else if let only = words.first {
      result += only.indices.dropFirst().map { String(only[...$0]) }
    }
    return result
  }

  private static func numbered(_ words: [String]) -> some Sequence<String> {
    let initials = words.compactMap(\.first).map(String.init).joined()
    let stem = initials.isEmpty ? "s" : initials
    return (2...10_000).lazy.map { "\(stem)\($0)" }
  }

  /// Words that mean something else on the line.
  private static func isTaken(_ code: String) -> Bool {
    let day = CalendarDay(daysSince1970: 0)
    return ["now", "next", "noon"].contains(code)
      || DateEntry.parse(code, today: day, shown: day, order: .monthFirst) != nil
  }
}
