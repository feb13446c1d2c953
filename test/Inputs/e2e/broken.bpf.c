// Does not compile: the error is on the fourth line.

int twice(int x) {
  return y * 2;
}
