public import BookingModel

/// Which keys a body or query may have, and of what type: the pipes of CONTRACT 4.2 (E2, E3) as a value.
public struct BodyShape: Sendable {
  /// What a value must be. Names of the broken rules are those of the framework's validators.
  public indirect enum Kind: Sendable {
    case any
    case string
    case email
    /// ISO 8601 date-time, or a bare date.
    case date
    /// `HH:MM`.
    case clock
    case boolean
    case integer(min: Int, max: Int)
    case oneOf([String])
    case object(BodyShape)
    /// Any object.
    case map
    case list(Kind, min: Int, max: Int)
    /// Either, in this order.
    case either(Kind, Kind)
  }

  public struct Property: Sendable {
    public var name: String
    public var kind: Kind
    public var isRequired: Bool
    public init(_ name: String, _ kind: Kind, required: Bool = false) {
      self.name = name
      self.kind = kind
      self.isRequired = required
    }
  }

  public var properties: [Property]
  /// Strict shapes refuse keys they do not name (E3); lax ones strip them without a word (E2).
  public var isStrict: Bool

  public init(strict: Bool, _ properties: [Property]) {
    self.isStrict = strict
    self.properties = properties
  }

  /// Throws E3 or E2 for a value that does not fit. `nil` stands for a missing body.
  public func check(_ json: JSONValue?) throws(WireFault) {
    guard let json, json != .null else { throw isStrict ? .bodyMissing : .lax(faults(in: [:])) }
    guard case .object(let members) = json else { throw .bodyNotObject }
    let faults = faults(in: members)
    guard faults.isEmpty else { throw isStrict ? .strict(faults) : .lax(faults) }
  }

  /// In the order of the shape, unknown keys last and in alphabetical order.
  public func faults(in members: [String: JSONValue]) -> [PropertyFault] {
    var faults: [PropertyFault] = []
    for property in properties {
      switch members[property.name] {
      case nil, .null:
        if property.isRequired { faults.append(fault(property.name, nil, property.kind)) }
      case .some(let value):
        if let fault = property.kind.fault(property.name, value) { faults.append(fault) }
      }
    }
    if isStrict {
      let known = Set(properties.map(\.name))
      for key in members.keys.sorted() where !known.contains(key) {
        let text = "property \(key) should not exist"
        faults.append(
          PropertyFault(key, value: members[key], constraints: [PropertyFault.Constraint("whitelistValidation", text)]))
      }
    }
    return faults
  }

  private func fault(_ name: String, _ value: JSONValue?, _ kind: Kind) -> PropertyFault {
    PropertyFault(name, value: value, constraints: [kind.constraint(name)])
  }
}

extension BodyShape.Kind {
  func fault(_ name: String, _ value: JSONValue) -> PropertyFault? {
    switch self {
    case .object(let shape):
      guard case .object(let members) = value else { return plain(name, value) }
      let children = shape.faults(in: members)
      return children.isEmpty ? nil : PropertyFault(name, value: value, constraints: [], children: children)
    case .list(let kind, let least, let most):
      guard case .array(let values) = value else { return plain(name, value) }
      guard values.count >= least else { return broken(name, value, "arrayMinSize", size(name, "at least", least)) }
      guard values.count <= most else { return broken(name, value, "arrayMaxSize", size(name, "no more than", most)) }
      let children = values.enumerated().compactMap { kind.fault(String($0.offset), $0.element) }
      guard let first = children.first else { return nil }
      // Scalars are blamed on the list ("each value in …"), objects on their index.
      if first.children.isEmpty, let rule = first.constraints.first {
        let text = "each value in " + name + rule.text.dropFirst(first.property.count)
        return broken(name, value, rule.name, text)
      }
      return PropertyFault(name, value: value, constraints: [], children: children)
    case .either(let first, let second):
      guard let fault = first.fault(name, value) else { return nil }
      return second.fault(name, value) == nil ? nil : fault
    case .integer(let least, let most):
      guard let number = value.int else { return plain(name, value) }
      if number < least { return broken(name, value, "min", "\(name) must not be less than \(least)") }
      if number > most { return broken(name, value, "max", "\(name) must not be greater than \(most)") }
      return nil
    default: return accepts(value) ? nil : plain(name, value)
    }
  }

  private func accepts(_ value: JSONValue) -> Bool {
    switch self {
    case .any, .either, .list, .object, .integer: true
    case .string: value.string != nil
    case .boolean: value.bool != nil
    case .map: value.object != nil
    case .email: value.string.map(isEmailAddress) ?? false
    case .date: value.string.map { ISODateTime($0) != nil || CalendarDay($0) != nil } ?? false
    case .clock: value.string.map { $0.utf8.count == 5 && ScheduleWire.minute($0) != nil } ?? false
    case .oneOf(let words): value.string.map(words.contains) ?? false
    }
  }

  /// What is said of a value of the wrong type, or of a missing one.
  func constraint(_ name: String) -> PropertyFault.Constraint {
    switch self {
    case .any: PropertyFault.Constraint("isDefined", "\(name) should not be null or undefined")
    case .string: PropertyFault.Constraint("isString", "\(name) must be a string")
    case .email: PropertyFault.Constraint("isEmail", "\(name) must be an email")
    case .date: PropertyFault.Constraint("isDateString", "\(name) must be a valid ISO 8601 date string")
    case .clock: PropertyFault.Constraint("matches", "\(name) must be a valid time in the format HH:MM")
    case .boolean: PropertyFault.Constraint("isBoolean", "\(name) must be a boolean value")
    case .integer: PropertyFault.Constraint("isInt", "\(name) must be an integer number")
    case .oneOf(let words):
      PropertyFault.Constraint("isIn", "\(name) must be one of the following values: " + words.joined(separator: ", "))
    case .object, .map: PropertyFault.Constraint("isObject", "\(name) must be an object")
    case .list: PropertyFault.Constraint("isArray", "\(name) must be an array")
    case .either(let first, _): first.constraint(name)
    }
  }

  private func plain(_ name: String, _ value: JSONValue) -> PropertyFault {
    PropertyFault(name, value: value, constraints: [constraint(name)])
  }

  private func broken(_ name: String, _ value: JSONValue, _ rule: String, _ text: String) -> PropertyFault {
    PropertyFault(name, value: value, constraints: [PropertyFault.Constraint(rule, text)])
  }

  private func size(_ name: String, _ how: String, _ count: Int) -> String {
    "\(name) must contain \(how) \(count) elements"
  }
}

/// A plausible address: one `@` with text before it and a dotted domain behind it. Servers have the last word.
public func isEmailAddress(_ text: String) -> Bool {
  let parts = text.split(separator: "@", omittingEmptySubsequences: false)
  guard parts.count == 2, !parts[0].isEmpty, text.utf8.count <= 254,
    !text.utf8.contains(where: { $0 <= 0x20 || $0 == 0x7F || $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: ";") })
  else { return false }
  let labels = parts[1].split(separator: ".", omittingEmptySubsequences: false)
  return labels.count >= 2 && labels.allSatisfy { !$0.isEmpty }
}
