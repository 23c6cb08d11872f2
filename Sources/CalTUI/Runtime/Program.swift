import BookingModel
import CalClient
import CalProtocol
import DeskStore
import Glibc

/// The desk while it runs: one thread, one wait (DESIGN 4).
///
/// Keys, signals, replies and the clock come in as messages; ``update(_:_:)`` changes the model; one paint shows what all
/// of them did.
@MainActor
final class Program {
  private var model: Model
  private let terminal: Terminal
  private let transport: Transport
  private let mailbox: Mailbox
  private let clock: DeskClock
  private var runner: EffectRunner?
  private let opener: DeskOpener

  /// Typed, but not yet given to the model: a committing prompt must be painted first.
  private var keys: [KeyEvent] = []
  /// When the last bytes were read: what they began may go on for a while after that.
  private var readAt = ContinuousClock.now
  /// Since when keys are kept back for an answer of the desk's own store.
  private var keysHeldSince: Instant?
  /// Milliseconds for which keys are kept back at most: a store that does not answer must not make the keyboard look dead.
  private static let longestKeyHold: Int64 = 3000
  /// What of the last frame may serve for the next.
  private var stills = Stills()
  /// The screen shows the model as it is.
  private var isPainted = false
  private var hasTerminal = true
  /// The signal that ends us.
  private var ending: Int32?

  enum End: Equatable {
    /// The clerk has left.
    case left
    /// By SIGTERM, SIGINT, SIGHUP or SIGQUIT, or by the end of the terminal, which is a SIGHUP.
    case signalled(Int32)
  }

  init(
    model: Model, terminal: Terminal, transport: Transport, mailbox: Mailbox, clock: DeskClock, opener: DeskOpener
  ) {
    self.model = model
    self.terminal = terminal
    self.transport = transport
    self.mailbox = mailbox
    self.clock = clock
    self.opener = opener
  }

  /// What the disk has not taken until the end.
  var countUnkept: Int { runner?.keeper?.countUnkept ?? 0 }

  /// Runs until the clerk leaves, a signal says so, or the terminal is gone.
  func run(_ makeRunner: (@escaping @MainActor (Message) -> Void) -> EffectRunner) throws -> End {
    runner = makeRunner { [weak self] message in self?.send(message) }
    send(.started)
    paint()
    // Only now: the first frame waits for nobody.
    opener.start()
    while isGoing { try step() }
    var end = End.left
    if !model.isFinished {
      end = .signalled(ending ?? SIGHUP)
      takeLastKeys()
      // Nobody is asked any more.
      if !model.isFinished { send(.terminated) }
    }
    terminal.close()
    settle(answers: 500, store: 300)
    return end
  }

  private var isGoing: Bool { !model.isFinished && hasTerminal && ending == nil }

  /// What was typed before the end is kept like everything else that was; nothing is sent for it.
  private func takeLastKeys() {
    if hasTerminal { keys += terminal.readKeys().events }
    while !keys.isEmpty, !model.isFinished, !model.isCommittingPrompt { takeKey() }
  }

  /// Waits for answers and for the store, so many milliseconds at most: holds that are not let go end by themselves, writes
  /// that are not answered are looked up at the next start.
  private func settle(answers: Int64, store: Int64) {
    runner?.keeper?.tryNow()
    runner?.settleStore()
    wait(milliseconds: answers) { !$0.awaitsAnswers }
    // Those answers have been for the store as well.
    runner?.settleStore()
    wait(milliseconds: store) { $0.isStoreSettled }
  }

  private func wait(milliseconds: Int64, until isDone: (EffectRunner) -> Bool) {
    let end = clock.now.adding(milliseconds: milliseconds)
    while let runner, !isDone(runner) {
      let left = end.milliseconds - clock.now.milliseconds
      guard left > 0 else { return }
      _ = transport.wait(milliseconds: Int(left))
      for letter in mailbox.drain() { open(letter) }
    }
  }

  // MARK: - One turn

  private func step() throws {
    var descriptors = [Descriptor(terminal.inputDescriptor), Descriptor(terminal.signalDescriptor)]
    if terminal.isWriting { descriptors.append(Descriptor(terminal.outputDescriptor, .writable)) }
    if let bell = runner?.bell { descriptors.append(Descriptor(bell)) }
    let ready = transport.wait(for: descriptors, milliseconds: waitMilliseconds)
    if ready.contains(where: { $0.fd == terminal.signalDescriptor }) { try readSignals() }
    readKeys(ready.contains { $0.fd == terminal.inputDescriptor })
    guard isGoing else { return }
    if ready.contains(where: { $0.fd == runner?.bell }) { runner?.bellRang() }
    for letter in mailbox.drain() { open(letter) }
    let now = clock.now
    if now >= model.nextTimer { send(.ticked(now)) }
    runner?.fireTimers(at: now)
    if terminal.isWriting { took(terminal.flush()) }
    drainKeys()
    paint()
    runner?.painted()
  }

  /// Until the next thing that is due; no longer than the rest of an escape sequence may take.
  private var waitMilliseconds: Int? {
    let isHeld = areKeysHeld
    guard keys.isEmpty || terminal.isWriting || isHeld else { return 0 }
    let now = clock.now
    var due = model.nextTimer
    if isHeld, let since = keysHeldSince { due = min(due, since.adding(milliseconds: Program.longestKeyHold)) }
    if let timer = runner?.nextTimer { due = min(due, timer) }
    var wait = max(0, due.milliseconds - now.milliseconds)
    if let left = inputLeft { wait = min(wait, Int64(max(0, (left / .milliseconds(1)).rounded(.up)))) }
    return Int(wait)
  }

  // MARK: - What comes in

  private func readSignals() throws {
    for signal in try terminal.readSignals() {
      switch signal {
      case .resized: send(.resized(terminal.size))
      case .continued:
        send(.resized(terminal.size))
        send(.ticked(clock.now))
      case .stopped: suspend()
      case .ended(let number): ending = ending ?? number
      }
    }
  }

  private func readKeys(_ isReady: Bool) {
    if isReady {
      let input = terminal.readKeys(isReady: true)
      keys += input.events
      readAt = .now
      if !input.isOpen { hasTerminal = false }
    } else if let left = inputLeft, left <= .zero {
      keys += terminal.inputTimedOut()
    }
  }

  /// How long what has begun may still go on, whatever else wakes us meanwhile; `nil` when nothing has.
  private var inputLeft: Duration? { terminal.inputDelay.map { $0 - readAt.duration(to: .now) } }

  /// Gives typed keys to the model. Before a page on which a key commits, what it answers is painted (DESIGN 5);
  /// no key is dropped: where the terminal is not ready, they wait.
  private func drainKeys() {
    while !keys.isEmpty, !model.isFinished {
      if !model.awaitsOwnAnswer {
        keysHeldSince = nil
      } else if keysHeldSince == nil {
        keysHeldSince = clock.now
      }
      if areKeysHeld { return }
      if model.isCommittingPrompt, !isPainted {
        paint()
        guard isPainted else { return }
      }
      takeKey()
    }
  }

  /// Whether the next key must wait for an answer of the desk's own store. Stepping back and leaving never wait.
  private var areKeysHeld: Bool {
    guard let since = keysHeldSince, let next = keys.first, model.awaitsOwnAnswer else { return false }
    if case .key(let key) = next, let action = model.keys.action(for: key, in: model.context),
      [.back, .quit].contains(action)
    {
      return false
    }
    return clock.now.milliseconds - since.milliseconds < Program.longestKeyHold
  }

  private func takeKey() {
    opener.calls?.used()
    switch keys.removeFirst() {
    case .key(let key): send(.keyPressed(key))
    case .paste(let text): send(.pasted(text))
    case .click(let position):
      if let found = spot(at: position, model, in: model.size) { send(.pointed(found)) }
    case .wheel(let isUp):
      // Where there is something to go up and down in, and never from field to field.
      let wanted: Action = isUp ? .up : .down
      if model.keys.action(for: isUp ? .up : .down, in: model.context) == wanted {
        send(.keyPressed(isUp ? .up : .down))
      }
    }
  }

  private func open(_ letter: Letter) {
    if case .shopCreated(let shop, _, _) = letter { opener.calls?.shopChanged(shop) }
    runner?.open(letter)
  }

  /// What happens, happens now: between its timers the model would take it for older, and count the seconds of look-ups from then.
  private func send(_ message: Message) {
    let now = clock.now
    if now > model.now { take(.ticked(now)) }
    take(message)
  }

  private func take(_ message: Message) {
    isPainted = false
    for effect in update(&model, message) {
      switch effect {
      case .repaint: terminal.repaint()
      case .suspend: if ending == nil, hasTerminal { suspend() }
      case .createShop(let setup): opener.create(setup)
      case .quit: break
      default: runner?.start(effect)
      }
    }
  }

  private func suspend() {
    runner?.standAside()
    // Who stands still in the middle of a change keeps its lock from the other desks.
    runner?.settleStore()
    wait(milliseconds: 200) { !$0.awaitsAnswers }
    let rest = runner?.restStore()
    defer { rest?.letGo() }
    wait(milliseconds: 500) { $0.isStoreSettled }
    // A terminal that went while we stood still cannot be taken again.
    do { try terminal.suspend() } catch { hasTerminal = false }
    guard hasTerminal else { return }
    runner?.comeBack()
    send(.resized(terminal.size))
    send(.ticked(clock.now))
  }

  // MARK: - What goes out

  private func paint() {
    guard !isPainted, hasTerminal, !model.isFinished else { return }
    guard !terminal.isWriting else { return }
    took(terminal.paint(render(model, in: model.size, keeping: &stills)))
    isPainted = true
    guard model.awaitsCommit else { return }
    take(.painted)
    // While the `y` goes on waiting the frame is still the model's, and the next key may call it off.
    if model.awaitsCommit { isPainted = true }
  }

  private func took(_ progress: TerminalOutput.Progress) {
    if case .dead = progress { hasTerminal = false }
  }
}
