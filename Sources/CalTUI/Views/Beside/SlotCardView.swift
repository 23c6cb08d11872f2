import BookingModel

/// The card to the right of the free times: what is booked or moved, what lies under the cursor, and the soonest times.
struct SlotCardView {
  func draw(_ model: Model, _ area: Range<Int>, _ columns: Range<Int>, on canvas: inout Canvas) {
    let soonest = SlotTexts(model).soonest
    let soonestRows = soonest.isEmpty ? 0 : 2 + (soonest.count + 1) / 2
    var row = area.lowerBound
    var facts = subject(model, columns.count)
    facts += model.grid.view == .week ? underCursor(model, columns.count) : []
    facts += attendee(model, columns.count)
    for fact in facts where row < area.upperBound - soonestRows {
      fact.draw(at: row, columns, &canvas)
      row += 1
    }
    guard !soonest.isEmpty else { return }
    row += 1
    let free = area.upperBound - row - 1
    let perColumn = free > soonest.count ? soonest.count : (soonest.count + 1) / 2
    canvas.write("Soonest", row, columns.lowerBound, .label)
    for (index, text) in soonest.enumerated() {
      let line = row + 1 + index % perColumn
      guard line < area.upperBound else { break }
      let column = columns.lowerBound + index / perColumn * (columns.count / 2)
      canvas.write("\(index + 1)", line, column, .key)
      canvas.write(text, line, column + 2, .plain)
    }
    if model.grid.view == .month { drawTimes(model, row + perColumn + 2..<area.upperBound, columns, &canvas) }
  }

  private func subject(_ model: Model, _ columns: Int) -> [FactRow] {
    guard let (service, minutes) = model.slotSubject else { return [] }
    return FactRow.rows("", service.title, indent: 0, columns: columns, limit: 2, role: .label)
      + FactRow.rows("", "\(TimeText.length(minutes)), \(service.price.text)", indent: 0, columns: columns)
  }

  private func underCursor(_ model: Model, _ columns: Int) -> [FactRow] {
    guard let found = SlotTexts(model).atCursor(isShort: false) else { return [] }
    return [FactRow.blank] + FactRow.rows("", found.when, indent: 0, columns: columns)
      + FactRow.rows("", found.what, indent: 0, columns: columns, limit: 4, role: found.role)
  }

  /// For whom the time is, as far as that is known.
  private func attendee(_ model: Model, _ columns: Int) -> [FactRow] {
    var facts: [(String, String, Role)] = []
    if let moving = model.moving {
      let time = TimeText(model.shop)
      let day = time.near(model.shop.zone.day(of: moving.start), today: model.today)
      facts.append(("Moves", moving.attendeeName, .plain))
      facts.append(("From", "\(day) \(time.time(moving.start))", .plain))
    } else if let draft = model.draft {
      let name = draft.text(FormSlug.name)
      let phone = draft.text(FormSlug.phone)
      if !name.isEmpty { facts.append(("For", name, .plain)) }
      if !phone.isEmpty { facts.append(("Phone", model.shop.policy.phoneText(phone), .plain)) }
      if let hold = model.ownHold {
        let time = TimeText(model.shop).time(hold.start)
        let left = model.holdTime(of: draft.id).map { ", " + HoldText.left($0) } ?? ""
        facts.append(("Held", time + left, .good))
      }
    }
    guard !facts.isEmpty else { return [] }
    return [FactRow.blank]
      + facts.flatMap { FactRow.rows($0.0, $0.1, indent: 7, columns: columns, limit: 2, role: $0.2) }
  }

  /// Beside the month: all times of the day under the cursor.
  private func drawTimes(_ model: Model, _ area: Range<Int>, _ columns: Range<Int>, _ canvas: inout Canvas) {
    guard area.count > 1, let slots = model.slotBook.day(model.grid.day).value else { return }
    let free = slots.filter { $0.start >= model.now }
    let day = canvas.time.day(model.grid.day)
    canvas.write(
      free.isEmpty ? "\(day): no free times" : "\(day): \(free.count) free", area.lowerBound, columns.lowerBound,
      .label)
    let pitch = canvas.time.columns + 2
    let perRow = max(1, columns.count / pitch)
    for (index, slot) in free.enumerated() {
      let row = area.lowerBound + 1 + index / perRow
      guard row < area.upperBound else { break }
      canvas.grid.writeTrailing(
        canvas.time.time(slot.start), row: row,
        before: columns.lowerBound + index % perRow * pitch + canvas.time.columns, role: .free)
    }
  }
}
