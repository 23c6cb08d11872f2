import Foundation
import Glibc
import Testing

enum SmallDisk {
  /// A name space of its own, in which everybody is an administrator.
  static let canMount: Bool = {
    guard let unshare = DeskHome.find("unshare") else { return false }
    let script = "mount -t tmpfs -o size=64k none /tmp"
    let ending = try? ChildProcess.run(
      unshare, ["-rm", "sh", "-c", script], environment: ["PATH": DeskHome.searchPath])
    return ending?.code == 0
  }()
}

/// A disk that is really full, under a desk that runs: a small file system of its own, filled and emptied while it types.
@Suite(
  .enabled(if: TmuxTerminal.isThere, "tmux is not installed"),
  .enabled(if: SmallDisk.canMount, "this machine lets nobody but its administrator mount"))
struct FullDiskTests {
  /// The folder of the desk's store is on the small disk, that of the shop's database is not. `fill` and `free` are asked for by files.
  private static let script = """
    exec unshare -rm sh -c '
      disk=$HOME/.local/state/caltui
      mkdir -p $disk && mount -t tmpfs -o size=3m,mode=0700 none $disk
      (
        while [ ! -e $HOME/fill ]; do sleep 0.02; done
        dd if=/dev/zero of=$disk/filler bs=4096 2>/dev/null
        touch $HOME/filled
        while [ ! -e $HOME/free ]; do sleep 0.02; done
        rm $disk/filler
        touch $HOME/freed
      ) &
      $PROGRAM; echo "EXIT $?"
      [ -e $HOME/again ] && $PROGRAM
      exec cat'
    """

  private func ask(_ home: DeskHome, _ question: String, _ answer: String) async throws {
    try Data().write(to: URL(filePath: home.path + "/" + question))
    try await eventually(answer) { FileManager.default.fileExists(atPath: home.path + "/" + answer) }
  }

  @Test func aFullDiskIsToldNothingIsSentAndNothingTypedIsLost() async throws {
    let home = try DeskHome()
    let desk = try TmuxTerminal(home, script: FullDiskTests.script)
    try await desk.acceptSetup()
    try await desk.openForm()
    try desk.type("Dee")
    try await desk.see("Dee")
    try await ask(home, "fill", "filled")
    // Typing goes on, and the desk says that it is not kept.
    try desk.type(" Park")
    try await desk.see("Dee Park", "The disk is full: nothing new is kept")
    try desk.press("Enter")
    try desk.type("2125550142")
    try desk.press("NPage")
    try await desk.see(row: "y", "books it")
    // Without its row in the journal nothing leaves.
    try desk.press("y")
    try await desk.see("The disk is full: nothing was sent")
    let listed = try home.command(["list", "--json"], ["XDG_STATE_HOME": home.path + "/other"])
    #expect(listed.output == "[]\n")
    // There is room again: it is kept by itself, and the same booking is sent.
    try await ask(home, "free", "freed")
    try await desk.see("The disk works again: everything is kept")
    if try !desk.screen().shows("books it") { try desk.press("NPage") }
    try await desk.see(row: "y", "books it")
    try desk.press("y")
    try await desk.see("Booked")
    let after = try home.command(["list", "--json"], ["XDG_STATE_HOME": home.path + "/other"])
    #expect(after.output.contains("Dee Park"))
    #expect(after.output.components(separatedBy: "\"uid\":").count == 2)
  }

  @Test func whatWasTypedOnAFullDiskIsThereAfterAKill() async throws {
    let home = try DeskHome()
    try Data().write(to: URL(filePath: home.path + "/again"))
    let desk = try TmuxTerminal(home, script: FullDiskTests.script)
    try await desk.acceptSetup()
    try await desk.openForm()
    try await ask(home, "fill", "filled")
    try desk.type("Zoe Quill")
    try await desk.see("Zoe Quill", "The disk is full: nothing new is kept")
    try await ask(home, "free", "freed")
    try await desk.see("The disk works again: everything is kept")
    try await desk.end("caltui")
    try await desk.see("Zoe Quill")
  }

  @Test func leavingWhileTheDiskIsFullSaysWhatIsLost() async throws {
    let home = try DeskHome()
    let desk = try TmuxTerminal(home, script: FullDiskTests.script)
    try await desk.acceptSetup()
    try await desk.openForm()
    try await ask(home, "fill", "filled")
    try desk.type("Zoe Quill")
    try await desk.see("Zoe Quill", "The disk is full: nothing new is kept")
    try await desk.end("caltui", by: SIGTERM)
    try await desk.see("what was typed last could not be kept", "EXIT 143")
  }

  /// A disk that can only be read: one line, before anything is asked or sent.
  @Test func onAReadOnlyDiskACommandSaysSoAndSendsNothing() throws {
    let home = try DeskHome()
    let unshare = try #require(DeskHome.find("unshare"))
    let script = """
      disk=$HOME/.local/state/caltui
      mkdir -p $disk && mount -t tmpfs -o size=3m,mode=0700 none $disk || exit 99
      $PROGRAM services >/dev/null && $PROGRAM doctor >/dev/null && mount -o remount,ro $disk || exit 98
      exec $PROGRAM book --service express-wash --start 2026-11-23T11:00 --name A --phone 2125550142
      """
    let ending = try ChildProcess.run(
      unshare, ["-rm", "sh", "-c", script], environment: home.environment(["PROGRAM": Caltui.program]))
    #expect(ending.code == 1, "\(ending)")
    #expect(ending.errors.contains("Read-only file system"))
    #expect(ending.errors.split(separator: "\n").count == 1)
    #expect(try home.command(["list", "--json"]).output == "[]\n")
  }
}
