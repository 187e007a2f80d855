import axios from 'axios';
import { startReceiver, startSandbox, type Sandbox } from '../../../sandbox/vendors';

describe('the receivers', () => {
	let sandbox: Sandbox;
	beforeEach(async () => {
		sandbox = await startSandbox();
	});
	afterEach(() => sandbox.close());

	it('take contacts for the CRM, each with an id of its own', async () => {
		const { crm } = sandbox;
		const arrived = crm.waitFor(2, 5000);
		const answers = [await axios.post(crm.url, { n: 1 }), await axios.post(crm.url, { n: 2 })];
		expect(answers.map(({ status, data }) => [status, data])).toEqual([
			[201, { id: 'contact_1' }],
			[201, { id: 'contact_2' }],
		]);
		expect((await arrived).map(({ body }) => body)).toEqual([{ n: 1 }, { n: 2 }]);
		expect(new URL(crm.url).pathname).toBe('/contacts');
		crm.clear();
		expect(crm.received).toEqual([]);
		await expect(crm.waitFor(1, 20)).rejects.toThrow('0 of 1 requests for crm');
	});

	it('take anything for Zapier', async () => {
		const { zapier } = sandbox;
		const { status, data } = await axios.post(zapier.url, 'plain', {
			headers: { 'content-type': 'text/plain' },
		});
		expect([status, data]).toMatchObject([200, { status: 'success' }]);
		expect(zapier.received).toMatchObject([{ body: 'plain' }]);
		expect(zapier.url).toMatch(/\/hooks\/catch\/123\/abc\/$/);
	});

	it('keep no secret of a request', async () => {
		const headers = { authorization: 'Bearer hidden', 'x-api-key': 'hidden', 'x-shown': 'yes' };
		await axios.post(sandbox.crm.url, {}, { headers });
		const shown = JSON.stringify([sandbox.crm.received, sandbox.crm.journal.entries]);
		expect(shown).toContain('"x-shown":"yes"');
		expect(shown).not.toContain('hidden');
	});

	it('play faults', async () => {
		sandbox.zapier.faults.plan({ route: 'zapier', kind: 'status', status: 502 });
		await expect(axios.post(sandbox.zapier.url, { n: 1 })).rejects.toThrow('502');
		await axios.post(sandbox.zapier.url, { n: 2 });
		expect(sandbox.zapier.received.map(({ body }) => body)).toEqual([{ n: 2 }]);
	});

	it('answer as they are told', async () => {
		const receiver = await startReceiver({
			name: 'crm',
			answer: (body, n) => ({ status: 409, body: { body, n } }),
		});
		const validateStatus = () => true;
		const { status, data } = await axios.post(receiver.url, { a: 1 }, { validateStatus });
		expect([status, data]).toEqual([409, { body: { a: 1 }, n: 1 }]);
		await receiver.close();
	});
});
