import BookingModel

/// The curtain before the screen.
struct LockView: PageView {
  func draw(_ model: Model, on canvas: inout Canvas) {
    canvas.drawTitle("Locked")
  }
}
