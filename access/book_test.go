package access

import (
	"strings"
	"testing"
	"time"

	"balans/law/calendar"
	"balans/law/identity"
)

func who(t testing.TB, serial int) identity.Number {
	t.Helper()
	n, err := identity.NewPerson(calendar.New(1980, 5, 17), serial)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

var (
	today = calendar.New(2026, 3, 10)
	noon  = calendar.InstantOf(time.Date(2026, 3, 10, 11, 0, 0, 0, time.UTC))
	early = calendar.New(2026, 1, 1)
)

// registers is what a test knows of persons.
type registers struct {
	known, protected map[identity.Number]bool
	Relations
	steps int
}

func (r *registers) Known(n identity.Number) bool     { return r.known[n] }
func (r *registers) Protected(n identity.Number) bool { return r.protected[n] }
func (r *registers) Related(a, b identity.Number) bool {
	_, ok := r.Steps(a, b, r.steps, today)
	return ok
}

// office is a small book: eva and kim are case workers, ann an administrator, bo handles
// protected persons, mia decides, lars leads and reviews.
func office(t testing.TB, more ...Body) (*Book, *registers) {
	t.Helper()
	bodies := []Body{}
	for i, id := range []string{"eva", "kim", "ann", "bo", "mia", "lars"} {
		bodies = append(bodies, Staff{ID: id, Number: who(t, 100+i), Name: id, Unit: "syd", From: early, To: calendar.None})
	}
	role := func(id, staff, role, unit string, benefits ...string) Grant {
		return Grant{ID: id, Staff: staff, Role: role, Unit: unit, Benefits: benefits, From: early, To: calendar.None, Why: "prov"}
	}
	bodies = append(bodies, role("g1", "eva", "caseworker", "syd", "bostadsbidrag"), role("g2", "kim", "caseworker", ""), role("g3", "ann", "administrator", ""),
		role("g4", "bo", "protection", ""), role("g5", "mia", "approver", ""), role("g6", "lars", "manager", ""))
	b := bookOf(append(bodies, more...)...)
	r := &registers{known: map[identity.Number]bool{}, protected: map[identity.Number]bool{}, steps: 2}
	for i := 100; i < 130; i++ {
		r.known[who(t, i)] = true
	}
	r.protected[who(t, 120)] = true
	for _, f := range b.Facts() {
		if err := f.Body.check(); err != nil {
			t.Fatal(err)
		}
	}
	return b, r
}

func bookOf(bodies ...Body) *Book {
	var facts []Fact
	for i, x := range bodies {
		facts = append(facts, Fact{Event: int64(i + 1), On: x.on(), KnownAt: calendar.StartOfDay(early), Body: x})
	}
	return NewBook(facts...)
}

func TestMay_coreRulesHoldForEverybody(t *testing.T) {
	b, r := office(t, Delegation{ID: "d1", Giver: "kim", Taker: "mia", From: early, To: today, Why: "semester"},
		Delegation{ID: "d2", Giver: "mia", Taker: "bo", From: early, To: today, Why: "semester"},
		Tie{ID: "t1", Staff: "kim", To: who(t, 115), From: early, Why: "granne"})
	r.Relate(who(t, 101), who(t, 110), calendar.Period{From: early, To: calendar.None}) // kim's child
	r.Relate(who(t, 101), who(t, 111), calendar.Period{From: early, To: calendar.None}) // kim's parent
	r.Relate(who(t, 111), who(t, 112), calendar.Period{From: early, To: calendar.None}) // kim's sibling
	r.Relate(who(t, 112), who(t, 113), calendar.Period{From: early, To: calendar.None}) // the sibling's child: three steps
	r.Relate(who(t, 101), who(t, 114), calendar.Period{From: early, To: today.AddDays(-1)})
	company, err := identity.NewOrganisation(556_000_000)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		actor, function string
		party           identity.Number
		others          []identity.Number
		want            Rule
	}{
		{"kim", ReadClaim, who(t, 116), nil, RuleGranted},
		{"kim", ReadClaim, who(t, 101), nil, RuleOwn},
		{"kim", ReadClaim, who(t, 116), []identity.Number{who(t, 101)}, RuleOwn},
		{"kim", ReadClaim, who(t, 110), nil, RuleFamily},
		{"kim", ReadClaim, who(t, 112), nil, RuleFamily},
		{"kim", ReadClaim, who(t, 113), nil, RuleGranted},
		{"kim", ReadClaim, who(t, 114), nil, RuleGranted}, // has ended
		{"kim", ReadClaim, who(t, 115), nil, RuleFamily},  // told by kim
		{"kim", ReadClaim, who(t, 150), nil, RuleUnknown},
		{"kim", ReadClaim, who(t, 120), nil, RuleProtected},
		{"kim", ReadClaim, who(t, 116), []identity.Number{who(t, 120)}, RuleProtected},
		{"kim", ReadClaim, company, nil, RuleGranted},
		{"bo", ReadClaim, who(t, 120), nil, RuleGranted},
		{"bo", ReadClaim, who(t, 150), nil, RuleUnknown},
		{"ann", ReadClaim, who(t, 116), nil, RuleRole}, // an administrator reads nobody
		{"ann", ReadClaim, who(t, 102), nil, RuleRole},
		{"ann", Administer, identity.None, nil, RuleGranted},
		{"kim", Administer, identity.None, nil, RuleRole},
		{"kim", DecideOwn, who(t, 116), nil, RuleNever},
		{"kim", "no.such", who(t, 116), nil, RuleNever},
		{"nobody", ReadClaim, who(t, 116), nil, RuleStaff},
		{"nobody", DecideOwn, who(t, 116), nil, RuleStaff}, // who asks is asked first
		{"", ReadReport, identity.None, nil, RuleGranted},
		{"", ReadClaim, identity.None, nil, RuleStaff},
		{"mia", ActOnClaim, who(t, 116), nil, RuleDelegated},
		{"mia", ActOnClaim, who(t, 110), nil, RuleFamily}, // kim's child stays kim's
		{"mia", ActOnClaim, who(t, 101), nil, RuleOwn},
		{"mia", ActOnClaim, who(t, 104), nil, RuleOwn},
		{"mia", ActOnClaim, who(t, 115), nil, RuleFamily}, // told by kim
		{"mia", ReadClaim, who(t, 110), nil, RuleGranted}, // by a role of her own
		{"bo", ApproveCase, who(t, 116), nil, RuleDelegated},
		{"bo", ApproveCase, who(t, 120), nil, RuleProtected}, // mia may not, so nobody for her
		{"mia", UseOverride, identity.None, nil, RuleGranted},
	} {
		a := b.May(Question{Actor: c.actor, Function: c.function, Party: c.party, Others: c.others, On: today, Now: noon, Persons: r})
		ok := c.want == RuleGranted || c.want == RuleDelegated
		if a.Rule != c.want || a.OK != ok || a.Overridable || a.Why.Text(Swedish) == a.Why.Key || a.Why.Text(English) == a.Why.Key {
			t.Errorf("%s %s %s: %+v, want %s", c.actor, c.function, c.party.Masked(), a, c.want)
		}
	}
	if a := b.May(Question{Actor: "kim", Function: ReadClaim, Party: who(t, 116), On: today, Now: noon}); a.Rule != RuleUnknown {
		t.Errorf("without a register: %+v", a)
	}
}

// What is shown tells nobody that a person is protected.
func TestMay_anUnknownAndAProtectedPersonReadAlike(t *testing.T) {
	b, r := office(t)
	for _, actor := range []string{"eva", "kim", "mia", "lars", "ann"} {
		for _, f := range Functions() {
			ask := func(n int) Answer {
				a := b.May(Question{Actor: actor, Function: f.Name, Party: who(t, n), Benefit: "barnbidrag", Unit: "nord", On: today, Now: noon, Persons: r})
				a.Rule = ""
				return a
			}
			protected, unknown := ask(120), ask(150)
			if protected.OK || protected.Why.Text(Swedish) != unknown.Why.Text(Swedish) || protected.Why.Text(English) != unknown.Why.Text(English) ||
				protected.Law != unknown.Law || protected.Overridable != unknown.Overridable {
				t.Errorf("%s %s: %+v and %+v", actor, f.Name, protected, unknown)
			}
		}
	}
}

func TestMay_benefitAndUnitCanBeOverridden(t *testing.T) {
	ask := func(b *Book, r *registers, actor, benefit, unit string, party int, at calendar.Instant) Answer {
		return b.May(Question{Actor: actor, Function: ReadClaim, Party: who(t, party), Benefit: benefit, Unit: unit, On: today, Now: at, Persons: r})
	}
	b, r := office(t)
	for _, c := range []struct {
		benefit, unit string
		want          Rule
	}{{"bostadsbidrag", "syd", RuleGranted}, {"barnbidrag", "syd", RuleBenefit}, {"bostadsbidrag", "nord", RuleUnit}, {"", "", RuleGranted}} {
		if a := ask(b, r, "eva", c.benefit, c.unit, 116, noon); a.Rule != c.want || a.OK != (c.want == RuleGranted) || a.Overridable == a.OK {
			t.Errorf("%+v: %+v", c, a)
		}
	}
	for _, party := range []int{116, 120, 150, 100} {
		b, r := office(t, Override{ID: "o1", Actor: "eva", Party: who(t, party), Reason: "prov", From: noon, Until: noon + hour})
		for at, in := range map[calendar.Instant]bool{noon - 1: false, noon: true, noon + hour - 1: true, noon + hour: false} {
			a := ask(b, r, "eva", "barnbidrag", "nord", party, at)
			if a.OK != (in && party == 116) || a.OK && a.Rule != RuleOverride {
				t.Errorf("%d at %s: %+v", party, at, a)
			}
			if other := ask(b, r, "eva", "barnbidrag", "nord", 117, at); other.OK {
				t.Errorf("an override of one person opens another: %+v", other)
			}
		}
	}
	// Whose role cannot go beyond is not offered it.
	b, r = office(t, Grant{ID: "g9", Staff: "lars", Role: "controller", Benefits: []string{"barnbidrag"}, From: early, To: calendar.None, Why: "prov"})
	if a := ask(b, r, "lars", "bostadsbidrag", "", 116, noon); a.OK || a.Overridable || a.Rule != RuleBenefit || strings.Contains(a.Why.Text(English), "say why") {
		t.Errorf("%+v", a)
	}
}

func TestBook_isWhatWasKnownThen(t *testing.T) {
	known := func(day int) calendar.Instant { return calendar.StartOfDay(calendar.New(2026, 3, day)) }
	n := who(t, 100)
	b := NewBook(
		Fact{Event: 1, KnownAt: known(1), Body: Staff{ID: "eva", Number: n, Name: "Eva", Unit: "syd", From: early, To: calendar.None}},
		Fact{Event: 2, KnownAt: known(3), Body: Staff{ID: "eva", Number: n, Name: "Eva", Unit: "nord", From: calendar.New(2026, 2, 1), To: calendar.None}},
		Fact{Event: 3, KnownAt: known(5), Body: Left{Staff: "eva", Last: calendar.New(2026, 2, 20), Why: "slutat"}},
		Fact{Event: 4, KnownAt: known(7), Body: Staff{ID: "eva", Number: n, Name: "Eva", Unit: "väst", From: calendar.New(2026, 4, 1), To: calendar.New(2026, 4, 30)}})
	for _, c := range []struct {
		on   string
		at   int
		unit string
	}{
		{"2026-02-10", 0, ""}, {"2026-02-10", 1, "syd"}, {"2026-02-10", 3, "nord"}, {"2026-01-31", 3, "syd"}, {"2025-12-31", 9, ""},
		{"2026-02-20", 5, "nord"}, {"2026-02-21", 5, ""}, {"2026-02-21", 4, "nord"}, {"2026-04-01", 6, ""}, {"2026-04-01", 7, "väst"}, {"2026-05-01", 9, ""},
	} {
		on, _ := calendar.Parse(c.on)
		s, ok := b.Staff("eva", on, known(1)+calendar.Instant(c.at-1)*24*hour)
		if s.Unit != c.unit || ok != (c.unit != "") {
			t.Errorf("on %s as known on the %d: %+v", c.on, c.at, s)
		}
	}
}

// What a delegation rests on ends with the giver's own employment.
func TestMay_aDelegationEndsWithTheGiver(t *testing.T) {
	b, r := office(t, Delegation{ID: "d1", Giver: "kim", Taker: "mia", From: early, To: today + 9, Why: "semester"}, Left{Staff: "kim", Last: today, Why: "slutat"})
	for on, want := range map[calendar.Date]Rule{today: RuleDelegated, today + 1: RuleRole} {
		if a := b.May(Question{Actor: "mia", Function: ActOnClaim, Party: who(t, 116), On: on, Now: noon, Persons: r}); a.Rule != want {
			t.Errorf("on %s: %+v", on, a)
		}
	}
}

// An override counts from when it was known here, whatever it says of itself.
func TestMay_anOverrideIsNotBackdated(t *testing.T) {
	b, r := office(t)
	b = b.With(Fact{On: today, KnownAt: noon + 10, Body: Override{ID: "o1", Actor: "eva", Party: who(t, 116), Reason: "prov", From: noon, Until: noon + hour}})
	for at, want := range map[calendar.Instant]bool{noon: false, noon + 9: false, noon + 10: true} {
		if a := b.May(Question{Actor: "eva", Function: ReadClaim, Party: who(t, 116), Benefit: "barnbidrag", On: today, Now: at, Persons: r}); a.OK != want {
			t.Errorf("at %s: %+v", at, a)
		}
	}
}

func TestApart_seesThroughDelegationAndSecondIDs(t *testing.T) {
	later := today.AddDays(10)
	b, _ := office(t,
		Delegation{ID: "d1", Giver: "eva", Taker: "kim", From: early, To: today, Why: "x"},
		Delegation{ID: "d2", Giver: "kim", Taker: "mia", From: early, To: today, Why: "x"},
		Delegation{ID: "d3", Giver: "bo", Taker: "lars", From: early, To: today, Why: "x"},
		Delegation{ID: "d4", Giver: "bo", Taker: "ann", From: early, To: today, Why: "x"},
		Staff{ID: "eva2", Number: who(t, 100), Name: "eva", Unit: "syd", From: early, To: calendar.None})
	for _, c := range []struct {
		x, y  string
		on    calendar.Date
		apart bool
	}{
		{"eva", "eva", today, false}, {"eva", "kim", today, false}, {"eva", "mia", today, false}, {"kim", "mia", today, false}, {"eva", "bo", today, true},
		{"lars", "ann", today, false}, {"eva", "kim", later, true}, {"kim", "mia", later, true}, {"eva", "eva2", later, false}, {"kim", "eva2", today, false},
		{"eva", "nobody", later, false}, {"nobody", "eva", later, false}, {"nobody", "none", later, false}, {"lars", "ann", later, true},
	} {
		for _, swapped := range []bool{false, true} {
			x, y := Act{c.x, c.on}, Act{c.y, c.on}
			if swapped {
				x, y = y, x
			}
			if got := b.Apart(x, y, noon); got != c.apart {
				t.Errorf("%v %v: %t", x, y, got)
			}
		}
	}
	if b.Apart(Act{"eva", later}, Act{"kim", today}, noon) {
		t.Error("kim acted for eva on the day of the second act")
	}
}
