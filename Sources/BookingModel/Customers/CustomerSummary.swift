extension Customer {
  /// One person from all sightings of them; `nil` when none of these bears a name.
  ///
  /// - Parameter asOf: bookings up to then are visits, later ones are coming.
  init?(_ sightings: [Sighting], asOf: Instant, rules: CustomerRules) {
    let ordered = sightings.sorted {
      ($0.at, $0.recordedAt, $0.source) < ($1.at, $1.recordedAt, $1.source)
    }
    let entries = ordered.filter { $0.entry != nil }
    let latestFirst = ordered.reversed()

    // The desk's own word is better than what the booker typed.
    let named = entries.last { !$0.foldedName.isEmpty } ?? ordered.last { !$0.foldedName.isEmpty }
    guard let named else { return nil }
    var seenNames: Set<String> = [named.foldedName]
    var others: [String] = []
    for sighting in latestFirst where others.count < 4 && !sighting.foldedName.isEmpty {
      if seenNames.insert(sighting.foldedName).inserted { others.append(sighting.name) }
    }
    let strongest = ordered.flatMap { sighting in sighting.keys.map { (key: $0, at: sighting.recordedAt) } }
      .min { ($0.key.rank, $0.at, $0.key.id) < ($1.key.rank, $1.at, $1.key.id) }
    guard let strongest else { return nil }

    self.init(id: strongest.key.id, name: named.name, otherNames: others)
    phones = unique(entries.reversed().compactMap(\.phone) + latestFirst.compactMap(\.phone), limit: 8)
    emails = unique(entries.reversed().compactMap(\.email) + latestFirst.compactMap(\.email), limit: 8)
    note = entries.last { $0.entry?.note != nil }?.entry?.note
    isOwnEntry = !entries.isEmpty

    let kept = ordered.filter { $0.outcome == .visit }
    let past = kept.filter { $0.at <= asOf }
    visits = past.count
    lastVisit = past.last?.at
    coming = kept.filter { $0.at > asOf }.map(\.at)
    noShows = ordered.count { $0.outcome == .noShow }
    cancellations = ordered.count { $0.outcome == .cancelled }
    // What is only booked yet was not their last one; who has never been here has nothing else.
    lastService = (past.last { $0.service != nil } ?? kept.last { $0.service != nil })?.service
    usualService = mostFrequent(kept.compactMap(\.service))
    weight = VisitWeight(
      ordered.filter { $0.worth > 0 }.map { sighting in
        // A booking made for the year 2099 does not put its maker before everybody.
        (at: min(sighting.at, sighting.recordedAt.adding(seconds: 90 * 86_400)), worth: sighting.worth)
      })

    var answers: [String: [JSONValue]] = [:]
    for sighting in ordered where sighting.outcome != .moved {
      for (slug, value) in sighting.answers { answers[slug, default: []].append(value) }
    }
    let usual = answers.compactMapValues(mostFrequent)
    usualAnswers = usual
    vehicle =
      entries.last { $0.entry?.vehicle != nil }?.entry?.vehicle
      ?? rules.vehicleSlugs.lazy.compactMap { usual[$0]?.string }.first
  }
}

/// Of equals the one that came last.
private func mostFrequent<Value: Hashable>(_ values: [Value]) -> Value? {
  var counts: [Value: (count: Int, last: Int)] = [:]
  for (index, value) in values.enumerated() {
    counts[value] = (count: (counts[value]?.count ?? 0) + 1, last: index)
  }
  return counts.max { ($0.value.count, $0.value.last) < ($1.value.count, $1.value.last) }?.key
}

private func unique(_ values: [String], limit: Int) -> [String] {
  var seen: Set<String> = []
  return Array(values.filter { seen.insert($0).inserted }.prefix(limit))
}
