/// ncurses leaves a coloured style in two steps: back to the terminal's own colours, then back to no attributes, which
/// means the former too (ECMA-48, SGR 0). The first step is a fifth of the bytes of a screen and can go.
enum RedundantResets {
  /// Removes them in place, and gives the new count. Nothing else is touched, nor are resets in other spellings.
  static func remove(from bytes: UnsafeMutableBufferPointer<UInt8>) -> Int {
    var read = 0
    var written = 0
    while read < bytes.count {
      if bytes[read] == escape, let length = colorReset(bytes, at: read), isFullReset(bytes, at: read + length) {
        read += length
        continue
      }
      if written != read { bytes[written] = bytes[read] }
      read += 1
      written += 1
    }
    return written
  }

  private static let escape: UInt8 = 0x1B
  private static let colorResets: [[UInt8]] = ["[39;49m", "[39m", "[49m"].map { Array($0.utf8) }
  /// The end of any style; before it, terminfo may choose the character set.
  private static let fullResets: [[UInt8]] = ["[m", "[0m", "[0;", "(B\u{1B}[m", "(B\u{1B}[0m", "(B\u{1B}[0;"].map {
    Array($0.utf8)
  }

  private static func colorReset(_ bytes: UnsafeMutableBufferPointer<UInt8>, at index: Int) -> Int? {
    colorResets.first { bytes[(index + 1)...].starts(with: $0) }.map { $0.count + 1 }
  }

  private static func isFullReset(_ bytes: UnsafeMutableBufferPointer<UInt8>, at index: Int) -> Bool {
    index < bytes.count && bytes[index] == escape
      && fullResets.contains { bytes[(index + 1)...].starts(with: $0) }
  }
}
