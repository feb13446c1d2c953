// Structs that a program uses; `struct file` is another one than the kernel's.
#ifndef SERVER_H
#define SERVER_H

#include <stdbool.h>
#include <stdint.h>

enum method { GET, PUT };

struct address {
  uint8_t bytes[4];
  uint16_t port;
};

struct file {
  char name[12];
  long size;
};

struct header {
  int length;
  char text[];
};

struct request {
  int number;
  enum method method;
  unsigned urgent : 1, weight : 5;
  int bias : 4;
  struct address from;
  const char *path;
  struct header *header;
  struct file *file;
  struct request *next;
  double cost;
  int counts[3];
  union {
    int code;
    float ratio;
  };
};

long handle(struct request *request, int16_t retries, bool dry, double limit, const char *user,
            enum method method);
int many(long a, long b, long c, long d, long e, long f, long g);
int whole(struct file file, int flag);
int nothing(void);

#endif
