/*
 * The limit for ranking: count, for every user, the products whose score is below the user's threshold.
 * AVX2 and FMA, tiles of 6 users x 16 products, the counting fused, one thread. Vectors are random; prints
 * GFLOP per CPU second.
 *
 *   score USERS PRODUCTS DIM
 */
#define _POSIX_C_SOURCE 200112L
#include <immintrin.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { ROWS = 6, WIDTH = 16, PANEL_BLOCK = 16 };

/* users [dim, 6], panel [dim, 16]; adds to counts [6]. */
static void count_tile(const float *users, const float *panel, int dim, const float *thresholds,
                       uint32_t *counts) {
  __m256 sums[ROWS][2];
  for (int r = 0; r < ROWS; r++) sums[r][0] = sums[r][1] = _mm256_setzero_ps();
  for (int k = 0; k < dim; k++) {
    const __m256 low = _mm256_load_ps(panel), high = _mm256_load_ps(panel + 8);
    for (int r = 0; r < ROWS; r++) {
      const __m256 one = _mm256_broadcast_ss(users + r);
      sums[r][0] = _mm256_fmadd_ps(one, low, sums[r][0]);
      sums[r][1] = _mm256_fmadd_ps(one, high, sums[r][1]);
    }
    users += ROWS;
    panel += WIDTH;
  }
  for (int r = 0; r < ROWS; r++) {
    const __m256 threshold = _mm256_broadcast_ss(thresholds + r);
    const int low = _mm256_movemask_ps(_mm256_cmp_ps(sums[r][0], threshold, _CMP_LT_OQ));
    const int high = _mm256_movemask_ps(_mm256_cmp_ps(sums[r][1], threshold, _CMP_LT_OQ));
    counts[r] += (uint32_t)__builtin_popcount((unsigned)low | (unsigned)high << 8);
  }
}

static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static float *random_floats(size_t count) {
  void *memory = NULL;
  if (posix_memalign(&memory, 64, count * sizeof(float))) exit(1);
  float *values = memory;
  for (size_t i = 0; i < count; i++) values[i] = (float)rand() / (float)RAND_MAX - 0.5f;
  return values;
}

int main(int argc, char **argv) {
  if (argc != 4) return 2;
  const int dim = atoi(argv[3]);
  const size_t tiles = ((size_t)atoi(argv[1]) + ROWS - 1) / ROWS;
  const size_t panels = ((size_t)atoi(argv[2]) + WIDTH - 1) / WIDTH;
  float *users = random_floats(tiles * ROWS * (size_t)dim);
  float *products = random_floats(panels * WIDTH * (size_t)dim);
  float *thresholds = random_floats(tiles * ROWS);
  uint32_t *counts = calloc(tiles * ROWS, sizeof(uint32_t));
  const double begin = seconds();
  for (size_t first = 0; first < panels; first += PANEL_BLOCK) {
    const size_t last = first + PANEL_BLOCK < panels ? first + PANEL_BLOCK : panels;
    for (size_t t = 0; t < tiles; t++)
      for (size_t p = first; p < last; p++)
        count_tile(users + t * ROWS * (size_t)dim, products + p * WIDTH * (size_t)dim, dim,
                   thresholds + t * ROWS, counts + t * ROWS);
  }
  const double elapsed = seconds() - begin;
  uint64_t total = 0;
  for (size_t i = 0; i < tiles * ROWS; i++) total += counts[i];
  printf("%.3f %llu\n", 2e-9 * atof(argv[1]) * atof(argv[2]) * dim / elapsed, (unsigned long long)total);
  return 0;
}
