//===- LiveKernelTest.cpp - The running kernel answers --------------------===//
//
// Checks only what holds on every kernel; skipped where it hides its facts.
//
//===----------------------------------------------------------------------===//
#include "lib/Kernel/KernelView.h"
#include "lib/Kernel/Tracefs.h"

#include <gtest/gtest.h>
#include <unistd.h>

using namespace sonde;

namespace {

TEST(LiveKernelTest, Target) {
  const TargetFacts facts = liveKernel()->target();
  unsigned major = 0, minor = 0;
  char rest = 0;
  EXPECT_EQ(sscanf(facts.release.c_str(), "%u.%u%c", &major, &minor, &rest), 2) << facts.release;
  EXPECT_GE(facts.cpus, 1u);
  EXPECT_FALSE(facts.arch.empty());
}

TEST(LiveKernelTest, Types) {
  if (access("/sys/kernel/btf/vmlinux", R_OK) != 0)
    GTEST_SKIP() << "the kernel has no readable type information";
  std::unique_ptr<KernelView> kernel = liveKernel();
  Result<TypeSource *> types = kernel->types("");
  ASSERT_TRUE(types) << types.error().message;
  EXPECT_EQ(*kernel->types("vmlinux"), *types);
  Result<Type> task = (*types)->structure("task_struct", false);
  ASSERT_TRUE(task);
  EXPECT_EQ(task->definition()->find("pid")->type.str(), "int32");
  EXPECT_EQ(task->definition()->find("comm")->type.str(), "string[16]");
  EXPECT_EQ((*types)->rawTracepoint("sys_enter")->parameters[1].name, "id");
  EXPECT_TRUE(kernel->hasRawTracepoint("sched_switch"));
  EXPECT_FALSE(kernel->hasRawTracepoint("sched_switc"));
  EXPECT_FALSE(kernel->types("no_such_module"));
  EXPECT_FALSE(kernel->types("../vmlinux"));
}

TEST(LiveKernelTest, Tracepoints) {
  if (!findTracefs())
    GTEST_SKIP() << findTracefs().error().message;
  std::unique_ptr<KernelView> kernel = liveKernel();
  Result<TracepointFormat> format = kernel->tracepoint("sched", "sched_switch");
  ASSERT_TRUE(format) << format.error().message;
  EXPECT_NE(format->id, 0u);
  EXPECT_EQ(format->fields.front().member.name, "prev_comm");
  Result<TracepointFormat> unknown = kernel->tracepoint("sched", "no_such_event");
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().message, "the kernel has no tracepoint 'sched:no_such_event'");
  EXPECT_FALSE(kernel->tracepoint("..", "format"));
}

/// Every tracepoint of the machine at hand has a format that we understand.
TEST(LiveKernelTest, AllTracepointsParse) {
  if (!findTracefs())
    GTEST_SKIP() << findTracefs().error().message;
  std::unique_ptr<KernelView> kernel = liveKernel();
  Result<std::vector<std::string>> events = kernel->tracepoints();
  if (!events)
    GTEST_SKIP() << events.error().message;
  EXPECT_GT(events->size(), 100u);
  for (const std::string &event : *events) {
    size_t colon = event.find(':');
    Result<TracepointFormat> format =
        kernel->tracepoint(event.substr(0, colon), event.substr(colon + 1));
    EXPECT_TRUE(format) << format.error().message;
  }
}

} // namespace
