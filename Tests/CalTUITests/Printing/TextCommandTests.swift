import BookingModel
import Foundation
import TestDesk
import Testing

@testable import CalTUI

/// A folder that goes with the test.
private final class Folder {
  let path = NSTemporaryDirectory() + "caltui-print-" + UUID().uuidString
  init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }
  deinit { try? FileManager.default.removeItem(atPath: path) }
  func text(_ name: String) -> String? { try? String(contentsOfFile: path + "/" + name, encoding: .utf8) }
}

@Suite("Commands that get text", .serialized)
struct TextCommandTests {
  @Test func `the text arrives whole on standard input, also a long one`() throws {
    let folder = try Folder()
    let text = String(repeating: "Ünïcode line 田中\n", count: 20_000)
    let ending = TextCommand(command: "cat > '\(folder.path)/out'").run(text)
    #expect(ending == .ended(status: 0, said: ""))
    #expect(folder.text("out") == text)
  }

  @Test func `a command may reopen its standard input, or not read it at all`() throws {
    let folder = try Folder()
    #expect(TextCommand(command: "cp /dev/stdin '\(folder.path)/out'").run("slip\n") == .ended(status: 0, said: ""))
    #expect(folder.text("out") == "slip\n")
    #expect(TextCommand(command: "true").run(String(repeating: "x", count: 300_000)) == .ended(status: 0, said: ""))
  }

  @Test func `a failure comes with its status and the first line of its errors`() {
    #expect(
      TextCommand(command: "echo out; echo >&2; echo 'lp: no default destination' >&2; echo more >&2; exit 3").run("x")
        == .ended(status: 3, said: "lp: no default destination"))
    #expect(TextCommand(command: "echo only this; exit 1").run("x") == .ended(status: 1, said: "only this"))
    #expect(TextCommand(command: "kill -TERM $$").run("x") == .killed(signal: 15))
    guard case .ended(127, let said) = TextCommand(command: "no-such-program-at-all").run("x") else {
      Issue.record("it ran")
      return
    }
    #expect(said.contains("not found"))
  }

  @Test func `one that hangs is ended with all that it started`() throws {
    let folder = try Folder()
    let command = TextCommand(
      command: "(sleep 60; echo late > '\(folder.path)/late') & echo $! > '\(folder.path)/pid'; sleep 60",
      milliseconds: 1_500)
    let start = Stopwatch.milliseconds()
    #expect(command.run("x") == .tookTooLong)
    #expect(Stopwatch.milliseconds() - start < 15_000)
    let pid = try #require(folder.text("pid").flatMap { pid_t($0.trimmingCharacters(in: .whitespacesAndNewlines)) })
    // Killed with its group; whoever adopts it may not have reaped it yet, so a zombie counts as gone.
    var isGone = false
    // The signal is sent, but on a busy machine not yet delivered.
    for _ in 0..<5_000 where !isGone {
      let state = (try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8)) ?? ") Z"
      isGone = state.contains(") Z") || state.contains(") X")
      if !isGone { usleep(1_000) }
    }
    #expect(isGone)
  }

  @Test func `one that floods its output ends all the same, and little of it is kept`() {
    let ending = TextCommand(command: "yes 'no paper' | head -c 20000000 >&2; exit 4").run("x")
    #expect(ending == .ended(status: 4, said: "no paper"))
    #expect(
      TextCommand(command: "yes", milliseconds: 300).run("x") == .tookTooLong)
    guard case .ended(0, let said) = TextCommand(command: "head -c 1000000 /dev/zero | tr '\\0' x").run("x") else {
      Issue.record("it failed")
      return
    }
    #expect(said.utf8.count == TextCommand.outputLimit)
  }

  @Test func `one that leaves something running behind it does not hold the desk up`() {
    let start = Stopwatch.milliseconds()
    #expect(TextCommand(command: "sleep 20 & exit 0").run("x") == .ended(status: 0, said: ""))
    #expect(Stopwatch.milliseconds() - start < 15_000)
  }

  @Test func `it has no terminal to write on, no signal blocked, and no API key`() throws {
    setenv("CAL_API_KEY", "cal_live_secret", 1)
    defer { unsetenv("CAL_API_KEY") }
    #expect(
      TextCommand(command: "echo \"key:$CAL_API_KEY\" >&2").run("x") == .ended(status: 0, said: "key:"))
    guard case .ended(let status, _) = TextCommand(command: "echo drawn > /dev/tty").run("x") else {
      Issue.record("it hung")
      return
    }
    #expect(status != 0)
    #expect(
      TextCommand(command: "grep SigBlk /proc/self/status >&2").run("x")
        == .ended(status: 0, said: "SigBlk:\t0000000000000000"))
  }
}

@Suite("Printer")
struct PrinterTests {
  private let slip = Paper.slip(
    Slip(
      shop: TestShop().facts, booking: TestShop.mondaysBookings[2], service: TestShop.threeServices[0],
      printedAt: TestShop.monday10))
  private let day = Paper.day(
    DaySheet(
      shop: TestShop().facts, day: TestShop.day("2026-11-23"), printedAt: TestShop.monday10, rows: []))

  private func printer(_ folder: String, _ settings: PrintSettings = PrintSettings()) -> Printer {
    Printer(
      settings: settings, keptFolder: folder + "/state/slips", configFile: "/home/ann/.config/caltui/config.toml",
      home: "/home/ann")
  }

  @Test func `the command gets exactly the text of the slip`() throws {
    let folder = try Folder()
    let command = "cat > '\(folder.path)/printed'"
    let outcome = printer(folder.path, PrintSettings(slipCommand: command, slipFolder: folder.path)).print(slip)
    #expect(outcome == .sent(command: command))
    #expect(folder.text("printed") == PaperText(slip).text)
  }

  @Test func `a failing command is told in one line`() throws {
    let folder = try Folder()
    let command = "echo 'lp: Error\u{1B}[2J - no\tprinter' >&2; exit 1"
    guard case .failed(let trouble) = printer(folder.path, PrintSettings(slipCommand: command)).print(slip) else {
      Issue.record("it was taken for printed")
      return
    }
    let text = NoticeText(.printed(.slip, .failed(trouble)), shop: TestShop().facts, keys: .standard).text
    #expect(text.contains("(status 1): lp: Error"))
    #expect(text.unicodeScalars.allSatisfy { $0.value >= 0x20 })
  }

  @Test func `a folder gets a file of its own each time, for its owner alone`() throws {
    let folder = try Folder()
    let target = folder.path + "/a/b"
    let printer = printer(folder.path, PrintSettings(slipFolder: target, slipColumns: 32))
    guard case .saved(let first) = printer.print(slip), case .saved(let second) = printer.print(slip) else {
      Issue.record("not saved")
      return
    }
    #expect(first != second && second.hasSuffix("-2.txt"))
    #expect(try String(contentsOfFile: first, encoding: .utf8) == PaperText(slip, slipColumns: 32).text)
    let mode = { (path: String) in
      try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }
    #expect(try mode(first) == 0o600)
    #expect(try mode(target) == 0o700)
  }

  @Test func `a folder that cannot be had is told with its reason`() throws {
    let folder = try Folder()
    try Data().write(to: URL(filePath: folder.path + "/file"))
    let outcome = printer(folder.path, PrintSettings(slipFolder: folder.path + "/file")).print(slip)
    #expect(outcome == .failed(.notSaved(path: folder.path + "/file", reason: "it is not a folder")))
  }

  @Test func `with nothing configured it is kept beside the store, and the missing line is named`() throws {
    let folder = try Folder()
    guard case .kept(let path, let config, let lines) = printer(folder.path).print(slip) else {
      Issue.record("not kept")
      return
    }
    #expect(path.hasPrefix(folder.path + "/state/slips/slip-2026-11-23-1130-"))
    #expect(config == "~/.config/caltui/config.toml")
    #expect(lines == PaperText(slip).lines.count)
    #expect(try String(contentsOfFile: path, encoding: .utf8) == PaperText(slip).text)
  }

  @Test func `sheets have settings of their own, else the slip's serve`() {
    var settings = PrintSettings(slipCommand: "receipt")
    #expect(printer("/s", settings).place(of: .day) == .command("receipt"))
    settings.printFolder = "/days"
    #expect(printer("/s", settings).place(of: .day) == .folder("/days"))
    #expect(printer("/s", settings).place(of: .slip) == .command("receipt"))
    settings.printCommand = "lp"
    #expect(printer("/s", settings).place(of: .handOver) == .command("lp"))
  }

  @Test func `the unlock command decides by its status, and gets what was typed as a line`() {
    func answer(_ command: String, _ typed: String) -> UnlockAnswer {
      let command = TextCommand(command: command, milliseconds: 20_000)
      return UnlockAnswer(command.run(typed + "\n"), command)
    }
    #expect(answer("read code; test \"$code\" = 1234", "1234") == .unlocked)
    #expect(answer("read code; test \"$code\" = 1234", "12345") == .refused)
    guard case .failed = answer("no-such-program-at-all", "1234") else {
      Issue.record("a command that is missing must be told")
      return
    }
  }
}
