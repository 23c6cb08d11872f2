import BookingModel
import CalProtocol
import CurlShim

/// One exchange: its easy handle, what libcurl may point at while it runs, and what has come back so far.
final class Transfer {
  typealias Completion = (Result<WireResponse, CalError>) -> Void

  let easy: UnsafeMutableRawPointer
  let isWrite: Bool
  let limits: TransferLimits
  let completion: Completion

  private(set) var headers: [WireResponse.Header] = []
  private(set) var body: [UInt8] = []
  private(set) var isTooLarge = false
  /// How often libcurl was about to send the request. `nil` where it cannot tell (before 7.80).
  private(set) var attempts: Int?
  private var headerBytes = 0

  /// Both are read by libcurl until the handle is gone.
  private var lines: UnsafeMutablePointer<curl_slist>?
  private let sentence: UnsafeMutablePointer<CChar>

  init?(isWrite: Bool, limits: TransferLimits, completion: @escaping Completion) {
    guard let easy = cal_curl_easy_init() else { return nil }
    self.easy = easy
    self.isWrite = isWrite
    self.limits = limits
    self.completion = completion
    sentence = .allocate(capacity: Int(CURL_ERROR_SIZE))
    sentence.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
  }

  deinit {
    cal_curl_easy_cleanup(easy)
    cal_curl_slist_free_all(lines)
    sentence.deallocate()
  }

  /// libcurl's own words about a failure; they name hosts and ports, never a header.
  var errorSentence: String { String(cString: sentence) }

  // MARK: - Before the start

  func addHeader(_ line: String) -> Bool {
    guard let longer = cal_curl_slist_append(lines, line) else { return false }
    lines = longer
    return true
  }

  /// Hands libcurl the headers, the sinks and the gate. The transfer must outlive its time in the multi handle.
  func connectCallbacks() -> CURLcode {
    let context = Unmanaged.passUnretained(self).toOpaque()
    if cal_curl_set_gate(easy, Transfer.gate, context) { attempts = 0 }
    for code in [
      cal_curl_set_headers(easy, lines), cal_curl_set_error_buffer(easy, sentence),
      cal_curl_set_body_sink(easy, Transfer.bodySink, context),
      cal_curl_set_header_sink(easy, Transfer.headerSink, context),
    ] where code != CURLE_OK { return code }
    return CURLE_OK
  }

  // MARK: - While it runs, called by libcurl inside curl_multi_perform, on the transport's thread

  private static let gate: cal_curl_gate = { context, _, _, _, _ in
    guard let context else { return 1 }
    return Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue().mayBegin() ? 0 : 1
  }

  private static let bodySink: cal_curl_sink = { bytes, one, count, context in
    guard let bytes, let context else { return 0 }
    let chunk = UnsafeRawBufferPointer(start: bytes, count: one * count)
    return Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue().takeBody(chunk) ? chunk.count : 0
  }

  private static let headerSink: cal_curl_sink = { bytes, one, count, context in
    guard let bytes, let context else { return 0 }
    let line = UnsafeRawBufferPointer(start: bytes, count: one * count)
    return Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue().takeHeader(line) ? line.count : 0
  }

  /// A write goes out once: libcurl resends a request whose connection died before an answer, or whose HTTP/2 stream
  /// was refused. For a read that is welcome; a write's second attempt is stopped here (DESIGN 6).
  private func mayBegin() -> Bool {
    if isWrite, let attempts, attempts > 0 { return false }
    attempts = (attempts ?? 0) + 1
    return true
  }

  private func takeBody(_ chunk: UnsafeRawBufferPointer) -> Bool {
    guard body.count + chunk.count <= limits.bodyBytes else {
      isTooLarge = true
      return false
    }
    body.append(contentsOf: chunk)
    return true
  }

  private func takeHeader(_ line: UnsafeRawBufferPointer) -> Bool {
    headerBytes += line.count
    guard headerBytes <= limits.headerBytes else {
      isTooLarge = true
      return false
    }
    if line.starts(with: "HTTP/".utf8) {
      // A status line: what an interim answer (1xx) or an attempt before this one had said does not count.
      headers = []
      body = []
    } else if let colon = line.firstIndex(of: UInt8(ascii: ":")) {
      headers.append(WireResponse.Header(Transfer.text(line[..<colon]), Transfer.text(line[(colon + 1)...])))
    }
    return true
  }

  private static func text(_ bytes: Slice<UnsafeRawBufferPointer>) -> String {
    let isSpace: (UInt8) -> Bool = { $0 == 0x20 || (0x09...0x0D).contains($0) }
    let trimmed = bytes.drop(while: isSpace)
    let count = trimmed.reversed().drop(while: isSpace).count
    return String(decoding: trimmed.prefix(count), as: UTF8.self)
  }
}
