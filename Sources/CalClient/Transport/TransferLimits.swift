/// How long and how much one exchange may take.
public struct TransferLimits: Hashable, Sendable {
  /// Name, connection and TLS, in milliseconds.
  public var connectMilliseconds: Int
  /// All of it, from start to the last byte.
  public var totalMilliseconds: Int
  /// Ends a transfer that moved less than a byte a second for so long; 0: only the total counts.
  public var stalledSeconds: Int
  /// Of the answer's body, after decompression.
  public var bodyBytes: Int
  /// Of all header lines together.
  public var headerBytes: Int

  public init(
    connectMilliseconds: Int = 5000, totalMilliseconds: Int = 15_000, stalledSeconds: Int = 0,
    bodyBytes: Int = 16 << 20, headerBytes: Int = 64 << 10
  ) {
    self.connectMilliseconds = connectMilliseconds
    self.totalMilliseconds = totalMilliseconds
    self.stalledSeconds = stalledSeconds
    self.bodyBytes = bodyBytes
    self.headerBytes = headerBytes
  }

  public static let read = TransferLimits(stalledSeconds: 10)
  /// A write that is given up leaves its outcome unknown, so it gets longer, and silence alone does not end it.
  public static let write = TransferLimits(totalMilliseconds: 20_000)
}
