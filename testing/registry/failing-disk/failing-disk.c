/*
 * A disk that fails when it is told to, between a program and the system's: preloaded, it lets calls on files below
 * FAILING_DISK_FOLDER fail, or do a part of what they were asked for, as FAILING_DISK_CONTROL says at that moment. With
 * FAILING_DISK_DURABLE it also keeps what a loss of power would leave: of a file what it held at its last sync, of a folder
 * the names that it had at its own.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

/* As open-failing-disk.ts writes it. */
struct control {
  /* Which kinds of call fail: the sum of the values of `enum kind`. */
  _Atomic int kinds;
  /* With which errno; 0 for a part of what was asked for, which only writes and reads can be. */
  _Atomic int error;
  /* How many such calls go well before. */
  _Atomic int after;
  /* How many calls have failed. */
  _Atomic int failed;
  /* Files whose path has this in it; empty for all. */
  char part[112];
};

enum kind { WRITE = 1, READ = 2, SYNC = 4, RENAME = 8, TRUNCATE = 16 };
enum verdict { GOES_WELL, FAILS, IS_SHORT };

static struct control *control;
static const char *folder;
static const char *durable;
static pthread_mutex_t copying = PTHREAD_MUTEX_INITIALIZER;

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

__attribute__((constructor)) static void begin(void) {
  folder = getenv("FAILING_DISK_FOLDER");
  durable = getenv("FAILING_DISK_DURABLE");
  const char *path = getenv("FAILING_DISK_CONTROL");
  int file = path == NULL ? -1 : open(path, O_RDWR | O_CLOEXEC);
  if (file < 0) return;
  void *mapped = mmap(NULL, sizeof(struct control), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  if (mapped != MAP_FAILED) control = mapped;
  close(file);
}

static int is_below(const char *path) {
  size_t length = folder == NULL ? 0 : strlen(folder);
  return length > 0 && strncmp(path, folder, length) == 0 && (path[length] == '/' || path[length] == 0);
}

static int find_path(int file, char *path) {
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  ssize_t length = readlink(link, path, PATH_MAX - 1);
  if (length < 0) return 0;
  path[length] = 0;
  return is_below(path);
}

static enum verdict judge_path(enum kind kind, const char *path) {
  if (control == NULL || !(control->kinds & kind) || !is_below(path)) return GOES_WELL;
  if (control->part[0] != 0 && strstr(path, control->part) == NULL) return GOES_WELL;
  if (atomic_fetch_sub(&control->after, 1) > 0) return GOES_WELL;
  atomic_fetch_add(&control->failed, 1);
  errno = control->error;
  return control->error == 0 ? IS_SHORT : FAILS;
}

static enum verdict judge(enum kind kind, int file) {
  char path[PATH_MAX];
  // Sockets and pipes are not looked at while nothing is to fail.
  if (control == NULL || !(control->kinds & kind) || !find_path(file, path)) return GOES_WELL;
  return judge_path(kind, path);
}

static size_t shorten(enum verdict verdict, size_t bytes) {
  return verdict == IS_SHORT && bytes > 1 ? bytes / 2 : bytes;
}

static void copy_file(int from, ino_t inode) {
  char draft[PATH_MAX], to[PATH_MAX], own[64];
  snprintf(draft, sizeof draft, "%s/files/%lu.new", durable, (unsigned long)inode);
  snprintf(to, sizeof to, "%s/files/%lu", durable, (unsigned long)inode);
  snprintf(own, sizeof own, "/proc/self/fd/%d", from);
  int in = open(own, O_RDONLY | O_CLOEXEC);
  int out = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  char bytes[65536];
  off_t at = 0;
  ssize_t count;
  while (in >= 0 && out >= 0 && (count = NEXT(pread64)(in, bytes, sizeof bytes, at)) > 0) {
    if (NEXT(write)(out, bytes, (size_t)count) != count) abort();
    at += count;
  }
  if (in >= 0) close(in);
  if (out >= 0) close(out);
  NEXT(rename)(draft, to);
}

static void copy_names(const char *path, ino_t inode) {
  char draft[PATH_MAX], to[PATH_MAX];
  snprintf(draft, sizeof draft, "%s/folders/%lu.new", durable, (unsigned long)inode);
  snprintf(to, sizeof to, "%s/folders/%lu", durable, (unsigned long)inode);
  DIR *names = opendir(path);
  FILE *out = fopen(draft, "w");
  struct dirent *one;
  while (names != NULL && out != NULL && (one = readdir(names)) != NULL) {
    if (strcmp(one->d_name, ".") == 0 || strcmp(one->d_name, "..") == 0) continue;
    fprintf(out, "%lu %c %s\n", (unsigned long)one->d_ino, one->d_type == DT_DIR ? 'd' : 'f', one->d_name);
  }
  if (names != NULL) closedir(names);
  if (out != NULL) fclose(out);
  NEXT(rename)(draft, to);
}

/* After a sync has gone well. What is written meanwhile may be in the copy, as it may be on a disk. */
static void keep_durable(int file) {
  char path[PATH_MAX];
  struct stat found;
  if (durable == NULL || !find_path(file, path) || fstat(file, &found) != 0) return;
  pthread_mutex_lock(&copying);
  if (S_ISDIR(found.st_mode)) copy_names(path, found.st_ino);
  else copy_file(file, found.st_ino);
  pthread_mutex_unlock(&copying);
}

int fsync(int file) {
  if (judge(SYNC, file) == FAILS) return -1;
  int result = NEXT(fsync)(file);
  if (result == 0) keep_durable(file);
  return result;
}

int fdatasync(int file) {
  if (judge(SYNC, file) == FAILS) return -1;
  int result = NEXT(fdatasync)(file);
  if (result == 0) keep_durable(file);
  return result;
}

ssize_t write(int file, const void *bytes, size_t count) {
  enum verdict verdict = judge(WRITE, file);
  return verdict == FAILS ? -1 : NEXT(write)(file, bytes, shorten(verdict, count));
}

ssize_t pwrite64(int file, const void *bytes, size_t count, off64_t at) {
  enum verdict verdict = judge(WRITE, file);
  return verdict == FAILS ? -1 : NEXT(pwrite64)(file, bytes, shorten(verdict, count), at);
}

ssize_t writev(int file, const struct iovec *parts, int count) {
  enum verdict verdict = judge(WRITE, file);
  return verdict == FAILS ? -1 : NEXT(writev)(file, parts, (int)shorten(verdict, (size_t)count));
}

ssize_t pwritev64(int file, const struct iovec *parts, int count, off64_t at) {
  enum verdict verdict = judge(WRITE, file);
  return verdict == FAILS ? -1 : NEXT(pwritev64)(file, parts, (int)shorten(verdict, (size_t)count), at);
}

ssize_t pwritev(int file, const struct iovec *parts, int count, off_t at) {
  return pwritev64(file, parts, count, at);
}

ssize_t read(int file, void *bytes, size_t count) {
  enum verdict verdict = judge(READ, file);
  return verdict == FAILS ? -1 : NEXT(read)(file, bytes, shorten(verdict, count));
}

ssize_t pread64(int file, void *bytes, size_t count, off64_t at) {
  enum verdict verdict = judge(READ, file);
  return verdict == FAILS ? -1 : NEXT(pread64)(file, bytes, shorten(verdict, count), at);
}

int ftruncate64(int file, off64_t length) {
  return judge(TRUNCATE, file) == FAILS ? -1 : NEXT(ftruncate64)(file, length);
}

/*
 * A file that loses its name keeps its number, as another one with that number would pass for it: on a disk the number is free
 * only once the name is gone for good.
 */
static void hold(const char *path) {
  static unsigned long count;
  char to[PATH_MAX];
  if (durable == NULL || !is_below(path)) return;
  unsigned long number = __atomic_fetch_add(&count, 1, __ATOMIC_RELAXED);
  snprintf(to, sizeof to, "%s/held/%d-%lu", durable, (int)getpid(), number);
  (void)!link(path, to);
}

int rename(const char *from, const char *to) {
  if (judge_path(RENAME, to) == FAILS) return -1;
  hold(to);
  return NEXT(rename)(from, to);
}

int unlink(const char *path) {
  hold(path);
  return NEXT(unlink)(path);
}

int unlinkat(int folder_file, const char *path, int flags) {
  if (path[0] == '/') hold(path);
  return NEXT(unlinkat)(folder_file, path, flags);
}

int remove(const char *path) {
  hold(path);
  return NEXT(remove)(path);
}
