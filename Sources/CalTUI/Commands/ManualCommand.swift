import ArgumentParser
import BookingModel

/// `caltui manual`: the manual page, for `scripts/install`.
struct ManualCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "manual", abstract: "Print the manual page.", shouldDisplay: false)

  func run() throws { Surroundings.current.standardOutput(ManualCommand.page.text) }

  static var page: ManualPage {
    var commands: [(name: String, abstract: String)] = []
    for command in Caltui.configuration.subcommands where command.configuration.shouldDisplay {
      commands.append((command.configuration.commandName ?? "", command.configuration.abstract))
    }
    return ManualPage(keys: .standard, commands: commands, version: Version.full)
  }
}
