// From the one line to a draft: what was said goes into it, and the page that asks for the rest opens.

extension Model {
  /// Where Enter leads when it takes the booking that the line describes.
  public enum OneLineGoal: Equatable, Sendable {
    /// Nothing was typed.
    case nothing
    /// A part that is not understood, or said twice, must go first.
    case correct(OneLine.Part)
    /// Who it is, is not known before the customers have been read.
    case customersFirst
    case customer
    case services
    case times
    /// Only what the service requires and the line cannot say.
    case fields
    case summary
  }

  public var oneLineGoal: OneLineGoal {
    let reading = oneLine.reading
    guard !reading.line.parts.isEmpty else { return .nothing }
    if let part = reading.line.parts.first(where: { $0.meaning.isWrong || $0.isSurplus }) { return .correct(part) }
    if isPersonUnsure { return .customersFirst }
    switch reading.person {
    case .nobody, .notFound: return .customer
    case .known, .new: break
    }
    guard reading.service != nil else { return .services }
    switch oneLineTime {
    case .open, .day, .past, .noService, .skipped, .notFree(_, nil): return .times
    case .earliest, .free, .notFree, .checking, .unchecked: break
    }
    var filled = self
    filled.draft = Draft(id: Draft.ID(rawValue: ""))
    filled.fillDraft()
    return filled.formProblems.isEmpty ? .summary : .fields
  }

  /// The line names somebody who may be a customer, and those are still being read.
  public var isPersonUnsure: Bool {
    guard !customersAreKnown else { return false }
    switch oneLine.reading.person {
    case .notFound, .new: return true
    case .nobody, .known: return false
    }
  }

  mutating func bookFromOneLine() -> [Effect] {
    let goal = oneLineGoal
    switch goal {
    case .nothing:
      notice = .oneLineEmpty
      return []
    case .correct(let part):
      let text = String(Array(oneLine.line.text)[part.range])
      notice =
        if part.isSurplus {
          .saidTwice(text)
        } else if case .noPhone(let problem) = part.meaning {
          .notPhone(text, problem)
        } else {
          .notUnderstood(text)
        }
      return []
    case .customersFirst:
      oneLine.awaitsCustomers = true
      notice = .customersLoading
      return []
    default: break
    }
    guard mayWrite() else { return [] }
    // What was booked before is put away as by any key there.
    var effects = trail.contains(.outcome) ? outcomeAction(.back, .escape) : []
    moving = nil
    let taken = OneLinePage.Taken(text: oneLine.line.text, choices: oneLine.choices)
    let isSameDraft = draft != nil && draft?.id == oneLine.draft
    var aside: Notice?
    if !isSameDraft {
      notice = nil
      effects += putAside()
      aside = notice
      startDraft()
    }
    oneLine.draft = draft?.id
    trail = [.board, .oneLine]
    // After a step back from the summary the same line adds nothing: what was changed there stays.
    if !isSameDraft || oneLine.taken != taken { fillDraft() }
    oneLine.taken = taken
    let said = notice
    if goal == .customer {
      effects += openWhoFromOneLine()
    } else {
      effects += goOn()
    }
    notice = notice ?? said ?? aside
    return effects
  }

  private mutating func openWhoFromOneLine() -> [Effect] {
    who = WhoPage()
    who.line = TextLine(oneLine.reading.line.customer)
    refreshMatches()
    go(to: .who)
    return loadShopIfUnknown() + loadNextFree()
  }

  /// The next page that a draft needs: services, times, the form at its first gap, else the summary.
  mutating func goOn() -> [Effect] {
    guard let draft, let service = service(draft.service) else { return openServices() }
    guard draft.slot != nil || draft.wantsEarliest else { return loadFull(service.id) + openGrid() }
    let problems = formProblems
    guard let missing = formFields.first(where: { problems[$0.slug] != nil }) else { return openSummary() }
    let effects = openForm()
    self.draft?.focus = missing.slug
    // What was typed and cannot be used says so at once; what is only missing waits until the field is left.
    if self.draft?.text(missing.slug).isEmpty == false { self.draft?.touched.insert(missing.slug) }
    return effects + completeSummary()
  }

  // MARK: - Filling

  private mutating func fillDraft() {
    let reading = oneLine.reading
    forgetCustomerOfDraft()
    switch reading.person {
    case .known(let customer): fill(customer)
    case .new(let name, let phone, let email):
      draft?.entries[FormSlug.name] = name.isEmpty ? nil : .line(TextLine(name))
      draft?.entries[FormSlug.phone] = phone.map { .line(TextLine($0)) }
      draft?.entries[FormSlug.email] = email.map { .line(TextLine($0)) }
    case .nobody, .notFound: break
    }
    if let id = reading.service, draft?.service != id {
      draft?.service = id
      draft?.slot = nil
    }
    if let note = reading.line.note, !note.isEmpty { draft?.entries[FormSlug.notes] = .line(TextLine(note)) }
    if let doubt = oneLineHostDoubt { notice = doubt }
    fillHabits()
    fillTime(reading)
  }

  /// Why the host whom the line names may not be the one who does it.
  public var oneLineHostDoubt: Notice? {
    let reading = oneLine.reading
    guard let id = reading.line.host, let host = host(id), let service = service(reading.service) else { return nil }
    if !service.hosts.isEmpty, !service.hosts.contains(where: { $0.id == id }) {
      return .hostDoesNot(host.name, service.title)
    }
    return service.hosts.count > 1 ? .serverChoosesHost(host.name) : nil
  }

  private mutating func fillTime(_ reading: OneLineReading) {
    draft?.slot = nil
    draft?.refusal = nil
    draft?.wantsEarliest = false
    draft?.wantedStart = reading.start
    switch oneLineTime {
    case .open, .noService: break
    case .earliest: draft?.wantsEarliest = true
    case .day(let day): draft?.wantedStart = max(now, shop.zone.start(of: day))
    case .free(let slot, _): draft?.slot = slot
    case .notFree(let reason, let nearest):
      draft?.slot = nearest
      guard let start = reading.start else { break }
      notice = nearest.map { .nearestInstead(start, $0.start) } ?? .notFree(start, reason)
    case .checking, .unchecked:
      // The summary asks, and offers the nearest times when it is gone.
      if let start = reading.start, let service = service(reading.service) {
        draft?.slot = Slot(start: start, end: start.adding(minutes: service.minutes))
      } else {
        draft?.wantsEarliest = true
      }
    case .past:
      draft?.wantedStart = nil
      notice = .timePast
    case .skipped(let jump):
      draft?.wantedStart = jump
      notice = .clockSkips(jump)
    }
  }

  /// A customer's details and usual answers, over what the line says besides.
  private mutating func fill(_ customer: Customer) {
    draft?.entries[FormSlug.name] = .line(TextLine(customer.name))
    draft?.entries[FormSlug.phone] = customer.phone.map { .line(TextLine($0)) }
    draft?.entries[FormSlug.email] = customer.email.map { .line(TextLine($0)) }
    draft?.customer = customer.id
    let own = [FormSlug.name, FormSlug.phone, FormSlug.email]
    let filled = draft?.entries.filter { own.contains($0.key) }
    draft?.filled = filled
  }
}
