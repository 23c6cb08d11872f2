import BookingModel

/// What the clerk did at the keyboard.
enum KeyEvent: Hashable, Sendable {
  case key(Key)
  /// Text pasted in one go (bracketed paste), with line feeds for line breaks. Unfiltered but for its encoding.
  case paste(String)
  /// The first button went down there; rows and columns from 0.
  case click(Position)
  case wheel(isUp: Bool)
}
