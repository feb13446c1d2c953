//===- LibbpfLog.h - Catching what libbpf says ----------------------------===//
//
// libbpf reports through one callback per process. While a capture lives, its
// thread's messages are kept instead of printed; other threads are not disturbed.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_RUNTIME_LIBBPFLOG_H
#define SONDE_RUNTIME_LIBBPFLOG_H

#include <string>
#include <vector>

namespace sonde {

class LibbpfLog {
public:
  LibbpfLog();
  ~LibbpfLog();
  LibbpfLog(const LibbpfLog &) = delete;
  LibbpfLog &operator=(const LibbpfLog &) = delete;

  /// Warnings in order, without the "libbpf: " in front.
  const std::vector<std::string> &warnings() const { return messages; }
  void add(std::string message) { messages.push_back(std::move(message)); }
  /// The first warning that contains `text`, or null.
  const std::string *find(const std::string &text) const;

private:
  LibbpfLog *outer;
  std::vector<std::string> messages;
};

} // namespace sonde

#endif // SONDE_RUNTIME_LIBBPFLOG_H
