import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../platform/database/index.js';

/** SQL of the counters of attempts. Reads the server's own clock: these windows are about load and guessing, not about business time. */
@Injectable()
export class AttemptsRepository {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Adds to a key's count, in a window that begins with its first attempt. @returns the count and how long the window lasts yet */
  async add(key: Buffer, attempts: number, windowSeconds: number): Promise<{ attempts: number; secondsLeft: number }> {
    const rows = await this.unitOfWork.run(
      (tx) =>
        tx.query<{ attempts: number; seconds: number }>(
          `INSERT INTO attempt_counters AS counter (key, window_ends, attempts)
           VALUES ($1, clock_timestamp() + make_interval(secs => $3), $2)
           ON CONFLICT (key) DO UPDATE SET
             attempts = CASE WHEN counter.window_ends > clock_timestamp() THEN counter.attempts + excluded.attempts ELSE excluded.attempts END,
             window_ends = CASE WHEN counter.window_ends > clock_timestamp() THEN counter.window_ends ELSE excluded.window_ends END
           RETURNING attempts, greatest(1, ceil(extract(epoch FROM window_ends - clock_timestamp())))::int AS seconds`,
          [key, attempts, windowSeconds],
        ),
      // Stays when the attempt's own transaction is rolled back.
      { company: null, separate: true },
    );
    return { attempts: rows[0]!.attempts, secondsLeft: rows[0]!.seconds };
  }

  async clear(key: Buffer): Promise<void> {
    await this.unitOfWork.run((tx) => tx.query('DELETE FROM attempt_counters WHERE key = $1', [key]), { company: null, separate: true });
  }

  /** Forgets windows that are over. */
  async sweep(): Promise<void> {
    await this.unitOfWork.run((tx) => tx.query('DELETE FROM attempt_counters WHERE window_ends < clock_timestamp()'), {
      company: null,
      separate: true,
    });
  }
}
