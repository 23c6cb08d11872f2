import SystemShim

/// The program's version, by semantic versioning.
enum Version {
  static let current = "0.1.0"
  static let userAgent = "caltui/" + current

  /// The commit it was built from, short; empty where the build did not say.
  static let commit = String(cString: cal_build_commit())

  /// `0.1.0 (1a2b3c4)`
  static let full = commit.isEmpty ? current : "\(current) (\(commit))"
}
