import ArgumentParser
import BookingModel
import CalProtocol
import Glibc

/// Options of the whole program (DESIGN 11).
struct GlobalArguments: ParsableArguments {
  @Option(help: "The profile of the config file to use; \"local\" is the shop on this machine.")
  var profile: String?
  @Option(help: "Who writes, for the journal.")
  var clerk: String?
  @Option(help: "The name of this desk.")
  var desk: String?
  @Option(help: "Colours: dark, light, high-contrast, sixteen or mono.")
  var theme: String?
  @Flag(help: "Draw with ASCII characters only.")
  var ascii = false
  @Flag(help: "Refuse everything that changes a booking.")
  var readOnly = false

  var options: GlobalOptions {
    GlobalOptions(
      profile: profile, clerk: clerk, desk: desk, theme: theme, isASCII: ascii, isReadOnly: readOnly)
  }
}

/// A command without a screen.
protocol DeskAction: ParsableCommand {
  var json: Bool { get }
  func perform(_ surroundings: Surroundings) throws(CommandFailure)
}

extension DeskAction {
  func run() throws {
    let surroundings = Surroundings.current
    do throws(CommandFailure) {
      try perform(surroundings)
    } catch {
      error.tell(surroundings, json: json)
      throw ExitCode(error.kind.exitCode)
    }
  }
}

/// A date argument: `2026-11-23`, a day of the shop.
struct DayArgument: ExpressibleByArgument {
  var day: CalendarDay

  init?(argument: String) {
    guard let day = CalendarDay(argument) else { return nil }
    self.day = day
  }
}

/// A moment as it is written on the command line; without an offset it is shop time.
enum StartArgument {
  static func instant(_ text: String, zone: Zone) throws(CommandFailure) -> Instant {
    guard let reading = ISODateTime(text) else {
      throw CommandFailure(
        .usage, "--start \"\(text)\" is no date and time. Write it like 2026-11-23T09:30 or 2026-11-23T09:30:00+01:00.")
    }
    if let offset = reading.offsetSeconds { return reading.instant(offsetSeconds: offset) }
    let seconds = reading.millisecondOfDay % 60_000
    let found = zone.instants(of: LocalTime(day: reading.day, minute: reading.millisecondOfDay / 60_000))
    guard let first = found.first else {
      throw CommandFailure(
        .usage, "--start \"\(text)\" does not exist in \(zone.identifier): the clock skips it. Choose another time.")
    }
    if found.count > 1 {
      let offsets = found.map { zone.offsetText(at: $0) }.joined(separator: " or ")
      throw CommandFailure(
        .usage, "--start \"\(text)\" happens twice in \(zone.identifier). Add the offset that is meant: \(offsets).")
    }
    return first.adding(milliseconds: Int64(seconds))
  }
}

/// Keyboard interrupts while a command runs.
enum Interrupts {
  /// Ends with 130 and without a word, as shells expect; a reader that has gone ends nothing.
  static func endQuietly() {
    signal(SIGPIPE, SIG_IGN)
    // A file that may not grow any more is an error like a full disk, not the end.
    signal(SIGXFSZ, SIG_IGN)
    signal(SIGINT) { _ in _exit(130) }
    // A parent may have started us with signals blocked; that is inherited.
    var stops = sigset_t()
    sigemptyset(&stops)
    for number in [SIGINT, SIGTERM] { sigaddset(&stops, number) }
    pthread_sigmask(SIG_UNBLOCK, &stops, nil)
  }

  /// Runs something that must not be cut off: a write that is on its way, until its outcome is journalled.
  static func held<T, Failure: Error>(_ body: () throws(Failure) -> T) throws(Failure) -> T {
    let before = signal(SIGINT, SIG_IGN)
    defer { signal(SIGINT, before) }
    return try body()
  }
}
