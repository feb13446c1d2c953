// Uses a map's value without testing that there is one.
#include <linux/bpf.h>

#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "GPL";

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 8);
  __type(key, __u64);
  __type(value, __u64);
} AT_opens SEC(".maps");

SEC("raw_tp") int harmless(void *context) { return 0; }

SEC("raw_tp") int begin(void *context) {
  __u64 key = 7;
  __u64 *value = bpf_map_lookup_elem(&AT_opens, &key);
  *value += 1;
  return 0;
}
