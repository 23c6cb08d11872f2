import Glibc

/// The whole content of a regular file, or `nil` when it cannot be read or is larger than `limit` bytes.
func readSmallFile(_ path: String, limit: Int) -> [UInt8]? {
  // Without O_NONBLOCK, opening a FIFO put in a file's place would wait for ever.
  let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
  guard descriptor >= 0 else { return nil }
  defer { close(descriptor) }
  var facts = stat()
  guard fstat(descriptor, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG, facts.st_size <= limit else { return nil }
  var content: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 16_384)
  while content.count <= limit {
    let count = read(descriptor, &buffer, buffer.count)
    if count < 0, errno == EINTR { continue }
    guard count >= 0 else { return nil }
    if count == 0 { return content }
    content += buffer[..<count]
  }
  return nil
}

/// Where a symbolic link points; `nil` when there is none.
func readLink(_ path: String) -> String? {
  var buffer = [CChar](repeating: 0, count: 4096)
  let count = readlink(path, &buffer, buffer.count)
  guard count > 0 else { return nil }
  return String(decoding: buffer[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
}
