import BookingModel
import CalProtocol

/// A request that must be refused, and how (CONTRACT 4.2, 4.3 and the error columns beside the routes).
struct Refusal {
  /// The shapes of CONTRACT 4.2. E3 has E1's form and the strict pipes' words.
  enum Shape { case e1, e2, e3, e4, e6, e7 }

  enum Words {
    case whole(String)
    /// Where the sentence goes on with what the catalogue leaves open.
    case part(String)
  }

  var request: WireRequest
  var caller = Caller.owner
  var status: Int
  var shape: Shape
  var words: Words
  /// What the program makes of it.
  var kind: CalError.Kind

  init(
    _ request: WireRequest, as caller: Caller = .owner, _ status: Int, _ shape: Shape, _ words: Words,
    _ kind: CalError.Kind
  ) {
    self.request = request
    self.caller = caller
    self.status = status
    self.shape = shape
    self.words = words
    self.kind = kind
  }

  init<Answer>(
    _ call: Call<Answer>, as caller: Caller = .owner, _ status: Int, _ shape: Shape, _ words: Words,
    _ kind: CalError.Kind
  ) {
    self.init(call.request, as: caller, status, shape, words, kind)
  }

  init(
    _ write: Write, as caller: Caller = .owner, _ status: Int, _ shape: Shape, _ words: Words, _ kind: CalError.Kind
  ) {
    self.init(Calls.write(write, ref: DeskRef("refused")), as: caller, status, shape, words, kind)
  }

  init(
    _ route: Route, query: [WireRequest.QueryItem] = [], body: JSONValue? = nil, version: APIVersion? = nil,
    as caller: Caller = .owner, _ status: Int, _ shape: Shape, _ words: Words, _ kind: CalError.Kind
  ) {
    self.init(
      WireRequest(
        route.method, route.path, query: query, version: version ?? route.family.sent, body: body.map(JSONText.bytes)),
      as: caller, status, shape, words, kind)
  }

  /// What is wrong with an answer: empty when it is the refusal expected.
  func misfits(_ response: WireResponse, now: Instant) -> [String] {
    guard let json = try? JSONText.read(response.body) else { return ["not JSON"] }
    var misfits: [String] = []
    func expect(_ isSo: Bool, _ complaint: String) {
      if !isSo { misfits.append(complaint + ": " + JSONText.text(json)) }
    }
    expect(response.status == status, "status \(response.status)")
    expect(response.headers.contains { $0.name == "x-request-id" }, "no X-Request-Id")
    expect(response.headers.contains { $0.name == "x-ratelimit-remaining-default" }, "no rate headers")
    let error = json["error"]
    let message: String
    if shape == .e7 {
      expect(json.object?.keys.sorted() == ["message", "statusCode"], "not bare")
      expect(json["statusCode"]?.int == status, "other statusCode")
      message = json["message"]?.string ?? ""
    } else {
      let target = "/v2" + request.path + (request.query.isEmpty ? "" : "?" + PathText.query(request.query))
      expect(json.object?.keys.sorted() == ["error", "path", "status", "timestamp"], "not the envelope")
      expect(json["status"] == "error", "no status word")
      expect(json["path"]?.string == target, "other path")
      expect(json["timestamp"]?.string == now.iso8601, "other timestamp")
      message = error?["message"]?.string ?? ""
    }
    let details = error?["details"]
    switch shape {
    case .e1, .e3:
      let name = [
        400: "BadRequestException", 401: "UnauthorizedException", 403: "ForbiddenException", 404: "NotFoundException",
        409: "ConflictException", 422: "UnprocessableEntityException", 429: "ThrottlerException",
      ][status]
      expect(error?["code"]?.string == name, "other code")
      expect(details?["message"]?.string == message, "details say otherwise")
      expect(details?["statusCode"]?.int == status, "details have another status")
      expect(details?["error"]?.string != nil, "details without a reason")
    case .e2:
      expect(error?["code"] == "BadRequestException", "other code")
      expect(message == "Bad Request Exception", "other message")
      let faults = details?["errors"]?.array ?? []
      expect(!faults.isEmpty && faults.allSatisfy { $0["property"]?.string != nil }, "no list of properties")
      let texts = faults.flatMap(Refusal.constraints)
      misfits += wordMisfits(texts)
      return misfits
    case .e4:
      expect(error?["code"] == "BAD_REQUEST", "other code")
      expect(details == nil, "details")
    case .e6: expect(error?["code"] == "TRPCError", "other code")
    case .e7: break
    }
    return misfits + wordMisfits([message])
  }

  private func wordMisfits(_ texts: [String]) -> [String] {
    switch words {
    case .whole(let text): texts.contains(text) ? [] : ["says \(texts), not “\(text)”"]
    case .part(let text): texts.contains { $0.contains(text) } ? [] : ["says \(texts), without “\(text)”"]
    }
  }

  private static func constraints(_ fault: JSONValue) -> [String] {
    (fault["constraints"]?.object?.values.compactMap(\.string) ?? [])
      + (fault["children"]?.array ?? []).flatMap(constraints)
  }
}
