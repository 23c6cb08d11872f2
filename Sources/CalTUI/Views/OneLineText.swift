import BookingModel

/// What the parts of the one line are taken for, in words, and what comes of them together.
struct OneLineText {
  /// One part of the line. What is uncertain is marked by a sign, not by colour alone: `?` may mean something else, `!` does not count.
  struct Meaning: Equatable {
    var flag: String
    var token: String
    var kind: String
    var text: String
    /// What it may mean as well, and whether Tab takes it for that.
    var other: String?
  }

  private let model: Model
  private let time: TimeText
  private let reading: OneLineReading

  /// Keys that sentences name.
  private let open: String
  private let up: String

  init(_ model: Model, _ time: TimeText) {
    self.model = model
    self.time = time
    open = model.keyName(.open, .oneLine)
    up = model.keyName(.up, .oneLine)
    reading = model.oneLine.reading
  }

  // MARK: - Parts

  func meanings() -> [Meaning] {
    let characters = Array(model.oneLine.line.text)
    var isPersonTold = false
    var servicesTold: Set<OneLine.Meaning> = []
    let command = markedCommand
    var isCommandTold = false
    var result: [Meaning] = reading.line.parts.map { part in
      let token = String(characters[part.range])
      if let command {
        let name = command.name.isEmpty ? command.help : command.name
        var meaning = Meaning(
          flag: " ", token: token, kind: "command", text: isCommandTold ? "the same command" : name)
        if !isCommandTold { meaning.other = "\(up): \(person(reading.person))" }
        isCommandTold = true
        return meaning
      }
      var meaning = Meaning(flag: " ", token: token, kind: kind(part.meaning), text: text(part.meaning))
      switch part.meaning {
      case .customer where isSigns:
        (meaning.flag, meaning.kind, meaning.text) = ("!", kind(.unknown), text(.unknown))
      case .customer, .phone:
        meaning.text =
          isPersonTold
          ? "the same person" : model.isPersonUnsure ? "looking among the customers…" : person(reading.person)
        if !isPersonTold { tellOthers(&meaning) }
        isPersonTold = true
      case .service where servicesTold.contains(part.meaning): meaning.text = "the same service"
      case .service: servicesTold.insert(part.meaning)
      case .unknown, .noPhone: meaning.flag = "!"
      default: break
      }
      if part.isAmbiguous {
        meaning.flag = "?"
        meaning.other = part.alternatives.map(alternative).joined(separator: ", or ")
      }
      if part.isSurplus {
        meaning.flag = "!"
        meaning.text = "said twice; this one does not count"
        meaning.other = nil
      } else if let twice = doubled(part) {
        meaning.flag = "?"
        meaning.text += " \(twice.taken)"
        meaning.other = "\(twice.other): the clock shows it twice that night"
      }
      if let other = meaning.other {
        meaning.other = (part == model.oneLineTabPart ? model.keyName(.nextMeaning, .oneLine) + ": " : "or ") + other
      }
      return meaning
    }
    if reading.isUsualService, let service = model.service(reading.service) {
      result.append(Meaning(flag: " ", token: "", kind: "service", text: "\(service.title), as last time"))
    }
    return result
  }

  /// The command that the words begin, where they name nobody: what Enter does is said first.
  private var markedCommand: OneLineRow.Command? {
    guard reading.isOnlyUnknownWords, let selection = model.oneLineSelection,
      model.oneLineRows.indices.contains(selection), case .command(let command) = model.oneLineRows[selection]
    else { return nil }
    return command
  }

  private func kind(_ meaning: OneLine.Meaning) -> String {
    switch meaning {
    case .customer: "customer"
    case .phone, .noPhone: "phone"
    case .service: "service"
    case .day: "day"
    case .time, .dayAndTime, .now: "time"
    case .host: "host"
    case .note: "note"
    case .unknown: "unknown"
    }
  }

  private func text(_ meaning: OneLine.Meaning) -> String {
    switch meaning {
    case .customer(let text), .phone(let text): text
    case .service(let id): model.service(id).map { "\($0.title), \(TimeText.length($0.minutes))" } ?? ""
    case .day(let day): self.day(day)
    case .time(let minute): time.time(minute: minute)
    case .dayAndTime(let day, let minute): "\(self.day(day)) \(time.time(minute: minute))"
    case .now: "as soon as possible"
    case .host(let id): model.host(id)?.name ?? id
    case .note(let text): text.isEmpty ? "an empty note" : text
    case .noPhone(let problem): ErrorText.sentence(problem)
    case .unknown: "not understood"
    }
  }

  private func alternative(_ meaning: OneLine.Meaning) -> String {
    switch meaning {
    case .customer: "a customer"
    case .service, .day, .host: text(meaning)
    case .time, .dayAndTime: "the time " + text(meaning)
    default: kind(meaning) + " " + text(meaning)
    }
  }

  private func tellOthers(_ meaning: inout Meaning) {
    if case .notFound = reading.person { meaning.flag = "!" }
    if case .known = reading.person, reading.matchCount > 1 { meaning.flag = "?" }
    guard let next = reading.others.first else { return }
    let more = reading.matchCount > 2 ? " (\(reading.matchCount) match)" : ""
    meaning.other = person(next) + more
  }

  private func doubled(_ part: OneLine.Part) -> (taken: String, other: String)? {
    guard case .time(_, let instants) = reading.when, instants.count > 1, let start = reading.start else { return nil }
    switch part.meaning {
    case .time, .dayAndTime: break
    default: return nil
    }
    let letters = instants.map { model.shop.zone.abbreviation(at: $0) }
    return start == instants[0] ? (letters[0], letters[1]) : (letters[1], letters[0])
  }

  private func person(_ person: OneLineReading.Person) -> String {
    switch person {
    case .nobody: return ""
    case .notFound: return "no customer has that"
    case .known(let customer):
      let visits = customer.visits(by: model.now)
      let facts = [
        customer.phone.map(phone), customer.vehicle, visits == 0 ? nil : CustomersText.visits(visits),
        customer.noShows == 0 ? nil : customer.noShows == 1 ? "1 no-show" : "\(customer.noShows) no-shows",
      ]
      return ([customer.name] + facts.compactMap { $0 }).joined(separator: ", ")
    case .new(let name, let phone, let email):
      let facts = [name.isEmpty ? nil : name, phone.map(self.phone), email].compactMap { $0 }
      return "new: " + facts.joined(separator: ", ")
    }
  }

  private func phone(_ e164: String) -> String { model.shop.policy.phoneText(e164) }

  private func day(_ day: CalendarDay) -> String {
    time.day(day) + (day.year == model.today.year ? "" : " \(day.year)")
  }

  // MARK: - The whole

  struct Line: Equatable {
    var text: String
    var role: Role
  }

  /// The booking in a sentence, whether its time is free, and where Enter leads.
  func result(columns: Int) -> [Line] {
    if let selection = model.oneLineSelection, model.oneLineRows.indices.contains(selection) {
      var lines: [Line] = []
      if !reading.isOnlyUnknownWords { lines.append(Line(text: sentence, role: .plain)) }
      if columns < 58 { return [Line(text: "\(open): what is marked; \(up): the booking", role: .dim)] }
      switch model.oneLineRows[selection] {
      case .booking:
        lines.append(
          Line(text: "\(open) opens the booking that is marked; \(up) goes back to the booking.", role: .dim))
      case .command(let command):
        // The row itself says where, so what it does is said here.
        if command.place != .here { lines.append(Line(text: command.help, role: .plain)) }
        lines.append(
          Line(text: CommandText.enter(command.place, model.keys) + "; \(up) goes back to the booking.", role: .dim))
      }
      return lines.flatMap { line in wrap(line.text, to: columns).map { Line(text: $0, role: line.role) } }
    }
    if isSigns { return wrap(nothing, to: columns).map { Line(text: $0, role: .warning) } }
    var lines = [Line(text: sentence, role: .accent)]
    if let verdict { lines.append(verdict) }
    if let doubt = model.oneLineHostDoubt {
      lines.append(Line(text: NoticeText(doubt, shop: model.shop, keys: model.keys).text, role: .warning))
    }
    lines.append(columns < 58 ? Line(text: shortGoal, role: goal.role) : goal)
    return lines.flatMap { line in wrap(line.text, to: columns).map { Line(text: $0, role: line.role) } }
  }

  /// Nothing but a sign or two, such as a `:` too many.
  private var isSigns: Bool {
    reading.isOnlyUnknownWords && !model.oneLine.line.text.contains { $0.isLetter || $0.isNumber }
  }

  private var nothing: String {
    "No part of a booking, and no command. Without it, \(model.keyName(.down, .oneLine)) lists the commands."
  }

  /// `Express Wash for Alva Peters, Thu 26 Nov 14:30`
  private var sentence: String {
    let service = model.service(reading.service)?.title ?? "A booking"
    let who: String =
      switch reading.person {
      case .known(let customer): customer.name
      case .new(let name, let phone, _): name.isEmpty ? phone.map(self.phone) ?? "a new customer" : name
      case .nobody, .notFound: "…"
      }
    let when: String =
      switch reading.when {
      case .open: "…"
      case .earliest: earliest
      case .day(let day): "\(self.day(day)) …"
      case .time(let local, _):
        "\(day(local.day)) \(reading.start.map(time.time) ?? time.time(minute: local.minute))"
      }
    return "\(service) for \(who), \(when)"
  }

  private var earliest: String {
    if case .earliest(let slot?) = model.oneLineTime {
      return "\(time.near(model.shop.zone.day(of: slot.start), today: model.today)) \(time.time(slot.start))"
    }
    return "as soon as possible"
  }

  private func why(_ reason: SlotReason) -> String {
    ReasonText(reason, shop: model.shop, minutes: model.service(model.oneLine.reading.service)?.minutes).text
  }

  private var verdict: Line? {
    switch model.oneLineTime {
    case .open, .day, .noService: nil
    case .earliest(let slot): slot.map { Line(text: "That is the earliest free time\(age($0)).", role: .good) }
    case .free(let slot, _): Line(text: "The time is free\(age(slot)).", role: .good)
    case .notFree(let reason, let nearest?):
      Line(
        text: "That time is not free (\(why(reason))). The nearest is \(near(nearest)).", role: .warning)
    case .notFree(let reason, nil):
      Line(text: "That time is not free (\(why(reason))), and none near it is.", role: .warning)
    case .past: Line(text: "That time has passed.", role: .warning)
    case .skipped(let jump):
      Line(text: "The clock skips that time: it goes on at \(time.time(jump)).", role: .warning)
    case .checking: Line(text: "Looking whether the time is free…", role: .dim)
    case .unchecked(let error):
      Line(text: "Whether the time is free is not known: \(ErrorText.sentence(error))", role: .warning)
    }
  }

  /// ` (read 14 min ago)`, where what is known of the day is old.
  private func age(_ slot: Slot) -> String {
    AgeText.read(model.oneLineReadAt(slot), model).map { " (\($0))" } ?? ""
  }

  private func near(_ slot: Slot) -> String {
    let day = model.shop.zone.day(of: slot.start)
    if case .time(let local, _) = reading.when, local.day == day { return time.time(slot.start) }
    return "\(self.day(day)) \(time.time(slot.start))"
  }

  private var shortGoal: String {
    switch model.oneLineGoal {
    case .nothing: ""
    case .correct(let part): part.isSurplus ? "Take out what is said twice." : "Change what is marked !"
    case .customersFirst: "Looking among the customers…"
    case .customer: "\(open): for whom"
    case .services: "\(open): which service"
    case .times: "\(open): free times"
    case .fields: "\(open): what is missing"
    case .summary: "\(open): summary"
    }
  }

  private var goal: Line {
    switch model.oneLineGoal {
    case .nothing: Line(text: "", role: .dim)
    case .correct(let part):
      Line(
        text: part.isSurplus ? "Take out what is said twice (!) first." : "Change or take out what is marked ! first.",
        role: .error)
    case .customer: Line(text: "\(open) asks who it is for.", role: .dim)
    case .customersFirst: Line(text: "Looking among the customers…", role: .dim)
    case .services: Line(text: "\(open) asks which service.", role: .dim)
    case .times: Line(text: "\(open) shows the free times.", role: .dim)
    case .fields: Line(text: "\(open) asks for what is still missing.", role: .dim)
    case .summary:
      Line(
        text: "\(open) goes to the summary; nothing is booked before \(model.keyName(.commit, .summary)) there.",
        role: .dim)
    }
  }
}
