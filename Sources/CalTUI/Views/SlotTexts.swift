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

  /// In one row of so many columns, each with its digit and blanks. Where the long texts are too long for that, the hour too is said only
  /// where it changes (`12:00`, `:15`, `:30`), and then days and hours are shortened.
  func soonest(columns: Int) -> [String] {
    func fits(_ texts: [String]) -> Bool { texts.reduce(-1) { $0 + $1.columns + 3 } <= columns }
    let long = soonest
    if fits(long) { return long }
    let short = shortSoonest(dayLetters: 3)
    return fits(short) ? short : shortSoonest(dayLetters: 2)
  }

  private func shortSoonest(dayLetters: Int) -> [String] {
    var before: (local: LocalTime, letters: String)?
    return model.soonest.map { slot in
      let local = model.shop.zone.local(slot.start)
      let letters = model.shop.zone.abbreviation(at: slot.start)
      defer { before = (local, letters) }
      guard let last = before, last.local.day == local.day else {
        let text = time.time(slot.start)
        return local.day.weekday.short.prefix(dayLetters) + " "
          + (dayLetters < 3 && text.first == "0" ? String(text.dropFirst()) : text)
      }
      if last.local.minute / 60 == local.minute / 60, last.letters == letters {
        return ":" + twoDigits(local.minute % 60)
      }
      var text = time.time(slot.start)
      let isSameHalf = last.local.minute / 720 == local.minute / 720
      if isSameHalf, model.shop.clock == .twelveHours, text.last == "a" || text.last == "p" { text.removeLast() }
      return text
    }
  }

  /// What lies under the cursor; `nil` where there is nothing to say.
  func atCursor(isShort: Bool) -> (when: String, what: String, role: Role)? {
    let day = model.grid.day
    let instant = model.timeAtCursor
    // An hour that comes twice is told apart by the letters of its zone.
    let isDoubled = model.shop.zone.isDoubled(instant)
    let when = time.day(day) + " " + (isDoubled ? time.time(instant) : time.time(minute: model.grid.minute))
    if let slot = model.slotAtCursor {
      var text = model.ownHold?.start == slot.start ? "held for this booking" : "free"
      if let age = AgeText.read(model.slotBook.readAt(day...day), model) { text += " (\(age))" }
      if !isShort { text += ", \(TimeText.length(slot.end.minutes(since: slot.start)))" }
      if let seats = slot.seatsRemaining { text += ", \(seats) seats" }
      // The length says when it ends, where it is said.
      let span = "\(time.day(day)) \(time.span(slot.start, slot.end, joint: " – "))"
      return (isShort ? span : when, text, .good)
    }
    if model.slotBook.day(day).value != nil || day < model.today {
      let why = ReasonText(model.reasonNotFree(instant), shop: model.shop, minutes: model.slotSubject?.minutes)
      return (when, why.text, .dim)
    }
    if model.wantedSlot != nil {
      let open = model.keyName(.open, .week)
      return (
        when, isShort ? "free? not known" : "not known whether it is free: \(open) wants it all the same", .warning
      )
    }
    return model.slotBook.day(day).isLoading ? (when, "…", .dim) : nil
  }
}
