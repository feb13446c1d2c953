//===- Random.h - Numbers that a seed decides -----------------------------===//
#ifndef SONDE_TEST_FUZZ_SCRIPTS_RANDOM_H
#define SONDE_TEST_FUZZ_SCRIPTS_RANDOM_H

#include <cstdint>
#include <initializer_list>
#include <string>
#include <vector>

namespace sonde::fuzz {

/// SplitMix64: the same numbers on every machine, unlike the standard library's
/// distributions.
class Random {
public:
  explicit Random(uint64_t seed) : state(seed * 0x9e3779b97f4a7c15 + 1) {}

  uint64_t next() {
    uint64_t z = state += 0x9e3779b97f4a7c15;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
  }
  /// Below `bound`, which is at least 1.
  size_t below(size_t bound) { return next() % bound; }
  bool oneIn(size_t n) { return below(n) == 0; }
  template <typename T> const T &pick(const std::vector<T> &choices) {
    return choices[below(choices.size())];
  }
  std::string pick(std::initializer_list<const char *> choices) {
    return choices.begin()[below(choices.size())];
  }

private:
  uint64_t state;
};

} // namespace sonde::fuzz

#endif // SONDE_TEST_FUZZ_SCRIPTS_RANDOM_H
