import { testPages } from './page-programs.ts';

testPages('3.8');
