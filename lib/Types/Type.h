//===- Type.h - The types of the script language --------------------------===//
//
// One description of a type from the parser to the runtime: what it is, how
// many bytes it takes, how its bytes are laid out, and how a value is shown.
// The tracing dialect's types are its encoding in the IR; the artifact stores
// it as JSON (lib/Artifact). Inference itself is lib/Frontend's.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_TYPES_TYPE_H
#define SONDE_TYPES_TYPE_H

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace sonde {

enum class TypeKind : uint8_t {
  None, ///< Not known (yet).
  Void,
  Bool,
  Int,
  Enum,
  String,  ///< `count` bytes with text up to a NUL or their end, zero-filled after it.
  Buffer,  ///< A 4-byte length, then at most `count` raw bytes.
  Pointer, ///< To `element`, in `space`.
  Array,   ///< `count` times `element`.
  Struct,  ///< A C struct or union, by name and, where known, definition.
  Tuple,
  Record, ///< A tuple whose elements have names.
  // Values that user space turns into text when it shows them.
  KernelSymbol,
  UserSymbol,
  KernelStack,
  UserStack,
  Inet,
  MacAddress,
  CgroupPath,
  Username,
  Timestamp,
  TimestampMode,
  // Aggregations: only as the value of a map.
  Count,
  Sum,
  Min,
  Max,
  Avg,
  Stats,
  Hist,
  LHist,
  TSeries,
};

/// Which memory an address points into, and so which helper reads it.
enum class AddressSpace : uint8_t { None, Kernel, User };

/// What a number of nanoseconds counts from. Of an integer from `nsecs`; Boot for
/// all others.
enum class Clock : uint8_t { Boot, Tai, Monotonic };

/// How a stack is written out.
enum class StackMode : uint8_t { Bpftrace, Perf, Raw, BuildId };

struct TypeData;
struct StructDef;

/// Who knows the members of a struct that is only named.
struct TypeOrigin {
  /// "" for the kernel, a kernel module's name, or a program or library by its
  /// absolute path.
  std::string source;
  uint32_t id = 0; ///< What the source calls it; 0: it is to be found by its name.
};

/// A type: an immutable value that is cheap to copy. Two types are equal when
/// they have the same meaning and layout; address spaces and clocks, which are
/// not part of a type's name, do not count, nor do a struct's members and origin.
class Type {
public:
  Type(); ///< The type `None`.

  static Type none() { return {}; }
  static Type voidType();
  static Type boolean();
  /// `bits` is 8, 16, 32 or 64. A flexible integer comes from a literal: next
  /// to a type of fixed sign it takes that sign.
  static Type integer(unsigned bits, bool isSigned, bool flexible = false);
  /// `size` is the size in bytes; values as in C. The names of values are
  /// shared by all copies.
  static Type enumeration(std::string name, unsigned size,
                          std::vector<std::pair<int64_t, std::string>> values = {});
  /// `capacity` is in bytes, with the NUL if there is one; 0: unsized. Where text
  /// may be cut, one that fills all bytes was longer; a full `char[N]` was not.
  static Type string(uint32_t capacity, bool mayBeCut = false);
  static Type buffer(uint32_t capacity); ///< Raw bytes, without the length.
  static Type pointer(Type pointee, AddressSpace space = AddressSpace::None);
  static Type array(Type element, uint32_t count);
  /// `name` is without the keyword. `definition` may be null: then the size is
  /// not known and only pointers to it can be used, until its origin is asked.
  static Type structure(std::string name, bool isUnion,
                        std::shared_ptr<const StructDef> definition = nullptr,
                        TypeOrigin origin = {});
  static Type tuple(std::vector<Type> elements);
  static Type record(std::vector<std::pair<std::string, Type>> elements);
  /// A presentation or aggregation kind without parameters.
  static Type plain(TypeKind kind);
  static Type stack(bool user, StackMode mode, uint32_t limit);
  /// sum, min, max, avg, stats.
  static Type aggregate(TypeKind kind, bool isSigned);
  static Type hist(uint32_t bits);
  static Type lhist(int64_t min, int64_t max, int64_t step);
  /// The last `count` intervals of `interval` ns. `state` is what is kept of each: a
  /// sum, min, max or avg, or an integer of 64 bits for the last value.
  static Type tseries(int64_t interval, uint32_t count, Type state);
  /// Intervals of a tseries at most: a value of a map has 32 KiB on one CPU.
  static constexpr uint32_t kMaxIntervals = 1365;

  TypeKind kind() const;
  bool is(TypeKind k) const { return kind() == k; }
  explicit operator bool() const { return kind() != TypeKind::None; }

  bool isInteger() const { return is(TypeKind::Int); }
  /// Integers and enumerations.
  bool isIntegral() const { return is(TypeKind::Int) || is(TypeKind::Enum); }
  /// Written without a size: a variable of this type grows to what it is assigned.
  bool isUnsized() const { return isOpenEnded() || (is(TypeKind::Buffer) && !count()); }
  /// Text or an array without a length, as at the end of a struct: what counts is
  /// where it begins.
  bool isOpenEnded() const { return (is(TypeKind::String) || is(TypeKind::Array)) && !count(); }
  bool isAggregate() const { return kind() >= TypeKind::Count; }
  /// Aggregates from which an integer can be read.
  bool isCastableAggregate() const { return kind() >= TypeKind::Count && kind() <= TypeKind::Avg; }

  unsigned bits() const;      ///< Of an integer or enumeration.
  bool isSigned() const;      ///< Of an integer or aggregate.
  bool isFlexible() const;    ///< Of an integer.
  uint32_t count() const;     ///< Capacity, array length, stack limit, hist bits, intervals.
  bool mayBeCut() const;      ///< Of a string.
  Type element() const;       ///< Of a pointer or array; what a tseries keeps of an interval.
  AddressSpace space() const; ///< See withSpace.
  StackMode stackMode() const;
  const std::string &name() const; ///< Of a struct, union or enumeration.
  bool isUnion() const;
  const std::shared_ptr<const StructDef> &definition() const;
  const TypeOrigin &origin() const; ///< Of a struct or union.
  /// Elements of a tuple or record, with their offsets.
  struct Element {
    std::string name; ///< Empty in a tuple.
    Type type() const;
    uint32_t offset;
    std::shared_ptr<const TypeData> data;
  };
  const std::vector<Element> &elements() const;
  const std::vector<std::pair<int64_t, std::string>> &enumerators() const;
  int64_t lhistMin() const;
  int64_t lhistMax() const;
  int64_t lhistStep() const;
  int64_t interval() const; ///< Of a tseries, in nanoseconds.

  /// Bytes in variables, map keys, tuples and events. For an
  /// aggregate, the bytes of a map value on one CPU:
  ///   count, sum    u64
  ///   avg, stats    {total, count}
  ///   min, max      {ordered, set}: `ordered` grows with what is kept, so that
  ///                 zero memory is the identity; see orderedFromValue
  ///   hist, lhist   bucketCount() times u64
  ///   tseries       count() times {state, u64 interval's number + 1, or 0 if unused}, of
  ///                 interval number n at n modulo count(). The state of the last
  ///                 value is {value, u64 ns of its clock}, others are as above
  /// Of a value that user space turns into text:
  ///   ksym          u64 address
  ///   usym          u64 address, u32 process, u32 0
  ///   stack         u64 hash, u32 frames, u32 process (0: the kernel's); hash and
  ///                 number are the key under which the frames are kept
  ///   inet          u64 family, 16 bytes of address
  ///   cgroup path   u64 identifier, u64 index of the filter's text + 1 or 0
  ///   username      u64 number
  ///   timestamp     u64 ns, u32 index of the format's text, u32 clock (Clock)
  uint32_t size() const;
  /// What `sizeof` says: of a stack, as if its frames were in it; of an aggregation,
  /// that of one number.
  uint32_t writtenSize() const;
  /// As an element of a tuple or record.
  uint32_t alignment() const;
  /// Buckets of a hist or lhist, with those below and above the range.
  uint32_t bucketCount() const;
  /// Bytes of one interval of a tseries; its number is in the last 8.
  uint32_t intervalSize() const;

  /// The name that diagnostics and `typeinfo` print: `int8`, `string[4]`,
  /// `(int8,string[2])`, `struct task_struct *`.
  std::string str() const;

  /// Of a pointer, of an integer that may be an address, and of a struct, array or
  /// open-ended text that still lies in memory. Others are unchanged.
  Type withSpace(AddressSpace space) const;
  Clock clock() const;               ///< Of an integer.
  Type withClock(Clock clock) const; ///< Of an integer; others unchanged.

  friend bool operator==(const Type &a, const Type &b);
  friend bool operator!=(const Type &a, const Type &b) { return !(a == b); }

private:
  explicit Type(std::shared_ptr<const TypeData> data) : data(std::move(data)) {}
  static Type make(TypeData data);
  std::shared_ptr<const TypeData> data; // Null: None.
};

/// One member of a C struct or union.
struct StructMember {
  std::string name; ///< Empty for an anonymous struct or union.
  Type type;
  uint32_t offset = 0;    ///< In bytes, of the storage unit for a bit-field.
  uint8_t bitOffset = 0;  ///< From the unit's least significant bit.
  uint8_t bitSize = 0;    ///< 0: not a bit-field.
  std::string typeTag;    ///< `user`, `percpu`, …, from BTF; usually empty.
  bool isDataLoc = false; ///< A tracepoint's `__data_loc` field.
};

struct StructDef {
  std::string name;
  bool isUnion = false;
  bool isFixed = false; ///< Not the kernel's: laid out like this on every kernel.
  uint32_t size = 0;
  std::vector<StructMember> members;

  /// A member by name, looked for through anonymous members too; `offset` is
  /// then relative to this struct.
  std::optional<StructMember> find(const std::string &member) const;
};

/// Says where a bit-field is whose type and `bitSize` are known: `bit` counts from
/// the struct's beginning. Its storage unit is aligned if it can be, holds all its
/// bits, and does not reach behind the struct's end.
void placeBitField(StructMember &member, uint64_t bit, uint32_t structSize);

/// The width and sign in which two integer types meet.
Type promoteIntegers(const Type &a, const Type &b);

} // namespace sonde

#endif // SONDE_TYPES_TYPE_H
