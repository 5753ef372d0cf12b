package access

import (
	"fmt"
	"slices"
	"testing"

	"balans/law/calendar"
	"balans/law/identity"

	"pgregory.net/rapid"
)

// world is a drawn agency: staff, grants, delegations, overrides and persons with relations.
type world struct {
	bodies []Body
	book   *Book
	people []identity.Number
	links  [][2]int // of people
	known  map[identity.Number]bool
	hidden map[identity.Number]bool
	steps  int
}

func (w *world) Known(n identity.Number) bool     { return w.known[n] }
func (w *world) Protected(n identity.Number) bool { return w.hidden[n] }
func (w *world) Related(a, b identity.Number) bool {
	var r Relations
	for _, l := range w.links {
		r.Relate(w.people[l[0]], w.people[l[1]], calendar.Period{From: calendar.None, To: calendar.None})
	}
	_, ok := r.Steps(a, b, w.steps, today)
	return ok
}

// reach is who can be reached in so many steps, by multiplying the table of links: another
// way than Relations goes.
func (w *world) reach(from identity.Number) map[identity.Number]bool {
	n := len(w.people)
	now := make([]bool, n)
	start := slices.Index(w.people, from)
	if start < 0 {
		return nil
	}
	now[start] = true
	for range w.steps {
		next := slices.Clone(now)
		for _, l := range w.links {
			next[l[0]] = next[l[0]] || now[l[1]]
			next[l[1]] = next[l[1]] || now[l[0]]
		}
		now = next
	}
	all := map[identity.Number]bool{}
	for i, in := range now {
		if in {
			all[w.people[i]] = true
		}
	}
	return all
}

var staffIDs = []string{"s0", "s1", "s2", "s3"}

func drawWorld(t *rapid.T) *world {
	w := &world{known: map[identity.Number]bool{}, hidden: map[identity.Number]bool{}, steps: rapid.IntRange(1, 3).Draw(t, "steps")}
	for i := range 10 {
		n, err := identity.NewPerson(calendar.New(1975, 2, 3), 100+i)
		if err != nil {
			t.Fatal(err)
		}
		w.people = append(w.people, n)
		w.known[n] = rapid.IntRange(0, 4).Draw(t, "known") > 0
		w.hidden[n] = rapid.IntRange(0, 4).Draw(t, "hidden") == 0
	}
	for range rapid.IntRange(0, 8).Draw(t, "links") {
		w.links = append(w.links, [2]int{rapid.IntRange(0, 9).Draw(t, "a"), rapid.IntRange(0, 9).Draw(t, "b")})
	}
	day := func(name string) calendar.Date { return today + calendar.Date(rapid.IntRange(-3, 3).Draw(t, name)) }
	for i, id := range staffIDs {
		w.bodies = append(w.bodies, Staff{ID: id, Number: w.people[i], Name: id, Unit: "u", From: early, To: calendar.None})
	}
	if rapid.Bool().Draw(t, "left") {
		w.bodies = append(w.bodies, Left{Staff: "s3", Last: day("last"), Why: "x"})
	}
	id := 0
	next := func() string { id++; return fmt.Sprint("x", id) }
	for range rapid.IntRange(0, 6).Draw(t, "grants") {
		g := Grant{ID: next(), Staff: rapid.SampledFrom(staffIDs).Draw(t, "staff"), Role: rapid.SampledFrom(grantable()).Draw(t, "role"),
			Unit: rapid.SampledFrom([]string{"", "u", "v"}).Draw(t, "unit"), From: day("from"), To: calendar.None, Why: "x"}
		if rapid.Bool().Draw(t, "some") {
			g.Benefits = []string{rapid.SampledFrom([]string{"a", "b"}).Draw(t, "benefit")}
		}
		w.bodies = append(w.bodies, g)
		if rapid.IntRange(0, 3).Draw(t, "ended") == 0 {
			w.bodies = append(w.bodies, Ended{ID: g.ID, Last: day("end"), Why: "x"})
		}
	}
	for range rapid.IntRange(0, 3).Draw(t, "delegations") {
		d := Delegation{ID: next(), Giver: rapid.SampledFrom(staffIDs).Draw(t, "giver"), Taker: rapid.SampledFrom(staffIDs).Draw(t, "taker"),
			Role: rapid.SampledFrom([]string{"", "caseworker", "approver"}).Draw(t, "role"), From: day("from"), To: today + 1, Why: "x"}
		if d.Giver != d.Taker {
			w.bodies = append(w.bodies, d)
		}
	}
	for range rapid.IntRange(0, 2).Draw(t, "overrides") {
		w.bodies = append(w.bodies, Override{ID: next(), Actor: rapid.SampledFrom(staffIDs).Draw(t, "actor"), Party: rapid.SampledFrom(w.people).Draw(t, "party"),
			Reason: "x", From: noon - 1, Until: noon + calendar.Instant(rapid.IntRange(0, 1).Draw(t, "until"))})
	}
	w.book = bookOf(w.bodies...)
	return w
}

func (w *world) drawQuestion(t *rapid.T) Question {
	names := []string{}
	for _, f := range Functions() {
		names = append(names, f.Name)
	}
	q := Question{Actor: rapid.SampledFrom(append(staffIDs, "nobody")).Draw(t, "who"), Function: rapid.SampledFrom(names).Draw(t, "function"),
		Party: rapid.SampledFrom(w.people).Draw(t, "of"), Benefit: rapid.SampledFrom([]string{"", "a", "b"}).Draw(t, "its"),
		Unit: rapid.SampledFrom([]string{"", "u", "v"}).Draw(t, "where"), On: today, Now: noon, Persons: w}
	if rapid.Bool().Draw(t, "others") {
		q.Others = []identity.Number{rapid.SampledFrom(w.people).Draw(t, "other")}
	}
	return q
}

// The core rules of each question asked of plain lists, without the book.
func (w *world) coreAllows(actor string, q Question) bool {
	i := slices.Index(staffIDs, actor)
	if i < 0 {
		return false
	}
	near := w.reach(w.people[i])
	for _, n := range append([]identity.Number{q.Party}, q.Others...) {
		if near[n] || !w.known[n] {
			return false
		}
		if w.hidden[n] && !slices.ContainsFunc(w.bodies, func(b Body) bool {
			g, ok := b.(Grant)
			return ok && g.Staff == actor && g.Role == "protection" && g.From <= q.On && !w.endedBefore(g.ID, q.On)
		}) {
			return false
		}
	}
	for _, b := range w.bodies {
		if l, ok := b.(Left); ok && l.Staff == actor && l.Last < q.On {
			return false
		}
	}
	return true
}

func (w *world) endedBefore(id string, on calendar.Date) bool {
	return slices.ContainsFunc(w.bodies, func(b Body) bool { e, ok := b.(Ended); return ok && e.ID == id && e.Last < on })
}

// roleAllows: somebody holds a role with the function, for the benefit and the unit.
func (w *world) roleAllows(actor string, q Question, only string, anywhere bool) bool {
	return slices.ContainsFunc(w.bodies, func(b Body) bool {
		g, ok := b.(Grant)
		if !ok || g.Staff != actor || g.From > q.On || w.endedBefore(g.ID, q.On) || only != "" && g.Role != only {
			return false
		}
		r, _ := RoleOf(g.Role)
		fits := (q.Benefit == "" || g.Benefits == nil || slices.Contains(g.Benefits, q.Benefit)) && (q.Unit == "" || g.Unit == "" || g.Unit == q.Unit)
		return r.Has(q.Function) && (fits || anywhere)
	})
}

// mayOracle is the rules said once more, from the bodies alone.
func (w *world) mayOracle(q Question) bool {
	if !w.coreAllows(q.Actor, q) {
		return false
	}
	beyond := slices.ContainsFunc(w.bodies, func(b Body) bool {
		o, ok := b.(Override)
		return ok && o.Actor == q.Actor && o.Party == q.Party && o.Until > q.Now
	})
	u := q
	u.Function = UseOverride
	beyond = beyond && w.roleAllows(q.Actor, u, "", true)
	if w.roleAllows(q.Actor, q, "", beyond) {
		return true
	}
	if slices.Contains([]string{HandleProtected, UseOverride, ReviewLog, Administer}, q.Function) {
		return false
	}
	return slices.ContainsFunc(w.bodies, func(b Body) bool {
		d, ok := b.(Delegation)
		return ok && d.Taker == q.Actor && d.From <= q.On && w.coreAllows(d.Giver, q) && w.roleAllows(d.Giver, q, d.Role, beyond)
	})
}

func TestMay_isTheRulesForAnyRelationsAndRights(t *testing.T) {
	yes, no := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		for range 20 {
			q := w.drawQuestion(t)
			a := w.book.May(q)
			if want := w.mayOracle(q); a.OK != want {
				t.Fatalf("%+v: %+v, want %t; staff and rights %+v", q, a, want, w.bodies)
			}
			if a.OK {
				yes++
			} else {
				no++
			}
			i := slices.Index(staffIDs, q.Actor)
			if i >= 0 && a.OK {
				near := w.reach(w.people[i])
				for _, n := range append(q.Others, q.Party) {
					if near[n] || !w.known[n] {
						t.Fatalf("%s may %s of somebody near or unknown", q.Actor, q.Function)
					}
				}
			}
			if a.Overridable && (a.OK || a.Rule != RuleBenefit && a.Rule != RuleUnit) {
				t.Fatalf("%+v", a)
			}
		}
	})
	if yes < 50 || no < 50 {
		t.Errorf("%d allowed and %d refused: the drawn worlds try nothing", yes, no)
	}
}

func TestFilter_isSingleChecks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		q := w.drawQuestion(t)
		var list []Matter
		want := 0
		for range rapid.IntRange(0, 12).Draw(t, "matters") {
			one := w.drawQuestion(t)
			list = append(list, Matter{one.Party, one.Others, one.Benefit, one.Unit})
			q.Party, q.Others, q.Benefit, q.Unit = one.Party, one.Others, one.Benefit, one.Unit
			if w.book.May(q).OK {
				want++
			}
		}
		got := w.book.Filter(q, list)
		if len(got) != want {
			t.Fatalf("%d of the list, %d one by one", len(got), want)
		}
		for _, m := range got {
			q.Party, q.Others, q.Benefit, q.Unit = m.Party, m.Others, m.Benefit, m.Unit
			if !w.book.May(q).OK {
				t.Fatalf("%+v is on the list", m)
			}
		}
	})
}

// A delegate may nothing that neither the delegate nor the giver may.
func TestMay_aDelegateNeverGetsMoreThanTheGiver(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		var alone []Body
		for _, b := range w.bodies {
			if _, ok := b.(Delegation); !ok {
				alone = append(alone, b)
			}
		}
		without := bookOf(alone...)
		for range 10 {
			q := w.drawQuestion(t)
			a := w.book.May(q)
			if !a.OK || without.May(q).OK {
				continue
			}
			giver := q
			giver.Actor = a.For
			if x := without.May(giver); a.For == "" || !x.OK && !x.Overridable && a.Rule != RuleOverride {
				t.Fatalf("%s may for %q, who may not: %+v", q.Actor, a.For, x)
			}
		}
	})
}

func BenchmarkAsker(b *testing.B) {
	book, r := office(b)
	m := Matter{Party: who(b, 116), Benefit: "bostadsbidrag", Unit: "syd"}
	a := book.Asker("eva", ReadClaim, today, noon, r)
	for b.Loop() {
		if !a.May(m).OK {
			b.Fatal("refused")
		}
	}
}
