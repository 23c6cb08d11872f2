import BookingModel

/// What is said in words about the grid of free times: below it, or on the card beside it.
struct SlotTexts {
  private let model: Model
  private let time: TimeText

  init(_ model: Model) {
    self.model = model
    time = TimeText(model.shop)
  }

  /// Day and half of the day are said once, where they change: `Mon 11:30a`, `11:45`, `12:00p`, `12:15`, `Tue 9:00a`.
  var soonest: [String] {
    var before: LocalTime?
    return model.soonest.map { slot in
      let local = model.shop.zone.local(slot.start)
      var text = time.time(slot.start)
      let isSameHalf = before.map { $0.day == local.day && $0.minute / 720 == local.minute / 720 } ?? false
      if isSameHalf, model.shop.clock == .twelveHours, text.last == "a" || text.last == "p" { text.removeLast() }
      if before?.day != local.day { text = local.day.weekday.short + " " + text }
      before = local
      return text
    }
  }

  /// What lies under the cursor; `nil` where there is nothing to say.
  func atCursor(isShort: Bool) -> (when: String, what: String, role: Role)? {
    let day = model.grid.day
    let instant = model.shop.zone.instant(of: LocalTime(day: day, minute: model.grid.minute))
    let when = time.day(day) + " " + time.time(minute: model.grid.minute)
    if let slot = model.slotAtCursor {
      var text = model.ownHold?.start == slot.start ? "held for this booking" : "free"
      if let age = AgeText.read(model.slotBook.readAt(day...day), model) { text += " (\(age))" }
      if !isShort { text += ", \(TimeText.length(slot.end.minutes(since: slot.start)))" }
      if let seats = slot.seatsRemaining { text += ", \(seats) seats" }
      return ("\(time.day(day)) \(time.span(slot.start, slot.end, joint: " – "))", text, .good)
    }
    if model.slotBook.day(day).value != nil || day < model.today {
      let why = ReasonText(model.reasonNotFree(instant), shop: model.shop, minutes: model.slotSubject?.minutes)
      return (when, why.text, .dim)
    }
    if model.wantedSlot != nil {
      return (when, isShort ? "free? not known" : "not known whether it is free: Enter wants it all the same", .warning)
    }
    return model.slotBook.day(day).isLoading ? (when, "…", .dim) : nil
  }
}
