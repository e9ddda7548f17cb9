declare function require(path: string): { readonly version: string };

/** The version of this labextension; package.json alone says it. */
export const version = require('../../package.json').version;
