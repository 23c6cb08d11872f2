/// The one place where the model changes: what happened goes in, what is to be done comes out.
public func update(_ model: inout Model, _ message: Message) -> [Effect] {
  let effects = model.respond(to: message)
  // The keys of a desk that only reads refuse already; this is the last door.
  return model.isReadOnly ? effects.filter { !$0.changesSomething } : effects
}

extension Model {
  mutating func respond(to message: Message) -> [Effect] {
    let draftBefore = draft
    let offerBefore = awaitsCommit ? offer : nil
    let wasFinished = isFinished
    var effects = receive(message)
    if let offerBefore { checkAwaitedCommit(offerBefore) }
    let isOnForm = page == .form
    draft?.isOnForm = isOnForm
    keepCustomerLine()
    effects += isFinished && !wasFinished ? letGo() : keepHolds()
    effects += keepDraft(before: draftBefore)
    if page == .oneLine, message.changesOneLine { effects += readOneLine() }
    if page == .board { keepBoardRows() }
    return effects
  }

  fileprivate mutating func receive(_ message: Message) -> [Effect] {
    switch message {
    case .started: return started()
    case .keyPressed(let key): return keyPressed(key)
    case .pasted(let text): return pasted(text)
    case .pointed(let spot): return pointed(at: spot)
    case .resized(let size):
      let wasWide = isWide
      self.size = size
      // The weeks beside the grid were not read before.
      return isWide && !wasWide && page == .slots ? loadGrid() : []
    case .ticked(let instant): return ticked(instant)
    case .painted: return painted()
    case .terminated:
      isFinished = true
      return [.quit]
    case .heldOff(let until):
      heldOffUntil = until
      return []
    case .shopLoaded(let result): return shopLoaded(result)
    case .serviceLoaded(let id, let result):
      if case .success(let service) = result { fullServices[id] = service }
      return []
    case .bookingsLoaded(let range, let result): return bookingsLoaded(range, result)
    case .storedDaysLoaded(let range, let stored, let trouble): return storedDaysLoaded(range, stored, trouble)
    case .slotsLoaded(let query, let result): return slotsLoaded(query, result)
    case .writeNotJournalled(let ref, let trouble): return writeEnded(ref, .notSent(trouble))
    case .writeAnswered(let ref, .success(let bookings)): return writeEnded(ref, .accepted(bookings))
    case .writeAnswered(let ref, .failure(let error)):
      return writeEnded(ref, error.leavesOutcomeUnknown ? .unknown(error) : .refused(error))
    case .journalRead(let records, let askedAt): return journalRead(records, askedAt: askedAt)
    case .lookedUp(let ref, let question, let result): return lookedUp(ref, question, result)
    case .bookingLoaded(let uid, let result): return bookingLoaded(uid, result)
    case .historyLoaded(let question, let result): return historyLoaded(question, result)
    case .storeFailed(let trouble):
      sayUnkept(trouble)
      return []
    case .storeRecovered:
      isUnkept = false
      notice = .keptAgain
      return []
    case .factsLoaded(let loaded):
      facts.merge(loaded) { _, new in new }
      return []
    case .shopCreated(let result): return shopCreated(result)
    case .called(let phone): return called(phone)
    case .callsUnheard(let why):
      if lock == nil { notice = .callsUnheard(why) }
      return []
    case .foundByCode(let code, let bookings):
      if oneLine.code == code { oneLine.coded = bookings }
      return []
    case .customersLoaded(let index): return customersLoaded(index)
    case .customersChanged(let changes): return customersChanged(changes)
    case .customersFollowed(let state): return customersFollowed(state)
    case .holdAnswered(let question, let result): return holdAnswered(question, result)
    case .holdReleased(let uid): return holdReleased(uid)
    case .holdChecked(let uid, let result): return holdChecked(uid, result)
    case .pollingChanged(let polls):
      self.polls = polls
      // Nobody knows how long ago the one before asked last.
      return polls && page != .setup ? loadBoard() : []
    case .othersHoldsChanged: return readHolds()
    case .deskHoldsLoaded(let loaded): return deskHoldsLoaded(loaded)
    case .found(let question, let result): return found(question, result)
    case .customerBookingsLoaded(let id, let result): return customerBookingsLoaded(id, result)
    case .printed(let paper, let outcome): return printed(paper, outcome)
    case .handOverLoaded(let range, let result): return handOverLoaded(range, result)
    case .unlockChecked(let answer): return unlockChecked(answer)
    }
  }

  /// At first it is said at once, though not over the word that nothing was sent; after that wherever nothing else is said.
  fileprivate mutating func sayUnkept(_ trouble: StoreTrouble) {
    switch notice {
    case nil, .notKept, .keptAgain: notice = .notKept(trouble)
    case .store: break
    default: if !isUnkept { notice = .notKept(trouble) }
    }
    isUnkept = true
  }

  /// A changed draft is saved; one that is gone is forgotten. Comparing once here spares every page from remembering to.
  fileprivate func keepDraft(before: Draft?) -> [Effect] {
    guard draft != before else { return [] }
    var effects: [Effect] = []
    // One that was put aside may have been changed by that.
    if let before, before.id != draft?.id, let aside = (leftDrafts + parked).last(where: { $0.id == before.id }),
      aside != before
    {
      effects.append(.saveDraft(aside))
    }
    if let draft {
      if draft.isWorthKeeping { return effects + [.saveDraft(draft)] }
      // All of it was rubbed out again.
      return effects + (before?.id == draft.id && before?.isWorthKeeping == true ? [.forgetDraft(draft.id)] : [])
    }
    if let before, !isKept(before.id) { effects.append(.forgetDraft(before.id)) }
    return effects
  }

  func isKept(_ id: Draft.ID) -> Bool {
    draft?.id == id || leftDrafts.contains { $0.id == id } || parked.contains { $0.id == id }
      || committing.values.contains { $0.id == id }
      || fixing.values.contains { $0.draft.id == id }
  }

  // MARK: - Time

  fileprivate mutating func started() -> [Effect] {
    guard page != .setup else { return [] }
    return loadShop() + loadBoard() + [.loadCustomers] + dueLookUps() + readHolds() + announceHolds()
      + beginShiftIfNeeded()
  }

  fileprivate mutating func ticked(_ instant: Instant) -> [Effect] {
    let dayBefore = today
    now = max(now, instant)
    forgetOldCalls()
    var effects: [Effect] = []
    if today != dayBefore { effects += midnight(dayBefore) }
    if let due = nextPoll, now >= due {
      effects += loadBoard() + refreshShop() + refreshSlots() + [.readJournal(askedAt: now)] + checkHolds()
      if page == .handOver { effects += loadHandOver() }
    }
    if let due = locksAt, now >= due { effects += lockScreen() }
    if let due = nextHoldsRead, now >= due { effects += readHolds() }
    effects += dueLookUps()
    return effects
  }

  /// A board that showed today goes on showing today; what was kept of days gone by is dropped.
  private mutating func midnight(_ dayBefore: CalendarDay) -> [Effect] {
    let today = today
    for key in slotBooks.keys { slotBooks[key]?.forget(before: today) }
    days = days.filter { $0.key >= today.advanced(by: -31) }
    dayReadAt = dayReadAt.filter { $0.key >= today.advanced(by: -31) }
    if grid.first < today { grid.first = today }
    if grid.day < today { grid.day = today }
    guard board.day == dayBefore else { return [] }
    board.day = today
    if page != .card { board.selected = nil }
    return loadBoard()
  }

  /// Services and hours are read again after ten minutes, and after a failure.
  private mutating func refreshShop() -> [Effect] {
    if let read = services.loadedAt, now.milliseconds - read.milliseconds < 600_000 { return [] }
    return services.isLoading ? [] : loadShop()
  }

  /// Free times on screen grow old while a customer thinks.
  private mutating func refreshSlots() -> [Effect] {
    switch page {
    case .slots: slotKey.map { load($0, gridRange) } ?? []
    case .summary: completeSummary()
    default: []
    }
  }

  mutating func loadShop() -> [Effect] {
    services.startLoading()
    return [.loadShop]
  }

  /// Milliseconds between two readings of the board: other desks and the web book too. The request budget of a
  /// remote key is shared (CONTRACT 5), so it is asked less often there.
  var pollInterval: Int64 { shop.isLocal ? 15_000 : 30_000 }

  /// So much later a desk asks for itself what another one should have told it. In milliseconds.
  var pollPatience: Int64 { polls ? 0 : 3_000 }

  /// When the program must wake up: for the minute on screen, for the next poll, or to look up an unknown write.
  public var nextTimer: Instant {
    let minute = Instant(milliseconds: (now.milliseconds.flooredQuotient(by: 60_000) + 1) * 60_000)
    return min(minute, nextPoll ?? minute, nextLookUp ?? minute, nextHoldTimer ?? minute, locksAt ?? minute)
  }

  // MARK: - What arrives

  fileprivate mutating func shopLoaded(_ result: Result<ShopFacts, CalError>) -> [Effect] {
    switch result {
    case .success(let facts):
      account = facts.account
      hours = facts.hours
      services = .loaded(facts.services, at: now)
      trouble = nil
      if shop.name.isEmpty { shop.name = facts.account.name }
      if let clock = facts.clock { shop.clock = clock }
      if let weekStart = facts.weekStart { shop.weekStart = weekStart }
      serviceList.clamp(to: shownServices.count)
      if let zone = facts.zone, zone != shop.zone { return moveTo(zone) }
      // A page that waited for the services goes on by itself.
      switch page {
      case .services, .who: return loadNextFree()
      case .summary: return completeSummary()
      default: return []
      }
    case .failure(let error):
      services.finish(.failure(error), at: now)
      trouble = error
      return []
    }
  }

  /// Another zone makes other days of the same instants: what is known by day is read again.
  private mutating func moveTo(_ zone: Zone) -> [Effect] {
    let followsToday = board.day == today
    shop.zone = zone
    days = [:]
    dayReadAt = [:]
    slotBooks = [:]
    if followsToday { board.day = today }
    grid = SlotGridPage(day: today)
    switch page {
    case .slots: return loadBoard() + loadGrid()
    case .services, .who: return loadBoard() + loadNextFree()
    case .summary: return loadBoard() + completeSummary()
    default: return loadBoard()
    }
  }

  // MARK: - Keys

  /// Which table of keys holds now.
  public var context: KeyContext {
    if isTooSmall { return .tooSmall }
    if lock != nil { return .lock }
    switch overlay {
    case .help(let page): return page.isFiltering ? .helpFilter : .help
    case .goTo, .clerk, .note: return .prompt
    case .change(let prompt): return prompt.isReady ? .changePrompt : .reason
    case .quit: return .quitPrompt
    case .jump: return .jump
    case .customer: return .changePrompt
    case .paper: return .paper
    case nil: break
    }
    switch page {
    case .setup: return .setup
    case .board: return .board
    case .card: return .card
    case .services: return serviceList.isFiltering ? .filter : .services
    case .slots: return grid.view == .week ? .week : .month
    case .who: return .who
    case .form: return isTextFocused ? .form : .choice
    case .summary: return .summary
    case .outcome: return .outcome
    case .unresolved: return .unresolved
    case .find: return .find
    case .customer: return customerPage.isEditing ? .customerForm : .customer
    case .oneLine: return .oneLine
    case .handOver: return .handOver
    case .fix: return .fix
    }
  }

  /// Below this nothing useful fits: a line says so, and everything comes back on resize.
  public static let smallest = Size(columns: 40, rows: 10)
  public var isTooSmall: Bool { size.columns < Model.smallest.columns || size.rows < Model.smallest.rows }

  fileprivate mutating func keyPressed(_ key: Key) -> [Effect] {
    let context = context
    let action = keys.action(for: key, in: context)
    lastKeyAt = now
    // What happened behind the curtain is told when it opens.
    if lock == nil { notice = nil } else { lock?.trouble = nil }
    if action != .commit, action != .repaint { callOffCommit() }
    // `r3y` at the pace of a person who knows it: the times that 3 counts may still be on their way.
    if key == .character("y"), lock == nil, page == .slots, overlay == nil, moving != nil, grid.awaitsPick != nil {
      awaitsCommit = true
      return []
    }
    if let action { return perform(action, key, in: context) }
    if context.takesText {
      if case .character(let character) = key { return typed(String(character)) }
      if editLine(key) { return textChanged() }
    }
    if context != .tooSmall, lock == nil { notice = .unboundKey(key) }
    return []
  }

  fileprivate mutating func pasted(_ text: String) -> [Effect] {
    lastKeyAt = now
    if lock == nil { notice = nil }
    callOffCommit()
    guard context.takesText else {
      notice = .pasteIgnored
      return []
    }
    return typed(text)
  }

  mutating func perform(_ action: Action, _ key: Key, in context: KeyContext) -> [Effect] {
    switch action {
    case .repaint: return [.repaint]
    case _ where lock != nil: return lockAction(action)
    case .lock: return lockScreen()
    case _ where !offers(action):
      notice = .readOnly
      return []
    case .suspend: return [.suspend]
    case .help:
      overlays.append(.help(HelpPage()))
      return []
    case .quit: return askToQuit()
    case .oneLine: return openOneLine()
    case .find: return openFind()
    case .takeCall: return takeCall()
    case .park: return park()
    case .jump: return openJump()
    default: break
    }
    switch context {
    case .help, .helpFilter: return helpAction(action)
    case .prompt: return promptAction(action)
    case .reason, .changePrompt:
      if case .customer(let prompt) = overlay { return customerPromptAction(action, prompt) }
      guard case .change(let prompt) = overlay else { return [] }
      return changePromptAction(action, prompt)
    case .quitPrompt: return quitAction(action)
    case .setup: return setupAction(action, key)
    case .board: return boardAction(action, key)
    case .card: return cardAction(action)
    case .unresolved: return unresolvedAction(action)
    case .services, .filter: return servicesAction(action, key)
    case .week, .month: return gridAction(action, key)
    case .who: return whoAction(action)
    case .form, .choice: return formAction(action, key)
    case .summary: return summaryAction(action, key)
    case .outcome: return outcomeAction(action, key)
    case .find: return findAction(action)
    case .customer: return customerAction(action, key)
    case .customerForm: return customerFormAction(action)
    case .oneLine: return oneLineAction(action)
    case .handOver: return handOverAction(action, key)
    case .jump: return jumpAction(action, key)
    case .paper: return paperAction(action)
    case .fix: return fixAction(action)
    case .lock: return lockAction(action)
    case .tooSmall: return []
    }
  }

  // MARK: - Going from page to page

  /// Goes on to a page; where it is open already below this one, back down to it.
  mutating func go(to page: Page) {
    if let index = trail.lastIndex(of: page) {
      trail.removeSubrange((index + 1)...)
    } else {
      trail.append(page)
    }
  }

  /// Opens a page on top of the one on screen, so that Esc comes back here.
  mutating func push(_ page: Page) { if page != self.page { trail.append(page) } }

  mutating func stepBack() {
    if trail.count > 1 { trail.removeLast() }
    if page != .slots { moving = nil }
    if page == .board { leaveDraft() }
  }

  /// A draft that is left is kept: `'` goes on with it.
  mutating func leaveDraft() {
    awaitsCommit = false
    guard var left = draft else { return }
    draft = nil
    left.hold = nil
    guard left.isWorthReturningTo else { return }
    // A request goes on waiting under its letter.
    if left.requestedAt != nil, let letter = freeLetter {
      left.parked = letter
      parked.append(left)
      notice = .requestKept(letter)
      return
    }
    leftDrafts.removeAll { $0.id == left.id }
    leftDrafts.append(left)
    notice = .draftKept
  }

  /// What is in hand waits under a letter, with its time held, while something else comes first; without a free letter it is left.
  mutating func putAside() -> [Effect] {
    if page == .who { takeCustomerLine() }
    guard draft?.isWorthKeeping == true, let letter = freeLetter else {
      leaveDraft()
      return []
    }
    let effects = park(under: letter)
    notice = draftIsRequest(letter) ? .requestKept(letter) : .parked(letter)
    return effects
  }

  mutating func startDraft(service: Service.ID? = nil, wantedStart: Instant? = nil) {
    leaveDraft()
    notice = nil
    draft = Draft(id: Draft.ID(rawValue: nextRef().rawValue), service: service, wantedStart: wantedStart)
  }

  /// A name that no other write or draft has or will have.
  mutating func nextRef() -> DeskRef {
    refCount += 1
    return DeskRef("\(refPrefix)-\(refCount)")
  }
}
