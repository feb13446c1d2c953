//===- Histogram.cpp - How hist and lhist are shown -----------------------===//
#include "lib/Runtime/Histogram.h"

#include "lib/Runtime/Render.h"

#include <algorithm>

namespace sonde {
namespace {

constexpr unsigned kLabelWidth = 16, kCountWidth = 8, kBarWidth = 52;

unsigned log2Floor(uint64_t value) { return 63 - __builtin_clzll(value); }

uint64_t countAt(ValueView histogram, uint32_t index) {
  return loadUnsigned(histogram.bytes + size_t{index} * 8, 8);
}

/// Indices [first, last) of the buckets that are shown.
std::pair<uint32_t, uint32_t> shownBuckets(ValueView histogram) {
  uint32_t first = 0, last = histogram.type->bucketCount();
  while (first < last && countAt(histogram, first) == 0)
    ++first;
  while (last > first && countAt(histogram, last - 1) == 0)
    --last;
  return {first, last};
}

uint64_t divisorFor(const Type &type, uint64_t div) {
  return type.is(TypeKind::Hist) && div > 1 ? div : 1;
}

/// A bound of a hist. The suffix depends on the width of the bucket that begins
/// there, so that neighbouring labels never round to the same text.
std::string histBound(uint64_t bound, unsigned bits) {
  unsigned width = bound >= (uint64_t{2} << bits) ? log2Floor(bound) - bits : 0;
  unsigned suffix = width / 10;
  std::string text = std::to_string(bound >> (10 * suffix));
  if (suffix)
    text += "KMGTPE"[suffix - 1];
  return text;
}

/// A bound of an lhist: whole K and M are shortened if all steps are whole K.
std::string lhistBound(uint64_t bound, uint64_t step) {
  if (step % 1024 == 0 && bound != 0) {
    if (bound % (1 << 20) == 0)
      return std::to_string(bound >> 20) + "M";
    if (bound % 1024 == 0)
      return std::to_string(bound >> 10) + "K";
  }
  return std::to_string(bound);
}

std::string boundText(const Type &type, uint64_t bound) {
  return type.is(TypeKind::Hist) ? histBound(bound, type.count())
                                 : lhistBound(bound, type.lhistStep());
}

void appendRight(std::string &out, const std::string &text, size_t width) {
  if (text.size() < width)
    out.append(width - text.size(), ' ');
  out += text;
}

void appendLeft(std::string &out, const std::string &text, size_t width) {
  out += text;
  if (text.size() < width)
    out.append(width - text.size(), ' ');
}

} // namespace

bool isHistogram(const Type &type) { return type.is(TypeKind::Hist) || type.is(TypeKind::LHist); }

BucketRange bucketRange(const Type &type, uint32_t index) {
  if (type.is(TypeKind::LHist)) {
    uint64_t min = type.lhistMin(), step = type.lhistStep();
    if (index == 0)
      return {std::nullopt, min};
    uint64_t low = min + (index - 1) * step;
    if (index == type.bucketCount() - 1)
      return {low, std::nullopt};
    return {low, low + step};
  }
  if (index == 0)
    return {std::nullopt, 0};
  unsigned bits = type.count();
  uint64_t parts = uint64_t{1} << bits, at = index - 1;
  if (at < 2 * parts)
    return {at, at + 1};
  unsigned shift = (at >> bits) - 1;
  uint64_t low = (parts + (at & (parts - 1))) << shift;
  return {low, low + (uint64_t{1} << shift)};
}

std::string bucketLabel(const Type &type, uint32_t index) {
  BucketRange range = bucketRange(type, index);
  if (!range.low)
    return "(..., " + boundText(type, *range.high) + ")";
  if (!range.high)
    return "[" + boundText(type, *range.low) + ", ...)";
  if (*range.high == *range.low + 1)
    return "[" + std::to_string(*range.low) + "]";
  return "[" + boundText(type, *range.low) + ", " + boundText(type, *range.high) + ")";
}

uint64_t histogramTotal(ValueView histogram) {
  uint64_t total = 0;
  for (uint32_t i = 0; i < histogram.type->bucketCount(); ++i)
    total += countAt(histogram, i);
  return total;
}

void appendHistogram(std::string &out, ValueView histogram, uint64_t div) {
  div = divisorFor(*histogram.type, div);
  auto [first, last] = shownBuckets(histogram);
  uint64_t largest = 0;
  for (uint32_t i = first; i < last; ++i)
    largest = std::max(largest, countAt(histogram, i) / div);
  for (uint32_t i = first; i < last; ++i) {
    uint64_t count = countAt(histogram, i) / div;
    unsigned bar = 0;
    if (largest)
      bar = static_cast<float>(count) / static_cast<float>(largest) * kBarWidth;
    appendLeft(out, bucketLabel(*histogram.type, i), kLabelWidth);
    appendRight(out, std::to_string(count), kCountWidth);
    out += " |";
    out.append(bar, '@').append(kBarWidth - bar, ' ');
    out += "|\n";
  }
}

void appendJsonHistogram(std::string &out, ValueView histogram, uint64_t div) {
  div = divisorFor(*histogram.type, div);
  auto [first, last] = shownBuckets(histogram);
  out += '[';
  for (uint32_t i = first; i < last; ++i) {
    BucketRange range = bucketRange(*histogram.type, i);
    out += i > first ? ",{" : "{";
    if (range.low) {
      out += "\"min\": ";
      appendJsonNumber(out, {*range.low, false});
      out += ", ";
    }
    if (range.high) {
      out += "\"max\": ";
      appendJsonNumber(out, {*range.high - 1, !range.low});
      out += ", ";
    }
    out += "\"count\": ";
    appendJsonNumber(out, {countAt(histogram, i) / div, false});
    out += '}';
  }
  out += ']';
}

} // namespace sonde
