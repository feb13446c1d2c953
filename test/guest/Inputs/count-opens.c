// Attaches count-opens.bpf.o, waits for 20 counts of each kind, and says so.
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

int main(void) {
  struct bpf_object *object = bpf_object__open("count-opens.bpf.o");
  if (!object || bpf_object__load(object))
    return 1;
  struct bpf_program *program;
  bpf_object__for_each_program(program, object) if (!bpf_program__attach(program)) return 1;
  unsigned long long counts[2] = {0, 0};
  unsigned zero = 0;
  int map = bpf_object__find_map_fd_by_name(object, ".bss");
  for (int i = 0; i < 10000 && (counts[0] < 20 || counts[1] < 20); ++i) {
    close(open("/etc/hostname", O_RDONLY));
    if (bpf_map_lookup_elem(map, &zero, counts))
      return 1;
  }
  printf("kprobe %s, fentry %s\n", counts[0] >= 20 ? "counts" : "does not count",
         counts[1] >= 20 ? "counts" : "does not count");
  return 0;
}
