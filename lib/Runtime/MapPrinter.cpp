//===- MapPrinter.cpp - How whole maps are shown --------------------------===//
#include "lib/Runtime/MapPrinter.h"

#include "lib/Runtime/Histogram.h"
#include "lib/Runtime/Series.h"

#include <algorithm>
#include <numeric>

namespace sonde {
namespace {

/// -1, 0 or 1. Parts that are neither integers nor strings do not take part.
int compareKeys(const Type &type, const uint8_t *a, const uint8_t *b) {
  switch (type.kind()) {
  case TypeKind::Int:
  case TypeKind::Enum: {
    // Integer keys are in the order of signed values, whatever their type.
    int64_t x = loadNumber(type, a).bits, y = loadNumber(type, b).bits;
    return x < y ? -1 : x > y;
  }
  case TypeKind::String: {
    const char *x = reinterpret_cast<const char *>(a), *y = reinterpret_cast<const char *>(b);
    return std::string_view(x, strnlen(x, type.count()))
        .compare(std::string_view(y, strnlen(y, type.count())));
  }
  case TypeKind::Tuple:
    for (const Type::Element &element : type.elements())
      if (int order = compareKeys(element.type(), a + element.offset, b + element.offset))
        return order;
    return 0;
  default:
    return 0;
  }
}

/// The number by which rows are sorted; none where the keys decide.
std::optional<Number> sortNumber(ValueView value) {
  if (isHistogram(*value.type))
    return Number{histogramTotal(value), false};
  std::optional<Number> number = mapNumber(value);
  if (number && (value.type->is(TypeKind::Min) || value.type->is(TypeKind::Max)))
    number->isSigned = false;
  return number;
}

/// Several keys are one tuple for the kernel, but not for the reader.
std::string keyText(ValueView key, const Renderer &renderer) {
  std::string text;
  renderer.text(text, key);
  if (text.size() >= 2 && text.front() == '(' && text.back() == ')')
    return text.substr(1, text.size() - 2);
  return text;
}

/// The value of an empty scalar map.
std::vector<uint8_t> zeroOf(const Type &type) { return std::vector<uint8_t>(type.size()); }

bool isScalar(const MapInfo &info) { return !info.key; }
bool isAverage(const Type &type) { return type.is(TypeKind::Avg) || type.is(TypeKind::Stats); }
/// Has a value lines of its own below its key?
bool hasLines(const Type &type) { return isHistogram(type) || type.is(TypeKind::TSeries); }

/// Is there nothing to be said about an empty map?
bool isSilent(const MapPrint &print) {
  const MapInfo &info = print.snapshot->info();
  if (print.snapshot->size())
    return false;
  return print.atExit || !isScalar(info) || hasLines(info.value);
}

/// Writes the values of one map.
class ValueWriter {
public:
  ValueWriter(const MapPrint &print, const Renderer &renderer)
      : renderer(renderer), div(print.div) {
    const MapSnapshot &snapshot = *print.snapshot;
    if (!snapshot.info().value.is(TypeKind::TSeries))
      return;
    window.sinceEpoch = renderer.sinceEpoch(Clock::Tai);
    for (size_t row = 0; row < snapshot.size(); ++row)
      window.newest = std::max(window.newest, newestInterval(snapshot.value(row)));
  }

  /// `label` and what belongs to it.
  void appendRow(std::string &out, const std::string &label, ValueView value) const {
    out += label;
    if (!hasLines(*value.type)) {
      out += ": ";
      renderer.mapText(out, value, div);
      out += '\n';
      return;
    }
    out += ":\n";
    if (!isHistogram(*value.type))
      return appendSeries(out, value, window);
    appendHistogram(out, value, div);
    out += '\n';
  }

  void appendJson(std::string &out, ValueView value) const {
    if (isHistogram(*value.type))
      appendJsonHistogram(out, value, div);
    else if (value.type->is(TypeKind::TSeries))
      appendJsonSeries(out, value, window);
    else
      renderer.mapJson(out, value, div);
  }

private:
  const Renderer &renderer;
  uint64_t div;
  SeriesWindow window; ///< The same for all keys.
};

const char *jsonType(const Type &value) {
  if (isHistogram(value))
    return "hist";
  if (value.is(TypeKind::TSeries))
    return "tseries";
  return isAverage(value) ? "stats" : "map";
}

void appendJsonRows(std::string &out, const MapPrint &print, const Renderer &renderer) {
  const MapSnapshot &snapshot = *print.snapshot;
  const ValueWriter writer(print, renderer);
  out += '{';
  bool first = true;
  for (uint32_t row : rowsInOrder(snapshot, print.top)) {
    if (!first)
      out += ", ";
    first = false;
    std::string key = keyText(snapshot.key(row), renderer);
    key.erase(std::remove(key.begin(), key.end(), ' '), key.end());
    appendJsonString(out, key);
    out += ": ";
    writer.appendJson(out, snapshot.value(row));
  }
  out += '}';
}

} // namespace

std::vector<uint32_t> rowsInOrder(const MapSnapshot &snapshot, uint64_t top) {
  std::vector<uint32_t> rows(snapshot.size());
  std::iota(rows.begin(), rows.end(), 0);
  if (rows.empty() || isScalar(snapshot.info()))
    return rows;
  // Rows that compare equal keep the kernel's order.
  if (sortNumber(snapshot.value(0))) {
    std::vector<Number> numbers;
    for (uint32_t row : rows)
      numbers.push_back(*sortNumber(snapshot.value(row)));
    std::sort(rows.begin(), rows.end(), [&](uint32_t a, uint32_t b) {
      return numbers[a] < numbers[b] || (!(numbers[b] < numbers[a]) && a < b);
    });
  } else {
    const Type &key = *snapshot.info().key;
    std::sort(rows.begin(), rows.end(), [&](uint32_t a, uint32_t b) {
      int order = compareKeys(key, snapshot.key(a).bytes, snapshot.key(b).bytes);
      return order ? order < 0 : a < b;
    });
  }
  if (top && top < rows.size())
    rows.erase(rows.begin(), rows.end() - top);
  return rows;
}

void appendMap(std::string &out, const MapPrint &print, const Renderer &renderer) {
  const MapSnapshot &snapshot = *print.snapshot;
  const MapInfo &info = snapshot.info();
  if (isSilent(print))
    return;
  const ValueWriter writer(print, renderer);
  if (snapshot.size() == 0) {
    std::vector<uint8_t> zero = zeroOf(info.value);
    return writer.appendRow(out, info.name, {&info.value, zero.data()});
  }
  for (uint32_t row : rowsInOrder(snapshot, print.top)) {
    std::string label = info.name;
    if (!isScalar(info))
      label += "[" + keyText(snapshot.key(row), renderer) + "]";
    writer.appendRow(out, label, snapshot.value(row));
  }
}

void appendJsonMap(std::string &out, const MapPrint &print, const Renderer &renderer) {
  const MapSnapshot &snapshot = *print.snapshot;
  const MapInfo &info = snapshot.info();
  bool silent = isSilent(print);
  if (silent && !isAverage(info.value))
    return;
  out += "{\"type\": \"";
  out += jsonType(info.value);
  out += "\", \"data\": {";
  appendJsonString(out, info.name);
  out += ": ";
  if (silent) {
    out += "{}";
  } else if (!isScalar(info)) {
    appendJsonRows(out, print, renderer);
  } else {
    std::vector<uint8_t> zero = zeroOf(info.value);
    ValueView value = snapshot.size() ? snapshot.value(0) : ValueView{&info.value, zero.data()};
    ValueWriter(print, renderer).appendJson(out, value);
  }
  out += "}}\n";
}

} // namespace sonde
