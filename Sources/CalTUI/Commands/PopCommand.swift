import ArgumentParser
import BookingModel
import CalProtocol
import Glibc

/// `caltui pop`: for telephone systems, which know who calls before the clerk does.
struct PopCommand: DeskAction {
  static let configuration = CommandConfiguration(
    commandName: "pop", abstract: "Announce a caller on a running desk.",
    discussion: """
      The desk opens a booking for the caller when its clerk is at rest; else a quiet line offers it. Without --desk it is the desk whose \
      clerk pressed a key last. Exit status 4: no such desk is running.
      """)

  @OptionGroup var global: GlobalArguments
  @Argument(help: "The caller's number, such as +15552013344.")
  var number: String
  @Flag(help: "Print JSON: {desk, profile, phone}.")
  var json = false

  func validate() throws {
    var text = number[...]
    if text.lowercased().hasPrefix("tel:") { text = text.dropFirst(4) }
    let isPlain = text.unicodeScalars.allSatisfy { ("0"..."9").contains($0) || "+-.()/ ".unicodeScalars.contains($0) }
    guard isPlain, text.utf8.count <= 40, text.count(where: \.isNumber) >= 3 else {
      throw ValidationError("\(ErrorText.oneLine(String(number.prefix(40)))) is no telephone number.")
    }
    guard text.hasPrefix("+"), let country = Country(code: "US") else { return }
    do throws(PhoneProblem) { _ = try PhoneNumber(String(text), country: country) } catch {
      throw ValidationError("\(text) is no telephone number: \(ErrorText.sentence(error)).")
    }
  }

  struct RunningDesk {
    var path: String
    var name: String
    var profile: String
    var usedAt: Int64
  }

  func perform(_ surroundings: Surroundings) throws(CommandFailure) {
    let paths: Paths
    do throws(ConfigurationProblem) { paths = try Paths(environment: surroundings.environment) } catch {
      throw CommandFailure(error)
    }
    let running = CallSocket.folders(paths).flatMap(CallSocket.sockets).compactMap(PopCommand.desk)
    let wanted = running.filter { desk in
      (global.desk == nil || desk.name == global.desk) && (global.profile == nil || desk.profile == global.profile)
    }.sorted { $0.usedAt > $1.usedAt }
    guard let desk = wanted.first else { throw PopCommand.missing(running, self) }
    guard let answer = CallSocket.ask(desk.path, ["call": .string(number)]) else {
      throw CommandFailure(
        .notFound, "the desk \"\(desk.name)\" does not answer. Try again, or name another by --desk.")
    }
    guard let phone = answer["phone"]?.string else {
      let problem = answer["problem"]?.string ?? ""
      if problem == "noShop" {
        throw CommandFailure(.notFound, "the desk \"\(desk.name)\" has no shop yet. Finish its first start.")
      }
      throw CommandFailure(.usage, "\(number) is no telephone number: \(problem).")
    }
    if json {
      surroundings.print(
        JSONText.text(["desk": .string(desk.name), "profile": .string(desk.profile), "phone": .string(phone)]))
    } else {
      let told = answer["told"]?.string ?? phone
      surroundings.print("Announced \(ErrorText.oneLine(told)) on the desk \"\(ErrorText.oneLine(desk.name))\".")
    }
  }

  private static func desk(_ path: String) -> RunningDesk? {
    guard let answer = CallSocket.ask(path, ["ask": "desk"]), let name = answer["desk"]?.string else { return nil }
    let usedAt: Int64 = if case .int(let value)? = answer["usedAt"] { value } else { 0 }
    return RunningDesk(path: path, name: name, profile: answer["profile"]?.string ?? "", usedAt: usedAt)
  }

  private static func missing(_ running: [RunningDesk], _ command: PopCommand) -> CommandFailure {
    guard !running.isEmpty else {
      return CommandFailure(.notFound, "no desk is running here. Start caltui in a terminal.")
    }
    let names = Set(running.map { "\($0.name) (\($0.profile))" }).sorted().joined(separator: ", ")
    return CommandFailure(.notFound, "no such desk is running. Running: \(names).")
  }
}
