// A desk that only reads (`--read-only`): its keys refuse whatever would change something, on the server or in the store.

extension Action {
  /// Whether it changes something that others see or that outlives the run, or leads to where only that can be done.
  /// Printing, finding and the name of the clerk on this screen do not.
  var changesSomething: Bool {
    switch self {
    case .commit, .walkIn, .newBooking, .browse, .copy, .park, .jump, .discard, .reopenDraft, .takeCall, .move, .cancel,
      .noShow,
      .confirmBooking, .declineBooking, .fix, .arrived, .done, .note, .undo, .offerAgain, .giveUp,
      .mergeCustomer, .forgetCustomer, .editFields, .finishForm:
      true
    default: false
    }
  }
}

extension Effect {
  /// Whether it changes something that others see or that outlives the run. What the server is read for is kept in the
  /// store all the same.
  public var changesSomething: Bool {
    switch self {
    case .commit, .closeWrite, .saveDraft, .forgetDraft, .saveFacts, .hold, .releaseHold, .noteHold,
      .forgetHold, .createShop, .saveCustomerEntry, .forgetCustomer, .rememberClerk, .beginShift:
      true
    case .lookUp, .loadShop, .loadService, .loadBookings, .loadSlots, .loadBooking, .loadHistory, .readJournal,
      .checkHold,
      .readHolds, .loadCustomers, .followCustomers, .find, .loadCustomerBookings, .findByCode, .loadHandOver, .print,
      .checkUnlock, .repaint, .suspend, .quit:
      false
    }
  }
}

extension Model {
  /// Whether a key with this meaning does anything on this desk.
  public func offers(_ action: Action) -> Bool { !isReadOnly || !action.changesSomething }

  /// A desk that only reads starts no booking.
  mutating func mayWrite() -> Bool {
    if isReadOnly { notice = .readOnly }
    return !isReadOnly
  }
}
