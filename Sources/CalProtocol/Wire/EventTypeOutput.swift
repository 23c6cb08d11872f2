public import BookingModel

extension EventTypeWire {
  /// The event type as a server answers it. `bookingURL` is `<app>/<username>/<slug>`.
  ///
  /// In lists, fields that are hidden are left out (CONTRACT 8.1): `listsHiddenFields` is for the route by id.
  public static func json(
    _ service: Service, owner: Account, bookingURL: String, listsHiddenFields: Bool = true
  ) -> JSONValue {
    let fields = listsHiddenFields ? service.fields : service.fields.filter { !$0.isHidden }
    var members = rules(service)
    members.merge(
      jsonObject([
        "id": .number(service.id.rawValue), "ownerId": .number(owner.id), "title": .string(service.title),
        "slug": .string(service.slug), "description": .string(service.summary ?? ""),
        "lengthInMinutes": .number(service.minutes),
        "lengthInMinutesOptions": service.lengthOptions.isEmpty
          ? nil : .array(service.lengthOptions.map { .number($0) }),
        "locations": .array(service.locations.map { LocationWire.json($0) }),
        "bookingFields": .array(fields.map(BookingFieldWire.json)),
        "price": .number(service.price.minorUnits), "currency": .string(service.price.currency),
        "recurrence": service.recurrence.map(recurrence) ?? .null, "metadata": [:], "hidden": .bool(service.isHidden),
        "scheduleId": .orNull(service.scheduleID?.rawValue), "bookingUrl": .string(bookingURL), "disableGuests": false,
        "isInstantEvent": .bool(service.obstacles.contains(.instantMeeting)),
        "requiresBookerEmailVerification": .bool(service.obstacles.contains(.emailVerification)),
        "bookingRequiresAuthentication": false, "lockTimeZoneToggleOnBookingPage": false,
        "forwardParamsSuccessRedirect": .null, "successRedirectUrl": .null, "customName": "",
        "disableCancelling": ["disabled": false], "disableRescheduling": ["disabled": false],
      ])
    ) { _, new in new }
    if let team = service.teamID {
      members["teamId"] = .number(team)
    } else {
      members["users"] = .array([])
    }
    // How several hosts share the work; the cloud has it on team types only, the local server on any.
    if let type = service.schedulingType { members["schedulingType"] = .string(type) }
    if !service.hosts.isEmpty {
      members["hosts"] = .array(
        service.hosts.map { host in
          .object([
            "userId": Int(host.id).map { .number($0) } ?? .string(host.id), "name": .string(host.name),
            "username": .string(host.username ?? ""),
          ])
        })
    }
    return .object(members)
  }

  /// The body of a create, or of a patch of everything.
  ///
  /// Price, currency, hosts and team cannot be set by this route (CONTRACT 8.1) and stay out.
  public static func input(_ service: Service) -> JSONValue {
    var members = rules(service)
    if service.rules.slotInterval == nil { members["slotInterval"] = nil }
    members.merge(
      jsonObject([
        "title": .string(service.title), "slug": .string(service.slug), "description": .string(service.summary ?? ""),
        "lengthInMinutes": .number(service.minutes),
        "lengthInMinutesOptions": service.lengthOptions.isEmpty
          ? nil : .array(service.lengthOptions.map { .number($0) }),
        "locations": service.locations.isEmpty ? nil : .array(service.locations.map { LocationWire.json($0) }),
        "bookingFields": service.fields.isEmpty
          ? nil : .array(service.fields.map { .object(BookingFieldWire.input($0)) }),
        "recurrence": service.recurrence.map(recurrence) ?? disabled, "hidden": .bool(service.isHidden),
        "scheduleId": service.scheduleID.map { .number($0.rawValue) },
      ])
    ) { _, new in new }
    return .object(members)
  }

  private static let disabled: JSONValue = ["disabled": true]

  /// What create, patch and answers write alike. What is off is `{"disabled":true}` (CONTRACT 18, trap 17).
  private static func rules(_ service: Service) -> [String: JSONValue] {
    let rules = service.rules
    return [
      "minimumBookingNotice": .number(rules.minimumNotice), "beforeEventBuffer": .number(rules.bufferBefore),
      "afterEventBuffer": .number(rules.bufferAfter), "slotInterval": .orNull(rules.slotInterval),
      "offsetStart": .number(rules.offsetStart), "onlyShowFirstAvailableSlot": .bool(rules.onlyFirstSlotOfDay),
      "bookingWindow": rules.window.map(window) ?? disabled, "bookingLimitsCount": limits(rules.countLimits),
      "bookingLimitsDuration": limits(rules.minuteLimits),
      "bookerActiveBookingsLimit": rules.activeBookingsPerAttendee.map {
        ["maximumActiveBookings": .number($0), "offerReschedule": false]
      } ?? disabled,
      "seats": rules.seats.map {
        [
          "seatsPerTimeSlot": .number($0.perSlot), "showAttendeeInfo": .bool($0.showsAttendees),
          "showAvailabilityCount": .bool($0.showsCount),
        ]
      } ?? disabled,
      "confirmationPolicy": service.needsConfirmation
        ? ["type": "always", "blockUnconfirmedBookingsInBooker": false] : disabled,
    ]
  }

  private static func recurrence(_ value: Service.Recurrence) -> JSONValue {
    [
      "interval": .number(value.interval), "occurrences": .number(value.occurrences),
      "frequency": .string(value.frequency),
    ]
  }

  private static func window(_ value: BookingRules.Window) -> JSONValue {
    switch value {
    case .calendarDays(let days, let rolling):
      ["type": "calendarDays", "value": .number(days), "rolling": .bool(rolling)]
    case .businessDays(let days, let rolling):
      ["type": "businessDays", "value": .number(days), "rolling": .bool(rolling)]
    case .range(let first, let last):
      ["type": "range", "value": .strings([first.description, last.description])]
    }
  }

  private static func limits(_ value: BookingRules.PeriodLimits) -> JSONValue {
    let members = jsonObject([
      "day": value.day.map { .number($0) }, "week": value.week.map { .number($0) },
      "month": value.month.map { .number($0) }, "year": value.year.map { .number($0) },
    ])
    return members.isEmpty ? disabled : .object(members)
  }
}
