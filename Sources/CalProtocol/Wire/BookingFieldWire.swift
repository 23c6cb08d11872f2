public import BookingModel

/// A question of a service (CONTRACT 8.3 `bookingFields`), both directions.
public enum BookingFieldWire {
  /// The kinds of the system's own fields, by slug: inputs may leave the kind out.
  static let systemKinds: [String: BookingField.Kind] = [
    "name": .name, "email": .email, "title": .text, "notes": .textarea, "guests": .multiemail,
    "attendeePhoneNumber": .phone, "location": .radioInput, "rescheduleReason": .textarea,
  ]

  /// `nil` when neither kind nor slug says what it is.
  public static func read(_ json: JSONValue) -> BookingField? {
    guard let fields = JSONFields(json) else { return nil }
    let word = fields.text("type")
    let slug = fields.text("slug") ?? word.flatMap { $0 == "name" || $0 == "email" ? $0 : nil }
    guard let slug, !slug.isEmpty else { return nil }
    let kind = word.map { BookingField.Kind(rawValue: $0) ?? .unknown } ?? systemKinds[slug] ?? .unknown
    return BookingField(
      kind: kind, slug: slug, label: fields.text("label") ?? "",
      // The server's own name and e-mail fields are required unless it says otherwise (CONTRACT 12.3).
      isRequired: fields.bool("required") ?? (slug == "name" || slug == "email"),
      isHidden: fields.bool("hidden") ?? false,
      isSystem: fields.bool("isDefault") ?? (systemKinds[slug] != nil),
      placeholder: fields.text("placeholder") ?? "", options: (fields.list("options") ?? []).compactMap(option))
  }

  /// `"A"`, or `{"label":"A","value":"a"}` of older servers.
  private static func option(_ json: JSONValue) -> String? {
    switch json {
    case .string(let text): text
    case .int(let number): String(number)
    default: JSONFields(json)?.text("value") ?? JSONFields(json)?.text("label")
    }
  }

  public static func json(_ field: BookingField) -> JSONValue {
    var members = input(field)
    members["isDefault"] = .bool(field.isSystem)
    if !field.placeholder.isEmpty { members["placeholder"] = .string(field.placeholder) }
    members["slug"] = .string(field.slug)
    members["type"] = .string(field.kind.rawValue)
    members["required"] = .bool(field.isRequired)
    if field.slug != "name" { members["hidden"] = .bool(field.isHidden) }
    return .object(members)
  }

  /// As a create or patch of a service asks for it: every kind has its own set of keys.
  static func input(_ field: BookingField) -> [String: JSONValue] {
    var members: [String: JSONValue] = ["label": .string(field.label)]
    switch field.kind {
    case .boolean, .radioInput, .multiselect, .radio, .checkbox: break
    default: members["placeholder"] = .string(field.placeholder)
    }
    switch field.slug {
    case "name": members["type"] = "name"
    case "email":
      members["type"] = "email"
      members["required"] = .bool(field.isRequired)
      members["hidden"] = .bool(field.isHidden)
    default:
      members["slug"] = .string(field.slug)
      members["required"] = .bool(field.isRequired)
      members["hidden"] = .bool(field.isHidden)
      // The system's fields are told by slug alone, but the phone, which is an ordinary field with a known slug.
      if !field.isSystem || field.kind == .phone { members["type"] = .string(field.kind.rawValue) }
    }
    switch field.kind {
    case .select, .multiselect, .radio, .checkbox: members["options"] = .strings(field.options)
    default: break
    }
    return members
  }
}

/// Where a service can take place (CONTRACT 8.2), and where a booking asks it to be (CONTRACT 12.4).
public enum LocationWire {
  public static func read(_ json: JSONValue) -> LocationOption? {
    guard let fields = JSONFields(json), let type = fields.text("type") else { return nil }
    switch type {
    case "address": return .address(fields.text("address") ?? "")
    case "link": return .link(fields.text("link") ?? "")
    case "phone": return .phone(fields.text("phone") ?? "")
    case "integration": return .integration(fields.text("integration") ?? "")
    case "attendeeAddress": return .attendeeAddress
    case "attendeePhone": return .attendeePhone
    case "attendeeDefined": return .attendeeDefined
    case "organizersDefaultApp": return .organizersDefaultApp
    default: return .unknown(fields.text("location") ?? type)
    }
  }

  public static func json(_ option: LocationOption) -> JSONValue {
    switch option {
    case .address(let text): ["type": "address", "address": .string(text), "public": true]
    case .link(let text): ["type": "link", "link": .string(text), "public": true]
    case .phone(let text): ["type": "phone", "phone": .string(text), "public": true]
    case .integration(let name): ["type": "integration", "integration": .string(name)]
    case .attendeeAddress: ["type": "attendeeAddress"]
    case .attendeePhone: ["type": "attendeePhone"]
    case .attendeeDefined: ["type": "attendeeDefined"]
    case .organizersDefaultApp: ["type": "organizersDefaultApp"]
    case .unknown(let text): ["type": "unknown", "location": .string(text)]
    }
  }

  /// The name of the kind, as error messages list it.
  public static func type(of option: LocationOption) -> String {
    json(option)["type"]?.string ?? "unknown"
  }

  /// The choice in a request's body; `nil` for a kind that does not exist.
  public static func choice(_ json: JSONValue) -> LocationChoice? {
    guard let fields = JSONFields(json), let type = fields.text("type") else { return nil }
    switch type {
    case "address": return .address
    case "link": return .link
    case "phone": return .phone
    case "organizersDefaultApp": return .organizersDefaultApp
    case "integration": return .integration(fields.text("integration") ?? "")
    case "attendeeAddress": return .attendeeAddress(fields.text("address") ?? "")
    case "attendeePhone": return .attendeePhone(fields.text("phone") ?? "")
    case "attendeeDefined": return .attendeeDefined(fields.text("location") ?? "")
    default: return nil
    }
  }

  /// The host's own kinds carry nothing but their type: the stored value is used.
  public static func json(_ choice: LocationChoice) -> JSONValue {
    switch choice {
    case .address: ["type": "address"]
    case .link: ["type": "link"]
    case .phone: ["type": "phone"]
    case .organizersDefaultApp: ["type": "organizersDefaultApp"]
    case .integration(let name): ["type": "integration", "integration": .string(name)]
    case .attendeeAddress(let text): ["type": "attendeeAddress", "address": .string(text)]
    case .attendeePhone(let text): ["type": "attendeePhone", "phone": .string(text)]
    case .attendeeDefined(let text): ["type": "attendeeDefined", "location": .string(text)]
    }
  }
}
