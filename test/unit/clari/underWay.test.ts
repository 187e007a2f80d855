import type { ClariConnection } from '../../../nodes/Clari/connection';
import { forecastExport } from '../../../nodes/Clari/exports/exportRequest';
import {
	QUEUED_HERE,
	forgetHere,
	jobsOfOtherRequests,
	obtainInTurn,
	rememberHere,
	requestKey,
} from '../../../nodes/Clari/exports/underWay';

beforeEach(() => QUEUED_HERE.clear());

const accountAt = (baseUrl: string): { connection: ClariConnection } => ({
	connection: { credential: {}, profile: 'v4', baseUrl, host: '', secrets: ['secret'] },
});
const soon = () => ({ deadline: Date.now() + 60_000 });
const any = () => true;
const job = (jobId: string, isCertain = true) => ({ jobId, isCertain });
const never = async () => await Promise.reject(new Error('not its turn'));

/** Takes the turn of a request until it is told to end it. */
function takeTurn(key: string) {
	let end: (jobId?: string) => void = () => {};
	const ended = obtainInTurn(key, soon(), any, async () => {
		const jobId = await new Promise<string | undefined>((resolve) => (end = resolve));
		if (jobId === undefined) throw new Error('could not queue');
		return job(jobId);
	});
	return { ended, end };
}

describe('the jobs of this process', () => {
	test('are no more than 500; the oldest are forgotten', () => {
		for (let index = 0; index < 600; index++)
			rememberHere(`key ${index}`, { jobId: `job ${index}`, queuedAt: index });
		expect(QUEUED_HERE.size).toBe(500);
		expect([...QUEUED_HERE.keys()].at(0)).toBe('key 100');
		expect(QUEUED_HERE.get('key 599')?.jobId).toBe('job 599');
	});

	test('are known by account and request; in another account the same ID is another job', () => {
		const [here, there] = ['https://a.example/v4', 'https://b.example/v4'].map(accountAt);
		if (here === undefined || there === undefined) throw new Error('No accounts');
		const [quota, forecast] = ['quota', 'forecast'].map((type) =>
			forecastExport('net_new', { typesToExport: [type] }),
		);
		if (quota === undefined || forecast === undefined) throw new Error('No requests');
		rememberHere(requestKey(here, quota), { jobId: '1', queuedAt: 1 });
		rememberHere(requestKey(here, forecast), { jobId: '2', queuedAt: 2 });
		rememberHere(requestKey(there, forecast), { jobId: '1', queuedAt: 3 });
		expect(jobsOfOtherRequests(here, forecast)).toEqual(['1']);
		expect(jobsOfOtherRequests(there, forecast)).toEqual([]);
		forgetHere(here, '1');
		expect(jobsOfOtherRequests(here, forecast)).toEqual([]);
		expect(QUEUED_HERE.get(requestKey(there, forecast))?.jobId).toBe('1');
		expect(JSON.stringify([...QUEUED_HERE])).not.toContain('secret');
	});
});

describe('turns', () => {
	test('whoever comes meanwhile gets what the first one got', async () => {
		const first = takeTurn('a');
		const second = obtainInTurn('a', soon(), any, never);
		first.end('1');
		expect(await first.ended).toEqual({ ...job('1'), isShared: false });
		expect(await second).toEqual({ ...job('1'), isShared: true });
		// Nothing is kept: who comes later has a turn of its own.
		const later = await obtainInTurn('a', soon(), any, async () => await Promise.resolve(job('2')));
		expect(later).toEqual({ ...job('2'), isShared: false });
	});

	test('when the first one fails, one of the others tries, and the rest share', async () => {
		const first = takeTurn('a');
		const asked: boolean[] = [];
		const others = [1, 2, 3].map(
			async () =>
				await obtainInTurn('a', soon(), any, async (hasWaited) => {
					asked.push(hasWaited);
					return await Promise.resolve(job('2'));
				}),
		);
		first.end();
		await expect(first.ended).rejects.toThrow('could not queue');
		const shared = (await Promise.all(others)).map(
			(got) => typeof got === 'object' && got.isShared,
		);
		expect(shared.sort()).toEqual([false, true, true]);
		expect(asked).toEqual([true]);
	});

	test('a job that does not suit is not shared', async () => {
		const first = takeTurn('a');
		const second = obtainInTurn(
			'a',
			soon(),
			({ jobId }) => jobId !== '1',
			async () => await Promise.resolve(job('2')),
		);
		first.end('1');
		expect(await second).toEqual({ ...job('2'), isShared: false });
	});

	test('a wait ends with the execution, and when its time is over', async () => {
		const first = takeTurn('a');
		const cancelled = new AbortController();
		const waiting = obtainInTurn('a', { ...soon(), signal: cancelled.signal }, any, never);
		cancelled.abort();
		expect(await waiting).toBe('cancelled');
		expect(await obtainInTurn('a', { deadline: Date.now() }, any, never)).toBe('late');
		first.end('1');
		await first.ended;
	});

	test('other requests do not wait', async () => {
		const first = takeTurn('a');
		const other = await obtainInTurn('b', soon(), any, async () => await Promise.resolve(job('2')));
		expect(other).toMatchObject({ isShared: false });
		first.end('1');
		await first.ended;
	});
});
