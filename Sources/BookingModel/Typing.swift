// Text, and the keys that edit it, go to the line that has the cursor.

extension Model {
  /// Text goes to the line that has the cursor.
  mutating func typed(_ text: String) -> [Effect] {
    if lock != nil {
      lock?.line.insert(text)
      return []
    }
    switch overlay {
    case .goTo(var line, _):
      line.insert(text)
      overlay = .goTo(line, failed: false)
      return []
    case .clerk(var line):
      line.insert(text)
      overlay = .clerk(line)
      return []
    case .note(let uid, var line):
      line.insert(text)
      overlay = .note(uid, line)
      return []
    case .change(let prompt):
      if case .askReason(let line, let declining) = prompt.kind { typeReason(text, prompt, line, declining) }
      return []
    case .help(var page):
      page.insert(text)
      overlay = .help(page)
      return []
    case .quit, .jump, .customer, .paper: return []
    case nil: break
    }
    switch page {
    case .setup: setup.insert(text)
    case .find: return findTyped { $0.insert(text) }
    case .customer: insertIntoCustomer(text)
    case .oneLine: return oneLineTyped { $0.insert(text) }
    case .services: serviceList.filter.insert(text)
    case .who: who.insert(text)
    case .form: insertIntoForm(text)
    case .fix: fix?.insert(text)
    default: break
    }
    return textChanged()
  }

  /// Cursor and deleting keys of the line that has the cursor.
  mutating func editLine(_ key: Key) -> Bool {
    if lock != nil { return lock?.line.edit(key) ?? false }
    switch overlay {
    case .goTo(var line, _):
      defer { overlay = .goTo(line, failed: false) }
      return line.edit(key)
    case .clerk(var line):
      defer { overlay = .clerk(line) }
      return line.edit(key)
    case .note(let uid, var line):
      defer { overlay = .note(uid, line) }
      return line.edit(key)
    case .change(var prompt):
      guard case .askReason(var line, let declining) = prompt.kind else { return false }
      defer {
        prompt.kind = .askReason(line, declining: declining)
        overlay = .change(prompt)
      }
      return line.edit(key)
    case .help(var page):
      defer { overlay = .help(page) }
      return page.edit(key)
    case .quit, .jump, .customer, .paper: return false
    case nil: break
    }
    switch page {
    case .setup: return setup.edit(key)
    case .services: return serviceList.filter.edit(key)
    case .who: return who.edit(key)
    case .form: return editForm(key)
    case .fix: return fix?.edit(key) ?? false
    case .find: return find.line.edit(key)
    case .customer: return editCustomerLine(key)
    case .oneLine: return oneLine.line.edit(key)
    default: return false
    }
  }

  mutating func textChanged() -> [Effect] {
    switch page {
    case .services: serviceList.cursor = 0
    case .who: whoTyped()
    case .find: return findTyped { _ in }
    case .oneLine: return oneLineTyped { _ in }
    default: break
    }
    return []
  }
}
