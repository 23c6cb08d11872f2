import BookingModel
import Testing

/// Editing by whole characters, whatever they are made of.
@Suite struct TextLineTests {
  private func edited(_ text: String, _ keys: String) -> (String, Int) {
    var line = TextLine(text)
    for name in keys.split(separator: " ") {
      guard let key = Key(name: String(name)) else {
        line.insert(String(name))
        continue
      }
      if case .character(let character) = key { line.insert(String(character)) } else { _ = line.edit(key) }
    }
    return (line.text, line.cursor)
  }

  @Test(arguments: [
    ("abc", "Left x", "abxc", 3), ("abc", "Home x", "xabc", 1), ("abc", "Left Left Del", "ac", 1),
    ("abc", "Backspace Backspace Backspace Backspace", "", 0), ("abc", "Del", "abc", 3),
    ("abc", "Right Right", "abc", 3),
    ("abc", "Home Left x", "xabc", 1), ("abc", "Ctrl-A Ctrl-K", "", 0), ("abc", "Left Ctrl-U", "c", 0),
    ("one two  ", "Ctrl-W", "one ", 4), ("one", "Ctrl-W Ctrl-W", "", 0), ("abc", "Home Ctrl-D Ctrl-E x", "bcx", 3),
    ("a👩‍👩‍👧b", "Left Backspace", "ab", 1), ("田中", "Left x", "田x中", 2), ("e\u{301}e", "Left Backspace", "e", 0),
    ("🇩🇪🇫🇷", "Backspace", "🇩🇪", 1), ("نص", "Left Del", "ن", 1),
  ])
  func `keys edit`(text: String, keys: String, result: String, cursor: Int) {
    let (after, position) = edited(text, keys)
    #expect(after == result)
    #expect(position == cursor)
  }

  @Test func `a combining mark joins the character before the cursor`() {
    var line = TextLine("caf")
    line.insert("e")
    line.insert("\u{301}")
    #expect(line.characters.count == 4)
    #expect(line.cursor == 4)
    _ = line.edit(.backspace)
    #expect(line.text == "caf")
  }

  @Test func `four thousand characters and no more, what stood behind the cursor stays`() {
    var line = TextLine("end")
    _ = line.edit(.home)
    line.insert(String(repeating: "x", count: 5000))
    #expect(line.characters.count == TextLine.limit)
    #expect(line.text.hasSuffix("xend"))
    #expect(line.cursor == TextLine.limit - 3)
    #expect(TextLine(String(repeating: "y", count: 9000)).characters.count == TextLine.limit)
  }

  @Test func `other keys are not its own`() {
    var line = TextLine("abc")
    for key in [Key.up, .down, .enter, .tab, .escape, .pageUp, .function(2), .control("g"), .character("x")] {
      let isTaken = line.edit(key)
      #expect(!isTaken)
    }
    #expect(line == TextLine("abc"))
  }

  @Test func `random editing keeps the cursor within the text`() {
    var random = SeededGenerator(state: 11)
    let keys: [Key] = [
      .left, .right, .home, .end, .backspace, .delete, .control("w"), .control("u"), .control("k"), .control("d"),
    ]
    let texts = ["a", " ", "é", "e\u{301}", "\u{301}", "👩‍👩‍👧", "🇩", "田", "\n", "\u{200D}", "word "]
    var line = TextLine()
    for _ in 0..<5000 {
      if Bool.random(using: &random) {
        line.insert(texts[Int.random(in: 0..<texts.count, using: &random)])
      } else {
        _ = line.edit(keys[Int.random(in: 0..<keys.count, using: &random)])
      }
      guard (0...line.characters.count).contains(line.cursor), !line.text.contains("\n") else {
        Issue.record("\(line)")
        return
      }
    }
  }
}
