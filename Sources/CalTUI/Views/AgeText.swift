import BookingModel

/// How old something on screen is, where the top line does not say so.
enum AgeText {
  /// So long what was read counts as live. In seconds.
  static let live: Int64 = 90

  /// `3 min`, `2 h`, `4 days`
  static func age(minutes: Int) -> String {
    minutes < 120 ? "\(minutes) min" : minutes < 2880 ? "\(minutes / 60) h" : "\(minutes / 1440) days"
  }

  /// `read 3 min ago`; `nil` while that is live and the server answers, or when nothing is known.
  static func read(_ at: Instant?, _ model: Model) -> String? {
    guard let at else { return nil }
    let seconds = (model.now.milliseconds - at.milliseconds) / 1000
    guard seconds > live || model.away != nil else { return nil }
    return seconds < 60 ? "read just now" : "read \(age(minutes: Int(seconds / 60))) ago"
  }
}
