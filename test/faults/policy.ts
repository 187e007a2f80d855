import type { Meaning } from './kinds';
import type { Nature } from './operation';

/** Requests that a run may send for one question, in all tests. */
export const ATTEMPTS = 2;

/** How a run has to end, and how many requests the fault may meet. */
export interface Expected {
	/**
	 * `report`: with items, whatever they say. `cut`: with the items before. `either`: with items or with an error that
	 * helps, since the vendor's documents leave open what the answer holds.
	 */
	end: 'succeeds' | 'fails' | 'report' | 'cut' | 'either';
	hits: { atLeast: number; atMost: number };
}

/** Meanings of which nobody knows whether the vendor has acted, or is about to. */
const UNCLEAR: readonly Meaning[] = ['gateway', 'lost', 'spoilt', 'misread', 'blank', 'odd'];

/** Meanings after which asking again may help. */
const PASSING: readonly Meaning[] = [
	'throttled',
	'ownFailure',
	'gateway',
	'lost',
	'spoilt',
	'misread',
	'blank',
];

/** Whether it matters how often something goes wrong. */
export const isAskedAgain = (meaning: Meaning) => PASSING.includes(meaning) || meaning === 'odd';

const between = (atLeast: number, atMost: number) => ({ atLeast, atMost });
const times = (count: number) => between(count, count);

/**
 * What has to become of a run of which one request goes wrong, once or each time, by the rules of the project: what
 * changes nothing is asked again, what may cost something never is, unless it is certain that it was not taken.
 */
export function expectedOf(nature: Nature, meaning: Meaning, always: boolean): Expected {
	switch (nature) {
		case 'read':
			return ofRead(meaning, always);
		case 'page':
			return always && meaning === 'gateway'
				? { end: 'fails', hits: between(ATTEMPTS, ATTEMPTS * 4) }
				: ofRead(meaning, always);
		case 'absent':
			// A 404 is one, whatever it holds.
			if (meaning !== 'odd' && meaning !== 'misread') return ofRead(meaning, always);
			return { end: 'succeeds', hits: times(1) };
		case 'file':
			// Whatever it is, it may be the file: it is read as one, and not asked for again.
			return meaning === 'blank' ? { end: 'fails', hits: times(1) } : ofRead(meaning, always);
		case 'csv':
			return meaning === 'blank' || meaning === 'misread'
				? { end: 'fails', hits: times(1) }
				: ofRead(meaning, always);
		case 'write':
			return ofWrite(meaning, always);
		case 'effect':
			return ofEffect(meaning, always, 'fails');
		case 'row':
			if (meaning === 'odd' || meaning === 'misread') return { end: 'succeeds', hits: times(1) };
			return meaning === 'blank'
				? { end: 'either', hits: times(1) }
				: ofEffect(meaning, always, 'fails');
		case 'create':
			return meaning === 'odd'
				? { end: 'either', hits: times(1) }
				: ofEffect(meaning, always, 'fails');
		case 'more':
			return ofEffect(meaning, always, 'cut');
		case 'queue':
		case 'queueUnseen':
			return ofQueue(nature, meaning, always);
		case 'poll':
			return ofPoll(meaning, always);
		case 'optional':
		case 'check': {
			const { end } = ofRead(meaning, always);
			if (end === 'succeeds') return { end, hits: times(1) };
			// The list of jobs is asked for after a queueing, too; checks ask in more than one place.
			return { end: nature === 'check' ? 'report' : 'succeeds', hits: between(1, ATTEMPTS * 4) };
		}
	}
}

function ofRead(meaning: Meaning, always: boolean): Expected {
	if (!PASSING.includes(meaning)) return { end: 'fails', hits: times(1) };
	return always ? { end: 'fails', hits: times(ATTEMPTS) } : { end: 'succeeds', hits: times(1) };
}

/** Its status says that it is done, and a second time finds it done. */
function ofWrite(meaning: Meaning, always: boolean): Expected {
	const mayBeDone = meaning === 'odd' || meaning === 'misread' || meaning === 'spoilt';
	if (mayBeDone && (always || meaning === 'odd')) {
		return { end: 'either', hits: between(1, ATTEMPTS) };
	}
	return ofRead(meaning, always);
}

function ofEffect(meaning: Meaning, always: boolean, end: 'fails' | 'cut'): Expected {
	if (meaning !== 'throttled') return { end, hits: times(1) };
	return always ? { end, hits: times(ATTEMPTS) } : { end: 'succeeds', hits: times(1) };
}

/** What is going on goes on, so that the waiting does, too: what is answered in an odd way is no answer to it. */
function ofPoll(meaning: Meaning, always: boolean): Expected {
	if (meaning === 'refused') return { end: 'fails', hits: times(1) };
	return always ? { end: 'fails', hits: between(1, 200) } : { end: 'succeeds', hits: times(1) };
}

/** Whether a job was queued can be looked up; where it cannot be told, another one is never queued. */
function ofQueue(nature: Nature, meaning: Meaning, always: boolean): Expected {
	if (meaning === 'throttled' || meaning === 'ownFailure') return ofRead(meaning, always);
	const isThere = meaning === 'spoilt' || meaning === 'misread' || meaning === 'odd';
	return { end: isThere && nature === 'queue' ? 'succeeds' : 'fails', hits: times(1) };
}

/** Whether the text of a failure has to say that the vendor may have acted. */
export function isUncertain(nature: Nature, meaning: Meaning): boolean {
	if (nature === 'queue' || nature === 'queueUnseen') return UNCLEAR.includes(meaning);
	const hasEffect = nature === 'effect' || nature === 'row' || nature === 'create';
	return hasEffect && (UNCLEAR.includes(meaning) || meaning === 'ownFailure');
}
