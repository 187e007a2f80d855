import { randomFrom, type Random } from '../../../sandbox/vendors/random';

/** Copies that come at once follow the original this closely. */
const AT_ONCE = 20;
/** Others come this much later at most: within what the trigger remembers unless its options say otherwise. */
const LATER = 10_000;

/** Marks the events that are measured, in what n8n stores of an execution. */
export const MARK = /bench_\d{7}/;

/** Which event each callback is about, in the order in which they are sent. */
export interface Plan {
	order: Uint32Array;
	/** How many different events there are. */
	events: number;
}

/**
 * Draws the callbacks: so many in all, of which a share are copies, byte for byte, of earlier ones. Half of the copies come at
 * once, as when a sender repeats what is still under way, half of them later.
 *
 * @param share from 0 to 1
 */
export function planCallbacks(callbacks: number, share: number, seed: string | number): Plan {
	const random = randomFrom(seed, 'callbacks', callbacks);
	const copies = Math.min(Math.round(callbacks * share), callbacks - 1);
	const events = callbacks - copies;
	const places = drawCopies(copies, events, random);
	const order = Array.from({ length: events }, (_, event) => ({ event, place: event }));
	const all = [...order, ...places].sort((a, b) => a.place - b.place || a.event - b.event);
	return { order: Uint32Array.from(all, ({ event }) => event), events };
}

/** The place of a copy lies between two originals, after its own. */
function drawCopies(
	copies: number,
	events: number,
	random: Random,
): Array<{ event: number; place: number }> {
	return Array.from({ length: copies }, (_, index) => {
		const event = random.between(0, events - 1);
		const most = index % 2 === 0 ? AT_ONCE : LATER;
		const place = Math.min(events, event + random.between(1, most)) - 0.5;
		return { event, place };
	});
}

/** The body of a callback as the panel of the trigger suggests it. */
export function callbackBody(event: number, mark = 'bench'): string {
	const id = `${mark}_${String(event).padStart(7, '0')}`;
	return JSON.stringify({
		event: 'enrichment.completed',
		correlation_id: id,
		row_id: `r_${String(event).padStart(8, '0')}`,
		table: 'Inbound leads',
		data: {
			email: `lead.${event}@company-${event % 997}.example`,
			first_name: 'Robin',
			last_name: `Example ${event}`,
			title: 'VP Revenue Operations',
			company: `Company ${event % 997}`,
			employee_count: 40 + (event % 4_000),
			industry: 'Software',
			icp_score: event % 101,
			personalized_opener: 'Saw that your team has just opened a second office.',
		},
	});
}
