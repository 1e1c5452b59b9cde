import { defineConnector, statusFault, textOf, vendorBug, type JsonObject } from '@interline/sdk';

export default defineConnector({
  streams: {
    departments: {
      kind: 'departments',
      readAhead: true,
      async *read({ http }) {
        const { json } = await http.request({ method: 'GET', path: '/departments' });
        const { total, rows } = json as { total?: JsonObject[string]; rows?: JsonObject[] };
        if (!Array.isArray(rows)) throw vendorBug('NO_ROWS', 'the answer has no rows');
        yield {
          records: rows.map((data) => ({ externalId: textOf(data.id) ?? '', data })),
          cursor: null,
          control: { count: Number(total) },
        };
      },
      map: ({ externalId, data }) => ({ externalId, name: textOf(data.name) ?? externalId }),
    },
  },
  // The host's codec adds the key, and this vendor uses HTTP statuses as HTTP means them.
  fault: statusFault,
  async check({ http }) {
    await http.request({ method: 'GET', path: '/departments' });
  },
});
