import { describe, expect, it } from '@jest/globals';
import { hashPassword, passwordProblem, verifyPassword } from './passwords.js';
import { hashSecret, newSecret } from './secret-token.js';
import { emailProblem, nameProblem, normaliseEmail } from './user.js';

describe('a password', () => {
  it('is kept as argon2id at the cost OWASP asks for, and recognised however it was typed', async () => {
    const hash = await hashPassword('Zürich ﬁne 2026');
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await verifyPassword(hash, 'Zu\u0308rich fine 2026')).toBe(true);
    expect(await verifyPassword(hash, 'Zurich fine 2026')).toBe(false);
  });

  it('is compared at the same cost when there is no such user', async () => {
    expect(await verifyPassword(null, 'whatever it is')).toBe(false);
  });

  it('is long enough and not too simple', () => {
    expect(passwordProblem('correct horse', 'a@b.cn')).toBeNull();
    expect(passwordProblem('密码密码一二三四五六', 'a@b.cn')).toBeNull();
    for (const weak of ['', 'nine char', 'aaaaaaaaaaaa', 'abababababab', 'MY a@b.cn mail', 'x'.repeat(201)]) {
      expect(passwordProblem(weak, 'a@b.cn')).toMatch(/^a password /);
    }
  });
});

describe('a secret', () => {
  it('has 256 random bits and is kept as its hash', () => {
    expect(new Set(Array.from({ length: 100 }, newSecret)).size).toBe(100);
    expect(Buffer.from(newSecret(), 'base64url')).toHaveLength(32);
    expect(hashSecret('abc').toString('hex')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });
});

describe('a mail address and a name', () => {
  it('are taken when they can be one', () => {
    for (const email of ['a@b.cn', 'zhang.wei+hr@mail.acme.com.cn', '张伟@例子.中国'])
      expect(emailProblem(normaliseEmail(` ${email.toUpperCase()} `))).toBeNull();
    for (const email of ['', 'a', 'a@b', '@b.cn', 'a b@c.cn', 'a@b.c', 'a@@b.cn', 'a\u0000@b.cn', '<a@b.cn>', `${'x'.repeat(65)}@b.cn`]) {
      expect(emailProblem(normaliseEmail(email))).not.toBeNull();
    }
    for (const name of ['张', 'Anne-Marie O’Neil']) expect(nameProblem(name)).toBeNull();
    for (const name of ['', '  ', 'a\nb', 'x'.repeat(101), '\ud83d']) expect(nameProblem(name)).not.toBeNull();
  });
});
