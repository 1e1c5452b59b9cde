import type { RunningSimulator } from '@interline/sdk/simulator';

/** A dumb client looks at whatever comes. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the point of it is to know no shapes
export type Loose = any;

/** What came back: the body read after quoting long numbers, and its text. */
export interface Answer {
  status: number;
  json: Loose;
  text: string;
}

/** Where each product's settlement is asked for, and where its rows stand. */
export const SETTLEMENTS = {
  flight: [
    '/switchapi/FlightOrderSettlement/GetCorpAccountFlightOrderSettlements',
    'FlightOrderAccountSettlementList',
    'OrderSettlementList',
  ],
  hotel: ['/switchapi/SettlementHltOrder/SearchSettlementHltOrderDetail', 'LstHtlSettlement', 'LstHotelSettlementDetail'],
  train: ['/switchapi/SettlementTrainOrder/SearchSettlementTrainOrderDetail', 'LstTrainSettlement', 'LstTrainSettlementDetail'],
  car: ['/switchapi/CarOrderSettlement/SearchSettlementCarOrderDetail', 'CarOrderAccountSettlementList', 'CarSettlementDetailList'],
} as const;

/** A client for tests, written apart from the simulator's own code and the adapter's: what it adds up is what is on the wire. */
export class Caller {
  ticket = '';

  constructor(readonly simulator: RunningSimulator) {}

  get credentials(): { AppKey: string; AppSecurity: string } {
    const { app_key, app_security } = this.simulator.credentials as { app_key: string; app_security: string };
    return { AppKey: app_key, AppSecurity: app_security };
  }

  async login(): Promise<Answer> {
    const { AppKey: appKey, AppSecurity: appSecurity } = this.credentials;
    const answer = await this.post('/SwitchAPI/Order/Ticket', { appKey, appSecurity });
    this.ticket = answer.json.Ticket;
    return answer;
  }

  async call(path: string, own: Record<string, unknown>): Promise<Answer> {
    if (this.ticket === '') await this.login();
    return this.post(`${path}?type=json`, { Auth: { AppKey: this.credentials.AppKey, Ticket: this.ticket }, ...own });
  }

  /** One page of settlement rows. */
  async settled(product: keyof typeof SETTLEMENTS, own: Record<string, unknown>): Promise<Answer & { rows: Loose[] }> {
    const [path, list, rows] = SETTLEMENTS[product];
    const answer = await this.call(path, { PageIndex: 1, PageSize: 1000, ...own });
    return { ...answer, rows: (answer.json?.[list] ?? []).flatMap((account: Loose) => account[rows]) };
  }

  /** Sends a form, as a browser does. */
  async form(path: string, fields: Record<string, string>): Promise<string> {
    const response = await fetch(this.simulator.url + path, { method: 'POST', body: new URLSearchParams(fields) });
    return response.text();
  }

  async post(path: string, body: unknown): Promise<Answer> {
    const sent = typeof body === 'string' ? body : JSON.stringify(body);
    const response = await fetch(this.simulator.url + path, { method: 'POST', body: sent });
    const text = await response.text();
    let json: Loose;
    try {
      // Sixteen digits and more would lose some as a JavaScript number.
      json = JSON.parse(text.replace(/:(\d{16,})(?=[,}])/g, ':"$1"'));
    } catch {
      // Left empty: the test looks at the text.
    }
    return { status: response.status, json, text };
  }

  async control(method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown): Promise<{ status: number; json: Loose }> {
    const response = await fetch(`${this.simulator.url}/_control${path}`, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: response.status, json: await response.json() };
  }
}

/** Yuan from a JSON number's own text, in fen. */
export function fen(value: unknown): bigint {
  const [, sign, whole, cents = ''] = /^(-?)(\d+)(?:\.(\d{1,2}))?$/.exec(String(value)) as unknown as [string, string, string, string?];
  return BigInt(`${sign}${whole}${cents.padEnd(2, '0')}`);
}

/** Where each product publishes what a row comes to, what of it is personal, when it was made and what it is. */
const FIELDS: Readonly<Record<keyof typeof SETTLEMENTS, { base: string; total: string; personal: string; created: string; type: string }>> =
  {
    flight: {
      base: 'OrderSettlementBaseInfo',
      total: 'RealAmountWithPostServiceFee',
      personal: 'PersonalPayAmount',
      created: 'CreateTime',
      type: 'OrderDetailType',
    },
    hotel: { base: 'SettlementDetail', total: '', personal: '', created: 'Createtime', type: 'DetailType' },
    train: {
      base: 'TrainSettlementDetail',
      total: 'RealAmountHasPost',
      personal: 'PersonalPayAmount',
      created: 'Createtime',
      type: 'DetailType',
    },
    car: { base: 'SettlementBaseInfo', total: 'RealAmountHasPost', personal: 'PersonAmount', created: 'CreateTime', type: 'DelType' },
  };

/** What a row comes to and who pays it, in fen; a hotel says so in two sums of its order's detail. */
export function moneyOf(
  product: keyof typeof SETTLEMENTS,
  row: Loose,
): { total: bigint; personal: bigint; id: string; created: string; type: string } {
  const names = FIELDS[product];
  const base = row[names.base];
  const hotel = product === 'hotel' ? row.OrderDetail : undefined;
  const personal = fen(hotel ? hotel.SettlementPersonAmt : base[names.personal]);
  const total = hotel ? fen(hotel.SettlementACCNTAmt) + personal : fen(base[names.total]);
  return { total, personal, id: String(base.OrderID), created: base[names.created], type: base[names.type] };
}
