// What bench/run.py compares the code of `@[comm] = count()` with: the same
// program as one would write it in C.
#include <linux/bpf.h>

#include <bpf/bpf_helpers.h>

struct comm {
  char text[16];
};

struct {
  __uint(type, BPF_MAP_TYPE_PERCPU_HASH);
  __type(key, struct comm);
  __type(value, __u64);
  __uint(max_entries, 4096);
} counts SEC(".maps");

SEC("raw_tp/sys_enter")
int count_comm(void *ctx) {
  struct comm key;
  __u64 one = 1;

  bpf_get_current_comm(key.text, sizeof(key.text));
  __u64 *count = bpf_map_lookup_elem(&counts, &key);
  if (count)
    ++*count;
  else
    bpf_map_update_elem(&counts, &key, &one, BPF_ANY);
  return 0;
}

char licence[] SEC("license") = "GPL";
