import Foundation
import Synchronization
import Testing

/// The main job by keys in every terminal that shops have.
///
/// The desk runs under each name of a terminal, and tmux, a real emulator that understands the sequences of all of them, tells what its
/// bytes have drawn. What should be there is what the same keys lead to under tmux's own name: the clock is set, so both desks hold
/// the same, and a frame does not know what terminal it is for. That a frame arrives cell by cell, with its looks, ``FrameMatrixTests`` holds
/// against the frames themselves.
@Suite(.enabled(if: TmuxTerminal.isThere, "tmux is not installed"))
struct TerminalMatrixTests {
  private static let script =
    "stty -a >$HOME/modes-before; $PROGRAM; echo $? >$HOME/code; stty -a >$HOME/modes-after; exec cat"

  private let patience: Duration = .seconds(15)

  private static func open(_ surroundings: Surroundings, script: String = script) throws -> TmuxTerminal {
    try TmuxTerminal(
      DeskHome(), columns: surroundings.columns, rows: surroundings.rows, environment: surroundings.environment,
      script: script)
  }

  private static func press(_ step: MainJob.Step, in desk: TmuxTerminal) throws {
    try desk.press(all: step.keys)
    if !step.text.isEmpty { try desk.type(step.text) }
  }

  /// What the pages look like, told once for each size and set of characters.
  private static let references = Mutex<[Surroundings: [MainJob.Picture]]>([:])

  private func reference(_ surroundings: Surroundings) async throws -> [MainJob.Picture] {
    var own = surroundings
    own.kind = .reference
    own.isColored = true
    if let known = TerminalMatrixTests.references.withLock({ $0[own] }) { return known }
    let desk = try TerminalMatrixTests.open(own)
    var pictures: [MainJob.Picture] = []
    for step in MainJob.steps {
      try TerminalMatrixTests.press(step, in: desk)
      try await desk.wait(for: step.name, within: patience) { screen in
        MainJob.Picture(screen) != pictures.last && step.sights.allSatisfy { screen.shows($0) }
      }
      pictures.append(MainJob.Picture(try await desk.settled()))
    }
    TerminalMatrixTests.references.withLock { [pictures] in $0[own] = pictures }
    return pictures
  }

  @Test(.timeLimit(.minutes(5)), arguments: Surroundings.played)
  func theMainJobLooksTheSameInEveryTerminal(_ surroundings: Surroundings) async throws {
    if !surroundings.kind.isDescribed { try Test.cancel("no description of \(surroundings.kind.name) is installed") }
    let expected = try await reference(surroundings)
    let desk = try TerminalMatrixTests.open(surroundings)
    for (step, picture) in zip(MainJob.steps, expected) {
      try TerminalMatrixTests.press(step, in: desk)
      try await desk.wait(for: "\(step.name), like this:\n\(picture)\n", within: patience) { screen in
        // A cursor that the terminal cannot hide stands somewhere.
        if surroundings.kind.keepsCursor, picture.cursor.isEmpty {
          return MainJob.Picture(screen).rows == picture.rows
        }
        return MainJob.Picture(screen) == picture
      }
      let looks = try desk.looks()
      #expect(looks.isColored == (surroundings.isColored && surroundings.kind.colors > 0), "\(step.name)")
      #expect(surroundings.isUTF8 || looks.isASCII, "\(step.name)")
    }
    try desk.press("q")
    let code = desk.home.path + "/code"
    let modes = desk.home.path + "/modes-after"
    try await eventually("the end") { FileManager.default.contents(atPath: modes)?.isEmpty == false }
    #expect(FileManager.default.contents(atPath: code) == Data("0\n".utf8))
    #expect(
      FileManager.default.contents(atPath: modes)
        == FileManager.default.contents(atPath: desk.home.path + "/modes-before"))
  }

  @Test func anOptionDrawsAsALocaleWithoutUTF8Does() async throws {
    let ascii = Surroundings(kind: .reference, isUTF8: false, isColored: true, columns: 80, rows: 24)
    var asked = ascii
    asked.isUTF8 = true
    let expected = try await reference(ascii)
    let desk = try TerminalMatrixTests.open(asked, script: "$PROGRAM --ascii; exec cat")
    for (step, picture) in zip(MainJob.steps, expected) {
      try TerminalMatrixTests.press(step, in: desk)
      try await desk.wait(for: "\(step.name), like this:\n\(picture)\n", within: patience) {
        MainJob.Picture($0) == picture
      }
    }
  }
}
