import BookingModel

/// What was done since the shift began.
struct HandOverView: PageView {
  func draw(_ model: Model, on canvas: inout Canvas) {
    canvas.drawTitle("Hand-over")
  }
}
