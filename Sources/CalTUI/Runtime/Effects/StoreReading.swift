import BookingModel
import DeskStore

// What the store alone answers.

extension EffectRunner {
  /// What the journal says of a booking and of those it was moved from and to.
  func readHistory(_ question: HistoryQuestion) {
    guard let store else { return send(.historyLoaded(question, .success([]))) }
    store.start(.history(question)) { [mailbox] result in
      mailbox.post(.history(question, result.mapError { StoreTrouble($0) }))
    }
  }

  func find(_ code: ConfirmationCode) {
    store?.start(.cachedBookings(code: code)) { [mailbox] result in
      if case .success(let bookings) = result { mailbox.post(.foundByCode(code, bookings)) }
    }
  }

  func readHandOver(_ range: Range<Instant>) {
    guard let store else {
      send(.handOverLoaded(range, .failure(.failed("there is none"))))
      return
    }
    store.start(.handOver(range)) { [mailbox] result in
      mailbox.post(.handOver(range, result.mapError { StoreTrouble($0) }))
    }
  }

  func find(_ question: FindQuestion) {
    guard let store else {
      send(.found(question, .success(FindAnswer(bookings: [], hasMore: false))))
      return
    }
    store.start(.find(question, rules: customerRules)) { [mailbox] result in
      mailbox.post(.found(question, result.mapError(StoreTrouble.init)))
    }
  }

  func loadBookings(of id: Customer.ID) {
    guard let store else {
      send(.customerBookingsLoaded(id, .success([])))
      return
    }
    store.start(.bookings(of: id, rules: customerRules)) { [mailbox] result in
      mailbox.post(.customerBookings(id, result.mapError(StoreTrouble.init)))
    }
  }

  var customerRules: CustomerRules { CustomerRules(shopEmailDomain: shop.policy.emailDomain) }
}
