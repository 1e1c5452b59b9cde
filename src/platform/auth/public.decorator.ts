import { RouteConfig } from '@nestjs/platform-fastify';

/** How a route treats callers without credentials. Absent: they are refused. */
export interface RouteAccess {
  /** `true`: credentials are not looked at. `optional`: they must be valid when they are sent. */
  public?: true | 'optional';
  /** `oauth`: what fails before the route's own code is told as RFC 6749 §5.2 wants it. */
  errors?: 'oauth';
}

/** Marks an HTTP route that answers without a session or token. The walk over all routes lists them. */
export const Public = (access: true | 'optional' = true, more: Pick<RouteAccess, 'errors'> = {}): MethodDecorator =>
  RouteConfig({ ...more, public: access } satisfies RouteAccess);
