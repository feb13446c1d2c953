//===- Result.h - A value or the reason why there is none -----------------===//
//
// The error type of everything outside MLIR. Inside MLIR, failures are
// LogicalResult plus a diagnostic; a function uses one of the two, never both.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_SUPPORT_RESULT_H
#define SONDE_SUPPORT_RESULT_H

#include <cassert>
#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace sonde {

/// Why something failed: one lower-case sentence without a full stop, fit to
/// stand after "error: ". `code` is an errno value where the system gave one,
/// otherwise 0.
struct Error {
  std::string message;
  int code = 0;
};

/// Marks a string as an error at the return statement:
/// `return failure("no such file 'x'")`.
inline Error failure(std::string message, int code = 0) { return Error{std::move(message), code}; }

template <typename T> class [[nodiscard]] Result {
public:
  Result(T value) : state(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : state(std::in_place_index<1>, std::move(error)) {}

  explicit operator bool() const { return state.index() == 0; }
  T &operator*() {
    assert(*this && "dereferenced a failed result");
    return *std::get_if<0>(&state);
  }
  const T &operator*() const {
    assert(*this && "dereferenced a failed result");
    return *std::get_if<0>(&state);
  }
  T *operator->() { return &**this; }
  const T *operator->() const { return &**this; }
  const Error &error() const {
    assert(!*this && "asked a success for its error");
    return *std::get_if<1>(&state);
  }
  Error takeError() { return std::move(*std::get_if<1>(&state)); }

private:
  std::variant<T, Error> state;
};

/// The result of something done for its effect.
template <> class [[nodiscard]] Result<void> {
public:
  Result() = default;
  Result(Error error) : failed(std::move(error)) {}

  explicit operator bool() const { return !failed; }
  const Error &error() const {
    assert(failed && "asked a success for its error");
    return *failed;
  }
  Error takeError() { return std::move(*failed); }

private:
  std::optional<Error> failed;
};

} // namespace sonde

#endif // SONDE_SUPPORT_RESULT_H
