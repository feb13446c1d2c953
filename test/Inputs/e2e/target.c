// A program with functions to probe; it calls them for as long as it is left to.
#include <unistd.h>

__attribute__((noinline)) int add2(int a, int b) { return a + b; }

int main(void) {
  for (int i = 0; i < 1000; ++i) {
    if (add2(3, 4) != 7)
      return 1;
    usleep(10000);
  }
  return 0;
}
