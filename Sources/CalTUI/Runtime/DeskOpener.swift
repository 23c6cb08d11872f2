import BookingModel

/// Brings up what is behind the desk, off the UI thread: the embedded server, and on the first start the shop itself.
/// Answers come by mailbox.
struct DeskOpener {
  /// Connects to the server, starting the embedded one when it is ours.
  var start: @MainActor () -> Void
  /// First start: makes the shop, then starts its server.
  var create: @MainActor (ShopSetup) -> Void
  /// Hears of callers while the desk runs.
  var calls: CallListener?
}
