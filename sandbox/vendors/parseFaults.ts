import { JOB_OUTCOMES, ROUTES, type Fault, type FaultEffect, type FaultMoment } from './faults';
import { isRecord } from './isRecord';

type Parsed = { faults: Fault[] } | { problem: string };

const oneOf = <T extends string>(words: readonly T[], value: unknown): T | undefined =>
	words.find((word) => word === value);
const text = (value: unknown) => (typeof value === 'string' ? value : undefined);
const count = (value: unknown) =>
	typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : undefined;

function effectOf(input: Record<string, unknown>): FaultEffect | string {
	const when: FaultMoment = input.when === 'after' ? 'after' : 'before';
	switch (input.kind) {
		case 'status': {
			const status = count(input.status);
			if (status === undefined || status < 400 || status > 599) return 'status must be 400 to 599';
			const { body } = input;
			const retryAfter = text(input.retryAfter);
			const contentType = text(input.contentType);
			return { kind: 'status', status, retryAfter, body, contentType };
		}
		case 'reset':
			return { kind: 'reset', when };
		case 'slow': {
			const delayMs = count(input.delayMs);
			return delayMs === undefined ? 'delayMs must be a number' : { kind: 'slow', delayMs, when };
		}
		case 'truncatedJson': {
			const contentLength = oneOf(['matching', 'tooLarge'], input.contentLength);
			return { kind: 'truncatedJson', contentLength };
		}
		case 'wrongType':
			return { kind: 'wrongType', value: input.value };
		case 'skewedClock': {
			const { offsetMs } = input;
			if (typeof offsetMs !== 'number') return 'offsetMs must be a number';
			return { kind: 'skewedClock', offsetMs };
		}
		case 'outcome': {
			const jobOutcome = oneOf(JOB_OUTCOMES, input.jobOutcome);
			if (!jobOutcome) return `jobOutcome must be one of ${JOB_OUTCOMES.join(', ')}`;
			return { kind: 'outcome', jobOutcome };
		}
		default:
			return 'kind must be one of status, reset, slow, truncatedJson, wrongType, skewedClock, outcome';
	}
}

/** Reads one fault or a list of them from JSON, or says what is wrong with it. */
export function parseFaults(input: unknown): Parsed {
	const faults: Fault[] = [];
	const list: unknown[] = Array.isArray(input) ? input : [input];
	for (const one of list) {
		if (!isRecord(one)) return { problem: 'A fault is an object' };
		const route = oneOf(ROUTES, one.route);
		if (!route) return { problem: `route must be one of ${ROUTES.join(', ')}` };
		const effect = effectOf(one);
		if (typeof effect === 'string') return { problem: effect };
		faults.push({ ...effect, route, skip: count(one.skip), times: count(one.times) });
	}
	return { faults };
}
