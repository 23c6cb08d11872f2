import BookingModel
import CalProtocol

extension OpenAPI {
  /// An answer composed from the file's own examples, one for each branch that its schemas offer at the top of `data`. Nobody sent it:
  /// what the file gives no example for is made up from its type.
  func composed(_ request: WireRequest, _ status: Int) -> [JSONValue] {
    guard let operation = operation(request.path, request.method.rawValue),
      let schema = operation["responses"]?[String(status)]?["content"]?["application/json"]?["schema"]
    else { return [] }
    let whole = resolved(schema)
    guard let data = whole["properties"]?["data"].map(resolved) else { return [compose(whole, key: "", depth: 0)] }
    let branches = data["oneOf"]?.array ?? data["anyOf"]?.array ?? [data]
    return branches.map { branch in
      var members = compose(whole, key: "", depth: 0).object ?? [:]
      members["data"] = compose(branch, key: "data", depth: 0)
      return .object(members)
    }
  }

  private func resolved(_ schema: JSONValue) -> JSONValue {
    guard let reference = schema["$ref"]?.string, let name = reference.split(separator: "/").last else { return schema }
    return root["components"]?["schemas"]?[String(name)] ?? schema
  }

  private func compose(_ schema: JSONValue, key: String, depth: Int) -> JSONValue {
    let schema = resolved(schema)
    guard depth < 12 else { return .null }
    if let example = schema["example"] ?? schema["default"], fits(example, schema) { return example }
    if let word = schema["enum"]?.array?.first { return word }
    if let part = (schema["allOf"] ?? schema["oneOf"] ?? schema["anyOf"])?.array?.first {
      return compose(part, key: key, depth: depth + 1)
    }
    switch schema["type"]?.string {
    case "object":
      var members: [String: JSONValue] = [:]
      for (name, property) in schema["properties"]?.object ?? [:] {
        members[name] = compose(property, key: name, depth: depth + 1)
      }
      return .object(members)
    case "array": return schema["items"].map { [compose($0, key: key, depth: depth + 1)] } ?? []
    case "number", "integer": return 1
    case "boolean": return true
    case "string":
      return schema["format"]?.string == "date-time" ? "2026-09-02T07:00:00.000Z" : .string("any " + key)
    default: return .null
    }
  }

  /// Some examples have another type than their schema.
  private func fits(_ example: JSONValue, _ schema: JSONValue) -> Bool {
    switch schema["type"]?.string {
    case "object": example.object != nil && example != [:]
    case "array": example.array != nil
    case "number", "integer": example.int != nil
    case "boolean": example.bool != nil
    case "string": example.string != nil
    default: true
    }
  }
}
