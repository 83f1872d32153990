/* Makes every sync take a millisecond longer, as on a disk that is not in memory: LD_PRELOAD for all servers alike. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <time.h>

static int later(const char *name, int file) {
    int (*sync)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
    int result = sync(file);
    struct timespec delay = {0, 1000000};
    clock_nanosleep(CLOCK_MONOTONIC, 0, &delay, 0);
    return result;
}

int fsync(int file) {
    return later("fsync", file);
}

int fdatasync(int file) {
    return later("fdatasync", file);
}
