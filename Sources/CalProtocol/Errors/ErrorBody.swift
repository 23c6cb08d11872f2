import BookingModel

/// What can be read from the body of an error, whichever of the eight shapes it has (CONTRACT 4.2).
struct ErrorBody: Equatable {
  /// The sentence, chosen in the order of the decoder rule.
  var message: String
  /// The server's code word.
  var code: String?
  /// The first property that validation names.
  var property: String?

  /// Never fails: a body that is not JSON gives its status line's words.
  init(_ response: WireResponse) {
    guard let json = try? JSONText.read(response.body), let top = JSONFields(json) else {
      message = "HTTP \(response.status)"
      return
    }
    let error = top.object("error")
    let details = error?.object("details") ?? top.object("details")
    code = error?.text("code") ?? top.text("code") ?? top.text("error")
    let faults = (details?.list("errors") ?? []).compactMap { JSONFields($0) }
    property = faults.first.flatMap(ErrorBody.propertyPath)
    let sentences = faults.compactMap(ErrorBody.sentence)
    if !sentences.isEmpty {
      message = sentences.joined(separator: "; ")
    } else if let text = error?.text("message") ?? ErrorBody.joined(error?["message"]) {
      message = text
    } else if let text = error?.text("details") ?? top.text("details") {
      message = text
    } else if let text = error?.text("code") {
      message = text
    } else if let text = top.text("error") {
      message = text
      if let more = top.text("error_description") { message += ": " + more }
    } else {
      message = top.text("message") ?? ErrorBody.joined(top["message"]) ?? "HTTP \(response.status)"
    }
    // The flat shapes carry both a word and a sentence; the sentence says more.
    if error == nil, let text = top.text("message") { message = text }
  }

  /// Nest prints lists of messages where several constraints failed.
  private static func joined(_ value: JSONValue?) -> String? {
    guard let texts = value?.array?.compactMap(\.string), !texts.isEmpty else { return nil }
    return texts.joined(separator: "; ")
  }

  private static func propertyPath(_ fault: JSONFields) -> String? {
    guard let name = fault.text("property") else { return nil }
    if let child = JSONFields(fault.list("children")?.first), let deeper = propertyPath(child) {
      return name + "." + deeper
    }
    return name
  }

  private static func sentence(_ fault: JSONFields) -> String? {
    let own = (fault.object("constraints")?.members ?? [:]).sorted { $0.key < $1.key }.compactMap(\.value.string)
    let below = (fault.list("children") ?? []).compactMap { JSONFields($0).flatMap(sentence) }
    let all = own + below
    return all.isEmpty ? nil : all.joined(separator: ", ")
  }
}
