import BookingModel

/// The customer line: one field, those whom it finds, and what Enter will do.
struct WhoView: PageView {
  func draw(_ model: Model, on canvas: inout Canvas) {
    let isWalkIn = model.draft?.origin == .walkIn
    canvas.drawTitle(isWalkIn ? "Walk-in: who is it?" : "New booking: for whom?", detail: CustomersText.state(model))
    let row = canvas.body.lowerBound + (canvas.body.count > 10 ? 1 : 0)
    let input = 11..<min(canvas.size.columns - 1, 67)
    canvas.write("Customer", row, 1, .label)
    if model.who.asksName {
      canvas.write(model.who.line.text, row, input.lowerBound, .plain, limit: input.count)
      canvas.write("Name", row + 1, 1, .label)
      canvas.drawInput(
        model.who.name, row: row + 1, columns: input, isFocused: true, placeholder: "of the new customer")
      drawChoice(model, row + 3, &canvas)
      return
    }
    canvas.drawInput(
      model.who.line, row: row, columns: input, isFocused: true,
      placeholder: canvas.isNarrow ? "name, phone, plate" : "name, last digits of the phone, plate, e-mail")
    drawChoice(model, row + 1, &canvas)
    if model.customers.count == 0, let message = CustomersText.none(model) {
      for (offset, line) in wrap(message.text, to: canvas.size.columns - 2).enumerated()
      where row + 3 + offset < canvas.body.upperBound {
        canvas.write(line, row + 3 + offset, 1, message.role)
      }
    }
    drawMatches(model, from: row + 3, &canvas)
  }

  // MARK: - What Enter does

  private func drawChoice(_ model: Model, _ row: Int, _ canvas: inout Canvas) {
    func line(_ text: String, _ role: Role) {
      let used = canvas.write(model.keyName(.open, .who), row, 1, .key)
      canvas.write(text, row, 2 + used, role, limit: canvas.size.columns - 3 - used)
    }
    switch model.whoChoice {
    case .take(let customer):
      let phone = customer.phone.map { model.shop.policy.phoneText($0) }
      line([customer.name, phone].compactMap { $0 }.joined(separator: "  "), .accent)
    case .new(let customer):
      if let owner = model.who.numberOwner, !model.who.asksName {
        let what = customer.name.map { "\($0), with the number of \(owner.name)" } ?? "the number of \(owner.name)"
        line("new customer: \(what)", .warning)
        return
      }
      let parts = [customer.name, customer.phone.map { "phone " + model.shop.policy.phoneText($0) }, customer.email]
        .compactMap { $0 }
      line("new customer: " + parts.joined(separator: ", "), .good)
    case .nobody:
      line(
        model.draft?.origin == .walkIn ? "goes on: earliest free time" : "goes on to the services", .dim)
    case .waiting: line("waits for the customers", .dim)
    }
  }

  // MARK: - The matches

  /// Left edges; right edges of numbers. What has no room is left out, least telling first.
  private struct Columns {
    let name = 2
    let nameWidth: Int
    let phone: Int
    let last: Int
    let visits: Int?
    let vehicle: Int?
    let service: Int?

    init(_ columns: Int) {
      if columns < 60 {
        nameWidth = max(8, columns - 25)
        phone = columns - 22
        last = columns - 7
        (visits, vehicle, service) = (nil, nil, nil)
      } else {
        nameWidth = columns < 110 ? 23 : 30
        phone = name + nameWidth + 1
        last = phone + 17
        visits = last + 16
        vehicle = last + 18
        service = columns < 110 ? nil : last + 42
      }
    }
  }

  private func drawMatches(_ model: Model, from top: Int, _ canvas: inout Canvas) {
    let matches = model.who.matches
    guard !matches.best.isEmpty else { return }
    let columns = Columns(canvas.size.columns)
    var first = top
    if canvas.body.count > 10 {
      canvas.write("Name", top, columns.name, .dim)
      canvas.write("Phone", top, columns.phone, .dim)
      canvas.write("Last", top, columns.last, .dim)
      if let visits = columns.visits { canvas.grid.writeTrailing("Visits", row: top, before: visits, role: .dim) }
      if let vehicle = columns.vehicle { canvas.write("Vehicle", top, vehicle, .dim) }
      if let service = columns.service { canvas.write("Usually", top, service, .dim) }
      first += 1
    }
    let area = first..<canvas.body.upperBound
    guard area.count > 0 else { return }
    let isCut = matches.total > area.count
    let height = max(1, area.count - (isCut ? 1 : 0))
    let shift = Scroll.top(cursor: model.who.cursor, count: matches.best.count, height: height)
    let shown = Array(matches.best.dropFirst(shift).prefix(height))
    let marks = Customer.distinguishers(shown.map(\.customer), now: model.now)
    for (offset, match) in shown.enumerated() {
      canvas.mark(.match(shift + offset), row: area.lowerBound + offset, columns: 0..<canvas.size.columns)
      draw(
        match, marks[offset], isMarked: shift + offset == model.who.cursor, row: area.lowerBound + offset, columns,
        model,
        &canvas)
    }
    let rest = matches.total - shift - shown.count
    if isCut, rest > 0 {
      canvas.write(
        "… \(CustomersText.number(rest)) more: type on", area.lowerBound + shown.count, columns.name, .dim)
    }
  }

  private func draw(
    _ match: CustomerMatch, _ mark: Distinguisher?, isMarked: Bool, row: Int, _ columns: Columns, _ model: Model,
    _ canvas: inout Canvas
  ) {
    let customer = match.customer
    let plain: Role = isMarked ? .selected : .plain
    func telling(_ isTelling: Bool) -> Role { isMarked ? .selected : isTelling ? .accent : .plain }
    if isMarked {
      canvas.grid.fill(row: row, columns: 0..<canvas.size.columns, role: .selected)
      canvas.write("›", row, 0, .selected)
    }
    let name = MatchedText.name(customer, found: model.who.line.text)
    canvas.write(name, row, columns.name, plain, limit: columns.nameWidth)
    if !isMarked {
      for part in MatchedText.parts(of: name, found: model.who.line.text)
      where part.upperBound <= columns.nameWidth {
        canvas.grid.paint(.key, row: row, columns: columns.name + part.lowerBound..<columns.name + part.upperBound)
      }
    }
    let room = canvas.isNarrow ? columns.last - 1 - columns.phone : 16
    let phone = customer.phone.map { model.shop.policy.phoneText($0, columns: room) } ?? customer.email ?? ""
    if canvas.isNarrow {
      canvas.grid.writeTrailing(
        phone, row: row, before: columns.last - 1, role: telling(mark.isPhone), limit: room)
    } else {
      canvas.write(phone, row, columns.phone, telling(mark.isPhone || mark.isEmail), limit: room)
    }
    canvas.write(
      CustomersText.lastVisit(customer, model, canvas.time), row, columns.last, telling(mark.isLastVisit), limit: 10)
    if let visits = columns.visits {
      canvas.grid.writeTrailing(
        CustomersText.number(customer.visits(by: model.now)), row: row, before: visits, role: telling(mark.isVisits))
    }
    var column = columns.vehicle ?? 0
    if columns.vehicle != nil {
      let end = columns.service ?? canvas.size.columns
      if customer.noShows > 0 {
        let text = customer.noShows == 1 ? "1 no-show" : "\(customer.noShows) no-shows"
        column += canvas.write(text, row, column, isMarked ? .selected : .warning, limit: end - column - 1) + 2
      }
      let room = max(0, end - column - 1)
      let vehicle = MatchedText.vehicle(match, found: model.who.line.text, columns: room)
      canvas.write(vehicle, row, column, telling(mark.isVehicle), limit: room)
    }
    if let service = columns.service, let usual = model.service(customer.usualService) {
      canvas.write(usual.title, row, service, plain, limit: canvas.size.columns - service - 1)
    }
  }
}

extension Distinguisher? {
  fileprivate var isPhone: Bool { if case .phoneTail = self { true } else { false } }
  fileprivate var isVehicle: Bool { if case .vehicle = self { true } else { false } }
  fileprivate var isLastVisit: Bool { if case .lastVisit = self { true } else { false } }
  fileprivate var isEmail: Bool { if case .email = self { true } else { false } }
  fileprivate var isVisits: Bool { if case .visits = self { true } else { false } }
}

/// What is said about customers in few columns.
enum CustomersText {
  /// How the reading of the customers stands, where it is not simply done.
  static func state(_ model: Model) -> String {
    switch model.customerFeed {
    case .unknown: "customers…"
    case .reading, .readElsewhere(.some): "customers \(number(model.customers.count))…"
    case .failed: model.customers.count == 0 ? "customers not read" : "customers may be old"
    case .stored, .upToDate, .readElsewhere(nil): ""
    }
  }

  /// Why there is nobody to find; `nil` while they are being read.
  static func none(_ model: Model) -> (text: String, role: Role)? {
    switch model.customerFeed {
    case .unknown, .reading, .readElsewhere(.some): nil
    case .failed(let error):
      ("The customers could not be read: \(ErrorText.short(error)). A new one can be booked.", .warning)
    case .stored, .upToDate, .readElsewhere(nil): ("No customers are known yet: whoever books is, from then on.", .dim)
    }
  }

  /// `12,345`
  static func number(_ number: Int) -> String {
    var text = String(number)
    var place = text.count - 3
    while place > 0 {
      text.insert(",", at: text.index(text.startIndex, offsetBy: place))
      place -= 3
    }
    return text
  }

  /// `no visit yet`, `1 visit`, `1,204 visits`
  static func visits(_ count: Int) -> String {
    count == 0 ? "no visit yet" : count == 1 ? "1 visit" : number(count) + " visits"
  }

  /// `today`, `Nov 3`, `Nov 2025`; empty for who never came.
  static func lastVisit(_ customer: Customer, _ model: Model, _ time: TimeText) -> String {
    guard let last = customer.lastVisit(by: model.now) else { return "" }
    let day = model.shop.zone.day(of: last)
    if day == model.today { return "today" }
    return day.year == model.today.year || model.today.daysSince1970 - day.daysSince1970 < 180
      ? time.shortDay(day) : time.shortMonth(day)
  }
}

/// Which part of a name was typed.
enum MatchedText {
  /// The name of somebody who was found. Where it is another name of theirs that was typed, that one comes first: else nobody would see why.
  static func name(_ customer: Customer, found line: String) -> String {
    guard !customer.otherNames.isEmpty else { return customer.name }
    let typed = line.split(whereSeparator: { $0.isWhitespace || $0 == "," }).map { FoldedText.name(String($0)) }
    func hits(_ name: String) -> Int {
      let words = FoldedText.name(name).split { !$0.isLetter && !$0.isNumber }
      return typed.count { wanted in !wanted.isEmpty && words.contains { $0.hasPrefix(wanted) } }
    }
    var best: (name: String, hits: Int)?
    for other in customer.otherNames where hits(other) > best?.hits ?? hits(customer.name) {
      best = (other, hits(other))
    }
    return best.map { "\($0.name) (\(customer.name))" } ?? customer.name
  }

  /// The vehicle in few columns: the end of it, where the plate stands, when what was typed would be cut off.
  static func vehicle(_ match: CustomerMatch, found line: String, columns: Int) -> String {
    let vehicle = match.customer.vehicle ?? ""
    guard vehicle.columns > columns, columns > 4 else { return vehicle }
    let last = parts(of: vehicle, found: line).last?.upperBound
    let isCutOff = last.map { $0 >= columns } ?? (match.reason == .vehicle)
    guard isCutOff else { return vehicle }
    var tail = ""
    for character in vehicle.reversed() {
      if (String(character) + tail).columns > columns - 2 { break }
      tail = String(character) + tail
    }
    // Whole words, where there are several.
    if let space = tail.firstIndex(of: " "), tail[space...].columns > columns / 3 {
      tail = String(tail[tail.index(after: space)...])
    }
    return "… " + tail
  }

  /// Columns of the beginnings of words that a word of the line begins.
  static func parts(of name: String, found line: String) -> [Range<Int>] {
    let wanted = line.split(whereSeparator: { $0.isWhitespace || $0 == "," }).map { FoldedText.name(String($0)) }
    var parts: [Range<Int>] = []
    var column = 0
    var isStart = true
    let characters = Array(name)
    for index in characters.indices {
      if isStart, characters[index].isLetter || characters[index].isNumber {
        var best = 0
        for word in wanted where !word.isEmpty {
          var length = 0
          var folded = ""
          while index + length < characters.count, folded.count < word.count {
            folded = FoldedText.name(String(characters[index...index + length]))
            length += 1
          }
          if folded.hasPrefix(word) { best = max(best, length) }
        }
        if best > 0 {
          parts.append(column..<column + String(characters[index..<index + best]).columns)
        }
      }
      isStart = !(characters[index].isLetter || characters[index].isNumber)
      column += String(characters[index]).columns
    }
    return parts
  }
}
