#include <linux/types.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>

struct point { int x; long y; };
struct task_struct { int pid; } __attribute__((preserve_access_index));
enum color { RED = 1, BLUE = 7 };

int fill(struct point *p) {
  if (!p)
    return -1;
  p->x = 5;
  p->y = 7;
  return 0;
}

long read_sum(const struct point *p) {
  struct point copy = {};
  bpf_probe_read_kernel(&copy, sizeof(copy), p);
  return copy.x + copy.y;
}

int pid_of(struct task_struct *task) { return BPF_CORE_READ(task, pid); }
struct task_struct *same(struct task_struct *task) { return task; }

int first(int *numbers) { return numbers ? *numbers : -1; }
long first_bytes(void *from) {
  long bytes = 0;
  bpf_probe_read_kernel(&bytes, sizeof(bytes), from);
  return bytes;
}

int number_of(enum color color) { return color; }
enum color color_of(int number) { return number; }
