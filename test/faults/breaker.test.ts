import { startClari } from '../../sandbox/vendors';
import { runClari } from '../workflow/clari';
import { jsonOf } from '../workflow/engine';

// Everywhere else in this suite the circuit breaker is off, where it would hide a fault behind the ones before it.
test('with the circuit breaker on, an outage costs a few requests, and each item says so', async () => {
	const clari = await startClari({ organisation: { reps: 10 } });
	try {
		clari.faults.plan({ route: 'limits', kind: 'status', status: 503, times: 99 });
		const result = await runClari(
			clari,
			{
				resource: 'account',
				operation: 'getLimits',
				options: { attempts: 1, circuitBreakerThreshold: 3 },
			},
			{ input: Array.from({ length: 10 }, () => ({})), onError: 'continueRegularOutput' },
		);
		expect(clari.journal.count('limits')).toBe(3);
		const texts = jsonOf(result).map(({ error }) => JSON.stringify(error));
		expect(texts).toHaveLength(10);
		for (const text of texts.slice(3)) expect(text).toContain('so nothing was sent');
		expect(result.outputs[0]?.map(({ pairedItem }) => pairedItem)).toEqual(
			Array.from({ length: 10 }, (_, item) => ({ item })),
		);
	} finally {
		await clari.close();
	}
});
