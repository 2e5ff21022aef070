/**
 * Most tests here watch real processes on machines that are now and then too busy: a test that fails is tried once more,
 * and its first failure is printed. A test that is wrong fails twice.
 */
import { jest } from '@jest/globals';

jest.retryTimes(1, { logErrorsBeforeRetry: true });
