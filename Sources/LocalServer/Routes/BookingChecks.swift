import BookingModel
import CalProtocol

/// What a service's own form demands of a new booking (CONTRACT 4.3, 8.3, 12.2 to 12.4). Throws the catalogue's faults.
struct BookingChecks {
  let service: Service
  let input: CreateBookingInput

  /// The length booked.
  func minutes() throws(WireFault) -> Int {
    guard let asked = input.minutes else { return service.minutes }
    guard !service.lengthOptions.isEmpty else { throw .singleLength }
    guard service.lengthOptions.contains(asked) else { throw .lengthNotOffered(service.lengthOptions) }
    return asked
  }

  /// How many bookings are made: more than one for recurring services only.
  func occurrences() throws(WireFault) -> Int {
    guard let recurrence = service.recurrence else {
      guard input.recurrenceCount == nil else {
        throw WireFault(
          400, "Can't specify 'recurrenceCount' because event type with id=\(service.id.rawValue) is not recurring.")
      }
      return 1
    }
    let count = input.recurrenceCount ?? recurrence.occurrences
    guard count <= recurrence.occurrences else { throw .recurrenceTooLong }
    return max(1, count)
  }

  /// The attendee as stored: the phone in E.164.
  func attendee() throws(WireFault) -> Attendee {
    var attendee = input.attendee
    let phoneField = service.fields.first { $0.slug == "attendeePhoneNumber" }
    if phoneField?.isRequired == true, phoneField?.isHidden != true, attendee.phone == nil { throw .phoneMissing }
    if attendee.email == nil, !service.allowsAttendeeWithoutEmail { throw .emailMissing }
    if let email = attendee.email {
      guard isEmailAddress(email) else { throw .emailBad }
      attendee.email = email.lowercased()
    }
    if let phone = attendee.phone {
      guard let number = try? PhoneNumber(international: phone) else { throw .phoneBad }
      attendee.phone = number.e164
    }
    return attendee
  }

  func guests() throws(WireFault) -> [String] {
    let guests = input.guests.map { $0.lowercased() }
    guard Set(guests).count == guests.count else { throw .duplicateGuest }
    return guests
  }

  func answers() throws(WireFault) -> [String: JSONValue] {
    for field in service.fields where !field.isSystem && !field.isHidden {
      switch input.answers[field.slug] {
      case nil, .null:
        if field.isRequired { throw .answerMissing(field.slug, service: service.id) }
      case .some(let answer): try check(answer, field)
      }
    }
    // What has a place of its own in the request is not taken from here (CONTRACT 8.3).
    return input.answers.filter { key, value in
      value != .null && !["name", "email", "attendeePhoneNumber", "guests", "location"].contains(key)
    }
  }

  private func check(_ answer: JSONValue, _ field: BookingField) throws(WireFault) {
    let expected: String
    switch field.kind {
    case .phone where answer.string != nil:
      guard (try? PhoneNumber(international: answer.string ?? "")) != nil else {
        throw .badForm(field.slug, "invalid_number")
      }
      return
    case .email where answer.string != nil:
      guard isEmailAddress(answer.string ?? "") else { throw .badForm(field.slug, "email_validation_error") }
      return
    case .text, .textarea, .url, .address, .phone, .email, .name, .radioInput:
      if answer.string != nil { return }
      expected = "string"
    case .number:
      switch answer {
      case .int, .double: return
      // The second check of the cloud wants text (CONTRACT 8.3): both are taken here.
      case .string(let text) where Double(text) != nil: return
      default: expected = "number"
      }
    case .boolean:
      if answer.bool != nil { return }
      expected = "boolean"
    case .select, .radio:
      guard let choice = answer.string ?? answer.int.map(String.init) else {
        expected = "string"
        break
      }
      guard field.options.contains(choice) else { throw .badOption(choice, slug: field.slug, allowed: field.options) }
      return
    case .multiselect, .checkbox:
      guard let choices = answer.array?.compactMap(\.string), choices.count == answer.array?.count else {
        expected = "array"
        break
      }
      guard choices.allSatisfy(field.options.contains) else {
        throw .badOptions(slug: field.slug, allowed: field.options)
      }
      return
    case .multiemail:
      if let list = answer.array, list.allSatisfy({ $0.string.map(isEmailAddress) ?? false }) { return }
      expected = "array"
    case .unknown: return
    }
    throw .badAnswerType(
      slug: field.slug, expected: expected, field: field.kind.rawValue, received: BookingChecks.type(of: answer))
  }

  private static func type(of value: JSONValue) -> String {
    switch value {
    case .null: "null"
    case .bool: "boolean"
    case .int, .double: "number"
    case .string: "string"
    case .array: "array"
    case .object: "object"
    }
  }

  // MARK: - Location

  /// The one string that a booking keeps (CONTRACT 12.4).
  func location() throws(WireFault) -> String? {
    guard let choice = input.location else {
      if let text = input.locationText { return text }
      return service.locations.first.map { LocationText.stored($0) } ?? nil
    }
    let type = LocationWire.json(choice)["type"]?.string ?? ""
    let offered = service.locations.map { LocationWire.type(of: $0) }
    guard offered.contains(type) else {
      throw .locationNotOffered(type, service: service.id, offered: offered)
    }
    switch choice {
    case .attendeeAddress(let text), .attendeeDefined(let text): return text
    case .attendeePhone(let text):
      guard let number = try? PhoneNumber(international: text) else { throw .phoneBad }
      return number.e164
    case .integration(let name): return "integrations:" + name
    case .address, .link, .phone, .organizersDefaultApp:
      return service.locations.first { LocationWire.type(of: $0) == type }.flatMap { LocationText.stored($0) }
    }
  }
}

enum LocationText {
  /// The text of the host's own kinds; `nil` for what only the attendee can say.
  static func stored(_ option: LocationOption) -> String? {
    switch option {
    case .address(let text), .link(let text), .phone(let text), .unknown(let text): text
    case .integration(let name): "integrations:" + name
    case .organizersDefaultApp: "integrations:daily"
    case .attendeeAddress, .attendeePhone, .attendeeDefined: nil
    }
  }
}
