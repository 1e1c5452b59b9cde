import { defineErrors } from '../kernel/index.js';

/** What can go wrong with users, sessions and links. */
export const identityErrors = defineErrors({
  SIGN_IN_FAILED: {
    owner: 'user',
    retryable: false,
    status: 401,
    help: 'Mail address and password do not belong together, or the user is no member of the company asked for. Which of them is not told.',
  },
  RATE_LIMITED: {
    owner: 'user',
    retryable: true,
    status: 429,
    help: 'Too many attempts. Wait as many seconds as `Retry-After` and `retryAfter` say.',
  },
  CSRF_REFUSED: {
    owner: 'user',
    retryable: false,
    status: 403,
    help: 'A browser request that changes something must come from our own page, with the header x-interline-csrf. Scripts use an access token.',
  },
  LINK_INVALID: {
    owner: 'user',
    retryable: false,
    status: 404,
    help: 'The link was used, withdrawn, has expired or never existed. Ask who sent it for a new one.',
  },
  PASSWORD_WEAK: {
    owner: 'user',
    retryable: false,
    status: 400,
    help: 'The password is too short or too simple. The message says what it needs.',
  },
  MEMBER_EXISTS: {
    owner: 'user',
    retryable: false,
    status: 409,
    help: 'The mail address belongs to a member of the company already. Change the roles instead.',
  },
  LAST_OWNER: { owner: 'user', retryable: false, status: 409, help: 'A company keeps at least one owner. Make somebody else owner first.' },
  OWNER_ONLY: { owner: 'user', retryable: false, status: 403, help: 'Only an owner may give the role owner, or act on an owner.' },
  USER_ELSEWHERE: {
    owner: 'admin',
    retryable: false,
    status: 409,
    help: "The user also works for another company or for the platform, so that this company may not set the password. The platform's operator can.",
  },
  USER_UNKNOWN: { owner: 'admin', retryable: false, status: 404, help: 'No user has this mail address.' },
});
