import { createCipheriv, createDecipheriv, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { newId, type Clock, type Id } from '../../kernel/index.js';
import type { UnitOfWork } from '../database/index.js';
import { cryptoErrors } from './crypto.errors.js';

const ALGORITHM = 'aes-256-gcm';
const VERSION = 1;
/** Version, key id, nonce, tag. */
const HEADER = 1 + 16 + 12 + 16;

/** Seals and opens bytes of one company with keys already loaded; synchronous, for hot paths. */
export interface CompanySealer {
  /** @param place what the bytes are for, such as `raw_pages`: they open only under the same name */
  seal(bytes: Uint8Array, place: string): Buffer;
  /** @throws SEAL_BROKEN */
  open(sealed: Uint8Array, place: string): Buffer;
}

/** AES-256-GCM under data keys of each company, which are wrapped by the master key. Sealed bytes name the key that sealed them. */
export class Vault {
  private readonly sealers = new Map<Id, Promise<CompanySealer>>();

  constructor(
    private readonly masterKey: Uint8Array,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** The sealer of one company; makes its first data key when it has none. */
  sealer(companyId: Id): Promise<CompanySealer> {
    let sealer = this.sealers.get(companyId);
    if (!sealer) {
      sealer = this.load(companyId);
      this.sealers.set(companyId, sealer);
      sealer.catch(() => this.sealers.delete(companyId));
    }
    return sealer;
  }

  /** Seals a JSON value, such as credentials. */
  async sealJson(companyId: Id, value: unknown, place: string): Promise<Buffer> {
    return (await this.sealer(companyId)).seal(Buffer.from(JSON.stringify(value), 'utf8'), place);
  }

  /** Opens what `sealJson` sealed. @throws SEAL_BROKEN */
  async openJson<Value>(companyId: Id, sealed: Uint8Array, place: string): Promise<Value> {
    return JSON.parse((await this.sealer(companyId)).open(sealed, place).toString('utf8')) as Value;
  }

  /**
   * Proves at start that the master key is the one this database was made with; stores the proof the first time.
   * @throws MASTER_KEY_WRONG
   */
  async checkMasterKey(): Promise<void> {
    const check = createHmac('sha256', this.masterKey).update('interline master key').digest();
    const stored = await this.unitOfWork.run(
      async (tx) => {
        await tx.query('INSERT INTO installation (key_check) VALUES ($1) ON CONFLICT DO NOTHING', [check]);
        return tx.query<{ key_check: Buffer }>('SELECT key_check FROM installation');
      },
      { company: null },
    );
    if (!timingSafeEqual(stored[0]!.key_check, check))
      throw cryptoErrors.MASTER_KEY_WRONG('the master key is not the one this database was made with');
  }

  private async load(companyId: Id): Promise<CompanySealer> {
    const keys = await this.unitOfWork.run(
      async (tx) => {
        const rows = await tx.query<{ id: string; wrapped: Buffer }>('SELECT id, wrapped FROM company_keys ORDER BY id');
        if (rows.length > 0) return rows;
        await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`company_keys ${companyId}`]);
        const again = await tx.query<{ id: string; wrapped: Buffer }>('SELECT id, wrapped FROM company_keys ORDER BY id');
        if (again.length > 0) return again;
        const id = newId();
        const wrapped = encrypt(this.masterKey, id, randomBytes(32), companyId);
        await tx.query('INSERT INTO company_keys (company_id, id, wrapped, created_at) VALUES ($1, $2, $3, $4)', [
          companyId,
          id,
          wrapped,
          this.clock.now(),
        ]);
        return [{ id, wrapped }];
      },
      { company: companyId, separate: true },
    );
    const opened = new Map(keys.map((key) => [key.id, decrypt(this.masterKey, key.wrapped, companyId)]));
    const current = keys.at(-1)!.id;
    return {
      seal: (bytes, place) => encrypt(opened.get(current)!, current, bytes, `${companyId} ${place}`),
      open: (sealed, place) => {
        const key = opened.get(keyIdOf(sealed));
        if (!key) throw cryptoErrors.SEAL_BROKEN('sealed under a key that is not known');
        return decrypt(key, sealed, `${companyId} ${place}`);
      },
    };
  }
}

/** Random bytes are drawn for many nonces at once: one by one they cost more than the encryption of a small text. */
let drawn = Buffer.alloc(0);

function nextNonce(): Buffer {
  if (drawn.length === 0) drawn = randomBytes(12 * 512);
  const nonce = drawn.subarray(0, 12);
  drawn = drawn.subarray(12);
  return nonce;
}

function encrypt(key: Uint8Array, keyId: Id, bytes: Uint8Array, context: string): Buffer {
  const nonce = nextNonce();
  const cipher = createCipheriv(ALGORITHM, key, nonce);
  cipher.setAAD(Buffer.from(context, 'utf8'));
  const body = [cipher.update(bytes), cipher.final()];
  return Buffer.concat([Buffer.of(VERSION), Buffer.from(keyId.replaceAll('-', ''), 'hex'), nonce, cipher.getAuthTag(), ...body]);
}

function decrypt(key: Uint8Array, sealed: Uint8Array, context: string): Buffer {
  try {
    if (sealed[0] !== VERSION || sealed.length < HEADER) throw new RangeError('unknown seal version');
    const decipher = createDecipheriv(ALGORITHM, key, sealed.subarray(17, 29));
    decipher.setAAD(Buffer.from(context, 'utf8'));
    decipher.setAuthTag(sealed.subarray(29, HEADER));
    return Buffer.concat([decipher.update(sealed.subarray(HEADER)), decipher.final()]);
  } catch (cause) {
    throw cryptoErrors.SEAL_BROKEN('sealed data does not open', { cause });
  }
}

function keyIdOf(sealed: Uint8Array): Id {
  const hex = Buffer.from(sealed.subarray(1, 17)).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
