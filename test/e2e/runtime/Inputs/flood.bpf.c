// Sends more than the ring buffer holds, and says how much was lost.
#include <linux/bpf.h>

#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "GPL";

__u64 sonde_lost[2];

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 1 << 12);
} sonde_events SEC(".maps");

struct event {
  __u32 id, rest;
  char text[48];
};

SEC("raw_tp") int begin(void *context) {
  for (int i = 0; i < 100; ++i) {
    struct event *event = bpf_ringbuf_reserve(&sonde_events, sizeof(*event), 0);
    if (!event) {
      __sync_fetch_and_add(&sonde_lost[1], 1);
      continue;
    }
    __builtin_memset(event, 0, sizeof(*event));
    event->id = 1;
    event->text[0] = 'x';
    bpf_ringbuf_submit(event, 0);
  }
  return 0;
}
