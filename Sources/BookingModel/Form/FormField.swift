/// One row of the attendee form, drawn from a service's `bookingFields` and from what every booking needs.
public struct FormField: Equatable, Sendable {
  public enum Editor: Equatable, Sendable {
    case line, lines, number
    case choice([String])
    case choices([String])
    case flag
    case readOnly
  }

  /// What the value is, which decides how it is checked and where it goes in the request.
  public enum Meaning: Equatable, Sendable {
    case name, email, phone, guests, notes
    /// Which of the service's locations, and the text that some of them ask for.
    case location, locationDetail
    /// Which of the service's lengths.
    case length
    /// The service's own question.
    case custom(BookingField.Kind)
  }

  public var slug: String
  public var label: String
  public var editor: Editor
  public var meaning: Meaning
  public var isRequired: Bool
  public var placeholder: String
  /// The option that is chosen until the clerk chooses another: every step has a default (DESIGN 1).
  public var preset: Int?

  public init(
    slug: String, label: String, editor: Editor, meaning: Meaning, isRequired: Bool = false, placeholder: String = "",
    preset: Int? = nil
  ) {
    self.preset = preset
    self.slug = slug
    self.label = label
    self.editor = editor
    self.meaning = meaning
    self.isRequired = isRequired
    self.placeholder = placeholder
  }
}

/// Slugs of rows that are not the service's own questions. The colon keeps them apart from any slug of Cal.com.
public enum FormSlug {
  public static let name = "name"
  public static let email = "email"
  public static let phone = "attendeePhoneNumber"
  public static let guests = "guests"
  public static let notes = "notes"
  public static let location = "desk:location"
  public static let locationDetail = "desk:location-detail"
  public static let length = "desk:length"
}

/// What the shop's own settings say about attendees.
public struct AttendeePolicy: Equatable, Sendable, Codable {
  /// ISO 3166 code, which decides how a phone number without `+` is read.
  public var country: String
  /// The shop's own mail domain for attendees without an address (CONTRACT 12.3); `nil` asks for one.
  public var emailDomain: String?

  public init(country: String = "US", emailDomain: String? = nil) {
    self.country = country
    self.emailDomain = emailDomain
  }

  /// Reads a number as people of the shop's country write it.
  public func phone(_ text: String) -> Result<PhoneNumber, PhoneProblem> {
    guard let home = Country(code: country) else { return .failure(.unknownCountryCode) }
    do throws(PhoneProblem) {
      return .success(try PhoneNumber(text, country: home))
    } catch {
      return .failure(error)
    }
  }

  /// A number as it stands wherever it is read, on screens and on paper: in the way of the shop's country (`(555) 867-5309`), a foreign one in groups
  /// behind its plus, as it is read aloud. What is no number stays as it is. What is sent, and `--json`, is E.164.
  ///
  /// - Parameter columns: where there are fewer than that takes, it loses its blanks rather than its last digits.
  public func phoneText(_ text: String, columns: Int = .max) -> String {
    guard let home = Country(code: country), let number = try? PhoneNumber(text, country: home) else { return text }
    let spaced = number.text(in: home)
    return spaced.count <= columns ? spaced : number.e164
  }

  /// Whether the form may let the e-mail of this service's attendee empty.
  public func allowsNoEmail(for service: Service) -> Bool {
    service.allowsAttendeeWithoutEmail || emailDomain != nil
  }
}

extension Service {
  /// The rows of the attendee form, in the order in which a clerk asks.
  public func formFields(policy: AttendeePolicy, location: LocationOption?) -> [FormField] {
    let phone = fields.first { $0.slug == FormSlug.phone }
    var rows = [
      FormField(slug: FormSlug.name, label: "Name", editor: .line, meaning: .name, isRequired: true),
      FormField(
        slug: FormSlug.phone, label: "Phone", editor: .line, meaning: .phone,
        isRequired: location == .attendeePhone || (phone?.isRequired == true && phone?.isHidden == false),
        placeholder: phone?.placeholder ?? ""),
      FormField(
        slug: FormSlug.email, label: "E-mail", editor: .line, meaning: .email,
        isRequired: !policy.allowsNoEmail(for: self),
        placeholder: emailPlaceholder(policy)),
    ]
    if lengthOptions.count > 1 {
      rows.append(
        FormField(
          slug: FormSlug.length, label: "Length", editor: .choice(lengthTexts), meaning: .length, isRequired: true,
          preset: lengthOptions.firstIndex(of: minutes)))
    }
    rows += fields.filter { !$0.isSystem && !$0.isHidden }.map(\.formField)
    if locations.count > 1 {
      rows.append(
        FormField(
          slug: FormSlug.location, label: "Place", editor: .choice(locationTexts), meaning: .location, isRequired: true,
          preset: 0))
    }
    if let label = location?.detailLabel {
      rows.append(
        FormField(
          slug: FormSlug.locationDetail, label: label, editor: .line, meaning: .locationDetail, isRequired: true))
    }
    let notes = fields.first { $0.slug == FormSlug.notes }
    if notes?.isHidden != true {
      rows.append(
        FormField(
          slug: FormSlug.notes, label: "Notes", editor: .lines, meaning: .notes,
          isRequired: notes?.isRequired == true, placeholder: notes?.placeholder ?? ""))
    }
    let guests = fields.first { $0.slug == FormSlug.guests }
    if guests?.isHidden != true {
      rows.append(
        FormField(
          slug: FormSlug.guests, label: "Guests", editor: .line, meaning: .guests,
          isRequired: guests?.isRequired == true, placeholder: "e-mails, with commas between"))
    }
    return rows
  }

  var lengthTexts: [String] { lengthOptions.map { "\($0) min" } }
  var locationTexts: [String] { locations.map(\.text) }

  private func emailPlaceholder(_ policy: AttendeePolicy) -> String {
    if allowsAttendeeWithoutEmail { return "optional" }
    if let domain = policy.emailDomain { return "empty: an address at \(domain)" }
    return "this service takes no booking without"
  }
}

extension BookingField {
  var formField: FormField {
    let editor: FormField.Editor =
      switch kind {
      case .textarea: .lines
      case .number: .number
      case .select, .radio, .radioInput: .choice(options)
      case .multiselect, .checkbox: .choices(options)
      case .boolean: .flag
      case .unknown: .readOnly
      default: .line
      }
    return FormField(
      slug: slug, label: label.isEmpty ? slug : label, editor: editor, meaning: .custom(kind), isRequired: isRequired,
      placeholder: placeholder)
  }
}

extension LocationOption {
  /// For the list of choices.
  public var text: String {
    switch self {
    case .address(let address): address.isEmpty ? "at the shop" : address
    case .link(let link): link
    case .phone(let phone): "call " + phone
    case .integration(let name): name
    case .attendeeAddress: "attendee's address"
    case .attendeePhone: "call the attendee"
    case .attendeeDefined: "elsewhere"
    case .organizersDefaultApp: "video"
    case .unknown(let text): text
    }
  }

  /// What must be asked of the attendee, where the location is theirs.
  var detailLabel: String? {
    switch self {
    case .attendeeAddress: "Address"
    case .attendeeDefined: "Where"
    default: nil
    }
  }
}
