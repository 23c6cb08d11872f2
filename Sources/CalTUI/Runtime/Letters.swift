import BookingModel

/// What other threads have said, on its way to the model.
extension EffectRunner {
  func open(_ letter: Letter) {
    switch letter {
    case .serverReady(let endpoint, let key): connect(to: endpoint, key: key)
    case .serverFailed(let error): serverFailed(error)
    case .shopCreated(let shop, let endpoint, let key):
      shopChanged(shop)
      connect(to: endpoint, key: key)
      send(.shopCreated(.success(shop)))
    case .shopNotCreated(let problem): send(.shopCreated(.failure(problem)))
    case .journalled(let ref, let write, let trouble): journalled(ref, write, trouble)
    case .storeSettled(let number): storeSettled(number)
    case .kept(let number, let trouble): keeper?.answered(number, trouble)
    case .journalRead(let entries, let askedAt):
      send(.journalRead(entries.compactMap(WriteRecord.init), askedAt: askedAt))
    case .storeFailed(let trouble): send(.storeFailed(trouble))
    case .storedDays(let news): storedDaysWereRead(news)
    case .pollsNow: tookOverPolling()
    case .cachedShop(let cached): cachedShopWasRead(cached)
    case .admitted(let ticket, let wait): admitted(ticket, wait)
    case .history(let question, let result): send(.historyLoaded(question, result))
    case .facts(let facts, let asOf): factsWereRead(facts, asOf: asOf)
    case .called(let phone): send(.called(phone))
    case .callsUnheard(let why): send(.callsUnheard(why))
    case .foundByCode(let code, let bookings): send(.foundByCode(code, bookings))
    case .found(let question, let result): send(.found(question, result))
    case .customerBookings(let id, let result): send(.customerBookingsLoaded(id, result))
    case .customers(let news): customers?.received(news)
    case .holdClaimed(let question, let result): holdClaimed(question, result)
    case .deskHolds(let holds): holdsWereRead(holds)
    case .printed(let paper, let outcome): send(.printed(paper, outcome))
    case .handOver(let range, let result): send(.handOverLoaded(range, result))
    case .unlockChecked(let answer): send(.unlockChecked(answer))
    }
  }
}
