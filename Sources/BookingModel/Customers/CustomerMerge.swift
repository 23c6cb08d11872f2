/// Which sightings are one person.
///
/// By phone, then by e-mail, then by name, each step seeing only the result of the one before as a whole, so that the order of the sightings
/// does not matter:
/// 1. the same phone; and what an own entry says;
/// 2. the same e-mail with the same name (somebody changed the number). An address without a phone belongs to the only
///    person with a phone who uses it, or to nobody with a phone when several do (a family);
/// 3. a name alone belongs to the only person of that name, or, when several bear it, to nobody of them.
struct CustomerMerge {
  private var parents: [Int]

  /// Indices of the sightings of each person; the indices in order, the people by their first one.
  static func groups(_ sightings: [Sighting]) -> [[Int]] {
    var merge = CustomerMerge(parents: Array(sightings.indices))
    merge.byPhoneAndEntries(sightings)
    merge.byEmail(sightings)
    merge.byName(sightings)
    var order: [Int] = []
    var members: [Int: [Int]] = [:]
    for index in sightings.indices {
      let root = merge.root(index)
      if members[root] == nil { order.append(root) }
      members[root, default: []].append(index)
    }
    return order.compactMap { members[$0] }
  }

  private mutating func byPhoneAndEntries(_ sightings: [Sighting]) {
    var first: [CustomerKey: Int] = [:]
    for (index, sighting) in sightings.enumerated() {
      // Name keys join in the last step, and only when they are all there is.
      for key in sighting.keys where key.rank != 2 {
        if let other = first[key] { join(other, index) } else { first[key] = index }
      }
    }
    // An entry about a name means those who are known by it alone.
    for (index, sighting) in sightings.enumerated() {
      for key in sighting.entry?.about ?? [] {
        if case .name(let name) = key {
          for other in sightings.indices
          where sightings[other].isNameOnly && sightings[other].foldedName == name && sightings[other].entry == nil {
            join(index, other)
          }
        } else if let other = first[key] {
          join(index, other)
        }
      }
    }
  }

  private mutating func byEmail(_ sightings: [Sighting]) {
    var hasPhone: Set<Int> = []
    for (index, sighting) in sightings.enumerated() where sighting.phone != nil { hasPhone.insert(root(index)) }
    var users: [String: [Int]] = [:]
    for (index, sighting) in sightings.enumerated() {
      if let email = sighting.email { users[email, default: []].append(index) }
    }
    // What joins whom is settled for all addresses before anything is joined.
    var joins: [(Int, Int)] = []
    for indices in users.values where indices.count > 1 {
      let roots = indices.map { root($0) }
      let owners = Set(roots.filter(hasPhone.contains))
      let loose = roots.filter { !hasPhone.contains($0) }
      guard let one = loose.first, owners.count < 2 else { continue }
      for other in loose { joins.append((owners.first ?? one, other)) }
    }
    for (a, b) in joins { join(a, b) }
  }

  private mutating func byName(_ sightings: [Sighting]) {
    var identified: Set<Int> = []
    for (index, sighting) in sightings.enumerated() where !sighting.isNameOnly { identified.insert(root(index)) }
    var bearers: [String: Set<Int>] = [:]
    var alone: [String: [Int]] = [:]
    for (index, sighting) in sightings.enumerated() where !sighting.foldedName.isEmpty {
      let root = root(index)
      if identified.contains(root) {
        bearers[sighting.foldedName, default: []].insert(root)
      } else {
        alone[sighting.foldedName, default: []].append(root)
      }
    }
    var joins: [(Int, Int)] = []
    for (name, roots) in alone {
      let known = bearers[name] ?? []
      let target = known.count == 1 ? known.first : roots.first
      guard let target else { continue }
      for root in roots { joins.append((target, root)) }
    }
    for (a, b) in joins { join(a, b) }
  }

  private mutating func root(_ index: Int) -> Int {
    var root = index
    while parents[root] != root { root = parents[root] }
    var step = index
    while parents[step] != root { (step, parents[step]) = (parents[step], root) }
    return root
  }

  private mutating func join(_ a: Int, _ b: Int) {
    let (x, y) = (root(a), root(b))
    if x != y { parents[max(x, y)] = min(x, y) }
  }
}
