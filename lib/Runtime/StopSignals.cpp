//===- StopSignals.cpp - SIGINT and SIGTERM as a file descriptor ----------===//
#include "lib/Runtime/StopSignals.h"

#include <atomic>
#include <csignal>

#include <sys/eventfd.h>

namespace sonde {
namespace {

/// A handler gets no argument of its own.
std::atomic<int> handlerFd{-1};

void onSignal(int) {
  int saved = errno;
  uint64_t one = 1;
  [[maybe_unused]] ssize_t written = ::write(handlerFd, &one, sizeof(one));
  errno = saved;
}

void setAction(void (*handler)(int), int flags) {
  struct sigaction action = {};
  action.sa_handler = handler;
  action.sa_flags = flags;
  for (int signal : {SIGINT, SIGTERM})
    sigaction(signal, &action, nullptr);
}

} // namespace

StopSignals::StopSignals() : event(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  handlerFd = event.get();
  setAction(onSignal, SA_RESTART | static_cast<int>(SA_RESETHAND));
}

StopSignals::~StopSignals() {
  setAction(SIG_DFL, 0);
  handlerFd = -1;
}

} // namespace sonde
