/*
 * The limit for walks: the same walks as the kernel's, 16 in flight, in C. Reads a CSR graph from a file
 * (uint32: nodes, directed edges, rowptr, col), walks from every node and prints million steps a second.
 *
 *   walk GRAPH WALKS_PER_NODE WALK_LENGTH
 */
#define _POSIX_C_SOURCE 199309L
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { IN_FLIGHT = 16 };

static inline uint32_t mix32(uint32_t h) {
  h = (h ^ (h >> 16)) * 0x85ebca6bu;
  h = (h ^ (h >> 13)) * 0xc2b2ae35u;
  return h ^ (h >> 16);
}

static inline uint32_t hash_next(uint32_t h, uint32_t coordinate) {
  return mix32(h * 5 + 0xe6546b64u + mix32(coordinate));
}

static void walk(const uint32_t *rowptr, const uint32_t *col, const uint32_t *starts, uint32_t count,
                 uint32_t length, uint32_t key, uint32_t pass, uint32_t *out) {
  for (uint32_t first = 0; first + IN_FLIGHT <= count; first += IN_FLIGHT) {
    uint32_t node[IN_FLIGHT], counter[IN_FLIGHT], increment[IN_FLIGHT];
    uint32_t *walks = out + (size_t)first * length;
    for (int i = 0; i < IN_FLIGHT; i++) {
      node[i] = starts[first + i];
      counter[i] = hash_next(hash_next(key, node[i]), pass);
      increment[i] = hash_next(counter[i], 1) | 1;
    }
    for (uint32_t step = 0; step < length; step++) {
      for (int i = 0; i < IN_FLIGHT; i++) {
        walks[(size_t)i * length + step] = node[i];
        const uint32_t begin = rowptr[node[i]], degree = rowptr[node[i] + 1] - begin;
        counter[i] += increment[i];
        node[i] = col[begin + (uint32_t)(((uint64_t)mix32(counter[i]) * degree) >> 32)];
      }
    }
  }
}

static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

int main(int argc, char **argv) {
  if (argc != 4) return 2;
  FILE *file = fopen(argv[1], "rb");
  uint32_t head[2];
  if (!file || fread(head, 4, 2, file) != 2) return 1;
  const uint32_t nodes = head[0], edges = head[1];
  const uint32_t passes = (uint32_t)atoi(argv[2]), length = (uint32_t)atoi(argv[3]);
  uint32_t *rowptr = malloc(4 * ((size_t)nodes + 1)), *col = malloc(4 * (size_t)edges);
  uint32_t *order = malloc(4 * (size_t)nodes), *out = malloc(4 * (size_t)4096 * length);
  if (fread(rowptr, 4, nodes + 1, file) != nodes + 1 || fread(col, 4, edges, file) != edges) return 1;
  uint64_t steps = 0, sum = 0;
  const double begin = seconds();
  for (uint32_t pass = 0; pass < passes; pass++) {
    uint32_t state = pass * 0x9e3779b9u;
    uint32_t starts = 0;
    for (uint32_t i = 0; i < nodes; i++) {
      if (rowptr[i] == rowptr[i + 1]) continue;
      state += 0x6d2b79f5u;
      const uint32_t j = (uint32_t)(((uint64_t)mix32(state) * (starts + 1)) >> 32);
      order[starts] = order[j];
      order[j] = i;
      starts++;
    }
    for (uint32_t first = 0; first < starts; first += 4096) {
      const uint32_t count = starts - first < 4096 ? starts - first : 4096;
      walk(rowptr, col, order + first, count, length, 0x1234567u, pass, out);
      steps += (uint64_t)(count - count % IN_FLIGHT) * length;
      sum += out[length - 1];
    }
  }
  const double elapsed = seconds() - begin;
  printf("%.3f %llu\n", 1e-6 * (double)steps / elapsed, (unsigned long long)sum);
  return 0;
}
