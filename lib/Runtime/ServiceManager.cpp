//===- ServiceManager.cpp - Telling systemd that the probes are attached --===//
#include "lib/Runtime/ServiceManager.h"

#include "lib/Runtime/Fd.h"

#include <cstddef>
#include <cstdlib>

#include <sys/socket.h>
#include <sys/un.h>

namespace sonde {

void notifyReady() {
  const char *path = std::getenv("NOTIFY_SOCKET");
  sockaddr_un address = {};
  address.sun_family = AF_UNIX;
  size_t length = path ? std::strlen(path) : 0;
  if (length == 0 || length >= sizeof(address.sun_path))
    return;
  std::memcpy(address.sun_path, path, length);
  if (path[0] == '@')
    address.sun_path[0] = '\0'; // A name in the abstract space.
  Fd socket(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  constexpr std::string_view message = "READY=1";
  if (socket)
    (void)::sendto(socket.get(), message.data(), message.size(), MSG_NOSIGNAL,
                   reinterpret_cast<const sockaddr *>(&address),
                   offsetof(sockaddr_un, sun_path) + length);
}

} // namespace sonde
