/** A disk whose syncs take longer: a library that is loaded before the C library and waits in `fsync` and `fdatasync`. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const toSource = (delayMs: number) => `
#define _GNU_SOURCE
#include <dlfcn.h>
#include <unistd.h>
static int wait_for(const char *name, int descriptor) {
  int (*sync_file)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
  usleep(${delayMs * 1000});
  return sync_file(descriptor);
}
int fsync(int descriptor) { return wait_for("fsync", descriptor); }
int fdatasync(int descriptor) { return wait_for("fdatasync", descriptor); }
`

/**
 * The environment of a program on such a disk.
 * @throws {Error} when there is no C compiler
 */
export function slowDiskEnvironment(delayMs: number): Record<string, string> {
  const folder = mkdtempSync(join(tmpdir(), 'slow-disk-'))
  const [source, library] = [join(folder, 'slow-disk.c'), join(folder, 'slow-disk.so')]
  writeFileSync(source, toSource(delayMs))
  execFileSync('cc', ['-shared', '-fPIC', '-O2', '-o', library, source, '-ldl'])
  return { LD_PRELOAD: library }
}
