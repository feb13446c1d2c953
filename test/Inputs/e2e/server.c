// A program whose functions have arguments of many types; it calls them for as long
// as it is left to.
#include "server.h"

#include <unistd.h>

__attribute__((noinline)) long handle(struct request *request, int16_t retries, bool dry,
                                      double limit, const char *user, enum method method) {
  return request->number + retries + dry + (long)limit + user[0] + method;
}
__attribute__((noinline)) int many(long a, long b, long c, long d, long e, long f, long g) {
  return (int)(a + b + c + d + e + f + g);
}
__attribute__((noinline)) int whole(struct file file, int flag) { return (int)file.size + flag; }
__attribute__((noinline)) int nothing(void) { return 1; }

static volatile long sink; // Calls whose results nobody uses would be left out.

// With the text behind it.
static struct {
  struct header header;
  char text[16];
} header = {{6}, "Accept"};

int main(void) {
  struct file file = {"index.html", 4096};
  struct request second = {.number = 2, .path = "/second"};
  struct request first = {.number = 1,
                          .method = PUT,
                          .urgent = 1,
                          .weight = 21,
                          .bias = -3,
                          .from = {"abc", 8080},
                          .path = "/first",
                          .header = &header.header,
                          .file = &file,
                          .next = &second,
                          .cost = 2.5,
                          .counts = {7, 8, 9},
                          .code = 404};
  for (int i = 0; i < 1000; ++i) {
    sink = handle(&first, -2, true, 1.5, "root", PUT);
    sink = many(1, 2, 3, 4, 5, 6, 7);
    sink = whole(file, 3);
    sink = nothing();
    usleep(10000);
  }
  return 0;
}
