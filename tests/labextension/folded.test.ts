import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Folded } from '../../labextension/src/folded';

/** Rounds that each end when the test says so. */
function made() {
  const ends: (() => void)[] = [];
  return { ends, folded: new Folded(() => new Promise(end => ends.push(end))) };
}

const settled = (): Promise<void> => new Promise(done => setTimeout(done, 0));

test('calls while a round runs fold into one more, and hold until it has ended', async () => {
  const { ends, folded } = made();
  const calls = Promise.all([folded.ask(), folded.ask(), folded.ask()]);
  assert.equal(ends.length, 1);
  assert.equal(folded.isWanted, true);
  ends.shift()!();
  await settled();
  assert.equal(ends.length, 1);
  assert.equal(folded.isWanted, false);
  ends.shift()!();
  await calls;
  assert.equal(folded.running, null);
});

test('a round can ask for another one; after the end there is none', async () => {
  const { ends, folded } = made();
  const call = folded.ask();
  folded.again();
  ends.shift()!();
  await settled();
  assert.equal(ends.length, 1);
  folded.again();
  folded.stop();
  ends.shift()!();
  await call;
  assert.equal(ends.length, 0);
});
