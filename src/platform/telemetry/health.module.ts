import { Controller, Get, Inject, Module, type DynamicModule } from '@nestjs/common';
import { HealthCheck, HealthCheckService, HealthIndicatorService, TerminusModule, type HealthCheckResult } from '@nestjs/terminus';
import { Public } from '../auth/index.js';

/** Something this process needs in order to take requests. */
export interface ReadinessCheck {
  /** Shown in the answer: `database`, `queue`. */
  readonly name: string;
  /** Resolves when all is well; rejects with a short reason that is safe to show to anybody. */
  check(): Promise<void>;
}

/** Injection token of the list of checks. */
const READINESS = Symbol('READINESS');

/** Longer than any healthy answer; a load balancer asks every few seconds. */
const CHECK_TIMEOUT_MS = 2_000;

@Controller('health')
class HealthController {
  constructor(
    @Inject(HealthCheckService) private readonly health: HealthCheckService,
    @Inject(HealthIndicatorService) private readonly indicators: HealthIndicatorService,
    @Inject(READINESS) private readonly checks: readonly ReadinessCheck[],
  ) {}

  /** The process runs and its event loop turns. A supervisor restarts it when this fails. */
  @Get('live')
  @Public()
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  /** The process can take requests now. A load balancer passes it by while this answers 503: at start, while the database is away, and while it stops. */
  @Get('ready')
  @Public()
  @HealthCheck({ swaggerDocumentation: false })
  ready(): Promise<HealthCheckResult> {
    return this.health.check(
      this.checks.map((check) => async () => {
        const indicator = this.indicators.check(check.name);
        try {
          await inTime(check.check());
          return indicator.up();
        } catch (error) {
          return indicator.down({ reason: (error as Error).message });
        }
      }),
    );
  }
}

async function inTime(work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${CHECK_TIMEOUT_MS} ms`)), CHECK_TIMEOUT_MS);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** `/health/live` and `/health/ready`. */
@Module({})
export class HealthModule {
  static forRoot(checks: readonly ReadinessCheck[]): DynamicModule {
    return {
      module: HealthModule,
      imports: [TerminusModule.forRoot({ logger: false })],
      controllers: [HealthController],
      providers: [{ provide: READINESS, useValue: checks }],
    };
  }
}
