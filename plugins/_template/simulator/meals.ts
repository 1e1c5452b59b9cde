import { randomBytes } from 'node:crypto';
import {
  cutPage,
  localTime,
  parseLocal,
  type VendorAnswer,
  type VendorCall,
  type VendorProtocol,
  type WorldOrder,
  type WorldStore,
} from '@interline/sdk/simulator';

const TOKEN_LIFE = 3_600_000;
const MAX_ROWS = 50;
const MAX_SPAN = 31 * 86_400_000;

/** The vendor's own error code, answered with a status. */
class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** The vendor's protocol: a token, the orders of a span by page, and who am I. */
export class Meals implements VendorProtocol {
  private readonly tokens = new Map<string, number>();

  constructor(
    private readonly world: WorldStore,
    private readonly credentials: { client_id: string; client_secret: string },
  ) {}

  forgetTokens(): void {
    this.tokens.clear();
  }

  answer(call: VendorCall): VendorAnswer {
    try {
      if (call.fault?.kind === 'vendor_error') throw new Refusal(400, call.fault.code, 'refused on command');
      if (call.fault?.kind === 'expire_token') this.forgetTokens();
      return { body: this.route(call) };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { status: error.status, body: JSON.stringify({ error: { code: error.code, message: error.message } }) };
    }
  }

  private route(call: VendorCall): string {
    if (call.method === 'POST' && call.path === '/oauth/token') return JSON.stringify(this.grant(call));
    const expires = this.tokens.get((call.headers['authorization'] ?? '').replace(/^Bearer /, ''));
    if (expires === undefined || expires <= call.now) throw new Refusal(401, 'TOKEN_EXPIRED', 'no valid token');
    if (call.method === 'GET' && call.path === '/me') return JSON.stringify({ client_id: this.credentials.client_id });
    if (call.method === 'GET' && call.path === '/orders') return this.orders(call);
    throw new Refusal(404, 'NO_SUCH_PATH', 'there is no such call');
  }

  private grant(call: VendorCall): unknown {
    const pair = Buffer.from((call.headers['authorization'] ?? '').replace(/^Basic /, ''), 'base64').toString('utf8');
    const { client_id: id, client_secret: secret } = this.credentials;
    if (pair !== `${id}:${secret}`) throw new Refusal(401, 'INVALID_CLIENT', 'client id or secret is wrong');
    if (new URLSearchParams(call.body.toString('utf8')).get('grant_type') !== 'client_credentials')
      throw new Refusal(400, 'BAD_PARAMETER', 'grant_type');
    const token = randomBytes(24).toString('base64url');
    this.tokens.set(token, call.now + TOKEN_LIFE);
    return { access_token: token, token_type: 'Bearer', expires_in: TOKEN_LIFE / 1000 };
  }

  private orders(call: VendorCall): string {
    const { updated_from: first = '', updated_before: end = '', page = '1', rows = '50' } = call.query;
    const [from, to, number, length] = [parseLocal(first), parseLocal(end), Number(page), Number(rows)];
    if (from === null || to === null || to < from || to - from > MAX_SPAN)
      throw new Refusal(400, 'BAD_PARAMETER', 'updated_from, updated_before: at most 31 days');
    if (!Number.isInteger(number) || number < 1 || !Number.isInteger(length) || length < 1 || length > MAX_ROWS)
      throw new Refusal(400, 'BAD_PARAMETER', 'page, rows: at most 50');
    const { orders } = this.world;
    const until = Math.min(to - 1, call.now);
    const found = ['meal' as const, 'goods' as const].flatMap((kind) => orders.between(kind, from, until));
    const cut = cutPage(call, (number - 1) * length, length, found.length);
    const answered = found.slice(cut.start, cut.end).map((handle) => this.row(orders.order(handle), call.now));
    if (call.fault?.kind === 'unknown_enum') {
      if (answered[0]) answered[0]['state'] = 'TELEPORTED';
      else call.keepFault();
    }
    call.records(answered.map(({ id }) => String(id).slice(1)));
    // This vendor writes order numbers as JSON numbers, far beyond what a double holds.
    return JSON.stringify({ total: cut.total, orders: answered }).replaceAll(/"#(\d+)"/g, '$1');
  }

  private row(order: WorldOrder, now: number): Record<string, unknown> {
    const person = typeof order.traveller === 'string' ? this.world.people.get(order.traveller) : undefined;
    const guest = typeof order.traveller === 'string' ? undefined : order.traveller;
    return {
      id: `#${order.id}`,
      trace: randomBytes(6).toString('hex'),
      category: order.kind.toUpperCase(),
      state: order.state.toUpperCase(),
      store: order.to.name,
      city: order.to.city,
      employee: person
        ? { no: person.employeeNumber, name: person.name, phone: person.phone }
        : { no: null, name: guest?.name, phone: guest?.phone },
      department: order.department?.code ?? null,
      payments: order.cash
        .filter(({ at }) => Date.parse(at) <= now)
        .map(({ id, type, of, at, company, personal, text }) => ({
          no: id,
          type: { charge: 'PAY', fee: 'FEE', refund: 'REFUND' }[type],
          of: of ?? null,
          time: localTime(Date.parse(at)),
          company: yuan(company),
          personal: yuan(personal),
          text: text ?? '',
        })),
    };
  }
}

/** Minor units as yuan with two decimals. */
function yuan(minor: string): string {
  const digits = minor.replace('-', '').padStart(3, '0');
  return `${minor.startsWith('-') ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
