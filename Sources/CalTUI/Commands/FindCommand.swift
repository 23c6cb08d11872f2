import ArgumentParser
import BookingModel
import CalClient
import CalProtocol
import DeskStore

/// `caltui find`
struct FindCommand: DeskAction {
  static let configuration = CommandConfiguration(
    commandName: "find", abstract: "Find customers and bookings, past and coming, as the desk does.")

  @OptionGroup var global: GlobalArguments
  @Argument(help: "Parts of a name, digits of a phone number, an e-mail, a plate, words of a note, or a code.")
  var text: [String]
  @Flag(help: "Print JSON: {customers:[…], bookings:[…]}.")
  var json = false

  func validate() throws {
    if text.joined().trimmingBlanks.isEmpty { throw ValidationError("Say what to find.") }
  }

  func perform(_ surroundings: Surroundings) throws(CommandFailure) {
    let session = try CommandSession(global, surroundings)
    let rules = CustomerRules(shopEmailDomain: session.configuration.shopEmailDomain)
    let reading = CustomerReading(session: session, rules: rules)
    // What the store has is an answer too, but perhaps an old one.
    var away: CommandFailure?
    do throws(CommandFailure) { try reading.run() } catch {
      guard error.kind == .network || error.kind == .rateLimited else { throw error }
      away = error
    }
    let wanted = text.joined(separator: " ").trimmingBlanks
    let stock = try session.ask(.customers(country: try? session.country()))
    let matches = stock.index.search(wanted, limit: 20).best.map(\.customer)
    let question = FindQuestion(
      text: wanted, customers: matches.prefix(12).map(\.id), limit: 50, now: session.clock.now)
    let bookings = try session.ask(.find(question, rules: rules)).bookings
    tell(matches, bookings, session, surroundings)
    if matches.isEmpty, bookings.isEmpty {
      let nothing = "Nothing is found by \"\(ErrorText.oneLine(wanted, limit: 60))\""
      // What was not asked may well be there.
      if let away { throw CommandFailure(away.kind, "\(nothing) here, and the server was not asked: \(away.message)") }
      throw CommandFailure(.notFound, nothing + ". Fewer letters or digits find more.")
    }
    if let away { surroundings.standardError("caltui: what is known here may be old: \(away.message)\n") }
  }

  private func tell(
    _ customers: [Customer], _ bookings: [Booking], _ session: CommandSession, _ surroundings: Surroundings
  ) {
    let now = session.clock.now
    if json {
      surroundings.print(
        JSONText.text([
          "customers": .array(customers.map { $0.json(now: now) }),
          "bookings": .array(bookings.map { BookingWire.json($0) }),
        ]))
      return
    }
    let zone = (try? session.zone()) ?? .utc
    let policy = session.policy
    for customer in customers {
      surroundings.print(
        TextTable.row([
          (MatchedText.name(customer, found: text.joined(separator: " ")), 28),
          (customer.phone.map { policy.phoneText($0) } ?? "", 16), (customer.email ?? "", 28),
          (CustomersText.visits(customer.visits(by: now)), 0),
        ]))
    }
    if !customers.isEmpty, !bookings.isEmpty { surroundings.print("") }
    for booking in bookings { surroundings.print(BookingLine.text(booking, zone: zone, policy: policy)) }
  }
}

extension Customer {
  func json(now: Instant) -> JSONValue {
    var fields: [String: JSONValue] = [
      "id": .string(id.rawValue), "name": .string(name), "otherNames": .array(otherNames.map(JSONValue.string)),
      "phoneNumbers": .array(phones.map(JSONValue.string)), "emails": .array(emails.map(JSONValue.string)),
      "visits": .int(Int64(visits(by: now))), "noShows": .int(Int64(noShows)),
      "cancellations": .int(Int64(cancellations)),
    ]
    if let last = lastVisit(by: now) { fields["lastVisit"] = .string(last.iso8601) }
    if let next = nextVisit(after: now) { fields["nextVisit"] = .string(next.iso8601) }
    if let vehicle { fields["vehicle"] = .string(vehicle) }
    if let usualService { fields["usualEventTypeId"] = .int(Int64(usualService.rawValue)) }
    if let note { fields["note"] = .string(note) }
    return .object(fields)
  }
}

/// Brings the store's customers and bookings up to date before a command looks at them.
private struct CustomerReading {
  let session: CommandSession
  let rules: CustomerRules

  /// Longer than a list lags behind what was written.
  private static let overlapSeconds: Int64 = 120

  /// All bookings at the first time, later what was made or changed since. While a desk with the same store reads them, nothing.
  func run() throws(CommandFailure) {
    guard case .ours(var progress) = try session.ask(.leaseCustomerFeed(now: session.clock.now)) else { return }
    if progress.loaded != nil {
      let all = try read(BookingQuery(sort: .init(.created, ascending: false), pageSize: 250))
      progress = CustomerFeedProgress(loaded: nil)
      let made = all.compactMap(\.createdAt).max() ?? session.clock.now.adding(seconds: -86_400)
      progress.createdAfter = made
      progress.updatedAfter = made
    } else {
      let overlap = -CustomerReading.overlapSeconds
      let made = try read(
        BookingQuery(
          createdAfter: progress.createdAfter?.adding(seconds: overlap), sort: .init(.created), pageSize: 250))
      let changed = try read(
        BookingQuery(
          updatedAfter: progress.updatedAfter?.adding(seconds: overlap), sort: .init(.updated), pageSize: 250))
      // The times are the server's own: its clock may not be ours.
      progress.createdAfter = (made.compactMap(\.createdAt) + [progress.createdAfter].compactMap { $0 }).max()
      progress.updatedAfter = (changed.compactMap(\.updatedAt) + [progress.updatedAfter].compactMap { $0 }).max()
    }
    try session.ask(.takePage([], progress, rules: rules, now: session.clock.now))
  }

  private func read(_ query: BookingQuery) throws(CommandFailure) -> [Booking] {
    let bookings = try session.rows(query).map(\.booking)
    try session.ask(.cacheBookings(bookings))
    try session.ask(.takeForCustomers(bookings, rules: rules, now: session.clock.now))
    return bookings
  }
}
