/// What the first start asks, once.
public struct SetupPage: Equatable, Sendable {
  public enum Field: Int, Equatable, Sendable, CaseIterable { case name, country, zone }

  public var lines: [TextLine]
  public var focus: Field
  public var isBusy = false
  public var problem: SetupProblem?

  public init(name: String = "Peter's Car Detail", country: String = "US", zone: String = "UTC") {
    lines = [TextLine(name), TextLine(country), TextLine(zone)]
    focus = .name
  }

  public func line(_ field: Field) -> TextLine { lines[field.rawValue] }

  mutating func insert(_ text: String) {
    guard !isBusy else { return }
    lines[focus.rawValue].insert(text)
    problem = nil
  }

  mutating func edit(_ key: Key) -> Bool {
    guard !isBusy else { return false }
    problem = nil
    return lines[focus.rawValue].edit(key)
  }
}

extension Model {
  mutating func setupAction(_ action: Action, _ key: Key) -> [Effect] {
    guard !setup.isBusy else { return [] }
    switch action {
    case .nextField:
      guard let next = SetupPage.Field(rawValue: setup.focus.rawValue + 1) else {
        // Moving about makes no shop: only Enter does.
        return key == .tab || key == .down ? [] : createShop()
      }
      setup.focus = next
    case .previousField, .back:
      setup.focus = SetupPage.Field(rawValue: setup.focus.rawValue - 1) ?? .name
    default: break
    }
    return []
  }

  private mutating func createShop() -> [Effect] {
    guard mayWrite() else { return [] }
    setup.problem = nil
    if setup.line(.name).isBlank {
      setup.focus = .name
      notice = .fieldsMissing(1)
      return []
    }
    let country = setup.line(.country).text.trimmingBlanks.uppercased()
    guard Country(code: country) != nil else {
      setup.problem = .unknownCountry(country)
      setup.focus = .country
      return []
    }
    setup.isBusy = true
    return [
      .createShop(
        ShopSetup(
          name: setup.line(.name).text.trimmingBlanks, country: country, zone: setup.line(.zone).text.trimmingBlanks))
    ]
  }

  mutating func shopCreated(_ result: Result<Shop, SetupProblem>) -> [Effect] {
    guard page == .setup else { return [] }
    setup.isBusy = false
    switch result {
    case .success(let shop):
      self.shop = shop
      trail = [.board]
      board = BoardPage(day: today)
      grid = SlotGridPage(day: today)
      return loadShop() + loadBoard() + [.loadCustomers] + beginShiftIfNeeded()
    case .failure(let problem):
      setup.problem = problem
      if case .unknownZone = problem { setup.focus = .zone }
      return []
    }
  }
}
