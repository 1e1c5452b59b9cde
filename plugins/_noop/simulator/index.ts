import { FaultEngine, RequestLog, serveVendor, VendorClock, WorldStore, type Simulator, type VendorCall } from '@interline/sdk/simulator';

/** A vendor that knows one list: the departments of the people it was told about. */
const simulator: Simulator = {
  async start({ port, now, account = 'demo' } = {}) {
    const world = new WorldStore([]);
    const key = `key-of-${account}`;
    const answer = (call: VendorCall) => {
      if (call.headers['x-api-key'] !== key) return { status: 403, body: '{"error":"no such key"}' };
      if (call.path !== '/departments') return { status: 404, body: '{"error":"no such path"}' };
      if (call.fault?.kind === 'vendor_error') return { status: 400, body: JSON.stringify({ error: call.fault.code }) };
      const names = new Map([...world.people.values()].map(({ departmentCode, departmentName }) => [departmentCode, departmentName]));
      const rows = [...names].map(([id, name]) => ({ id, name }));
      call.records(rows.map(({ id }) => id));
      return { body: JSON.stringify({ total: rows.length + (call.fault?.kind === 'wrong_count' ? call.fault.by : 0), rows }) };
    };
    const control = {
      world,
      clock: new VendorClock(now),
      faults: new FaultEngine(),
      log: new RequestLog(),
      ledger: () => [],
      reset: () => undefined,
    };
    const { url, close } = await serveVendor({ answer }, control, port);
    return { url, close, credentials: { api_key: key }, config: {}, externalAccount: account };
  },
};

export default simulator;
