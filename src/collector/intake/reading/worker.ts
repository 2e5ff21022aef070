/** The thread that reads large reports, one after the other: what they take of memory and time is taken from nobody else. */
import { parentPort } from 'node:worker_threads';
import type { ReadJob } from './job.ts';
import { runJob } from './job.ts';

parentPort?.on('message', (job: ReadJob) => parentPort?.postMessage(runJob(job)));
