import BookingModel

/// The members of a JSON object, read tolerantly: null counts as absent, and so does a value of another type (CONTRACT 6).
struct JSONFields {
  let members: [String: JSONValue]

  init?(_ json: JSONValue?) {
    guard case .object(let members) = json else { return nil }
    self.members = members
  }

  init(_ members: [String: JSONValue]) { self.members = members }

  /// `nil` for null as for absent.
  subscript(key: String) -> JSONValue? {
    guard let value = members[key], value != .null else { return nil }
    return value
  }

  func has(_ key: String) -> Bool { members[key] != nil }

  func text(_ key: String) -> String? { self[key]?.string }

  /// Text, or a number as text.
  func label(_ key: String) -> String? {
    switch self[key] {
    case .string(let text): text
    case .int(let number): String(number)
    default: nil
    }
  }

  /// A number, or text that spells a whole one.
  func int(_ key: String) -> Int? {
    guard let value = self[key] else { return nil }
    return value.int ?? value.string.flatMap { Int($0) }
  }

  /// A count or a length, cut to what can be computed with: answers are untrusted, and an overflow is a crash (DESIGN 10).
  func count(_ key: String) -> Int? { int(key).map { min(max($0, 0), 1_000_000_000) } }

  func bool(_ key: String) -> Bool? { self[key]?.bool }

  func object(_ key: String) -> JSONFields? { JSONFields(self[key]) }

  func list(_ key: String) -> [JSONValue]? { self[key]?.array }

  func texts(_ key: String) -> [String]? { list(key)?.compactMap(\.string) }

  /// `nil` when absent and when unreadable; ``hasUnreadableInstant(_:)`` tells the two apart.
  func instant(_ key: String) -> Instant? { text(key).flatMap { Instant(iso8601: $0) } }

  func hasUnreadableInstant(_ key: String) -> Bool { self[key] != nil && instant(key) == nil }

  /// A settings object such as `{"disabled":true}` or `{…}`: `nil` when absent or disabled (CONTRACT 18, trap 17).
  func enabledObject(_ key: String) -> JSONFields? {
    guard let object = object(key), object.bool("disabled") != true else { return nil }
    return object
  }
}

/// Builds an object leaving out what is `nil`.
func jsonObject(_ members: KeyValuePairs<String, JSONValue?>) -> [String: JSONValue] {
  var result: [String: JSONValue] = [:]
  for (key, value) in members { result[key] = value }
  return result
}

extension JSONValue {
  static func number(_ value: Int) -> JSONValue { .int(Int64(value)) }
  /// The value, or null.
  static func orNull(_ value: Int?) -> JSONValue { value.map { .number($0) } ?? .null }
  static func orNull(_ value: String?) -> JSONValue { value.map { .string($0) } ?? .null }
  static func strings(_ values: some Sequence<String>) -> JSONValue { .array(values.map { .string($0) }) }
}
