import type { Check } from './check';
import { CREDENTIAL_FORM, fail, pass } from './check';

/** What is pasted instead of a secret, or along with it. The secret itself is in none of the texts. */
const SLIPS: ReadonlyArray<{ pattern: RegExp; what: string; todo: string }> = [
	{
		pattern: /^$/,
		what: 'is empty',
		todo: 'Fill it in.',
	},
	{
		pattern: /\{\{|^=|\$\{|^\$[A-Z_]+$/,
		what: 'is an expression or variable that was not filled in',
		todo: "Switch the field to Expression, or check that n8n's variable or external secret has a value.",
	},
	{
		pattern: /^(Bearer|Basic|ApiKey|Token)\s/i,
		what: 'begins with the name of a login scheme',
		todo: 'Paste the secret alone: the node adds what the header needs.',
	},
	{
		pattern: /^[\w-]+\s*:\s/,
		what: 'is a whole header',
		todo: 'Paste only what stands behind the colon.',
	},
	{
		pattern: /^https?:\/\//i,
		what: 'is a web address',
		todo: 'Paste the secret; the address belongs into the field for it.',
	},
	{
		pattern: /^["'`].*["'`]$/s,
		what: 'has quotes around it',
		todo: 'Paste it without the quotes.',
	},
	{
		pattern: /^[*•●…·.xX]+$/,
		what: 'is a mask and not the secret behind it',
		todo: 'Copy it again from where it is shown in full, or make a new one.',
	},
	{
		pattern: /…|\.{3}$/,
		what: 'is cut off',
		todo: 'Copy it again from where it is shown in full, or make a new one.',
	},
	{
		pattern: /[^\x21-\x7e]/,
		what: 'holds a blank, a line break or a sign that no header can carry',
		todo: 'Copy it again, without what stands around it.',
	},
];

/** A secret under the name of its field. */
export interface NamedSecret {
	/** As the credential shows it, e.g. `API Token`. */
	name: string;
	/** Without blanks around it. */
	value: string;
}

/** Whether secrets look like secrets; says nothing about whether they are accepted. */
export function checkSecretForm(secrets: readonly NamedSecret[]): Check {
	for (const { name, value } of secrets) {
		const slip = SLIPS.find(({ pattern }) => pattern.test(value));
		if (slip) return fail(CREDENTIAL_FORM, `'${name}' ${slip.what}.`, slip.todo);
	}
	const names = secrets.map(({ name }) => `'${name}'`).join(' and ');
	return pass(
		CREDENTIAL_FORM,
		`${names} ${secrets.length > 1 ? 'look like secrets' : 'looks like a secret'}.`,
	);
}
