import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const MEGABYTE = 1 << 20;

/** A small disk in memory. Whoever mounts it unmounts it. */
export class Disk {
  private constructor(readonly folder: string) {}

  /** Whether this machine lets us mount. */
  static canMount(): boolean {
    try {
      Disk.mount(1).unmount();
      return true;
    } catch {
      return false;
    }
  }

  static mount(megabytes: number): Disk {
    const disk = new Disk(mkdtempSync(join(tmpdir(), 'interline-disk-')));
    try {
      run('mount', '-t', 'tmpfs', '-o', `size=${megabytes}m,mode=755`, 'tmpfs', disk.folder);
    } catch (error) {
      rmSync(disk.folder, { recursive: true });
      throw error;
    }
    return disk;
  }

  resize(megabytes: number): void {
    run('mount', '-o', `remount,size=${megabytes}m`, this.folder);
  }

  makeReadOnly(): void {
    run('mount', '-o', 'remount,ro', this.folder);
  }

  /** Takes every byte that is left. */
  async fill(): Promise<void> {
    const ballast = await open(join(this.folder, 'ballast'), 'a');
    const chunk = Buffer.alloc(MEGABYTE);
    try {
      for (let size = MEGABYTE; size >= 512;) {
        const written = await ballast.write(chunk, 0, size).then(
          ({ bytesWritten }) => bytesWritten,
          () => 0,
        );
        if (written < size) size /= 2;
      }
    } finally {
      await ballast.close();
    }
  }

  /** Gives back what {@link fill} took. */
  async makeRoom(): Promise<void> {
    await rm(join(this.folder, 'ballast'), { force: true });
  }

  unmount(): void {
    // what still holds a file open there must not keep the disk
    run('umount', '-l', this.folder);
    rmSync(this.folder, { recursive: true });
  }
}

function run(program: string, ...args: string[]): void {
  const { status, stderr, error } = spawnSync(program, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${error?.message ?? stderr}`);
}
