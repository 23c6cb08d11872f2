import BookingModel

/// Customers as a shop has them, for the figures of the search.
///
/// First names and surnames are drawn by their published frequencies (``CensusFirstNames``, ``CensusSurnames``), men and women alike often and
/// independently of the surname. The surnames below 0.001 % are left out, which makes the others a little more frequent, and the task a little
/// harder, than it is. Every customer has a phone (a local one, of three area codes), half have an e-mail, half a plate.
struct CustomerPopulation {
  struct Person {
    var first: String
    var last: String
    var phone: String
    var email: String?
    var plate: String?
    /// Share of the visits (Zipf, s = 1): the rank's inverse.
    var weight: Double
    var name: String { first.capitalized + " " + last.capitalized }
  }

  var people: [Person] = []

  init(count: Int, seed: UInt64) {
    var random = CustomerRandom(seed)
    let surnames = NameTable(CensusSurnames.table)
    let firstNames = [NameTable(CensusFirstNames.male), NameTable(CensusFirstNames.female)]
    for rank in 1...count {
      let first = firstNames[Int.random(in: 0...1, using: &random)].draw(&random)
      let last = surnames.draw(&random)
      let area = ["415", "415", "415", "510", "925"].randomElement(using: &random) ?? "415"
      let local = "\(Int.random(in: 200...999, using: &random))\(Int.random(in: 1_0000...1_9999, using: &random))"
      let phone = "+1" + area + local.prefix(3) + local.suffix(4)
      let hasEmail = Bool.random(using: &random)
      let domain = ["mail", "post", "web"].randomElement(using: &random) ?? "mail"
      let hasPlate = Bool.random(using: &random)
      let letters = String((0..<3).map { _ in "ABCDEFGHJKLMNPRSTUVWXYZ".randomElement(using: &random) ?? "A" })
      let plate = "\(Int.random(in: 4...9, using: &random))\(letters)\(Int.random(in: 100...999, using: &random))"
      people.append(
        Person(
          first: first, last: last, phone: phone, email: hasEmail ? "\(first).\(last)@\(domain).example" : nil,
          plate: hasPlate ? plate : nil, weight: 1 / Double(rank)))
    }
  }

  /// Two years of bookings: one for each customer, and the others drawn by weight, at any time of those years.
  func bookings(count: Int, until end: Instant, seed: UInt64) -> [Booking] {
    var random = CustomerRandom(seed)
    var sums: [Double] = []
    for person in people { sums.append((sums.last ?? 0) + person.weight) }
    return (0..<count).map { number in
      let index = number < people.count ? number : sums.firstIndex(reaching: &random)
      let person = people[index]
      let start = end.adding(minutes: -Int.random(in: 0..<2 * 365 * 1440, using: &random))
      return Booking(
        uid: Booking.UID("u\(number)"), start: start, end: start.adding(minutes: 30), service: Service.ID(1),
        attendees: [Attendee(name: person.name, email: person.email, phone: person.phone)],
        createdAt: start.adding(minutes: -3000), answers: person.plate.map { ["vehicle": .string($0)] } ?? [:])
    }
  }

  /// The customers without the detour over bookings: `visits` each, the last one day before `end`.
  func customers(until end: Instant) -> [Customer] {
    people.enumerated().map { index, person in
      let visits = max(1, 400 / (index + 1))
      let times = (0..<visits).map { (at: end.adding(minutes: -1440 - $0 * 2000 - index * 20), worth: 1.0) }
      return Customer(
        id: CustomerKey.phone(person.phone).id, name: person.name, phones: [person.phone],
        emails: person.email.map { [$0] } ?? [], vehicle: person.plate,
        usualAnswers: person.plate.map { ["vehicle": .string($0)] } ?? [:], usualService: Service.ID(1),
        lastService: Service.ID(1), visits: visits, lastVisit: times.first?.at, weight: VisitWeight(times))
    }
  }
}

/// Names with their frequencies, drawn by them.
private struct NameTable {
  private var names: [Substring] = []
  private var sums: [Double] = []

  init(_ table: String) {
    var frequency = 0.0
    for word in table.split(whereSeparator: \.isWhitespace) {
      // Not as a `Double`: Nan and Infinity are names.
      if let number = Int(word) {
        frequency = Double(number)
      } else {
        names.append(word)
        sums.append((sums.last ?? 0) + frequency)
      }
    }
  }

  func draw(_ random: inout CustomerRandom) -> String { String(names[sums.firstIndex(reaching: &random)]) }
}

extension [Double] {
  /// A place of these running sums, as likely as its share.
  fileprivate func firstIndex(reaching random: inout CustomerRandom) -> Int {
    let wanted = Double.random(in: 0..<(last ?? 1), using: &random)
    var low = 0
    var high = count - 1
    while low < high {
      let middle = (low + high) / 2
      if self[middle] <= wanted { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

extension String {
  fileprivate var capitalized: String { prefix(1).uppercased() + dropFirst() }
}
