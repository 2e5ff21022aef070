import { testVerdicts } from './verdicts.ts';

testVerdicts('3.13t');
