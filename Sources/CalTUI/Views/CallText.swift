import BookingModel

/// The quiet line about a caller: number, name, and the key that takes the call where the clerk is now.
struct CallText {
  let text: String
  /// Where columns are few.
  let short: String

  /// `nil` when nobody calls, or where calls cannot be taken: a prompt is answered first, a locked screen tells no names.
  init?(_ model: Model) {
    guard let call = model.ringingCall, model.lock == nil, model.overlays.isEmpty, !model.isReadOnly else { return nil }
    let takesNew = model.context == .board || model.context == .outcome
    guard let key = model.keys.key(for: takesNew ? .newBooking : .takeCall, in: model.context) else { return nil }
    let phone = CallText.phone(call.phone, model.shop)
    let more = model.calls.count > 1 ? " (and \(model.calls.count - 1) more)" : ""
    let name = call.name.map { " " + $0 } ?? ", not a customer yet"
    text = "Call: \(phone)\(name)\(more) — \(key.name) takes it"
    short = "Call: \(call.name ?? phone) — \(key.name)"
  }

  static func phone(_ e164: String, _ shop: Shop) -> String {
    guard let country = Country(code: shop.policy.country), let number = try? PhoneNumber(e164, country: country) else {
      return e164
    }
    return number.text(in: country)
  }
}
