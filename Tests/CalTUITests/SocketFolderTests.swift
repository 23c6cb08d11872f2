import BookingModel
import CalClient
import Foundation
import Testing

@testable import CalTUI

@Suite final class SocketFolderTests {
  private let folder = NSTemporaryDirectory() + "ct-" + UUID().uuidString.prefix(8)

  init() throws { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  private func paths(_ runtime: String?) throws -> Paths {
    try Paths(environment: ["HOME": "/home/ann"].merging(runtime.map { ["XDG_RUNTIME_DIR": $0] } ?? [:]) { $1 })
  }

  private func mode(_ path: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
  }

  @Test func `the runtime folder is used and closed to others`() throws {
    #expect(try paths(folder).socketFolder(temporary: folder) == folder + "/caltui")
    #expect(try mode(folder + "/caltui") == 0o700)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder + "/caltui")
    #expect(try paths(folder).socketFolder(temporary: folder) == folder + "/caltui")
    #expect(try mode(folder + "/caltui") == 0o700)
  }

  @Test(arguments: [String?.none, "/nonexistent/folder", "/" + String(repeating: "x", count: 100)])
  func `without a usable one it is a closed folder under tmp`(runtime: String?) throws {
    let found = try paths(runtime).socketFolder(temporary: folder)
    #expect(found == folder + "/caltui-\(geteuid())")
    #expect(try mode(found) == 0o700)
    #expect((found + "/desk-4194304.sock").utf8.count <= Endpoint.longestSocketPath)
  }

  @Test func `sockets of killed programs are taken away, others stay`() throws {
    try Paths.makePrivate(folder + "/caltui", user: geteuid())
    let names = ["desk-999999999.sock", "1-\(getpid()).sock", "notes.txt", "odd.sock", "desk-x.sock"]
    for name in names { try Data().write(to: URL(fileURLWithPath: folder + "/caltui/" + name)) }
    _ = try paths(folder).socketFolder(temporary: folder)
    let left = try FileManager.default.contentsOfDirectory(atPath: folder + "/caltui").sorted()
    #expect(left == names.dropFirst().sorted())
  }

  @Test func `a link, a file or somebody else's folder in its place is refused`() throws {
    let place = folder + "/caltui-\(geteuid())"
    try FileManager.default.createSymbolicLink(atPath: place, withDestinationPath: folder)
    #expect(throws: ConfigurationProblem.folder(path: place, reason: "it is not a folder")) {
      try paths(nil).socketFolder(temporary: folder)
    }
    try FileManager.default.createDirectory(atPath: folder + "/caltui-4242", withIntermediateDirectories: true)
    #expect(throws: ConfigurationProblem.folder(path: folder + "/caltui-4242", reason: "it belongs to somebody else")) {
      try paths(nil).socketFolder(user: 4242, temporary: folder)
    }
  }
}
