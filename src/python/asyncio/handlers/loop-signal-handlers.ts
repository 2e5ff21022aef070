/** `loop.add_signal_handler`: a dict from signal numbers to handles (unix_events.py; uvloop's loop.pyx). */
import { hexId } from '../../hex-id.ts';
import type { SignalHandler } from '../../model/capture.ts';
import { argumentsOf, callbackOf } from '../loops/handles.ts';
import type { Session } from '../session.ts';
import { describeHandler } from './describe-handler.ts';

const MAX_SIGNALS = 65;

export function loopSignalHandlers(session: Session, loop: number, dict: number): SignalHandler[] {
  const { objects } = session;
  return objects.entries(dict, MAX_SIGNALS).flatMap(([key, handle]) => {
    const signal = objects.int(key);
    const callback = callbackOf(session, handle);
    if (signal === null || callback === 0) return [];
    return [
      {
        signal,
        registeredBy: 'asyncio' as const,
        ...describeHandler(session, callback),
        calledWith: argumentsOf(session, handle),
        loopId: hexId(loop),
        tripped: false,
        wakesUp: true,
      },
    ];
  });
}
