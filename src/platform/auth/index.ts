export * from './authenticate-requests.js';
export * from './authenticator.js';
export * from './public.decorator.js';
