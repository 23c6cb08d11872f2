import BookingModel
import DeskStore
import Foundation
import Glibc
import TestTerminal
import Testing

/// SIGKILL at random moments of typing, holding and booking: the draft comes back with its field, its cursor and its hold, and every
/// journalled write leads to the truth.
///
/// Short in the ordinary run; `./scripts/test --long` kills a thousand times.
@Suite(.serialized)
struct KilledDeskTests {
  struct World: Sendable {
    var seed: UInt64
    var kills: Int
    var isRemote: Bool
  }

  static let worlds: [World] = {
    guard DroppedLineTests.isLong else {
      return [World(seed: 1, kills: 8, isRemote: false), World(seed: 2, kills: 4, isRemote: true)]
    }
    return (1...40).map { World(seed: $0, kills: 25, isRemote: $0 % 2 == 0) }
  }()

  @Test(.timeLimit(.minutes(60)), arguments: worlds)
  func whatWasTypedComesBackAndEveryWriteIsResolved(_ world: World) throws {
    let clerk = try KilledClerk(world)
    for number in 0..<world.kills {
      do { try clerk.work(number) } catch {
        Issue.record("seed \(world.seed), kill \(number): \(error)")
        return
      }
    }
    let tally = try clerk.finish()
    #expect(tally.wrongs == [], "seed \(world.seed)")
    #expect(tally.kills == world.kills)
    if DroppedLineTests.isLong { print("desk kills seed \(world.seed) \(tally)") }
  }
}
