/// A question that a service asks of its attendee (CONTRACT 8.3 `bookingFields`).
public struct BookingField: Hashable, Sendable, Codable {
  public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
    case name, email, phone, text, textarea, number, address, url, select, multiselect, radio, checkbox, boolean,
      multiemail, radioInput
    /// A kind this program does not know: shown, never edited.
    case unknown
  }

  public var kind: Kind
  /// The key of the answer.
  public var slug: String
  /// Empty when the server gives none: a system field, whose label is ours to choose.
  public var label: String
  public var isRequired: Bool
  public var isHidden: Bool
  /// `isDefault`: name, e-mail, phone, guests, notes, … have their own places in the request.
  public var isSystem: Bool
  public var placeholder: String
  /// Choices of select, multiselect, radio and checkbox.
  public var options: [String]

  public init(
    kind: Kind, slug: String, label: String = "", isRequired: Bool = false, isHidden: Bool = false,
    isSystem: Bool = false, placeholder: String = "", options: [String] = []
  ) {
    self.kind = kind
    self.slug = slug
    self.label = label
    self.isRequired = isRequired
    self.isHidden = isHidden
    self.isSystem = isSystem
    self.placeholder = placeholder
    self.options = options
  }
}

/// Where a service can take place, as its owner set it up (CONTRACT 8.2 `locations`).
public enum LocationOption: Hashable, Sendable, Codable {
  case address(String)
  case link(String)
  case phone(String)
  case integration(String)
  case attendeeAddress
  case attendeePhone
  case attendeeDefined
  case organizersDefaultApp
  case unknown(String)
}

/// The location as a booking asks for it (CONTRACT 12.4). The host's own kinds carry nothing but their type.
public enum LocationChoice: Hashable, Sendable, Codable {
  case address
  case link
  case phone
  case organizersDefaultApp
  case integration(String)
  case attendeeAddress(String)
  case attendeePhone(String)
  case attendeeDefined(String)
}
