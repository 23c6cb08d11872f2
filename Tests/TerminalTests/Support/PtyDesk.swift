import BookingModel
import Foundation
import Glibc
import SystemShim
import TestTerminal

/// The desk in a pseudo terminal, and what a person at it would see.
final class PtyDesk {
  enum Start {
    /// From a shell that goes on afterwards and says how it ended.
    case shell
    /// As the first program of its line, as `ssh shop caltui` does.
    case alone
    /// From a shell with job control.
    case jobs
  }

  struct NotSeen: Error, CustomStringConvertible {
    var expected: String
    var rows: [String]
    var description: String { "never seen: \(expected). The screen was:\n" + rows.joined(separator: "\n") }
  }

  /// Kept, because the folder goes with it.
  let home: DeskHome
  let line: PtyProgram
  private(set) var screen = EmulatedTerminal(size: Size(columns: 80, rows: 24))
  private var fed = 0
  /// The desk itself; -1 before it runs.
  private(set) var process: pid_t = -1
  /// The modes before the desk took the terminal; those of a line whose first program has ended are gone with it.
  private(set) var modesBefore: [UInt32] = []

  init(_ home: DeskHome, _ start: Start = .shell, environment more: [String: String] = [:]) throws {
    self.home = home
    let environment = home.environment(
      ["PROGRAM": Caltui.program, "SWIFT_BACKTRACE": "enable=no", "PS1": "shell> ", "ENV": ""].merging(more) { $1 })
    switch start {
    case .alone:
      line = try PtyProgram(Caltui.program, environment: environment)
      process = line.process
    case .shell:
      // Cores of crashes on purpose are of no use to anybody.
      let script = "ulimit -c 0; read go; \"$PROGRAM\"; echo \"EXIT $?\"; read stay"
      line = try PtyProgram("/bin/sh", ["-c", script], environment: environment)
      modesBefore = line.modes
      line.type("\n")
    case .jobs:
      line = try PtyProgram("/bin/sh", ["-i"], environment: environment)
      guard line.read(until: { $0.text.contains("shell> ") }) else {
        throw NotSeen(expected: "a shell", rows: [line.text])
      }
      modesBefore = line.modes
      line.type("\"$PROGRAM\"\n")
    }
  }

  // MARK: - Looking

  /// Feeds the screen with what was written since.
  private func look() {
    screen.feed(Array(line.output[fed...]))
    fed = line.output.count
  }

  /// Reads until the screen is as expected.
  func see(_ expected: String, within limit: Duration = .seconds(20), _ condition: (EmulatedTerminal) -> Bool) throws {
    let deadline = ContinuousClock.now + limit
    // In slices, because a condition may also be about something other than the screen.
    while !line.read(
      within: .milliseconds(10),
      until: { _ in
        look()
        return condition(screen)
      })
    {
      guard ContinuousClock.now < deadline, line.end == nil else {
        throw NotSeen(expected: expected, rows: screen.rows)
      }
    }
    if process < 0 { process = child() ?? -1 }
  }

  func see(_ texts: String...) throws {
    try see(texts.joined(separator: " + ")) { screen in texts.allSatisfy { screen.shows($0) } }
  }

  /// Reads what comes within so long.
  func look(for time: Duration) {
    line.read(within: time) { _ in false }
    look()
  }

  /// For how long the desk's threads have been ready to run and had no processor, in milliseconds.
  var starved: Double {
    let tasks = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/task")) ?? []
    return tasks.reduce(0) { $0 + (ProcessTimes.starved("\(process)/task/\($1)") ?? 0) }
  }

  func type(_ keys: String) { line.type(keys) }

  /// The shell's child.
  private func child() -> pid_t? {
    let shell = line.process
    let text = try? String(contentsOfFile: "/proc/\(shell)/task/\(shell)/children", encoding: .utf8)
    return text?.split(separator: " ").first.flatMap { pid_t($0) }
  }

  // MARK: - Ending

  func send(signal: Int32) { if process > 0 { kill(process, signal) } }

  /// How a process went.
  struct Going {
    /// From the call until it was gone; infinite when it was not.
    var milliseconds: Double = 0
    /// Of these, its main thread was ready to run and the machine had no processor for it.
    var starved: Double = 0
    /// Of processors, used meanwhile.
    var work: Double = 0
    var own: Double { milliseconds - starved }
  }

  /// Waits until the desk is gone, reading what it says unless the reader has stopped.
  func going(reads: Bool = true, within limit: Duration = .seconds(10), after blow: () -> Void) -> Going {
    let first = ProcessTimes(process) ?? ProcessTimes()
    var last = first
    let start = ContinuousClock.now
    blow()
    while let times = ProcessTimes(process) {
      last = times
      guard start.duration(to: .now) < limit else { return Going(milliseconds: .infinity) }
      if reads, line.terminal >= 0 {
        line.read(within: .milliseconds(1)) { _ in false }
      } else {
        usleep(1_000)
      }
    }
    return Going(
      milliseconds: start.duration(to: .now) / .milliseconds(1), starved: last.starved - first.starved,
      work: last.work - first.work)
  }
}

/// What the kernel says of a process, in milliseconds.
struct ProcessTimes {
  var work: Double = 0
  /// Its main thread stood in line for a processor.
  var starved: Double = 0
  var state: Character = "R"

  init() {}

  /// `nil` when it has ended, waited for or not.
  init?(_ process: pid_t) {
    guard process > 0, let stat = ProcessTimes.text("/proc/\(process)/stat"), let name = stat.lastIndex(of: ")") else {
      return nil
    }
    let fields = stat[stat.index(after: name)...].split(separator: " ")
    guard fields.count > 12, fields[0] != "Z", fields[0] != "X", let state = fields[0].first else { return nil }
    self.state = state
    let ticks = (Double(fields[11]) ?? 0) + (Double(fields[12]) ?? 0)
    work = ticks * 1000 / Double(sysconf(Int32(_SC_CLK_TCK)))
    starved = ProcessTimes.starved("\(process)") ?? 0
  }

  /// Of a process its main thread.
  static func starved(_ task: String) -> Double? {
    let waits = ProcessTimes.text("/proc/\(task)/schedstat")?.split(separator: " ").dropFirst().first
    return waits.flatMap { Double($0) }.map { $0 / 1_000_000 }
  }

  private static func text(_ path: String) -> String? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var buffer = [UInt8](repeating: 0, count: 2048)
    let count = read(descriptor, &buffer, buffer.count)
    return count > 0 ? String(decoding: buffer[..<count], as: UTF8.self) : nil
  }
}
