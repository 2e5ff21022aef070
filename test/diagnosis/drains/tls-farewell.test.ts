import { expect, test } from '@jest/globals';
import { diagnose } from '../../../src/diagnosis/diagnose.ts';
import { captureOf, loopOf, taskOf } from '../../support/captures.ts';

const signal = { number: 15, name: 'SIGTERM', sentBy: 'straggler', sentToPid: 17 } as const;

/** What is said of a task that waits for the end of a connection of TLS, while the loop has a timer of this function. */
function findingWith(timer: string, tls = true) {
  const on = {
    kind: 'socket',
    fd: 7,
    local: null,
    peer: '127.0.0.1:5000',
    socketState: 'ESTABLISHED',
    operation: 'close',
    tls,
  } as const;
  const tasks = [
    taskOf('handler', {
      loopId: '0xl',
      inToCancel: true,
      cancelRequests: 1,
      handling: [
        {
          frameIndex: 0,
          exceptionType: 'CancelledError',
          isCancelled: true,
          traceback: [],
          contextTypes: [],
        },
      ],
      wait: { on, description: 'a socket', bound: null },
    }),
  ];
  const timers = [{ function: timer, place: null, taskId: null, secondsLeft: 26.3 }];
  const loops = [loopOf({ id: '0xl', timers, timerCount: 1 })];
  const captures = [1, 2].map((seconds) => ({ seconds, capture: captureOf({ tasks, loops }) }));
  return diagnose({ captures, signal, graceSeconds: 3, ended: false }).findings[0];
}

test.each(['SSLProtocol._check_shutdown_timeout', 'SSLProtocol._start_shutdown.<locals>.<lambda>'])(
  "the timer %s is asyncio's limit for the end of TLS",
  (timer) => {
    expect(findingWith(timer)?.evidence).toContain(
      "asyncio's own limit for the end of TLS (ssl_shutdown_timeout) ends it in 26.3 s",
    );
  },
);

test('a timer of anything else is no limit of it', () => {
  expect(findingWith('Worker.tick')?.evidence.join()).not.toContain('ssl_shutdown_timeout');
});

test('of a connection without TLS nothing is said of its farewell', () => {
  expect(findingWith('SSLProtocol._check_shutdown_timeout', true)?.fix).toContain('close_notify');
  expect(findingWith('SSLProtocol._check_shutdown_timeout', false)?.fix).not.toContain('close_notify');
});
