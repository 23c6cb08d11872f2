import BookingModel
import CalProtocol
import CurlShim

/// What libcurl's verdict on a transfer means. The question that matters for a write is whether a byte of it can have
/// left: until the gate was passed, surely not (DESIGN 6).
enum TransferOutcome {
  static func of(_ transfer: Transfer, _ code: CURLcode) -> Result<WireResponse, CalError> {
    let status = cal_curl_get_long(transfer.easy, CURLINFO_RESPONSE_CODE)
    if code == CURLE_OK {
      switch status {
      case 300..<400: return .failure(CalError(kind: .noAnswer(.redirected), status: status))
      case 200..<600:
        return .success(WireResponse(status: status, headers: transfer.headers, body: transfer.body))
      default: return .failure(CalError(kind: .noAnswer(.unreadable), status: status == 0 ? nil : status))
      }
    }
    let begun = transfer.attempts.map { $0 > 0 } ?? !isBeforeRequest(code)
    let trouble = transfer.isTooLarge ? .tooLarge : trouble(code, begun: begun)
    let sentence = transfer.errorSentence
    return .failure(
      CalError(
        kind: .noAnswer(trouble), status: status == 0 ? nil : status, code: "curl \(code.rawValue)",
        message: sentence.isEmpty ? String(cString: cal_curl_easy_strerror(code)) : sentence))
  }

  /// `begun`: libcurl was connected and about to send, so from there on the server may have the request.
  static func trouble(_ code: CURLcode, begun: Bool) -> CalError.NetworkTrouble {
    guard begun else { return isTLS(code) ? .tlsRefused : .unreachable }
    switch code {
    case CURLE_OPERATION_TIMEDOUT: return .timedOut
    case CURLE_FILESIZE_EXCEEDED, tooLarge: return .tooLarge
    case CURLE_WEIRD_SERVER_REPLY, CURLE_UNSUPPORTED_PROTOCOL, CURLE_BAD_CONTENT_ENCODING: return .unreadable
    default: return .broken
    }
  }

  /// CURLE_TOO_LARGE, since 8.6: a header beyond libcurl's own limits.
  private static let tooLarge = CURLcode(rawValue: 100)

  private static func isTLS(_ code: CURLcode) -> Bool {
    switch code {
    case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER,
      CURLE_SSL_ISSUER_ERROR, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_INVALIDCERTSTATUS, CURLE_SSL_PINNEDPUBKEYNOTMATCH,
      CURLE_SSL_CRL_BADFILE, CURLE_SSL_ENGINE_INITFAILED, CURLE_SSL_CLIENTCERT, CURLE_USE_SSL_FAILED:
      true
    default: false
    }
  }

  /// For a libcurl without the gate: the verdicts that can only fall before a request goes out. A timeout is not
  /// among them, as it may also fall later.
  private static func isBeforeRequest(_ code: CURLcode) -> Bool {
    switch code {
    case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY, CURLE_COULDNT_CONNECT, CURLE_PROXY,
      CURLE_URL_MALFORMAT, CURLE_FAILED_INIT:
      true
    default: isTLS(code)
    }
  }
}
