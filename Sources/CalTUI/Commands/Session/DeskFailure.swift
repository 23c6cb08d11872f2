import BookingModel
import DeskStore
import LocalServer

extension CommandFailure {
  /// Why the desk did not open.
  init(desk error: any Error) {
    switch error {
    case let failure as CommandFailure: self = failure
    case let problem as ConfigurationProblem: self.init(problem)
    case let error as StoreError: self.init(error)
    case let error as TerminalError: self.init(error)
    case is DeskProblem:
      self.init(
        .usage,
        "the desk needs a terminal. Start it in one, or use a command: caltui --help lists them.")
    default: self.init(localServer: error)
    }
  }

  init(_ error: TerminalError) {
    let sentence =
      switch error.reason {
      case .unknownTerminal(let name) where name.isEmpty:
        "TERM is not set. Set it to your terminal's type, such as xterm-256color."
      case .unknownTerminal(let name):
        "the terminal type \"\(name)\" is not known here. Set TERM to one that is, such as xterm-256color, or install ncurses-term."
      case .noTerminalDatabase: "no terminal descriptions were found. Install ncurses-base."
      case .tooPlain(let name):
        "a terminal of type \"\(name)\" cannot place its cursor. Use another one, or a command: caltui --help lists them."
      case .outOfMemory: "out of memory."
      case .system(let code): "the terminal failed: \(error.call): \(Paths.reason(code))."
      }
    self.init(.usage, sentence)
  }
}
