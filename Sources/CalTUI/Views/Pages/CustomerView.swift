import BookingModel

/// One customer, whole.
struct CustomerView: PageView {
  func draw(_ model: Model, on canvas: inout Canvas) {
    canvas.drawTitle("Customer")
  }
}
