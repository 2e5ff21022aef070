import { testAarch64 } from './aarch64.ts';

testAarch64('3.14');
