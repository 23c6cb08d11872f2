import Foundation
import Testing

@testable import CalTUI

/// Compares a frame with its text fixture `Frames/<name>.txt`.
///
/// `RECORD_FRAMES=1` writes the file and fails the run, so that a recording never passes for a test. A missing file
/// fails too.
func expectFrame(_ frame: Frame, fixture name: String, sourceLocation: SourceLocation = #_sourceLocation) {
  expectText(frame.dump(), fixture: name, sourceLocation: sourceLocation)
}

/// The same for another text of a frame.
func expectText(_ actual: String, fixture name: String, sourceLocation: SourceLocation = #_sourceLocation) {
  let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Frames").appendingPathComponent(name + ".txt")
  if ProcessInfo.processInfo.environment["RECORD_FRAMES"] == "1" {
    do {
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(actual.utf8).write(to: file)
      Issue.record("recorded \(name).txt; run again without RECORD_FRAMES", sourceLocation: sourceLocation)
    } catch {
      Issue.record("could not record \(file.path): \(error)", sourceLocation: sourceLocation)
    }
    return
  }
  guard let data = try? Data(contentsOf: file) else {
    Issue.record("no fixture \(name).txt; record it with RECORD_FRAMES=1", sourceLocation: sourceLocation)
    return
  }
  let expected = String(decoding: data, as: UTF8.self)
  guard expected != actual else { return }
  let difference = FrameDifference(expected: expected, actual: actual)
  Issue.record("\(name): \(difference.summary)\n\(actual)", sourceLocation: sourceLocation)
}

/// The lines in which two dumps differ.
struct FrameDifference {
  var expected: String
  var actual: String

  var summary: String {
    let old = expected.split(separator: "\n", omittingEmptySubsequences: false)
    let new = actual.split(separator: "\n", omittingEmptySubsequences: false)
    var lines: [String] = []
    for index in 0..<max(old.count, new.count) {
      let before = index < old.count ? String(old[index]) : "(none)"
      let after = index < new.count ? String(new[index]) : "(none)"
      if before != after { lines.append("line \(index + 1):\n  - \(before)\n  + \(after)") }
    }
    return "\(lines.count) lines differ\n" + lines.prefix(12).joined(separator: "\n")
  }
}
