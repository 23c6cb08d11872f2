import BookingModel
import FoundationEssentials
import Glibc

/// What a command takes from outside and where it prints, so that a test can run one in its own process.
struct Surroundings: Sendable {
  var environment: [String: String]
  var standardOutput: @Sendable (String) -> Void
  var standardError: @Sendable (String) -> Void
  /// Seconds from a write's unknown outcome to its look-ups. A command ends after the last one; the desk goes on (DESIGN 6.3).
  var lookUpSeconds: [Int64] = Resolution.firstPauses.dropLast()

  /// How long doctor waits for one answer, in milliseconds; for all of them four times that.
  var examinationMilliseconds = 5_000

  static let process = Surroundings(
    environment: ProcessInfo.processInfo.environment,
    standardOutput: { Surroundings.write($0, to: STDOUT_FILENO) },
    standardError: { Surroundings.write($0, to: STDERR_FILENO) })

  @TaskLocal static var current = Surroundings.process

  /// One line, or several that a caller has joined.
  func print(_ text: String) { standardOutput(text + "\n") }

  /// A reader that has gone (`caltui list | head`) is no failure of ours.
  private static func write(_ text: String, to descriptor: Int32) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }
}
