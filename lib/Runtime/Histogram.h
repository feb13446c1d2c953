//===- Histogram.h - How hist and lhist are shown -------------------------===//
//
// Bucket bounds, labels and bars. The bucket a value falls
// into is computed in the kernel; here only the way back is needed.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_RUNTIME_HISTOGRAM_H
#define SONDE_RUNTIME_HISTOGRAM_H

#include "lib/Runtime/Value.h"

#include <optional>
#include <string>

namespace sonde {

/// The values [low, high) of one bucket; an end may be open.
struct BucketRange {
  std::optional<uint64_t> low, high;
};

BucketRange bucketRange(const Type &histogram, uint32_t index);
/// As `[512, 1K)`.
std::string bucketLabel(const Type &histogram, uint32_t index);

bool isHistogram(const Type &type);
/// All counts together: what histograms are sorted by.
uint64_t histogramTotal(ValueView histogram);

/// One line for each bucket from the first to the last that holds something.
/// `div` divides the counts of a hist; an lhist ignores it.
void appendHistogram(std::string &out, ValueView histogram, uint64_t div);
/// A list of {"min", "max", "count"}; `max` is inclusive.
void appendJsonHistogram(std::string &out, ValueView histogram, uint64_t div);

} // namespace sonde

#endif // SONDE_RUNTIME_HISTOGRAM_H
