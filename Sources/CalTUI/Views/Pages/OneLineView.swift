import BookingModel

/// The one line with the meaning of its parts.
struct OneLineView: PageView {
  func draw(_ model: Model, on canvas: inout Canvas) {
    canvas.drawTitle("One line")
  }
}
