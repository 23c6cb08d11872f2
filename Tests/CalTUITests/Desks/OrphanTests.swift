import BookingModel
import DeskStore
import Foundation
import Testing

@testable import CalTUI
@testable import DeskStore

/// Writes that a desk leaves behind when it is killed, and that nobody starts anew: another desk of the store looks them up (DESIGN 6.3).
@MainActor @Suite(.serialized) struct OrphanTests {
  /// Two desks; one of them books, the server does it, and the desk is killed before it hears so.
  private func killed(_ victim: Int, isAway: Bool = false) throws -> SharedShop {
    let shop = try SharedShop(speed: 8)
    try shop.open(2)
    let desk = shop.living[victim]
    #expect(
      shop.run(seconds: 15) { shop.living.allSatisfy { $0.model.lastContact != nil && $0.model.services.value != nil } }
    )
    desk.press("w", "2125550142 Ann Lee", "Enter")
    #expect(shop.run(seconds: 15) { desk.model.summaryState == .complete && desk.model.ownHold != nil })
    shop.traffic.change { $0.isSilent = true }
    desk.press("y")
    #expect(try shop.run(seconds: 15) { try !shop.bookings().isEmpty })
    if isAway { shop.traffic.change { $0.isAway = true } }
    shop.kill(victim)
    return shop
  }

  private func isAdopted(_ shop: SharedShop) throws -> Bool {
    let states = try shop.living[0].store.run(.recentWrites(limit: 9)).map(\.state)
    if case .accepted(.some)? = states.first { return states.count == 1 }
    return false
  }

  @Test(.timeLimit(.minutes(3)), arguments: [0, 1])
  func `what a killed desk was booking is found by the other one within ten seconds`(victim: Int) throws {
    let shop = try killed(victim)
    defer { shop.traffic.change { $0.isSilent = false } }
    let began = shop.clock.now
    #expect(try shop.run(seconds: 15) { try isAdopted(shop) })
    let took = shop.clock.now.milliseconds - began.milliseconds
    print("an orphan of desk \(victim + 1) was adopted after \(took) ms")
    #expect(took <= 10_000)
    #expect(try shop.bookings().count == 1)
  }

  @Test(.timeLimit(.minutes(3)), arguments: [0, 1])
  func `where the server is away too, it is found within thirty seconds of the server's return`(victim: Int) throws {
    let shop = try killed(victim, isAway: true)
    defer { shop.traffic.change { $0.isSilent = false } }
    let until = shop.clock.now.adding(seconds: 70)
    _ = shop.run(seconds: 20) { shop.clock.now >= until }
    #expect(shop.living[0].model.unresolvedWrites.count == 1)
    shop.traffic.change { $0.isAway = false }
    let began = shop.clock.now
    #expect(try shop.run(seconds: 15) { try isAdopted(shop) })
    let took = shop.clock.now.milliseconds - began.milliseconds
    print("an orphan of desk \(victim + 1) was adopted \(took) ms after the server's return")
    #expect(took <= 31_000)
  }
}
