import BookingModel

/// Customers and bookings that match a line.
struct FindView: PageView {
  func draw(_ model: Model, on canvas: inout Canvas) {
    canvas.drawTitle("Find")
  }
}
