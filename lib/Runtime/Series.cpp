//===- Series.cpp - How tseries is shown ----------------------------------===//
#include "lib/Runtime/Series.h"

#include "lib/Runtime/Presentation.h"
#include "lib/Runtime/Render.h"

#include <algorithm>
#include <vector>

namespace sonde {
namespace {

__extension__ using Wide = unsigned __int128;

constexpr size_t kGraphWidth = 53, kLeftWidth = 21;

struct Sample {
  uint64_t interval;
  Number value;
};

/// Those in the window, oldest first.
std::vector<Sample> samplesOf(ValueView series, uint64_t newest) {
  const Type &type = *series.type, state = type.element();
  const uint32_t size = type.intervalSize(), count = type.count();
  std::vector<Sample> samples;
  for (uint32_t i = 0; i < count; ++i) {
    const uint8_t *place = series.bytes + size_t{i} * size;
    uint64_t mark = loadUnsigned(place + size - 8, 8);
    bool isShown = mark != 0 && mark - 1 <= newest && newest - (mark - 1) < count;
    std::optional<Number> value = isShown ? mapNumber({&state, place}) : std::nullopt;
    if (value)
      samples.push_back({mark - 1, *value});
  }
  std::sort(samples.begin(), samples.end(),
            [](const Sample &a, const Sample &b) { return a.interval < b.interval; });
  return samples;
}

/// When an interval began, in nanoseconds since the epoch.
int64_t startOf(uint64_t interval, const Type &series, const SeriesWindow &window) {
  return static_cast<int64_t>(interval * static_cast<uint64_t>(series.interval()) +
                              static_cast<uint64_t>(window.sinceEpoch));
}

/// How precisely times are shown, and the width that this takes.
struct TimeForm {
  const char *header;
  const char *format;
  size_t width;
};

/// So that the distance between two samples shows.
TimeForm timeForm(Wide distance) {
  if (distance >= 1'000'000'000)
    return {"hh:mm:ss", "%H:%M:%S", 8};
  if (distance >= 1'000'000)
    return {"hh:mm:ss.ms", "%H:%M:%S.%l", 12};
  if (distance >= 1'000)
    return {"hh:mm:ss.\u03bcs", "%H:%M:%S.%f", 15};
  return {"hh:mm:ss.ns", "%H:%M:%S.%k", 18};
}

/// The mean distance of samples in nanoseconds; 0 of a single one.
Wide distanceOf(const std::vector<Sample> &samples, const Type &series) {
  Wide intervals = samples.back().interval - samples.front().interval;
  return samples.size() > 1 ? intervals * series.interval() / (samples.size() - 1) : 0;
}

/// The values between which points are placed: never the same.
struct Scale {
  Number least, greatest;

  explicit Scale(const std::vector<Sample> &samples) {
    auto [low, high] =
        std::minmax_element(samples.begin(), samples.end(),
                            [](const Sample &a, const Sample &b) { return a.value < b.value; });
    least = low->value;
    greatest = high->value;
    if (least.bits != greatest.bits)
      return;
    const uint64_t lowest = least.isSigned ? uint64_t{1} << 63 : 0, highest = lowest - 1;
    if (least.bits != lowest)
      --least.bits;
    if (greatest.bits != highest)
      ++greatest.bits;
  }

  /// The column of a value, if the least is at 0 and the greatest at `last`.
  size_t column(uint64_t value, unsigned last) const {
    Wide distance = value - least.bits;
    return static_cast<size_t>(distance * last / (greatest.bits - least.bits));
  }

  bool hasZeroInside() const {
    return least.isSigned && static_cast<int64_t>(least.bits) < 0 &&
           static_cast<int64_t>(greatest.bits) > 0;
  }
};

std::string numberText(Number number) {
  std::string text;
  appendNumber(text, number);
  return text;
}

void appendPadded(std::string &out, const std::string &text, size_t width) {
  out += text;
  if (text.size() < width)
    out.append(width - text.size(), ' ');
}

void appendScale(std::string &out, const Scale &scale, size_t timeWidth) {
  std::string greatest = numberText(scale.greatest);
  out.append(timeWidth + 1, ' ');
  appendPadded(out, numberText(scale.least), kLeftWidth);
  constexpr size_t rest = kGraphWidth - kLeftWidth;
  if (greatest.size() < rest)
    out.append(rest - greatest.size(), ' ');
  out += greatest + "\n";
}

void appendBorder(std::string &out, char corner) {
  out += corner;
  out.append(kGraphWidth - 2, '_') += corner;
  out += '\n';
}

std::string graph(const Scale &scale, const Number *value) {
  std::string line(kGraphWidth, ' ');
  line.front() = line.back() = '|';
  if (scale.hasZeroInside())
    line[scale.column(0, kGraphWidth)] = '.';
  if (value)
    line[scale.column(value->bits, kGraphWidth - 1)] = '*';
  return line;
}

} // namespace

uint64_t newestInterval(ValueView series) {
  const uint32_t size = series.type->intervalSize();
  uint64_t newest = 0;
  for (uint32_t at = 0; at < series.type->size(); at += size)
    newest = std::max(newest, loadUnsigned(series.bytes + at + size - 8, 8));
  return newest ? newest - 1 : 0;
}

void appendSeries(std::string &out, ValueView series, const SeriesWindow &window) {
  const std::vector<Sample> samples = samplesOf(series, window.newest);
  if (samples.empty()) {
    out += "<no data>\n";
    return;
  }
  const Scale scale(samples);
  const TimeForm form = timeForm(distanceOf(samples, *series.type));
  appendScale(out, scale, form.width);
  appendPadded(out, form.header, form.width + 1);
  appendBorder(out, '|');
  auto next = samples.begin();
  for (uint64_t interval = samples.front().interval; interval <= window.newest; ++interval) {
    const Number *value = nullptr;
    if (next != samples.end() && next->interval == interval)
      value = &next++->value;
    appendPadded(out, formatTime(form.format, startOf(interval, *series.type, window)),
                 form.width + 1);
    out += graph(scale, value) + " " + (value ? numberText(*value) : "-") + "\n";
  }
  out.append(form.width + 1, ' ');
  appendBorder(out, 'v');
  appendScale(out, scale, form.width);
  out += '\n';
}

void appendJsonSeries(std::string &out, ValueView series, const SeriesWindow &window) {
  out += '[';
  for (const Sample &sample : samplesOf(series, window.newest)) {
    if (out.back() != '[')
      out += ',';
    out += "{\"interval_start\":\"";
    out += formatTime("%Y-%m-%dT%H:%M:%S.%k", startOf(sample.interval, *series.type, window));
    out += "\",\"value\":";
    appendJsonNumber(out, sample.value);
    out += '}';
  }
  out += ']';
}

} // namespace sonde
