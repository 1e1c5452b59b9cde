/** A caller of the public API as a stranger would write one: nothing of the server's code is used. */
export class Client {
  private cookie: string | null = null;
  private token: string | null = null;

  constructor(readonly url: string) {}

  /** Takes a one-time link: sets a password and is signed in. */
  async acceptLink(link: string, name: string, password: string): Promise<void> {
    const token = new URL(link).pathname.split('/').pop()!;
    await this.keepCookie(await this.request('POST', `/links/${token}`, { name, password }));
  }

  async signIn(email: string, password: string, companyId?: string): Promise<void> {
    await this.keepCookie(await this.request('POST', '/session', { email, password, ...(companyId ? { companyId } : {}) }));
  }

  /** Fetches an access token as an app. */
  async authorize(clientId: string, clientSecret: string, scope?: string): Promise<string> {
    const body = new URLSearchParams({ grant_type: 'client_credentials', ...(scope ? { scope } : {}) });
    const authorization = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`;
    const response = await fetch(`${this.url}/oauth/token`, { method: 'POST', headers: { authorization }, body });
    const answer = (await response.json()) as { access_token: string };
    if (!response.ok) throw new Error(`token: ${response.status} ${JSON.stringify(answer)}`);
    this.token = answer.access_token;
    return this.token;
  }

  /** Sends a file, or one that streams. @returns its id */
  async upload(purpose: string, name: string, content: string | Uint8Array | ReadableStream): Promise<string> {
    const response = await fetch(`${this.url}/files?${new URLSearchParams({ purpose, name })}`, {
      method: 'POST',
      headers: { ...this.credentials(), 'content-type': 'text/csv' },
      body: content,
      // What streams is sent before an answer comes.
      duplex: 'half',
    } as RequestInit);
    const answer = (await response.json()) as { id: string };
    if (!response.ok) throw new Error(`upload: ${response.status} ${JSON.stringify(answer)}`);
    return answer.id;
  }

  /** Uses a token somebody else fetched. */
  withToken(token: string | null): this {
    this.token = token;
    this.cookie = null;
    return this;
  }

  async request(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(this.url + path, {
      method,
      redirect: 'manual',
      headers: {
        ...this.credentials(),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  /** Asks the gateway; gives data and errors as they came. */
  async ask(
    query: string,
    variables: Record<string, unknown> = {},
  ): Promise<{ status: number; data: Record<string, unknown> | null; errors: GraphQLFailure[]; extensions: Record<string, unknown> }> {
    const response = await this.request('POST', '/graphql', { query, variables });
    const answer = (await response.json()) as {
      data?: Record<string, unknown> | null;
      errors?: GraphQLFailure[];
      extensions?: Record<string, unknown>;
    };
    return { status: response.status, data: answer.data ?? null, errors: answer.errors ?? [], extensions: answer.extensions ?? {} };
  }

  /** Asks and wants no errors. */
  async get<Data = Record<string, never>>(query: string, variables: Record<string, unknown> = {}): Promise<Data> {
    const { data, errors } = await this.ask(query, variables);
    if (errors.length > 0 || !data) throw new Error(`gateway: ${JSON.stringify(errors)}`);
    return data as Data;
  }

  private credentials(): Record<string, string> {
    return {
      accept: 'application/json',
      'x-interline-csrf': '1',
      origin: this.url,
      ...(this.cookie ? { cookie: this.cookie } : {}),
      ...(this.token ? { authorization: `Bearer ${this.token}` } : {}),
    };
  }

  private async keepCookie(response: Response): Promise<void> {
    const set = response.headers.getSetCookie().map((each) => each.split(';')[0]!);
    if (!response.ok || set.length === 0) throw new Error(`session: ${response.status} ${await response.text()}`);
    this.cookie = set.join('; ');
  }
}

/** One error of the gateway. */
export interface GraphQLFailure {
  message: string;
  path?: (string | number)[];
  extensions: { code: string; owner: string; retryable: boolean; traceId: string | null } & Record<string, unknown>;
}
