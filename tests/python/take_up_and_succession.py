"""Taking up and succession, written a second time from the model description in another language.

Reads states of a district and what the engine decided on them from standard input, decides again from the same
addresses of chance, and compares: draws to the last bit, decisions exactly, probabilities and drawn traits to
within FAR units in the last place, because exponential, power and logarithm come from another library here.
A line is a word and its values; floating point numbers are written as the 16 hexadecimal digits of their bits.

Needs nothing but Python's standard library.
"""

import math
import struct
import sys
from statistics import NormalDist

FAR = 4

MASK = 0xFFFFFFFF
PARAMETER_STUDY, LEADER_TRAIT, LEADER_EXIT, TEACHER_MONTH, SCHOOL_YEAR = 15, 5, 10, 13, 22
AUGUST, SEPTEMBER, MARCH, JUNE, JULY = 0, 1, 7, 10, 11
SUPERINTENDENT, LEAD, MANAGER, PRINCIPAL = 1, 2, 3, 1
NEVER, COMPLYING, USING, STOPPED = "Never", "Complying", "Using", "Stopped"
ROUTES = ["Pilot", "Colleague", "Invitation", "Expectation", "Mandate"]


# Chance: Salmon, Moraes, Dror and Shaw 2011.


def philox(counter, key):
    c, k = list(counter), list(key)
    for _ in range(10):
        low, high = 0xD2511F53 * c[0], 0xCD9E8D57 * c[2]
        c = [
            (high >> 32) ^ c[1] ^ k[0],
            high & MASK,
            (low >> 32) ^ c[3] ^ k[1],
            low & MASK,
        ]
        k = [(k[0] + 0x9E3779B9) & MASK, (k[1] + 0xBB67AE85) & MASK]
    return c


class Chance:
    def __init__(self, seed, district, replication):
        first = philox(
            [district & MASK, district >> 32, PARAMETER_STUDY, 0], [seed & MASK, seed >> 32]
        )
        self.key, self.replication = first[:2], replication

    def words(self, what, place, seat, person, month):
        occasion = what << 16 | (month & 0xFFFF)
        return philox([place, seat << 16 | person, occasion, self.replication], self.key)

    def uniforms(self, *address):
        return [(word + 0.5) / 4294967296.0 for word in self.words(*address)]


def key_of(name):
    key = 0xCBF29CE484222325
    for byte in name.encode():
        key = (key ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return key


# Taking up.


def example(practice, depth, p):
    counts = {USING: 1.0, COMPLYING: p["uptake.exposure_compliance"]}.get(practice, 0.0)
    share = p["uptake.exposure_depth"]
    return counts * (1.0 - share + share * min(depth / p["depth.deep"], 1.0))


def pull(x, half):
    return x * x / (x * x + half * half) if x * x > 0.0 else 0.0


def happens(u, hazard):
    probability = -math.expm1(-hazard)
    return probability if u < probability else None


def added(numbers):
    """Python's own sum corrects itself for rounding from 3.12 on."""
    total = 0.0
    for number in numbers:
        total += number
    return total


def taking_up(case):
    p, d, teachers = case.p, case.district, case.teachers
    invited = [0] * len(case.teams)
    for school in case.schools:
        if school["invites_focal"]:
            invited[school["team"]] += school["focal"]
    # The order of decisions: collaboration after collaboration, school after school.
    for place in range(1 + max(team["collaboration"] for team in case.teams)):
        own = [s for s in case.schools if case.teams[s["team"]]["collaboration"] == place]
        at = {s["place"] for s in own}
        examples = [
            example(t["practice"], t["depth"], p) if t["school"] in at else 0.0 for t in teachers
        ]
        for school in own:
            if school["focal"] == 0 and not school["crosses"]:
                continue
            shared = of_school(case, school, invited[school["team"]])
            for first, end, focal in school["grades"]:
                if not (focal or school["crosses"]):
                    continue
                in_grade = added(examples[first:end]) / (max(end - first, 2) - 1)
                for k in range(first, end):
                    if teachers[k]["practice"] in (NEVER, STOPPED):
                        hazards = of_teacher(case, k, shared, examples, in_grade)
                        t = teachers[k]
                        u = case.chance.uniforms(
                            TEACHER_MONTH, t["place"], t["seat"], t["person"], case.month
                        )
                        total = added(hazards)
                        probability = happens(u[0], total)
                        if probability is not None:
                            yield "took", [k, which(u[1], hazards, total)], [probability]


def of_school(case, school, invited):
    p, d, teachers = case.p, case.district, case.teachers
    team = case.teams[school["team"]]
    users = 0
    for first, end, _ in school["grades"]:
        for t in teachers[first:end]:
            users += t["focal"] and t["practice"] == USING
    reached = school["pilot"] or not case.words["strategy"] == "Grassroots"
    spread = (team["members"] if reached else 0) * team["capacity"] / max(invited, 1)
    recruiters = min((users / max(school["focal"], 1) + spread) / p["uptake.recruit_share"], 1.0)
    attention = 1.0 / (1.0 + p["attention.split"] * (p["uptake.typical_initiatives"] - 1.0))
    unclear, unmonitored = p["uptake.expectation_unclear"], p["uptake.mandate_unmonitored"]
    inviting = p["uptake.hazard_invitation"] * recruiters * school["time_share"]
    return {
        "scale": d["attention"] / attention
        * (d["lasting"] / p["uptake.typical_lasting"])
        * (school["safe"] / p["uptake.typical_safe"])
        * (school["usable_fit"] / p["uptake.typical_fit"]),
        "invitation": {
            True: inviting if school["invites_focal"] else 0.0,
            False: inviting if school["invites_rest"] else 0.0,
        },
        "expectation": p["uptake.hazard_expectation"] * school["commitment"] * school["behind"]
        * school["time_share"] * (unclear + (1.0 - unclear) * d["expectations"])
        if school["expects"] else 0.0,
        "mandate": p["uptake.hazard_mandate"] * school["push"] * d["backing"]
        * school["commitment"] * (unmonitored + (1.0 - unmonitored) * d["monitoring"]),
        "conversations": school["conversations"],
        "spoken_of": 0.0 if school["given_up"] else 1.0,
        "tests": team["capacity"] if case.words["has_team"] == "true" else 1.0,
    }


def of_teacher(case, k, shared, examples, in_grade):
    p, t = case.p, case.teachers[k]
    heard, weight = 0.0, 0.0
    for colleague, strength in case.ties.get(k, []):
        heard += strength * examples[colleague]
        weight += strength
    ties = heard / weight if weight > 0.0 else in_grade
    share = p["uptake.exposure_ties"]
    x = share * ties + (1.0 - share) * in_grade
    lifted = max(p["principals.resister_openness"] - t["open"], 0.0)
    opened = t["open"] + shared["conversations"] * lifted
    scale = shared["scale"] * (opened / p["uptake.typical_open"]) * (
        t["belief"] / p["uptake.typical_belief"]
    )
    if not t["focal"]:
        scale *= p["uptake.adjacent_fit"]
    if t["practice"] == STOPPED:
        scale *= p["uptake.again_factor"]
    attended = min(t["dose"] / p["help.training_full"], 1.0) if t["trained"] else 1.0
    if t["trained"] and not t["on_team"]:
        invitation = p["uptake.hazard_invitation"] * attended
    else:
        invitation = shared["invitation"][t["focal"]]
    return [
        scale * p["uptake.hazard_pilot"] * shared["tests"] * attended if t["on_team"] else 0.0,
        scale * p["uptake.hazard_colleague"] * pull(x, p["uptake.critical_share"]) * shared["spoken_of"],
        scale * invitation,
        scale * shared["expectation"],
        shared["mandate"] if t["focal"] else 0.0,
    ]


def which(u, hazards, total):
    below = 0.0
    for hazard, route in zip(hazards, ROUTES):
        below += hazard
        if hazard > 0.0 and u * total < below:
            return route
    return [route for hazard, route in zip(hazards, ROUTES) if hazard > 0.0][-1]


# Succession.


def exit_probability(yearly, summer, month):
    calendar = (month - 1) % 12
    if calendar == AUGUST:
        return yearly * summer if month > 1 else 0.0
    if calendar in (JUNE, JULY) or yearly * summer >= 1.0:
        return 0.0
    return -math.expm1(math.log((1.0 - yearly) / (1.0 - yearly * summer)) / 9.0)


def within(x, low, high):
    return min(max(x, low), high)


def with_tenure(yearly, months, p):
    years = min(months / 12.0, 9.0)
    slope = p["succession.exit_tenure_slope"]
    return within(yearly * (1.0 + slope * (years - p["succession.tenure_mean"])), 0.0, 1.0)


def year_factor(case):
    august = case.month - (case.month - 1) % 12
    sd = case.p["succession.exit_year_sd"]
    z = NormalDist().inv_cdf(case.chance.uniforms(SCHOOL_YEAR, 0, 0, 0, august)[0])
    return math.exp(sd * z - 0.5 * sd * sd)


def looked_for(case, post):
    usual, standing = case.p["leaders.aligned_successor"], case.p["succession.board_standing"]
    by_policy = usual + (1.0 - usual) * standing * case.district["policy"]
    if post in ("Superintendent", "Manager"):
        return by_policy
    chooses = case.p["succession.superintendent_chooses"]
    return by_policy + chooses * (case.office["superintendent_commitment"] - by_policy)


def successor(case, place, seat, person, mean, sd, aligned, last):
    p = case.p
    u = case.chance.uniforms(LEADER_TRAIT, place, seat, person, 0)
    continues = (
        aligned * p["succession.continue_chance_aligned"]
        + (1.0 - aligned) * p["succession.continue_chance"]
    )
    neutral = (1.0 - continues) * (1.0 - p["succession.own_agenda_chance"])
    if u[0] < continues:
        like = p["succession.successor_like"]
        centre = (1.0 - like) * p["succession.commitment_continuing"] + like * last
        stance = "Continues"
    elif u[0] < continues + neutral:
        stance, centre = "Neutral", p["succession.commitment_neutral"]
    else:
        stance, centre = "OwnAgenda", p["succession.commitment_own_agenda"]
    drawn = lambda u, mean, sd: within(mean + sd * NormalDist().inv_cdf(u), 0.02, 0.98)
    return stance, [drawn(u[1], centre, p["succession.commitment_sd"]), drawn(u[2], mean, sd)]


def succession(case):
    p, office = case.p, case.office
    summer, month = p["succession.exit_in_summer"], case.month
    leaves = lambda probability, *who, lane=0: probability > 0.0 and (
        case.chance.uniforms(LEADER_EXIT, *who, month)[lane] < probability
    )

    year = year_factor(case)

    def left(post, probability, place, seat, person, kind, last, aligned=None):
        mean, sd = p[f"leaders.{kind}_skill"], p[f"leaders.{kind}_skill_sd"]
        aligned = looked_for(case, post) if aligned is None else aligned
        stance, traits = successor(case, place, seat, person + 1, mean, sd, aligned, last)
        return "left", [post, stance], [probability] + traits

    seats = [("Superintendent", SUPERINTENDENT, "superintendent")]
    if not office["leads_in_person"]:
        seats.append(("Lead", LEAD, "lead"))
    for post, seat, name in seats:
        yearly = with_tenure(p[f"succession.{name}_exit"], office[name + "_tenure"], p)
        probability = exit_probability(within(yearly * year, 0.0, 1.0), summer, month)
        if leaves(probability, 0, seat, office[name]):
            second = case.chance.uniforms(LEADER_EXIT, 0, seat, office[name], month)[2]
            removed = post == "Superintendent" and second < p["succession.removal_share"]
            last = office[name + "_commitment"]
            yield left(post, probability, 0, seat, office[name], "lead", last, 0.0 if removed else None)
    if office["supported"] and not office["shared"]:
        yearly = within(p["succession.manager_exit"] * year, 0.0, 1.0)
        probability = exit_probability(yearly, summer, month)
        if leaves(probability, 0, MANAGER, office["manager"]):
            yield left("Manager", probability, 0, MANAGER, office["manager"], "lead", 0.0)
    for school in case.schools:
        yearly = p["succession.principal_exit"]
        if school["poverty"] >= p["outcomes.high_poverty"]:
            yearly += p["succession.principal_exit_high_poverty"]
        yearly = min(yearly * year, 1.0)
        in_summer = yearly * summer
        calendar = (month - 1) % 12
        at_once = 0.0 if calendar == AUGUST else exit_probability(yearly, summer, month)
        who = (school["key"], PRINCIPAL, school["person"])
        if calendar == MARCH and leaves(in_summer, *who, lane=1):
            yield "announced", [school["place"]], [in_summer]
        announced = school["leaving"] and calendar == AUGUST and month > 1
        if announced or leaves(at_once, *who):
            probability = in_summer if announced else at_once
            yield left(f"Principal{school['place']}", probability, *who, "principal", school["priority"])


# Input and comparison.


def number(text):
    return struct.unpack(">d", bytes.fromhex(text))[0]


def ulps(a, b):
    if a == b:
        return 0
    as_int = lambda x: struct.unpack(">q", struct.pack(">d", x))[0]
    return abs(as_int(a) - as_int(b)) if a > 0.0 and b > 0.0 else math.inf


class Case:
    def __init__(self, name):
        self.name, self.p, self.words, self.district = name, {}, {}, {}
        self.office, self.teams, self.schools, self.teachers, self.ties = {}, [], [], [], {}
        self.expected, self.month, self.chance = [], None, None


READ = {"f": number, "i": int, "b": lambda text: text == "true", "w": str}


def fields(words):
    """name:kind=value"""
    found = {}
    for word in words:
        left, value = word.split("=", 1)
        name, kind = left.split(":")
        found[name] = READ[kind](value)
    return found


def read(lines):
    cases, draws, keys = [], [], []
    for line in lines:
        word, *rest = line.split()
        case = cases[-1] if cases else None
        if word == "draw":
            draws.append([int(part) for part in rest])
        elif word == "key":
            keys.append((rest[0], int(rest[1])))
        elif word == "case":
            cases.append(Case(rest[0]))
        elif word == "chance":
            case.chance, case.month = Chance(*map(int, rest[:3])), int(rest[3])
        elif word == "parameter":
            case.p[rest[0]] = number(rest[1])
        elif word in ("district", "office", "words"):
            getattr(case, word).update(fields(rest))
        elif word == "team":
            case.teams.append(fields(rest))
        elif word == "school":
            case.schools.append({**fields(rest), "grades": []})
        elif word == "grade":
            case.schools[-1]["grades"].append((int(rest[0]), int(rest[1]), rest[2] == "true"))
        elif word == "teacher":
            case.teachers.append(fields(rest))
        elif word == "tie":
            case.ties.setdefault(int(rest[0]), []).append((int(rest[1]), number(rest[2])))
        elif word in ("took", "left", "announced"):
            cut = rest.index("|")
            case.expected.append((word, rest[:cut], [number(part) for part in rest[cut + 1 :]]))
        else:
            sys.exit(f"unknown line: {line}")
    return cases, draws, keys


def main():
    cases, draws, keys = read(sys.stdin.read().splitlines())
    for name, key in keys:
        if key_of(name) != key:
            sys.exit(f"the key of {name} differs")
    for seed, district, replication, what, place, seat, person, month, *words in draws:
        if Chance(seed, district, replication).words(what, place, seat, person, month) != words:
            sys.exit(f"a draw differs: seed {seed}, what {what}, month {month}")
    decisions, farthest = {}, 0
    for case in cases:
        again = list(taking_up(case)) + list(succession(case))
        if len(again) != len(case.expected):
            sys.exit(f"{case.name}: {len(again)} decisions here, {len(case.expected)} there")
        for (word, what, numbers), (there, what_there, numbers_there) in zip(again, case.expected):
            if word != there or [str(part) for part in what] != what_there:
                sys.exit(f"{case.name}: {word} {what} here, {there} {what_there} there")
            apart = max(ulps(a, b) for a, b in zip(numbers, numbers_there, strict=True))
            if apart > FAR:
                sys.exit(f"{case.name}: {word} {what}: {numbers} here, {numbers_there} there")
            farthest, decisions[word] = max(farthest, apart), decisions.get(word, 0) + 1
    told = ", ".join(f"{decisions[word]} {word}" for word in sorted(decisions))
    print(f"{len(draws)} draws equal; {told}; numbers at most {farthest} units in the last place apart")


main()
