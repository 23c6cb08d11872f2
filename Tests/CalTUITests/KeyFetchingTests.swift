import BookingModel
import CalClient
import Foundation
import Testing

@testable import CalTUI

@Suite final class KeyFetchingTests {
  private let folder = NSTemporaryDirectory() + "caltui-keys-" + UUID().uuidString

  init() throws { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  private func keyFile(_ content: String, mode: Int) throws -> Configuration.KeySource {
    let path = folder + "/key"
    try Data(content.utf8).write(to: URL(fileURLWithPath: path))
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    return .file(path)
  }

  @Test func `a file of mode 0600 gives its key`() throws {
    #expect(try keyFile("cal_x\n", mode: 0o600).fetch().reveal() == "cal_x")
    #expect(try keyFile("cal_x", mode: 0o400).fetch().reveal() == "cal_x")
  }

  @Test(arguments: [0o644, 0o640, 0o604, 0o660]) func `a file that others can read is refused`(mode: Int) throws {
    #expect(throws: ConfigurationProblem.keyFileMode(path: folder + "/key", mode: UInt32(mode))) {
      try keyFile("cal_x", mode: mode).fetch()
    }
  }

  @Test func `a missing or empty file is refused`() throws {
    #expect(throws: ConfigurationProblem.keyFile(path: "/nonexistent/key", reason: "there is no such file")) {
      try Configuration.KeySource.file("/nonexistent/key").fetch()
    }
    #expect(throws: ConfigurationProblem.badKey(source: folder + "/key")) { try keyFile("\n", mode: 0o600).fetch() }
    #expect(throws: ConfigurationProblem.keyFile(path: folder, reason: "not a regular file")) {
      try Configuration.KeySource.file(folder).fetch()
    }
  }

  @Test(arguments: ["echo cal_x", "printf 'cal_x\\nsecond line\\n'", "printf cal_x", "printf ' cal_x \\r\\n'"])
  func `a command's first line is the key`(command: String) throws {
    #expect(try Configuration.KeySource.command(command).fetch().reveal() == "cal_x")
  }

  @Test(arguments: [
    ("exit 3", "it ended with status 3"), ("true", "it printed nothing"), ("kill -9 $$", "it was ended by signal 9"),
    ("exec sleep 30", "it did not end within 0 s"), ("yes", "it printed more than a key"),
  ])
  func `a command that fails says how`(command: String, reason: String) {
    #expect(throws: ConfigurationProblem.keyCommand(reason: reason)) {
      try Configuration.KeySource.command(command).fetch(timeout: command.contains("sleep") ? 0 : 20)
    }
  }
}
