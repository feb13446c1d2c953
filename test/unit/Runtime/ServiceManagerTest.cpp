// The message to a service manager arrives at its socket.
#include "lib/Runtime/ServiceManager.h"

#include "lib/Runtime/Fd.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdlib>

#include <sys/socket.h>
#include <sys/un.h>

using namespace sonde;

namespace {

/// A socket bound to a name in the abstract space; `name` begins with '@'.
Fd listenAt(const std::string &name) {
  sockaddr_un address = {};
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path + 1, name.data() + 1, name.size() - 1);
  Fd socket(::socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0));
  EXPECT_EQ(::bind(socket.get(), reinterpret_cast<sockaddr *>(&address),
                   offsetof(sockaddr_un, sun_path) + name.size()),
            0);
  return socket;
}

std::string received(const Fd &socket) {
  char buffer[64];
  ssize_t size = ::recv(socket.get(), buffer, sizeof(buffer), 0);
  return size > 0 ? std::string(buffer, size) : "";
}

TEST(NotifyReady, SendsOneMessage) {
  std::string name = "@sonde-test-" + std::to_string(::getpid());
  Fd socket = listenAt(name);
  ::unsetenv("NOTIFY_SOCKET");
  notifyReady();
  EXPECT_EQ(received(socket), "");
  ::setenv("NOTIFY_SOCKET", name.c_str(), 1);
  notifyReady();
  EXPECT_EQ(received(socket), "READY=1");
  EXPECT_EQ(received(socket), "");
  // Nobody there, or no possible name: nothing happens.
  ::setenv("NOTIFY_SOCKET", "/no/such/socket", 1);
  notifyReady();
  ::setenv("NOTIFY_SOCKET", std::string(500, 'x').c_str(), 1);
  notifyReady();
  ::unsetenv("NOTIFY_SOCKET");
}

} // namespace
