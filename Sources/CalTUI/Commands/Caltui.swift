import ArgumentParser
import BookingModel
import FoundationEssentials

@main
struct Caltui: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "caltui")

  func run() throws { try MainActor.assumeIsolated { try Caltui.desk(GlobalOptions()) } }

  @MainActor
  static func desk(_ options: GlobalOptions) throws {
    let environment = ProcessInfo.processInfo.environment
    do {
      let configuration = try Launch.configuration(options: options, environment: environment)
      let code = try Desk(configuration: configuration, environment: environment).run()
      if code != 0 { throw ExitCode(code) }
    } catch let code as ExitCode {
      throw code
    } catch {
      let failure = CommandFailure(desk: error)
      failure.tell(Surroundings.process, json: false)
      throw ExitCode(failure.kind.exitCode)
    }
  }
}
