extension KeyMap {
  private static func keys(_ text: String) -> [Key] { text.map(Key.character) }
  private static let digits: [Key] = keys("1234567890")

  private static let everywhere: [KeyContext] = [
    .board, .card, .services, .filter, .week, .month, .who, .form, .choice, .summary, .outcome, .unresolved, .setup,
    .find, .customer, .customerForm, .oneLine, .handOver, .jump, .lock, .fix, .paper, .prompt, .reason, .changePrompt,
    .quitPrompt, .help, .helpFilter,
  ]

  /// The order here is the order of the footer: what matters most on a page comes first.
  static let standardBindings: [Binding] = [
    // Going on and back.
    Binding(.commit, keys("y"), [.summary], "book", "Book what the summary says. Nothing else sends a booking."),
    Binding(.yes, keys("y"), [.changePrompt], "do it", "Send the change that stands there. Nothing else sends it."),
    Binding(.no, keys("n"), [.changePrompt], "leave it", "Leave everything as it is."),
    Binding(.yes, keys("y"), [.quitPrompt], "yes", "Leave the desk."),
    Binding(.no, keys("n"), [.quitPrompt], "no", "Stay."),
    Binding(
      .walkIn, keys("w"), [.board, .outcome], "walk-in",
      "Book a customer who stands at the counter, at the earliest time."),
    Binding(.newBooking, keys("n"), [.board, .outcome], "new", "Book for a customer by name or phone."),
    Binding(.browse, keys("b"), [.board, .outcome], "book", "Browse services and free times."),
    Binding(.pick, digits, [.board], "select", "Select a booking by its number."),
    Binding(.pick, digits, [.services], "choose", "Choose a service by its number; 0 is the tenth."),
    Binding(.pick, digits, [.week, .month], "soonest", "Take one of the nine soonest times."),
    Binding(.pick, digits, [.summary], "service", "Change the service and take its earliest time."),
    Binding(.pick, digits, [.choice], "choose", "Choose an option by its number."),
    Binding(.open, [.enter], [.board], "open", "Open the booking, or book the free time."),
    Binding(.open, [.enter], [.services, .filter], "choose", "Choose the service under the cursor."),
    Binding(.open, [.enter], [.week], "take", "Take the time under the cursor."),
    Binding(.open, [.enter], [.month], "week", "Show the week of the day under the cursor."),
    Binding(
      .open, [.enter], [.oneLine], "go on", "Go on with the booking, or run the command that is marked."),
    Binding(.nextMeaning, [.tab], [.oneLine], "other meaning", "Take what is marked with ? for something else."),
    Binding(.down, [.down], [.oneLine], "commands", "Down to the commands."),
    Binding(.up, [.up], [.oneLine], "", "Up, and back to the booking."),
    Binding(.open, [.enter], [.who], "take", "Go on with the marked customer, or with the line as somebody new."),
    Binding(
      .takeAsNew, [.control("n"), .tab], [.who], "new customer", "Go on with the line as somebody new in any case."
    ),
    Binding(.up, [.up], [.who], "", "The customer above."),
    Binding(.down, [.down], [.who], "", "The customer below."),
    Binding(.open, [.enter], [.prompt, .reason], "go on", "Go on with what was typed."),
    Binding(.open, [.enter], [.lock], "unlock", "Unlock with what was typed."),
    Binding(.open, [.enter], [.handOver, .paper], "", "Close."),
    Binding(.open, [.enter], [.outcome, .help, .card, .unresolved], "close", "Go back to the board."),
    Binding(
      .nextField, [.enter, .tab, .down], [.form, .setup, .fix], "next", "Go to the next field; after the last, go on."),
    Binding(.nextField, [.enter, .tab, .down], [.choice], "next", "Go to the next field; after the last, go on."),
    Binding(
      .previousField, [.backTab, .up], [.form, .setup, .choice, .fix], "previous", "Go back to the field before."),
    Binding(
      .finishForm, [.pageDown, .control("n")], [.form, .choice], "summary", "Go to the summary from any field."),
    Binding(
      .finishForm, [.pageDown, .control("n")], [.fix], "go on", "Go to the question from any field."),
    Binding(.previousOption, [.left] + keys("h"), [.choice], "", "The option before."),
    Binding(.nextOption, [.right] + keys("l"), [.choice], "options", "The next option."),
    Binding(.toggle, keys(" "), [.choice], "toggle", "Tick or untick."),
    Binding(.newLine, [.control("o")], [.form], "", "Start a new line in a long text."),
    Binding(.laterSlot, keys("."), [.summary], "later", "Take the next free time."),
    Binding(.earlierSlot, keys(","), [.summary], "earlier", "Take the free time before."),
    Binding(.showSlots, keys("s"), [.summary], "times", "Choose another time on the grid."),
    Binding(.editFields, keys("e"), [.summary], "fields", "Change the attendee's fields."),

    // On the selected booking.
    Binding(.confirmBooking, keys("k"), [.card], "confirm", "Confirm a booking that waits for it."),
    Binding(.declineBooking, keys("d"), [.card], "decline", "Decline a booking that waits for it."),
    Binding(.move, keys("r"), [.board, .card], "move", "Move the booking: its own time counts as free."),
    Binding(.cancel, keys("x"), [.board, .card], "cancel", "Cancel the booking, with a reason by digit or in words."),
    Binding(
      .arrived, keys("i"), [.board, .card], "arrived", "The customer is here; again takes it back. Kept on this desk."),
    Binding(.done, keys("o"), [.board, .card], "done", "The work is done; again takes it back. Kept on this desk."),
    Binding(
      .noShow, keys("a"), [.board, .card], "no-show",
      "The customer did not come (after the start); again takes it back."),
    Binding(.note, keys("m"), [.board, .card], "note", "A note for colleagues, kept on this desk."),
    Binding(
      .fix, keys("f"), [.board, .card], "fix",
      "Correct the name, phone or e-mail: cancels the booking and books the same time again."),
    Binding(
      .slip, keys("p"), [.board, .card, .outcome], "slip", "Print the customer's slip, or save it as the config says."),
    Binding(.printDay, keys("P"), [.board], "", "Print the day that the board shows."),
    Binding(.slip, keys("p") + keys("P"), [.handOver], "print", "Print the hand-over."),
    Binding(.copy, keys("c"), [.board, .card], "copy", "A new booking for the same customer and service."),
    Binding(.undo, keys("u"), [.board, .card], "undo", "Take the last mark back, or book a cancelled booking again."),
    Binding(.lookAgain, keys("l"), [.unresolved], "look now", "Ask the server about the write now."),
    Binding(
      .offerAgain, keys("a"), [.unresolved], "book again",
      "Take the booking to a fresh summary, once it was looked up and not found."),
    Binding(
      .giveUp, keys("x"), [.unresolved], "give up",
      "Press twice: close the write as not done, once it was looked up and not found."),

    // Moving about.
    Binding(.up, [.up], [.board, .services, .filter, .week, .month, .unresolved, .card], "", "Up."),
    Binding(.down, [.down], [.board, .services, .filter, .week, .month, .unresolved, .card], "", "Down."),
    Binding(.up, keys("k"), [.board, .services, .week, .month, .unresolved], "", "Up."),
    Binding(.down, keys("j"), [.board, .services, .week, .month, .unresolved], "", "Down."),
    Binding(.left, [.left] + keys("h"), [.week, .month], "", "To the left: the time before, the day before."),
    Binding(.right, [.right] + keys("l"), [.week, .month], "", "To the right: the time after, the day after."),
    Binding(.left, [.left] + keys("h"), [.board], "", "The host to the left; where one works, the day before."),
    Binding(.right, [.right] + keys("l"), [.board], "", "The host to the right; where one works, the day after."),
    Binding(.first, [.home], [.board, .services, .week, .month], "", "To the first."),
    Binding(.last, [.end], [.board, .services, .week, .month], "", "To the last."),
    Binding(.first, [.home], [.card], "", "To the top."),
    Binding(.pageBack, keys("[") + [.pageUp], [.card, .paper, .help, .helpFilter], "", "A screenful back."),
    Binding(.pageOn, keys("]") + [.pageDown], [.card, .paper, .help, .helpFilter], "", "A screenful on."),
    Binding(.previousDay, keys("[") + [.pageUp], [.board], "day back", "The day before."),
    Binding(.nextDay, keys("]") + [.pageDown], [.board], "day on", "The day after."),
    Binding(.previousWeek, keys("[<"), [.week, .month], "week back", "The week before."),
    Binding(.nextWeek, keys("]>"), [.week, .month], "week on", "The week after."),
    Binding(.previousMonth, [.pageUp], [.week, .month], "", "The month before."),
    Binding(.nextMonth, [.pageDown], [.week, .month], "month", "The month after."),
    Binding(.today, keys("t"), [.board, .week, .month], "today", "Today."),
    Binding(.goTo, keys("g"), [.board, .week, .month], "go to", "Go to a date: thu, +3, 12/3, next fri 2p."),
    Binding(.changeView, keys("v"), [.board], "list/columns", "A column for each host, or one list."),
    Binding(.changeView, keys("v"), [.week], "month view", "The month with its counts of free times."),
    Binding(.changeView, keys("v"), [.month], "week view", "The week with its free times."),
    Binding(.filter, keys("/"), [.services], "filter", "Narrow the list by typing."),
    Binding(.filter, keys("/"), [.help], "filter", "Show only the keys that some words tell of."),
    Binding(.open, [.enter], [.helpFilter], "keep", "Keep the filter and go back to the list."),
    Binding(
      .park, keys("z") + [.control("p")], [.summary, .services, .week, .month, .choice, .form, .who, .filter],
      "park", "Put the booking aside under a letter; its time stays held."),
    Binding(
      .park, keys("z"), [.board], "", "Put the booking that was left last aside under a letter; its time is held again."
    ),
    Binding(
      .jump, keys("';"), [.board, .card, .summary, .services, .week, .month, .outcome],
      "", "Go on with a parked booking: then its letter, or ' again for the one that was left last."),
    Binding(
      .pick, keys("abcdef123456789"), [.jump], "go on",
      "Go on with the parked booking of that letter, or with the one of that number that was left."),
    Binding(.reopenDraft, keys("';"), [.jump], "left last", "Go on with the booking that was left last."),
    Binding(
      .discard, keys("x"), [.jump], "throw away", "Throw away the one whose letter or number follows. u brings it back."
    ),
    Binding(.showUnresolved, keys("U"), [.board, .outcome], "", "Writes whose outcome is unknown."),
    Binding(
      .handOver, keys("H"), [.board], "", "The hand-over: what was done since the shift began, and what is open."),
    Binding(.up, [.up] + keys("k"), [.handOver, .paper, .help, .helpFilter], "", "Up."),
    Binding(.down, [.down] + keys("j"), [.handOver, .paper, .help, .helpFilter], "scroll", "Down."),
    Binding(.first, [.home], [.handOver, .paper, .help], "", "To the first."),
    Binding(.last, [.end], [.handOver, .paper, .help], "", "To the last."),
    Binding(
      .previousDay, keys("[") + [.pageUp, .left] + keys("h"), [.handOver], "before",
      "The shift before at this desk; then the whole day, and the days before."),
    Binding(.nextDay, keys("]") + [.pageDown, .right] + keys("l"), [.handOver], "after", "The shift or day after."),
    Binding(.today, keys("t"), [.handOver], "now", "The shift that runs."),
    Binding(.changeView, keys("v"), [.handOver], "own only", "What this clerk did, or what every desk did."),
    Binding(
      .lock, keys("L"),
      [
        .board, .card, .services, .week, .month, .choice, .summary, .outcome, .unresolved, .customer, .handOver, .paper,
        .changePrompt,
      ], "", "Lock the screen."),
    Binding(
      .lock, [.control("x")],
      [.filter, .who, .form, .prompt, .reason, .find, .oneLine, .fix], "", "Lock the screen while typing."),
    Binding(.changeClerk, keys(","), [.board], "clerk", "Change the clerk's name."),
    Binding(
      .back, [.escape],
      [
        .card, .services, .filter, .week, .month, .who, .form, .choice, .summary, .outcome, .unresolved, .prompt,
        .reason, .changePrompt, .quitPrompt, .setup, .find, .customer, .customerForm, .oneLine, .handOver, .jump,
        .fix, .paper,
      ], "back", "Step back; what was typed is kept."),
    Binding(.back, [.escape], [.help], "back", "Step back; with a filter, first to all keys."),
    Binding(.back, [.escape], [.helpFilter], "all keys", "Leave the filter and show all keys again."),
    Binding(.back, [.escape], [.lock], "clear", "Take away what was typed."),
    Binding(.back, keys("q"), [.card, .help, .unresolved, .outcome, .customer, .handOver, .paper], "", "Step back."),

    // Find, and the customer.
    Binding(.open, [.enter], [.find], "open", "Open the booking, or the next one of the customer, or the customer."),
    Binding(.showCustomer, [.tab], [.find], "customer", "Show the customer with all bookings."),
    Binding(.newBooking, [.control("n")], [.find], "book", "Book for the customer on the marked row."),
    Binding(.up, [.up], [.find], "", "Up."),
    Binding(.down, [.down], [.find], "", "Down."),
    Binding(.pageBack, [.pageUp], [.find], "", "A screenful back."),
    Binding(.pageOn, [.pageDown], [.find], "", "A screenful on."),
    Binding(.newBooking, keys("n"), [.customer], "book", "Book for this customer, at the earliest time."),
    Binding(.walkIn, keys("w"), [.customer], "walk-in", "Book for this customer, who stands at the counter."),
    Binding(.open, [.enter], [.customer], "open", "Open the marked booking."),
    Binding(.editFields, keys("e"), [.customer], "correct", "Correct name, phone, e-mail, vehicle or note."),
    Binding(
      .mergeCustomer, keys("M"), [.customer], "merge", "Find the customer who is the same person, and make one of both."
    ),
    Binding(.forgetCustomer, keys("D"), [.customer], "forget", "Delete what this desk knows of the customer."),
    Binding(.undo, keys("u"), [.customer], "", "Take the last correction or merging back."),
    Binding(.up, [.up] + keys("k"), [.customer], "", "Up."),
    Binding(.down, [.down] + keys("j"), [.customer], "", "Down."),
    Binding(.first, [.home], [.customer], "", "To the first booking."),
    Binding(.last, [.end], [.customer], "", "To the last booking."),
    Binding(.pageBack, keys("[") + [.pageUp], [.customer], "", "A screenful back."),
    Binding(.pageOn, keys("]") + [.pageDown], [.customer], "", "A screenful on."),
    Binding(
      .nextField, [.enter, .tab, .down], [.customerForm], "next", "Go to the next field; after the last, keep it all."),
    Binding(.previousField, [.backTab, .up], [.customerForm], "previous", "Go back to the field before."),
    Binding(.finishForm, [.pageDown, .control("n")], [.customerForm], "keep", "Keep the correction."),
    Binding(
      .find, keys("/"), [.board, .card, .outcome, .summary, .customer], "find",
      "Find customers and bookings, past and coming."),
    Binding(.showCustomer, keys("C"), [.board, .card], "", "Show the customer of the booking."),

    Binding(
      .oneLine, keys(":"),
      [.board, .card, .services, .week, .month, .choice, .summary, .outcome, .unresolved, .customer, .handOver], "",
      "One line for a whole booking, like \"alv ew thu 230p #note\", and for every command by its name."),

    Binding(
      .takeCall, [.control("t")],
      [
        .board, .card, .services, .filter, .week, .month, .who, .form, .choice, .summary, .outcome, .unresolved, .find,
        .customer, .oneLine, .handOver,
      ], "", "Take the call that the telephone system announced; what is open is kept."),

    // Everywhere.
    Binding(
      .help, keys("?"),
      [
        .board, .card, .services, .week, .month, .choice, .summary, .outcome, .unresolved, .customer, .handOver, .paper,
      ],
      "keys",
      "Show the keys."),
    Binding(
      .help, [.control("g"), .function(1)], everywhere.filter { $0 != .help && $0 != .helpFilter }, "",
      "Show the keys, also while typing."),
    Binding(.quit, keys("q"), [.board], "quit", "Leave the desk."),
    Binding(.quit, [.control("c")], everywhere + [.tooSmall], "", "Leave the desk from anywhere."),
    Binding(.repaint, [.control("l")], everywhere + [.tooSmall], "", "Paint the screen anew."),
    Binding(
      .suspend, [.control("z")], everywhere + [.tooSmall], "", "Give the terminal back to the shell; fg returns."),
  ]

  /// The keys of DESIGN 5. A clash in the table is a mistake of the source, which a test finds.
  public static let standard: KeyMap = (try? KeyMap(standardBindings)) ?? KeyMap.empty

  private static let empty = KeyMap(unchecked: [])
}
