import { OPERATIONS } from './operations';
import { casesOf, play } from './play';

test.concurrent.each(casesOf(OPERATIONS.clari))('$title', play, 120_000);
