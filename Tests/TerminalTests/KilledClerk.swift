import BookingModel
import DeskStore
import Foundation
import Glibc
import TestTerminal
import Testing

/// A clerk at a desk that is killed again and again.
final class KilledClerk {
  struct Tally: CustomStringConvertible {
    var kills = 0
    var typed = 0
    /// Kinds of runs, and what became of the writes.
    var counts: [String: Int] = [:]
    /// Of what had been seen on the screen and was not restored: how long before the kill it was first seen, in milliseconds.
    var youngestLost: [Double] = []
    var keysLost = 0
    var wrongs: [String] = []

    var description: String {
      let lost = youngestLost.max().map { String(format: "%.1f ms", $0) } ?? "none"
      let sorted = counts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
      return
        "kills \(kills), keys \(typed), keys not restored \(keysLost), oldest seen key not restored \(lost), \(sorted)"
    }
  }

  /// So long before the kill, what was seen on the screen is safe.
  private static let promise = 50.0

  private let world: KilledDeskTests.World
  private let shop: DeskHome
  private let home: DeskHome
  private let server: ServeProcess?
  private let proxy: LossyProxy?
  private var random: SeededRandom
  private var tally = Tally()
  private let begin = ContinuousClock.now

  /// What the next start must bring back.
  private var kept: Draft?
  private var hasHold = false
  private var knownWrites: Set<DeskRef> = []
  /// Writes of which the screen said that they are booked.
  private var stated: Set<DeskRef> = []

  init(_ world: KilledDeskTests.World) throws {
    self.world = world
    random = SeededRandom(seed: world.seed)
    shop = try DeskHome()
    home = world.isRemote ? try DeskHome() : shop
    server = world.isRemote ? try ServeProcess(shop) : nil
    proxy = try server.map { try LossyProxy(to: $0.port) }
    proxy?.slow(30)
    if !world.isRemote { _ = try home.command(["services"]) }
  }

  /// The machine's time goes on from one start to the next.
  private var environment: [String: String] {
    let now = Instant(iso8601: DeskHome.clock)?.adding(milliseconds: Int64(begin.duration(to: .now) / .milliseconds(1)))
    var environment = ["CALTUI_NOW": now?.iso8601Seconds ?? DeskHome.clock]
    if let proxy, let server {
      environment["CAL_API_URL"] = "http://127.0.0.1:\(proxy.port)"
      environment["CAL_API_KEY"] = server.apiKey
    }
    return environment
  }

  // MARK: - One run

  func work(_ number: Int) throws {
    let desk = try PtyDesk(home, .alone, environment: environment)
    try desk.see("live", "w walk-in")
    if kept == nil, Int.random(in: 0..<6, using: &random) == 0 {
      try typeCustomerAndDie(desk)
      tally.kills += 1
      return
    }
    var form = try reopen(desk)
    let kind = Int.random(in: 0..<10, using: &random)
    switch kind {
    case 0..<6:
      try openForm(desk)
      form = form ?? TypedForm()
      try typeAndDie(desk, form ?? TypedForm())
    case 6, 7: try holdAndDie(desk, number)
    default: try bookAndDie(desk, number)
    }
    tally.kills += 1
  }

  /// To a form: that of the draft that was left, as it was left, or a new one.
  private func reopen(_ desk: PtyDesk) throws -> TypedForm? {
    if let line = kept?.customerLine {
      desk.type("''")
      try desk.see("the customer line as it was") { screen in
        screen.shows("who is it") && screen.rows[screen.row].contains(line.line.text)
      }
      // Nobody: the clerk begins anew.
      desk.type("\u{15}\u{B}\u{1B}")
      try desk.see("w walk-in")
      kept = nil
    }
    guard let kept else {
      desk.type("b")
      try desk.see("Choose a service", "Express Wash")
      desk.type("1")
      try desk.see("choose a time", "free, ")
      desk.type("1")
      try desk.see("3 of 4", "Name *")
      return nil
    }
    desk.type("''")
    let form = TypedForm(kept)
    if kept.isOnForm {
      try desk.see("the form as it was: \(form)") { form.isShown($0) }
    } else {
      try desk.see("4 of 4", "not booked yet", form.texts[0])
      // The server has the hold, and it is ours: it was never asked for a second time.
      if hasHold { try desk.see("held for") }
    }
    return form
  }

  private func openForm(_ desk: PtyDesk) throws {
    guard !desk.screen.shows("3 of 4") else { return }
    desk.type("e")
    try desk.see("3 of 4", "Name *")
  }

  private func kill(_ desk: PtyDesk) {
    Glibc.kill(desk.process, SIGKILL)
    _ = desk.line.waitForEnd()
  }

  // MARK: - Typing

  private struct Typed {
    var form: TypedForm
    var writtenAt: ContinuousClock.Instant
    /// When the screen was seen to show it, and for how long the desk had stood in line for a processor by then.
    var seenAt: ContinuousClock.Instant?
    var starved = 0.0
  }

  /// Keys at the pace of a fast hand, some at once, until the kill.
  ///
  /// What counts is what the clerk has seen: a key that the desk has not taken yet, because the machine runs something else, is
  /// nothing that it could have saved. For the same reason the time is not counted for which the desk's threads were ready to
  /// save and had no processor.
  private func typeAndDie(_ desk: PtyDesk, _ start: TypedForm) throws {
    var form = start
    if kept == nil || !(kept?.isOnForm ?? false) {
      // The form of a draft that was on its summary has its focus where it was.
      try desk.see("a form") { $0.shows("3 of 4") }
    }
    try desk.see("the form to begin with: \(form)") { form.isShown($0) }
    var history = [Typed(form: form, writtenAt: .now, seenAt: .now, starved: desk.starved)]
    var seen = 0
    let end = ContinuousClock.now + .milliseconds(Int.random(in: 20...350, using: &random))
    while ContinuousClock.now < end {
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        let key = form.press(&random)
        history.append(Typed(form: form, writtenAt: .now))
        desk.type(key)
        tally.typed += 1
      }
      let pause = ContinuousClock.now + .milliseconds(Int.random(in: 0...25, using: &random))
      while ContinuousClock.now < min(pause, end) {
        desk.look(for: .milliseconds(1))
        guard let shown = history.indices.dropFirst(seen).last(where: { history[$0].form.isShown(desk.screen) }) else {
          continue
        }
        let starved = desk.starved
        for index in seen...shown where history[index].seenAt == nil {
          history[index].seenAt = .now
          history[index].starved = starved
        }
        seen = max(seen, shown)
      }
    }
    let starved = desk.starved
    let killedAt = ContinuousClock.now
    kill(desk)
    tally.counts["typing", default: 0] += 1

    let drafts = try readStore().drafts
    guard let draft = drafts.last else {
      tally.wrongs.append("no draft at all")
      return
    }
    let restored = TypedForm(draft)
    guard let index = history.lastIndex(where: { $0.form == restored }) else {
      tally.wrongs.append("\(restored) was never typed; last was \(form)")
      return
    }
    tally.keysLost += history.count - 1 - index
    // The oldest of those that were seen and are not there.
    if let lost = history[(index + 1)...].first(where: { $0.seenAt != nil }), let seenAt = lost.seenAt {
      let age = seenAt.duration(to: killedAt) / .milliseconds(1) - max(0, starved - lost.starved)
      tally.youngestLost.append(age)
      if age > KilledClerk.promise { tally.wrongs.append("\(lost.form) was seen for \(age) ms") }
    }
    if !draft.isOnForm { tally.wrongs.append("the page was not kept") }
    keep(draft)
  }

  /// On the customer line, before there is a form.
  private func typeCustomerAndDie(_ desk: PtyDesk) throws {
    desk.type("w")
    try desk.see("Walk-in: who is it?")
    var text = ""
    var seen: [(text: String, at: ContinuousClock.Instant, starved: Double)] = []
    let end = ContinuousClock.now + .milliseconds(Int.random(in: 20...200, using: &random))
    while ContinuousClock.now < end {
      let letter = Character(Unicode.Scalar(UInt8.random(in: 0x61...0x7A, using: &random)))
      if text.count < 30 {
        text.append(letter)
        desk.type(String(letter))
        tally.typed += 1
      }
      desk.look(for: .milliseconds(Int.random(in: 0...20, using: &random)))
      let shown = desk.screen.rows[desk.screen.row].drop { $0 == " " }
      if !shown.isEmpty, text.hasPrefix(shown), seen.last?.text.count ?? 0 < shown.count {
        seen.append((String(shown), .now, desk.starved))
      }
    }
    let starved = desk.starved
    let killedAt = ContinuousClock.now
    kill(desk)
    tally.counts["customer line", default: 0] += 1
    let draft = try readStore().drafts.last
    let restored = draft?.customerLine?.line.text ?? ""
    if !text.hasPrefix(restored) { tally.wrongs.append("\(restored) was never typed; last was \(text)") }
    tally.keysLost += text.count - restored.count
    if let lost = seen.first(where: { $0.text.count > restored.count }) {
      let age = lost.at.duration(to: killedAt) / .milliseconds(1) - max(0, starved - lost.starved)
      tally.youngestLost.append(age)
      if age > KilledClerk.promise { tally.wrongs.append("\(lost.text) was seen for \(age) ms") }
    }
    if let draft { keep(draft) }
  }

  // MARK: - Holding and booking

  /// Name and number into the form, then to the summary.
  private func complete(_ desk: PtyDesk, _ number: Int) throws {
    if desk.screen.shows("3 of 4") {
      let form = kept.map { TypedForm($0) } ?? TypedForm()
      desk.type(String(repeating: "\u{1B}[Z", count: form.focus))
      if form.texts[0].isEmpty { desk.type("Kim") }
      if form.texts[1].isEmpty { desk.type("\t2125550\(100 + number)") }
      desk.type("\u{1B}[6~")
    }
    try desk.see("4 of 4")
    // A hold of a desk that was killed before it could note it is in its own way until it ends.
    for _ in 0..<30 {
      try desk.see("a summary") { $0.shows("books it") || $0.shows("taken") || $0.shows("not free") }
      if desk.screen.shows("books it"), !desk.screen.shows("taken") { return }
      desk.type(".")
      desk.look(for: .milliseconds(50))
    }
  }

  private func holdAndDie(_ desk: PtyDesk, _ number: Int) throws {
    try complete(desk, number)
    let end = ContinuousClock.now + .milliseconds(Int.random(in: 0...900, using: &random))
    var seenAt: (ContinuousClock.Instant, Double)?
    while ContinuousClock.now < end {
      desk.look(for: .milliseconds(1))
      if seenAt == nil, desk.screen.shows("held for") { seenAt = (.now, desk.starved) }
    }
    let age = seenAt.map { $0.0.duration(to: .now) / .milliseconds(1) - max(0, desk.starved - $0.1) } ?? 0
    kill(desk)
    tally.counts[seenAt == nil ? "before a hold" : "held", default: 0] += 1
    guard let draft = try readStore().drafts.last else {
      tally.wrongs.append("no draft after a hold")
      return
    }
    if age > KilledClerk.promise, draft.hold == nil || draft.hold?.start != draft.slot?.start {
      tally.wrongs.append("the hold was seen for \(age) ms, and is not there")
    }
    keep(draft)
  }

  private func bookAndDie(_ desk: PtyDesk, _ number: Int) throws {
    try complete(desk, number)
    desk.type("y")
    let end = ContinuousClock.now + .milliseconds(Int.random(in: 0...(world.isRemote ? 120 : 60), using: &random))
    while ContinuousClock.now < end, !desk.screen.shows("Booked") { desk.look(for: .milliseconds(1)) }
    let saysBooked = desk.screen.shows("Booked")
    kill(desk)
    let (drafts, writes) = try readStore()
    let new = writes.filter { !knownWrites.contains($0.deskRef) }
    knownWrites.formUnion(new.map(\.deskRef))
    tally.counts[saysBooked ? "told booked" : new.isEmpty ? "before the journal" : "on the way", default: 0] += 1
    if new.count > 1 { tally.wrongs.append("one y, \(new.count) writes") }
    guard let write = new.first else {
      if saysBooked { tally.wrongs.append("told booked without a journal row") }
      guard let draft = drafts.last else {
        tally.wrongs.append("neither draft nor journal row")
        return
      }
      return keep(draft)
    }
    if saysBooked { stated.insert(write.deskRef) }
    kept = nil
    hasHold = false
  }

  // MARK: - What is left

  private func keep(_ draft: Draft) {
    kept = draft
    hasHold = draft.hold != nil
  }

  private var storePath: String {
    get throws {
      let folder = home.path + "/.local/state/caltui/"
      let names = try FileManager.default.contentsOfDirectory(atPath: folder)
      return folder + (names.first { $0.hasSuffix(".desk.sqlite") } ?? "")
    }
  }

  /// Drafts that were not sent, oldest first, and the journal.
  private func readStore() throws -> (drafts: [Draft], writes: [JournalEntry]) {
    // As a process that is gone when the next desk looks.
    let gone = ProcessMark(pid: 1, boot: "", started: "")
    let store = try DeskStore.open(path: storePath, now: Instant(milliseconds: 0), process: gone)
    defer { try? store.close() }
    let writes = try store.run(.recentWrites(limit: 1_000))
    let sent = Set(writes.map(\.deskRef.intent))
    let drafts = try store.run(.takeDrafts()).map { try JSONDecoder().decode(Draft.self, from: Data($0.json)) }
    return (drafts.filter { !sent.contains($0.id) }, writes)
  }

  /// One more start, which looks up what the dead have left; then the server's own list decides.
  func finish() throws -> Tally {
    let desk = try PtyDesk(home, .alone, environment: environment)
    try desk.see("live", "w walk-in")
    let store = try DeskStore.open(path: storePath, now: Instant(milliseconds: 0))
    let before = try Dictionary(uniqueKeysWithValues: store.run(.unresolved()).map { ($0.deskRef, $0.lookups) })
    try desk.see("all looked up") { _ in
      let open = (try? store.run(.unresolved())) ?? []
      return open.allSatisfy { $0.lookups > before[$0.deskRef] ?? 0 }
    }
    // In order, because the last answer is counted before it is noted what it says.
    _ = desk.going { desk.send(signal: SIGTERM) }
    let writes = try store.run(.recentWrites(limit: 1_000))
    try store.close()

    let list = try home.command(["list", "--json", "--from", "2026-11-20", "--to", "2026-12-31"], environment)
    let rows = try JSONSerialization.jsonObject(with: Data(list.output.utf8)) as? [[String: Any]] ?? []
    let refs = rows.compactMap { ($0["metadata"] as? [String: Any])?["deskRef"] as? String }.map { DeskRef($0) }
    let there = Set(refs)
    let journalled = Set(writes.map(\.deskRef))
    if refs.count != rows.count { tally.wrongs.append("\(rows.count) bookings, \(refs.count) references") }
    if Set(refs.map(\.intent)).count != refs.count { tally.wrongs.append("a draft was booked twice") }
    for ref in there.subtracting(journalled) { tally.wrongs.append("\(ref.rawValue) was never journalled") }
    for ref in stated.subtracting(there) { tally.wrongs.append("\(ref.rawValue) was told booked and is not") }
    for write in writes {
      let isThere = there.contains(write.deskRef)
      switch write.state {
      case .accepted where isThere: tally.counts["write done", default: 0] += 1
      case .refused where !isThere: tally.counts["write refused", default: 0] += 1
      case .unknown where !isThere: tally.counts["write not found", default: 0] += 1
      default: tally.wrongs.append("\(write.deskRef.rawValue) is \(write.state), on the server: \(isThere)")
      }
    }
    return tally
  }
}
