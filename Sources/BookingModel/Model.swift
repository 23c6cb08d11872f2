/// All that the program knows, as one value. Only ``update(_:_:)`` changes it.
public struct Model: Equatable, Sendable {
  // What stays the same while the desk runs, or changes by hand.
  public var shop: Shop { didSet { drawnBoard.rows = nil } }
  public var clerk: String
  public var desk: String
  public var keys: KeyMap
  public var isReadOnly: Bool

  // What arrives.
  public var now: Instant
  public var size: Size
  public var services: Loadable<[Service]> {
    didSet {
      if services.value != oldValue.value { shortCodes = ServiceCodes(services.value ?? []) }
      drawnBoard.rows = nil
    }
  }
  /// Of all services, made anew only when they change: every frame of the board asks.
  public private(set) var shortCodes = ServiceCodes([])
  /// Services that were read one by one, with their hidden fields.
  public var fullServices: [Service.ID: Service]
  public var hours: OpeningHours? { didSet { drawnBoard.rows = nil } }
  public var account: Account?
  /// Bookings by the shop day of their start.
  public var days: [CalendarDay: Loadable<[Booking]>] { didSet { drawnBoard.rows = nil } }
  /// The rows of the board as they were made last; gone when what they are made of changes.
  var drawnBoard = DrawnBoard()
  /// When the server last told of a day: what is known stays on screen while it is read anew.
  public var dayReadAt: [CalendarDay: Instant]
  public var slotBooks: [SlotBook.Key: SlotBook]
  /// When the bookings were last read from the server without error.
  public var lastContact: Instant?
  /// The server has answered in this run.
  public var hasContact: Bool
  /// The last read failed so: the screen says so until one succeeds.
  public var trouble: CalError?
  /// The server asks to be left alone until then: reads wait for it.
  public var heldOffUntil: Instant?
  /// Writes that are under way or whose outcome is unknown, and those just answered.
  public var writes: [DeskRef: WriteRecord]

  /// The look-ups of the writes whose outcome is unknown.
  public var resolutions: [DeskRef: Resolution]
  /// Creates that a person gave up in this run: if one turns up after all, that is said.
  public var givenUp: Set<DeskRef>
  /// Writes that were unknown and were closed in this run: a journal that is read meanwhile may still have them open.
  public var closedWrites: Set<DeskRef>
  /// Drafts of which one sending was taken while another was still open: they are not offered again.
  public var bookedIntents: Set<Draft.ID>

  /// All customers, to be searched. Only messages of the store change it; it is never copied.
  public var customers: CustomerIndex
  public var customerFeed: CustomerFeedState
  /// When the feed of bookings was last asked for.
  public var customersFollowedAt: Instant?

  // Where the clerk is.
  /// Pages from the board to the one on screen; never empty.
  public var trail: [Page]
  /// What lies over the page, the topmost last: help over a prompt gives the prompt back with what was typed.
  public var overlays: [Overlay]
  public var notice: Notice?
  /// Something typed or done could not be kept on the disk.
  var isUnkept = false
  public var board: BoardPage
  /// The booking that was opened last.
  public var card: CardPage?
  public var serviceList: ServiceListPage
  public var grid: SlotGridPage
  public var who: WhoPage
  public var setup: SetupPage
  public var outcome: OutcomePage
  public var find: FindPage
  public var customerPage: CustomerPage
  public var oneLine: OneLinePage
  /// Callers whom nobody has taken yet, the latest last.
  public var calls: [IncomingCall]
  /// When the clerk last pressed a key.
  public var lastKeyAt: Instant?
  public var handOver: HandOverPage
  /// Set while the screen is locked: then nothing else takes keys.
  public var lock: LockPage?
  /// The booking whose name or number is being put right, with what was typed.
  public var fix: FixPage?
  /// Papers on their way to a printer.
  public var printing: Int
  public var unresolved: Int
  public var draft: Draft?
  /// The form was opened for what is missing only: Enter goes from one such field to the next, then to the summary.
  public var formAsksMissing: Bool
  /// Drafts that were left, the last one at the end.
  public var leftDrafts: [Draft]
  /// Drafts that wait under a letter, in the order in which they were parked.
  public var parked: [Draft]
  /// The holds of drafts, by draft.
  public var holds: [Draft.ID: DraftHold]
  /// Holds that are being let go, by their server's uid.
  public var releasing: [String: Reservation]
  /// Questions for holds that nobody wants any more, by number: what they bring is let go.
  public var abandonedHolds: [Int: HoldQuestion]
  /// Services for which the server gives no holds: it is not asked again.
  public var holdless: Set<Service.ID>
  public var holdCount: Int
  /// The holds of the other desks on this machine, and when they were last asked for.
  public var deskHolds: [DeskHold]
  public var holdsReadAt: Instant?
  /// Changes of bookings that were sent and are not answered yet.
  public var changing: [DeskRef: ChangePrompt]
  /// Cancellations that were sent so that the same time can be booked again.
  public var fixing: [DeskRef: Fixing]
  /// The booking for which the grid shows times.
  public var moving: Booking?
  /// What this desk alone knows of bookings.
  public var facts: [Booking.UID: BookingFacts]
  /// What `u` takes back, the latest last.
  public var undoSteps: [UndoStep] = []
  /// Drafts that were sent and are not answered yet.
  public var committing: [DeskRef: Draft]
  /// `y` was pressed before the summary was complete: it counts once the summary is complete and painted.
  public var awaitsCommit: Bool
  /// Seconds after which a free time must be read anew before it is booked.
  public var freshFor: Int64

  /// The shifts of this desk, the one that runs last.
  public var shifts: [Shift]
  /// Seconds without a key after which the screen locks; `nil`: it does not.
  public var lockAfter: Int64?
  /// A command of the config decides whether the screen unlocks; else any clerk's name does.
  public var hasUnlockCommand: Bool
  /// When the program began, which counts as a key for the lock.
  public var openedAt: Instant

  public var isFinished: Bool
  /// This desk asks the server for all desks of the store. One that does not is told by the store, and asks only when that is late.
  public var polls: Bool
  /// When the next ``Message/ticked(_:)`` is wanted apart from the minute: the next poll.
  public var nextPoll: Instant?

  /// Makes ids that no other desk makes: random text given at the start, and a count.
  public var refPrefix: String
  public var refCount: Int

  public init(_ startup: Startup) {
    shop = startup.shop
    clerk = startup.clerk
    desk = startup.desk
    keys = startup.keys
    isReadOnly = startup.isReadOnly
    now = startup.now
    size = startup.size
    services = startup.services
    shortCodes = ServiceCodes(services.value ?? [])
    fullServices = [:]
    hours = startup.hours
    account = nil
    days = startup.days
    dayReadAt = startup.days.compactMapValues(\.loadedAt)
    slotBooks = [:]
    hasContact = false
    lastContact = startup.cachedAt
    trouble = nil
    heldOffUntil = nil
    writes = startup.writes
    resolutions = [:]
    givenUp = []
    closedWrites = []
    bookedIntents = startup.bookedIntents
    trail = startup.setup == nil ? [.board] : [.setup]
    overlays = []
    notice = nil
    board = BoardPage(day: startup.shop.zone.day(of: startup.now))
    card = nil
    serviceList = ServiceListPage()
    grid = SlotGridPage(day: startup.shop.zone.day(of: startup.now))
    who = WhoPage()
    formAsksMissing = false
    customers = CustomerIndex(country: Country(code: startup.shop.policy.country))
    customerFeed = .unknown
    setup = startup.setup ?? SetupPage()
    outcome = OutcomePage()
    find = FindPage()
    customerPage = CustomerPage()
    oneLine = OneLinePage()
    calls = []
    lastKeyAt = nil
    handOver = HandOverPage()
    lock = nil
    fix = nil
    printing = 0
    shifts = startup.shifts
    lockAfter = startup.lockAfter
    hasUnlockCommand = startup.hasUnlockCommand
    openedAt = startup.now
    unresolved = 0
    draft = nil
    let drafts = startup.isReadOnly ? [] : startup.drafts
    leftDrafts = drafts.filter { $0.parked == nil }
    parked = []
    holds = [:]
    releasing = [:]
    abandonedHolds = [:]
    holdless = []
    holdCount = 0
    deskHolds = []
    holdsReadAt = nil
    committing = [:]
    changing = [:]
    fixing = [:]
    moving = nil
    facts = startup.facts
    undoSteps = []
    awaitsCommit = false
    freshFor = startup.freshFor
    isFinished = false
    polls = true
    nextPoll = nil
    refPrefix = startup.refPrefix
    refCount = 0
    resumeParked(drafts.filter { $0.parked != nil })
    resumeResolutions()
    resumeHolds()
  }

  public var page: Page { trail.last ?? .board }
  /// The topmost overlay. Setting it replaces that one, or takes it away.
  public var overlay: Overlay? {
    get { overlays.last }
    set {
      _ = overlays.popLast()
      if let newValue { overlays.append(newValue) }
    }
  }
  public var today: CalendarDay { shop.zone.day(of: now) }
}

/// The facts that the program starts with, gathered at the edge.
public struct Startup: Equatable, Sendable {
  public var shop: Shop
  public var clerk: String = ""
  public var desk: String = ""
  public var keys: KeyMap = .standard
  public var isReadOnly = false
  public var now: Instant
  public var size: Size
  public var services: Loadable<[Service]> = .idle
  public var hours: OpeningHours?
  public var days: [CalendarDay: Loadable<[Booking]>] = [:]
  /// When what the cache holds was read.
  public var cachedAt: Instant?
  public var writes: [DeskRef: WriteRecord] = [:]
  public var drafts: [Draft] = []
  /// Drafts of unresolved writes of which another sending was taken.
  public var bookedIntents: Set<Draft.ID> = []
  public var facts: [Booking.UID: BookingFacts] = [:]
  /// The shifts of this desk in the last days, oldest first.
  public var shifts: [Shift] = []
  public var lockAfter: Int64?
  public var hasUnlockCommand = false
  /// Seconds after which a free time must be read anew before it is booked.
  public var freshFor: Int64 = 300
  /// Random text, unique to this run of the program.
  public var refPrefix: String
  /// Set on the first start, when there is no shop yet.
  public var setup: SetupPage?

  public init(shop: Shop, now: Instant, size: Size, refPrefix: String) {
    self.shop = shop
    self.now = now
    self.size = size
    self.refPrefix = refPrefix
  }
}

public enum Page: Equatable, Sendable {
  case setup, board, card, services, slots, who, form, summary, outcome, unresolved
  case find, customer, oneLine, handOver, fix
}

/// What the letter or number of a draft that was put aside is asked for.
public enum JumpPurpose: Equatable, Sendable {
  case goOn
  /// Six are parked: one gives its letter to the draft in hand.
  case makeRoom
  case discard
}

/// What lies over the page and takes the keys.
public enum Overlay: Equatable, Sendable {
  case help(HelpPage)
  case goTo(TextLine, failed: Bool)
  case clerk(TextLine)
  /// A staff note of a booking.
  case note(Booking.UID, TextLine)
  /// A change of a booking that waits for its reason, then for `y`.
  case change(ChangePrompt)
  /// Waits for the letter or number of a draft that was put aside.
  case jump(JumpPurpose)
  case customer(CustomerPrompt)
  case paper(PaperPage)
  /// Asked when something is unresolved or a draft is live.
  case quit
}

/// One write and what became of it.
public struct WriteRecord: Equatable, Sendable {
  public enum State: Equatable, Sendable {
    case underWay
    case accepted([Booking])
    case refused(CalError)
    case unknown(CalError)
    /// The journal could not take it: it was not sent.
    case notSent(StoreTrouble)
  }
  public var ref: DeskRef
  public var write: Write
  public var at: Instant
  public var state: State
  /// Whose booking it changes; `nil` for a new one, and where nobody here has seen the booking.
  public var subject: WriteSubject?
  /// The outcome was found by a look-up.
  public var isFound = false

  public init(
    ref: DeskRef, write: Write, at: Instant, state: State = .underWay, subject: WriteSubject? = nil
  ) {
    self.ref = ref
    self.write = write
    self.at = at
    self.state = state
    self.subject = subject
  }
}
