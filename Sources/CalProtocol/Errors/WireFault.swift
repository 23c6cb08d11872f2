public import BookingModel

/// A refusal as a server says it: status, sentence, and which of the eight shapes it takes (CONTRACT 4.2).
public struct WireFault: Error, Hashable, Sendable {
  public enum Shape: Hashable, Sendable {
    /// E1, and E3 with it: the envelope with an exception's class as code.
    case exception
    /// E2: the envelope with a list of faulty properties.
    case validation([PropertyFault])
    /// E4: code `BAD_REQUEST`, message `responses - {slug}reason, `.
    case form
    /// E5, with its code.
    case database(String)
    /// E6: code `TRPCError`.
    case trpc
    /// E7: no envelope.
    case bare
    /// E8: the envelope with a core code, and the message at the top too.
    case coded(String)
  }

  public var status: Int
  public var message: String
  public var shape: Shape

  public init(_ status: Int, _ message: String, _ shape: Shape = .exception) {
    self.status = status
    self.message = message
    self.shape = shape
  }

  /// The body. `path` includes `/v2` and the query string, as the cloud prints it.
  public func json(path: String, now: Instant) -> JSONValue {
    var error: [String: JSONValue] = ["message": .string(message)]
    var top: [String: JSONValue] = [:]
    switch shape {
    case .bare: return ["statusCode": .number(status), "message": .string(message)]
    case .exception:
      error["code"] = .string(WireFault.exceptionName(status))
      error["details"] = [
        "message": .string(message), "error": .string(WireFault.reason(status)), "statusCode": .number(status),
      ]
    case .validation(let faults):
      error["code"] = .string(WireFault.exceptionName(status))
      error["details"] = ["errors": .array(faults.map(\.json))]
    case .form: error["code"] = "BAD_REQUEST"
    case .database(let code): error["code"] = .string(code)
    case .trpc: error["code"] = "TRPCError"
    case .coded(let code):
      error["code"] = .string(code)
      top["message"] = .string(message)
    }
    top["status"] = "error"
    top["timestamp"] = .string(now.iso8601)
    top["path"] = .string(path)
    top["error"] = .object(error)
    return .object(top)
  }

  public func response(path: String, now: Instant, headers: [WireResponse.Header] = []) -> WireResponse {
    WireResponse(status: status, json: json(path: path, now: now), headers: headers)
  }

  static func exceptionName(_ status: Int) -> String {
    switch status {
    case 400: "BadRequestException"
    case 401: "UnauthorizedException"
    case 403: "ForbiddenException"
    case 404: "NotFoundException"
    case 409: "ConflictException"
    case 413: "PayloadTooLargeException"
    case 422: "UnprocessableEntityException"
    case 429: "ThrottlerException"
    default: "InternalServerErrorException"
    }
  }

  static func reason(_ status: Int) -> String {
    switch status {
    case 400: "Bad Request"
    case 401: "Unauthorized"
    case 403: "Forbidden"
    case 404: "Not Found"
    case 409: "Conflict"
    case 413: "Payload Too Large"
    case 422: "Unprocessable Entity"
    case 429: "Too Many Requests"
    default: "Internal Server Error"
    }
  }
}

/// What is wrong with one property of a body or query (E2 and E3 of CONTRACT 4.2).
public struct PropertyFault: Hashable, Sendable {
  public var property: String
  public var value: JSONValue?
  /// Names of the rules broken, and what to say of them, in order.
  public var constraints: [Constraint]
  public var children: [PropertyFault]

  public struct Constraint: Hashable, Sendable {
    public var name: String
    public var text: String
    public init(_ name: String, _ text: String) {
      self.name = name
      self.text = text
    }
  }

  public init(_ property: String, value: JSONValue? = nil, constraints: [Constraint], children: [PropertyFault] = []) {
    self.property = property
    self.value = value
    self.constraints = constraints
    self.children = children
  }

  var json: JSONValue {
    var members: [String: JSONValue] = [
      "property": .string(property), "children": .array(children.map(\.json)),
      "constraints": .object(
        Dictionary(constraints.map { ($0.name, .string($0.text)) }, uniquingKeysWith: { first, _ in first })),
    ]
    members["value"] = value
    return .object(members)
  }

  /// As the strict pipes join it: `<prop> property is wrong,<constraint text>, <children>`.
  var sentence: String {
    var text = property + " property is wrong," + constraints.map(\.text).joined(separator: ", ")
    if !children.isEmpty { text += ", " + children.map(\.sentence).joined(separator: ", ") }
    return text
  }
}

extension WireFault {
  /// E3.
  public static func strict(_ faults: [PropertyFault]) -> WireFault {
    WireFault(400, faults.map(\.sentence).joined(separator: ", "))
  }

  /// E2.
  public static func lax(_ faults: [PropertyFault]) -> WireFault {
    WireFault(400, "Bad Request Exception", .validation(faults))
  }
}
