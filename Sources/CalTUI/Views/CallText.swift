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
    let phone = model.shop.policy.phoneText(call.phone)
    let more = model.calls.count > 1 ? " (and \(model.calls.count - 1) more)" : ""
    let name = call.name.map { " " + $0 } ?? ", not a customer yet"
    text = "Call: \(phone)\(name)\(more) — \(key.name) takes it"
    short = "Call: \(call.name ?? phone) — \(key.name)"
  }
}
