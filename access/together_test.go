package access

import (
	"testing"

	"balans/prevent/benefit"
)

func TestReveals_listsEveryBenefit(t *testing.T) {
	for _, c := range benefit.All() {
		if _, ok := revealing[c.String()]; !ok {
			t.Errorf("benefits.csv has no row for %s: say what it reveals of a person, or nothing", c)
		}
	}
	for code := range revealing {
		if _, ok := benefit.Parse(code); !ok {
			t.Errorf("benefits.csv has a row for %q, which is no benefit", code)
		}
	}
	if Reveals("no-such") != "health" || Reveals("sjukpenning") != "health" || Reveals("bostadsbidrag") != "" {
		t.Error("the table is not asked")
	}
}

func TestTogether(t *testing.T) {
	with := func(pairs ...string) (cs []Condition) {
		for i := 0; i < len(pairs); i += 2 {
			c := Condition{Field: pairs[i]}
			if pairs[i+1] != "" {
				c.Values = []string{pairs[i+1]}
			}
			cs = append(cs, c)
		}
		return cs
	}
	purposes := []Purpose{Handling, Planning, Control, Statistic, Another, ""}
	only := func(ok ...Purpose) map[Purpose]bool {
		m := map[Purpose]bool{}
		for _, p := range ok {
			m[p] = true
		}
		return m
	}
	all, none, three := only(purposes...), only(), only(Handling, Planning, Control)
	for _, c := range []struct {
		name            string
		conditions      []Condition
		persons, counts map[Purpose]bool
	}{
		{"nothing", nil, all, all},
		{"one person and anything", with("number", "x", "benefit", "sjukpenning", "origin", "y"), all, all},
		{"neutral", with("amount", "1", "regime", "new", "name", "ek"), all, all},
		{"a benefit that reveals nothing", with("benefit", "bostadsbidrag", "unit", "syd"), all, all},
		{"a benefit that reveals health", with("benefit", "sjukpenning"), three, all},
		{"with a name too", with("name", "ek", "benefit", "assistansersattning"), three, all},
		{"among others", []Condition{{"benefit", []string{"barnbidrag", "sjukersattning"}}}, three, all},
		{"any benefit", with("benefit", ""), all, all},
		{"a benefit nobody knows", with("benefit", "ny-forman"), three, all},
		{"newly arrived", with("benefit", "etableringsersattning"), none, all},
		{"origin", with("origin", "x", "amount", "1"), none, all},
		{"illness", with("diagnosis", "x"), three, all},
		{"free text", with("text", "x"), none, all},
		{"protection", with("protected", "yes"), none, none},
		{"whether one person is protected", with("number", "x", "protected", "yes"), none, none},
		{"not on the list", with("shoe-size", "44"), none, none},
	} {
		for _, p := range purposes {
			for _, persons := range []bool{true, false} {
				want := c.counts[p]
				if persons {
					want = c.persons[p]
				}
				a := Together(Selecting{Purpose: p, Persons: persons, Conditions: c.conditions})
				if a.OK != want || a.Law != "SFB 114:12" || a.Overridable || a.Why.Text(Swedish) == a.Why.Key || a.Why.Text(English) == a.Why.Key {
					t.Errorf("%s, for %q, persons %t: %+v", c.name, p, persons, a)
				}
			}
		}
	}
}

// A condition more never makes a selection allowed that was not, unless it is for one.
func TestTogether_moreConditionsOpenNothing(t *testing.T) {
	for a, class := range conditionClasses {
		for b, other := range conditionClasses {
			if class == "one" || other == "one" {
				continue
			}
			for _, p := range []Purpose{Handling, Statistic} {
				one := Together(Selecting{p, true, []Condition{{a, []string{"x"}}}})
				both := Together(Selecting{p, true, []Condition{{b, []string{"x"}}, {a, []string{"x"}}}})
				if both.OK && !one.OK {
					t.Errorf("%s is refused, with %s it is allowed", a, b)
				}
			}
		}
	}
}
