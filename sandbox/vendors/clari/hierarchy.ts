import { NameSupply, type PersonName } from './names';

/** One person in one role: the owner of rows in an export. */
export interface Member {
	/** Clari user and role joined, e.g. `4101:00E0S0000000012`: the vendor's own composite. */
	userId: string;
	/** The person alone, e.g. `4101`. */
	clariUserId: string;
	name: string;
	email: string;
	/** The person's id in the CRM. */
	crmId: string;
	kind: 'rep' | 'manager';
	hierarchyId: string;
	hierarchyName: string;
	/** Absent at the top. */
	parentHierarchyId?: string;
	parentHierarchyName?: string;
	/** Whose roll-up this member counts in; absent at the top. */
	managerId?: string;
	/** First day of the week in which the member came; absent for those who were always there. */
	joinedWeek?: string;
	/** First day of the week in which the member went; an export no longer lists such a member, not even in earlier weeks. */
	leftWeek?: string;
}

/** Who holds which titles. */
interface TitleOptions {
	/** How many people hold two roles; default 1. */
	peopleWithTwoRoles?: number;
	/** Managers of one rank share a title. */
	sharedTitles?: boolean;
}

const REPS_PER_MANAGER = 8;
const MANAGERS_PER_MANAGER = 6;
const FIRST_CLARI_USER = 4100;
/** Managers' titles, from the reps' own manager upwards. */
const RANKS = ['Regional Manager', 'Area Director', 'Vice President', 'Senior Vice President'];
const TERRITORIES = [
	'West',
	'East',
	'Central',
	'North',
	'South',
	'Nordics',
	'Iberia',
	'Benelux',
	'Pacific',
	'Atlantic',
];

/** An id of the CRM's look: a three-character prefix and a number, 15 characters long. */
export function crmStyleId(prefix: string, number: number): string {
	return `${prefix}0S${number.toString(36).toUpperCase().padStart(10, '0')}`;
}

/** How many members each level has, top first, reps last. */
function levelSizes(reps: number): number[] {
	const sizes = [reps, Math.ceil(reps / REPS_PER_MANAGER)];
	for (let size = sizes[1] ?? 1; size > 1; size = sizes[sizes.length - 1] ?? 1) {
		sizes.push(Math.ceil(size / MANAGERS_PER_MANAGER));
	}
	return sizes.reverse();
}

function managerTitle(level: number, levels: number, area: string): string {
	if (level === 0) return 'Chief Revenue Officer';
	const rank = RANKS[levels - 2 - level] ?? 'Vice President';
	// The comma is there for the sake of the CSV.
	return `${rank}, ${area}`;
}

function territory(position: number): string {
	const name = TERRITORIES[position % TERRITORIES.length] ?? 'West';
	const round = Math.floor(position / TERRITORIES.length);
	return round === 0 ? name : `${name} ${round + 1}`;
}

/**
 * The people of the company, managers first, every member after his manager.
 *
 * Reps of one team share a role, as in the CRM, so that only user and role together name a row. The first
 * `peopleWithTwoRoles` reps work in a second team too: same person and address, another row.
 */
export class Hierarchy {
	readonly members: Member[] = [];
	private readonly byId = new Map<string, Member>();
	private readonly names: NameSupply;
	private people = 0;

	constructor(
		seed: string,
		reps: number,
		{ peopleWithTwoRoles = 1, sharedTitles = false }: TitleOptions,
	) {
		this.names = new NameSupply(seed);
		const sizes = levelSizes(reps);
		let above: Member[] = [];
		sizes.forEach((size, level) => {
			const isRepLevel = level === sizes.length - 1;
			const here: Member[] = [];
			for (let position = 0; position < size; position++) {
				const manager = above[Math.floor((position * above.length) / size)];
				if (isRepLevel && manager) {
					const twin =
						position >= size - peopleWithTwoRoles
							? here[position - size + peopleWithTwoRoles]
							: undefined;
					here.push(this.addRep(manager, twin));
				} else {
					const area = sharedTitles ? 'Sales' : territory(position);
					here.push(this.addManager(managerTitle(level, sizes.length, area), manager));
				}
			}
			above = here;
		});
	}

	/** The member of this row id. */
	get(userId: string): Member | undefined {
		return this.byId.get(userId);
	}

	/** All members, the top first. */
	get top(): Member {
		const [top] = this.members;
		if (!top) throw new Error('The hierarchy is empty');
		return top;
	}

	/**
	 * Adds a rep to a manager's team.
	 *
	 * @param person the same person in another role, or just a name; a new invented person when absent
	 */
	addRep(manager: Member, person?: Member | Partial<PersonName>): Member {
		const { clariUserId, name, email, crmId } =
			person && 'clariUserId' in person ? person : this.newPerson(person);
		const team = manager.hierarchyName.replace(/^[^,]*, /, '');
		return this.add({
			clariUserId,
			name,
			email,
			crmId,
			kind: 'rep',
			// The team's role follows from its manager's, so that all reps of the team have the same.
			hierarchyId: `00E1${manager.hierarchyId.slice(4)}`,
			hierarchyName: `Account Executive, ${team}`,
			parentHierarchyId: manager.hierarchyId,
			parentHierarchyName: manager.hierarchyName,
			managerId: manager.userId,
		});
	}

	private addManager(title: string, manager: Member | undefined): Member {
		const person = this.newPerson();
		return this.add({
			...person,
			kind: 'manager',
			hierarchyId: crmStyleId('00E', this.people),
			hierarchyName: title,
			...(manager && {
				parentHierarchyId: manager.hierarchyId,
				parentHierarchyName: manager.hierarchyName,
				managerId: manager.userId,
			}),
		});
	}

	private newPerson({ name, email }: Partial<PersonName> = {}) {
		const invented = this.names.next();
		this.people++;
		return {
			clariUserId: String(FIRST_CLARI_USER + this.people),
			name: name ?? invented.name,
			email: email ?? invented.email,
			crmId: crmStyleId('005', this.people),
		};
	}

	private add({ clariUserId, name, email, crmId, ...role }: Omit<Member, 'userId'>): Member {
		const userId = `${clariUserId}:${role.hierarchyId}`;
		if (this.byId.has(userId))
			throw new Error(`${name} has the role ${role.hierarchyName} already`);
		const member: Member = { userId, clariUserId, name, email, crmId, ...role };
		this.members.push(member);
		this.byId.set(userId, member);
		return member;
	}
}
