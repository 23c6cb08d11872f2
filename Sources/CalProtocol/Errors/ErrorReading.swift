public import BookingModel

extension CalError {
  /// What an answer outside 2xx means for the desk (CONTRACT 4.2 and 4.3).
  ///
  /// Message classes are matched on their distinctive part, whatever case, and whatever the status: core codes come as 400, 401, 409
  /// or 500. `now` turns an epoch in the rate headers into a wait.
  public static func read(from response: WireResponse, now: Instant) -> CalError {
    let body = ErrorBody(response)
    return CalError(
      kind: kind(response, body, now: now), status: response.status, code: body.code, message: body.message)
  }

  private static func kind(_ response: WireResponse, _ body: ErrorBody, now: Instant) -> Kind {
    let status = response.status
    if (300..<400).contains(status) { return .noAnswer(.redirected) }
    if status == 429 { return .rateLimited(seconds: RateBudget(response, now: now).wait) }
    // The code is searched too: shape E8 may say the core code there and a sentence in the message.
    let text = (body.message + " " + (body.code ?? "")).lowercased()
    if let known = MessageClass.kind(of: text, original: body.message) { return known }
    switch status {
    case 401: return namesCredentials(text) ? .notSignedIn : .refused
    case 403: return text.contains("no authentication provided") ? .notSignedIn : .forbidden
    case 404: return .notFound
    case 408, 502, 503, 504: return .serverFailure
    case 400..<500:
      if let property = body.property { return .invalidField(slug: MessageClass.slug(ofProperty: property)) }
      return .refused
    default: return .serverFailure
    }
  }

  /// Only a 401 that names a guard, a strategy, a key or a token means bad credentials (CONTRACT 4.3, end).
  private static func namesCredentials(_ text: String) -> Bool {
    ["guard", "strategy", "api key", "apikey", "token", "authentication method", "invalid_client", "credentials"]
      .contains { text.contains($0) }
  }
}

/// The message classes of CONTRACT 4.3.
enum MessageClass {
  /// `text` is in lower case; `original` is the message as sent, for the uids and slugs in it.
  static func kind(of text: String, original: String) -> CalError.Kind? {
    if text.contains("rescheduled already to booking with uid=") {
      let next = word(after: "already to booking with uid=", in: original)
      return .alreadyDone(movedTo: next.map { Booking.UID(rawValue: $0) })
    }
    for (part, kind) in fixed where text.contains(part) { return kind }
    return field(text, original)
  }

  /// Distinctive parts, the more special ones first.
  private static let fixed: [(String, CalError.Kind)] = [
    // Says "does not exist or has already been cancelled", to a move too: it cannot be taken for done.
    ("invalid seatuid", .refused),
    ("has been cancelled already", .alreadyDone(movedTo: nil)),
    ("has already been cancelled", .alreadyDone(movedTo: nil)),
    // A move of what is cancelled did not happen: nothing may take it for done.
    ("because it has been cancelled", .refused),
    ("already has booking at this time", .slotTaken),
    ("booking_conflict_error", .slotTaken),
    ("fixed_hosts_unavailable_for_booking", .slotTaken),
    ("round_robin_host_unavailable_for_booking", .slotTaken),
    ("no_available_users_found_error", .slotTaken),
    ("not_enough_available_seats_error", .slotTaken),
    ("booking_seats_full_error", .slotTaken),
    ("no more seats left", .slotTaken),
    ("has no more seats", .slotTaken),
    ("already reserved by another user", .slotTaken),
    ("someone else reserved this booking time slot", .slotTaken),
    ("reserve a slot if the event is already booked", .slotTaken),
    ("can't be booked at the \"start\" time", .outOfBounds),
    ("booking_time_out_of_bounds_error", .outOfBounds),
    ("availability_not_found_in_schedule_error", .outOfBounds),
    ("booking_not_allowed_by_restriction_schedule_error", .outOfBounds),
    ("book a meeting in the past", .outOfBounds),
    ("minimum notice period", .outOfBounds),
    ("booking_limit_reached", .limitReached),
    ("duration_limit_reached", .limitReached),
    ("maximum number of active bookings", .limitReached),
    ("payment_not_created_error", .refused),
    ("already_signed_up_for_this_booking_error", .refused),
    ("email_verification_required", .refused),
    ("invalid_verification_code", .refused),
    ("user not a host of this event", .refused),
    ("checkbookingrequiresauthentication", .forbidden),
    ("at least one contact method", .invalidField(slug: "email")),
    ("missing attendee phone number", .invalidField(slug: "attendeePhoneNumber")),
    ("invalid phone number format", .invalidField(slug: "attendeePhoneNumber")),
    ("specify 'lengthinminutes'", .invalidField(slug: "lengthInMinutes")),
    ("provided 'lengthinminutes'", .invalidField(slug: "lengthInMinutes")),
    ("booking location with type", .invalidField(slug: "location")),
    ("metadata must have at most", .invalidField(slug: "metadata")),
    ("duplicate_email", .invalidField(slug: "guests")),
    ("exclude_emails_match_found", .invalidField(slug: "guests")),
    ("require_emails_no_match_found", .invalidField(slug: "guests")),
    ("cancellation reason is required", .invalidField(slug: "cancellationReason")),
    ("recurrence count is higher", .invalidField(slug: "recurrenceCount")),
  ]

  /// Classes that name the field they mean.
  private static func field(_ text: String, _ original: String) -> CalError.Kind? {
    if text.contains("missing required booking field response:"),
      let slug = word(after: "booking field response: ", in: original)
    {
      return .invalidField(slug: slug)
    }
    if text.contains("for booking field '"), let slug = quoted(after: "booking field '", in: original) {
      return .invalidField(slug: slug)
    }
    // The form's own rules: `responses - {slug}reason, `.
    if text.contains("responses - {"), let slug = braced(original) { return .invalidField(slug: slug) }
    if text.contains("property is wrong,") {
      if let key = word(after: "property ", before: " should not exist", in: original) {
        return .invalidField(slug: slug(ofProperty: key))
      }
      return .invalidField(slug: slug(ofProperty: strictProperty(original)))
    }
    return nil
  }

  /// `attendee property is wrong,, phoneNumber property is wrong,…` names the innermost property last.
  private static func strictProperty(_ text: String) -> String {
    let parts = text.components(before: " property is wrong,")
    return parts.last.map { $0.split(whereSeparator: { $0 == " " || $0 == "," }).last.map(String.init) ?? $0 } ?? ""
  }

  /// The slug of the field that a request's property stands for.
  static func slug(ofProperty property: String) -> String {
    let last = property.split(separator: ".").last.map(String.init) ?? property
    switch last {
    case "phoneNumber": return "attendeePhoneNumber"
    default: return last
    }
  }

  /// The word that follows `mark`, whatever case the mark has, without the full stop behind it.
  private static func word(after mark: String, in text: String) -> String? {
    guard let start = text.end(of: mark) else { return nil }
    var word = text[start...].prefix { !$0.isWhitespace && $0 != "," && $0 != ";" }
    while word.last == "." { word.removeLast() }
    return word.isEmpty ? nil : String(word)
  }

  private static func word(after mark: String, before end: String, in text: String) -> String? {
    guard let stop = text.start(of: end) else { return nil }
    let head = text[..<stop]
    guard head.lowercased().contains(mark) else { return nil }
    return head.split(whereSeparator: { $0 == " " || $0 == "," }).last.map(String.init)
  }

  private static func quoted(after mark: String, in text: String) -> String? {
    guard let start = text.end(of: mark) else { return nil }
    let word = text[start...].prefix { $0 != "'" }
    return word.isEmpty ? nil : String(word)
  }

  private static func braced(_ text: String) -> String? {
    guard let open = text.firstIndex(of: "{"), let close = text[open...].firstIndex(of: "}") else { return nil }
    let word = text[text.index(after: open)..<close]
    return word.isEmpty ? nil : String(word)
  }
}

extension String {
  /// Where `part` begins and ends, ASCII case ignored. Foundation's search is not loaded here.
  private func range(ofPart part: String) -> Range<Index>? {
    let wanted = part.utf8.map(lower)
    guard !wanted.isEmpty else { return nil }
    let bytes = Array(utf8)
    guard bytes.count >= wanted.count else { return nil }
    for start in 0...(bytes.count - wanted.count)
    where wanted.indices.allSatisfy({ lower(bytes[start + $0]) == wanted[$0] }) {
      let from = utf8.index(startIndex, offsetBy: start)
      return from..<utf8.index(from, offsetBy: wanted.count)
    }
    return nil
  }

  fileprivate func end(of part: String) -> Index? { range(ofPart: part)?.upperBound }
  fileprivate func start(of part: String) -> Index? { range(ofPart: part)?.lowerBound }

  /// The texts that stand before each `mark`.
  fileprivate func components(before mark: String) -> [String] {
    var result: [String] = []
    var rest = self
    while let cut = rest.range(ofPart: mark) {
      result.append(String(rest[..<cut.lowerBound]))
      rest = String(rest[cut.upperBound...])
    }
    return result
  }

  private func lower(_ byte: UInt8) -> UInt8 { byte >= 0x41 && byte <= 0x5A ? byte + 32 : byte }
}
