import Foundation
import Glibc
import Synchronization
import Testing

/// Random and mutated input from a fixed seed: no crash, no hang, bounded memory.
///
/// Each case is a function of the seed and its number, so that one can be repeated alone: the case that ended a run stands in
/// `$TMPDIR/caltui-fuzz-case`, and `CALTUI_FUZZ_CASE=n` runs nothing but that one. `CALTUI_FUZZ_SEED` brings other cases. Short in the ordinary run;
/// `./scripts/test --long` does more than a million.
struct Fuzz {
  static let isLong = FaultSuite.isLong
  private static let environment = ProcessInfo.processInfo.environment
  static let seed = environment["CALTUI_FUZZ_SEED"].flatMap(UInt64.init) ?? 20_261_123
  private static let only = environment["CALTUI_FUZZ_CASE"].flatMap(Int.init)
  private static let block = 20_000
  /// Of processor time: generous, because a sick case takes minutes, and the machine may be slow.
  static let slowestMilliseconds = 2_000.0
  /// What may be left over after a run; answers are read and dropped.
  static let growthLimit = 160 << 20

  var name: String
  var cases: Int

  init(_ name: String, short: Int, long: Int) {
    self.name = name
    cases = Fuzz.isLong ? long : short
  }

  func run(_ body: (inout SeededRandom) throws -> Void) rethrows {
    let begin = Fuzz.resident()
    let clock = ContinuousClock.now
    var slowest = 0.0
    for number in Fuzz.only.map({ $0..<$0 + 1 }) ?? 0..<cases {
      if Fuzz.isLong || Fuzz.only != nil, number % Fuzz.block == 0 || Fuzz.only != nil {
        print("fuzz \(name) seed \(Fuzz.seed) cases \(number)..<\(min(cases, number + Fuzz.block))")
        fflush(nil)
      }
      var random = SeededRandom(seed: Fuzz.seed &+ UInt64(number) &* 0x1_0000_0001)
      Watchdog.shared.begin("\(name) seed \(Fuzz.seed) case", number)
      let start = Fuzz.processorMilliseconds()
      try body(&random)
      let taken = Fuzz.processorMilliseconds() - start
      slowest = max(slowest, taken)
      if taken > Fuzz.slowestMilliseconds {
        Issue.record("fuzz \(name) seed \(Fuzz.seed) case \(number) took \(Int(taken)) ms")
      }
    }
    Watchdog.shared.end()
    let growth = Fuzz.resident() - begin
    #expect(growth < Fuzz.growthLimit, "fuzz \(name): \(growth >> 20) MiB")
    guard Fuzz.isLong else { return }
    // The figures of RELIABILITY.md are these lines.
    let seconds = (ContinuousClock.now - clock).components.seconds
    print(
      "fuzz \(name) seed \(Fuzz.seed): \(cases) cases in \(seconds) s, slowest \(Int(slowest * 1000)) µs, \(growth >> 10) KiB more"
    )
  }

  private static func processorMilliseconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) * 1000 + Double(time.tv_nsec) / 1_000_000
  }

  private static func resident() -> Int {
    let text = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)) ?? ""
    return (text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) * Int(sysconf(Int32(_SC_PAGESIZE)))
  }

  /// A case that never ends would keep the run from saying which one it was.
  private final class Watchdog: Sendable {
    static let shared = Watchdog()
    /// The case that runs, for when a crash ends the run: `$TMPDIR/caltui-fuzz-case`.
    private let trace = open(NSTemporaryDirectory() + "/caltui-fuzz-case", O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
    private let state = Mutex<(name: String, number: Int, since: ContinuousClock.Instant)?>(nil)

    init() {
      Thread { [self] in
        while true {
          Thread.sleep(forTimeInterval: 1)
          guard let (name, number, since) = state.withLock({ $0 }), ContinuousClock.now - since > .seconds(90) else {
            continue
          }
          print("fuzz \(name) \(number) does not end")
          fflush(nil)
          abort()
        }
      }.start()
    }

    func begin(_ name: String, _ number: Int) {
      state.withLock { $0 = (name, number, ContinuousClock.now) }
      var line = Array("\(name) \(number)".utf8.prefix(95))
      line += [UInt8](repeating: 0x20, count: 95 - line.count) + [0x0A]
      pwrite(trace, line, line.count, 0)
    }
    func end() { state.withLock { $0 = nil } }
  }
}

/// Texts that must never act on anything.
enum Hostile {
  /// Escape sequences, a title, the clipboard (OSC 52), C1, overrides and isolates of direction, marks without a letter, nothing visible.
  static let texts: [String] = [
    "\u{1B}[31mred\u{1B}[0m", "\u{1B}]0;owned\u{7}", "\u{1B}]52;c;cHduZWQ=\u{7}", "\u{1B}P$q\u{1B}\\",
    "\u{9B}31m\u{9D}0;x\u{9C}",
    "\u{80}\u{85}\u{8D}\u{90}\u{9F}", "abc\u{202E}txt.exe", "\u{2066}a\u{2067}b\u{2068}c\u{2069}",
    "\u{200E}\u{200F}\u{61C}",
    "\u{301}\u{301}\u{489}", "a" + String(repeating: "\u{301}", count: 300), "\u{200B}\u{200C}\u{200D}\u{FEFF}",
    "\r\n\t\u{8}\u{7F}\u{0}\u{C}\u{B}", "\u{2028}\u{2029}", String(repeating: "W", count: 4096),
    String(repeating: "長", count: 1400), "👩‍👩‍👧‍👦🇩🇪👍🏽", "\u{FFFF}\u{10FFFF}\u{E0001}", "' OR 1=1 --", "../../etc/passwd",
    "$(id)`id`;id",
  ]

  /// All of them that act, in one name of a few dozen letters.
  static let name =
    "\u{1B}]52;c;b3du\u{7}Mal\u{9B}31m\u{1B}[2Jl\u{202E}ory\u{2067}\u{200F}\u{85}\u{2028}\u{301}\u{200B}\u{7F}\u{0}\u{8}\n\tZ"

  /// What a screen, a paper, a line of output must not hold.
  static func acts(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F...0x9F, 0x61C, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069: true
    default: false
    }
  }

  static func found(in text: some StringProtocol, allowed: Set<Unicode.Scalar> = ["\n"]) -> [String] {
    Set(text.unicodeScalars.filter { acts($0) && !allowed.contains($0) }).map { "U+" + String($0.value, radix: 16) }
      .sorted()
  }
}

/// Makes cases of what is right.
struct Mutator {
  let seeds: [[UInt8]]
  /// Put in whole.
  let words: [[UInt8]]

  init(_ seeds: [[UInt8]], words: [String] = []) {
    self.seeds = seeds
    self.words = (words + Hostile.texts.map { String($0.prefix(64)) }).map { Array($0.utf8) }
  }

  func next(_ random: inout SeededRandom, longest: Int = 8192) -> [UInt8] {
    func below(_ count: Int) -> Int { count <= 1 ? 0 : Int.random(in: 0..<count, using: &random) }
    if below(12) == 0 { return (0..<below(200)).map { _ in UInt8.random(in: 0...255, using: &random) } }
    var bytes = seeds.isEmpty ? [] : seeds[below(seeds.count)]
    for _ in 0..<1 + below(below(3) == 0 ? 12 : 3) {
      let at = below(bytes.count + 1)
      let end = min(bytes.count, at + 1 + below(below(4) == 0 ? 200 : 8))
      switch below(9) {
      case 0 where at < bytes.count: bytes[at] ^= 1 << UInt8(below(8))
      case 1 where at < bytes.count: bytes[at] = UInt8.random(in: 0...255, using: &random)
      case 2: bytes.insert(UInt8.random(in: 0...255, using: &random), at: at)
      case 3: bytes.removeSubrange(at..<end)
      case 4: bytes.insert(contentsOf: bytes[at..<end], at: below(bytes.count + 1))
      case 5: bytes = Array(bytes.prefix(at))
      case 6 where !words.isEmpty: bytes.insert(contentsOf: words[below(words.count)], at: at)
      case 7 where !seeds.isEmpty:
        let other = seeds[below(seeds.count)]
        bytes = Array(bytes.prefix(at)) + other.suffix(below(other.count + 1))
      default:
        let piece = Array(bytes[at..<end])
        for _ in 0..<below(40) { bytes.insert(contentsOf: piece, at: at) }
      }
      if bytes.count > longest { bytes.removeLast(bytes.count - longest) }
    }
    return bytes
  }

  func text(_ random: inout SeededRandom, longest: Int = 2048) -> String {
    String(decoding: next(&random, longest: longest), as: UTF8.self)
  }
}
