import { QueryClientProvider } from '@tanstack/react-query';
import { useState } from 'react';
import { RouterProvider } from 'react-router';
import { makeQueryClient } from './gateway/use-gateway.js';
import { LocaleProvider } from './i18n/locale.js';
import { makeRouter } from './routes.js';
import { AppearanceProvider } from './theme/appearance.js';

/** The console. */
export function App() {
  const [client] = useState(makeQueryClient);
  const [router] = useState(makeRouter);
  return (
    <LocaleProvider>
      <AppearanceProvider>
        <QueryClientProvider client={client}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </AppearanceProvider>
    </LocaleProvider>
  );
}
