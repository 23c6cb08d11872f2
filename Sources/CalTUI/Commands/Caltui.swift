import ArgumentParser

@main
struct Caltui: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "caltui")
  func run() {}
}
