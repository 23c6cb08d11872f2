/// Why an entry cannot be sent as it is. `ErrorText` makes the sentence.
public enum FieldProblem: Equatable, Sendable {
  case missing
  /// The service wants an e-mail, and the shop has set no domain of its own for those who have none (CONTRACT 12.3).
  case emailWanted
  case notAnEmail(String)
  case phone(PhoneProblem)
  case notANumber
  case notAURL
  /// Cal.com takes at most ten guests in a request (CONTRACT 12.10).
  case tooManyGuests(limit: Int)
  case duplicateGuest(String)
  /// Neither e-mail nor phone (CONTRACT 12.2).
  case noContact
  /// The server's own words about this field.
  case refused(String)
}

extension FormField {
  /// Checks one entry as it stands, as leaving the field does.
  public func problem(_ entry: FormEntry, policy: AttendeePolicy) -> FieldProblem? {
    guard !isEmpty(entry) else { return isRequired ? (meaning == .email ? .emailWanted : .missing) : nil }
    let text = entry.text
    switch meaning {
    case .email: return EmailAddress.isPlausible(text) ? nil : .notAnEmail(text)
    case .phone, .custom(.phone): return phoneProblem(text, policy)
    case .guests, .custom(.multiemail): return guestProblem(text)
    case .custom(.email): return EmailAddress.isPlausible(text) ? nil : .notAnEmail(text)
    case .custom(.number): return PlainNumber.value(text) == nil ? .notANumber : nil
    case .custom(.url): return WebAddress.isPlausible(text) ? nil : .notAURL
    default: return nil
    }
  }

  public func isEmpty(_ entry: FormEntry) -> Bool {
    switch entry {
    case .line(let line): line.isBlank
    case .choice(let index): index == nil
    case .choices(let chosen, _): chosen.isEmpty
    // A required box is one that must be ticked: Cal.com takes `false` for no answer.
    case .flag(let on): isRequired && !on
    }
  }

  private func phoneProblem(_ text: String, _ policy: AttendeePolicy) -> FieldProblem? {
    switch policy.phone(text) {
    case .success: nil
    case .failure(let problem): .phone(problem)
    }
  }

  private func guestProblem(_ text: String) -> FieldProblem? {
    let guests = EmailAddress.list(text)
    if let bad = guests.first(where: { !EmailAddress.isPlausible($0) }) { return .notAnEmail(bad) }
    if guests.count > 10 { return .tooManyGuests(limit: 10) }
    var seen: Set<String> = []
    for guest in guests where !seen.insert(guest.lowercased()).inserted { return .duplicateGuest(guest) }
    return nil
  }
}

/// E-mail addresses as far as a desk can judge them; the server has the last word.
public enum EmailAddress {
  /// One `@`, something before it, a dot within the domain, no blanks or separators.
  public static func isPlausible(_ text: String) -> Bool {
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, text.utf8.count <= 254 else { return false }
    guard text.unicodeScalars.allSatisfy({ $0.value > 32 && !",;<>()[]\"\\".unicodeScalars.contains($0) }) else {
      return false
    }
    let labels = parts[1].split(separator: ".", omittingEmptySubsequences: false)
    return labels.count >= 2 && labels.allSatisfy { !$0.isEmpty && !$0.hasPrefix("-") && !$0.hasSuffix("-") }
      && !parts[0].hasPrefix(".") && !parts[0].hasSuffix(".") && !parts[0].contains("..")
  }

  /// Addresses with commas, semicolons or blanks between them.
  public static func list(_ text: String) -> [String] {
    text.split(whereSeparator: { $0 == "," || $0 == ";" || $0.isWhitespace }).map(String.init)
  }
}

enum WebAddress {
  static func isPlausible(_ text: String) -> Bool {
    let lower = text.lowercased()
    for scheme in ["http://", "https://"] where lower.hasPrefix(scheme) {
      let host = lower.dropFirst(scheme.count).prefix { $0 != "/" && $0 != "?" && $0 != "#" }
      return !host.isEmpty && !text.contains(where: \.isWhitespace)
    }
    return false
  }
}

/// A number as a person types it.
enum PlainNumber {
  /// `2,5` is how half the world types 2.5. `1,000` is refused: it means a thousand to one half and one to the other.
  static func value(_ text: String) -> Double? {
    let digits = text.drop { $0 == "-" || $0 == "+" }
    guard text.count - digits.count <= 1, digits.contains(where: \.isNumber),
      digits.allSatisfy({ $0.isASCII && ($0.isNumber || $0 == "." || $0 == ",") })
    else { return nil }
    let parts = digits.split(omittingEmptySubsequences: false) { $0 == "." || $0 == "," }
    guard parts.count <= 2, !(digits.contains(",") && parts[1].count == 3) else { return nil }
    return Double(String(text.map { $0 == "," ? "." : $0 }))
  }
}
