public import BookingModel

/// A task at the counter, played key by key: the keys of a row of README's table, and its budget (DESIGN 5).
public struct KeyBudget: Sendable, CustomStringConvertible {
  public var task: String
  /// As it is written: names of keys, and what is typed letter by letter.
  public var typed: [String]
  /// No more than these.
  public var limit: Int
  /// On Cal.com's web page and by its command line, counted from the sources (`bench/PEER-KEYS.md`).
  public var elsewhere: (webPage: String, commandLine: String)
  /// The requests that do the same, as they are typed into a shell.
  public var requests: [String]
  var prepare: @Sendable (inout TestDesk) -> Void
  var isDone: @Sendable (TestDesk) -> Bool

  public var description: String { "\(task), \(keys.count) keys: \(trace)" }

  /// Every key, in order.
  public var keys: [String] { typed.flatMap { Key(name: $0) == nil ? $0.map(String.init) : [$0] } }

  /// `w alv Enter y`
  public var trace: String { typed.joined(separator: " ") }

  /// Presses the keys on a desk that knows two customers; whether the task is done then, and not before its last key.
  public func play() -> (isDone: Bool, isDoneEarly: Bool) {
    var desk = TestDesk.open()
    desk.knowCustomers(KeyBudget.customers)
    prepare(&desk)
    desk.effects = []
    var isEarly = false
    for key in keys {
      isEarly = isEarly || isDone(desk)
      desk.press(key: key)
    }
    return (isDone(desk), isEarly)
  }

  /// Characters of the requests, and Enter after each.
  public var requestKeys: Int { requests.reduce(0) { $0 + $1.count + 1 } }

  init(
    _ task: String, _ typed: [String], limit: Int, webPage: String, commandLine: String,
    requests: [String] = [], prepare: @escaping @Sendable (inout TestDesk) -> Void = { _ in },
    isDone: @escaping @Sendable (TestDesk) -> Bool
  ) {
    self.task = task
    self.typed = typed
    self.limit = limit
    self.elsewhere = (webPage, commandLine)
    self.requests = requests
    self.prepare = prepare
    self.isDone = isDone
  }

  static let customers = [
    Customer(
      id: .init("p:+15552013344"), name: "Alva Peters", phones: ["+15552013344"], lastService: Service.ID(2), visits: 4,
      weight: VisitWeight(logarithm: 60)),
    Customer(id: .init("p:+15552019999"), name: "Olav Diaz", phones: ["+15552019999"], visits: 1),
  ]

  // MARK: - The table

  public static let all: [KeyBudget] = [
    KeyBudget(
      "returning walk-in, last service, earliest time", ["w", "alv", "Enter", "y"], limit: 6,
      webPage: "22 keys, 4 clicks", commandLine: "253 keys",
      requests: [slots, booking("Alva Peters", 2)]
    ) { $0.booked(service: 2, name: "Alva Peters") },
    KeyBudget(
      "returning walk-in, another service", ["w", "alv", "Enter", "1", "y"], limit: 7,
      webPage: "22 keys, 4 clicks", commandLine: "253 keys",
      requests: [slots, booking("Alva Peters", 1)]
    ) { $0.booked(service: 1, name: "Alva Peters") },
    KeyBudget(
      "caller, third free time", ["n", "alv", "Enter", ".", ".", "y"], limit: 8,
      webPage: "22 keys, 4 clicks", commandLine: "253 keys",
      requests: [slots, booking("Alva Peters", 2)]
    ) { $0.booked(service: 2, name: "Alva Peters") },
    KeyBudget(
      "new walk-in: 10 digits, a name of 13 letters",
      ["w", "2125550142 Maria Meyerin", "Enter", "y"], limit: 28,
      webPage: "24 keys, 4 clicks", commandLine: "255 keys",
      requests: [slots, booking("Maria Meyerin", 1)]
    ) { $0.booked(service: 1, name: "Maria Meyerin") },
    KeyBudget(
      "returning customer at a named time, by one line", [":alv ew thu 230p", "Enter", "y"], limit: 18,
      webPage: "22 keys, 5 clicks", commandLine: "253 keys",
      requests: [slots, booking("Alva Peters", 1)]
    ) { $0.booked(service: 1, name: "Alva Peters") },
    KeyBudget(
      "move the selected booking", ["r", "3", "y"], limit: 3,
      webPage: "4 clicks", commandLine: "143 keys",
      requests: [
        slots + "&bookingUidToReschedule=\(uid)",
        request("bookings/\(uid)/reschedule", #"{"start":"2026-11-23T16:15:00Z"}"#),
      ], prepare: { $0.press("2") }
    ) { $0.hasSent { if case .move = $0 { true } else { false } } },
    KeyBudget(
      "cancel the selected booking, with a reason", ["x", "1", "y"], limit: 3,
      webPage: "14 keys, 3 clicks", commandLine: "51 keys",
      requests: [request("bookings/\(uid)/cancel", #"{"cancellationReason":"customer asked"}"#)],
      prepare: { $0.press("2") }
    ) { $0.hasSent { if case .cancel = $0 { true } else { false } } },
    KeyBudget(
      "cancel another booking on the board", ["2", "x", "1", "y"], limit: 4,
      webPage: "14 keys, 3 clicks", commandLine: "51 keys",
      requests: [request("bookings/\(uid)/cancel", #"{"cancellationReason":"customer asked"}"#)]
    ) { $0.hasSent { $0 == .cancel(Booking.UID("b3"), reason: "customer asked", seat: nil, subsequent: false) } },
    KeyBudget(
      "cancel a booking found by name", ["/cy", "Enter", "x", "1", "y"], limit: 8,
      webPage: "16 keys, 9 clicks", commandLine: "72 keys",
      requests: [lookUp, request("bookings/\(uid)/cancel", #"{"cancellationReason":"customer asked"}"#)]
    ) { $0.hasSent { $0 == .cancel(Booking.UID("b3"), reason: "customer asked", seat: nil, subsequent: false) } },
    KeyBudget(
      "move a booking found by name", ["/cy", "Enter", "r", "3", "y"], limit: 8,
      webPage: "2 keys, 10 clicks", commandLine: "164 keys",
      requests: [
        lookUp, slots + "&bookingUidToReschedule=\(uid)",
        request("bookings/\(uid)/reschedule", #"{"start":"2026-11-23T16:15:00Z"}"#),
      ]
    ) { $0.hasSent { if case .move = $0 { true } else { false } } },
    KeyBudget(
      "no-show of the selected booking", ["a", "y"], limit: 2,
      webPage: "2 clicks", commandLine: "62 keys",
      requests: [
        request("bookings/\(uid)/mark-absent", #"{"attendees":[{"email":"alva@peters.example","absent":true}]}"#)
      ], prepare: { $0.press("1") }
    ) { $0.hasSent { if case .markAbsent = $0 { true } else { false } } },
    KeyBudget(
      "customer of the selected booking has arrived", ["i"], limit: 1, webPage: "not there", commandLine: "not there",
      prepare: { $0.press("2") }
    ) { desk in desk.model.facts(of: Booking.UID("b3")).arrivedAt != nil },
  ]

  // MARK: - Requests
  // The shortest that the API takes (CONTRACT 10.1, 12.2, 12.8, 12.9, 13): key in `$K`, identifiers at hand.

  private static let uid = "pV4kTz8wQm2LrB7nXc5Jds"

  private static var slots: String {
    #"curl -H"Authorization: Bearer $K" -H"cal-api-version: 2024-09-04" "https://api.cal.com/v2/slots?eventTypeId=71"#
      + #"&start=2026-11-23&end=2026-11-23""#
  }

  private static var lookUp: String {
    #"curl -H"Authorization: Bearer $K" -H"cal-api-version: 2024-08-13" "https://api.cal.com/v2/bookings?attendeeName=Cy%20Young"#
      + #"-Fern%C3%A1ndez&status=upcoming""#
  }

  private static func request(_ path: String, _ body: String) -> String {
    #"curl -H"Authorization: Bearer $K" -H"cal-api-version: 2024-08-13" https://api.cal.com/v2/"# + path + " --json '"
      + body + "'"
  }

  private static func booking(_ name: String, _ service: Int) -> String {
    request(
      "bookings",
      #"{"start":"2026-11-23T15:45:00Z","eventTypeId":7\#(service),"attendee":{"name":"\#(name)","#
        + #""phoneNumber":"+15552013344","timeZone":"America/New_York"}}"#)
  }
}

extension TestDesk {
  /// A key by its name, or a character, blank and digit included.
  public mutating func press(key: String) {
    if let named = Key(name: key) { send(.keyPressed(named)) } else { type(key) }
  }

  /// The customers as the store would have given them.
  public mutating func knowCustomers(_ customers: [Customer]) {
    send(.customersLoaded(CustomerIndex(customers, country: Country(code: shop.facts.policy.country))))
  }

  func hasSent(_ isRight: (Write) -> Bool) -> Bool {
    let writes = effects.compactMap { if case .commit(_, let write) = $0 { write } else { nil } }
    return writes.count == 1 && writes.allSatisfy(isRight)
  }

  func booked(service: Int, name: String) -> Bool {
    hasSent { write in
      guard case .create(let booking) = write else { return false }
      return booking.service == Service.ID(service) && booking.attendee.name == name
        && booking.attendee.phone != nil
    }
  }
}
