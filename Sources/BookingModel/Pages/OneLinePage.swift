/// The one line: a booking said in tokens, or a command.
public struct OneLinePage: Equatable, Sendable {
  public var line: TextLine
  public var choices = OneLineReading.Choices()
  /// What the line means, as far as it is known; kept because looking through many customers takes its time.
  public var reading = OneLineReading()
  /// Which row below the preview arrows have chosen; `nil` leaves the choice to ``Model/oneLineSelection``.
  public var selected: Int?
  /// Enter came before the customers were known.
  var awaitsCustomers = false
  /// The confirmation code that the text may be.
  var code: ConfirmationCode?
  /// The bookings that the desk's store has under that code.
  var coded: [Booking] = []
  /// The draft that Enter made of this line, so that Enter after a step back goes on with the same.
  var draft: Draft.ID?
  /// What was taken into it.
  var taken: Taken?

  struct Taken: Equatable {
    var text: String
    var choices: OneLineReading.Choices
  }

  public init(line: TextLine = TextLine()) { self.line = line }
}

extension Model {
  mutating func openOneLine() -> [Effect] {
    oneLine = OneLinePage()
    push(.oneLine)
    return loadShopIfUnknown()
  }

  mutating func oneLineAction(_ action: Action) -> [Effect] {
    switch action {
    case .back: stepBack()
    case .open: return openFromOneLine()
    case .nextMeaning: return takeNextMeaning()
    case .down, .up: moveOneLineSelection(down: action == .down)
    default: break
    }
    return []
  }

  mutating func oneLineTyped(_ change: (inout TextLine) -> Void) -> [Effect] {
    change(&oneLine.line)
    oneLine.selected = nil
    oneLine.awaitsCustomers = false
    return readOneLine()
  }

  // MARK: - Reading

  var oneLineParser: OneLineParser {
    OneLineParser(
      services: bookableServices, hosts: knownHosts, country: Country(code: shop.policy.country),
      order: shop.dateOrder, today: today)
  }

  /// With their codes, in the order of the list.
  public var serviceCodes: [(code: String, service: Service)] {
    let codes = ServiceCodes(bookableServices)
    return bookableServices.compactMap { service in codes[service.id].map { ($0, service) } }
  }

  private var bookableServices: [Service] { (services.value ?? []).filter { $0.obstacles.isEmpty } }

  /// Who works here, as far as services and the bookings on the board tell.
  var knownHosts: [Host] {
    var hosts: [String: Host] = [:]
    for host in days.values.flatMap({ ($0.value ?? []).flatMap(\.hosts) }) where host.id != "unknown" {
      hosts[host.id] = host
    }
    for host in bookableServices.flatMap(\.hosts) { hosts[host.id] = host }
    return hosts.values.sorted { ($0.name, $0.id) < ($1.name, $1.id) }
  }

  public func host(_ id: String) -> Host? { knownHosts.first { $0.id == id } }

  /// Reads the line again: it was changed, or what it is read by was (services, customers, the day). Asks for the free times that it is about.
  mutating func readOneLine() -> [Effect] {
    let bookable = Set(bookableServices.map(\.id))
    oneLine.reading = OneLineReading(
      oneLine.line.text, parser: oneLineParser, customers: customers, policy: shop.policy, zone: shop.zone, now: now,
      choices: oneLine.choices, isBookable: bookable.contains)
    let lookedUp = findByCode()
    guard let key = oneLineSlotKey else { return lookedUp }
    switch oneLine.reading.when {
    case .open: return lookedUp
    case .earliest: return load(key, today...today.advanced(by: 6))
    case .day(let day): return load(key, day.advanced(by: -1)...day.advanced(by: 7))
    // The same days that the summary asks for.
    case .time(let local, _): return load(key, local.day.advanced(by: -1)...local.day.advanced(by: 7))
    }
  }

  private var oneLineSlotKey: SlotBook.Key? { service(oneLine.reading.service).map { SlotBook.Key($0) } }

  /// When what is known of a time's day was read.
  public func oneLineReadAt(_ slot: Slot) -> Instant? {
    let day = shop.zone.day(of: slot.start)
    return oneLineSlotKey.flatMap { slotBooks[$0]?.readAt(day...day) }
  }

  /// What is known about the time that the line asks for.
  public var oneLineTime: OneLineTime {
    let reading = oneLine.reading
    let book = oneLineSlotKey.map { slotBooks[$0] ?? SlotBook() }
    switch reading.when {
    case .open: return .open
    case .earliest:
      guard let book else { return .earliest(nil) }
      let days = today...today.advanced(by: 6)
      if let first = book.slots(in: days).first(where: { $0.start >= now }) { return .earliest(first) }
      return book.isLoading(days) ? .checking : book.error(in: days).map(OneLineTime.unchecked) ?? .earliest(nil)
    case .day(let day): return day < today ? .past : .day(day)
    case .time(let local, let instants):
      guard let start = reading.start else { return .skipped(shop.zone.instant(of: local)) }
      if start < now { return .past }
      guard let book else { return .noService(isDoubled: instants.count > 1) }
      switch book.day(local.day) {
      case .idle, .loading(nil): return .checking
      case .failed(let error, nil): return .unchecked(error)
      case .loading, .loaded, .failed: break
      }
      let free = book.slots(in: local.day.advanced(by: -1)...local.day.advanced(by: 7)).filter { $0.start >= now }
      if let slot = free.first(where: { $0.start == start }) { return .free(slot, isDoubled: instants.count > 1) }
      let reason =
        service(reading.service).map {
          reasonNotFree(start, $0, minutes: $0.minutes, free: book.day(local.day), moving: nil)
        } ?? .notOffered
      return .notFree(reason, nearest: free.nearest(to: start, count: 1).first)
    }
  }

  // MARK: - Other meanings

  /// The part that Tab takes for something else: the one at the cursor, or the next before it, or else the first that may mean something
  /// else.
  public var oneLineTabPart: OneLine.Part? {
    let open = oneLine.reading.line.parts.filter(hasOtherMeaning)
    return open.last { $0.range.lowerBound <= oneLine.line.cursor } ?? open.first
  }

  private mutating func takeNextMeaning() -> [Effect] {
    guard let part = oneLineTabPart else {
      notice = .nothingAmbiguous
      return []
    }
    let text = String(Array(oneLine.line.text)[part.range]).lowercased()
    if let next = part.alternatives.first {
      oneLine.choices.meanings[text] = next
    } else if isDoubledTime(part) {
      oneLine.choices.takesSecondHour.toggle()
    } else {
      let words = oneLine.reading.line.customer
      oneLine.choices.person = (oneLine.choices.personText == words ? oneLine.choices.person : 0) + 1
      oneLine.choices.personText = words
    }
    return readOneLine()
  }

  /// Whether Tab can change what a part of the line is taken for.
  public func hasOtherMeaning(_ part: OneLine.Part) -> Bool {
    if part.isAmbiguous || isDoubledTime(part) { return true }
    switch part.meaning {
    case .customer, .phone: return !oneLine.reading.others.isEmpty
    default: return false
    }
  }

  private func isDoubledTime(_ part: OneLine.Part) -> Bool {
    guard case .time(_, let instants) = oneLine.reading.when, instants.count > 1 else { return false }
    switch part.meaning {
    case .time, .dayAndTime: return !part.isSurplus
    default: return false
    }
  }
}

/// What is known about the time that the one line asks for.
public enum OneLineTime: Equatable, Sendable {
  case open
  /// The earliest free time, where it is known.
  case earliest(Slot?)
  case day(CalendarDay)
  case free(Slot, isDoubled: Bool)
  case notFree(SlotReason, nearest: Slot?)
  case past
  /// The clock skips it; when it goes on.
  case skipped(Instant)
  case checking
  case unchecked(CalError)
  /// Whether it is free depends on the service, which is not said yet.
  case noService(isDoubled: Bool)
}

extension OpeningHours {
  fileprivate func isOpen(_ start: Instant, on day: CalendarDay) -> Bool {
    intervals(on: day).contains { $0.contains(start) }
  }
}
