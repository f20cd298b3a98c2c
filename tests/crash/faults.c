/* Counts what a process does to files below one folder and lets one of these calls fail, stop half-way or be its last.

   Loaded with LD_PRELOAD, so that it sees SQLite's calls too. Linux only; compiled by conftest.py. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

enum { KILL = -1, SHORT = -2 };

static char root[4096];
static size_t length;
static long at, seen;
static int how, hit, cut_off = -1;
static char name[32];

#define REAL(symbol) ((__typeof__(&symbol))dlsym(RTLD_NEXT, #symbol))

void faults_arm(const char *folder, long step, int manner) {
    strncpy(root, folder, sizeof root - 1);
    at = step, how = manner, seen = 0, hit = 0, cut_off = -1, name[0] = 0;
    length = strlen(root);
}
long faults_disarm(void) { length = 0; return seen; }
int faults_hit(void) { return hit; }
const char *faults_name(void) { return name; }

static int below(const char *path) {
    return length && path && strncmp(path, root, length) == 0 && (path[length] == '/' || path[length] == 0);
}
static int below_fd(int fd) {
    char link[64], path[4096];
    if (!length) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t found = readlink(link, path, sizeof path - 1);
    if (found < 0) return 0;
    path[found] = 0;
    return below(path);
}

/* Tells whether this call is the one. Only writes stop half-way; other calls then fail as on a full disk. */
static int due(const char *call) {
    if (++seen != at) return 0;
    hit = 1;
    strncpy(name, call, sizeof name - 1);
    return 1;
}
static void fail(void) {
    if (how == KILL) kill(getpid(), SIGKILL);
    errno = how > 0 ? how : ENOSPC;
}

#define PLAIN(result, symbol, parameters, arguments, where) \
    result symbol parameters { \
        if (where && due(#symbol)) { fail(); return -1; } \
        return REAL(symbol) arguments; \
    }

PLAIN(int, fsync, (int fd), (fd), below_fd(fd))
PLAIN(int, fdatasync, (int fd), (fd), below_fd(fd))
PLAIN(int, ftruncate, (int fd, off_t size), (fd, size), below_fd(fd))
PLAIN(int, ftruncate64, (int fd, off64_t size), (fd, size), below_fd(fd))
PLAIN(int, rename, (const char *old, const char *new), (old, new), below(old))
PLAIN(int, unlink, (const char *path), (path), below(path))
PLAIN(int, mkdir, (const char *path, mode_t mode), (path, mode), below(path))

/* A write that is cut off leaves half of itself; the rest of it is refused. */
#define WRITING(symbol, parameters, arguments, half) \
    ssize_t symbol parameters { \
        if (below_fd(fd)) { \
            if (fd == cut_off) { cut_off = -1; errno = ENOSPC; return -1; } \
            if (due(#symbol)) { \
                if ((how == SHORT || how == KILL) && count > 1) { \
                    ssize_t done = REAL(symbol) half; \
                    if (how == KILL) kill(getpid(), SIGKILL); \
                    cut_off = fd; \
                    return done; \
                } \
                fail(); \
                return -1; \
            } \
        } \
        return REAL(symbol) arguments; \
    }

WRITING(write, (int fd, const void *block, size_t count), (fd, block, count), (fd, block, count / 2))
WRITING(pwrite, (int fd, const void *block, size_t count, off_t from), (fd, block, count, from),
        (fd, block, count / 2, from))
WRITING(pwrite64, (int fd, const void *block, size_t count, off64_t from), (fd, block, count, from),
        (fd, block, count / 2, from))

#define OPENING(symbol) \
    int symbol(const char *path, int flags, ...) { \
        mode_t mode = 0; \
        if (flags & (O_CREAT | O_TMPFILE)) { \
            va_list more; \
            va_start(more, flags); \
            mode = va_arg(more, mode_t); \
            va_end(more); \
        } \
        if ((flags & O_CREAT) && below(path) && due(#symbol)) { fail(); return -1; } \
        return REAL(symbol)(path, flags, mode); \
    }

OPENING(open)
OPENING(open64)
