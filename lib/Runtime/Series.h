//===- Series.h - How tseries is shown ------------------------------------===//
//
// Values over time: a line for each interval with the value as a point between the
// least and the greatest. What a value has been counted to is decided in the kernel
// and in mergeAggregate; here are windows, scales and times.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_RUNTIME_SERIES_H
#define SONDE_RUNTIME_SERIES_H

#include "lib/Runtime/Value.h"

#include <string>

namespace sonde {

/// How all series of one map are shown.
struct SeriesWindow {
  uint64_t newest = 0;    ///< The number of the last interval that is shown.
  int64_t sinceEpoch = 0; ///< Nanoseconds from the clock's zero to the epoch.
};

/// The number of the newest interval in which there is a value; 0 if there is none.
uint64_t newestInterval(ValueView series);

/// The scale, a line for each interval of the window from the first with a value on,
/// the scale again, and an empty line; `<no data>` alone if there is no value.
void appendSeries(std::string &out, ValueView series, const SeriesWindow &window);
/// A list of {"interval_start", "value"}, without the intervals that have no value.
void appendJsonSeries(std::string &out, ValueView series, const SeriesWindow &window);

} // namespace sonde

#endif // SONDE_RUNTIME_SERIES_H
