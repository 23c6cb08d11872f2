import ArgumentParser
import Glibc
import SystemShim

/// The command line (DESIGN 11). Without a command it opens the desk.
@main
struct Caltui: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "caltui",
    abstract: "The front desk of a service shop: bookings on Cal.com, or on this machine alone.",
    discussion: """
      Exit status: 0 done, 1 a file of this machine failed, 2 wrong use, 3 sign-in, 4 not found, 5 slot taken, 6 refused by a rule, \
      7 rate limited, 8 network, 9 outcome unknown, 130 interrupted.
      """,
    version: "caltui " + Version.full,
    subcommands: [
      DeskCommand.self, ServicesCommand.self, SlotsCommand.self, BookCommand.self, ListCommand.self, FindCommand.self,
      MoveCommand.self, CancelCommand.self, ServeCommand.self, DoctorCommand.self, PopCommand.self, AuditCommand.self,
      ManualCommand.self,
    ],
    defaultSubcommand: DeskCommand.self)

  static func main() {
    Interrupts.endQuietly()
    cal_process_close()
    Glibc.exit(execute(Array(CommandLine.arguments.dropFirst())))
  }

  /// Runs one command line; the exit code. Wrong use is one line and 2, where the parser by itself would print its help and end with 64.
  static func execute(_ arguments: [String]) -> Int32 {
    let surroundings = Surroundings.current
    var command: any ParsableCommand
    do {
      command = try parseAsRoot(commandFirst(arguments))
    } catch {
      if exitCode(for: error).isSuccess {
        surroundings.print(fullMessage(for: error))
        return 0
      }
      let said = message(for: error)
      let failure = CommandFailure(.usage, said.hasSuffix(".") || said.hasSuffix("?") ? said : said + ".")
      failure.tell(surroundings, json: arguments.contains("--json"))
      return failure.kind.exitCode
    }
    do {
      try command.run()
      return 0
    } catch let code as ExitCode {
      return code.rawValue
    } catch {
      // Help asked for by a subcommand comes this way too.
      if exitCode(for: error).isSuccess {
        surroundings.print(fullMessage(for: error))
        return 0
      }
      CommandFailure(.storage, "\(error)").tell(surroundings, json: arguments.contains("--json"))
      return CommandFailure.Kind.storage.exitCode
    }
  }

  /// Options of the whole program may stand before the command: `caltui --profile shop list`.
  static func commandFirst(_ arguments: [String]) -> [String] {
    var index = 0
    while index < arguments.count, arguments[index].hasPrefix("--") {
      let name = arguments[index].prefix { $0 != "=" }
      switch name {
      case "--profile", "--clerk", "--desk", "--theme": index += name.count < arguments[index].count ? 1 : 2
      case "--ascii", "--read-only": index += 1
      default: return arguments
      }
    }
    let names = configuration.subcommands.compactMap { $0.configuration.commandName }
    guard index > 0, index < arguments.count, names.contains(arguments[index]) else { return arguments }
    return [arguments[index]] + arguments[..<index] + arguments[(index + 1)...]
  }
}
