import { Histogram, type Registry } from 'prom-client';
import type { Logger } from 'pino';
import type { DoorEvent } from './http-door.js';

/** Logs and counts what passes the door. */
export function observeDoor(log: Pick<Logger, 'warn' | 'debug'>, registry: Registry): (event: DoorEvent) => void {
  const observers = [logDoor(log), measureDoor(registry)];
  return (event) => observers.forEach((observe) => observe(event));
}

/** Writes what passes the door into the log: what went wrong as warnings, the rest for whoever debugs. */
function logDoor(log: Pick<Logger, 'warn' | 'debug'>): (event: DoorEvent) => void {
  return (event) => {
    const wrong = typeof event.outcome === 'string' ? event.outcome !== 'stopped' : event.outcome >= 500 || event.outcome === 429;
    log[wrong ? 'warn' : 'debug']({ out: event }, `${event.method} ${event.host}${event.path} ${event.outcome}`);
  };
}

/** Counts what passes the door: seconds by host and outcome. Accounts are left out, they would be too many lines. */
function measureDoor(registry: Registry): (event: DoorEvent) => void {
  const seconds = new Histogram({
    name: 'interline_out_request_seconds',
    help: 'Time of one request to a vendor, from its turn to its whole answer',
    labelNames: ['host', 'outcome'],
    buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
    registers: [registry],
  });
  const waited = new Histogram({
    name: 'interline_out_wait_seconds',
    help: 'Time a request to a vendor waited for its turn in the budget',
    labelNames: ['host'],
    buckets: [0.001, 0.01, 0.1, 0.5, 1, 5, 15, 60],
    registers: [registry],
  });
  return (event) => {
    const outcome = typeof event.outcome === 'number' ? `${Math.floor(event.outcome / 100)}xx` : event.outcome;
    seconds.observe({ host: event.host, outcome }, event.milliseconds / 1000);
    waited.observe({ host: event.host }, event.waited / 1000);
  };
}
