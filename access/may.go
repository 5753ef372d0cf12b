package access

import (
	"slices"

	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/statute"
)

// May answers a question. It is a pure function of the facts of the book and of what the
// question gives.
func (b *Book) May(q Question) Answer {
	return b.Asker(q.Actor, q.Function, q.On, q.Now, q.Persons).May(Matter{Party: q.Party, Others: q.Others, Benefit: q.Benefit, Unit: q.Unit})
}

// Filter is the matters of a list that somebody may do something with: those that May
// allows, one by one.
func (b *Book) Filter(q Question, list []Matter) (allowed []Matter) {
	a := b.Asker(q.Actor, q.Function, q.On, q.Now, q.Persons)
	for _, m := range list {
		if a.May(m).OK {
			allowed = append(allowed, m)
		}
	}
	return allowed
}

// Asker answers many questions of one person about one function: what does not differ
// between matters is found once.
type Asker struct {
	book     *Book
	actor    string
	function string
	now      calendar.Instant
	persons  Persons
	refused  *Answer // whatever the matter
	ways     []way
	// protected, override: the person's own roles hold these functions.
	protected, override bool
}

// way is one way to a right: a person's own grants, or what one other delegated.
type way struct {
	giver  string            // "" for one's own
	own    []identity.Number // of all who act in it
	near   []identity.Number // told ties of all who act in it
	scopes []Grant
	// protected: the giver too may handle protected persons.
	protected bool
}

// Asker prepares questions of one person about one function on a day, as known at an
// instant.
func (b *Book) Asker(actor, function string, on calendar.Date, now calendar.Instant, persons Persons) *Asker {
	a := &Asker{book: b, actor: actor, function: function, now: now, persons: persons}
	f, known := FunctionOf(function)
	_, here := b.Staff(actor, on, now)
	switch {
	case !here && !visitorMay(actor, function):
		a.refused = refusal(RuleStaff, "SFB 114:13")
	case !known || f.Never:
		a.refused = refusal(RuleNever, f.Law, function)
	case !here:
		a.ways = []way{{scopes: []Grant{{Role: Visitor}}}}
	default:
		a.find(f, on)
		if len(a.ways) == 0 {
			a.refused = refusal(RuleRole, "SFB 114:13", function)
		}
	}
	return a
}

// visitorMay: who has not said who they are may what the role of visitors holds, which
// concerns no person.
func visitorMay(actor, function string) bool {
	r, _ := RoleOf(Visitor)
	return actor == "" && r.Has(function)
}

// find collects the ways to the function.
func (a *Asker) find(f Function, on calendar.Date) {
	b, now := a.book, a.now
	own := b.Grants(a.actor, on, now)
	a.protected, a.override = anyHas(own, HandleProtected), anyHas(own, UseOverride)
	self := way{own: b.numbers(a.actor, now), near: b.tiesOf(a.actor, on, now), scopes: holding(own, f.Name), protected: true}
	if len(self.scopes) > 0 {
		a.ways = append(a.ways, self)
	}
	if !f.Delegable {
		return
	}
	for _, d := range b.Delegations(a.actor, on, now) {
		if _, here := b.Staff(d.Giver, on, now); !here {
			continue
		}
		theirs := b.Grants(d.Giver, on, now)
		w := way{giver: d.Giver, own: slices.Concat(self.own, b.numbers(d.Giver, now)), near: slices.Concat(self.near, b.tiesOf(d.Giver, on, now)), protected: anyHas(theirs, HandleProtected)}
		for _, g := range holding(theirs, f.Name) {
			if d.Role == "" || d.Role == g.Role {
				w.scopes = append(w.scopes, g)
			}
		}
		if len(w.scopes) > 0 {
			a.ways = append(a.ways, w)
		}
	}
}

// holding is the grants whose role holds the function.
func holding(grants []Grant, function string) (in []Grant) {
	for _, g := range grants {
		if r, ok := RoleOf(g.Role); ok && r.Has(function) {
			in = append(in, g)
		}
	}
	return in
}

func anyHas(grants []Grant, function string) bool { return len(holding(grants, function)) > 0 }

// May answers about one matter. Of several ways the first that leads there counts; when
// none does, the reason is that of the way that came furthest.
func (a *Asker) May(m Matter) Answer {
	if a.refused != nil {
		return *a.refused
	}
	var best Answer
	for i := range a.ways {
		w := &a.ways[i]
		x := a.along(w, &m)
		if x.OK {
			return x
		}
		if i == 0 || rank[x.Rule] > rank[best.Rule] {
			best = x
		}
	}
	return best
}

// rank is how far a question came before it was refused.
var rank = map[Rule]int{RuleOwn: 1, RuleFamily: 2, RuleUnknown: 3, RuleProtected: 3, RuleBenefit: 4, RuleUnit: 5}

// along answers about one matter by one way.
func (a *Asker) along(w *way, m *Matter) Answer {
	if x := a.core(w, m); x != nil {
		return *x
	}
	granted := Answer{OK: true, Rule: RuleGranted, Law: "SFB 114:13", For: w.giver}
	if w.giver != "" {
		granted.Rule = RuleDelegated
	}
	in := RuleBenefit // in the way, when no grant covers the matter
	for _, g := range w.scopes {
		if m.Benefit != "" && len(g.Benefits) > 0 && !slices.Contains(g.Benefits, m.Benefit) {
			continue
		}
		if m.Unit == "" || g.Unit == "" || g.Unit == m.Unit {
			return granted.because("", w.giver)
		}
		in = RuleUnit
	}
	x := refusal(in, "SFB 114:13", map[Rule]string{RuleBenefit: m.Benefit, RuleUnit: m.Unit}[in])
	if !a.override || m.Party == identity.None {
		x.Why.Key += ".closed" // the words offer no way on
		return *x
	}
	if o, ok := a.book.override(a.actor, m.Party, a.now); ok {
		granted.Rule = RuleOverride
		return granted.because("", a.book.untilOf(o, a.now).String())
	}
	x.Overridable = true
	return *x
}

// core is the rules that nobody goes past, asked of every person of the matter; nil when
// none is in the way.
func (a *Asker) core(w *way, m *Matter) *Answer {
	if m.Party == identity.None && len(m.Others) == 0 {
		return nil
	}
	worst := Rule("")
	a.each(m, func(n identity.Number) {
		if r := a.person(w, n); r != "" && (worst == "" || rank[r] < rank[worst]) {
			worst = r
		}
	})
	switch worst {
	case "":
		return nil
	case RuleOwn, RuleFamily:
		return refusal(worst, "FL 16")
	}
	return refusal(worst, "SFB 114:13")
}

func (a *Asker) each(m *Matter, do func(identity.Number)) {
	if m.Party != identity.None {
		do(m.Party)
	}
	for _, n := range m.Others {
		do(n)
	}
}

// person is the rule that one person of a matter sets in the way; "" when none.
func (a *Asker) person(w *way, n identity.Number) Rule {
	if slices.Contains(w.own, n) {
		return RuleOwn
	}
	if slices.Contains(w.near, n) {
		return RuleFamily
	}
	if a.persons == nil {
		return RuleUnknown
	}
	for _, own := range w.own {
		if a.persons.Related(own, n) {
			return RuleFamily
		}
	}
	switch {
	case n.Kind() == identity.Organisation: // public, and in no register of persons
		return ""
	case !a.persons.Known(n):
		return RuleUnknown
	case a.persons.Protected(n) && !(a.protected && w.protected):
		return RuleProtected
	}
	return ""
}

func refusal(r Rule, law statute.Ref, args ...string) *Answer {
	x := Answer{Rule: r, Law: law}.because("", args...)
	return &x
}
