import { SetMetadata } from '@nestjs/common';

/** Metadata key of {@link Public}. */
export const PUBLIC_ROUTE = 'interline:public';

/** Marks an HTTP route that answers without a session or token. The walk over all routes lists them. */
export const Public = (): MethodDecorator & ClassDecorator => SetMetadata(PUBLIC_ROUTE, true);
