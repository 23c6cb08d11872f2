import BookingModel
import Testing

@testable import CalTUI

@Suite struct KeyDecoderTests {
  struct Case: CustomTestStringConvertible {
    var bytes: String
    var keys: [Key]
    var testDescription: String { bytes.debugDescription }
    init(_ bytes: String, _ keys: Key...) {
      self.bytes = bytes
      self.keys = keys
    }
  }

  static let cases: [Case] = [
    Case("aZ 9~", .character("a"), .character("Z"), .character(" "), .character("9"), .character("~")),
    Case("\r\n\t\u{7F}\u{8}", .enter, .enter, .tab, .backspace, .backspace),
    Case("\u{1}\u{3}\u{7}\u{1A}\u{0}", .control("a"), .control("c"), .control("g"), .control("z"), .control("@")),
    Case("\u{1B}[A\u{1B}[B\u{1B}[C\u{1B}[D", .up, .down, .right, .left),
    Case("\u{1B}OA\u{1B}OB\u{1B}OC\u{1B}OD", .up, .down, .right, .left),
    Case("\u{1B}[H\u{1B}[F\u{1B}OH\u{1B}OF", .home, .end, .home, .end),
    Case("\u{1B}[1~\u{1B}[2~\u{1B}[3~\u{1B}[4~\u{1B}[5~\u{1B}[6~", .home, .insert, .delete, .end, .pageUp, .pageDown),
    Case("\u{1B}[7~\u{1B}[8~\u{1B}[7$\u{1B}[8^\u{1B}[5@", .home, .end, .home, .end, .pageUp),
    Case("\u{1B}[1;5C\u{1B}[1;2A\u{1B}[3;5~\u{1B}[d\u{1B}Oc", .right, .up, .delete, .left, .right),
    Case("\u{1B}[Z\u{1B}[1;2Z\u{1B}[27;2;9~\u{1B}[9;2u", .backTab, .backTab, .backTab, .backTab),
    Case(
      "\u{1B}OP\u{1B}OS\u{1B}[11~\u{1B}[15~\u{1B}[17~\u{1B}[24~", .function(1), .function(4), .function(1),
      .function(5), .function(6), .function(12)),
    Case("\u{1B}[[A\u{1B}[[E\u{1B}[1;5P\u{1B}O5Q", .function(1), .function(5), .function(1), .function(2)),
    Case(
      "\u{1B}[27;5;103~\u{1B}[103;5u\u{1B}[97u\u{1B}[27u\u{1B}[13u", .control("g"), .control("g"), .character("a"),
      .escape, .enter),
    Case("\u{1B}Op\u{1B}Oy\u{1B}Om\u{1B}OM", .character("0"), .character("9"), .character("-"), .enter),
    Case("é田🚗", .character("é"), .character("田"), .character("🚗")),
    Case("e\u{301}x", .character("e\u{301}"), .character("x")),
    Case("👨‍👩‍👦", .character("👨‍👩‍👦")),
    // No keys of ours: mouse old and new, focus, a report, an answer, a high function key.
    Case("\u{1B}[M !!\u{1B}[<0;3;4M\u{1B}[<0;3;4m\u{1B}[I\u{1B}[O\u{1B}[?1;2c\u{1B}[25~x", .character("x")),
    Case("\u{1B}]11;rgb:0/0/0\u{7}\u{1B}]4;1;x\u{1B}\\\u{1B}P1$r0m\u{1B}\\x", .character("x")),
    // A sequence that is broken off counts for nothing, what breaks it off counts.
    Case("\u{1B}[1;\u{1B}[A\u{1B}[1\rx", .up, .enter, .character("x")),
    Case("\u{1B}[12é", .character("é")),
    // Escape and the key after it in one read.
    Case(
      "\u{1B}b\u{1B}\u{1B}[A\u{1B}]x", .escape, .character("b"), .escape, .up, .escape, .character("]"),
      .character("x")),
    Case("\u{9B}\u{85}x", .character("x")),
  ]

  @Test(arguments: cases) func bytesBecomeKeys(_ example: Case) {
    var decoder = KeyDecoder()
    #expect(decoder.feed(example.bytes.utf8) == example.keys.map(KeyEvent.key))
    #expect(decoder.waiting == nil)
  }

  @Test(arguments: cases) func itMakesNoDifferenceInHowManyReadsTheyCome(_ example: Case) {
    // But for marks, which join within a read, and for Escape with a key, which is one in any case.
    var decoder = KeyDecoder()
    var events: [KeyEvent] = []
    for byte in example.bytes.utf8 { events += decoder.feed([byte]) }
    let expected = example.keys.flatMap { key -> [KeyEvent] in
      guard case .character(let character) = key else { return [.key(key)] }
      return character.unicodeScalars.map { .key(.character(Character($0))) }
    }
    #expect(events == expected)
  }

  @Test func clicksAndTheWheelAreToldWhereTheClerkWantsThem() {
    // Press, release, another button, a movement, one with Ctrl held; the wheel; the oldest form.
    let bytes =
      "a\u{1B}[<0;13;4M\u{1B}[<0;13;4m\u{1B}[<2;1;1M\u{1B}[<32;1;1M\u{1B}[<16;1;1M\u{1B}[<64;9;9M\u{1B}[<65;9;9M"
    let odd = "\u{1B}[<0;0;4M\u{1B}[<0;4M\u{1B}[<0;99999999999;1M\u{1B}[M !!b"
    var decoder = KeyDecoder(hasMouse: true)
    let events = decoder.feed(Array((bytes + odd).utf8))
    #expect(
      events == [
        .key(.character("a")), .click(Position(row: 3, column: 12)), .wheel(isUp: true), .wheel(isUp: false),
        .click(Position(row: 0, column: 9_999_998)), .key(.character("b")),
      ])
    var deaf = KeyDecoder()
    #expect(deaf.feed(Array((bytes + odd).utf8)) == [.key(.character("a")), .key(.character("b"))])
  }

  @Test func aLoneEscapeIsDecidedByTime() {
    var decoder = KeyDecoder()
    #expect(decoder.feed([0x1B]) == [])
    #expect(decoder.waiting == .escape)
    #expect(decoder.timeout() == [.key(.escape)])
    #expect(decoder.waiting == nil)
    #expect(decoder.timeout() == [])
  }

  @Test func twoEscapesAreTwo() {
    var decoder = KeyDecoder()
    #expect(decoder.feed([0x1B, 0x1B]) == [.key(.escape)])
    #expect(decoder.timeout() == [.key(.escape)])
  }

  @Test func aSequenceThatBreaksOffIsNoText() {
    var decoder = KeyDecoder()
    #expect(decoder.feed(Array("\u{1B}[1;5".utf8)) == [])
    #expect(decoder.waiting == .sequence)
    #expect(decoder.timeout() == [])
    #expect(decoder.feed(Array("\u{1B}[".utf8)) == [])
    #expect(decoder.timeout() == [.key(.escape), .key(.character("["))])
  }

  @Test func altIsIgnoredWhereThatIsWished() {
    var decoder = KeyDecoder(altPrefix: .ignored)
    #expect(decoder.feed("\u{1B}xa".utf8) == [.key(.character("a"))])
    #expect(decoder.feed("\u{1B}éa".utf8) == [.key(.character("a"))])
    #expect(decoder.feed("\u{1B}\u{1B}[A".utf8) == [.key(.escape), .key(.up)])
    #expect(decoder.feed("\u{1B}O".utf8) == [])
    #expect(decoder.timeout() == [])
    #expect(decoder.feed([0x1B]) == [])
    #expect(decoder.timeout() == [.key(.escape)])
  }

  @Test func theTerminalsDescriptionComesFirst() {
    let sequences = [
      KeySequence(bytes: Array("\u{1B}[A".utf8), key: .pageUp), KeySequence(bytes: Array("\u{1B}Q".utf8), key: .home),
      KeySequence(bytes: Array("\u{1B}QQ".utf8), key: .end), KeySequence(bytes: [0x09], key: .up),
    ]
    var decoder = KeyDecoder(sequences: sequences)
    #expect(
      decoder.feed("\u{1B}[A\u{1B}QQ\u{1B}Qx\t".utf8)
        == [.key(.pageUp), .key(.end), .key(.home), .key(.character("x")), .key(.tab)])
    #expect(decoder.feed("\u{1B}[B".utf8) == [.key(.down)])
  }

  @Test(
    arguments: [
      ([0xFF], "\u{FFFD}"), ([0xC3, 0x28], "\u{FFFD}("), ([0xE7, 0x94], "\u{FFFD}"),
      ([0xC0, 0xAF], "\u{FFFD}\u{FFFD}"),
      ([0xED, 0xA0, 0x80], "\u{FFFD}"), ([0xF4, 0x90, 0x80, 0x80], "\u{FFFD}"), ([0x80, 0x61], "\u{FFFD}a"),
    ] as [([UInt8], String)])
  func whatIsNoUTF8IsReplaced(_ bytes: [UInt8], _ text: String) {
    var decoder = KeyDecoder()
    let events = decoder.feed(bytes) + decoder.timeout()
    #expect(events == text.map { .key(.character($0)) })
  }

  @Test func aPasteIsOneEvent() {
    var decoder = KeyDecoder()
    let events = decoder.feed("a\u{1B}[200~Jane\r\nDoe\rx\u{1B}[201~b".utf8)
    #expect(events == [.key(.character("a")), .paste("Jane\nDoe\nx"), .key(.character("b"))])
  }

  @Test func aPasteInManyReadsIsOneEvent() {
    var decoder = KeyDecoder()
    var events: [KeyEvent] = []
    for byte in "\u{1B}[200~Zoë \u{1B}[20\u{1B}[201~\u{1B}[200~\u{1B}[201~".utf8 { events += decoder.feed([byte]) }
    #expect(events == [.paste("Zoë \u{1B}[20"), .paste("")])
    #expect(decoder.waiting == nil)
  }

  @Test func aPasteIsCutAndWhatIsDroppedIsCounted() {
    var decoder = KeyDecoder()
    var events = decoder.feed("\u{1B}[200~".utf8)
    let surplus = 1_000_000
    for _ in 0..<(KeyDecoder.pasteLimit + surplus) / 1024 { events += decoder.feed(repeatElement(0x61, count: 1024)) }
    events += decoder.feed(repeatElement(0x61, count: (KeyDecoder.pasteLimit + surplus) % 1024))
    #expect(events == [])
    #expect(decoder.pendingBytes <= KeyDecoder.pasteLimit + 8)
    events += decoder.feed("\u{1B}[201~z".utf8)
    #expect(events == [.paste(String(repeating: "a", count: KeyDecoder.pasteLimit)), .key(.character("z"))])
    #expect(decoder.droppedPasteBytes == surplus)
  }

  @Test func aPasteWithoutEndGivesTheKeyboardBack() {
    var decoder = KeyDecoder()
    #expect(decoder.feed("\u{1B}[200~abc".utf8) == [])
    #expect(decoder.waiting == .paste)
    #expect(decoder.timeout() == [.paste("abc")])
    #expect(decoder.feed("y".utf8) == [.key(.character("y"))])
  }

  @Test func manyMarksStayBounded() {
    var decoder = KeyDecoder()
    let events = decoder.feed(("e" + String(repeating: "\u{301}", count: 20_000)).utf8)
    #expect(events.count == 1)
    guard case .key(.character(let character))? = events.first else { return #expect(Bool(false)) }
    #expect(character.unicodeScalars.count == 16)
  }

  @Test func keysKeepTheirOrderInABurst() {
    var decoder = KeyDecoder()
    let burst = String(repeating: "j\u{1B}[B\u{1B}OA\r", count: 500)
    let events = decoder.feed(burst.utf8)
    #expect(events == (0..<500).flatMap { _ in [.key(.character("j")), .key(.down), .key(.up), .key(.enter)] })
  }
}

@Suite struct KeyDecoderFuzzTests {
  /// Bytes that begin, continue and end things, and any other.
  private static let alphabet: [UInt8] =
    Array("\u{1B}\u{1B}\u{1B}[[O]P~;0125?<$^ABCMQRZu\u{7}\\aé".utf8) + [0x00, 0x0D, 0x80, 0xC3, 0xE2, 0xF0, 0xFF]

  @Test func anyBytesAreDecodedAndNothingIsLostOrKept() {
    var random = SeededRandom(seed: 20_261_121)
    for round in 0..<120_000 {
      var decoder = KeyDecoder(altPrefix: round % 4 == 0 ? .ignored : .escapeThenKey)
      let length = Int.random(in: 0..<24, using: &random)
      let bytes = (0..<length).map { _ in
        Int.random(in: 0..<8, using: &random) == 0
          ? UInt8.random(in: 0...255, using: &random)
          : Self.alphabet[Int.random(in: 0..<Self.alphabet.count, using: &random)]
      }
      var index = 0
      while index < bytes.count {
        let end = min(bytes.count, index + Int.random(in: 1...8, using: &random))
        _ = decoder.feed(bytes[index..<end])
        index = end
      }
      // However confused: once time has passed, the next keys are themselves.
      while decoder.waiting != nil { _ = decoder.timeout() }
      guard decoder.feed("y\u{1B}[A".utf8) == [.key(.character("y")), .key(.up)] else {
        Issue.record("\(bytes) leaves the keyboard confused")
        return
      }
    }
  }

  @Test func printableTextOutsideSequencesComesOutWhole() {
    var random = SeededRandom(seed: 3)
    let sequences = ["\u{1B}[A", "\u{1B}OB", "\u{1B}[3~", "\u{1B}[<0;1;1M", "\u{1B}[1;5C", "\r", "\u{1B}]0;t\u{7}"]
    for _ in 0..<2_000 {
      var sent = ""
      var expected = ""
      for _ in 0..<40 {
        if Bool.random(using: &random) {
          sent += sequences[Int.random(in: 0..<sequences.count, using: &random)]
        } else {
          let character = Character(Unicode.Scalar(UInt8.random(in: 0x20..<0x7F, using: &random)))
          sent.append(character)
          expected.append(character)
        }
      }
      var decoder = KeyDecoder()
      var text = ""
      var bytes = Array(sent.utf8)[...]
      while !bytes.isEmpty {
        let count = min(bytes.count, Int.random(in: 1...9, using: &random))
        for case .key(.character(let character)) in decoder.feed(bytes.prefix(count)) { text.append(character) }
        bytes = bytes.dropFirst(count)
      }
      #expect(text == expected)
    }
  }
}
