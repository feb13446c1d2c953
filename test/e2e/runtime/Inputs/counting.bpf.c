// What the compiler would make of this script, written by hand, so that the
// runtime is tested without it:
//
//   begin { printf("begin %d\n", $1); @zero = 1 }
//   rawtracepoint:sys_enter { @calls[comm] = count(); @id = hist(arg1); @seen = max(arg1) }
//   interval:ms:50 { @ticks++; if (@ticks == 3) { print(@ticks); clear(@zero); exit(5) } }
//   end { printf("end %s\n", "x") }
#include <linux/bpf.h>

#include <bpf/bpf_helpers.h>

typedef __u32 u32;
typedef __u64 u64;

char LICENSE[] SEC("license") = "GPL";

u64 sonde_lost[5];
u64 sonde_errors[1];
const volatile struct {
  u64 first;
} sonde_params = {};

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 1 << 16);
} sonde_events SEC(".maps");

struct {
  __uint(type, BPF_MAP_TYPE_PERCPU_HASH);
  __uint(max_entries, 4096);
  __uint(map_flags, BPF_F_NO_PREALLOC);
  __type(key, char[16]);
  __type(value, u64);
} AT_calls SEC(".maps");

struct histogram {
  u64 buckets[65];
  u64 present;
};
struct {
  __uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
  __uint(max_entries, 1);
  __type(key, u32);
  __type(value, struct histogram);
} AT_id SEC(".maps");

struct extreme {
  u64 ordered, set, present;
};
struct {
  __uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
  __uint(max_entries, 1);
  __type(key, u32);
  __type(value, struct extreme);
} AT_seen SEC(".maps");

struct scalar {
  u64 value, present;
};
struct {
  __uint(type, BPF_MAP_TYPE_ARRAY);
  __uint(max_entries, 1);
  __type(key, u32);
  __type(value, struct scalar);
} AT_ticks SEC(".maps"), AT_zero SEC(".maps");

struct header {
  u32 id;
  __u16 attach, flags;
};
struct number_event {
  struct header header;
  u64 value;
};
struct text_event {
  struct header header;
  char text[8];
};

static void send_number(u32 id, u64 value) {
  struct number_event *event = bpf_ringbuf_reserve(&sonde_events, sizeof(*event), 0);
  if (!event) {
    __sync_fetch_and_add(&sonde_lost[id], 1);
    return;
  }
  event->header.id = id;
  event->header.attach = event->header.flags = 0;
  event->value = value;
  bpf_ringbuf_submit(event, 0);
}

static struct scalar *scalar_of(void *map) {
  u32 key = 0;
  return bpf_map_lookup_elem(map, &key);
}

SEC("raw_tp")
int begin(void *context) {
  send_number(0, sonde_params.first);
  struct scalar *zero = scalar_of(&AT_zero);
  if (zero)
    zero->value = zero->present = 1;
  return 0;
}

SEC("raw_tp")
int sys_enter(struct bpf_raw_tracepoint_args *context) {
  char comm[16] = {};
  u64 id = context->args[1];
  u32 key = 0;
  bpf_get_current_comm(comm, sizeof(comm));
  u64 *count = bpf_map_lookup_elem(&AT_calls, comm), one = 1;
  if (count)
    *count += 1;
  else
    bpf_map_update_elem(&AT_calls, comm, &one, BPF_NOEXIST);

  struct histogram *histogram = bpf_map_lookup_elem(&AT_id, &key);
  if (histogram) {
    u32 bucket = id == 0 ? 1 : id < 2 ? 2 : id < 4 ? 3 : id < 8 ? 4 : 5;
    histogram->buckets[bucket] += 1;
    histogram->present = 1;
  }
  struct extreme *seen = bpf_map_lookup_elem(&AT_seen, &key);
  if (seen) {
    if (id > seen->ordered)
      seen->ordered = id;
    seen->set = seen->present = 1;
  }
  return 0;
}

SEC("perf_event")
int interval(void *context) {
  struct scalar *ticks = scalar_of(&AT_ticks);
  if (!ticks)
    return 0;
  u64 now = __sync_fetch_and_add(&ticks->value, 1) + 1;
  ticks->present = 1;
  __sync_fetch_and_add(&sonde_errors[0], 1);
  if (now == 3) {
    send_number(1, 0);
    send_number(2, 0);
    send_number(3, 5);
  }
  return 0;
}

SEC("raw_tp")
int end(void *context) {
  struct text_event *event = bpf_ringbuf_reserve(&sonde_events, sizeof(*event), 0);
  if (!event)
    return 0;
  event->header.id = 4;
  event->header.attach = event->header.flags = 0;
  __builtin_memcpy(event->text, "x\0\0\0\0\0\0", 8);
  bpf_ringbuf_submit(event, 0);
  return 0;
}
