import BookingModel

/// The curtain: shop, clock and who locked; nothing of any booking.
struct LockView: PageView {
  func draw(_ model: Model, on canvas: inout Canvas) {
    guard let lock = model.lock else { return }
    let who = model.clerk.isEmpty ? "Locked" : "Locked by \(model.clerk)"
    canvas.drawTitle("\(who) at \(canvas.time.time(lock.since))", role: .accent)
    let row = canvas.body.lowerBound + 1
    let label = model.hasUnlockCommand ? "Code" : "Clerk"
    canvas.write(label, row, 1, .label)
    let columns = 8..<min(canvas.size.columns - 1, 40)
    if model.hasUnlockCommand {
      // What is typed is nobody's to see, its length neither.
      canvas.drawInput(TextLine(), row: row, columns: columns, isFocused: true)
    } else {
      canvas.drawInput(lock.line, row: row, columns: columns, isFocused: true, placeholder: "your name")
    }
    let (text, role) = message(lock, model)
    for (offset, line) in wrap(text, to: canvas.size.columns - 2).enumerated()
    where row + 2 + offset < canvas.body.upperBound {
      canvas.write(line, row + 2 + offset, 1, role)
    }
  }

  private func message(_ lock: LockPage, _ model: Model) -> (String, Role) {
    if lock.isChecking { return ("Checking…", .dim) }
    switch lock.trouble {
    case .nameNeeded: return ("A clerk's name unlocks.", .warning)
    case .refused: return ("That does not unlock.", .error)
    case .command(let trouble): return (ErrorText.sentence(trouble), .error)
    case .staysLocked:
      let what = model.hasUnlockCommand ? "The code" : "A clerk's name"
      return (what + " and Enter unlocks; before that the desk is not left.", .warning)
    case nil:
      let open = model.keyName(.open, .lock)
      let how = model.hasUnlockCommand ? "Type the code, then \(open)." : "Type your name, then \(open)."
      return (how + " Everything goes on behind.", .dim)
    }
  }
}
