import BookingModel

/// What a customer takes home, in as many columns as the printer has.
struct SlipText {
  private(set) var lines: [String] = []

  init(_ slip: Slip, columns: Int) {
    let page = PaperColumns(columns: max(20, columns))
    let booking = slip.booking
    let attendee = booking.attendees.first
    let time = TimeText(slip.shop)
    let policy = slip.shop.policy
    lines += page.wrapped(slip.shop.name.isEmpty ? "Booking" : slip.shop.name)
    lines.append(page.rule)

    let title = slip.service?.title ?? booking.serviceSlug ?? booking.title
    let price = slip.service.map { $0.price.minorUnits == 0 ? "" : $0.price.text } ?? ""
    lines += page.spread(title, price)
    lines += page.wrapped(time.longDay(slip.shop.zone.day(of: booking.start)))
    lines += page.wrapped(
      "\(time.span(booking.start, booking.end, joint: "-")) (\(TimeText.length(booking.minutes)))")
    // A caller elsewhere reads the hours of another clock (DESIGN 9).
    if let zone = attendee?.zone, zone != slip.shop.zone.identifier {
      lines += page.wrapped("Shop time: \(slip.shop.zone.identifier), \(time.zoneName(at: booking.start))")
    }
    lines.append("")

    if let name = attendee?.name, !name.isEmpty { lines += page.wrapped(name) }
    let indent = min(10, page.columns / 4)
    func fact(_ label: String, _ text: String?) {
      guard let text, !text.trimmingBlanks.isEmpty else { return }
      lines += page.wrapped(text, label: label, indent: max(indent, 0))
    }
    fact("Phone", attendee?.phone.map { policy.phoneText($0) })
    fact("Place", booking.location.map { policy.phoneText($0) })
    for (label, answer) in BookingAnswers.told(booking, slip.service, policy) { fact(label, answer) }
    fact("Notes", booking.notes)
    if booking.status == .pending { lines += ["", "To be confirmed by the shop."] }
    if !booking.status.takesTime { lines += ["", "CANCELLED"] }
    lines.append("")

    let code = ConfirmationCode(booking.uid)
    lines += page.wrapped(code.text, label: "Code", indent: max(indent, 5))
    lines += page.wrapped(SpokenText.code(code), indent: max(indent, 5))
    lines.append(page.rule)
    lines += page.wrapped(
      "Printed \(time.day(slip.shop.zone.day(of: slip.printedAt))) \(time.time(slip.printedAt))")
  }
}

/// The answers to a service's own questions, with the words in which they were asked.
enum BookingAnswers {
  static func told(
    _ booking: Booking, _ service: Service?, _ policy: AttendeePolicy
  ) -> [(label: String, text: String)] {
    booking.answers.sorted { $0.key < $1.key }.compactMap { slug, answer in
      guard !BookingDetails.systemSlugs.contains(slug), let text = BookingDetails.text(answer), !text.isEmpty else {
        return nil
      }
      let field = service?.fields.first { $0.slug == slug }
      let label = field?.label ?? slug
      return (label.isEmpty ? slug : label, field?.kind == .phone ? policy.phoneText(text) : text)
    }
  }
}
