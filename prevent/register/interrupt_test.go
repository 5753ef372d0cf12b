package register_test

import (
	"slices"
	"strings"
	"testing"

	"balans/exchange/agi"
	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/prevent/register"
)

// people makes invented persons.
func people(t testing.TB, n int) []identity.Number {
	t.Helper()
	all := make([]identity.Number, 0, n)
	for born := calendar.New(1950, 1, 1); len(all) < n; born++ {
		p, err := identity.NewPerson(born, 980)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
	return all
}

// A delivery that is stopped in the middle is known of as far as it came, tells no month
// complete, and goes on without writing anything twice.
func TestImport_goesOnAfterAnInterruption(t *testing.T) {
	bothDatabases(t, "2025-04-12", func(t *testing.T, j *journal.Journal, c *clock) {
		who := people(t, 600)
		var absences []agi.Absence
		for _, p := range who {
			absences = append(absences, absenceOf(p, "2025-03-03", 1, 800))
		}
		file := xmlOf(t, agi.Form{}, absences)
		im := &register.Import{File: "agi.xml", Reader: strings.NewReader(file), By: "kim"}
		if err := im.Interrupt(t.Context(), j, 250); err != nil {
			t.Fatal(err)
		}
		part := read(t, j, end)
		if n := part.Absences().Len(); n != 250 {
			t.Fatalf("%d of 250 that were written are known", n)
		}
		if d := part.Deliveries(); len(d) != 1 || d[0].Completed != 0 {
			t.Errorf("%+v", d)
		}
		if _, ok := part.Declared(company, march); ok {
			t.Error("the month is said to be complete while it is being written")
		}
		for _, p := range []identity.Number{who[0], who[len(who)-1]} {
			alone, err := register.OfParty(t.Context(), j, p, end)
			if err != nil {
				t.Fatal(err)
			}
			same(t, alone, part.Of(p))
		}
		if r := take(t, j, header+phone("1", anna, "0700000001", "", "")); len(r.Interrupted) != 1 || r.Interrupted[0].File != "agi.xml" {
			t.Errorf("%+v", r.Interrupted)
		}
		c.set("2025-04-13")
		r := take(t, j, file)
		if r.Counts[register.Absence].New != len(who) || r.Counts[register.Declared].New != 1 {
			t.Errorf("%+v", r.Counts)
		}
		whole, err := part.Refresh(t.Context(), j, end)
		if err != nil {
			t.Fatal(err)
		}
		if whole.Absences().Len() != len(who) || len(whole.Of(who[0]).History(register.Absence)) != 1 {
			t.Errorf("%d absences", whole.Absences().Len())
		}
		if when, ok := whole.Declared(company, march); !ok || when.Date() != day("2025-04-13") {
			t.Errorf("declared %v %v", when, ok)
		}
		alone, err := register.OfParty(t.Context(), j, anna, end)
		if err != nil || len(alone.History(register.Phone)) != 1 {
			t.Errorf("%+v, %v", alone, err)
		}
		same(t, whole.Of(anna), alone) // told while the other delivery was open
		anew := read(t, j, end)
		same(t, anew.Of(anna), alone)
		for _, p := range slices.Concat(who[:3], who[len(who)-3:]) {
			same(t, anew.Of(p), whole.Of(p))
		}
		if twice := take(t, j, file); twice.Already.Date() != day("2025-04-13") {
			t.Errorf("%+v", twice)
		}
	})
}
