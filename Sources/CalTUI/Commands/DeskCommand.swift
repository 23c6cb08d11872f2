import ArgumentParser
import Glibc

/// `caltui` alone: the desk on the whole screen.
struct DeskCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "desk", abstract: "Open the desk (what caltui does by itself).")

  @OptionGroup var global: GlobalArguments

  func run() throws {
    let surroundings = Surroundings.current
    do {
      let configuration = try Launch.configuration(options: global.options, environment: surroundings.environment)
      // Said before anything is opened, from whatever thread.
      guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else { throw DeskProblem.noTerminal }
      let code = try MainActor.assumeIsolated {
        try Desk(configuration: configuration, environment: surroundings.environment).run()
      }
      if code != 0 { throw ExitCode(code) }
    } catch let code as ExitCode {
      throw code
    } catch {
      let failure = CommandFailure(desk: error)
      failure.tell(surroundings, json: false)
      throw ExitCode(failure.kind.exitCode)
    }
  }
}
