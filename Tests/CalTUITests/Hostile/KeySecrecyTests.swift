import CalClient
import CalProtocol
import Foundation
import Glibc
import Testing

@testable import CalTUI

/// The API key is in no output, no error, no file, no argument list and no child's environment, even where the server repeats it in every answer.
@Suite(.enabled(if: BuiltProgram.path != nil, "the program is not built beside the tests"))
struct KeySecrecyTests {
  private static let key = "cal_live_S3cret/Key+0123456789"
  /// Parts that would tell most of it.
  private static let parts = ["S3cret", "0123456789"]

  private static func leaks(_ text: String) -> Bool { parts.contains(where: text.contains) }

  /// An answer of the right shape with the key wherever a text may stand.
  private static func answer(_ target: String, _ style: Int) -> String {
    let escaped = key.unicodeScalars.map { "\\u" + String(format: "%04x", $0.value) }.joined()
    let word = [key, escaped, key.replacingOccurrences(of: "/", with: "\\/"), "Bearer " + key + " " + key][style % 4]
    func data(_ data: String) -> String {
      OneShotServer.json(200, #"{"status":"success","data":\#(data)}"#, headers: "X-Key: \(key)\r\n")
    }
    if target.hasPrefix("/v2/me") {
      return data(
        #"{"id":1,"username":"u\#(word)","name":"n \#(word)","email":"x@x.example","timeZone":"Europe/Berlin"}"#)
    }
    if target.hasPrefix("/v2/event-types") {
      let service =
        #"{"id":1,"slug":"wash","title":"W \#(word)","description":"\#(word)","lengthInMinutes":30,"bookingFields":[{"type":"name","slug":"name","label":"\#(word)","required":true},{"type":"phone","slug":"attendeePhoneNumber","required":true}],"locations":[]}"#
      return data("[\(service)]")
    }
    if target.hasPrefix("/v2/schedules") {
      return data(
        #"{"id":1,"name":"\#(word)","timeZone":"Europe/Berlin","availability":[],"isDefault":true,"overrides":[]}"#)
    }
    if target.hasPrefix("/v2/slots") { return data(#"{"2026-11-24":[{"start":"2026-11-24T10:00:00.000+01:00"}]}"#) }
    let booking =
      #"{"id":1,"uid":"abc","title":"T \#(word)","status":"accepted","start":"2026-11-24T09:00:00.000Z","end":"2026-11-24T09:30:00.000Z","eventTypeId":1,"eventType":{"id":1,"slug":"wash"},"hosts":[],"attendees":[{"name":"N \#(word)","email":"a@x.example","timeZone":"Europe/Berlin"}],"metadata":{"m":"\#(word)"},"bookingFieldsResponses":{"vehicle":"\#(word)"},"createdAt":"2026-11-23T09:00:00.000Z"}"#
    return data(target.contains("/bookings/") ? booking : "[\(booking)]")
  }

  private static let failures =
    FaultSuite.isLong ? [400, 401, 403, 404, 409, 422, 429, 500, 502] : [400, 401, 404, 500]

  /// - Parameter count: how many of them; what is tried again takes its time.
  private func commands(_ folder: ShopFolder, _ environment: [String: String], count: Int = .max) async -> String {
    var said = ""
    let all = [
      ["book", "--service", "wash", "--start", "2026-11-24T10:00", "--name", "A", "--phone", "+4930123456"],
      ["services"], ["cancel", "abc", "--reason", "r"],
      ["slots", "--service", "wash", "--from", "2026-11-24", "--to", "2026-11-24"],
      ["list", "--from", "2026-11-24"],
      ["find", "n"],
      ["move", "abc", "--start", "2026-11-25T10:00"], ["doctor"], ["audit", "show"],
    ]
    for words in all.prefix(count) {
      for extra in [[], ["--json"]] {
        let run = await CommandRun.of(words + extra, folder.environment(environment))
        #expect(!KeySecrecyTests.leaks(run.output) && !KeySecrecyTests.leaks(run.errors), "\(words + extra): \(run)")
        said += run.output + run.errors
      }
    }
    return said
  }

  private func expectNoFile(below path: String, except names: Set<String> = [], hasStore: Bool? = true) throws {
    let files = FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []
    if let hasStore { #expect(files.contains { $0.hasSuffix(".sqlite") } == hasStore) }
    for file in files where !names.contains(file) {
      guard let content = FileManager.default.contents(atPath: path + "/" + file) else { continue }
      for part in KeySecrecyTests.parts { #expect(content.range(of: Data(part.utf8)) == nil, "\(file)") }
    }
  }

  @Test(arguments: 0..<4) func `answers that repeat the key bring it nowhere`(style: Int) async throws {
    let server = try OneShotServer { KeySecrecyTests.answer($0.target, style) }
    defer { server.stop() }
    let folder = try ShopFolder()
    let said = await commands(
      folder, ["CAL_API_URL": "http://127.0.0.1:\(server.port)", "CAL_API_KEY": KeySecrecyTests.key])
    // They were read and shown, with a mask in the key's place.
    #expect(said.contains("[API key]"))
    try expectNoFile(below: folder.path)
  }

  @Test(arguments: failures) func `refusals and failures that repeat the key bring it nowhere`(status: Int) async throws
  {
    let server = try OneShotServer { request in
      let words = #"Invalid key \#(KeySecrecyTests.key) for \#(request.target)"#
      return OneShotServer.json(
        status,
        #"{"status":"error","error":{"code":"\#(KeySecrecyTests.key)","message":"\#(words)","details":{"m":"\#(words)"}},"message":"\#(words)"}"#,
        headers: "Retry-After: 1\r\nX-Request-Id: \(KeySecrecyTests.key)\r\n")
    }
    defer { server.stop() }
    let folder = try ShopFolder()
    _ = await commands(
      folder, ["CAL_API_URL": "http://127.0.0.1:\(server.port)", "CAL_API_KEY": KeySecrecyTests.key],
      count: status < 429 || FaultSuite.isLong ? .max : 3)
    try expectNoFile(below: folder.path, hasStore: nil)
  }

  /// A key of another file's mode, a config with a key in the wrong place, a URL with one: the errors name the place.
  @Test func `what is wrong with a key is told without it`() async throws {
    let folder = try ShopFolder(
      config: "profile = \"s\"\n[profiles.s]\nurl = \"https://x.example\"\napi_key_file = \"~/key\"\n")
    try Data(KeySecrecyTests.key.utf8).write(to: URL(fileURLWithPath: folder.path + "/key"))
    chmod(folder.path + "/key", 0o644)
    for (environment, words) in [
      ([:], ["doctor"]), ([:], ["services", "--json"]), (["CAL_API_KEY": KeySecrecyTests.key + "\u{E9}"], ["services"]),
      (["CAL_API_URL": "https://\(KeySecrecyTests.key)@x.example", "CAL_API_KEY": KeySecrecyTests.key], ["services"]),
      (["CAL_API_URL": "https://x.example:\(KeySecrecyTests.key)", "CAL_API_KEY": KeySecrecyTests.key], ["services"]),
      (["CAL_API_URL": KeySecrecyTests.key, "CAL_API_KEY": KeySecrecyTests.key], ["services", "--json"]),
      (["CAL_API_KEY": KeySecrecyTests.key, "CAL_API_URL": "http://x.example"], ["doctor", "--json"]),
    ] as [([String: String], [String])] {
      let run = await CommandRun.of(words, folder.environment(environment))
      #expect(run.code != 0)
      #expect(!KeySecrecyTests.leaks(run.output + run.errors), "\(run)")
    }
  }

  @Test func `neither the argument list nor a child's environment has it`() async throws {
    let held = DispatchSemaphore(value: 0)
    let asked = DispatchSemaphore(value: 0)
    let server = try OneShotServer { request in
      asked.signal()
      held.wait()
      return KeySecrecyTests.answer(request.target, 0)
    }
    defer { server.stop() }
    // The pair in the environment belongs to another server: the command is run with it around.
    let config = """
      [profiles.s]
      url = "http://127.0.0.1:\(server.port)"
      api_key_command = "tr '\\\\0' '\\\\n' < /proc/self/environ > $HOME/environment; cat $HOME/key"
      """
    let folder = try ShopFolder(config: config)
    try Data(KeySecrecyTests.key.utf8).write(to: URL(fileURLWithPath: folder.path + "/key"))
    let program = try BuiltProgram(
      ["services", "--profile", "s"],
      folder.environment(["CAL_API_URL": "https://other.example", "CAL_API_KEY": "cal_live_S3cret_other"]))
    await withCheckedContinuation { continuation in
      Thread {
        asked.wait()
        continuation.resume()
      }.start()
    }
    let line = try String(contentsOfFile: "/proc/\(program.pid)/cmdline", encoding: .utf8)
    #expect(line.contains("services") && !KeySecrecyTests.leaks(line))
    for _ in 0..<20 { held.signal() }
    #expect(program.finish().code == 0)
    let environment = try String(contentsOfFile: folder.path + "/environment", encoding: .utf8)
    #expect(environment.contains("HOME=") && !KeySecrecyTests.leaks(environment))
    try expectNoFile(below: folder.path, except: ["key", ".config/caltui/config.toml"])
  }

  /// The kernel says of a process that was ended by a signal whether it left a core.
  @Test func `a crash leaves no core`() throws {
    let path = try #require(BuiltProgram.path)
    let folder = try ShopFolder()
    func end(_ program: String) throws -> String {
      let script = """
        ulimit -c unlimited; cd "$HOME"
        \(program) > ready & pid=$!
        for i in $(seq 500); do [ -s ready ] && break; sleep 0.02; done
        kill -SEGV $pid; wait $pid; ls core* 2>/dev/null; rm -f ready core*
        """
      let run = try BuiltProgram(
        ["-c", script], folder.environment(["SWIFT_BACKTRACE": "enable=no"]), path: "/bin/bash"
      ).finish()
      return run.output + run.errors
    }
    // Where the machine lets nobody leave a core, this cannot be seen.
    let usual = try end("sh -c 'echo ready; exec sleep 60'")
    try #require(usual.contains("Segmentation fault"))
    let ours = try end("'\(path)' serve --json")
    #expect(ours.contains("Segmentation fault"), "\(ours)")
    #expect(!ours.contains("core dumped"), "\(ours)")
    if !usual.contains("core dumped") { print("no program leaves a core on this machine: nothing was shown") }
  }
}
