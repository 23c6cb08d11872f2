import BookingModel
import Foundation
import Testing

@testable import DeskStore

/// Desks that want to hold times beside each other.
@Suite struct HoldClaimTests {
  private func claim(
    _ name: String, service: Int = 1, minute: Int = 0, minutes: Int = 30, draft: String? = nil, room: Int = 1,
    rivals: Set<Int> = [1, 2, 3], desk: String? = nil, until: Instant = noon.adding(minutes: 1)
  ) -> HoldClaim {
    let start = noon.adding(minutes: 60 + minute)
    let target = HoldTarget(service: Service.ID(service), start: start, end: start.adding(minutes: minutes))
    let question = HoldQuestion(
      number: 1, draft: Draft.ID(rawValue: draft ?? name), target: target, kind: .new(replacing: nil),
      rivals: Set(rivals.map { Service.ID($0) }), room: room)
    return HoldClaim(question, name: name, desk: desk ?? "Desk \(name)", until: until)
  }

  /// Two desks of one machine: the same file, each with a mark of its own. Both marks are of this living process and its parent.
  private func desks(_ folder: TemporaryFolder) throws -> (DeskStore, DeskStore) {
    let own = ProcessMark.current()
    let other = ProcessMark.running(getppid())
    return (
      try DeskStore.open(path: folder.file, now: noon, process: own),
      try DeskStore.open(path: folder.file, now: noon, process: other)
    )
  }

  @Test func `an overlapping time is refused across services with the name of the desk that has it`() throws {
    let store = try DeskStore.inMemory(now: noon)
    #expect(try store.run(.claimHold(claim("a"), now: noon)) == nil)
    let refused = try store.run(.claimHold(claim("b", service: 2, minute: 15), now: noon))
    #expect(refused?.desk == "Desk a")
    #expect(refused?.draft == "a")
    #expect(try store.run(.holds(now: noon)).map(\.desk) == ["Desk a"])
    // Right after it there is room.
    #expect(try store.run(.claimHold(claim("c", service: 2, minute: 30), now: noon)) == nil)
  }

  @Test func `services of other hosts do not meet, and where several hosts serve several holds fit`() throws {
    let store = try DeskStore.inMemory(now: noon)
    #expect(try store.run(.claimHold(claim("a"), now: noon)) == nil)
    #expect(try store.run(.claimHold(claim("b", service: 2, rivals: [2]), now: noon)) == nil)
    #expect(try store.run(.claimHold(claim("c", service: 3, room: 3), now: noon)) == nil)
    #expect(try store.run(.claimHold(claim("d", service: 3, room: 3), now: noon)) != nil)
  }

  @Test func `a draft that moves on gives up what it held, and only if the new time is its`() throws {
    let store = try DeskStore.inMemory(now: noon)
    try store.run(.claimHold(claim("a1", draft: "a"), now: noon))
    try store.run(.claimHold(claim("b", minute: 60), now: noon))
    #expect(try store.run(.claimHold(claim("a2", minute: 60, draft: "a"), now: noon))?.desk == "Desk b")
    #expect(try store.run(.holds(now: noon)).map(\.reservation.uid) == ["a1", "b"])
    // Its own old time is never in the way.
    #expect(try store.run(.claimHold(claim("a3", minute: 15, draft: "a"), now: noon)) == nil)
    #expect(try store.run(.holds(now: noon)).map(\.reservation.uid) == ["a3", "b"])
  }

  @Test func `a claim becomes the server's reservation, and runs out by itself otherwise`() throws {
    let store = try DeskStore.inMemory(now: noon)
    let asked = claim("a", draft: "d")
    try store.run(.claimHold(asked, now: noon))
    var granted = asked.hold
    granted.reservation.uid = "uuid"
    granted.reservation.until = noon.adding(minutes: 5)
    try store.run(.confirmHold(granted, claim: "a"))
    #expect(try store.run(.holds(now: noon)) == [granted])
    #expect(try store.run(.holds(now: noon.adding(minutes: 5))) == [])
    try store.run(.claimHold(claim("b", minute: 90), now: noon))
    #expect(try store.run(.claimHold(claim("c", minute: 90), now: noon.adding(minutes: 1))) == nil)
  }

  @Test func `a desk sees the others' holds, and not its own among them`() throws {
    let folder = try TemporaryFolder()
    let (first, second) = try desks(folder)
    try first.run(.claimHold(claim("a"), now: noon))
    try second.run(.claimHold(claim("b", minute: 60), now: noon))
    #expect(try first.run(.otherDesksHolds(now: noon)).map(\.desk) == ["Desk b"])
    #expect(try second.run(.otherDesksHolds(now: noon)).map(\.desk) == ["Desk a"])
    #expect(try first.run(.holds(now: noon)).count == 2)
  }

  @Test func `the holds of a desk that has died are nobody's`() throws {
    let folder = try TemporaryFolder()
    let dead = try DeskStore.open(
      path: folder.file, now: noon, process: ProcessMark(pid: 1, boot: "another boot", started: "1"))
    try dead.run(.claimHold(claim("a"), now: noon))
    try dead.close()
    let store = try DeskStore.open(path: folder.file, now: noon)
    #expect(try store.run(.holds(now: noon)) == [])
    #expect(try store.run(.claimHold(claim("b"), now: noon)) == nil)
  }

  @Test func `of desks that race for overlapping times one gets each, however they meet`() async throws {
    let folder = try TemporaryFolder()
    let (first, second) = try desks(folder)
    for round in 0..<40 {
      let from = round * 120
      let results = try await withThrowingTaskGroup(of: Bool.self) { group in
        for index in 0..<6 {
          let store = index % 2 == 0 ? first : second
          let wanted = claim("r\(round)-\(index)", service: index % 3 + 1, minute: from + index * 4)
          group.addTask {
            try await withCheckedThrowingContinuation { continuation in
              store.start(.claimHold(wanted, now: noon)) { continuation.resume(with: $0.map { $0 == nil }) }
            }
          }
        }
        return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
      }
      #expect(results == 1, "round \(round)")
    }
    #expect(try first.run(.holds(now: noon)).count == 40)
  }
}
