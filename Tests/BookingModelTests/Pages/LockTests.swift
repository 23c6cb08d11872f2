import BookingModel
import TestDesk
import Testing

@Suite("The locked screen")
struct LockTests {
  @Test func `L locks in one key, and the clerk's name unlocks to the same page`() {
    var desk = TestDesk.open()
    desk.press("2 Enter L")
    #expect(desk.model.context == .lock)
    desk.type("alva")
    #expect(desk.press("Enter") == [])
    #expect(desk.model.lock == nil)
    #expect(desk.model.page == .card)
    #expect(desk.model.clerk == "Alva")
  }

  @Test func `another name makes that clerk the clerk, with a shift of their own`() {
    var desk = TestDesk.open()
    desk.tick(seconds: 60)
    desk.press("L")
    desk.type("Bo")
    let effects = desk.press("Enter")
    let shift = Shift(clerk: "Bo", desk: "front", since: desk.model.now)
    #expect(effects == [.rememberClerk("Bo"), .beginShift(shift)])
    #expect(desk.model.clerk == "Bo")
    #expect(desk.model.shift == shift)
  }

  @Test func `no key but a name and Enter does anything while it is locked`() {
    var desk = TestDesk.open()
    desk.press("2 L")
    let before = desk.model
    for key in KeyTests.all {
      desk.send(.keyPressed(key))
      #expect(desk.model.lock != nil || key == .enter, "\(key.name)")
      if desk.model.lock == nil { desk.model = before }
      #expect(!desk.model.isFinished, "\(key.name)")
      #expect(desk.model.overlays.isEmpty && desk.model.page == .board, "\(key.name)")
    }
    #expect(!desk.effects.contains { $0.isWrite })
    #expect(!desk.effects.contains(.quit) && !desk.effects.contains(.suspend))
  }

  @Test func `Ctrl-C and Ctrl-Z do not show the shell from behind the curtain, a hang-up still ends the desk`() {
    var desk = TestDesk.open()
    desk.press("L Ctrl-C")
    #expect(desk.model.lock?.trouble == .staysLocked)
    desk.press("Ctrl-Z")
    #expect(desk.model.lock?.trouble == .staysLocked)
    desk.send(.resized(Size(columns: 30, rows: 5)))
    desk.press("Ctrl-C")
    #expect(!desk.model.isFinished)
    desk.send(.terminated)
    #expect(desk.model.isFinished)
  }

  @Test func `a name is needed, blanks are none`() {
    var desk = TestDesk.open()
    desk.press("L Enter")
    #expect(desk.model.lock?.trouble == .nameNeeded)
    desk.type("  ")
    desk.press("Enter")
    #expect(desk.model.lock != nil)
    desk.type("Bo")
    desk.press("Esc")
    #expect(desk.model.lock?.line.isEmpty == true)
  }

  @Test func `a y that waits for its summary is called off by the lock`() {
    var desk = TestDesk.summary()
    desk.press("Esc")
    desk.tick(seconds: 40)
    desk.isAnswering = false
    desk.press("PgDn y")
    #expect(desk.model.awaitsCommit)
    desk.press("L")
    desk.answerAll()
    #expect(!desk.model.awaitsCommit)
    #expect(!desk.effects.contains { $0.isWrite })
    #expect(desk.model.page == .summary && desk.model.draft != nil)
  }

  @Test func `a prompt is no prompt behind the curtain, and there again after it`() {
    var desk = TestDesk.open()
    desk.press("2 x 1")
    #expect(desk.model.isCommittingPrompt)
    desk.press("L")
    #expect(!desk.model.isCommittingPrompt)
    desk.type("y")
    #expect(!desk.effects.contains { $0.isWrite })
    desk.press("Esc")
    desk.type("Alva")
    desk.press("Enter")
    #expect(desk.model.context == .changePrompt)
  }

  @Test func `what is on its way goes on behind, and what happened is told afterwards`() {
    var (desk, ref) = TestDesk.sent()
    desk.press("Esc L")
    desk.send(.writeAnswered(ref, .failure(CalError(kind: .noAnswer(.timedOut)))))
    desk.effects = []
    desk.tick(seconds: 3)
    #expect(desk.effects.contains { if case .lookUp = $0 { true } else { false } })
    desk.tick(seconds: 40)
    #expect(desk.effects.contains { if case .loadBookings = $0 { true } else { false } })
    let booked = TestShop.booking("b9", 1, "Dee Park", "2026-11-23T15:45:00Z", minutes: 30)
    var found = booked
    found.metadata = ["deskRef": .string(ref.rawValue)]
    desk.shop.bookings.append(found)
    desk.tick(seconds: 20)
    desk.type("Alva")
    #expect(desk.model.lock != nil)
    desk.press("Enter")
    #expect(desk.model.notice == .foundBooked(name: "Dee Park", booked.start))
  }

  // MARK: - By itself

  @Test func `it locks after the time without a key, not before, and not without the setting`() {
    var desk = TestDesk.open { $0.lockAfter = 600 }
    desk.tick(seconds: 599)
    #expect(desk.model.lock == nil)
    desk.press("Down")
    desk.tick(seconds: 599)
    #expect(desk.model.lock == nil)
    desk.tick(seconds: 1)
    #expect(desk.model.lock?.since == desk.model.now)
    var other = TestDesk.open()
    other.tick(seconds: 90_000)
    #expect(other.model.lock == nil)
  }

  @Test func `the program wakes up to lock, once`() {
    var desk = TestDesk.open { $0.lockAfter = 10 }
    #expect(desk.model.nextTimer == TestShop.monday10.adding(seconds: 10))
    desk.tick(seconds: 10)
    #expect(desk.model.lock != nil)
    #expect(desk.model.nextTimer > desk.model.now)
  }

  @Test func `a draft is whole after it locked by itself`() {
    var desk = TestDesk.open { $0.lockAfter = 60 }
    desk.press("n")
    desk.type("Eva Lind")
    let before = desk.model.who
    desk.tick(seconds: 61)
    #expect(desk.model.context == .lock)
    desk.type("Alva")
    desk.press("Enter")
    #expect(desk.model.context == .who)
    #expect(desk.model.who == before)
  }

  // MARK: - With a command

  @Test func `with a command the typed text goes there alone, and only its yes unlocks`() {
    var desk = TestDesk.open { $0.hasUnlockCommand = true }
    desk.press("L")
    desk.type("s3cret")
    #expect(desk.press("Enter") == [.checkUnlock("s3cret")])
    #expect(desk.model.lock?.line.isEmpty == true)
    #expect(desk.model.lock?.isChecking == true)
    desk.type("again")
    #expect(desk.press("Enter") == [])
    desk.send(.unlockChecked(.refused))
    #expect(desk.model.lock?.trouble == .refused)
    desk.press("Enter")
    desk.send(.unlockChecked(.failed(.tookTooLong(command: "x", seconds: 30))))
    #expect(desk.model.lock != nil)
    desk.press("Enter")
    desk.send(.unlockChecked(.unlocked))
    #expect(desk.model.lock == nil)
    #expect(desk.model.clerk == "Alva")
  }

  @Test func `an answer that nobody waits for unlocks nothing`() {
    var desk = TestDesk.open { $0.hasUnlockCommand = true }
    desk.press("L")
    desk.send(.unlockChecked(.unlocked))
    #expect(desk.model.lock != nil)
  }

  @Test func `a y in a clerk's name books no time that was asked for before`() {
    var desk = TestDesk.open()
    desk.isAnswering = false
    desk.press("2 r 3 L")
    desk.type("Cyd")
    desk.answerAll()
    #expect(!desk.model.awaitsCommit)
    #expect(!desk.effects.contains { $0.isWrite })
    #expect(desk.model.lock?.line.text == "Cyd")
  }

  @Test func `while typing, Ctrl-X locks`() {
    var desk = TestDesk.open()
    desk.press("n Ctrl-X")
    #expect(desk.model.context == .lock)
  }
}
