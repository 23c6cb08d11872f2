import BookingModel
import Testing

@Suite struct KeyTests {
  static let all: [Key] =
    [
      .enter, .escape, .tab, .backTab, .backspace, .delete, .insert, .up, .down, .left, .right, .home, .end, .pageUp,
      .pageDown, .character(" "), .character("é"), .character("👍"), .character("田"),
    ] + (0x21...0x7E).compactMap { Unicode.Scalar($0).map { .character(Character($0)) } }
    + "abcdefghijklmnopqrstuvwxyz".map { .control($0) } + (1...12).map { .function($0) }

  @Test(arguments: all) func `a key's name leads back to it`(key: Key) {
    #expect(!key.name.isEmpty)
    #expect(Key(name: key.name) == key)
  }

  @Test func `no two keys share a name`() { #expect(Set(KeyTests.all.map(\.name)).count == KeyTests.all.count) }

  @Test(arguments: [
    "", "F0", "F13", "F01", "F+1", "Ctrl-", "Ctrl-ab", "Ctrl-1", "Ctrl-é", "enter", "Return", "ab", "  ",
  ])
  func `what names no key is refused`(name: String) { #expect(Key(name: name) == nil) }
}
