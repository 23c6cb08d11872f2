public import BookingModel

/// A subscriber to changes (CONTRACT 15), both directions.
public struct WebhookWire: Hashable, Sendable {
  /// A number or a UUID, by server.
  public var id: String
  public var userID: Int?
  public var subscriberURL: String
  public var isActive: Bool
  public var triggers: [String]
  public var payloadTemplate: String?
  public var secret: String?

  /// The triggers that servers accept (CONTRACT 15).
  public static let knownTriggers = [
    "BOOKING_CREATED", "BOOKING_REQUESTED", "BOOKING_RESCHEDULED", "BOOKING_CANCELLED", "BOOKING_REJECTED",
    "BOOKING_PAYMENT_INITIATED", "BOOKING_PAID", "BOOKING_NO_SHOW_UPDATED", "MEETING_STARTED", "MEETING_ENDED",
    "RECORDING_READY", "RECORDING_TRANSCRIPTION_GENERATED", "INSTANT_MEETING", "OOO_CREATED", "FORM_SUBMITTED",
    "FORM_SUBMITTED_NO_EVENT", "AFTER_HOSTS_CAL_VIDEO_NO_SHOW", "AFTER_GUESTS_CAL_VIDEO_NO_SHOW",
    "ROUTING_FORM_FALLBACK_HIT", "DELEGATION_CREDENTIAL_ERROR", "WRONG_ASSIGNMENT_REPORT",
  ]

  public init(
    id: String, userID: Int? = nil, subscriberURL: String, isActive: Bool = true, triggers: [String],
    payloadTemplate: String? = nil, secret: String? = nil
  ) {
    self.id = id
    self.userID = userID
    self.subscriberURL = subscriberURL
    self.isActive = isActive
    self.triggers = triggers
    self.payloadTemplate = payloadTemplate
    self.secret = secret
  }

  public init?(_ json: JSONValue) {
    guard let fields = JSONFields(json), let id = fields.label("id") else { return nil }
    self.init(
      id: id, userID: fields.int("userId"), subscriberURL: fields.text("subscriberUrl") ?? "",
      isActive: fields.bool("active") ?? true, triggers: fields.texts("triggers") ?? [],
      payloadTemplate: fields.text("payloadTemplate"), secret: fields.text("secret"))
  }

  /// The body of a create or patch over what was there: absent keys keep their value, null clears template and secret.
  public func merging(_ body: JSONValue) -> WebhookWire {
    guard let fields = JSONFields(body) else { return self }
    var result = self
    if let url = fields.text("subscriberUrl") { result.subscriberURL = url }
    if let active = fields.bool("active") { result.isActive = active }
    if let triggers = fields.texts("triggers") { result.triggers = triggers }
    if fields.has("payloadTemplate") { result.payloadTemplate = fields.text("payloadTemplate") }
    if fields.has("secret") { result.secret = fields.text("secret") }
    return result
  }

  public var json: JSONValue {
    guard case .object(var members) = input else { return .null }
    members["id"] = Int(id).map { .number($0) } ?? .string(id)
    members["userId"] = .orNull(userID)
    members["payloadTemplate"] = .orNull(payloadTemplate)
    return .object(members)
  }

  /// The body of a create, or of a patch of everything.
  public var input: JSONValue {
    .object(
      jsonObject([
        "active": .bool(isActive), "subscriberUrl": .string(subscriberURL), "triggers": .strings(triggers),
        "payloadTemplate": payloadTemplate.map { .string($0) }, "secret": secret.map { .string($0) },
      ]))
  }
}
