/// What tells a customer from another of the same name.
public enum Distinguisher: Equatable, Sendable {
  /// The last four digits of the phone.
  case phoneTail(String)
  case vehicle(String)
  case lastVisit(Instant)
  case email(String)
  /// Nothing does: the visits are counted instead.
  case visits(Int)
}

extension Customer {
  /// For each customer of a list what tells them from the others of the same name in it; `nil` for those whose name is theirs alone.
  public static func distinguishers(_ customers: [Customer], now: Instant) -> [Distinguisher?] {
    let names = customers.map { FoldedText.name($0.name) }
    var namesakes: [String: [Int]] = [:]
    for (index, name) in names.enumerated() { namesakes[name, default: []].append(index) }
    return customers.indices.map { index in
      let others = (namesakes[names[index]] ?? []).filter { $0 != index }.map { customers[$0] }
      return others.isEmpty ? nil : customers[index].distinguisher(from: others, now: now)
    }
  }

  /// The first of phone, vehicle, last visit and e-mail that none of the others shares.
  public func distinguisher(from others: [Customer], now: Instant) -> Distinguisher {
    if let tail = phoneTail, !others.contains(where: { $0.phoneTail == tail }) { return .phoneTail(tail) }
    if let vehicle, !others.contains(where: { $0.vehicle == vehicle }) { return .vehicle(vehicle) }
    if let last = lastVisit(by: now), !others.contains(where: { $0.lastVisit(by: now) == last }) {
      return .lastVisit(last)
    }
    if let email, !others.contains(where: { $0.email == email }) { return .email(email) }
    return .visits(visits(by: now))
  }

  private var phoneTail: String? { phone.map { String($0.suffix(4)) } }
}
