// Counts calls of vfs_open, by kprobe and by fentry.
typedef unsigned long long u64;
#define SEC(name) __attribute__((section(name), used))

u64 by_kprobe, by_fentry;

SEC("kprobe/vfs_open") int count_by_kprobe(void *context) {
  __sync_fetch_and_add(&by_kprobe, 1);
  return 0;
}

SEC("fentry/vfs_open") int count_by_fentry(void *context) {
  __sync_fetch_and_add(&by_fentry, 1);
  return 0;
}

SEC("license") char terms[] = "GPL";
