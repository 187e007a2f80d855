import { OPERATIONS } from './operations';
import { casesOf, play } from './play';

test.concurrent.each(casesOf(OPERATIONS.clay))('$title', play, 120_000);
