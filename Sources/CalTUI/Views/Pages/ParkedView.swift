import BookingModel

/// The parked drafts, over the bottom of the page, while a letter is awaited.
struct ParkedView: PageView {
  func draw(_ model: Model, on canvas: inout Canvas) {
    guard case .jump(let purpose) = model.overlay else { return }
    let isDropping = purpose == .makeRoom
    let parked = model.parkedByLetter
    let left = isDropping ? [] : model.leftByNumber
    let bottom = canvas.noticeRow + 1
    let top = max(1, bottom - parked.count - left.count - 2)
    canvas.grid.fill(rows: top..<bottom, columns: 0..<canvas.size.columns)
    canvas.grid.horizontalLine(row: top, columns: 0..<canvas.size.columns)
    let full =
      canvas.isNarrow
      ? "All six taken: which makes room?" : "Six bookings are parked. Which one makes room? It is kept."
    let title = isDropping ? full : purpose == .discard ? "Throw away which booking?" : "Which booking?"
    canvas.write(title, top + 1, 1, purpose == .goOn ? .label : .warning)
    canvas.cursor = Position(row: top + 1, column: 1)
    var row = top + 2
    for draft in parked where row < bottom {
      self.draw(draft, key: draft.parked ?? "", row, model, &canvas)
      row += 1
    }
    for (index, draft) in left.enumerated() where row < bottom {
      // The one that was left last has the key of the list itself, too.
      self.draw(draft, key: index == 0 ? model.keyName(.reopenDraft, .jump) : String(index + 1), row, model, &canvas)
      row += 1
    }
  }

  private func draw(_ draft: Draft, key: String, _ row: Int, _ model: Model, _ canvas: inout Canvas) {
    canvas.write(key, row, 1, .key)
    let hold = HoldText(draft, model)
    let width = min(canvas.size.columns, BesideLayout.lineWidth)
    canvas.grid.writeTrailing(hold.text, row: row, before: width - 1, role: hold.role)
    // As wide as the widest, so that the columns line up.
    let edge = width - 12
    let time = canvas.isNarrow ? 16 : min(52, max(30, edge - 20))
    let service = canvas.isNarrow ? time : 3 + (time - 3) / 2
    canvas.write(DraftText.who(draft, model), row, 3, .plain, limit: service - 4)
    if !canvas.isNarrow {
      canvas.write(model.service(draft.service)?.title ?? "", row, service, .dim, limit: time - service - 1)
    }
    canvas.write(DraftText.when(draft, model, canvas), row, time, .plain, limit: max(0, edge - time - 1))
  }
}

/// All parked drafts in one line, with what is left of their holds.
struct ParkedLine {
  let text: String
  let role: Role

  init?(_ model: Model) {
    guard !model.parked.isEmpty else { return nil }
    text = ParkedLine.text(model, model.size.columns - 2)
    let isUrgent = model.parked.contains { model.holdTime(of: $0.id)?.seconds != nil || $0.requestedAt != nil }
    role = isUrgent ? .warning : .accent
  }

  /// Letter, name and time of each. Where six do not fit, names give way to the times.
  private static func text(_ model: Model, _ columns: Int) -> String {
    let drafts = model.parkedByLetter
    func line(_ head: String, _ name: Int, _ separator: String, isTight: Bool) -> String {
      head
        + drafts.map { draft in
          let hold = HoldText(draft, model).short
          let who = name < 2 ? "" : DraftText.who(draft, model).shortened(to: name)
          return [draft.parked ?? "", who, isTight ? hold.replacing(" min", with: "m") : hold]
            .filter { !$0.isEmpty }.joined(separator: " ")
        }.joined(separator: separator)
    }
    let wide = line("Parked: ", 16, " · ", isTight: false)
    if wide.columns <= columns { return wide }
    for name in stride(from: 16, through: 2, by: -1) {
      let tight = line(columns < 60 ? "" : "Parked: ", name, "  ", isTight: true)
      if tight.columns <= columns { return tight }
    }
    return line("", 0, "  ", isTight: true)
  }
}

/// What is left of a hold: minutes, and seconds in the last one.
struct HoldText {
  let text: String
  let short: String
  let role: Role

  init(_ draft: Draft, _ model: Model) {
    if draft.requestedAt != nil {
      (text, short, role) = ("NOT BOOKED", "NOT BOOKED", .error)
    } else if draft.refusal?.kind == .slotTaken {
      (text, short, role) = ("time taken", "taken", .error)
    } else if let time = model.holdTime(of: draft.id) {
      short = HoldText.left(time)
      (text, role) = ("held " + short, time.seconds == nil ? .good : .warning)
    } else {
      (text, short, role) = (draft.slot == nil ? "no time" : "not held", "–", .dim)
    }
  }

  static func left(_ time: HoldTime) -> String { time.seconds.map { "\($0) s" } ?? "\(time.minutes) min" }
}

/// A draft in a few words.
enum DraftText {
  /// The name, else the phone number, else that there is neither.
  static func who(_ draft: Draft, _ model: Model) -> String {
    let name = draft.text(FormSlug.name)
    let phone = draft.text(FormSlug.phone)
    return name.isEmpty ? phone.isEmpty ? "no name" : model.shop.policy.phoneText(phone) : name
  }

  static func when(_ draft: Draft, _ model: Model, _ canvas: Canvas) -> String {
    guard let slot = draft.slot else { return draft.wantsEarliest ? "earliest" : "" }
    let day = model.shop.zone.day(of: slot.start)
    let time = canvas.time.time(slot.start)
    if day == model.today { return time }
    return (canvas.isNarrow ? day.weekday.short : canvas.time.near(day, today: model.today)) + " " + time
  }
}

extension String {
  /// The beginning of it, with an ellipsis where something is missing.
  func shortened(to columns: Int) -> String {
    guard self.columns > columns else { return self }
    var head = ""
    for character in self {
      if (head + String(character)).columns >= columns { break }
      head.append(character)
    }
    return head + "…"
  }
}
