//===- HelperAttributes.cpp - What LLVM may assume about helpers ----------===//
#include "dialect/BPF/Translation/HelperAttributes.h"

#include "llvm/IR/InstrTypes.h"
#include "llvm/Support/ModRef.h"

namespace sonde::bpf {
namespace {

/// Numbers of uapi/linux/bpf.h.
enum Helper : uint32_t {
  MapLookupElem = 1,
  GetSmpProcessorId = 8,
  GetCurrentPidTgid = 14,
  GetCurrentUidGid = 15,
  GetCurrentComm = 16,
  GetCurrentTask = 35,
  GetNumaNodeId = 42,
  GetCurrentCgroupId = 80,
  ProbeReadUser = 112,
  ProbeReadKernel = 113,
  ProbeReadUserStr = 114,
  ProbeReadKernelStr = 115,
  RingbufReserve = 131,
  GetCurrentTaskBtf = 158,
};

/// The memory of the program that the helper touches. `unknown` for those that
/// change a map or hand memory to someone else.
llvm::MemoryEffects effectsOf(uint32_t helper) {
  using llvm::MemoryEffects;
  switch (helper) {
  // One value during one run of a program, which neither sleeps nor migrates.
  case GetSmpProcessorId:
  case GetCurrentPidTgid:
  case GetCurrentUidGid:
  case GetCurrentTask:
  case GetNumaNodeId:
  case GetCurrentCgroupId:
  case GetCurrentTaskBtf:
    return MemoryEffects::none();
  case MapLookupElem:
    return MemoryEffects::readOnly();
  // The address that is read is a number to LLVM; what is there may be a map's
  // value that this program wrote.
  case ProbeReadKernel:
  case ProbeReadUser:
  case ProbeReadKernelStr:
  case ProbeReadUserStr:
    return MemoryEffects::readOnly() | MemoryEffects::argMemOnly(llvm::ModRefInfo::Mod);
  case GetCurrentComm:
    return MemoryEffects::argMemOnly(llvm::ModRefInfo::Mod);
  default:
    return MemoryEffects::unknown();
  }
}

} // namespace

void setHelperAttributes(llvm::CallBase &call, uint32_t helper) {
  call.addFnAttr(llvm::Attribute::NoUnwind);
  call.addFnAttr(llvm::Attribute::WillReturn);
  // Two calls that became one would see two maps, or two sizes, and the
  // verifier wants constants.
  call.addFnAttr(llvm::Attribute::NoMerge);
  llvm::MemoryEffects effects = effectsOf(helper);
  if (effects != llvm::MemoryEffects::unknown())
    call.setMemoryEffects(effects);
  for (unsigned i = 0; i < call.arg_size(); ++i)
    if (call.getArgOperand(i)->getType()->isPointerTy())
      call.addParamAttr(i, llvm::Attribute::NoCapture);
  // A reserved record is fresh memory.
  if (helper == RingbufReserve)
    call.addRetAttr(llvm::Attribute::NoAlias);
}

} // namespace sonde::bpf
