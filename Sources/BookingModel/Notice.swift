/// One line at the bottom that says what just happened. It goes with the next key.
public enum Notice: Equatable, Sendable {
  case unboundKey(Key)
  case noSuchNumber(Int)
  /// Columns need several hosts.
  case oneHost
  /// All of the page is on the screen, or its end.
  case nothingBelow, nothingAbove
  /// The hand-over has no later shift than the one that runs.
  case shiftRuns
  /// What one clerk did cannot be shown alone for a whole day.
  case wholeDayIsOfAll
  case draftKept
  case draftReopened
  case parked(String)
  case nothingToPark
  /// Put aside while the server is away: nothing is booked.
  case requestKept(String)
  /// The server answers again.
  case requestsWait(Int, letter: String)
  /// `y` while the server is away: nothing was sent.
  case serverAway(CalError)
  /// `caltui pop` cannot reach this desk.
  case callsUnheard(String)
  case noParked(String)
  /// A parked draft made room for another: it is kept among those that were left.
  case parkedDropped(String)
  /// The hold on the chosen time has run out; nothing typed is lost.
  case holdEnded
  /// The server has let the hold go before its time.
  case holdLost
  case parkedHoldEnded(String)
  /// The time of a parked draft went to somebody else.
  case parkedSlotTaken(String)
  /// Another desk holds the time.
  case slotHeld(desk: String)
  case noDraft
  /// No free time after the chosen one, or before it, within a week.
  case noOtherSlot(later: Bool)
  /// A write was taken while another page was open.
  case booked(name: String, Instant)
  case outcomeUnknown
  case moved(name: String, Instant)
  case cancelled(name: String)
  case declined(name: String)
  case confirmed(name: String)
  case markedAbsent(name: String, Bool)
  /// A mark or a note of a booking, of whom; or an entry of the customer on the page.
  case undone(name: String?)
  /// A change could not even be sent: the booking stands.
  case changeNotSent(name: String)
  /// A parked or left booking was thrown away.
  case discarded(name: String)
  case nothingToUndo
  case noBookingSelected
  case nothingFound
  /// Nobody among the customers has that number, address or name.
  case customerUnknown
  case customerKept(String)
  case customersMerged(String, String)
  case customerForgotten(String)
  case alreadyOver
  case notStarted
  case notPending
  case sameTime
  case serviceUnknown
  case reasonNeeded
  case noAddressForAbsence
  case takingSoon(Int)
  /// An unknown write was looked up and found.
  case foundBooked(name: String, Instant)
  case foundDone(Write, name: String)
  /// An unknown write did not happen, and cannot any more.
  case didNotHappen(Write, CalError)
  /// A booking that was given up, or was booked anew meanwhile, is there after all.
  case turnedUp(name: String, Instant)
  case lookingUp
  /// A person may decide only on a fresh look-up, which is on its way.
  case lookingUpFirst
  case giveUpAgain
  case givenUp
  /// Another desk, or a command, has found or closed it.
  case closedElsewhere
  case onlyNewBookingsAgain
  case offeredAlready
  /// What was to be offered again has been found under its first sending.
  case repeatFound
  case notFree(Instant, SlotReason)
  /// The day that was asked for has passed, so today is shown.
  case dayPast(CalendarDay)
  case fieldsMissing(Int)
  case slotTaken
  case slotNeeded
  case notYetComplete
  /// Enter on the customer line waits for the store.
  case customersLoading
  case waitingToCommit
  case commitCancelled
  /// While a `y` waited, the time, the price or the fields of what it answered have changed.
  case offerChanged
  case readOnly
  case writeUnderWay
  /// What was to be sent could not be journalled, so it was not sent.
  case store(StoreTrouble)
  /// What was typed or done is shown, and is not on the disk.
  case notKept(StoreTrouble)
  case keptAgain
  case pasteIgnored
  case clerkIs(String)
  case server(CalError)
  case serviceHasObstacle(Service.Obstacle)
  case noCall
  // The one line.
  case oneLineEmpty
  case notUnderstood(String)
  case notPhone(String, PhoneProblem)
  case saidTwice(String)
  case nothingAmbiguous
  /// There is nothing here that a command could be done with.
  case commandNeeds(CommandPlace.Need)
  /// The time that was asked for is not free: the nearest was taken.
  case nearestInstead(Instant, Instant)
  case timePast
  /// The clock skips the time that was asked for and goes on here.
  case clockSkips(Instant)
  case commitByKey(Key)
  case hostDoesNot(String, String)
  case serverChoosesHost(String)
  // Papers and corrections.
  case printing(Paper.Kind)
  case printed(Paper.Kind, PrintOutcome)
  case stillPrinting
  /// The day, or the shift, has not been read yet.
  case dayNotRead
  case cannotFix(FixObstacle)
  case nothingChanged
  case waitingToFix
  case notOfferedAgain
  /// The old booking is cancelled, the corrected one is not made.
  case oldCancelled(name: String)
  case cancelledByOther(name: String)
}
