import BookingModel

/// The sentence of a notice, and how loud it is.
struct NoticeText {
  let text: String
  let role: Role

  static let end = "There is nothing further down."

  init(_ notice: Notice, shop: Shop, keys: KeyMap) {
    func bound(_ action: Action, _ context: KeyContext = .board) -> String { keys.name(action, context) }
    switch notice {
    case .unboundKey(let key): (text, role) = ("\(key.name) does nothing here. \(bound(.help)) shows the keys.", .dim)
    case .noSuchNumber(let number): (text, role) = ("There is no number \(number) here.", .warning)
    case .nothingBelow: (text, role) = (NoticeText.end, .dim)
    case .nothingAbove: (text, role) = ("There is nothing further up.", .dim)
    case .shiftRuns: (text, role) = ("This is the shift that runs: none comes after it.", .dim)
    case .wholeDayIsOfAll: (text, role) = ("A whole day is of all desks; the shifts are of one clerk.", .dim)
    case .oneHost: (text, role) = ("One host works here, so there is one column: the list.", .dim)
    case .draftKept: (text, role) = ("The booking is kept as it was.", .good)
    case .draftReopened: (text, role) = ("Here is the booking that was left.", .good)
    case .parked(let letter):
      (text, role) = ("Parked as \(letter): \(bound(.jump)) and \(letter) goes on with it.", .good)
    case .requestKept(let letter):
      (text, role) = (
        "NOT BOOKED. Request \(letter) waits until the server is back: \(bound(.jump))\(letter) goes on with it.",
        .warning
      )
    case .requestsWait(let count, let letter):
      let what = count == 1 ? "1 request waits" : "\(count) requests wait"
      let which = count == 1 ? "it" : "the first"
      (text, role) = (
        "\(what), NOT BOOKED: \(bound(.jump))\(letter) opens \(which). The server answers again.", .warning
      )
    case .serverAway(let error):
      (text, role) = (
        "Not booked, nothing was sent: \(ErrorText.short(error)). \(bound(.park, .summary)) keeps it as a request.",
        .error
      )
    case .callsUnheard(let why): (text, role) = ("caltui pop cannot reach this desk: \(why).", .warning)
    case .nothingToPark: (text, role) = ("There is no booking in hand to park.", .dim)
    case .noParked(let letter): (text, role) = ("Nothing is parked as \(letter).", .warning)
    case .parkedDropped(let letter):
      (text, role) = (
        "Parked as \(letter). What was there is kept, without its time: \(bound(.jump))\(bound(.reopenDraft, .jump)) goes on with it.",
        .good
      )
    case .holdEnded:
      (text, role) = ("The time is not held any more; it may still be free. Everything typed is kept.", .warning)
    case .holdLost:
      (text, role) = ("The server has let the held time go; it may still be free. Everything typed is kept.", .warning)
    case .parkedHoldEnded(let letter):
      (text, role) = ("The time of parked booking \(letter) is not held any more.", .warning)
    case .parkedSlotTaken(let letter): (text, role) = ("The time of parked booking \(letter) was just taken.", .error)
    case .slotHeld(let desk):
      (text, role) = ("That time is held: \(desk.isEmpty ? "another desk" : desk). Everything typed is kept.", .error)
    case .noDraft: (text, role) = ("No booking was left unfinished.", .dim)
    case .noOtherSlot(let later):
      (text, role) = (later ? "No later free time within a week." : "No earlier free time within a week.", .warning)
    case .booked(let name, let start): (text, role) = ("Booked: \(name), \(TimeText(shop).time(start)).", .good)
    case .moved(let name, let start):
      let time = TimeText(shop)
      (text, role) = ("Moved: \(name), \(time.day(shop.zone.day(of: start))) \(time.time(start)).", .good)
    case .cancelled(let name): (text, role) = ("Cancelled: \(name). \(bound(.undo)) books it again.", .good)
    case .declined(let name): (text, role) = ("Declined: \(name). \(bound(.undo)) books it again.", .good)
    case .changeNotSent(let name):
      (text, role) = ("\(name.shortened(to: 24)) stays as it was: the server cannot be reached.", .error)
    case .discarded(let name):
      (text, role) = ("Thrown away\(name.isEmpty ? "" : ": " + name). \(bound(.undo)) brings it back.", .good)
    case .confirmed(let name): (text, role) = ("Confirmed: \(name).", .good)
    case .markedAbsent(let name, let isAbsent):
      (text, role) = (
        isAbsent ? "No-show: \(name). \(bound(.undo)) takes it back." : "Not a no-show any more: \(name).", .good
      )
    case .undone(let name): (text, role) = ("Taken back\(name.map { ": the last mark of " + $0 } ?? "").", .good)
    case .nothingToUndo: (text, role) = ("There is nothing to take back.", .dim)
    case .noBookingSelected: (text, role) = ("Select a booking first: arrows or its number.", .warning)
    case .nothingFound: (text, role) = ("Nothing is found by that.", .dim)
    case .customerUnknown: (text, role) = ("Nobody among the customers belongs to that.", .warning)
    case .customerKept(let name): (text, role) = ("Kept: \(name). \(bound(.undo, .customer)) takes it back.", .good)
    case .customersMerged(let name, let other):
      (text, role) = ("One customer now: \(name), also as \(other). \(bound(.undo, .customer)) takes it back.", .good)
    case .customerForgotten(let name): (text, role) = ("Forgotten on this desk: \(name).", .good)
    case .alreadyOver: (text, role) = ("That booking is over: it can be neither moved nor cancelled.", .warning)
    case .notStarted: (text, role) = ("A no-show can be noted only after the start.", .warning)
    case .notPending: (text, role) = ("That booking does not wait for confirmation.", .warning)
    case .sameTime: (text, role) = ("That is the time it has already.", .warning)
    case .serviceUnknown: (text, role) = ("The booking's service is not known here, so its times are not.", .warning)
    case .reasonNeeded:
      (text, role) = ("A reason is needed: a digit, or a few words and \(bound(.open, .reason)).", .warning)
    case .noAddressForAbsence:
      (text, role) = ("The server knows this attendee by no address, so no absence can be noted.", .warning)
    case .takingSoon(let number): (text, role) = ("Takes number \(number) as soon as the times are there.", .accent)
    case .outcomeUnknown:
      (text, role) = ("A write has an unknown outcome: \(bound(.showUnresolved)) on the board shows it.", .error)
    case .foundBooked(let name, let start):
      (text, role) = ("Looked up and found: \(name), \(TimeText(shop).time(start)) is booked.", .good)
    case .foundDone(let write, let name):
      let whose = name.isEmpty ? "" : " (\(name))"
      (text, role) = ("Looked up and found: the \(WriteText.kind(write))\(whose) was done.", .good)
    case .didNotHappen(let write, let error):
      (text, role) = ("The \(WriteText.kind(write)) did not happen: \(ErrorText.sentence(error))", .error)
    case .turnedUp(let name, let start):
      (text, role) = (
        "A booking that was given up is there after all: \(name), \(TimeText(shop).time(start)). One may be too many.",
        .error
      )
    case .lookingUp: (text, role) = ("Asking the server …", .accent)
    case .lookingUpFirst:
      (text, role) = ("It must be looked up and not found first. Asking; press the key again then.", .warning)
    case .giveUpAgain:
      (text, role) = ("Not found on the server. \(bound(.giveUp, .unresolved)) again closes it as not done.", .warning)
    case .givenUp: (text, role) = ("Closed as not done.", .warning)
    case .closedElsewhere: (text, role) = ("An unknown write was cleared up by another desk.", .good)
    case .onlyNewBookingsAgain:
      (text, role) = ("Only a new booking can be taken up again here; do the rest on its booking.", .warning)
    case .offeredAlready:
      (text, role) = ("It is being booked again already: \(bound(.jump)) on the board goes on.", .warning)
    case .repeatFound: (text, role) = ("Its first sending was found on the server: it is booked.", .good)
    case .notFree(let start, let reason):
      let why = ReasonText(reason, shop: shop, minutes: nil).text
      (text, role) = ("\(TimeText(shop).time(start)) is not free: \(why).", .warning)
    case .dayPast(let day):
      (text, role) = ("\(TimeText(shop).longDay(day)) has passed: the grid shows today.", .warning)
    case .fieldsMissing(let count):
      (text, role) = (count == 1 ? "One field is not right yet." : "\(count) fields are not right yet.", .warning)
    case .slotTaken:
      (text, role) = ("That time was just taken. Everything typed is kept.", .error)
    case .slotNeeded: (text, role) = ("Choose a time first: \(bound(.showSlots, .summary)) shows the grid.", .warning)
    case .customersLoading: (text, role) = ("Goes on as soon as the customers are read.", .accent)
    case .notYetComplete: (text, role) = ("Not everything is known yet.", .warning)
    case .waitingToCommit:
      (text, role) = ("Will book as soon as the time is checked. Any other key calls it off.", .accent)
    case .offerChanged:
      (text, role) = (
        "Not booked: the summary has changed since. \(bound(.commit, .summary)) books what it says now.", .warning
      )
    case .commitCancelled: (text, role) = ("Not booked: another key came first.", .warning)
    case .readOnly: (text, role) = ("This desk only reads (--read-only).", .warning)
    case .writeUnderWay: (text, role) = ("A booking is still being sent.", .warning)
    case .store(let trouble): (text, role) = (ErrorText.sentence(trouble), .error)
    case .notKept(let trouble): (text, role) = (ErrorText.keepSentence(trouble), .error)
    case .keptAgain: (text, role) = ("The disk works again: everything is kept.", .good)
    case .pasteIgnored: (text, role) = ("Pasted text is taken in fields only.", .dim)
    case .clerkIs(let name): (text, role) = ("Clerk: \(name).", .good)
    case .server(let error): (text, role) = (ErrorText.sentence(error), .error)
    case .noCall: (text, role) = ("Nobody is calling.", .dim)
    case .oneLineEmpty: (text, role) = ("Type a booking, or the name of a command.", .dim)
    case .notUnderstood(let part): (text, role) = ("\"\(part)\" is not understood: change it or take it out.", .warning)
    case .notPhone(let part, let problem):
      (text, role) = ("\"\(part)\" is no phone number: \(ErrorText.sentence(problem)).", .warning)
    case .saidTwice(let part): (text, role) = ("\"\(part)\" is said twice: take one out.", .warning)
    case .commandNeeds(let need): (text, role) = ("Not here: \(CommandText.way(to: need, keys)).", .warning)
    case .nothingAmbiguous: (text, role) = ("Nothing on the line may mean something else.", .dim)
    case .nearestInstead(let wanted, let taken):
      let time = TimeText(shop)
      let day = shop.zone.day(of: taken) == shop.zone.day(of: wanted) ? "" : time.day(shop.zone.day(of: taken)) + " "
      (text, role) = (
        "\(time.time(wanted)) is not free: this is the nearest time, \(day)\(time.time(taken)).", .warning
      )
    case .timePast: (text, role) = ("That time has passed: choose another.", .warning)
    case .clockSkips(let jump):
      (text, role) = (
        "The clock skips that time; it goes on at \(TimeText(shop).time(jump)). Choose another.", .warning
      )
    case .commitByKey(let key): (text, role) = ("Read it first: \(key.name) books it, and nothing else does.", .accent)
    case .hostDoesNot(let host, let service):
      (text, role) = ("\(host) does not do \(service): the server chooses who does.", .warning)
    case .serverChoosesHost(let host):
      (text, role) = ("Several do that service: the server chooses, it may not be \(host).", .warning)
    case .serviceHasObstacle(let obstacle): (text, role) = (ErrorText.sentence(obstacle), .warning)
    case .printing(let kind): (text, role) = ("\(NoticeText.name(kind)): on its way …", .accent)
    case .printed(let kind, let outcome): (text, role) = NoticeText.printed(kind, outcome)
    case .stillPrinting: (text, role) = ("What was printed before is still on its way.", .warning)
    case .dayNotRead: (text, role) = ("Nothing to print yet: it is still being read.", .warning)
    case .cannotFix(let obstacle): (text, role) = (ErrorText.sentence(obstacle, keys), .warning)
    case .nothingChanged: (text, role) = ("Nothing was changed.", .dim)
    case .waitingToFix:
      (text, role) = ("Will be sent as soon as the time is checked. Any other key calls it off.", .accent)
    case .notOfferedAgain:
      (text, role) = ("Nothing was sent: the server would not give that time again.", .warning)
    case .oldCancelled(let name):
      (text, role) = (
        "\(name)'s old booking is CANCELLED, the new one is not booked: \(bound(.jump))\(bound(.reopenDraft, .jump)) goes on with it.",
        .error
      )
    case .cancelledByOther(let name):
      (text, role) = (
        "Somebody else has cancelled \(name)'s booking. \(bound(.jump))\(bound(.reopenDraft, .jump)) books it again if it is wanted.",
        .warning
      )
    }
  }
  private static func name(_ kind: Paper.Kind) -> String {
    switch kind {
    case .slip: "Slip"
    case .day: "The day"
    case .handOver: "Hand-over"
    }
  }

  private static func printed(_ kind: Paper.Kind, _ outcome: PrintOutcome) -> (text: String, role: Role) {
    switch outcome {
    case .sent(let command): ("\(name(kind)): given to \(ErrorText.oneLine(command, limit: 40)).", .good)
    case .saved(let path): ("\(name(kind)): saved as \(path)", .good)
    case .kept(let path, _, _):
      ("Not printed (no \(ErrorText.printLine(kind)) in the config). Kept as \(path)", .warning)
    case .failed(let trouble): ("\(name(kind)): not printed. \(ErrorText.sentence(trouble))", .error)
    }
  }
}
