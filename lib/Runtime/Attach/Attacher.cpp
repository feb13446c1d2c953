//===- Attacher.cpp - Which attacher a probe needs ------------------------===//
#include "lib/Runtime/Attach/Attacher.h"

namespace sonde {

const Attacher *attacherFor(AttachKind kind) {
  switch (kind) {
  case AttachKind::Begin:
  case AttachKind::End:
    return nullptr;
  case AttachKind::Tracepoint:
    return &tracepointAttacher();
  case AttachKind::RawTracepoint:
    return &rawTracepointAttacher();
  case AttachKind::BtfTracepoint:
  case AttachKind::Fentry:
  case AttachKind::Fexit:
    return &typedAttacher();
  case AttachKind::Kprobe:
  case AttachKind::Kretprobe:
    return &kprobeAttacher();
  case AttachKind::Uprobe:
  case AttachKind::Uretprobe:
    return &uprobeAttacher();
  case AttachKind::Profile:
  case AttachKind::Interval:
    return &timerAttacher();
  }
  return nullptr;
}

bool attachesInReverse(AttachKind kind) {
  switch (kind) {
  case AttachKind::Kprobe:
  case AttachKind::Uprobe:
  case AttachKind::Uretprobe:
  case AttachKind::Fentry:
  case AttachKind::Fexit:
    return true;
  default:
    return false;
  }
}

} // namespace sonde
