/*
 * The limit for walks: the same walks as the kernel's, in C. Reads a CSR graph from a file (uint32: nodes, directed
 * edges, rowptr, col), walks from every node and prints million steps a second. Either 16 in flight, a plain loop, or
 * ("ordered") 32 in the kernel's order: draws made beforehand, eight steps that load before the first of them stores.
 *
 *   walk GRAPH WALKS_PER_NODE WALK_LENGTH [ordered]
 */
#define _POSIX_C_SOURCE 199309L
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { IN_FLIGHT = 16, ORDERED_IN_FLIGHT = 32, GROUP = 8, MAX_LENGTH = 1024 };

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

static void walk_ordered(const uint32_t *restrict rowptr, const uint32_t *restrict col, const uint32_t *starts,
                         uint32_t count, uint32_t length, uint32_t key, uint32_t pass, uint32_t *restrict out) {
  static uint32_t rows[MAX_LENGTH][ORDERED_IN_FLIGHT];
  for (uint32_t first = 0; first + ORDERED_IN_FLIGHT <= count; first += ORDERED_IN_FLIGHT) {
    uint32_t counter[ORDERED_IN_FLIGHT], increment[ORDERED_IN_FLIGHT];
    for (int i = 0; i < ORDERED_IN_FLIGHT; i++) {
      rows[0][i] = starts[first + i];
      counter[i] = hash_next(hash_next(key, rows[0][i]), pass);
      increment[i] = hash_next(counter[i], 1) | 1;
    }
    for (uint32_t step = 1; step < length; step++) {
      for (int i = 0; i < ORDERED_IN_FLIGHT; i++) {
        counter[i] += increment[i];
        rows[step][i] = mix32(counter[i]);
      }
    }
    for (uint32_t step = 1; step < length; step++) {
      for (int group = 0; group < ORDERED_IN_FLIGHT; group += GROUP) {
        const uint32_t *from = rows[step - 1] + group;
        uint32_t *to = rows[step] + group, edge[GROUP];
#pragma GCC unroll 8
        for (int i = 0; i < GROUP; i++) {
          const uint32_t begin = rowptr[from[i]], degree = rowptr[from[i] + 1] - begin;
          edge[i] = begin + (uint32_t)(((uint64_t)to[i] * degree) >> 32);
        }
#pragma GCC unroll 8
        for (int i = 0; i < GROUP; i++) to[i] = col[edge[i]];
      }
    }
    for (int i = 0; i < ORDERED_IN_FLIGHT; i++) {
      uint32_t *walks = out + (size_t)(first + i) * length;
      for (uint32_t step = 0; step < length; step++) walks[step] = rows[step][i];
    }
  }
}

static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

int main(int argc, char **argv) {
  if (argc != 4 && argc != 5) return 2;
  const int ordered = argc == 5;
  FILE *file = fopen(argv[1], "rb");
  uint32_t head[2];
  if (!file || fread(head, 4, 2, file) != 2) return 1;
  const uint32_t nodes = head[0], edges = head[1];
  const uint32_t passes = (uint32_t)atoi(argv[2]), length = (uint32_t)atoi(argv[3]);
  if (length > MAX_LENGTH) return 2;
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
      if (ordered) walk_ordered(rowptr, col, order + first, count, length, 0x1234567u, pass, out);
      else walk(rowptr, col, order + first, count, length, 0x1234567u, pass, out);
      steps += (uint64_t)(count - count % (ordered ? ORDERED_IN_FLIGHT : IN_FLIGHT)) * length;
      sum += out[length - 1];
    }
  }
  const double elapsed = seconds() - begin;
  printf("%.3f %llu\n", 1e-6 * (double)steps / elapsed, (unsigned long long)sum);
  return 0;
}
