import BookingModel
import Dispatch

/// The commands of the config that a desk runs beside its work: the printer, and what unlocks the screen. Each on a thread of its own.
struct Office: Sendable {
  var printer: Printer
  var unlockCommand: String?

  @MainActor func print(_ paper: Paper, _ mailbox: Mailbox) {
    let printer = printer
    DispatchQueue(label: "desk-office", qos: .userInitiated).async {
      mailbox.post(.printed(paper, printer.print(paper)))
    }
  }

  /// What was typed goes to the command with a line end, as a keyboard would send it.
  @MainActor func unlock(_ typed: String, _ mailbox: Mailbox) {
    guard let unlockCommand else {
      mailbox.post(.unlockChecked(.unlocked))
      return
    }
    let command = TextCommand(command: unlockCommand)
    DispatchQueue(label: "desk-office", qos: .userInitiated).async {
      mailbox.post(.unlockChecked(UnlockAnswer(command.run(typed + "\n"), command)))
    }
  }
}

extension UnlockAnswer {
  init(_ ending: TextCommand.Ending, _ command: TextCommand) {
    switch ending {
    case .ended(0, _): self = .unlocked
    // That it says no is its work, not trouble; what it says stays with it.
    case .ended(1..<126, _): self = .refused
    default:
      self = PrintTrouble(ending, "unlock_command", command.milliseconds).map { .failed($0) } ?? .refused
    }
  }
}
