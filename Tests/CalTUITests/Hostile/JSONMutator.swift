import BookingModel
import CalProtocol

/// Puts a wrong value in the place of a right one, so that what is wrong is met deep inside a reader.
struct JSONMutator {
  let seeds: [JSONValue]

  private static let wrong: [JSONValue] = [
    .null, .bool(true), .int(0), .int(-1), .int(Int64.max), .int(Int64.min), .int(1 << 40), .double(1e308),
    .double(-0.5),
    .double(1e19), .string(""), .string("0"), .string("9223372036854775807"), .string("-1"), .array([]), .object([:]),
    .string("2026-11-23T10:00:00Z"), .string("9999-12-31T23:59:59Z"), .string("0000-00-00T00:00:00Z"),
    .string("-2026-11-23T10:00:00+99:99"), .string("2026-02-30"), .string("25:61"), .string("Europe/Nowhere"),
    .string("accepted"), .array([.null, .int(1), .string("x")]), .object(["": .null]),
  ]

  func next(_ random: inout SeededRandom) -> JSONValue {
    guard var value = seeds.randomElement(using: &random) else { return .null }
    for _ in 0..<Int.random(in: 1...4, using: &random) { value = changed(value, &random) }
    return value
  }

  private func changed(_ value: JSONValue, _ random: inout SeededRandom) -> JSONValue {
    switch value {
    case .array(var list) where !list.isEmpty && Int.random(in: 0..<8, using: &random) > 0:
      let index = Int.random(in: 0..<list.count, using: &random)
      switch Int.random(in: 0..<8, using: &random) {
      case 0: list.remove(at: index)
      case 1: list += Array(repeating: list[index], count: Int.random(in: 1...50, using: &random))
      case 2: list.insert(replacement(&random), at: index)
      default: list[index] = changed(list[index], &random)
      }
      return .array(list)
    case .object(var members) where !members.isEmpty && Int.random(in: 0..<12, using: &random) > 0:
      // In an order of its own: that of a dictionary is another one in each run.
      let keys = members.keys.sorted()
      let key = keys[Int.random(in: 0..<keys.count, using: &random)]
      switch Int.random(in: 0..<10, using: &random) {
      case 0: members[key] = nil
      case 1:
        let other = keys[Int.random(in: 0..<keys.count, using: &random)]
        members[key] = members[other]
      case 2: members[Hostile.texts.randomElement(using: &random) ?? ""] = replacement(&random)
      default: members[key] = members[key].map { changed($0, &random) }
      }
      return .object(members)
    default: return replacement(&random)
    }
  }

  private func replacement(_ random: inout SeededRandom) -> JSONValue {
    if Int.random(in: 0..<3, using: &random) == 0 { return .string(Hostile.texts.randomElement(using: &random) ?? "") }
    return JSONMutator.wrong.randomElement(using: &random) ?? .null
  }
}
