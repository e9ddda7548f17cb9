import React from 'react';
import { proseAndCode } from './text';

/** A message with its `code` marks drawn as code; all of it plain text, none of it HTML. */
export function Message({ text }: { readonly text: string }): JSX.Element {
  return <>{proseAndCode(text).map((part, index) => (index % 2 ? <code key={index}>{part}</code> : part))}</>;
}
