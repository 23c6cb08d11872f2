/// The list of services.
public struct ServiceListPage: Equatable, Sendable {
  /// Index into the shown services.
  public var cursor = 0
  public var filter = TextLine()
  public var isFiltering = false

  public init() {}

  mutating func clamp(to count: Int) { cursor = min(max(0, cursor), max(0, count - 1)) }
}

extension Model {
  /// The services that the filter lets through, with their numbers in the whole list, from 1.
  public var shownServices: [(number: Int, service: Service)] {
    let all = (services.value ?? []).enumerated().map { (number: $0.offset + 1, service: $0.element) }
    let words = serviceList.filter.text.lowercased().split(separator: " ")
    return all.filter { item in
      words.allSatisfy { word in
        item.service.title.lowercased().contains(word) || item.service.slug.lowercased().contains(word)
      }
    }
  }

  /// A service with all its fields where they have been read, else as the list gave it.
  public func service(_ id: Service.ID?) -> Service? {
    guard let id else { return nil }
    return fullServices[id] ?? services.value?.first { $0.id == id }
  }

  mutating func openServices() -> [Effect] {
    serviceList = ServiceListPage()
    go(to: .services)
    return loadShopIfUnknown() + loadNextFree()
  }

  mutating func loadShopIfUnknown() -> [Effect] {
    services.value == nil && !services.isLoading ? loadShop() : []
  }

  /// Days in which the list looks for the next free time.
  static let lookAhead = 7

  private func nextFreeRange() -> ClosedRange<CalendarDay> { today...today.advanced(by: Model.lookAhead - 1) }

  mutating func loadNextFree() -> [Effect] {
    // Nine at most: a long list must not spend the shared request budget at once (CONTRACT 5).
    (services.value ?? []).prefix(9).flatMap { load(SlotBook.Key($0), nextFreeRange()) }
  }

  /// When the oldest of a service's next free times was read.
  public func nextFreeReadAt(_ service: Service) -> Instant? {
    slotBooks[SlotBook.Key(service)]?.readAt(nextFreeRange())
  }

  public enum NextFree: Equatable, Sendable {
    case known(Slot)
    case none(days: Int)
    case loading, failed, unasked
  }

  public func nextFree(_ service: Service) -> NextFree {
    guard slotBooks[SlotBook.Key(service)] != nil else { return .unasked }
    let book = book(SlotBook.Key(service))
    let range = nextFreeRange()
    if let slot = book.slots(in: range).first(where: { $0.start >= now }) { return .known(slot) }
    if book.isLoading(range) { return .loading }
    if book.error(in: range) != nil { return .failed }
    return book.isKnown(range) ? .none(days: Model.lookAhead) : .unasked
  }

  mutating func servicesAction(_ action: Action, _ key: Key) -> [Effect] {
    let count = shownServices.count
    switch action {
    case .back:
      if serviceList.isFiltering || !serviceList.filter.isEmpty {
        serviceList.isFiltering = false
        serviceList.filter = TextLine()
        serviceList.clamp(to: shownServices.count)
      } else {
        stepBack()
      }
    case .filter: serviceList.isFiltering = true
    case .up: serviceList.cursor = max(0, serviceList.cursor - 1)
    case .down: serviceList.cursor = max(0, min(count - 1, serviceList.cursor + 1))
    case .first: serviceList.cursor = 0
    case .last: serviceList.cursor = max(0, count - 1)
    case .open:
      guard shownServices.indices.contains(serviceList.cursor) else {
        return loadShopIfUnknown()
      }
      return choose(shownServices[serviceList.cursor].service)
    case .pick:
      guard case .character(let character) = key, let digit = character.wholeNumberValue else { return [] }
      let number = digit == 0 ? 10 : digit
      guard let item = shownServices.first(where: { $0.number == number }) else {
        notice = .noSuchNumber(number)
        return []
      }
      return choose(item.service)
    default: break
    }
    return []
  }

  private mutating func choose(_ service: Service) -> [Effect] {
    if let obstacle = service.obstacles.first {
      notice = .serviceHasObstacle(obstacle)
      return []
    }
    if draft == nil { startDraft() }
    if draft?.service != service.id {
      draft?.service = service.id
      draft?.slot = nil
      draft?.refusals = [:]
      draft?.refusal = nil
      fillHabits()
    }
    return loadFull(service.id) + openGrid()
  }

  /// The list leaves hidden fields out, so each service is read once by id before it is booked.
  func loadFull(_ id: Service.ID) -> [Effect] { fullServices[id] == nil ? [.loadService(id)] : [] }

  // MARK: - Slots

  /// Asks for what is not known of a range of days.
  mutating func load(_ key: SlotBook.Key, _ range: ClosedRange<CalendarDay>) -> [Effect] {
    // The past has no free times.
    let from = max(range.lowerBound, today)
    guard from <= range.upperBound else { return [] }
    guard let missing = slotBooks[key, default: SlotBook()].missing(from...range.upperBound, now: now) else {
      return []
    }
    slotBooks[key, default: SlotBook()].startLoading(missing)
    return [.loadSlots(key.query(missing))]
  }

  mutating func slotsLoaded(_ query: SlotQuery, _ result: Result<DaySlots, CalError>) -> [Effect] {
    slotBooks[SlotBook.Key(query), default: SlotBook()].finish(query, result, now: now, hidden: ownRanges)
    if case .failure(let error) = result {
      trouble = error
      // Asking again at once would ask for ever: the next poll does, or a key.
      return []
    }
    trouble = nil
    switch page {
    case .summary: return completeSummary()
    case .slots:
      placeCursor()
      return takeAwaited()
    default: return []
    }
  }
}

extension SlotBook.Key {
  /// The times of a service at its usual length.
  init(_ service: Service) {
    self.init(service: service.id, minutes: service.lengthOptions.isEmpty ? nil : service.minutes)
  }
}
