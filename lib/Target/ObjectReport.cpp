//===- ObjectReport.cpp - What an object will cost the kernel -------------===//
#include "lib/Target/ObjectReport.h"

#include "lib/Target/LineTable.h"

#include <algorithm>
#include <cstring>
#include <map>
#include <set>

namespace sonde {
namespace {

/// One slot of BPF code, as the kernel defines it.
struct Instruction {
  uint8_t opcode;
  uint8_t registers; ///< Destination below, source above.
  int16_t offset;
  int32_t immediate;

  unsigned destination() const { return registers & 15; }
  unsigned source() const { return registers >> 4; }
  unsigned instructionClass() const { return opcode & 7; }
};
static_assert(sizeof(Instruction) == 8);

enum : uint8_t {
  kLoad = 1,           // BPF_LDX
  kStoreImmediate = 2, // BPF_ST
  kStore = 3,          // BPF_STX
  kMove64 = 0xbf,
  kAddImmediate64 = 0x07,
  kCall = 0x85,
};
constexpr unsigned kFramePointer = 10;

Instruction instructionAt(std::string_view bytes, uint32_t offset) {
  Instruction instruction;
  std::memcpy(&instruction, bytes.data() + offset, sizeof instruction);
  return instruction;
}

/// How far below the frame pointer an instruction reaches: through it directly,
/// or by making an address of its copy (`r2 = r10; r2 += -16`).
int32_t reach(const Instruction &instruction, const Instruction *previous) {
  switch (instruction.instructionClass()) {
  case kLoad:
    return instruction.source() == kFramePointer ? -instruction.offset : 0;
  case kStore:
  case kStoreImmediate:
    return instruction.destination() == kFramePointer ? -instruction.offset : 0;
  default:
    break;
  }
  bool isAddress = instruction.opcode == kAddImmediate64 && previous &&
                   previous->opcode == kMove64 && previous->source() == kFramePointer &&
                   previous->destination() == instruction.destination();
  return isAddress ? -instruction.immediate : 0;
}

FunctionReport report(const CodeSection &section, const CodeFunction &function) {
  FunctionReport result;
  result.name = function.name;
  result.section = section.name;
  result.instructions = (function.end - function.begin) / sizeof(Instruction);

  std::map<std::pair<std::string, uint32_t>, uint32_t> lines;
  std::set<uint32_t> helpers;
  int32_t frame = 0;
  Instruction previous{};
  for (uint32_t offset = function.begin; offset + sizeof(Instruction) <= function.end;
       offset += sizeof(Instruction)) {
    Instruction instruction = instructionAt(section.bytes, offset);
    if (instruction.opcode == kCall && instruction.source() == 0)
      helpers.insert(static_cast<uint32_t>(instruction.immediate));
    frame = std::max(frame, reach(instruction, offset == function.begin ? nullptr : &previous));
    if (const LineEntry *line = section.lineAt(offset))
      ++lines[{std::string(line->file), line->line}];
    previous = instruction;
  }
  result.frame = static_cast<uint32_t>(frame);
  for (const auto &[place, count] : lines)
    result.lines.push_back({place.first, place.second, count});
  result.helpers.assign(helpers.begin(), helpers.end());
  return result;
}

} // namespace

const FunctionReport *ObjectReport::find(std::string_view name) const {
  for (const FunctionReport &function : functions)
    if (function.name == name)
      return &function;
  return nullptr;
}

Result<ObjectReport> inspectObject(std::string_view object) {
  Result<std::vector<CodeSection>> code = readCode(object);
  if (!code)
    return code.takeError();
  ObjectReport result;
  std::set<uint32_t> helpers;
  for (const CodeSection &section : *code)
    for (const CodeFunction &function : section.functions) {
      result.functions.push_back(report(section, function));
      const std::vector<uint32_t> &used = result.functions.back().helpers;
      helpers.insert(used.begin(), used.end());
    }
  result.helpers.assign(helpers.begin(), helpers.end());
  return result;
}

} // namespace sonde
