import BookingModel
import CalProtocol
import FoundationEssentials

/// The published description of the API, and how JSON is held against it.
///
/// Knows what that file uses of OpenAPI 3.0: `$ref`, `type`, `nullable`, `required`, `properties`, `additionalProperties`, `items`, `enum`,
/// `oneOf`, `anyOf`, `allOf`, `minimum`, `maximum`, `minLength`, `minItems`, `format`. `oneOf` is read as `anyOf`: its branches
/// overlap in the file. `pattern` is not read: the file has names of constants there.
struct OpenAPI: Sendable {
  let root: JSONValue

  /// The file named by `CALCOM_OPENAPI`, else the one beside the package.
  static let path =
    ProcessInfo.processInfo.environment["CALCOM_OPENAPI"]
    ?? "/" + #filePath.split(separator: "/").dropLast(5).joined(separator: "/") + "/shared/calcom/openapi.json"

  static let isPresent = FileManager.default.fileExists(atPath: path)

  /// Read once: it is a megabyte.
  static func load() throws -> OpenAPI { try file.get() }

  private static let file = Result {
    OpenAPI(root: try JSONText.read([UInt8](try Data(contentsOf: URL(filePath: path)))))
  }

  /// One place where JSON and schema differ.
  struct Finding: Hashable, CustomStringConvertible {
    /// The nearest named schema and the way from it: `BookingOutput_2024_08_13.updatedAt`.
    var schema: String
    /// The way from the root of the JSON: `data[0].updatedAt`.
    var place: String
    var problem: String

    var description: String { "\(place): \(problem) (\(schema))" }
  }

  // MARK: - Requests and answers

  /// `path` is below `/v2`, with ids in it or with the file's `{names}`.
  func validate(_ json: JSONValue, response path: String, _ method: String, _ status: Int) -> [Finding] {
    guard let operation = operation(path, method) else { return [missing("\(method) \(path)")] }
    guard let schema = operation["responses"]?[String(status)]?["content"]?["application/json"]?["schema"] else {
      return [missing("\(method) \(path) \(status)")]
    }
    var check = SchemaCheck(root: root, refusesUnknownKeys: false)
    return check.findings(json, schema, name: "\(method) \(path)", place: "")
  }

  /// Keys that the schema does not name are findings, because the server's bodies are strict (CONTRACT 4.2, E3).
  func validate(body: JSONValue?, path: String, _ method: String) -> [Finding] {
    guard let operation = operation(path, method) else { return [missing("\(method) \(path)")] }
    guard let schema = operation["requestBody"]?["content"]?["application/json"]?["schema"] else {
      // A body where the file has none is a finding only when it says something.
      return body == nil || body == [:] ? [] : [missing("body of \(method) \(path)")]
    }
    guard let body else {
      return operation["requestBody"]?["required"] == true ? [missing("required body of \(method) \(path)")] : []
    }
    var check = SchemaCheck(root: root, refusesUnknownKeys: true)
    return check.findings(body, schema, name: "\(method) \(path)", place: "")
  }

  func validate(query: [WireRequest.QueryItem], path: String, _ method: String) -> [Finding] {
    guard let operation = operation(path, method) else { return [missing("\(method) \(path)")] }
    let parameters = (operation["parameters"]?.array ?? []).filter { $0["in"] == "query" }
    var findings: [Finding] = []
    for parameter in parameters where parameter["required"] == true {
      guard let name = parameter["name"]?.string, !query.contains(where: { $0.name == name }) else { continue }
      findings.append(Finding(schema: "\(method) \(path)", place: name, problem: "is required"))
    }
    for item in query {
      guard let parameter = parameters.first(where: { $0["name"]?.string == item.name }) else {
        findings.append(Finding(schema: "\(method) \(path)", place: item.name, problem: "is not in the schema"))
        continue
      }
      guard let schema = parameter["schema"] else { continue }
      var check = SchemaCheck(root: root, refusesUnknownKeys: false)
      findings += check.findings(
        OpenAPI.value(item.value, schema), schema, name: "\(method) \(path)?\(item.name)", place: item.name)
    }
    return findings
  }

  /// The text of a query as the schema's type.
  private static func value(_ text: String, _ schema: JSONValue) -> JSONValue {
    switch schema["type"]?.string {
    case "number", "integer": Int64(text).map { .int($0) } ?? .string(text)
    case "boolean": text == "true" ? true : text == "false" ? false : .string(text)
    case "array": .array(text.split(separator: ",").map { .string(String($0)) })
    default: .string(text)
    }
  }

  // MARK: - Finding an operation

  func operation(_ path: String, _ method: String) -> JSONValue? {
    let wanted = ("/v2" + path).split(separator: "/")
    var best: (names: Int, operation: JSONValue)?
    for (template, item) in root["paths"]?.object ?? [:] {
      let parts = template.split(separator: "/")
      guard parts.count == wanted.count, let operation = item[method.lowercased()],
        zip(parts, wanted).allSatisfy({ $0 == $1 || $0.hasPrefix("{") })
      else { continue }
      // `/schedules/default` before `/schedules/{scheduleId}`.
      let names = parts.filter { $0.hasPrefix("{") }.count
      if names < best?.names ?? .max { best = (names, operation) }
    }
    return best?.operation
  }

  private func missing(_ what: String) -> Finding { Finding(schema: what, place: "", problem: "is not in the schema") }
}

/// One walk along a value and its schema.
private struct SchemaCheck {
  let root: JSONValue
  let refusesUnknownKeys: Bool
  private var depth = 0

  init(root: JSONValue, refusesUnknownKeys: Bool) {
    self.root = root
    self.refusesUnknownKeys = refusesUnknownKeys
  }

  mutating func findings(_ json: JSONValue, _ schema: JSONValue, name: String, place: String) -> [OpenAPI.Finding] {
    // A schema that refers to itself alone has no bottom.
    guard depth < 40 else { return [finding(name, place, "the schema refers to itself")] }
    depth += 1
    defer { depth -= 1 }
    if let reference = schema["$ref"]?.string {
      let target = String(reference.split(separator: "/").last ?? "")
      guard let schema = root["components"]?["schemas"]?[target] else { return [finding(target, place, "is missing")] }
      return findings(json, schema, name: target, place: place)
    }
    if json == .null {
      return schema["nullable"] == true || isAnything(schema) ? [] : [finding(name, place, "null is not allowed")]
    }
    var result: [OpenAPI.Finding] = []
    for part in schema["allOf"]?.array ?? [] { result += findings(json, part, name: name, place: place) }
    if let branches = schema["oneOf"]?.array ?? schema["anyOf"]?.array {
      // The branch that fits best says what is wrong.
      var best: (misfit: Int, findings: [OpenAPI.Finding])?
      for branch in branches {
        let found = findings(json, branch, name: name, place: place)
        let misfit = found.count + (isAnotherKind(json, branch) ? 1000 : 0)
        if misfit < best?.misfit ?? .max { best = (misfit, found) }
      }
      result += best?.findings ?? []
    }
    if let words = schema["enum"]?.array, !words.contains(json) {
      result.append(finding(name, place, "\(JSONText.text(json)) is none of the allowed values"))
    }
    return result + typed(json, schema, name: name, place: place)
  }

  /// Lists are no objects, and the file tells objects apart by default or example of `type` and `slug`, in place of an enum.
  private func isAnotherKind(_ json: JSONValue, _ branch: JSONValue) -> Bool {
    var schema = branch
    if let reference = branch["$ref"]?.string, let target = reference.split(separator: "/").last {
      schema = root["components"]?["schemas"]?[String(target)] ?? branch
    }
    if (schema["type"] == "array") != (json.array != nil) { return true }
    let type = schema["properties"]?["type"]
    let slug = schema["properties"]?["slug"]?["default"]
    return differ(json["type"], type?["default"] ?? type?["example"]) || differ(json["slug"], slug)
  }

  private func differ(_ own: JSONValue?, _ expected: JSONValue?) -> Bool {
    guard let own, let expected else { return false }
    return own != expected
  }

  private func isAnything(_ schema: JSONValue) -> Bool {
    ["type", "allOf", "oneOf", "anyOf", "enum"].allSatisfy { schema[$0] == nil }
  }

  private mutating func typed(_ json: JSONValue, _ schema: JSONValue, name: String, place: String) -> [OpenAPI.Finding]
  {
    switch schema["type"]?.string {
    case "object": return object(json, schema, name: name, place: place)
    case "array":
      guard let values = json.array else { return [finding(name, place, "is no array")] }
      if let least = schema["minItems"]?.int, values.count < least { return [finding(name, place, "is too short")] }
      guard let items = schema["items"] else { return [] }
      return values.enumerated().flatMap {
        findings($0.element, items, name: name + "[]", place: place + "[\($0.offset)]")
      }
    case "string":
      guard let text = json.string else { return [finding(name, place, "is no string")] }
      if let least = schema["minLength"]?.int, text.count < least { return [finding(name, place, "is too short")] }
      return format(text, schema, name: name, place: place)
    case "number", "integer":
      let number: Double
      switch json {
      case .int(let value): number = Double(value)
      case .double(let value): number = value
      default: return [finding(name, place, "is no number")]
      }
      if let least = schema["minimum"]?.int, number < Double(least) { return [finding(name, place, "is too small")] }
      if let most = schema["maximum"]?.int, number > Double(most) { return [finding(name, place, "is too large")] }
      return []
    case "boolean": return json.bool == nil ? [finding(name, place, "is no boolean")] : []
    default: return []
    }
  }

  private mutating func object(_ json: JSONValue, _ schema: JSONValue, name: String, place: String) -> [OpenAPI.Finding]
  {
    guard let members = json.object else { return [finding(name, place, "is no object")] }
    var result: [OpenAPI.Finding] = []
    let properties = schema["properties"]?.object ?? [:]
    for key in (schema["required"]?.array ?? []).compactMap(\.string) where members[key] == nil {
      result.append(finding(name + "." + key, at(place, key), "is missing"))
    }
    for (key, value) in members.sorted(by: { $0.key < $1.key }) {
      if let property = properties[key] {
        result += findings(value, property, name: name + "." + key, place: at(place, key))
      } else if let rest = schema["additionalProperties"], rest.object != nil {
        result += findings(value, rest, name: name + ".*", place: at(place, key))
      } else if schema["additionalProperties"] == false || (refusesUnknownKeys && !properties.isEmpty) {
        result.append(finding(name + "." + key, at(place, key), "is not in the schema"))
      }
    }
    return result
  }

  private func format(_ text: String, _ schema: JSONValue, name: String, place: String) -> [OpenAPI.Finding] {
    switch schema["format"]?.string {
    case "date-time" where Instant(iso8601: text) == nil: [finding(name, place, "is no date-time")]
    case "email" where !isEmailAddress(text): [finding(name, place, "is no e-mail address")]
    case "uri" where !text.contains(":"): [finding(name, place, "is no URI")]
    default: []
    }
  }

  private func at(_ place: String, _ key: String) -> String { place.isEmpty ? key : place + "." + key }

  private func finding(_ schema: String, _ place: String, _ problem: String) -> OpenAPI.Finding {
    OpenAPI.Finding(schema: schema, place: place, problem: problem)
  }
}
