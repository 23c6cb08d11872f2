public import BookingModel

/// A desk without a screen: keys go in, effects come out, and a shop in memory answers the reads.
public struct TestDesk {
  public var model: Model
  public var shop: TestShop
  /// Whether reads are answered at once; otherwise they pile up in ``unanswered``.
  public var isAnswering = true
  /// Whether a frame follows each message, as in the program.
  public var isPainting = true
  public var unanswered: [Effect] = []
  /// All effects since the start, or since the test emptied it.
  public var effects: [Effect] = []

  /// Changes the shop of every desk that is made while it is set: all scenes with strangers' texts.
  @TaskLocal public static var spoil: (@Sendable (TestShop) -> TestShop)?

  public init(
    _ shop: TestShop = TestShop(), now: Instant = TestShop.monday10, size: Size = Size(columns: 80, rows: 24),
    startup change: (inout Startup) -> Void = { _ in }
  ) {
    let shop = TestDesk.spoil.map { $0(shop) } ?? shop
    self.shop = shop
    self.shop.now = now
    var startup = Startup(shop: shop.facts, now: now, size: size, refPrefix: "t")
    startup.clerk = "Alva"
    startup.desk = "front"
    change(&startup)
    model = Model(startup)
  }

  /// A desk that runs: the shop has answered.
  public static func open(
    _ shop: TestShop = TestShop(), now: Instant = TestShop.monday10, size: Size = Size(columns: 80, rows: 24),
    startup change: (inout Startup) -> Void = { _ in }
  ) -> TestDesk {
    var desk = TestDesk(shop, now: now, size: size, startup: change)
    desk.send(.started)
    return desk
  }

  /// Gives one message and the answers to what it asked; the effects of the message alone come back.
  @discardableResult
  public mutating func send(_ message: Message) -> [Effect] {
    let asked = update(&model, message)
    effects += asked
    for effect in asked {
      if !isAnswering {
        unanswered.append(effect)
      } else if let answer = shop.answer(effect) {
        send(answer)
      }
    }
    if isPainting, message != .painted { send(.painted) }
    return asked
  }

  /// Answers everything that was asked meanwhile, in order.
  public mutating func answerAll() {
    let asked = unanswered
    unanswered = []
    isAnswering = true
    for effect in asked {
      if let answer = shop.answer(effect) { send(answer) }
    }
  }

  /// Presses keys, written with blanks between: names of keys (`Enter`, `Ctrl-G`), or text that is typed letter by letter.
  @discardableResult
  public mutating func press(_ keys: String) -> [Effect] {
    var last: [Effect] = []
    for word in keys.split(separator: " ").map(String.init) {
      if let key = Key(name: word) { last = send(.keyPressed(key)) } else { last = type(word) }
    }
    return last
  }

  /// Types text, blanks included.
  @discardableResult
  public mutating func type(_ text: String) -> [Effect] {
    var last: [Effect] = []
    for character in text { last = send(.keyPressed(.character(character))) }
    return last
  }

  public mutating func tick(seconds: Int64) { tick(milliseconds: seconds * 1000) }

  public mutating func tick(milliseconds: Int64) {
    shop.now = shop.now.adding(milliseconds: milliseconds)
    send(.ticked(shop.now))
  }
}
