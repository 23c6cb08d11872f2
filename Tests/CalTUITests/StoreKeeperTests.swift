import BookingModel
import CalClient
import DeskStore
import Foundation
import Testing

@testable import CalTUI

/// What cannot be kept waits in its order, is tried again, and is told about once.
@MainActor @Suite struct StoreKeeperTests {
  @MainActor private final class Desk {
    let store: DeskStore
    let mailbox: Mailbox
    let transport = Transport(userAgent: "caltui/test")
    var told: [Message] = []
    private(set) var keeper: StoreKeeper?
    private var number = 0

    init() throws {
      let clock = DeskClock()
      store = try DeskStore.inMemory(now: clock.now)
      mailbox = Mailbox(wakeup: transport.wakeup)
      keeper = StoreKeeper(store: store, mailbox: mailbox, clock: clock) { [unowned self] in told.append($0) }
    }

    func set(_ key: String, _ value: String) {
      keeper?.keep(key, .setSetting(key, value))
      number += 1
    }

    /// The store's next answer, in its place what the test wants it to be.
    func answer(_ trouble: StoreTrouble?) {
      for _ in 0..<500 {
        let letters = mailbox.drain()
        for case .kept(let number, _) in letters { keeper?.answered(number, trouble) }
        if !letters.isEmpty { return }
        transport.wait(milliseconds: 10)
      }
      Issue.record("the store does not answer")
    }

    var unkept: Int { keeper?.countUnkept ?? 0 }
  }

  private let later = DeskClock().now.adding(minutes: 1)

  @Test func `what fails is tried again until the disk takes it, and then says so`() throws {
    let desk = try Desk()
    desk.set("a", "1")
    desk.answer(.diskFull)
    #expect(desk.told == [.storeFailed(.diskFull)])
    for _ in 0..<5 {
      #expect(desk.keeper?.nextTry != nil)
      desk.keeper?.fireTimers(at: later)
      desk.answer(.diskFull)
    }
    #expect(desk.told == Array(repeating: .storeFailed(.diskFull), count: 6))
    desk.keeper?.fireTimers(at: later)
    desk.answer(nil)
    #expect(desk.told.count { $0 == .storeRecovered } == 1)
    #expect(desk.unkept == 0 && desk.keeper?.nextTry == nil)
  }

  @Test func `what comes later waits behind it, and only the newest state of the same`() throws {
    let desk = try Desk()
    desk.set("a", "1")
    desk.answer(.notWritable(path: "x"))
    desk.set("b", "1")
    desk.set("a", "2")
    desk.set("b", "2")
    #expect(desk.unkept == 2)
    desk.keeper?.fireTimers(at: later)
    desk.answer(nil)
    desk.answer(nil)
    #expect(desk.unkept == 0)
    #expect(desk.told.last == .storeRecovered)
    #expect(try desk.store.run(.setting("a")) == "2")
    #expect(try desk.store.run(.setting("b")) == "2")
  }

  /// The first is on its way when the second is done: the first must not come after it.
  @Test func `an older state never follows a newer one`() throws {
    let desk = try Desk()
    desk.set("a", "1")
    desk.set("a", "2")
    desk.answer(.diskFull)
    if desk.keeper?.isBusy == true { desk.answer(nil) }
    desk.keeper?.fireTimers(at: later)
    if desk.keeper?.isBusy == true { desk.answer(nil) }
    #expect(desk.unkept == 0)
    #expect(try desk.store.run(.setting("a")) == "2")
  }

  /// What is typed meanwhile waits too, instead of failing once more over what the screen says.
  @Test func `the same thing done again waits in its place`() throws {
    let desk = try Desk()
    desk.set("a", "1")
    desk.answer(.diskFull)
    desk.set("a", "2")
    #expect(desk.keeper?.isBusy == false && desk.unkept == 1)
    desk.keeper?.fireTimers(at: later)
    desk.answer(nil)
    #expect(desk.told.last == .storeRecovered)
    #expect(try desk.store.run(.setting("a")) == "2")
  }

  @Test func `what the disk does not explain is given up, a damaged store at once`() throws {
    let desk = try Desk()
    desk.set("a", "1")
    for _ in 0..<StoreKeeper.mostAttempts {
      desk.answer(.failed("constraint"))
      desk.keeper?.fireTimers(at: later)
    }
    #expect(desk.unkept == 0)
    desk.set("b", "1")
    desk.answer(.damaged(path: "x"))
    #expect(desk.unkept == 0)
    #expect(desk.told.last == .storeFailed(.damaged(path: "x")))
  }
}
