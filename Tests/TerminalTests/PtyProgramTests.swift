import Glibc
import TestTerminal
import Testing

/// The instrument itself, on programs that every system has.
@Suite struct PtyProgramTests {
  private func shell(_ script: String) throws -> PtyProgram {
    try PtyProgram("/bin/sh", ["-c", script], environment: ["PATH": "/usr/bin:/bin", "WORD": "given"], columns: 70)
  }

  @Test func theProgramHasATerminalOfTheSizeAndTheEnvironmentGiven() throws {
    let program = try shell("stty size; echo $WORD $HOME-; tty >/dev/null && echo terminal")
    #expect(program.waitForEnd() == .exited(0))
    #expect(program.text == "24 70\r\ngiven -\r\nterminal\r\n")
  }

  @Test func keysReachItAndItsAnswersComeBack() throws {
    let program = try shell("read line; echo \"<$line>\"; exit 7")
    program.type("Zoë\r")
    #expect(program.read { $0.text.contains("<Zoë>") })
    #expect(program.waitForEnd() == .exited(7))
  }

  @Test func aNewSizeIsSignalled() throws {
    let program = try shell("trap 'stty size; exit 0' WINCH; echo ready; while :; do read line; done")
    #expect(program.read { $0.text.contains("ready") })
    program.resize(rows: 12, columns: 40)
    // The shell runs its trap between two commands.
    program.type("\r")
    #expect(program.read { $0.text.contains("12 40") })
    #expect(program.waitForEnd() == .exited(0))
  }

  @Test func signalsAndCtrlCWorkAsForAnyProgram() throws {
    let terminated = try shell("echo ready; read line")
    #expect(terminated.read { $0.text.contains("ready") })
    terminated.send(signal: SIGTERM)
    #expect(terminated.waitForEnd() == .signalled(SIGTERM))
    let interrupted = try shell("echo ready; read line")
    #expect(interrupted.read { $0.text.contains("ready") })
    interrupted.type("\u{3}")
    #expect(interrupted.waitForEnd() == .signalled(SIGINT))
  }

  @Test func whatNeverComesEndsTheWait() throws {
    let program = try shell("echo ready; read line")
    #expect(!program.read(within: .milliseconds(100)) { $0.text.contains("never") })
    #expect(program.waitForEnd(within: .milliseconds(10)) == nil)
  }

  @Test func aProgramThatIsNotThereExitsAsShellsSay() throws {
    let program = try PtyProgram("/no/such/program", environment: [:])
    #expect(program.waitForEnd() == .exited(127))
  }
}
