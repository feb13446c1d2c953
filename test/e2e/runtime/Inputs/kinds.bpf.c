// One program for each way of attaching that this kind of machine may offer; each
// counts how often it ran.
#include <linux/bpf.h>

#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "GPL";

__u64 sonde_lost[1];

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 1 << 12);
} sonde_events SEC(".maps");

struct scalar {
  __u64 value, present;
};
struct {
  __uint(type, BPF_MAP_TYPE_ARRAY);
  __uint(max_entries, 1);
  __type(key, __u32);
  __type(value, struct scalar);
} AT_tracepoint SEC(".maps"), AT_typed SEC(".maps"), AT_profile SEC(".maps"),
    AT_entry SEC(".maps"), AT_return SEC(".maps");

static __always_inline int count(void *map) {
  __u32 key = 0;
  struct scalar *scalar = bpf_map_lookup_elem(map, &key);
  if (!scalar)
    return 0;
  __sync_fetch_and_add(&scalar->value, 1);
  scalar->present = 1;
  return 0;
}

SEC("tracepoint") int on_tracepoint(void *context) { return count(&AT_tracepoint); }
SEC("tp_btf") int on_typed(void *context) { return count(&AT_typed); }
SEC("perf_event") int on_profile(void *context) { return count(&AT_profile); }
SEC("uprobe") int on_entry(void *context) { return count(&AT_entry); }
SEC("uretprobe") int on_return(void *context) { return count(&AT_return); }

SEC("perf_event") int on_interval(void *context) {
  struct {
    __u32 id;
    __u32 rest;
    __u64 code;
  } *event = bpf_ringbuf_reserve(&sonde_events, sizeof(*event), 0);
  if (!event)
    return 0;
  event->id = event->rest = 0;
  event->code = 0;
  bpf_ringbuf_submit(event, 0);
  return 0;
}
