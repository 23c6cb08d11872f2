/// Where the published file is wrong or behind, and how that is known. Findings at these places are expected.
struct SchemaError: Sendable {
  /// A schema's place as findings name it. `*` at the end stands for the rest.
  var schema: String
  var reason: String

  init(_ schema: String, _ reason: String) {
    self.schema = schema
    self.reason = reason
  }

  func explains(_ finding: OpenAPI.Finding) -> Bool {
    schema.hasSuffix("*") ? finding.schema.hasPrefix(schema.dropLast()) : finding.schema == schema
  }

  /// For what the client sends.
  static let requests: [SchemaError] = [
    SchemaError("CreateBookingInput_2024_08_13.allowConflicts", "newer than the file (CONTRACT 12.5)"),
    SchemaError("CreateBookingInput_2024_08_13.allowBookingOutOfBounds", "newer than the file (CONTRACT 12.5)"),
    SchemaError("CreateBookingInput_2024_08_13.skipBookingLimits", "newer than the file (CONTRACT 12.5)"),
    SchemaError("RescheduleBookingInput_2024_08_13.allowConflicts", "newer than the file (CONTRACT 12.5)"),
    SchemaError("RescheduleBookingInput_2024_08_13.allowBookingOutOfBounds", "newer than the file (CONTRACT 12.5)"),
    SchemaError("RescheduleBookingInput_2024_08_13.skipBookingLimits", "newer than the file (CONTRACT 12.5)"),
    SchemaError("ScheduleAvailabilityInput_2024_06_11.days", "the enum of the items stands on the list too"),
    SchemaError("CreateEventTypeInput_2024_06_14.lengthInMinutesOptions[]", "numbers, printed as strings"),
    SchemaError("EmailDefaultFieldInput_2024_06_14.required", "a boolean, printed as an object"),
  ]

  /// For what a server answers.
  static let answers: [SchemaError] =
    bookingShapes.flatMap { shape in
      [
        SchemaError(shape + ".updatedAt", "null until the first change (CONTRACT 12.1)"),
        SchemaError(shape + ".rating", "null until rated (CONTRACT 12.1)"),
      ]
    }
    + fieldShapes.map { SchemaError($0 + ".isDefault", "a boolean, printed as an object") } + [
      SchemaError("EmailDefaultFieldOutput_2024_06_14.required", "a boolean, printed as an object"),
      SchemaError("CreateSeatedBookingOutput_2024_08_13.description", "null for seats (CONTRACT 12.1)"),
      SchemaError("GetSeatedBookingOutput_2024_08_13.description", "null for seats (CONTRACT 12.1)"),
      SchemaError("ScheduleAvailabilityInput_2024_06_11.days", "the enum of the items stands on the list too"),
      SchemaError("EventTypeOutput_2024_06_14.slotInterval", "a number, printed as an object (CONTRACT 8.2)"),
      SchemaError("EventTypeOutput_2024_06_14.bookingWindow", "an object, printed as a list (CONTRACT 8.2)"),
      SchemaError("Seats_2024_06_14.*", "may be {disabled:true} (CONTRACT 8.2)"),
      SchemaError("GET /slots.*", "describes the value of data as the whole answer (CONTRACT 10.3)"),
      SchemaError("GetReservedSlotOutput_2024_09_04.*", "its data refers to the answer itself"),
      SchemaError("CalendarLinksOutput_2024_08_13.status", "a string, printed as an object"),
    ]

  /// For what the local server answers besides.
  static let serverAnswers: [SchemaError] = [
    SchemaError("BookingOutput_2024_08_13.description", "null without notes (CONTRACT 12.1)"),
    SchemaError("RecurringBookingOutput_2024_08_13.description", "null without notes (CONTRACT 12.1)"),
    SchemaError("BookingReferencesOutput_2024_08_13.status", "a string, printed as an object"),
    SchemaError("ReassignBookingOutput_2024_08_13.*", "its data refers to the answer itself (CONTRACT 12.10)"),
    SchemaError("ScheduleOutput_2024_06_11", "the default schedule may be null (CONTRACT 9)"),
    SchemaError("UserWebhookOutputDto.id", "a number here, text in the routes' parameter of the same file"),
  ]

  /// For the list under version 2026-05-01, which the file does not have (CONTRACT 12.6).
  static let cursorAnswers = [SchemaError("PaginationMetaDto.*", "cursors are newer than the file")]

  /// Routes that are newer than the file (CONTRACT 12.10).
  static let newerRoutes = ["deleteAttendee", "requestReschedule"]

  private static let bookingShapes = [
    "BookingOutput_2024_08_13", "RecurringBookingOutput_2024_08_13", "CreateSeatedBookingOutput_2024_08_13",
    "GetSeatedBookingOutput_2024_08_13",
  ]

  private static let fieldShapes = [
    "NameDefault", "EmailDefault", "TitleDefault", "NotesDefault", "GuestsDefault", "RescheduleReasonDefault", "Phone",
    "Address", "Text", "Number", "TextArea", "Select", "MultiSelect", "MultiEmail", "CheckboxGroup", "RadioGroup",
    "Boolean", "Url",
  ].map { $0 + "FieldOutput_2024_06_14" }
}

extension Collection where Element == OpenAPI.Finding {
  /// The findings that no entry explains.
  func unexplained(by errors: [SchemaError]) -> [OpenAPI.Finding] {
    filter { finding in !errors.contains { $0.explains(finding) } }
  }
}
